#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace descent::plot {

/// A folder beside the pictures, in which gnuplot draws them, so that they can be renamed into
/// place: whole or not at all. Gone at the end.
class Drawing {
 public:
  /// `prefix`: of the pictures' names. Makes their folder; throws std::runtime_error where nothing
  /// can be written.
  explicit Drawing(const std::filesystem::path& prefix);
  ~Drawing();
  Drawing(const Drawing&) = delete;
  Drawing& operator=(const Drawing&) = delete;

  /// Where a picture of that name lies until it is moved.
  [[nodiscard]] std::filesystem::path file(const std::string& name) const;

  /// Runs gnuplot on the script, which must leave the `pictures`, names inside this folder. Throws
  /// std::runtime_error if gnuplot is missing, if it says no, with its own words, and if it takes
  /// longer than it may.
  void run(const std::string& script, const std::vector<std::string>& pictures,
           std::chrono::minutes at_most) const;

 private:
  std::filesystem::path folder_;
};

void write_text(const std::filesystem::path& file, const std::string& text);
std::string read_text(const std::filesystem::path& file);

}  // namespace descent::plot
