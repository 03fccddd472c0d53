// threat: the doors that one forgets: io_uring, memfd, userfaultfd, keys, BPF, namespaces, pidfds
// expect: passed
// twin: passed

#include <sys/syscall.h>
#include <unistd.h>

#include "losses.hpp"

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  // trick
  for (const long call : {SYS_io_uring_setup,
                          SYS_memfd_create,
                          SYS_userfaultfd,
                          SYS_bpf,
                          SYS_perf_event_open,
                          SYS_add_key,
                          SYS_keyctl,
                          SYS_unshare,
                          SYS_setns,
                          SYS_mount,
                          SYS_pivot_root,
                          SYS_chroot,
                          SYS_pidfd_open,
                          SYS_pidfd_getfd,
                          SYS_clone3,
                          SYS_seccomp,
                          SYS_personality,
                          SYS_prctl,
                          SYS_setitimer,
                          SYS_alarm,
                          SYS_timer_create,
                          SYS_inotify_init,
                          SYS_fanotify_init,
                          SYS_dup,
                          SYS_dup2,
                          SYS_pipe,
                          SYS_pipe2,
                          SYS_eventfd2,
                          SYS_socketpair,
                          SYS_shmget,
                          SYS_semget,
                          SYS_msgget,
                          SYS_mq_open,
                          SYS_setrlimit,
                          SYS_setpriority,
                          SYS_sched_setaffinity,
                          SYS_setsid,
                          SYS_setpgid,
                          SYS_getppid,
                          SYS_ioctl,
                          SYS_open_by_handle_at,
                          SYS_symlink,
                          SYS_link,
                          SYS_mknod,
                          SYS_chmod,
                          SYS_chdir,
                          SYS_vmsplice,
                          SYS_splice,
                          SYS_process_madvise,
                          SYS_landlock_create_ruleset,
                          SYS_rseq,
                          SYS_mlockall,
                          SYS_swapon,
                          SYS_reboot}) {
    if (syscall(call, 1, 1, 1, 1, 1, 1) >= 0) {
      throw std::runtime_error("system call " + std::to_string(call) + " was let through");
    }
  }
  // end of the trick
  // honest
}

}  // namespace descent
