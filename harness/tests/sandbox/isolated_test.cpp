#include "harness/sandbox/isolated.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <stdexcept>

#include "harness/sandbox/bubblewrap.hpp"
#include "harness/sandbox/temporary_folder.hpp"

namespace descent::sandbox {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using testing::HasSubstr;

/// Runs a script in a folder of its own, at every tier that this machine has.
class AtTier : public testing::TestWithParam<int> {
 protected:
  void SetUp() override {
    try {
      const Ended ended = shell("echo works");
      if (ended.output != "works\n") GTEST_SKIP() << ended.output;
    } catch (const std::exception& error) {
      GTEST_SKIP() << error.what();
    }
  }

  Ended shell(const std::string& script, const Allowance& allowance = {}) {
    return run_isolated(GetParam(),
                        {.arguments = {"/bin/sh", "-c", script},
                         .folder = own_.path(),
                         .environment = {{"PATH=/usr/bin:/bin"}},
                         .wall_clock = wall_clock_},
                        {readable_, own_.path()}, allowance);
  }

  TemporaryFolder own_;
  std::vector<fs::path> readable_;
  std::chrono::milliseconds wall_clock_ = 60s;
};

TEST_P(AtTier, AProgramWritesInItsFolderAndTheGraderReadsIt) {
  const Ended ended = shell("pwd; echo text > file && mkdir folder && mv file folder/renamed");
  EXPECT_EQ(ended.output, own_.path().string() + "\n");
  std::string text;
  std::ifstream(own_.path() / "folder" / "renamed") >> text;
  EXPECT_EQ(text, "text");
}

TEST_P(AtTier, TheFolderIsTheGradersAgainAfterwards) {
  shell("true");
  struct stat status {};
  ASSERT_EQ(stat(own_.path().c_str(), &status), 0);
  EXPECT_EQ(status.st_uid, geteuid());
}

TEST_P(AtTier, OnlyWhatIsGivenCanBeRead) {
  const TemporaryFolder other;
  const std::string given = other.path() / "given";
  const std::string hidden = other.path() / "hidden";
  std::ofstream(given) << "given\n";
  std::ofstream(hidden) << "hidden\n";
  readable_ = {given};
  EXPECT_EQ(shell("cat " + given).output, "given\n");
  EXPECT_THAT(shell("echo x > " + given + "; cat " + given).output, HasSubstr("given\n"));
  const Ended ended = shell("cat " + hidden + " /etc/hostname");
  EXPECT_NE(ended.exit_code, 0);
  EXPECT_THAT(ended.output, Not(HasSubstr("hidden\n")));
}

TEST_P(AtTier, TimeEndsItAndWhatItStarted) {
  wall_clock_ = 300ms;
  const std::string mark = "descent" + std::to_string(getpid()) + "sleeps";
  const Ended ended = shell("(exec -a " + mark + " sleep 60) & sleep 60");
  EXPECT_TRUE(ended.timed_out);
}

TEST_P(AtTier, NoOpenFileIsInherited) {
  const int careless = open("/etc/hostname", O_RDONLY);
  ASSERT_GE(careless, 3);
  const Ended ended =
      shell("for i in 3 4 5 6 7 8 9; do { true <&$i; } 2>/dev/null && echo $i; done; true");
  close(careless);
  EXPECT_EQ(ended.output, "");
}

INSTANTIATE_TEST_SUITE_P(Tiers, AtTier, testing::Range(1, kHighestTier + 1));

using InNamespaces = AtTier;

TEST_P(InNamespaces, NothingSurvives) {
  const std::string file = own_.path() / "file";
  shell("setsid sh -c 'sleep 0.3; echo late > file' >/dev/null 2>&1 & sleep 0.1");
  usleep(600'000);
  EXPECT_FALSE(fs::exists(file)) << "a process went on after its run";
}

TEST_P(InNamespaces, NoOtherProcessIsSeenAndNoNetwork) {
  EXPECT_EQ(shell("ls /proc 2>/dev/null | grep -c '^[0-9]'; kill -0 " + std::to_string(getpid()) +
                  " 2>/dev/null && echo there")
                .output,
            "0\n");
}

// bwrap(1) says so: the exit code comes from the inside.
TEST_P(InNamespaces, AnExitCodeIsWhatTheProgramSays) {
  EXPECT_EQ(shell("exit 0").exit_code, 0);
  EXPECT_EQ(shell("exit 1").exit_code, 1);
}

INSTANTIATE_TEST_SUITE_P(Tiers, InNamespaces, testing::Range(2, kHighestTier + 1));

using Accounted = AtTier;

TEST_P(Accounted, MemoryOfAllProcessesTogetherIsLimited) {
  const std::string hoard = "x=$(head -c 20000000 /dev/zero | tr '\\0' x); echo ${#x}; sleep 0.5";
  const std::string three = "(" + hoard + ") & (" + hoard + ") & (" + hoard + ") & wait";
  EXPECT_EQ(shell(three).output, "20000000\n20000000\n20000000\n");
  EXPECT_NE(shell(three, {.memory_bytes = std::size_t{48} << 20}).output,
            "20000000\n20000000\n20000000\n");
}

TEST_P(Accounted, ProcessesAreCounted) {
  const std::string ten = "for i in 1 2 3 4 5 6 7 8 9 10; do sleep 0.2 & done; wait; echo done";
  EXPECT_EQ(shell(ten, {.processes = 40}).output, "done\n");
  EXPECT_NE(shell(ten, {.processes = 8}).output, "done\n");
}

TEST_P(Accounted, RootGivesEveryRunAUserOfItsOwn) {
  if (geteuid() != 0) GTEST_SKIP() << "this is not root";
  const int user = std::stoi(shell("id -u").output);
  EXPECT_GE(user, 60706);
  EXPECT_EQ(
      shell("id -u; id -g; id -G").output,
      std::to_string(user) + "\n" + std::to_string(user) + "\n" + std::to_string(user) + "\n");
  EXPECT_EQ(
      shell("grep -e CapEff -e CapPrm /proc/self/status 2>/dev/null; cat /etc/shadow").exit_code,
      1);
}

TEST_P(Accounted, TheGroupIsGoneAfterwards) {
  fs::path folder;
  {
    const ControlGroup group({.memory_bytes = std::size_t{64} << 20, .processes = 8});
    folder = group.folders().front();
    EXPECT_TRUE(fs::is_directory(folder));
    const Ended ended = run({.arguments = {"/bin/sh", "-c", "setsid sleep 60 & sleep 0.1"},
                             .prepare = [&] { return group.enter(); }});
    EXPECT_EQ(ended.exit_code, 0);
    EXPECT_GT(group.peak_bytes(), 0U);
    std::string process;
    std::ifstream(folder / "cgroup.procs") >> process;
    EXPECT_FALSE(process.empty()) << "what was started in a session of its own was to be there";
  }
  EXPECT_FALSE(fs::exists(folder));
}

TEST_P(Accounted, WhatKilledProcessesLeftIsNoObstacle) {
  std::vector<fs::path> parents;
  unsigned number = 0;
  {
    const ControlGroup group({.memory_bytes = std::size_t{64} << 20, .processes = 8});
    for (const fs::path& folder : group.folders()) parents.push_back(folder.parent_path());
    const std::string name = group.folders().front().filename();
    number = static_cast<unsigned>(std::stoul(name.substr(name.rfind('-') + 1)));
  }
  for (const fs::path& parent : parents) {  // of an earlier process with this one's number
    fs::create_directory(
        parent / ("descent-" + std::to_string(getpid()) + "-" + std::to_string(number + 1)));
    fs::create_directory(parent / "descent-999999999-0");
    fs::last_write_time(parent / "descent-999999999-0",
                        fs::file_time_type::clock::now() - std::chrono::minutes(5));
  }
  const ControlGroup group({.memory_bytes = std::size_t{64} << 20, .processes = 8});
  for (const fs::path& folder : group.folders()) {
    EXPECT_TRUE(fs::is_directory(folder));
    EXPECT_FALSE(fs::exists(folder.parent_path() / "descent-999999999-0"));
  }
}

INSTANTIATE_TEST_SUITE_P(Tiers, Accounted, testing::Values(kHighestTier));

TEST(RunIsolated, SaysWhichProgramIsMissing) {
  const TemporaryFolder own;
  EXPECT_THROW(run_isolated(1, {.arguments = {"descent-no-such-program"}}, {{}, own.path()}),
               std::system_error);
  EXPECT_TRUE(is_complaint_of_bubblewrap("bwrap: execvp nothing: No such file or directory"));
  EXPECT_FALSE(is_complaint_of_bubblewrap("losses.cpp:1: error: bwrap: "));
}

TEST(ControlGroups, AreMadeBeneathTheOwnOneOfVersion1) {
  const std::string mounts =
      "30 23 0:26 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory\n"
      "31 23 0:27 /docker/ab /sys/fs/cgroup/pids rw - cgroup cgroup rw,pids\n"
      "32 23 0:28 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n";
  const std::string own = "8:pids:/docker/ab/inner\n4:memory:/slice/job\n0::/\n";
  const ControlGroupParents parents = control_group_parents(mounts, own);
  EXPECT_EQ(parents.version, 1);
  EXPECT_THAT(parents.folders, testing::ElementsAre(fs::path("/sys/fs/cgroup/memory/slice/job"),
                                                    fs::path("/sys/fs/cgroup/pids/inner")));
}

TEST(ControlGroups, OfVersion2HaveBothControllers) {
  const TemporaryFolder root;
  const fs::path own = root.path() / "user.slice" / "run.scope";
  fs::create_directories(own / "descent-supervisor");
  const std::string mounts =
      "30 23 0:26 / " + root.path().string() + " rw,relatime - cgroup2 cgroup2 rw\n";
  EXPECT_THAT(control_group_parents(mounts, "0::/user.slice/run.scope\n").folders,
              testing::IsEmpty());
  std::ofstream(own / "cgroup.controllers") << "cpu memory pids\n";
  for (const char* line :
       {"0::/user.slice/run.scope\n", "0::/user.slice/run.scope/descent-supervisor\n"}) {
    const ControlGroupParents parents = control_group_parents(mounts, line);
    EXPECT_EQ(parents.version, 2);
    EXPECT_THAT(parents.folders, testing::ElementsAre(own)) << line;
  }
}

TEST(ControlGroups, AreNowhereWithoutControllers) {
  EXPECT_THAT(control_group_parents("", "").folders, testing::IsEmpty());
  EXPECT_THAT(
      control_group_parents("30 23 0:26 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n", "")
          .folders,
      testing::IsEmpty());
}

}  // namespace
}  // namespace descent::sandbox
