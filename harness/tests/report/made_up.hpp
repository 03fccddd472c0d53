#pragma once

#include <fmt/format.h>

#include <string>
#include <vector>

#include "harness/grader/verdict.hpp"

/// Classes that nobody ever taught, for the tests of the reports.
namespace descent::report::made_up {

using outcome::Outcome;

/// Words that no student may see of a hidden test unless everything is shown.
inline const std::vector<std::string> kCanaries = {
    "CANARYexpected", "CANARYyours", "CANARYworst", "CANARYprinted", "CANARYquoted",
    "CANARYargument", "0.73519",     "CANARYnote",  "8675309"};

/// Everything that could come from outside at its worst.
inline const std::string kHostile =
    "<script>alert(1)</script>\"'&]]>--> ${{x}} `|*_[a](http://x.example)@ada ##[error]\n"
    "::error::pwned\n=cmd|' /C calc'!A0,\t\x1b[31mred\x1b]0;t\x07 \xff\xfe\xEF\xBF\xBF "
    "\u202Egnp.exe\u2066 שלום 🦊 a\u0300\u0301";

inline outcome::TestOutcome failing(const std::string& suite, const std::string& task,
                                    const std::string& test, Outcome outcome) {
  outcome::TestOutcome failure;
  failure.stage = "07-losses";
  failure.suite = suite;
  failure.task = task;
  failure.test = test;
  failure.outcome = outcome;
  failure.seconds = 0.25;
  return failure;
}

/// A failing test in which every place where inputs could stand holds a canary.
inline outcome::TestOutcome telling(const std::string& suite, const std::string& task,
                                    const std::string& test, Outcome outcome = Outcome::failed) {
  outcome::TestOutcome failure = failing(suite, task, test, outcome);
  outcome::Finding finding;
  finding.problem = "The value of bias_constant(0.73519, \"CANARYargument\") is wrong.";
  finding.quoted = "CANARYquoted";
  finding.expected = "CANARYexpected";
  finding.yours = "CANARYyours";
  finding.worst = "CANARYworst";
  finding.why = "Every row must sum to 1, also the row of 0.73519.";
  finding.likely = "It is 2 times the right one.";
  finding.read = "docs/stages/07-losses.md#shift";
  failure.findings = {finding};
  failure.mistakes = {{task, task + "_negated", "The sign of the gradient is wrong.",
                       "docs/stages/07-losses.md#sign"}};
  failure.printed = "CANARYprinted";
  return failure;
}

inline outcome::TaskResult task(const std::string& id, int points,
                                const std::vector<outcome::TestOutcome>& failures = {}) {
  outcome::TaskResult result;
  result.task = id;
  result.points = points;
  result.passing = {{"public", id, id + ".HasItsShape"}, {"hidden", id, id + ".IsExact"}};
  result.failures = failures;
  result.passed = static_cast<int>(result.passing.size());
  result.tests = result.passed + static_cast<int>(failures.size());
  result.earned = failures.empty() ? points : 0;
  result.outcome = failures.empty() ? Outcome::passed : failures.front().outcome;
  if (!failures.empty()) result.mistakes = failures.front().mistakes;
  return result;
}

inline grader::Verdict verdict(const std::string& id, const std::string& name,
                               const std::vector<outcome::TaskResult>& tasks) {
  grader::Verdict verdict;
  verdict.id = id;
  verdict.name = name;
  verdict.sha256 = "ab12cd34";
  verdict.seed = 8675309;
  verdict.tier = 2;
  verdict.summary.tasks = tasks;
  verdict.notes = {"CANARYnote"};
  verdict.ignored = {"notes.txt"};
  verdict.at = "2025-03-01T12:00:00Z";
  verdict.seconds = 1.5;
  return verdict;
}

inline grader::ClassResult class_of(const std::vector<grader::Verdict>& verdicts) {
  grader::ClassResult result;
  result.stage = "07-losses";
  result.title = "Loss functions";
  result.suites = {"public", "hidden"};
  result.fingerprint = "fe";
  result.seed = 9;
  result.points = verdicts.empty() ? 0 : verdicts.front().points();
  result.tier = 2;
  result.verdicts = verdicts;
  result.seconds = 12;
  return result;
}

inline grader::Verdict full(const std::string& id = "ada") {
  return verdict(id, "Ada Lovelace", {task("relu", 10), task("softmax", 20)});
}

/// Fails in one public and one hidden test of one task, and in a hidden one of the other.
inline grader::Verdict partly(const std::string& id = "bob") {
  return verdict(id, "Bob",
                 {task("relu", 10,
                       {telling("hidden", "relu", "relu.AgreesOnSecretInputs"),
                        failing("public", "relu", "relu.IsZeroAtZero", Outcome::failed)}),
                  task("softmax", 20,
                       {telling("hidden", "softmax", "softmax.HidesItsName", Outcome::crashed)})});
}

inline grader::Verdict unjudged(const std::string& id = "eve") {
  grader::Verdict one = full(id);
  one.judged = false;
  for (outcome::TaskResult& task : one.summary.tasks) {
    task.outcome = Outcome::infrastructure;
    task.earned = 0;
  }
  one.problem = "CANARYnote: the compiler was killed.";
  return one;
}

inline grader::Verdict unbuilt(const std::string& id = "carl") {
  using outcome::TestOutcome;
  const auto lost = [](const std::string& task_id) {
    outcome::TaskResult result = task(
        task_id, 10, {failing("hidden", task_id, task_id + ".IsExact", Outcome::build_failed)});
    result.passing.clear();
    return result;
  };
  grader::Verdict one = verdict(id, "Carl", {lost("relu"), lost("softmax")});
  one.problem = "losses.cpp:3:1: error: expected ';' after <top level>";
  return one;
}

inline grader::Verdict adjusted(const std::string& id = "dora") {
  grader::Verdict one = partly(id);
  one.adjustments = {{"relu", 7, "An honest slip of the pen.", "prof", "2025-03-02T08:00:00Z"},
                     {"", -2, "Late.", "prof", "2025-03-02T08:01:00Z"}};
  one.comments = {{"Come and see me about softmax.", "prof", "2025-03-02T08:02:00Z"}};
  return one;
}

/// Hostile text wherever a student's text can stand.
inline grader::Verdict hostile() {
  outcome::TestOutcome test = telling("public", "relu", "relu.IsZeroAtZero");
  for (std::string* part :
       {&test.findings[0].problem, &test.findings[0].quoted, &test.findings[0].expected,
        &test.findings[0].yours, &test.findings[0].worst, &test.printed}) {
    *part = kHostile;
  }
  test.mistakes.clear();
  grader::Verdict one =
      verdict(kHostile, kHostile, {task("relu", 10, {test}), task("softmax", 20)});
  one.notes = one.ignored = {kHostile};
  return one;
}

inline grader::ClassResult every_kind() {
  return class_of({full(), partly(), unbuilt(), adjusted(), unjudged(), hostile()});
}

}  // namespace descent::report::made_up
