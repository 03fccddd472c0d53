#include "harness/sandbox/confine.hpp"

#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>

namespace descent::sandbox {
namespace {

// The kernel's interface grew faster than Debian's header: these are fixed by landlock(7).
struct RulesetAttributes {
  std::uint64_t handled_files;
  std::uint64_t handled_network;
  std::uint64_t scoped;
};
constexpr std::uint64_t kFileRightsAbi1 = (1ULL << 13) - 1;
constexpr std::uint64_t kRefer = 1ULL << 13;        // ABI 2
constexpr std::uint64_t kTruncate = 1ULL << 14;     // ABI 3
constexpr std::uint64_t kBindConnect = 0b11;        // ABI 4
constexpr std::uint64_t kDeviceIoctl = 1ULL << 15;  // ABI 5
constexpr std::uint64_t kScopeAll = 0b11;           // ABI 6: abstract sockets, signals

constexpr std::uint64_t kOwnFolder = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR |
                                     LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG |
                                     LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
                                     LANDLOCK_ACCESS_FS_REMOVE_DIR | kRefer | kTruncate;

bool allow_beneath(int ruleset, const std::filesystem::path& path, std::uint64_t rights) {
  const int file = open(path.c_str(), O_PATH | O_CLOEXEC);
  landlock_path_beneath_attr rule{};
  rule.allowed_access = rights;
  rule.parent_fd = file;
  const bool added = file >= 0 && syscall(SYS_landlock_add_rule, ruleset,
                                          LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
  close(file);
  return added;
}

bool confine_files(const std::vector<std::filesystem::path>& readable,
                   const std::filesystem::path& own) {
  const long abi =
      syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (abi < 1) return false;
  RulesetAttributes attributes{kFileRightsAbi1, 0, 0};
  if (abi >= 2) attributes.handled_files |= kRefer;
  if (abi >= 3) attributes.handled_files |= kTruncate;
  if (abi >= 4) attributes.handled_network = kBindConnect;
  if (abi >= 5) attributes.handled_files |= kDeviceIoctl;
  if (abi >= 6) attributes.scoped = kScopeAll;
  const auto ruleset =
      static_cast<int>(syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0));
  if (ruleset < 0) return false;

  bool complete = true;
  for (const std::filesystem::path& path : readable) {
    complete = allow_beneath(ruleset, path, LANDLOCK_ACCESS_FS_READ_FILE) && complete;
  }
  if (!own.empty()) {
    complete = allow_beneath(ruleset, own, kOwnFolder & attributes.handled_files) && complete;
  }
  const bool restricted = syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
  close(ruleset);
  return complete && restricted;
}

// What an exercise, the loader, the allocator and the exchange of messages need.
constexpr std::array kAllowed = {
    SCMP_SYS(read),          SCMP_SYS(readv),           SCMP_SYS(pread64),
    SCMP_SYS(write),         SCMP_SYS(writev),          SCMP_SYS(sendmsg),
    SCMP_SYS(recvfrom),      SCMP_SYS(openat),          SCMP_SYS(close),
    SCMP_SYS(fstat),         SCMP_SYS(newfstatat),      SCMP_SYS(lseek),
    SCMP_SYS(mmap),          SCMP_SYS(munmap),          SCMP_SYS(mprotect),
    SCMP_SYS(mremap),        SCMP_SYS(madvise),         SCMP_SYS(brk),
    SCMP_SYS(futex),         SCMP_SYS(sched_yield),     SCMP_SYS(sched_getaffinity),
    SCMP_SYS(getpid),        SCMP_SYS(gettid),          SCMP_SYS(getrandom),
    SCMP_SYS(clock_gettime), SCMP_SYS(clock_getres),    SCMP_SYS(gettimeofday),
    SCMP_SYS(time),          SCMP_SYS(nanosleep),       SCMP_SYS(clock_nanosleep),
    SCMP_SYS(rt_sigaction),  SCMP_SYS(rt_sigprocmask),  SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sigaltstack),   SCMP_SYS(restart_syscall), SCMP_SYS(exit),
    SCMP_SYS(exit_group),    SCMP_SYS(uname),           SCMP_SYS(getcpu)};

// What exercises need besides, that work with files in a folder of their own.
constexpr std::array kAllowedWithFiles = {
    SCMP_SYS(open),     SCMP_SYS(creat),     SCMP_SYS(stat),      SCMP_SYS(lstat),
    SCMP_SYS(statx),    SCMP_SYS(access),    SCMP_SYS(faccessat), SCMP_SYS(faccessat2),
    SCMP_SYS(rename),   SCMP_SYS(renameat),  SCMP_SYS(renameat2), SCMP_SYS(unlink),
    SCMP_SYS(unlinkat), SCMP_SYS(mkdir),     SCMP_SYS(mkdirat),   SCMP_SYS(rmdir),
    SCMP_SYS(fsync),    SCMP_SYS(fdatasync), SCMP_SYS(flock),     SCMP_SYS(getdents64),
    SCMP_SYS(pwrite64), SCMP_SYS(ftruncate), SCMP_SYS(getcwd),    SCMP_SYS(copy_file_range),
    SCMP_SYS(sendfile), SCMP_SYS(readlink),  SCMP_SYS(readlinkat)};
constexpr std::array kAllowedFileControl = {F_GETFD, F_SETFD, F_GETFL, F_SETFL,
                                            F_GETLK, F_SETLK, F_SETLKW};

// What no exercise needs and no honest mistake does: the process ends, and the student is told.
constexpr std::array kFatal = {SCMP_SYS(execve),  SCMP_SYS(execveat), SCMP_SYS(fork),
                               SCMP_SYS(vfork),   SCMP_SYS(clone),    SCMP_SYS(socket),
                               SCMP_SYS(connect), SCMP_SYS(ptrace),   SCMP_SYS(process_vm_readv),
                               SCMP_SYS(kill),    SCMP_SYS(tkill),    SCMP_SYS(process_vm_writev)};

bool confine_system_calls(bool with_files) {
  const scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
  if (!filter) return false;
  bool complete = true;
  const auto add = [&](std::uint32_t action, int call) {
    complete = complete && seccomp_rule_add(filter, action, call, 0) == 0;
  };
  for (const int call : kAllowed) add(SCMP_ACT_ALLOW, call);
  for (const int call : kFatal) add(SCMP_ACT_KILL_PROCESS, call);
  add(SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3));  // so that the C library falls back to clone
  const auto allow_where = [&](int call, unsigned argument, std::uint64_t value) {
    const scmp_arg_cmp equal{argument, SCMP_CMP_EQ, value, 0};
    complete = complete && seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, call, 1, &equal) == 0;
  };
  // abort() and raise() signal the process itself, and nobody else.
  allow_where(SCMP_SYS(tgkill), 0, static_cast<std::uint64_t>(getpid()));
  allow_where(SCMP_SYS(prlimit64), 2, 0);  // limits may be read, not set
  if (with_files) {
    for (const int call : kAllowedWithFiles) add(SCMP_ACT_ALLOW, call);
    for (const int command : kAllowedFileControl) {
      allow_where(SCMP_SYS(fcntl), 1, static_cast<std::uint64_t>(command));
    }
  }
  complete = complete && seccomp_load(filter) == 0;
  seccomp_release(filter);
  return complete;
}

}  // namespace

Confinement confine_self(const std::vector<std::filesystem::path>& readable,
                         const std::filesystem::path& own) {
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return {};
  Confinement reached;
  reached.landlock = confine_files(readable, own);
  reached.seccomp = confine_system_calls(!own.empty());
  return reached;
}

}  // namespace descent::sandbox
