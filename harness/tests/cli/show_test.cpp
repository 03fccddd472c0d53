#include "harness/cli/show.hpp"

#include <gmock/gmock.h>

namespace descent::cli {
namespace {

using outcome::NamedMistake;
using testing::ElementsAre;

NamedMistake mistake(const std::string& id) {
  return {.exercise = "softmax_loss", .id = id, .sentence = id + ".", .read = "here"};
}

outcome::TestOutcome failure(std::vector<NamedMistake> mistakes) {
  outcome::TestOutcome test;
  test.mistakes = std::move(mistakes);
  return test;
}

TEST(Explaining, NamesWhatThisFailureAndTheOthersHaveInCommon) {
  outcome::TaskResult task;
  task.mistakes = {mistake("sum"), mistake("sign")};
  EXPECT_THAT(explaining(failure({mistake("other"), mistake("sum")}), task),
              ElementsAre(mistake("sum")));
}

TEST(Explaining, BlamesNoFailureOnTheMistakeOfAnother) {
  outcome::TaskResult task;
  task.mistakes = {mistake("sign")};
  EXPECT_THAT(explaining(failure({mistake("sum")}), task), ElementsAre(mistake("sum")));
}

TEST(Explaining, HelpsWithTheOthersWhereNothingExplainsThisOne) {
  outcome::TaskResult task;
  task.mistakes = {mistake("sign")};
  EXPECT_THAT(explaining(failure({}), task), ElementsAre(mistake("sign")));
}

}  // namespace
}  // namespace descent::cli
