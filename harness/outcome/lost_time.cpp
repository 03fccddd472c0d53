#include "harness/outcome/lost_time.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace descent::outcome {

bool charge_for_lost_time(Record& record, const std::string& stage, double suite_seconds) {
  double spent = 0;
  for (const TestOutcome& test : record.outcomes) {
    spent += test.outcome == Outcome::timed_out ? test.seconds : test.used_seconds;
  }
  if (spent < 0.5 * suite_seconds) return false;
  const std::string why = fmt::format(
      "There was no time left for this test: its suite may take {:g} s, and your code alone has "
      "spent {:.0f} s of them in the tests before. Something in it is far too slow. Is there a "
      "loop over every pair of numbers, or does it sleep?",
      suite_seconds, spent);
  const std::vector<TestOutcome> reached = record.outcomes;
  for (const ExpectedTest& test : record.expected) {
    const bool was_reached = std::any_of(reached.begin(), reached.end(), [&](const auto& outcome) {
      return ExpectedTest{outcome.suite, outcome.task, outcome.test} == test;
    });
    if (was_reached) continue;
    record.outcomes.push_back(unrecorded(stage, test, Outcome::timed_out));
    record.outcomes.back().findings.push_back({.problem = why});
  }
  record.complaint.clear();
  return true;
}

}  // namespace descent::outcome
