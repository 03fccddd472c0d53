#include "harness/intake/choose.hpp"

#include <gmock/gmock.h>

#include "scratch.hpp"

namespace descent::intake {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

/// The text of a chosen file is its path here.
std::string chosen(const std::vector<std::string>& paths) {
  std::vector<Entry> entries;
  for (const std::string& path : paths) entries.push_back({.path = path, .text = path});
  const Choice choice = choose(entries, kLosses);
  return choice.entry ? choice.entry->text : choice.refusal;
}

TEST(Choose, PrefersTheCoursePathThenTheTopThenTheOnlyOne) {
  const std::string course = "assignments/07-losses/losses.cpp";
  EXPECT_EQ(chosen({"x/losses.cpp", "losses.cpp", course}), course);
  EXPECT_EQ(chosen({"losses.cpp", "repo-main/" + course}), "repo-main/" + course);
  EXPECT_EQ(chosen({"x/losses.cpp", "losses.cpp"}), "losses.cpp");
  EXPECT_EQ(chosen({"x/y/losses.cpp", "other.cpp"}), "x/y/losses.cpp");
}

TEST(Choose, TakesOnlyTheWholeNameAndTheWholeCoursePath) {
  EXPECT_EQ(chosen({"my_losses.cpp", "losses.cpp.bak"}),
            "There is no file losses.cpp in the submission.");
  EXPECT_EQ(chosen({"myassignments/07-losses/losses.cpp", "losses.cpp"}), "losses.cpp");
}

TEST(Choose, RefusesTwoOfTheSameRankAndNamesBoth) {
  EXPECT_EQ(chosen({"a/losses.cpp", "b/losses.cpp"}),
            "There are two files losses.cpp, and no telling which one counts: a/losses.cpp and "
            "b/losses.cpp. Hand in one of them.");
  EXPECT_THAT(chosen({"losses.cpp", "losses.cpp"}), HasSubstr("There are two files"));
  EXPECT_EQ(chosen({"a/losses.cpp", "b/losses.cpp", "losses.cpp"}), "losses.cpp");
}

TEST(Choose, DoesNotCountWhatTheBuildAndGitKeep) {
  EXPECT_EQ(chosen({"build/losses.cpp", "repo/.git/x/losses.cpp", "src/losses.cpp"}),
            "src/losses.cpp");
  EXPECT_THAT(chosen({"build/losses.cpp"}), HasSubstr("There is no file"));
  EXPECT_EQ(chosen({"rebuild/losses.cpp"}), "rebuild/losses.cpp");
}

TEST(Choose, SaysWhatIsThereInsteadOfAFile) {
  const std::vector<Entry> link = {{.path = "losses.cpp", .not_a_file = "a symbolic link"}};
  EXPECT_EQ(choose(link, kLosses).refusal,
            "losses.cpp is a symbolic link; hand in the file itself.");
}

TEST(Choose, DoesNotTakeAnotherFileForOneThatCannotBeTaken) {
  const std::vector<Entry> entries = {
      {.path = "assignments/07-losses/losses.cpp", .problem = "is larger than all"},
      {.path = "losses.cpp", .text = "x"}};
  EXPECT_EQ(choose(entries, kLosses).refusal,
            "assignments/07-losses/losses.cpp is larger than all.");
}

TEST(Others, ListsTheRestOnceAndPrintable) {
  const std::vector<Entry> entries = {{.path = "losses.cpp"},
                                      {.path = "build", .not_a_file = std::string(kFolder)},
                                      {.path = "build/a.o"},
                                      {.path = "x/.git/config"},
                                      {.path = "src", .not_a_file = std::string(kFolder)},
                                      {.path = "src/a\033\nb"},
                                      {.path = ""},
                                      {.path = "dev", .not_a_file = "a device"}};
  EXPECT_THAT(others(entries, {&entries.front()}),
              ElementsAre("(no name)", "build/", "dev (a device)", "src/a??b", "x/.git/"));
}

TEST(Others, ListsFiftyAndHowManyMore) {
  std::vector<Entry> entries;
  for (int i = 0; i < 60; ++i) entries.push_back({.path = std::to_string(i)});
  const std::vector<std::string> lines = others(entries, {});
  EXPECT_THAT(lines, SizeIs(51));
  EXPECT_EQ(lines.back(), "... and 10 more");
}

}  // namespace
}  // namespace descent::intake
