#pragma once

#include <string>

#include "harness/cli/terminal.hpp"
#include "harness/course/course.hpp"

namespace descent::cli {

/// The next hint of a task that has not been shown yet (after the last one, the last again), with
/// the page to read; notes that it has been shown. `again` begins with the first.
std::string next_hint(const course::Course& course, const course::Stage& stage,
                      const std::string& task, bool again, const Terminal& terminal);

}  // namespace descent::cli
