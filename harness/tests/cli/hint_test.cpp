#include "harness/cli/hint.hpp"

#include <gmock/gmock.h>

#include "harness/course/digest.hpp"
#include "harness/tests/cli/scratch_course.hpp"

namespace descent::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class Hint : public testing::Test {
 protected:
  std::string next(bool again = false) {
    return next_hint(scratch.course(), scratch.first(), task().id, again, Terminal::plain());
  }
  const outcome::Task& task() const { return scratch.first().manifest.tasks.front(); }
  /// How hint `i` begins, which no other does.
  std::string begins(std::size_t i) const { return task().hints.at(i).substr(0, 30); }

  ScratchCourse scratch;
};

TEST_F(Hint, IsAnotherOneEachTimeAndThenTheLastAgain) {
  ASSERT_EQ(task().hints.size(), 3U);
  EXPECT_THAT(next(),
              AllOf(HasSubstr("Hint 1 of 3"), HasSubstr(begins(0)), Not(HasSubstr("--again"))));
  EXPECT_THAT(next(), AllOf(HasSubstr("Hint 2 of 3"), HasSubstr(begins(1))));
  EXPECT_THAT(next(), AllOf(HasSubstr("Hint 3 of 3"), HasSubstr(begins(2))));
  EXPECT_THAT(next(), AllOf(HasSubstr("Hint 3 of 3"), HasSubstr("--again")));
  EXPECT_THAT(next(true), HasSubstr("Hint 1 of 3"));
  EXPECT_THAT(next(), HasSubstr("Hint 2 of 3"));
}

TEST_F(Hint, SaysWhatToRead) {
  EXPECT_THAT(next(), HasSubstr("docs/stages/" + scratch.first().name() + ".md#" + task().read));
}

TEST_F(Hint, IsShownEvenIfThatCannotBeNoted) {
  course::write_file(scratch.build() / "progress", "in the way");
  EXPECT_THAT(next(), AllOf(HasSubstr(begins(0)), HasSubstr("could not be noted")));
}

TEST_F(Hint, IsForTheNextTaskToSolveIfNoneIsNamed) {
  EXPECT_THAT(scratch.descent({"hint"}).output, HasSubstr("Hint 1 of 3 for " + task().id));
  const std::string second = scratch.first().manifest.tasks[1].id;
  const std::string all = scratch.descent({"hint", second, "--all"}).output;
  EXPECT_THAT(all, AllOf(HasSubstr("Hint 1 of 3 for " + second), HasSubstr("Hint 2 of"),
                         HasSubstr("Hint 3 of")));
}

}  // namespace
}  // namespace descent::cli
