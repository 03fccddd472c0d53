#include "harness/outcome/lost_time.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace descent::outcome {

void charge_for_lost_time(Record& record, const std::string& stage, double suite_seconds) {
  double spent = 0;
  for (const TestOutcome& test : record.outcomes) {
    spent += test.outcome == Outcome::timed_out ? test.seconds : test.used_seconds;
  }
  if (spent < 0.5 * suite_seconds) return;
  const std::string why = fmt::format(
      "There was no time left for this test: its suite may take {:g} s, and your code alone has "
      "spent {:.0f} s of them in the tests before. Something in it is far too slow. Is there a "
      "loop over every pair of numbers, or does it sleep?",
      suite_seconds, spent);
  for (const ExpectedTest& test : record.expected) {
    const auto reached = [&](const TestOutcome& outcome) {
      return ExpectedTest{outcome.suite, outcome.task, outcome.test} == test;
    };
    if (std::any_of(record.outcomes.begin(), record.outcomes.end(), reached)) continue;
    record.outcomes.push_back(unrecorded(stage, test, Outcome::timed_out));
    record.outcomes.back().findings.push_back({.problem = why});
  }
  record.complaint.clear();
}

}  // namespace descent::outcome
