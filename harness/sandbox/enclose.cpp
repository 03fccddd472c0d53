#include "harness/sandbox/enclose.hpp"

#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <functional>
#include <stdexcept>

#include "harness/sandbox/landlock.hpp"

namespace descent::sandbox {
namespace {

bool enclose_files(const View& view) {
  std::vector<FileRule> rules = {
      {"/usr", Access::run},          {"/dev/null", Access::use},
      {"/dev/zero", Access::read},    {"/dev/random", Access::read},
      {"/dev/urandom", Access::read}, {view.writable, Access::everything}};
  for (const auto& folder : system_folders()) rules.push_back({folder, Access::run});
  for (const auto& file : system_files()) rules.push_back({file, Access::read, true});
  for (const auto& path : view.readable) rules.push_back({path, Access::run});
  return restrict_files(rules);
}

// Ways to the network, into other processes, and into the kernel's seldom trodden parts, that no
// compiler and no checker needs.
constexpr std::array kForbidden = {SCMP_SYS(socket),
                                   SCMP_SYS(ptrace),
                                   SCMP_SYS(process_vm_readv),
                                   SCMP_SYS(mount),
                                   SCMP_SYS(process_vm_writev),
                                   SCMP_SYS(pidfd_getfd),
                                   SCMP_SYS(umount2),
                                   SCMP_SYS(unshare),
                                   SCMP_SYS(setns),
                                   SCMP_SYS(pivot_root),
                                   SCMP_SYS(chroot),
                                   SCMP_SYS(open_by_handle_at),
                                   SCMP_SYS(io_uring_setup),
                                   SCMP_SYS(bpf),
                                   SCMP_SYS(perf_event_open),
                                   SCMP_SYS(userfaultfd),
                                   SCMP_SYS(keyctl),
                                   SCMP_SYS(add_key),
                                   SCMP_SYS(request_key),
                                   SCMP_SYS(init_module),
                                   SCMP_SYS(finit_module),
                                   SCMP_SYS(kexec_load)};

/// Makes the filter, and lets `use` do something with it. Returns whether all of that worked.
bool with_filter(const std::function<bool(scmp_filter_ctx)>& use) {
  auto* const filter = seccomp_init(SCMP_ACT_ALLOW);
  if (!filter) return false;
  bool complete = true;
  for (const int call : kForbidden) {
    complete = complete && seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), call, 0) == 0;
  }
  complete = complete && use(filter);
  seccomp_release(filter);
  return complete;
}

}  // namespace

bool enclose_self(const View& view) {
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return false;
  const bool files = enclose_files(view);
  return with_filter([](scmp_filter_ctx filter) { return seccomp_load(filter) == 0; }) && files;
}

int filter_for_bubblewrap() {
  const int file = memfd_create("filter", MFD_CLOEXEC);
  const bool written = file >= 0 && with_filter([&](scmp_filter_ctx filter) {
                         return seccomp_export_bpf(filter, file) == 0;
                       });
  if (!written || lseek(file, 0, SEEK_SET) != 0) {
    close(file);
    throw std::runtime_error("seccomp cannot be used here: its filter cannot be made");
  }
  return file;
}

}  // namespace descent::sandbox
