#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

/// What happens in a folder, as the kernel tells it (inotify): who writes a file in place can be
/// seen even where the file is whole again by the time that anybody looks.
namespace descent::suite {

/// What became of the checkpoints since the last look, as far as it is not as it should be, and
/// which other names there were. A checkpoint is what ends in .ckpt.
struct FolderNews {
  std::set<std::string> written_in_place =
      {};                                     ///< written under their names, and no other file was
  std::set<std::string> copied = {};          ///< the same, while there was a temporary file
  std::set<std::string> written_later = {};   ///< written after they were renamed
  std::set<std::string> reserved = {};        ///< written under their names, then renamed to
  std::set<std::string> from_elsewhere = {};  ///< moved in from another folder
  std::set<std::string> temporary = {};       ///< names that are no checkpoint's, created
};

class FolderWatch {
 public:
  /// Throws std::runtime_error where the system has no inotify.
  explicit FolderWatch(std::filesystem::path folder);
  ~FolderWatch();
  FolderWatch(const FolderWatch&) = delete;
  FolderWatch& operator=(const FolderWatch&) = delete;

  FolderNews news();

 private:
  std::filesystem::path folder_;
  int fd_;
};

/// The names of all files in a folder.
std::set<std::string> names_in(const std::filesystem::path& folder);

/// All bytes of a file; none if it cannot be read.
std::string bytes_of(const std::filesystem::path& file);

void write_file(const std::filesystem::path& file, const std::string& bytes);

/// Empties the folder.
void clear(const std::filesystem::path& folder);

/// "a, b"; "nothing" if there is none.
std::string in_words(const std::set<std::string>& names);

bool is_checkpoint_name(const std::string& name);

}  // namespace descent::suite
