#pragma once

#include <string>

#include "harness/cli/terminal.hpp"
#include "harness/course/course.hpp"

namespace descent::cli {

/// What in the student's file may be behind the failure of a task: warnings of the compiler and
/// habits of the function's text, three lines at most, each with its place. Hints and no verdict;
/// "" if there is nothing to say.
std::string show_remarks(const course::Course& course, const course::Stage& stage,
                         const std::string& task, const Terminal& terminal);

/// The tasks that this one calls and that have not passed in their last check, in a line: "It calls
/// covariance, which has not passed: begin there." "" if there are none.
std::string show_unfinished_calls(const course::Course& course, const course::Stage& stage,
                                  const std::string& task, const Terminal& terminal);

}  // namespace descent::cli
