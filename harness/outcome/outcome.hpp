#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "harness/outcome/finding.hpp"

namespace descent::outcome {

/// How one test of one submission ended. The order is that of what a student should hear first when
/// several apply to one task.
enum class Outcome {
  passed,
  failed,              ///< a check did not hold
  not_started,         ///< the exercise is still the stub
  build_failed,        ///< the submission did not compile or link
  crashed,             ///< the worker died: a signal, exit(), abort()
  timed_out,           ///< no reply within the limits of CPU or wall-clock time
  out_of_memory,       ///< more memory than the limit
  protocol_violation,  ///< what came back is no reply to what was asked
  infrastructure,      ///< our fault or the machine's; never a student's zero
};

std::string_view name(Outcome outcome);

/// The inverse of name(). Throws std::invalid_argument for any other text.
Outcome outcome_from(std::string_view name);

/// A known mistake that explains every wrong result of a failing test.
struct NamedMistake {
  std::string exercise;  ///< "softmax_loss"
  std::string id;        ///< "softmax_without_shift"
  std::string sentence;  ///< what to tell the student
  std::string read;      ///< a heading of the stage's chapter

  friend bool operator==(const NamedMistake&, const NamedMistake&) = default;
};

/// One line of a record: what one test said.
struct TestOutcome {
  std::string stage;  ///< "07-losses"
  std::string suite;  ///< "public" or "hidden"
  std::string task;   ///< "softmax_loss"
  std::string test;   ///< "SoftmaxLoss.IsLnCAtChance"
  Outcome outcome = Outcome::passed;
  std::vector<Finding> findings;       ///< in the order in which they were found
  std::vector<NamedMistake> mistakes;  ///< the likeliest first
  std::string printed;                 ///< what the student's code printed while the test ran
  double seconds = 0;                  ///< wall-clock time of the test
  double used_seconds = 0;             ///< what the submission computed and slept in it

  friend bool operator==(const TestOutcome&, const TestOutcome&) = default;
};

void to_json(nlohmann::json& json, const TestOutcome& outcome);

/// Throws nlohmann::json::exception for a field missing or of the wrong type, and
/// std::invalid_argument for an unknown outcome.
void from_json(const nlohmann::json& json, TestOutcome& outcome);

}  // namespace descent::outcome
