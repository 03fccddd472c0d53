#include "harness/sandbox/process.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <system_error>
#include <thread>

#include "harness/sandbox/temporary_folder.hpp"

namespace descent::sandbox {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using Clock = std::chrono::steady_clock;

Ended shell(const std::string& script, Command command = {}) {
  command.arguments = {"/bin/sh", "-c", script};
  return run(command);
}

/// Whether the process with this number is gone, or becomes so within two seconds.
bool gone(pid_t pid) {
  for (int i = 0; i < 200; ++i) {
    std::string state;
    std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
    if (!(stat >> state >> state >> state) || state == "Z") return true;
    std::this_thread::sleep_for(10ms);
  }
  return false;
}

TEST(Run, GivesOutputAndErrorsAsTheyCame) {
  const Ended ended = shell("echo one; echo two >&2; printf three");
  EXPECT_EQ(ended.output, "one\ntwo\nthree");
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_TRUE(ended.ok());
}

TEST(Run, GivesExitCodesAsAShellDoes) {
  EXPECT_EQ(shell("exit 7").exit_code, 7);
  EXPECT_FALSE(shell("exit 7").ok());
  EXPECT_EQ(shell("kill -SEGV $$").exit_code, 128 + SIGSEGV);
  EXPECT_EQ(shell("kill -KILL $$").exit_code, 128 + SIGKILL);
}

TEST(Run, PassesArgumentsUntouched) {
  const Ended ended = run({.arguments = {"printf", "%s|", "a b", "", "$HOME", "*", "'\"\\"}});
  EXPECT_EQ(ended.output, "a b||$HOME|*|'\"\\|");
}

TEST(Run, PutsTheProgramIntoItsFolder) {
  EXPECT_EQ(shell("pwd", {.folder = "/usr"}).output, "/usr\n");
}

TEST(Run, GivesTheEnvironmentThatItIsTold) {
  setenv("DESCENT_CANARY", "seen", 1);
  EXPECT_EQ(shell("echo \"$DESCENT_CANARY\"").output, "seen\n");
  const std::string b = "B=" + std::string(100, 'b');  // long enough to lie on the heap
  const std::vector<std::string> only = {"A=1", b};
  EXPECT_EQ(run({.arguments = {"env"}, .environment = only}).output, "A=1\n" + b + "\n");
  unsetenv("DESCENT_CANARY");
}

TEST(Run, GivesNothingToRead) { EXPECT_EQ(shell("cat; echo end").output, "end\n"); }

TEST(Run, PassesOnNoOpenFile) {
  const int careless = open("/dev/null", O_RDONLY);  // without O_CLOEXEC
  ASSERT_GE(careless, 3);
  const Ended ended = shell("ls /proc/self/fd");  // 0, 1, 2, and the folder that ls reads
  close(careless);
  EXPECT_EQ(ended.output, "0\n1\n2\n3\n");
}

TEST(Run, SaysWhichProgramIsMissing) {
  try {
    run({.arguments = {"descent-no-such-program"}});
    FAIL() << "nothing was thrown";
  } catch (const std::system_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("cannot run descent-no-such-program"));
    EXPECT_EQ(error.code().value(), ENOENT);
  }
}

TEST(Run, SaysThatAFileIsNoProgram) {
  try {
    run({.arguments = {"/etc/passwd"}});
    FAIL() << "nothing was thrown";
  } catch (const std::system_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("cannot run /etc/passwd"));
    EXPECT_EQ(error.code().value(), EACCES);
  }
}

TEST(Run, KillsTheWholeGroupWhenTimeIsUp) {
  const auto start = Clock::now();
  const Ended ended = shell("sleep 100 & echo $!; sleep 100", {.wall_clock = 300ms});
  EXPECT_TRUE(ended.timed_out);
  EXPECT_FALSE(ended.ok());
  EXPECT_LT(Clock::now() - start, 5s);
  EXPECT_TRUE(gone(std::stoi(ended.output))) << "the child of the shell is still there";
}

TEST(Run, KillsAProgramThatDefendsItself) {
  const Ended ended =
      shell("trap '' TERM HUP INT; while :; do sleep 0.05; done", {.wall_clock = 300ms});
  EXPECT_TRUE(ended.timed_out);
}

TEST(Run, KillsWhatAProgramLeavesBehind) {
  const auto start = Clock::now();
  const Ended ended = shell("sleep 100 & echo $!; exit 3");
  EXPECT_EQ(ended.exit_code, 3);
  EXPECT_FALSE(ended.timed_out);
  EXPECT_LT(Clock::now() - start, 5s);
  EXPECT_TRUE(gone(std::stoi(ended.output)));
}

TEST(Run, LetsAProgramTidyUpWhenThisProcessIsKilled) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "tidy";
  const pid_t runner = fork();
  if (runner == 0) {
    run({.arguments = {"sh", "-c",
                       "trap 'echo > " + file.string() + "; exit' TERM; touch " + file.string() +
                           ".up; while :; do sleep 0.05; done"},
         .death_signal = SIGTERM});
    _exit(0);
  }
  const auto appears = [](const std::filesystem::path& what) {
    for (int i = 0; i < 500 && !std::filesystem::exists(what); ++i) {
      std::this_thread::sleep_for(10ms);
    }
    return std::filesystem::exists(what);
  };
  ASSERT_TRUE(appears(file.string() + ".up"));
  kill(runner, SIGKILL);
  waitpid(runner, nullptr, 0);
  EXPECT_TRUE(appears(file));
}

TEST(Run, DoesNotListenToWhatIsLeftBehind) {
  const auto start = Clock::now();
  const Ended ended = shell("yes & exit 3", {.wall_clock = 20s});
  EXPECT_EQ(ended.exit_code, 3);
  EXPECT_FALSE(ended.timed_out);
  EXPECT_LT(Clock::now() - start, 10s);
}

TEST(Run, WaitsForAProgramThatClosesItsOutput) {
  const Ended ended = shell("exec >&- 2>&-; sleep 0.2; exit 5");
  EXPECT_EQ(ended.exit_code, 5);
  EXPECT_FALSE(ended.timed_out);
}

TEST(Run, WatchesTheClockOfAProgramThatClosesItsOutput) {
  const auto start = Clock::now();
  EXPECT_TRUE(shell("exec >&- 2>&-; sleep 100", {.wall_clock = 300ms}).timed_out);
  EXPECT_LT(Clock::now() - start, 5s);
}

TEST(Run, KeepsSoMuchOutputAndNoMore) {
  const Ended ended =
      shell("head -c 3000000 /dev/zero | tr '\\0' x; echo end", {.most_output = 1000});
  EXPECT_EQ(ended.output, std::string(1000, 'x'));
  EXPECT_EQ(ended.exit_code, 0) << "the program was not stopped by a full pipe";
}

TEST(Run, ShowsOutputWhileTheProgramRuns) {
  std::string seen;
  Clock::time_point first{};
  Command command;
  command.on_output = [&](const std::string& text) {
    if (seen.empty()) first = Clock::now();
    seen += text;
  };
  shell("echo early; sleep 0.5; echo late", command);
  EXPECT_EQ(seen, "early\nlate\n");
  EXPECT_GT(Clock::now() - first, 300ms);
}

TEST(Run, LimitsMemory) {
  const std::string hoard = "x=$(head -c 200000000 /dev/zero | tr '\\0' x); echo ${#x}";
  EXPECT_EQ(shell(hoard).output, "200000000\n");
  EXPECT_NE(shell(hoard, {.limits = {.memory_bytes = std::size_t{50} << 20}}).exit_code, 0);
}

TEST(Run, LimitsProcessorTime) {
  const Ended ended =
      shell("while :; do :; done", {.limits = {.cpu_seconds = 1}, .wall_clock = 30s});
  EXPECT_EQ(ended.exit_code, 128 + SIGXCPU);
  EXPECT_FALSE(ended.timed_out);
}

TEST(Run, LimitsTheSizeOfFiles) {
  const std::string name = testing::TempDir() + "descent-large-file";
  const Ended ended = shell("head -c 100000 /dev/zero > " + name, {.limits = {.file_bytes = 4096}});
  EXPECT_NE(ended.exit_code, 0);
  std::ifstream file(name, std::ios::ate | std::ios::binary);
  EXPECT_LE(file.tellg(), 4096);
  std::remove(name.c_str());
}

TEST(Run, DropsNoCore) { EXPECT_EQ(shell("ulimit -c; ulimit -H -c").output, "0\n0\n"); }

// The exit code must not depend on who is quicker: the program that closes its output and then
// exits, or the parent that notices.
TEST(Run, GivesTheSameExitCodeEveryTime) {
  for (int i = 0; i < 300; ++i) {
    ASSERT_EQ(shell("exec >&- 2>&-; exit 5").exit_code, 5) << "run " << i;
  }
}

}  // namespace
}  // namespace descent::sandbox
