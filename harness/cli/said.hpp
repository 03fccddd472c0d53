#pragma once

#include <filesystem>
#include <string>

#include "harness/course/course.hpp"

/// What the compiler said of a student's file that it took: warnings, which explain many a test
/// that fails later. A build says them once, so they are kept, a file a stage, in the folder `said`
/// of the build folder.
namespace descent::cli {

/// Keeps what a build's output says of the students' files that were compiled in it. Never throws:
/// what cannot be kept is not shown.
void note_said(const course::Course& course, const std::string& build_output);

/// What was said of a stage's file as it is now; "" if nothing was, or if it has been edited since.
std::string said_of(const course::Course& course, const course::Stage& stage);

}  // namespace descent::cli
