#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "harness/course/course.hpp"
#include "harness/grader/build.hpp"
#include "harness/grader/intake.hpp"
#include "harness/grader/isolation.hpp"
#include "harness/outcome/summary.hpp"

namespace descent::grader {

struct Options {
  std::uint64_t seed = 1;      ///< of the class; every submission gets its own from it
  unsigned jobs = 1;           ///< submissions graded at the same time
  double suite_seconds = 600;  ///< wall-clock time of one suite on one submission
  BuildLimits build_limits = {};
};

/// What one submission came to.
struct Verdict {
  std::string id = {};
  std::string sha256 = {};   ///< of what was handed in, as Submission has it; else empty
  std::uint64_t seed = 0;    ///< of its random inputs
  bool judged = true;        ///< false: the machine's fault, twice; then the points mean nothing
  std::string problem = {};  ///< what concerns the whole of it: it is missing, or does not build
  outcome::Summary summary = {};
  std::vector<std::string> notes = {};    ///< for the instructor
  std::vector<std::string> ignored = {};  ///< what else was handed in
  double seconds = 0;
};

struct ClassResult {
  std::string stage = {};
  std::vector<std::string> suites = {};
  std::string fingerprint = {};  ///< SHA-256 of what judged: the manifest and the checkers
  std::uint64_t seed = 0;
  int points = 0;
  Isolation isolation = {};
  std::vector<std::string> skipped = {};  ///< what is no submission
  std::vector<Verdict> verdicts = {};     ///< by name
  double seconds = 0;

  bool all_judged() const;
};

/// Called after every submission, from any thread but never twice at once.
using Progress = std::function<void(int done, int all, const std::string& id)>;

/// Grades every submission in `folder`. The stage's target NN-name.grade must be built. Throws
/// std::invalid_argument for a folder without submissions, std::runtime_error where nobody could
/// be graded: no compiler, no checker.
ClassResult grade(const course::Course& course, const course::Stage& stage,
                  const std::filesystem::path& folder, const Options& options,
                  const Progress& progress = {});

/// The seed of a submission: another one for every text and every class, below 2^52 so that every
/// reader of JSON keeps all its digits.
std::uint64_t submission_seed(const std::string& sha256, std::uint64_t class_seed);

}  // namespace descent::grader
