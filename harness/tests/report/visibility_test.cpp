#include "harness/report/visibility.hpp"

#include <gmock/gmock.h>

#include "harness/grader/headline.hpp"
#include "harness/report/report.hpp"
#include "harness/tests/report/made_up.hpp"

namespace descent::report {
namespace {

using outcome::Outcome;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

const std::vector<std::string> kForStudents = {"junit", "gradescope", "exercism", "classroom",
                                               "markdown"};

/// All that is written for one student at one visibility, whatever the format.
std::string everything_for(const grader::Verdict& verdict, Visibility visibility) {
  const grader::ClassResult result = made_up::class_of({verdict});
  const Options options = {.hidden_tests = visibility, .when = "2025-03-01T12:00:00Z"};
  std::string all;
  for (const std::string& kind : kForStudents) {
    for (const Page& page : make(kind, result, options)) all += page.content;
  }
  for (const Page& page : make("html", result, options)) {
    if (page.path.starts_with("students/")) all += page.content;
  }
  return all;
}

TEST(Visibility, IsCalledByItsName) {
  EXPECT_THAT(visibilities(), ElementsAre("hidden", "name", "message", "full"));
  EXPECT_EQ(visibility_from("name"), Visibility::name);
  try {
    visibility_from("all");
    FAIL() << "accepted";
  } catch (const std::invalid_argument& error) {
    EXPECT_THAT(error.what(), HasSubstr("hidden, name, message, full"));
  }
}

TEST(Visibility, NothingOfWhatIsWrittenForStudentsCarriesInputs) {
  for (const grader::Verdict& verdict :
       {made_up::partly(), made_up::adjusted(), made_up::unjudged()}) {
    for (const Visibility visibility :
         {Visibility::hidden, Visibility::name, Visibility::message}) {
      const std::string all = everything_for(verdict, visibility);
      for (const std::string& canary : made_up::kCanaries) {
        EXPECT_THAT(all, Not(HasSubstr(canary))) << visibilities()[std::size_t(visibility)];
      }
    }
  }
}

TEST(Visibility, EachShowsMoreThanTheOneBefore) {
  const auto shows = [](Visibility visibility, const std::string& text) {
    return everything_for(made_up::partly(), visibility).find(text) != std::string::npos;
  };
  const std::vector<std::pair<std::string, Visibility>> table = {
      {"AgreesOnSecretInputs", Visibility::name},
      {"HidesItsName", Visibility::name},
      {"IsExact", Visibility::name},
      {"crashed", Visibility::name},
      {"The sign of the gradient is wrong.", Visibility::message},
      {"Every row must sum to 1", Visibility::message},
      {"07-losses.md#shift", Visibility::message},
      {"CANARYexpected", Visibility::full},
      {"CANARYprinted", Visibility::full},
      {"CANARYquoted", Visibility::full},
  };
  for (const auto& [text, first] : table) {
    for (int i = 0; i < 4; ++i) {
      const auto visibility = static_cast<Visibility>(i);
      EXPECT_EQ(shows(visibility, text), visibility >= first)
          << text << " at " << visibilities()[std::size_t(i)];
    }
  }
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(shows(static_cast<Visibility>(i), "IsZeroAtZero"));
}

TEST(Visibility, PublicTestsAreShownInFull) {
  const grader::Verdict verdict = made_up::verdict(
      "a", "", {made_up::task("relu", 10, {made_up::telling("public", "relu", "relu.A")})});
  EXPECT_EQ(for_student(verdict, Visibility::hidden).summary.tasks[0].failures,
            verdict.summary.tasks[0].failures);
}

TEST(Visibility, ASuiteOfAnotherNameIsHidden) {
  const grader::Verdict verdict = made_up::verdict(
      "a", "", {made_up::task("relu", 10, {made_up::telling("extra", "relu", "relu.A")})});
  EXPECT_THAT(for_student(verdict, Visibility::hidden).summary.tasks[0].failures, IsEmpty());
}

TEST(Visibility, HiddenTellsNotEvenHowTheTaskEnded) {
  const grader::Verdict left = for_student(made_up::partly(), Visibility::hidden);
  const outcome::TaskResult& softmax = left.summary.tasks[1];
  EXPECT_EQ(softmax.outcome, Outcome::failed);  // and not crashed
  EXPECT_THAT(softmax.failures, IsEmpty());
  EXPECT_THAT(softmax.mistakes, IsEmpty());
  EXPECT_EQ(softmax.tests, 1);
  EXPECT_EQ(softmax.points, 20);
  EXPECT_EQ(softmax.earned, 0);
  EXPECT_EQ(grader::headline(softmax), "failed");
}

TEST(Visibility, WhatIsNotStartedQuotesNobody) {
  const grader::Verdict verdict = made_up::verdict(
      "a", "",
      {made_up::task("relu", 10,
                     {made_up::telling("hidden", "relu", "relu.A", Outcome::not_started)})});
  const outcome::TaskResult left = for_student(verdict, Visibility::message).summary.tasks[0];
  ASSERT_THAT(left.failures, SizeIs(1));
  EXPECT_EQ(left.outcome, Outcome::not_started);
  EXPECT_THAT(left.failures[0].findings, IsEmpty());
}

TEST(Visibility, OfTheMachinesFaultsAStudentHearsThatTheyHappened) {
  const grader::Verdict left = for_student(made_up::unjudged(), Visibility::full);
  EXPECT_FALSE(left.judged);
  EXPECT_EQ(left.summary.tasks[0].outcome, Outcome::infrastructure);
  EXPECT_EQ(grader::headline(left), "It could not be judged.");
}

TEST(Blurred, TakesNumbersAndQuotationsButNoNames) {
  struct Row {
    std::string text, blurred;
    bool keep = false;
  };
  const std::vector<Row> table = {
      {"In dW1, 2 of 6 entries are wrong.", "In dW1, … of … entries are wrong."},
      {"3 x 10 is expected, 10 x 3 came.", "… x … is expected, … x … came."},
      {"f(5x10 matrix, 1e-05, -0.25, 3)", "f(… matrix, …, -…, …)"},
      {"1.5e+300 2D .5 v1.2", "… … .… v1.…"},
      {"f(\"one\", 2, \"two\") crashed", "f(…) crashed"},
      {"threw \"a\" SECRET \"b\".", "threw …."},  // the quotes inside are the submission's
      {"never \"closed SECRET", "never "},
      {"λ2 and ×10", "λ… and ×…"},
      {"It is 2 times, not 0.5 or 12.", "It is 2 times, not … or ….", true},
      {"0.5 1.5 5", "… … 5", true},
      {"the L2 penalty, 1/N", "the L2 penalty, 1/N", true},
  };
  for (const Row& row : table) EXPECT_EQ(blurred(row.text, row.keep), row.blurred);
}

}  // namespace
}  // namespace descent::report
