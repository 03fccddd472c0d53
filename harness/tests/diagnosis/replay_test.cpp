#include "harness/diagnosis/replay.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace descent::diagnosis {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// What replaying one mistake gave: of the wrong results, how many it gives too; and of the right.
Evidence evidence(const std::string& id, int wrong_explained, int wrong, int right_explained = 0,
                  int right = 0) {
  Evidence result;
  result.mistake.id = id;
  for (int i = 0; i < wrong; ++i) result.add(true, i < wrong_explained);
  for (int i = 0; i < right; ++i) result.add(false, i < right_explained);
  return result;
}

std::vector<std::string> named(std::vector<Evidence> all) {
  std::vector<std::string> ids;
  for (const outcome::NamedMistake& mistake : name_mistakes(std::move(all)))
    ids.push_back(mistake.id);
  return ids;
}

TEST(Evidence, CountsRightAndWrongResultsApart) {
  const Evidence e = evidence("a", 2, 3, 4, 5);
  EXPECT_EQ(e.wrong, 3);
  EXPECT_EQ(e.wrong_explained, 2);
  EXPECT_EQ(e.right, 5);
  EXPECT_EQ(e.right_explained, 4);
}

TEST(Evidence, IsRefutedByOneWrongResultThatTheMistakeDoesNotGive) {
  EXPECT_TRUE(evidence("a", 2, 3).refuted());
  EXPECT_FALSE(evidence("a", 3, 3).refuted());
  EXPECT_FALSE(evidence("a", 3, 3, 0, 2).refuted()) << "right results do not refute";
}

TEST(Naming, NamesTheMistakeThatExplainsEveryWrongResult) {
  EXPECT_THAT(named({evidence("most", 2, 3), evidence("all", 3, 3)}), ElementsAre("all"));
}

TEST(Naming, NamesNobodyWithoutAFullExplanation) {
  EXPECT_THAT(named({}), IsEmpty());
  EXPECT_THAT(named({evidence("most", 2, 3), evidence("none", 0, 3)}), IsEmpty());
}

TEST(Naming, NamesNobodyWhereNothingIsWrong) {
  EXPECT_THAT(named({evidence("harmless", 0, 0, 5, 5)}), IsEmpty());
}

TEST(Naming, PrefersWhatExplainsTheRightResultsToo) {
  EXPECT_THAT(named({evidence("wrong everywhere", 2, 2, 0, 5), evidence("the one", 2, 2, 5, 5)}),
              ElementsAre("the one"));
  EXPECT_THAT(named({evidence("misses three", 2, 2, 2, 5), evidence("misses one", 2, 2, 4, 5)}),
              ElementsAre("misses one"));
}

TEST(Naming, NamesEquallyGoodExplanationsInTheirOrder) {
  EXPECT_THAT(
      named({evidence("b", 1, 1, 3, 3), evidence("worse", 1, 1, 2, 3), evidence("a", 1, 1, 3, 3)}),
      ElementsAre("b", "a"));
}

TEST(Naming, PassesOnWhatTheStudentIsTold) {
  Evidence e = evidence("id", 1, 1);
  e.mistake = {"softmax_loss", "id", "You forgot the shift.", "shift"};
  const std::vector<outcome::NamedMistake> expected = {e.mistake};
  EXPECT_EQ(name_mistakes({e}), expected);
}

}  // namespace
}  // namespace descent::diagnosis
