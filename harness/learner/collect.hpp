#pragma once

#include "harness/cli/terminal.hpp"
#include "harness/course/course.hpp"
#include "harness/learner/page.hpp"

namespace descent::learner {

/// Checks every stage that has been begun, and puts that, what is known of the others, and the
/// pictures that have been drawn (./descent plot) together. `when` is left to the caller.
CourseReport collect(const course::Course& course, const cli::Terminal& terminal);

/// Whether somebody has begun to write: a function of the stage's file is no stub any more, or a
/// check once saw something else than a stub. (The capstone has tasks that are no function.)
bool is_begun(const course::Course& course, const course::Stage& stage);

}  // namespace descent::learner
