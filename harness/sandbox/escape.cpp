#include "harness/sandbox/escape.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/io_uring.h>
#include <linux/keyctl.h>
#include <linux/perf_event.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstring>
#include <stdexcept>

// What is tried here is written against the kernel, as a submission would: no library of ours may
// stand between, and nothing is cleaned up that the kernel does not clean up itself.

namespace descent::sandbox {
namespace {

/// At most the first 64 KB.
std::string text_behind(int descriptor) {
  std::string text(std::size_t{1} << 16, '\0');
  const ssize_t got = descriptor < 0 ? -1 : read(descriptor, text.data(), text.size());
  text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return text;
}

bool holds(const std::filesystem::path& file, const std::string& canary) {
  const int descriptor = open(file.c_str(), O_RDONLY);
  if (descriptor < 0) return false;
  const bool found = text_behind(descriptor).find(canary) != std::string::npos;
  close(descriptor);
  return found;
}

bool read_hidden_test(const Bait& bait) { return holds(bait.hidden_test, bait.canary); }
bool read_other_submission(const Bait& bait) { return holds(bait.other_submission, bait.canary); }
bool read_private_file(const Bait& bait) { return holds(bait.private_file, bait.canary); }

bool read_solutions(const Bait& bait) { return holds(bait.solutions, bait.canary); }
bool write_record(const Bait& bait) { return open(bait.record().c_str(), O_WRONLY) >= 0; }

bool write_outside(const Bait& bait) {
  return open(bait.written().c_str(), O_CREAT | O_WRONLY, 0600) >= 0;
}

bool read_environments(const Bait& bait) {
  DIR* processes = opendir("/proc");
  if (!processes) return false;
  errno = ENOENT;  // what stands there if all can be read, and none is the decoy
  for (const dirent* entry = readdir(processes); entry; entry = readdir(processes)) {
    if (holds(std::string("/proc/") + entry->d_name + "/environ", bait.decoy_secret)) return true;
  }
  return false;
}

bool read_inherited_descriptor(const Bait& bait) {
  for (int descriptor = 3; descriptor < 1024; ++descriptor) {
    std::array<char, 256> bytes{};
    const ssize_t got = pread(descriptor, bytes.data(), bytes.size(), 0);
    if (got > 0 && std::string(bytes.data(), static_cast<std::size_t>(got)).find(bait.canary) !=
                       std::string::npos) {
      return true;
    }
  }
  return false;
}

bool connect_to(int family, const void* address, std::size_t size) {
  const int socket = ::socket(family, SOCK_STREAM, 0);
  return socket >= 0 &&
         connect(socket, static_cast<const sockaddr*>(address), static_cast<socklen_t>(size)) == 0;
}

bool connect_by_tcp(const Bait& bait) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(bait.port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return connect_to(AF_INET, &address, sizeof address);
}

bool connect_to_abstract_socket(const Bait& bait) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string& name = bait.abstract_socket;
  std::copy_n(name.begin(), std::min(name.size(), sizeof address.sun_path - 1),
              address.sun_path + 1);
  return connect_to(AF_UNIX, &address, offsetof(sockaddr_un, sun_path) + 1 + name.size());
}

bool connect_to_socket_file(const Bait& bait) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string name = bait.socket();
  std::copy_n(name.begin(), std::min(name.size(), sizeof address.sun_path - 1), address.sun_path);
  return connect_to(AF_UNIX, &address, sizeof address);
}

bool signal_decoy(const Bait& bait) { return kill(bait.decoy, SIGUSR1) == 0; }
bool signal_parent(const Bait&) { return kill(getppid(), 0) == 0; }

bool trace_decoy(const Bait& bait) {
  if (ptrace(PTRACE_ATTACH, bait.decoy, nullptr, nullptr) != 0) return false;
  waitpid(bait.decoy, nullptr, __WALL);
  const long word = ptrace(PTRACE_PEEKDATA, bait.decoy, bait.decoy_address, nullptr);
  const bool same = std::memcmp(&word, bait.decoy_secret.data(), sizeof word) == 0;
  ptrace(PTRACE_DETACH, bait.decoy, nullptr, nullptr);
  return same;
}

bool trace_parent(const Bait&) {
  const pid_t parent = getppid();
  if (ptrace(PTRACE_SEIZE, parent, nullptr, nullptr) != 0) return false;
  ptrace(PTRACE_DETACH, parent, nullptr, nullptr);
  return true;
}

bool read_memory_of_decoy(const Bait& bait) {
  std::string copy(bait.decoy_secret.size(), '\0');
  const iovec here{copy.data(), copy.size()};
  const iovec there{reinterpret_cast<void*>(bait.decoy_address), copy.size()};
  return process_vm_readv(bait.decoy, &here, 1, &there, 1, 0) > 0 && copy == bait.decoy_secret;
}

bool start_process(const Bait&) {
  const pid_t child = fork();
  if (child == 0) _exit(0);
  return child > 0;
}

bool start_thread(const Bait&) {
  pthread_t thread{};
  errno = pthread_create(
      &thread, nullptr, [](void*) -> void* { return nullptr; }, nullptr);
  return errno == 0;
}

bool become_program(const Bait&) {
  const std::string script = "exit " + std::to_string(kEscaped);  // it says that it was started
  execl("/bin/sh", "sh", "-c", script.c_str(), nullptr);
  return false;
}

bool start_many(const Bait&) {
  std::vector<pid_t> children;
  bool all = true;
  for (std::size_t i = 0; i < 4 * kProbeProcesses && all; ++i) {
    const pid_t child = fork();
    if (child == 0) {
      for (;;) pause();
    }
    all = child > 0;
    if (all) children.push_back(child);
  }
  const int error = errno;
  for (const pid_t child : children) kill(child, SIGKILL);
  for (const pid_t child : children) waitpid(child, nullptr, 0);
  errno = error;
  return all;
}

bool leave_process(const Bait&) {
  const pid_t child = fork();
  if (child != 0) return child > 0 && waitpid(child, nullptr, 0) == child;
  setsid();
  if (fork() == 0) {
    for (int descriptor = 0; descriptor < 1024; ++descriptor) close(descriptor);
    sleep(30);
  }
  _exit(0);
}

bool leave_shared_memory(const Bait& bait) {
  return shmget(bait.shared_memory, 4096, IPC_CREAT | 0600) >= 0;
}

bool leave_shared_file(const Bait& bait) {
  return open(("/dev/shm/" + bait.shared_name).c_str(), O_CREAT | O_WRONLY, 0600) >= 0;
}

bool raise_limits(const Bait&) {
  const rlimit limit{RLIM_INFINITY, RLIM_INFINITY};
  return setrlimit(RLIMIT_FSIZE, &limit) == 0;
}

bool mount_over(const Bait& bait) {
  if (mount("none", bait.own.c_str(), "tmpfs", 0, nullptr) != 0) return false;
  umount2(bait.own.c_str(), MNT_DETACH);
  return true;
}

bool make_user_namespace(const Bait&) { return unshare(CLONE_NEWUSER) == 0; }
bool use_keyring(const Bait&) {
  return syscall(SYS_keyctl, KEYCTL_GET_KEYRING_ID, KEY_SPEC_SESSION_KEYRING, 1) >= 0;
}
bool load_into_kernel(const Bait&) {
  bpf_attr attributes{};
  attributes.map_type = BPF_MAP_TYPE_ARRAY;
  attributes.key_size = attributes.value_size = 4;
  attributes.max_entries = 1;
  return syscall(SYS_bpf, BPF_MAP_CREATE, &attributes, sizeof attributes) >= 0;
}
bool use_io_uring(const Bait&) {
  io_uring_params parameters{};
  return syscall(SYS_io_uring_setup, 1, &parameters) >= 0;
}
bool handle_page_faults(const Bait&) { return syscall(SYS_userfaultfd, O_CLOEXEC) >= 0; }
bool count_events(const Bait&) {
  perf_event_attr attributes{};
  attributes.type = PERF_TYPE_SOFTWARE;
  attributes.size = sizeof attributes;
  attributes.config = PERF_COUNT_SW_TASK_CLOCK;
  return syscall(SYS_perf_event_open, &attributes, 0, -1, -1, 0) >= 0;
}
bool type_into_terminal(const Bait&) {
  const int terminal = open("/dev/tty", O_RDWR);
  return terminal >= 0 && ioctl(terminal, TIOCSTI, " ") == 0;
}

bool compute_without_end(const Bait&) {
  // More than it may, and then some: whoever comes to the end was not stopped.
  timespec used{};
  do {
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  } while (used.tv_sec < static_cast<time_t>(kProbeSeconds) + 2);
  return true;
}

/// Maps memory and writes to every page of it.
bool take_memory(std::size_t bytes) {
  void* memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return false;
  std::memset(memory, 1, bytes);
  return true;
}
bool take_too_much_memory(const Bait&) { return take_memory(4 * kProbeMemory); }

/// Whether one of the children has ended, which is then forgotten.
bool one_has_ended(std::vector<pid_t>& children) {
  return std::erase_if(children,
                       [](pid_t child) { return waitpid(child, nullptr, WNOHANG) != 0; }) > 0;
}

/// Each takes less than it may, and holds it until all have theirs.
bool take_memory_together(const Bait&) {
  constexpr std::size_t kEach = kProbeMemory * 3 / 4;
  constexpr std::size_t kProcesses = 2 * kProbeMemoryTogether / kEach;
  std::array<int, 2> said{};
  if (pipe(said.data()) != 0) return false;
  std::vector<pid_t> children;
  for (std::size_t i = 0; i < kProcesses; ++i) {
    const pid_t child = fork();
    if (child == 0) {
      if (take_memory(kEach) && write(said[1], "x", 1) == 1) pause();
      _exit(0);
    }
    if (child > 0) children.push_back(child);
  }
  std::size_t holding = 0;
  while (holding < kProcesses && !one_has_ended(children)) {
    pollfd readable{said[0], POLLIN, 0};
    char byte = 0;
    if (poll(&readable, 1, 5) == 1 && read(said[0], &byte, 1) == 1) ++holding;
  }
  for (const pid_t child : children) kill(child, SIGKILL);
  for (const pid_t child : children) waitpid(child, nullptr, 0);
  errno = ENOMEM;
  return holding == kProcesses;
}

bool write_large_file(const Bait& bait) {
  const int file = open((bait.files() / "large").c_str(), O_CREAT | O_WRONLY, 0600);
  const std::string megabyte(std::size_t{1} << 20, 'x');
  for (std::size_t written = 0; written < 4 * kProbeFile;) {
    const ssize_t got = write(file, megabyte.data(), megabyte.size());
    if (got <= 0) return false;
    written += static_cast<std::size_t>(got);
  }
  return true;
}

}  // namespace

const std::vector<Escape>& escapes() {
  static const std::vector<Escape> all = {
      {"hidden", "reads the hidden tests", read_hidden_test, 1, 1},
      {"others", "reads another student's submission", read_other_submission, 1, 1},
      {"descriptor", "reads a file that the grader has open", read_inherited_descriptor, 0, 0},
      {"solutions", "reads the solutions, which the checker needs", read_solutions, 1, kNever},
      {"record", "writes into the checker's record", write_record, 1, kNever},
      {"outside", "writes a file outside of its folder", write_outside, 1, 1},
      {"environ", "reads the environment of another process", read_environments, 1, 1},
      {"tcp", "connects to a TCP server on this machine", connect_by_tcp, 1, 1},
      {"abstract", "connects to an abstract Unix socket", connect_to_abstract_socket, 1, 1},
      {"socket", "connects to a Unix socket in the file system", connect_to_socket_file, 1, 1},
      {"ptrace", "reads the memory of another process by ptrace", trace_decoy, 1, 1},
      {"memory", "reads the memory of another process", read_memory_of_decoy, 1, 1},
      {"signal", "sends a signal to another process", signal_decoy, 1, 2, true},
      {"checker", "sends a signal to the checker", signal_parent, 1, kNever},
      {"attach", "attaches to the checker as a debugger", trace_parent, 1, kNever},
      {"process", "starts a process", start_process, 1, kNever},
      {"thread", "starts a thread", start_thread, 1, kNever},
      {"exec", "becomes another program", become_program, 1, kNever},
      {"daemon", "leaves a process behind", leave_process, 1, 2, true},
      {"segment", "leaves shared memory behind (System V)", leave_shared_memory, 1, 2, true},
      {"shared", "leaves shared memory behind (/dev/shm)", leave_shared_file, 1, 1, true},
      {"limits", "raises its own limits", raise_limits, 1, 2},
      {"mount", "mounts a file system", mount_over, 1, 1},
      {"namespace", "makes itself root in a user namespace", make_user_namespace, 1, 1},
      {"keyring", "uses the kernel's keyring", use_keyring, 1, 1},
      {"bpf", "loads something into the kernel (bpf)", load_into_kernel, 1, 1},
      {"io_uring", "asks for input and output by io_uring", use_io_uring, 1, 1},
      {"faults", "handles page faults itself (userfaultfd)", handle_page_faults, 1, 1},
      {"perf", "counts events of the kernel (perf)", count_events, 1, 1},
      {"terminal", "types into the terminal", type_into_terminal, 1, 2},
      {"cpu", "computes without end", compute_without_end, 0, 0, false, true},
      {"heap", "takes more memory than it may", take_too_much_memory, 0, 0},
      {"file", "writes a larger file than it may", write_large_file, 0, 0},
      {"together", "takes more memory by means of several processes", take_memory_together, kNever,
       3},
      {"many", "starts more processes than it may", start_many, kNever, 3},
      {"user", "reads a file that only the grader's user may read", read_private_file, 1, 3},
  };
  return all;
}

std::vector<std::string> Bait::arguments() const {
  return {hidden_test,
          other_submission,
          outside,
          own,
          solutions,
          private_file,
          canary,
          std::to_string(decoy),
          decoy_secret,
          std::to_string(decoy_address),
          std::to_string(port),
          abstract_socket,
          std::to_string(shared_memory),
          shared_name};
}

Bait Bait::from(const std::vector<std::string>& arguments) {
  if (arguments.size() != 14) throw std::invalid_argument("a bait is 14 arguments");
  return {.hidden_test = arguments[0],
          .other_submission = arguments[1],
          .outside = arguments[2],
          .own = arguments[3],
          .solutions = arguments[4],
          .private_file = arguments[5],
          .canary = arguments[6],
          .decoy = std::stoi(arguments[7]),
          .decoy_secret = arguments[8],
          .decoy_address = std::stoul(arguments[9]),
          .port = std::stoi(arguments[10]),
          .abstract_socket = arguments[11],
          .shared_memory = std::stoi(arguments[12]),
          .shared_name = arguments[13]};
}

}  // namespace descent::sandbox
