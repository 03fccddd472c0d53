#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "harness/outcome/summary.hpp"

namespace descent::grader {

/// What an instructor changed by hand: it stays when a submission is graded again.
struct Adjustment {
  std::string task = {};  ///< empty: of the whole stage
  int points = 0;         ///< more, or below 0 less
  std::string reason = {};
  std::string by = {};  ///< who did it
  std::string at = {};  ///< when, UTC: "2025-03-01T12:00:00Z"

  friend bool operator==(const Adjustment&, const Adjustment&) = default;
};

/// What an instructor wrote to a student about a stage.
struct Comment {
  std::string text = {};
  std::string by = {};
  std::string at = {};

  friend bool operator==(const Comment&, const Comment&) = default;
};

/// What one submission came to.
struct Verdict {
  std::string id = {};       ///< of the student; any UTF-8 text, made printable
  std::string name = {};     ///< of the student, from the roster; may be empty
  std::string sha256 = {};   ///< of what was handed in; empty if there was nothing to take
  std::uint64_t seed = 0;    ///< of its random inputs
  int tier = 0;              ///< of isolation, see sandbox/tier.hpp
  bool judged = true;        ///< false: the machine's fault, twice; then the points mean nothing
  std::string problem = {};  ///< what concerns the whole of it: it is missing, or does not build
  outcome::Summary summary = {};
  std::vector<std::string> notes = {};    ///< for the instructor
  std::vector<std::string> ignored = {};  ///< what else was handed in
  std::string at = {};                    ///< when it was graded, UTC
  double seconds = 0;
  std::vector<Adjustment> adjustments = {};  ///< from the gradebook, not from the machine
  std::vector<Comment> comments = {};

  int points() const { return summary.points(); }

  /// By the machine and by hand; never below 0.
  int earned() const {
    int sum = summary.earned();
    for (const Adjustment& adjustment : adjustments) sum += adjustment.points;
    return std::max(sum, 0);
  }
};

/// A class, graded.
struct ClassResult {
  std::string stage = {};
  std::string title = {};  ///< of the stage
  std::vector<std::string> suites = {};
  std::string fingerprint = {};  ///< SHA-256 of what judged: the manifest and the checkers
  std::uint64_t seed = 0;
  int points = 0;                         ///< what the stage is worth
  int tier = 0;                           ///< of isolation, the lowest of all verdicts
  std::vector<std::string> skipped = {};  ///< sentences about what is no submission
  std::vector<Verdict> verdicts = {};     ///< by id
  double seconds = 0;

  bool all_judged() const {
    return std::all_of(verdicts.begin(), verdicts.end(),
                       [](const Verdict& verdict) { return verdict.judged; });
  }
};

}  // namespace descent::grader
