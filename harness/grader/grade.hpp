#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "harness/course/course.hpp"
#include "harness/grader/build.hpp"
#include "harness/grader/verdict.hpp"
#include "harness/intake/intake.hpp"

namespace descent::grader {

struct Options {
  std::uint64_t seed = 1;      ///< of the class; every submission gets its own from it
  std::string secret = {};     ///< of the instructor: without it nobody can foresee those seeds
  unsigned jobs = 1;           ///< submissions graded at the same time
  double suite_seconds = 600;  ///< wall-clock time of one suite on one submission
  std::optional<BuildLimits> build_limits = {};  ///< none: those of the stage
  std::optional<int> tier = {};  ///< of isolation; none: the highest that works here
  bool again = false;            ///< also what has a verdict already
};

/// Where verdicts are kept as soon as they are there, so that a grader can be killed at any moment.
class Memory {
 public:
  virtual ~Memory() = default;

  /// The verdict of the same judge on the same submission, if there is one.
  virtual std::optional<Verdict> find(const std::string& id, const std::string& sha256) const = 0;

  /// Called by several threads at once.
  virtual void keep(const Verdict& verdict) = 0;
};

/// How far it is.
struct Progress {
  std::size_t done = 0;
  std::size_t all = 0;
  std::size_t known = 0;  ///< of those that are done: had a verdict already
  std::string id = {};    ///< who was done last
};
using OnProgress = std::function<void(const Progress&)>;

/// The files of a submission, and where in the course they lie.
std::vector<intake::Wanted> wanted_files(const course::Course& course, const course::Stage& stage);

/// Grades the candidates, in any order, and gives their verdicts in theirs. The stage's target
/// NN-name.grade must be built. Throws std::runtime_error where nobody could be graded: no
/// compiler, no checker; and what memory.keep() throws, after which nothing more is begun.
std::vector<Verdict> grade(const course::Course& course, const course::Stage& stage,
                           const std::vector<intake::Candidate>& candidates, const Options& options,
                           Memory& memory, const OnProgress& on_progress = {});

/// Grades every submission in `folder`, without a memory. Throws std::invalid_argument for a folder
/// without submissions, too.
ClassResult grade(const course::Course& course, const course::Stage& stage,
                  const std::filesystem::path& folder, const Options& options);

/// What a class has in common, without verdicts.
ClassResult class_of(const course::Stage& stage, std::uint64_t seed);

/// The time, UTC: "2025-03-01T12:00:00Z".
std::string now();

/// The seed of a submission: another one for every text, every class and every secret, below 2^52
/// so that every reader of JSON keeps all its digits.
std::uint64_t submission_seed(const std::string& sha256, const Options& options);

}  // namespace descent::grader
