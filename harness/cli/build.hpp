#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "harness/cli/terminal.hpp"
#include "harness/compiler/first_error.hpp"
#include "harness/course/course.hpp"

namespace descent::cli {

struct BuildResult {
  bool ok = true;
  std::string target;    ///< what failed, as the build names it
  std::string messages;  ///< what the compiler or linker said of it
};

/// Brings targets up to date, with a progress line on a terminal. Throws std::runtime_error where
/// nothing can be built: no ninja, or a build folder that was never configured.
BuildResult build(const course::Course& course, const std::vector<std::string>& targets,
                  const Terminal& terminal);

/// The student's file that does not build; nothing if it is the course that does not. `target` is
/// what failed, as the build names it.
std::optional<std::filesystem::path> students_file(const course::Course& course,
                                                   const course::Stage& stage,
                                                   const std::string& target);

/// Says that a program of a stage with the student's code does not build. The exit code: kNotPassed
/// if that may be mended in the stage's folder, else kBroken.
int does_not_build(const course::Stage& stage, const BuildResult& built);

}  // namespace descent::cli
