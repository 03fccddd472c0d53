#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "harness/course/course.hpp"

namespace descent::grader {

/// How the build makes a stage's files a shared object, as argument lists that serve any copies of
/// those files. Most stages have one; a stage that builds on others has theirs, too. They are the
/// build's own commands, so that a submission is compiled as the student compiled it, and flags
/// stand in one place.
class Recipe {
 public:
  /// Reads them from the build folder, which must have been configured. Throws std::runtime_error
  /// if they are not there.
  Recipe(const course::Course& course, const course::Stage& stage);

  /// The names of those files, the stage's own first.
  const std::vector<std::string>& sources() const { return sources_; }

  /// Compiles a copy of sources()[which] to the object file `object`.
  std::vector<std::string> compile(std::size_t which, const std::filesystem::path& copy,
                                   const std::filesystem::path& object) const;

  /// Links the objects, in the order of sources(), to the shared object `library`.
  std::vector<std::string> link(const std::vector<std::filesystem::path>& objects,
                                const std::filesystem::path& library) const;

  /// What both read besides /usr: the precompiled header, the headers that students may include,
  /// the libraries. No tests, no solutions, and not the file in assignments/.
  const std::vector<std::filesystem::path>& reads() const { return reads_; }

 private:
  std::vector<std::string> sources_;
  std::vector<std::vector<std::string>> compile_;  // as sources_
  std::vector<std::string> link_;
  std::vector<std::filesystem::path> reads_;
};

}  // namespace descent::grader
