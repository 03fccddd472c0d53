#pragma once

#include <string>

#include "harness/gradebook/record.hpp"

namespace descent::gradebook {

inline const Key kKey("a secret of more than thirty-two characters");
inline const Judge kJudge{"07-losses", {"public", "hidden"}, "f1f2", 3};

/// A verdict with something in every field.
inline grader::Verdict verdict_of(const std::string& id) {
  outcome::TestOutcome failure;
  failure.stage = "07-losses";
  failure.suite = "hidden";
  failure.task = "svm_loss";
  failure.test = "SvmLoss.IsRight";
  failure.outcome = outcome::Outcome::failed;
  failure.findings = {{.problem = "It is wrong.", .expected = "1", .yours = "2"}};
  failure.printed = "\033[2J";
  failure.seconds = 0.1;
  outcome::TaskResult svm, softmax;
  softmax.task = "softmax_loss";
  softmax.points = softmax.earned = 20;
  softmax.tests = softmax.passed = 1;
  softmax.passing = {{"public", "softmax_loss", "SoftmaxLoss.IsLnC"}};
  svm.task = "svm_loss";
  svm.outcome = outcome::Outcome::failed;
  svm.points = 10;
  svm.tests = 1;
  svm.failures = {failure};
  svm.mistakes = {{"svm_loss", "no_margin", "You forgot the margin.", "margin"}};
  return {.id = id,
          .name = "Ada L.",
          .sha256 = "abc" + id,
          .seed = (std::uint64_t{1} << 52) - 1,
          .tier = 2,
          .summary = {{softmax, svm}, {"Nobody.KnowsThis"}},
          .notes = {"a note"},
          .ignored = {"notes.txt"},
          .at = "2025-03-01T12:00:00Z",
          .seconds = 1.25};
}

}  // namespace descent::gradebook
