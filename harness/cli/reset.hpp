#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "harness/course/course.hpp"

namespace descent::cli {

/// The untouched file of a stage: what its solution generates; else, in a course that comes without
/// solutions, the copy beside it, .stub/SOURCE; else the version of the repository's history that
/// has the fingerprint .stub.sha256. Nothing if none of them is here.
std::optional<std::string> untouched_file(const course::Course& course, const course::Stage& stage);

/// Copies a student's file to build/backups, under a name with the stage and the time that nothing
/// else has, and returns where. Throws std::system_error if the copy is not on the disk.
std::filesystem::path back_up(const course::Course& course, const course::Stage& stage);

}  // namespace descent::cli
