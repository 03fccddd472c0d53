#pragma once

#include <string>
#include <vector>

#include "harness/cli/terminal.hpp"
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

/// The first error in a compiler's messages that concerns `source`, with the lines that belong to
/// it, and how many more there are. The noise of templates is left out.
std::string first_error(const std::string& messages, const std::string& source);

}  // namespace descent::cli
