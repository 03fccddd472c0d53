#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "harness/outcome/manifest.hpp"
#include "harness/outcome/outcome.hpp"

namespace descent::outcome {

/// A test that a suite has, whether or not it was run.
struct ExpectedTest {
  std::string suite;  ///< "public" or "hidden"
  std::string task;   ///< "softmax_loss"
  std::string test;   ///< "SoftmaxLoss.IsLnCAtChance"

  friend bool operator==(const ExpectedTest&, const ExpectedTest&) = default;
};

/// The outcome of a test of `stage` that left none in a record.
TestOutcome unrecorded(const std::string& stage, const ExpectedTest& test, Outcome outcome);

/// What one run of a suite left behind.
struct Record {
  std::vector<ExpectedTest> expected;  ///< what was to be run, written before anything was
  std::vector<TestOutcome> outcomes;   ///< what was run
  std::string complaint;               ///< why it may be incomplete; empty if all is well
};

/// Reads a record: a line {"expected": [...]}, then a line per test. A line that is torn or
/// wrong ends up in the complaint, not in an exception.
Record read_record(std::istream& in);

/// What all tests of one task say together.
struct TaskResult {
  std::string task;
  Outcome outcome = Outcome::passed;
  int points = 0;  ///< what the task is worth
  int earned = 0;  ///< points, or 0
  int tests = 0;   ///< how many were expected
  int passed = 0;
  std::vector<ExpectedTest> passing;   ///< every test that passed, in the suite's order
  std::vector<TestOutcome> failures;   ///< every test that did not
  std::vector<NamedMistake> mistakes;  ///< those that explain the most failures
};

struct Summary {
  std::vector<TaskResult> tasks;        ///< one for every task of the manifest, in its order
  std::vector<std::string> unexpected;  ///< tests in the record that no suite has

  int points() const;
  int earned() const;
  int passed_tasks() const;
};

/// Joins the record of a run with what the manifest and the suites demand. A task earns its points
/// when every one of its expected tests is in the record exactly once and has passed: what is
/// missing counts as `missing` (build_failed when nothing could be run, infrastructure when the
/// checker stopped early).
Summary summarize(const Manifest& manifest, const std::vector<ExpectedTest>& expected,
                  const std::vector<TestOutcome>& record, Outcome missing);

}  // namespace descent::outcome
