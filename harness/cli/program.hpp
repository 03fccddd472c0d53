#pragma once

#include <functional>

#include "harness/course/course.hpp"

/// What all programs behind ./descent have in common.
namespace descent::cli {

/// The exit code of a program that does `run`: an exception becomes a sentence on standard error
/// and kUsage (std::invalid_argument) or kBroken.
int guarded(const std::function<int()>& run);

/// The course that ./descent hands over to the programs that it becomes. Throws
/// std::invalid_argument where the program was started by somebody else.
course::Course course_handed_over();

}  // namespace descent::cli
