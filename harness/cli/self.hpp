#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "harness/course/course.hpp"

namespace descent::cli {

/// This program, which is built from the course that it serves: after an update it must start anew.
class Self {
 public:
  Self(const course::Course& course, char** arguments);

  /// What to build along with everything else, so that this program is up to date; nothing if it
  /// does not come from the course's build folder.
  std::vector<std::string> targets() const;

  /// Starts the program again with the same arguments, if it was built anew since this object was
  /// made.
  void restart_if_rebuilt() const;

 private:
  std::filesystem::path program_;
  char** arguments_;
  bool from_course_;
  std::filesystem::file_time_type built_;
};

}  // namespace descent::cli
