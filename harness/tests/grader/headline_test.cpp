#include "harness/grader/headline.hpp"

#include <gmock/gmock.h>

namespace descent::grader {
namespace {

using outcome::Outcome;
using outcome::TaskResult;

TaskResult task(const std::string& id, Outcome outcome, const std::string& problem = "") {
  TaskResult result;
  result.task = id;
  result.outcome = outcome;
  if (outcome != Outcome::passed) {
    outcome::TestOutcome failure;
    failure.outcome = outcome;
    if (!problem.empty()) {
      failure.findings.emplace_back();
      failure.findings.back().problem = problem;
    }
    result.failures.push_back(failure);
  }
  return result;
}

std::string headline_of(const std::vector<TaskResult>& tasks) {
  Verdict verdict;
  verdict.summary.tasks = tasks;
  return headline(verdict);
}

TEST(Headline, NamesTheKnownMistakeBeforeWhatWasFound) {
  TaskResult failing = task("relu", Outcome::failed, "2 entries are wrong.");
  EXPECT_EQ(headline(failing), "2 entries are wrong.");
  failing.mistakes.push_back({"relu", "relu_negated", "You keep the negative ones.", ""});
  EXPECT_EQ(headline(failing), "You keep the negative ones.");
}

TEST(Headline, NamesNoMistakeWhereManyWouldExplainIt) {
  TaskResult failing = task("relu", Outcome::failed, "2 entries are wrong.");
  for (int i = 0; i < 9; ++i) failing.mistakes.push_back({"relu", "m", "Perhaps this.", ""});
  EXPECT_EQ(headline(failing), "2 entries are wrong.");
}

TEST(Headline, TellsTheFirstTaskThatWasBegun) {
  EXPECT_EQ(headline_of({task("a", Outcome::passed), task("b", Outcome::not_started),
                         task("c", Outcome::timed_out, "c() did not return.")}),
            "c: c() did not return.");
}

TEST(Headline, SaysOnceWhatIsTheSameEverywhere) {
  EXPECT_EQ(headline_of({task("a", Outcome::crashed, "It ended."),
                         task("b", Outcome::crashed, "It ended.")}),
            "It ended.");
}

TEST(Headline, CountsWhatIsNotStarted) {
  EXPECT_EQ(headline_of({task("a", Outcome::passed)}), "everything passes");
  EXPECT_EQ(headline_of({task("a", Outcome::not_started)}), "nothing is started yet");
  EXPECT_EQ(headline_of({task("a", Outcome::passed), task("b", Outcome::not_started)}),
            "1 of 2 tasks are not started yet");
}

TEST(Headline, IsOneLineThatAnyTerminalCanShow) {
  EXPECT_EQ(headline(task("a", Outcome::failed, "a\tb\033[2J\nand more")), "a b?[2J");
}

TEST(Fitted, CountsCharactersAndNotBytes) {
  EXPECT_EQ(fitted("Σλ²", 3), "Σλ²");
  EXPECT_EQ(fitted("Σλ²x", 3), "Σλ…");
  EXPECT_EQ(fitted("abc", 1), "…");
}

}  // namespace
}  // namespace descent::grader
