#include "harness/cli/progress.hpp"

#include <gmock/gmock.h>

#include <filesystem>

#include "harness/course/digest.hpp"
#include "harness/tests/cli/scratch_course.hpp"

namespace descent::cli {
namespace {

namespace fs = std::filesystem;
using outcome::Outcome;

class Progress : public testing::Test {
 protected:
  const course::Stage& stage() const { return scratch.first(); }
  fs::path file() const { return scratch.build() / "progress" / (stage().name() + ".json"); }
  StageProgress now() const { return progress_of(scratch.course(), stage()); }

  /// A check that says the same of all tasks named.
  bool note(const std::vector<std::string>& tasks, Outcome outcome,
            const std::vector<std::string>& suites, const std::string& sources = "one") {
    outcome::Summary summary;
    for (const std::string& id : tasks) {
      outcome::TaskResult result;
      result.task = id;
      result.outcome = outcome;
      result.tests = 4;
      result.passed = outcome == Outcome::passed ? 4 : 2;
      summary.tasks.push_back(result);
    }
    return note_results(scratch.course(), stage(), summary, suites, sources);
  }

  ScratchCourse scratch;
  std::vector<std::string> all = ScratchCourse::tasks(stage());
  std::vector<std::string> both = {"public", "hidden"};
};

TEST_F(Progress, IsNothingWhereNothingWasChecked) {
  EXPECT_EQ(now().earned(), 0);
  EXPECT_EQ(now().points(), 100);
  EXPECT_EQ(now().passed_tasks(), 0);
  EXPECT_EQ(now().tasks.size(), all.size());
  EXPECT_FALSE(now().done());
  EXPECT_EQ(now().next()->task, all.front());
  EXPECT_EQ(&current_stage(scratch.course()), &stage());
}

TEST_F(Progress, RemembersWhatACheckSaid) {
  ASSERT_TRUE(note(all, Outcome::passed, both, digest_of_sources(stage())));
  EXPECT_TRUE(now().done());
  EXPECT_EQ(now().earned(), 100);
  EXPECT_EQ(now().checked.size(), 20U);
  EXPECT_EQ(&current_stage(scratch.course()), &scratch.second());
}

TEST_F(Progress, KeepsTheTasksThatWereNotChecked) {
  note({all[1]}, Outcome::passed, both);
  note({all[2]}, Outcome::crashed, {"public"});
  EXPECT_EQ(now().find(all[1])->outcome, Outcome::passed);
  EXPECT_EQ(now().find(all[2])->outcome, Outcome::crashed);
  EXPECT_EQ(now().find(all[2])->passed, 2);
  EXPECT_EQ(now().next()->task, all[2]) << "what was begun comes first";
}

TEST_F(Progress, IsNotDoneBeforeAllSuitesHavePassedInOneVersionOfTheFile) {
  note(all, Outcome::passed, {"public"});
  EXPECT_FALSE(now().done()) << "the hidden tests were not run";
  note(all, Outcome::passed, both, "one");
  note({all[0]}, Outcome::passed, both, "another");
  EXPECT_FALSE(now().done()) << "the first task passed in another version";
}

TEST_F(Progress, TakesNothingBackForACheckWithFewerSuites) {
  note(all, Outcome::passed, both);
  note(all, Outcome::passed, {"public"});
  EXPECT_TRUE(now().done());
  note(all, Outcome::failed, {"public"});
  EXPECT_FALSE(now().done());
}

TEST_F(Progress, IsNothingWhereTheFileIsTorn) {
  note(all, Outcome::passed, both);
  const std::string whole = course::read_file(file());
  for (std::size_t size = 0; size + 2 < whole.size(); size += 7) {
    course::write_file(file(), whole.substr(0, size));
    EXPECT_EQ(now().earned(), 0) << size;
    EXPECT_EQ(now().tasks.size(), all.size());
  }
}

TEST_F(Progress, IsNothingWhereTheFileIsNotOurs) {
  note(all, Outcome::passed, both);
  const std::string whole = course::read_file(file());
  const auto edited = [&](const std::string& from, const std::string& to) {
    std::string text = whole;
    text.replace(text.find(from), from.size(), to);
    return text;
  };
  for (const std::string& text :
       {std::string("[]"), std::string("null"), std::string("\xff\xfe"), std::string(1 << 21, ' '),
        edited("\"schema\": 1", "\"schema\": 2"), edited(stage().name(), "99-other"),
        edited("\"passed\"", "\"splendid\""), edited("\"tests\": 4", "\"tests\": -4"),
        edited("\"tests\": 4", "\"tests\": \"4\""), edited("\"tests\": 4", "\"tests\": 4.5"),
        edited("\"tests\": 4", "\"tests\": 4294967300")}) {
    course::write_file(file(), text);
    EXPECT_EQ(now().earned(), 0) << text.substr(0, 400);
  }
}

TEST_F(Progress, IsNothingWhereAFolderStandsInItsPlace) {
  fs::create_directories(file());
  EXPECT_EQ(now().earned(), 0);
  EXPECT_FALSE(note(all, Outcome::passed, both)) << "it cannot be noted, and that is all";
}

TEST_F(Progress, SaysWhenItCannotBeNoted) {
  course::write_file(scratch.build() / "progress", "in the way");
  EXPECT_FALSE(note(all, Outcome::passed, both));
  EXPECT_FALSE(note_hints(scratch.course(), stage(), all[0], 1));
  EXPECT_EQ(now().earned(), 0);
}

TEST_F(Progress, KnowsHintsApartFromResults) {
  note_hints(scratch.course(), stage(), all[0], 2);
  EXPECT_EQ(now().find(all[0])->outcome, Outcome::not_started);
  note(all, Outcome::passed, both);
  EXPECT_EQ(now().find(all[0])->hints, 2);
  forget_results(scratch.course(), stage());
  EXPECT_EQ(now().find(all[0])->hints, 2);
  EXPECT_EQ(now().earned(), 0);
  EXPECT_FALSE(note_hints(scratch.course(), stage(), "no_such_task", 1));
}

TEST_F(Progress, ComesBackToAStageThatWasEditedAfterItWasDone) {
  note(all, Outcome::passed, both, digest_of_sources(stage()));
  EXPECT_FALSE(now().edited_since());
  ScratchCourse::save(stage(), "// another\n");
  EXPECT_TRUE(now().done()) << "as far as was judged";
  EXPECT_TRUE(now().edited_since());
  EXPECT_EQ(&current_stage(scratch.course()), &stage());
  note({all[0]}, Outcome::failed, both, digest_of_sources(stage()));
  EXPECT_FALSE(now().edited_since()) << "one task was checked as it is now: nothing to warn of";
}

TEST_F(Progress, TellsOneVersionOfAFileFromAnother) {
  const std::string before = digest_of_sources(stage());
  ScratchCourse::save(stage(), "// another\n");
  EXPECT_NE(digest_of_sources(stage()), before);
  fs::remove(stage().source);
  EXPECT_EQ(digest_of_sources(stage()), "");
}

}  // namespace
}  // namespace descent::cli
