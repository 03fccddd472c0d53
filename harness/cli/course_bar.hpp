#pragma once

#include <string>
#include <vector>

#include "harness/cli/progress.hpp"
#include "harness/cli/terminal.hpp"

namespace descent::cli {

/// How far the whole course is done, in one line without a newline.
std::string course_bar(const std::vector<StageProgress>& all, const Terminal& terminal);

/// A line for every stage.
std::string show_course(const course::Course& course, const Terminal& terminal);

}  // namespace descent::cli
