#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace descent::intake {

// What a submission may hold; far more than any honest one does.
inline constexpr std::size_t kMostEntries = 10'000;                      ///< files and folders
inline constexpr std::size_t kMostBytes = std::size_t{64} << 20;         ///< of all, unpacked
inline constexpr std::size_t kMostSourceBytes = std::size_t{1} << 20;    ///< of one source file
inline constexpr std::size_t kMostArchiveBytes = std::size_t{32} << 20;  ///< of the archive itself
inline constexpr std::size_t kMostRatio = 200;                           ///< unpacked / packed ...
inline constexpr std::size_t kLeastForRatio = std::size_t{1} << 20;      ///< ... beyond this size
inline constexpr unsigned kDeepest = 32;                                 ///< folders in folders

/// Why a submission as a whole is not taken: a sentence for its student.
class Refused : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What Entry::not_a_file says of a folder.
inline constexpr std::string_view kFolder = "a folder";

/// One thing inside a submission, wherever it came from: a folder, an archive, a commit.
struct Entry {
  std::string path = {};        ///< inside of the submission, as it came
  std::string not_a_file = {};  ///< "a symbolic link": what it is instead of a regular file
  std::string problem = {};     ///< "is larger than ...": why this regular file cannot be taken
  std::string text = {};        ///< of a regular file whose name is wanted
};

/// All that a submission holds, in memory: nothing is ever unpacked to a path that a submission
/// chose. Only files of wanted names have their text.
class Contents {
 public:
  explicit Contents(std::set<std::string, std::less<>> wanted_names)
      : wanted_(std::move(wanted_names)) {}

  /// Whether the last part of `path` is a wanted name.
  bool wants(std::string_view path) const;

  /// Throws Refused for more than kMostEntries, and for more than kMostBytes of text.
  void add(Entry entry);

  /// A regular file with its text, or with one that was cut off for being too long. Throws as
  /// add().
  void add_file(std::string path, std::string text);

  const std::vector<Entry>& entries() const { return entries_; }

 private:
  std::set<std::string, std::less<>> wanted_;
  std::vector<Entry> entries_;
  std::size_t bytes_ = 0;
};

/// The last part of a path inside a submission.
std::string_view file_name(std::string_view path);

/// Folders that nobody's sources are in: what git and the build keep.
bool passed_over(std::string_view folder_name);

}  // namespace descent::intake
