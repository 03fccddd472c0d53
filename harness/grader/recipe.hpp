#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "harness/course/course.hpp"

namespace descent::grader {

/// How the build makes a stage's file a shared object, as argument lists that serve any copy of
/// that file. They are the build's own commands, so that a submission is compiled as the student
/// compiled it, and flags stand in one place.
class Recipe {
 public:
  /// Reads them from the build folder, which must have been configured. Throws std::runtime_error
  /// if they are not there.
  Recipe(const course::Course& course, const course::Stage& stage);

  /// Compiles `source` to the object file `object`.
  std::vector<std::string> compile(const std::filesystem::path& source,
                                   const std::filesystem::path& object) const;

  /// Links `object` to the shared object `library`.
  std::vector<std::string> link(const std::filesystem::path& object,
                                const std::filesystem::path& library) const;

  /// What both read besides /usr: the precompiled header, the headers that students may include,
  /// the libraries. No tests, no solutions, and not the file in assignments/.
  const std::vector<std::filesystem::path>& reads() const { return reads_; }

 private:
  std::vector<std::string> compile_;
  std::vector<std::string> link_;
  std::vector<std::filesystem::path> reads_;
};

}  // namespace descent::grader
