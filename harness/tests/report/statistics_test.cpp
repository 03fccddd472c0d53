#include "harness/report/statistics.hpp"

#include <gmock/gmock.h>

#include "harness/tests/report/made_up.hpp"

namespace descent::report {
namespace {

using testing::SizeIs;

TEST(Statistics, CountEveryKindOnce) {
  const ClassStatistics all =
      statistics(made_up::class_of({made_up::full(), made_up::partly(), made_up::unbuilt(),
                                    made_up::adjusted(), made_up::unjudged()}));
  EXPECT_EQ(all.students, 5);
  EXPECT_EQ(all.unjudged, 1);
  EXPECT_EQ(all.nothing_to_judge, 1);
  EXPECT_EQ(all.full, 1);
  EXPECT_EQ(all.crashed, 2);
  EXPECT_EQ(all.not_started, 0);
  EXPECT_DOUBLE_EQ(all.mean, (30 + 0 + 0 + 5) / 4.0);
  EXPECT_DOUBLE_EQ(all.median, 2.5);
}

TEST(Statistics, PutEverybodyIntoOneBin) {
  const ClassStatistics all =
      statistics(made_up::class_of({made_up::full(), made_up::partly(), made_up::adjusted()}));
  ASSERT_THAT(all.bins, SizeIs(10));
  EXPECT_EQ(all.bins[0].students, 1);  // 0 points
  EXPECT_EQ(all.bins[1].from, 3);
  EXPECT_EQ(all.bins[1].students, 1);  // 5
  EXPECT_EQ(all.bins[9].students, 1);  // 30, which is all
}

TEST(Statistics, MorePointsThanThereAreStayInTheLastBin) {
  grader::Verdict rich = made_up::full();
  rich.adjustments = {{"", 100, "", "", ""}};
  EXPECT_EQ(statistics(made_up::class_of({rich})).bins[9].students, 1);
}

TEST(Statistics, OrderTasksByFailureRateAndMistakesByStudents) {
  grader::Verdict one = made_up::partly("one");
  one.summary.tasks[0] = made_up::task("relu", 10);  // fails in softmax only
  const ClassStatistics all = statistics(made_up::class_of({one, made_up::partly()}));
  ASSERT_THAT(all.tasks, SizeIs(2));
  EXPECT_EQ(all.tasks[0].task, "softmax");
  EXPECT_DOUBLE_EQ(all.tasks[0].failure_rate(), 1);
  EXPECT_DOUBLE_EQ(all.tasks[1].failure_rate(), 0.5);
  ASSERT_THAT(all.mistakes, SizeIs(2));
  EXPECT_EQ(all.mistakes[0].mistake.id, "softmax_negated");
  EXPECT_EQ(all.mistakes[0].students, 2);
  EXPECT_EQ(all.mistakes[1].students, 1);
}

TEST(Statistics, WhatIsNotStartedIsNoFailure) {
  grader::Verdict idle = made_up::verdict(
      "idle", "",
      {made_up::task(
          "relu", 10,
          {made_up::failing("public", "relu", "relu.A", outcome::Outcome::not_started)})});
  const ClassStatistics all = statistics(made_up::class_of({idle}));
  EXPECT_EQ(all.not_started, 1);
  EXPECT_EQ(all.tasks[0].failed, 0);
  EXPECT_EQ(all.tasks[0].not_started, 1);
}

TEST(Statistics, OfNobodyAreZero) {
  const ClassStatistics all = statistics(made_up::class_of({}));
  EXPECT_EQ(all.students, 0);
  EXPECT_EQ(all.mean, 0);
}

}  // namespace
}  // namespace descent::report
