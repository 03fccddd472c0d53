#pragma once

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

/// Brings targets up to date, with a progress line on a terminal.
BuildResult build(const course::Course& course, const std::vector<std::string>& targets,
                  const Terminal& terminal);

/// The first error in a build's messages, for whoever wrote the file.
using compiler::first_error;

}  // namespace descent::cli
