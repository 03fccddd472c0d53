#include "harness/release/merge.hpp"

#include <gmock/gmock.h>

#include "harness/release/apply.hpp"
#include "scratch.hpp"

namespace {

using namespace descent;
using namespace descent::release;
using scratch::Folder;
using testing::IsEmpty;
namespace fs = std::filesystem;

const std::string kStub = "assignments/03-three/three.cpp";
const std::string kText = "docs/stages/03-three.md";

/// Lines 1 to 9, with some of them changed.
std::string lines(const std::map<int, std::string>& changes = {}) {
  std::string text;
  for (int i = 1; i < 10; ++i) {
    const auto change = changes.find(i);
    text += (change == changes.end() ? "line " + std::to_string(i) : change->second) + '\n';
  }
  return text;
}

Package package(const std::map<std::string, std::string>& files) {
  Package result{.files = {}, .stages = {"03-three"}, .unknown = {}};
  for (const auto& [path, content] : files) result.files[path] = {content, false};
  return result;
}

std::map<std::string, Fate> release_to(const Folder& folder, const Package& package) {
  finish_interrupted(folder.path());
  const Plan plan = plan_merge(package, folder.path());
  carry_out(plan.steps, folder.path());
  return plan.fates;
}

/// Everything in a folder: path to content.
std::map<std::string, std::string> all(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    files[fs::relative(entry.path(), folder).string()] = course::read_file(entry.path());
  }
  return files;
}

TEST(Merge, WritesEverythingTheFirstTimeAndNothingTheSecond) {
  const Folder folder;
  const Package first = package({{kStub, lines()}, {"descent", "#!/bin/sh\n"}});
  EXPECT_EQ(release_to(folder, first).at(kStub), Fate::added);
  const auto before = all(folder.path());
  EXPECT_EQ(before.at(kStub), lines());
  const Plan again = plan_merge(first, folder.path());
  EXPECT_THAT(again.steps, IsEmpty());
  EXPECT_EQ(again.fates.at(kStub), Fate::unchanged);
}

TEST(Merge, ReplacesWhatNobodyHasEdited) {
  const Folder folder;
  release_to(folder, package({{kText, "old\n"}}));
  EXPECT_EQ(release_to(folder, package({{kText, "new\n"}})).at(kText), Fate::replaced);
  EXPECT_EQ(folder.read(kText), "new\n");
}

TEST(Merge, JoinsBothChangesOfAStub) {
  const Folder folder;
  release_to(folder, package({{kStub, lines()}}));
  folder.write(kStub, lines({{2, "mine"}}));
  const Package next = package({{kStub, lines({{8, "theirs"}})}});
  EXPECT_EQ(release_to(folder, next).at(kStub), Fate::merged);
  EXPECT_EQ(folder.read(kStub), lines({{2, "mine"}, {8, "theirs"}}));
  EXPECT_EQ(release_to(folder, next).at(kStub), Fate::edited) << "the second time";
  EXPECT_EQ(folder.read(kStub), lines({{2, "mine"}, {8, "theirs"}}));
}

TEST(Merge, PutsAClashBesideAndTouchesNothing) {
  const Folder folder;
  release_to(folder, package({{kStub, lines()}}));
  folder.write(kStub, lines({{5, "mine"}}));
  const Package next = package({{kStub, lines({{5, "theirs"}})}});
  EXPECT_EQ(release_to(folder, next).at(kStub), Fate::beside);
  EXPECT_EQ(folder.read(kStub), lines({{5, "mine"}}));
  EXPECT_EQ(folder.read(kStub + ".new"), lines({{5, "theirs"}}));
  const auto before = all(folder.path());
  release_to(folder, next);
  EXPECT_EQ(all(folder.path()), before) << "the second time";
}

TEST(Merge, PutsANewVersionOfOtherFilesBeside) {
  const Folder folder;
  release_to(folder, package({{kText, lines()}}));
  folder.write(kText, lines({{2, "mine"}}));
  EXPECT_EQ(release_to(folder, package({{kText, lines({{8, "theirs"}})}})).at(kText), Fate::beside);
  EXPECT_EQ(folder.read(kText), lines({{2, "mine"}}));
  EXPECT_EQ(folder.read(kText + ".new"), lines({{8, "theirs"}}));
}

TEST(Merge, OverwritesNoFileBesideThatSomebodyHasEdited) {
  const Folder folder;
  release_to(folder, package({{kText, "1\n"}}));
  folder.write(kText, "mine\n");
  release_to(folder, package({{kText, "2\n"}}));
  release_to(folder, package({{kText, "3\n"}}));
  EXPECT_EQ(folder.read(kText + ".new"), "3\n") << "nobody has edited it: replaced";
  folder.write(kText + ".new", "notes of mine\n");
  release_to(folder, package({{kText, "4\n"}}));
  EXPECT_EQ(folder.read(kText + ".new"), "notes of mine\n");
  EXPECT_EQ(folder.read(kText + ".2.new"), "4\n");
  EXPECT_EQ(folder.read(kText), "mine\n");
}

TEST(Merge, LeavesAnEditWhereTheReleaseSaysNothingNew) {
  const Folder folder;
  const Package same = package({{kText, "1\n"}});
  release_to(folder, same);
  folder.write(kText, "mine\n");
  EXPECT_EQ(release_to(folder, same).at(kText), Fate::edited);
  EXPECT_EQ(folder.read(kText), "mine\n");
  EXPECT_FALSE(folder.has(kText + ".new"));
}

TEST(Merge, RespectsDeletions) {
  const Folder folder;
  release_to(folder, package({{kText, "1\n"}}));
  folder.remove(kText);
  EXPECT_EQ(release_to(folder, package({{kText, "2\n"}})).at(kText), Fate::deleted);
  EXPECT_EQ(release_to(folder, package({{kText, "3\n"}})).at(kText), Fate::deleted);
  EXPECT_FALSE(folder.has(kText));
}

TEST(Merge, RemovesWhatIsNotReleasedAnyMoreUnlessEdited) {
  const Folder folder;
  release_to(folder, package({{"a/1", "1\n"}, {"b/2", "2\n"}, {"c", "3\n"}}));
  folder.write("b/2", "mine\n");
  const auto fates = release_to(folder, package({{"c", "3\n"}}));
  EXPECT_EQ(fates.at("a/1"), Fate::removed);
  EXPECT_EQ(fates.at("b/2"), Fate::kept);
  EXPECT_FALSE(folder.has("a"));
  EXPECT_EQ(folder.read("b/2"), "mine\n");
}

TEST(Merge, KeepsFilesThatWereThereBeforeTheFirstRelease) {
  const Folder folder;
  folder.write("README.md", "my repository\n");
  folder.write(".git/config", "[core]\n");
  EXPECT_EQ(release_to(folder, package({{"README.md", "the course\n"}})).at("README.md"),
            Fate::beside);
  EXPECT_EQ(folder.read("README.md"), "my repository\n");
  EXPECT_EQ(folder.read("README.md.new"), "the course\n");
  EXPECT_EQ(folder.read(".git/config"), "[core]\n");
}

TEST(Merge, WritesThroughNoLink) {
  const Folder folder;
  const Folder elsewhere;
  release_to(folder, package({{"docs/a", "1\n"}, {"b", "1\n"}}));
  elsewhere.write("b", "1\n");
  elsewhere.write("a", "1\n");
  folder.remove("b");
  fs::create_symlink(elsewhere.path() / "b", folder.path() / "b");
  release_to(folder, package({{"docs/a", "1\n"}, {"b", "2\n"}}));
  EXPECT_EQ(elsewhere.read("b"), "1\n");

  fs::remove_all(folder.path() / "docs");
  fs::create_symlink(elsewhere.path(), folder.path() / "docs");
  EXPECT_THROW(release_to(folder, package({{"docs/a", "2\n"}})), std::runtime_error);
  EXPECT_EQ(elsewhere.read("a"), "1\n");
}

// A student could write anything into the lists in the folder.
TEST(Merge, FollowsNoListThatLeadsOutOfTheFolder) {
  const Folder folder;
  const std::string outside = "../" + folder.path().filename().string() + "-outside";
  const std::string digest = course::sha256("mine\n");
  folder.write("a", "1\n");
  release_to(folder, package({{"a", "1\n"}}));
  for (const std::string& path : {outside, std::string("/tmp/a"), std::string(".git/hooks/a")}) {
    folder.write(kManifest, R"({"schema": 1, "descent": "", "stages": [], "files": {")" + path +
                                R"(": ")" + digest + R"("}})");
    EXPECT_THROW(plan_merge(package({{"a", "1\n"}}), folder.path()), std::runtime_error) << path;
    folder.write(".descent-release/next/0", "bad\n");
    folder.write(".descent-release/next/steps.json",
                 R"([{"path": ")" + path + R"(", "before": "", "after": ")" +
                     course::sha256("bad\n") + R"(", "file": "0", "executable": false}])");
    EXPECT_THROW(finish_interrupted(folder.path()), std::runtime_error) << path;
  }
}

/// A folder in which a student has done everything that the tests above have alone.
void work_in(const Folder& folder) {
  folder.write("edited", lines({{2, "mine"}}));
  folder.write(kStub, lines({{2, "mine"}}));
  folder.write("assignments/03-three/experiment.cpp", lines({{5, "mine"}}));
  folder.remove("deleted");
}

Package before() {
  return package({{"plain", "1\n"},
                  {"edited", lines()},
                  {"deleted", "1\n"},
                  {"gone", "1\n"},
                  {kStub, lines()},
                  {"assignments/03-three/experiment.cpp", lines()}});
}

Package after() {
  return package({{"plain", "2\n"},
                  {"edited", lines({{8, "theirs"}})},
                  {"deleted", "2\n"},
                  {"new", "2\n"},
                  {kStub, lines({{8, "theirs"}})},
                  {"assignments/03-three/experiment.cpp", lines({{5, "theirs"}})}});
}

// Interrupted after any number of steps, and run again: the same as if nothing had happened.
TEST(Merge, EndsTheSameHoweverOftenItIsInterrupted) {
  const Folder straight;
  release_to(straight, before());
  work_in(straight);
  release_to(straight, after());
  const auto wanted = all(straight.path());

  const std::size_t steps = [&] {
    const Folder folder;
    release_to(folder, before());
    work_in(folder);
    return plan_merge(after(), folder.path()).steps.size();
  }();
  ASSERT_GT(steps, 5U);
  for (std::size_t done = 0; done <= steps; ++done) {
    const Folder folder;
    release_to(folder, before());
    work_in(folder);
    Plan plan = plan_merge(after(), folder.path());
    // Everything is laid ready, but only the first steps are carried out.
    lay_ready(plan.steps, folder.path());
    const Folder aside;
    fs::copy(folder.path() / ".descent-release/next", aside.path() / "next",
             fs::copy_options::recursive);
    plan.steps.resize(done);
    carry_out(plan.steps, folder.path());
    fs::remove_all(folder.path() / ".descent-release/next");
    fs::copy(aside.path() / "next", folder.path() / ".descent-release/next",
             fs::copy_options::recursive);
    release_to(folder, after());
    EXPECT_EQ(all(folder.path()), wanted) << "after " << done << " of " << steps << " steps";
  }
}

TEST(Merge, BeginsAgainWhereNotEverythingWasLaidReady) {
  const Folder folder;
  folder.write(".descent-release/next/0", "half");
  release_to(folder, before());
  EXPECT_FALSE(folder.has(".descent-release/next"));
  EXPECT_EQ(folder.read("plain"), "1\n");
}

TEST(Merge, KeepsWhatWasEditedWhileItWasInterrupted) {
  const Folder folder;
  release_to(folder, package({{"a", "1\n"}}));
  const Plan plan = plan_merge(package({{"a", "2\n"}}), folder.path());
  lay_ready(plan.steps, folder.path());
  folder.write("a", "mine\n");
  release_to(folder, package({{"a", "2\n"}}));
  EXPECT_EQ(folder.read("a"), "mine\n");
  EXPECT_EQ(folder.read("a.new"), "2\n");
}

TEST(Merge, SaysWhatToDoAboutABrokenManifest) {
  const Folder folder;
  folder.write(kManifest, "{");
  EXPECT_THROW(plan_merge(before(), folder.path()), std::runtime_error);
}

}  // namespace
