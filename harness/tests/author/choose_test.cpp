#include "harness/author/choose.hpp"

#include <gmock/gmock.h>

#include "harness/tests/course/folder.hpp"

namespace descent::author {
namespace {

using testing::ElementsAre;
using Words = std::vector<std::string>;

class ChooseStages : public course::CourseFolder {
 protected:
  ChooseStages() {
    for (const char* name : {"01-one", "03-three", "04-four"}) add(name, name);
    add("05-five", "05-five", R"(["01-one"])");
  }
  course::Course here() const { return {root_, root_ / "build"}; }

  static Words names_of(const std::vector<const course::Stage*>& stages) {
    Words result;
    for (const course::Stage* stage : stages) result.push_back(stage->name());
    return result;
  }
};

TEST_F(ChooseStages, TakesRangesNumbersAndNames) {
  const course::Course course = here();
  const auto chosen = [&](const Words& words) { return names_of(choose_stages(course, words)); };
  EXPECT_THAT(chosen({}), ElementsAre("01-one", "03-three", "04-four", "05-five"));
  EXPECT_THAT(chosen({"02-04"}), ElementsAre("03-three", "04-four"));
  EXPECT_THAT(chosen({"4", "1", "three"}), ElementsAre("01-one", "03-three", "04-four"));
  EXPECT_THAT(chosen({"04-four", "3-4"}), ElementsAre("03-three", "04-four"));
}

TEST_F(ChooseStages, RefusesWhatIsNotThere) {
  const course::Course course = here();
  for (const Words& nothing :
       {Words{"02"}, Words{"06-09"}, Words{"4-3"}, Words{"three-four"}, Words{"1", "", "3"}}) {
    EXPECT_THROW(choose_stages(course, nothing), std::invalid_argument) << nothing.front();
  }
}

TEST_F(ChooseStages, BringsTheStagesBelow) {
  const course::Course course = here();
  EXPECT_THAT(names_of(with_what_they_build_on(course, choose_stages(course, {"5"}))),
              ElementsAre("01-one", "05-five"));
}

}  // namespace
}  // namespace descent::author
