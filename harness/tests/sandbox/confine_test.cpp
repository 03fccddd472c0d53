#include "harness/sandbox/confine.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <pthread.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <functional>
#include <iterator>

#include "harness/sandbox/limits.hpp"
#include "harness/sandbox/temporary_folder.hpp"

namespace descent::sandbox {
namespace {

constexpr int kRefused = 42;  ///< the child says: the kernel refused
constexpr int kReached = 43;  ///< the child says: it worked

/// How a child ends that confines itself, may read only `readable`, and then does `action`: its
/// exit code, or 128 + the signal that killed it.
int confined(const std::function<bool()>& action,
             const std::vector<std::filesystem::path>& readable = {},
             const std::filesystem::path& own = {}) {
  const pid_t pid = fork();
  if (pid == 0) {
    Confiner(readable, own).confine_self();
    _exit(action() ? kReached : kRefused);
  }
  int status = 0;
  waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

constexpr int kKilled = 128 + SIGSYS;

/// What this kernel gives; tests of what it does not give are skipped, and say so.
Confinement available() {
  int ends[2];
  if (pipe(ends) != 0) return {};
  const pid_t pid = fork();
  if (pid == 0) {
    const Confinement reached = Confiner({}).confine_self();
    const ssize_t written = write(ends[1], &reached, sizeof reached);
    _exit(written == sizeof reached ? 0 : 1);
  }
  waitpid(pid, nullptr, 0);
  Confinement reached;
  const ssize_t got = read(ends[0], &reached, sizeof reached);
  close(ends[0]);
  close(ends[1]);
  return got == sizeof reached ? reached : Confinement{};
}

class Files : public testing::Test {
 protected:
  void SetUp() override {
    if (!available().landlock) GTEST_SKIP() << "this kernel has no Landlock";
  }
};

class SystemCalls : public testing::Test {
 protected:
  void SetUp() override {
    if (!available().seccomp) GTEST_SKIP() << "this kernel has no seccomp";
  }
};

bool opens(const char* path, int flags) { return open(path, flags, 0600) >= 0; }

TEST_F(Files, CannotBeRead) {
  EXPECT_EQ(confined([] { return opens("/etc/passwd", O_RDONLY); }), kRefused);
  EXPECT_EQ(confined([] { return opens("/proc/self/environ", O_RDONLY); }), kRefused);
  EXPECT_EQ(confined([] { return opens("/", O_RDONLY | O_DIRECTORY); }), kRefused);
}

TEST_F(Files, CanBeReadWhereAllowedButNotWritten) {
  EXPECT_EQ(confined([] { return opens("/etc/passwd", O_RDONLY); }, {"/etc/passwd"}), kReached);
  EXPECT_EQ(confined([] { return opens("/etc/passwd", O_RDWR); }, {"/etc/passwd"}), kRefused);
  EXPECT_EQ(confined([] { return opens("/etc/group", O_RDONLY); }, {"/etc/passwd"}), kRefused);
}

TEST_F(Files, CannotBeMade) {
  const std::string name = testing::TempDir() + "descent-must-not-be";
  EXPECT_EQ(confined([&] { return opens(name.c_str(), O_CREAT | O_WRONLY); }), kRefused);
  EXPECT_NE(access(name.c_str(), F_OK), 0);
}

TEST_F(Files, CanBeMadeRenamedListedAndRemovedInTheOwnFolder) {
  const TemporaryFolder own;
  const auto in_own = [&](const char* name) { return (own.path() / name).string(); };
  EXPECT_EQ(confined(
                [&] {
                  std::ofstream(in_own("part")) << "text";
                  std::filesystem::rename(in_own("part"), in_own("whole"));
                  std::filesystem::create_directory(in_own("folder"));
                  std::filesystem::rename(in_own("whole"), in_own("folder/whole"));
                  std::string text;
                  std::ifstream(in_own("folder/whole")) >> text;
                  const std::filesystem::directory_iterator entries(own.path());
                  const auto count = std::distance(begin(entries), end(entries));
                  return text == "text" && count == 1 &&
                         std::filesystem::remove_all(in_own("folder")) == 2;
                },
                {}, own.path()),
            kReached);
  EXPECT_TRUE(std::filesystem::is_empty(own.path()));
}

TEST_F(Files, OutsideTheOwnFolderStayOutOfReach) {
  const TemporaryFolder own, other;
  const std::string name = (other.path() / "file").string();
  std::ofstream(name) << "text";
  const auto refused = [&](const std::function<bool()>& action) {
    return confined(action, {}, own.path()) == kRefused;
  };
  EXPECT_TRUE(refused([&] { return opens(name.c_str(), O_RDONLY); }));
  EXPECT_TRUE(refused([&] { return opens((name + "2").c_str(), O_CREAT | O_WRONLY); }));
  EXPECT_TRUE(refused([&] { return unlink(name.c_str()) == 0; }));
  EXPECT_TRUE(refused([&] { return rename(name.c_str(), (own.path() / "file").c_str()) == 0; }));
  EXPECT_TRUE(refused([&] { return symlink(name.c_str(), (own.path() / "link").c_str()) == 0; }));
  EXPECT_TRUE(refused([&] { return opens("..", O_RDONLY | O_DIRECTORY); }));
}

TEST_F(Files, OpenBeforeStayOpen) {
  const int file = open("/etc/passwd", O_RDONLY | O_CLOEXEC);
  char byte = 0;
  EXPECT_EQ(confined([&] { return read(file, &byte, 1) == 1; }), kReached);
  close(file);
}

TEST_F(SystemCalls, KillWhoReachesForTheNetwork) {
  EXPECT_EQ(confined([] { return socket(AF_INET, SOCK_STREAM, 0) >= 0; }), kKilled);
  EXPECT_EQ(confined([] { return socket(AF_UNIX, SOCK_STREAM, 0) >= 0; }), kKilled);
}

TEST_F(SystemCalls, KillWhoStartsAProcess) {
  EXPECT_EQ(confined([] {
              const pid_t child = fork();
              if (child == 0) _exit(0);
              return child > 0;
            }),
            kKilled);
  EXPECT_EQ(confined([] { return execl("/bin/true", "true", nullptr) == 0; }), kKilled);
}

TEST_F(SystemCalls, KillWhoStartsAThread) {
  EXPECT_EQ(confined([] {
              pthread_t thread;
              return pthread_create(
                         &thread, nullptr, [](void*) -> void* { return nullptr; }, nullptr) == 0;
            }),
            kKilled);
}

TEST_F(SystemCalls, KillWhoTouchesAnotherProcess) {
  const pid_t parent = getpid();
  EXPECT_EQ(confined([&] { return kill(parent, 0) == 0; }), kKilled);
  EXPECT_EQ(confined([&] { return ptrace(PTRACE_ATTACH, parent, nullptr, nullptr) == 0; }),
            kKilled);
}

TEST_F(SystemCalls, LetAProcessEndItself) {
  EXPECT_EQ(confined([]() -> bool { abort(); }), 128 + SIGABRT);
  EXPECT_EQ(confined([] { return raise(SIGTERM) == 0; }), 128 + SIGTERM);
}

TEST_F(SystemCalls, LetLimitsBeReadButNotRaised) {
  EXPECT_EQ(confined([] {
              rlimit limit{};
              return getrlimit(RLIMIT_AS, &limit) == 0;
            }),
            kReached);
  EXPECT_EQ(confined([] {
              const rlimit limit{RLIM_INFINITY, RLIM_INFINITY};
              return setrlimit(RLIMIT_CPU, &limit) == 0;
            }),
            kRefused);
}

TEST_F(SystemCalls, LetAnExerciseCompute) {
  EXPECT_EQ(confined([] {
              std::vector<double> values(1 << 22, 1.0);  // large enough for mmap
              return values.back() == 1.0;
            }),
            kReached);
}

TEST(Limits, StopAnAllocationBeyondTheMemory) {
  const pid_t pid = fork();
  if (pid == 0) {
    limit_self({.memory_bytes = std::size_t{32} << 20});
    const bool small = [] {
      std::vector<char> values(std::size_t{8} << 20);
      return !values.empty();
    }();
    bool refused = false;
    try {
      std::vector<char> values(std::size_t{64} << 20);
      volatile char* first = values.data();  // or the compiler leaves the allocation out
      refused = *first != 0;
    } catch (const std::bad_alloc&) {
      refused = true;
    }
    _exit(small && refused ? 0 : 1);
  }
  int status = 0;
  waitpid(pid, &status, 0);
  EXPECT_EQ(status, 0);
}

TEST(Limits, AreCountedFromWhatIsMappedAlready) {
  const std::vector<char> before(std::size_t{256} << 20);
  const pid_t pid = fork();
  if (pid == 0) {
    limit_self({.memory_bytes = std::size_t{32} << 20});
    std::vector<char> values(std::size_t{16} << 20);
    _exit(values.size() + before.size() > 0 ? 0 : 1);
  }
  int status = 0;
  waitpid(pid, &status, 0);
  EXPECT_EQ(status, 0);
}

}  // namespace
}  // namespace descent::sandbox
