#include "harness/sandbox/confine.hpp"

#include <fcntl.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>

#include "harness/sandbox/landlock.hpp"

namespace descent::sandbox {
namespace {

bool confine_files(const std::vector<std::filesystem::path>& readable,
                   const std::filesystem::path& own) {
  std::vector<FileRule> rules;
  for (const std::filesystem::path& path : readable) rules.push_back({path, Access::read_file});
  if (!own.empty()) rules.push_back({own, Access::everything});
  return restrict_files(rules);
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
