#include "harness/course/suite.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "harness/course/digest.hpp"
#include "harness/sandbox/isolated.hpp"
#include "harness/sandbox/temporary_folder.hpp"

namespace {

namespace fs = std::filesystem;
using namespace descent;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// A course with one stage, whose checker is a script, run at every tier that this machine has.
class Suite : public testing::TestWithParam<int> {
 protected:
  void SetUp() override {
    try {
      const sandbox::Ended ended = sandbox::run_isolated(GetParam(), {.arguments = {"/bin/true"}},
                                                         {{}, sandbox::TemporaryFolder().path()});
      if (!ended.ok()) GTEST_SKIP() << ended.output;
    } catch (const std::exception& error) {
      GTEST_SKIP() << error.what();
    }
    fs::create_directories(root() / "assignments/01-things");
    fs::create_directories(root() / "build/stages");
    fs::create_directories(root() / "build/bin");
    course::write_file(root() / "assignments/01-things/stage.json",
                       R"({"stage": "01-things", "title": "T", "summary": "S", "source": "s.cpp",
      "header": "s.hpp",
      "tasks": [{"id": "t", "title": "T", "points": 1, "hints": [], "read": "r"}]})");
    course::write_file(root() / "build/bin/worker", "");
    course::write_file(root() / "mine.so", "");
    course::write_file(root() / "secret", "canary\n");
  }

  outcome::Record run(const std::string& script, double wall_seconds = 60) {
    const fs::path checker = root() / "build/stages/01-things.public";
    course::write_file(checker, "#!/bin/sh\n" + script);
    fs::permissions(checker, fs::perms::others_exec | fs::perms::group_exec | fs::perms::owner_exec,
                    fs::perm_options::add);
    const course::Course course(root(), root() / "build");
    return course::run_suite(course, course.stages().front(), "public",
                             {.object = root() / "mine.so", .bind = ""},
                             {.task = "", .wall_seconds = wall_seconds, .tier = GetParam()});
  }

  const fs::path& root() const { return root_.path(); }

 private:
  sandbox::TemporaryFolder root_;
};

const std::string kRecord = R"(while [ "$1" != --record ]; do shift; done; record=$2
echo '{"expected": [{"suite": "public", "task": "t", "test": "T.Works"}]}' > "$record"
)";

TEST_P(Suite, LeavesARecord) {
  const outcome::Record record = run(kRecord);
  EXPECT_EQ(record.complaint, "");
  ASSERT_EQ(record.expected.size(), 1U);
  EXPECT_EQ(record.expected.front().test, "T.Works");
}

// Whoever is inside bubblewrap can make it end with any code.
TEST_P(Suite, CannotBeForgedByAnExitCode) {
  EXPECT_THAT(run("exit 0").complaint, HasSubstr("the record is empty"));
  EXPECT_THAT(run("exit 1").complaint, Not(IsEmpty()));
  EXPECT_THAT(run(kRecord + "exit 3").complaint, HasSubstr("exit code 3"));
  EXPECT_THAT(run(kRecord + "kill -9 $$").complaint, HasSubstr("exit code 137"));
}

TEST_P(Suite, IsStoppedWithAllItsProcesses) {
  EXPECT_THAT(run(kRecord + "sleep 60 & sleep 60", 0.5).complaint, HasSubstr("was stopped after"));
}

TEST_P(Suite, InNamespacesSeesOnlyWhatItNeeds) {
  if (GetParam() < 2) GTEST_SKIP() << "this tier has no namespaces";
  const outcome::Record record =
      run("cat " + (root() / "secret").string() + "; ls " + root().string() + "; exit 3");
  EXPECT_THAT(record.complaint, HasSubstr("No such file"));
  EXPECT_THAT(record.complaint, Not(HasSubstr("canary")));
  EXPECT_THAT(record.complaint, HasSubstr("mine.so"));
  EXPECT_THAT(record.complaint, Not(HasSubstr("secret\n")));
}

INSTANTIATE_TEST_SUITE_P(Tiers, Suite, testing::Range(0, sandbox::kHighestTier + 1));

}  // namespace
