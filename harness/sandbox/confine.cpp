#include "harness/sandbox/confine.hpp"

#include <fcntl.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>

namespace descent::sandbox {
namespace {

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
    SCMP_SYS(exit_group),    SCMP_SYS(uname),           SCMP_SYS(getcpu),
    SCMP_SYS(tgkill)};

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

/// The filter of all processes, or nothing where it cannot be made.
std::vector<sock_filter> filter_of_calls(bool with_files) {
  auto* const filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
  if (!filter) return {};
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
  allow_where(SCMP_SYS(prlimit64), 2, 0);  // limits may be read, not set
  if (with_files) {
    for (const int call : kAllowedWithFiles) add(SCMP_ACT_ALLOW, call);
    for (const int command : kAllowedFileControl) {
      allow_where(SCMP_SYS(fcntl), 1, static_cast<std::uint64_t>(command));
    }
  }
  std::vector<sock_filter> program;
  const int file = memfd_create("filter", MFD_CLOEXEC);
  if (complete && file >= 0 && seccomp_export_bpf(filter, file) == 0) {
    const auto bytes = static_cast<std::size_t>(lseek(file, 0, SEEK_END));
    program.resize(bytes / sizeof(sock_filter));
    if (pread(file, program.data(), bytes, 0) != static_cast<ssize_t>(bytes)) program.clear();
  }
  if (file >= 0) close(file);
  seccomp_release(filter);
  return program;
}

/// What only this process may do: abort() and raise() signal the process itself, and nobody else.
std::array<sock_filter, 6> filter_of_signals() {
  constexpr auto kCall = static_cast<std::uint32_t>(offsetof(seccomp_data, nr));
  constexpr auto kFirst = static_cast<std::uint32_t>(offsetof(seccomp_data, args));
  return {{BPF_STMT(BPF_LD | BPF_W | BPF_ABS, kCall),
           BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_tgkill, 0, 2),
           BPF_STMT(BPF_LD | BPF_W | BPF_ABS, kFirst),
           BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(getpid()), 0, 1),
           BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
           BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM)}};
}

bool enter(const sock_filter* program, std::size_t length) {
  const sock_fprog filter{static_cast<unsigned short>(length), const_cast<sock_filter*>(program)};
  return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &filter) == 0;
}

}  // namespace

Confiner::Confiner(const std::vector<std::filesystem::path>& readable,
                   const std::filesystem::path& own)
    : calls_(filter_of_calls(!own.empty())) {
  for (const std::filesystem::path& path : readable) files_.push_back({path, Access::read_file});
  if (!own.empty()) files_.push_back({own, Access::everything});
}

Confinement Confiner::confine_self() const {
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return {};
  Confinement reached;
  reached.landlock = restrict_files(files_);
  const auto signals = filter_of_signals();
  reached.seccomp = enter(signals.data(), signals.size()) && !calls_.empty() &&
                    enter(calls_.data(), calls_.size());
  return reached;
}

}  // namespace descent::sandbox
