#pragma once

#include "harness/course/course.hpp"
#include "harness/sandbox/tier.hpp"

namespace descent::grader {

/// In how far this machine keeps submissions apart: tried when it is asked for the first time,
/// which takes a second or two. The course's target `escape` must be built. Throws
/// std::runtime_error where not even that can be tried.
const sandbox::Tier& isolation(const course::Course& course);

}  // namespace descent::grader
