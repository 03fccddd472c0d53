#include "harness/outcome/lost_time.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace descent::outcome {
namespace {

using testing::HasSubstr;

constexpr double kSuiteSeconds = 100;

/// Two tests were reached, of which each took 30 s, and two were not.
Record stopped(double first_used, double second_used) {
  Record record;
  for (const char* name : {"T.A", "T.B", "T.C", "T.D"}) {
    record.expected.push_back({"hidden", "t", name});
  }
  for (std::size_t i = 0; i < 2; ++i) {
    record.outcomes.push_back(unrecorded("01-things", record.expected[i], Outcome::passed));
    record.outcomes[i].seconds = 30;
  }
  record.outcomes[0].used_seconds = first_used;
  record.outcomes[1].used_seconds = second_used;
  record.complaint = "the hidden suite was stopped after 100 s";
  return record;
}

TEST(LostTime, IsThatOfWhoeverIsSlowInTestsThatPass) {
  Record record = stopped(26, 25);
  charge_for_lost_time(record, "01-things", kSuiteSeconds);
  EXPECT_EQ(record.complaint, "");
  ASSERT_EQ(record.outcomes.size(), 4U);
  for (std::size_t i = 0; i < 4; ++i) {
    const TestOutcome& outcome = record.outcomes[i];
    EXPECT_EQ(outcome.test, record.expected[i].test);
    EXPECT_EQ(outcome.stage, "01-things");
    EXPECT_EQ(outcome.outcome, i < 2 ? Outcome::passed : Outcome::timed_out);
    EXPECT_EQ(outcome.findings.size(), i < 2 ? 0U : 1U);
  }
  EXPECT_THAT(record.outcomes[2].findings[0].problem, HasSubstr("may take 100 s"));
  EXPECT_THAT(record.outcomes[2].findings[0].problem, HasSubstr("has spent 51 s"));
}

// A call that is stopped has neither computed nor slept all its time: it may have waited for ever.
TEST(LostTime, IsThatOfWhoeverWasStoppedForAsLongAsItTook) {
  Record record = stopped(25, 0);
  record.outcomes[1].outcome = Outcome::timed_out;
  charge_for_lost_time(record, "01-things", kSuiteSeconds);
  EXPECT_EQ(record.outcomes.size(), 4U);
}

// Tests that took long while the submission did little: a machine that is far too busy.
TEST(LostTime, IsTheMachinesOtherwise) {
  Record record = stopped(25, 24);
  charge_for_lost_time(record, "01-things", kSuiteSeconds);
  EXPECT_EQ(record.outcomes.size(), 2U);
  EXPECT_THAT(record.complaint, HasSubstr("was stopped"));
}

}  // namespace
}  // namespace descent::outcome
