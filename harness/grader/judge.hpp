#pragma once

#include <filesystem>

#include "harness/course/suite.hpp"
#include "harness/grader/grade.hpp"

namespace descent::grader {

/// What the suites of a stage hold, asked of the checkers themselves. Throws std::runtime_error if
/// one does not answer.
std::vector<outcome::ExpectedTest> expected_tests(const course::Stage& stage);

/// SHA-256 of everything that has a say in the verdict: the manifest, the checkers, the solutions.
std::string fingerprint(const course::Stage& stage);

/// Judges a built object by all suites of its stage and writes summary, judged and notes. What
/// goes wrong with the machine is tried once more.
void judge(const course::Course& course, const course::Stage& stage,
           const std::filesystem::path& object, const Options& options, Verdict& verdict);

}  // namespace descent::grader
