#include "harness/cli/reset.hpp"

#include <gmock/gmock.h>

#include "harness/course/digest.hpp"
#include "harness/tests/cli/scratch_course.hpp"

namespace descent::cli {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr const char* kMine = "// hours of work\n";

class Reset : public testing::Test {
 protected:
  std::vector<std::string> backups(const ScratchCourse& course) const {
    std::vector<std::string> texts;
    const fs::path folder = course.root() / "build" / "backups";
    if (!fs::exists(folder)) return texts;
    for (const auto& entry : fs::directory_iterator(folder)) {
      texts.push_back(course::read_file(entry.path()));
    }
    return texts;
  }
  std::string present(const ScratchCourse& course) const {
    return course::read_file(course.first().source);
  }
};

TEST_F(Reset, PutsTheStubBackAndKeepsWhatWasWritten) {
  const ScratchCourse scratch;
  ScratchCourse::save(scratch.first(), kMine);
  const sandbox::Ended ended = scratch.descent({"reset", "1", "--yes"});
  EXPECT_EQ(ended.exit_code, 0) << ended.output;
  EXPECT_THAT(ended.output, HasSubstr("build/backups/" + scratch.first().name() + "-2"));
  EXPECT_EQ(present(scratch), ScratchCourse::solved(scratch.first(), {}));
  EXPECT_THAT(backups(scratch), testing::ElementsAre(kMine));
}

TEST_F(Reset, AsksFirst) {
  const ScratchCourse scratch;
  for (const char* answer : {"", "\n", "n\n", "what?\n"}) {
    ScratchCourse::save(scratch.first(), kMine);
    const sandbox::Ended ended = scratch.descent({"reset"}, answer);
    EXPECT_EQ(ended.exit_code, 1);
    EXPECT_THAT(ended.output, HasSubstr("[y/N]"));
    EXPECT_EQ(present(scratch), kMine) << answer;
  }
  EXPECT_TRUE(backups(scratch).empty());
  EXPECT_EQ(scratch.descent({"reset"}, "y\n").exit_code, 0);
  EXPECT_NE(present(scratch), kMine);
}

TEST_F(Reset, KeepsEveryVersionEvenTwoOfTheSameSecond) {
  const ScratchCourse scratch;
  for (int i = 0; i < 5; ++i) {
    ScratchCourse::save(scratch.first(), kMine + std::to_string(i));
    back_up(scratch.course(), scratch.first());
  }
  EXPECT_EQ(backups(scratch).size(), 5U);
}

TEST_F(Reset, ChangesNothingIfTheBackupFails) {
  const ScratchCourse scratch;
  ScratchCourse::save(scratch.first(), kMine);
  course::write_file(scratch.root() / "build" / "backups", "in the way");
  const sandbox::Ended ended = scratch.descent({"reset", "--yes"});
  EXPECT_EQ(ended.exit_code, 3);
  EXPECT_EQ(present(scratch), kMine);
}

TEST_F(Reset, SaysWhenThereIsNothingToDo) {
  const ScratchCourse scratch;
  EXPECT_THAT(scratch.descent({"reset"}).output, HasSubstr("untouched already"));
  fs::remove(scratch.first().source);
  EXPECT_THAT(scratch.descent({"reset"}).output, HasSubstr("was missing"));
  EXPECT_EQ(present(scratch), ScratchCourse::solved(scratch.first(), {}));
}

TEST_F(Reset, KnowsTheStubOfACourseWithoutSolutionsFromACopyBesideIt) {
  const ScratchCourse scratch(ScratchCourse::Kind::handed_out);
  const std::string stub = present(scratch);
  ScratchCourse::save(scratch.first(), kMine);
  const sandbox::Ended without = scratch.descent({"reset", "--yes"});
  EXPECT_EQ(without.exit_code, 3);
  EXPECT_THAT(without.output, HasSubstr("not here"));
  EXPECT_EQ(present(scratch), kMine);

  fs::create_directories(scratch.first().folder / ".stub");
  course::write_file(scratch.first().folder / ".stub" / scratch.first().manifest.source, stub);
  EXPECT_EQ(scratch.descent({"reset", "--yes"}).exit_code, 0);
  EXPECT_EQ(present(scratch), stub);
}

TEST_F(Reset, KnowsItFromTheHistoryOfGitAlso) {
  const ScratchCourse scratch(ScratchCourse::Kind::handed_out);
  const std::string stub = present(scratch);
  const auto git = [&](std::vector<std::string> words) {
    words.insert(words.begin(), {"git", "-C", scratch.root(), "-c", "user.name=Ann", "-c",
                                 "user.email=ann@example.org"});
    ASSERT_TRUE(sandbox::run({.arguments = words}).ok());
  };
  course::write_file(scratch.first().folder / ".stub.sha256",
                     course::sha256(stub) + "  " + scratch.first().manifest.source + "\n");
  git({"init", "-q"});
  git({"add", "assignments"});
  git({"commit", "-q", "-m", "The course"});
  ScratchCourse::save(scratch.first(), kMine);
  git({"commit", "-q", "-a", "-m", "My work"});
  EXPECT_EQ(untouched_file(scratch.course(), scratch.first()), stub);
}

}  // namespace
}  // namespace descent::cli
