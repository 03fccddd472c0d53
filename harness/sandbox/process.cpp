#include "harness/sandbox/process.hpp"

#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <system_error>

namespace descent::sandbox {
namespace {

using Clock = std::chrono::steady_clock;

struct Pipe {
  Pipe() {
    if (pipe2(ends.data(), O_CLOEXEC) != 0) {
      throw std::system_error(errno, std::generic_category(), "cannot make a pipe");
    }
  }
  ~Pipe() {
    close_read();
    close_write();
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  void close_read() { close_end(0); }
  void close_write() { close_end(1); }

  std::array<int, 2> ends{-1, -1};

 private:
  void close_end(std::size_t i) {
    if (ends[i] >= 0) close(ends[i]);
    ends[i] = -1;
  }
};

std::vector<char*> pointers(const std::vector<std::string>& strings) {
  std::vector<char*> result;
  for (const std::string& text : strings) result.push_back(const_cast<char*>(text.c_str()));
  result.push_back(nullptr);
  return result;
}

/// The child's half: everything that can fail reports its errno through the pipe.
[[noreturn]] void become(const Command& command, const std::vector<char*>& arguments,
                         const std::vector<char*>& environment, int output, int failure) {
  prctl(PR_SET_PDEATHSIG, command.death_signal);
  setpgid(0, 0);
  const int nothing = open("/dev/null", O_RDONLY);
  dup2(nothing, 0);
  dup2(output, 1);
  dup2(output, 2);
  // What another thread opened carelessly must not be inherited either.
  close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
  bool ready = true;
  if (command.folder) ready = chdir(command.folder->c_str()) == 0;
  if (ready && command.prepare && !command.prepare()) {
    ready = false;
    errno = EPERM;
  }
  try {
    limit_in_total(command.limits);
  } catch (const std::system_error&) {
    ready = false;
  }
  if (ready) {
    if (command.environment) {
      execvpe(arguments[0], arguments.data(), environment.data());
    } else {
      execvp(arguments[0], arguments.data());
    }
  }
  const int error = errno;
  static_cast<void>(!write(failure, &error, sizeof error));
  _exit(127);
}

void throw_if_not_started(Pipe& failure, const Command& command, pid_t pid) {
  failure.close_write();
  int error = 0;
  if (read(failure.ends[0], &error, sizeof error) == sizeof error) {
    waitpid(pid, nullptr, 0);
    throw std::system_error(error, std::generic_category(),
                            "cannot run " + command.arguments.front());
  }
}

bool has_ended(pid_t pid) {
  siginfo_t info{};
  return waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
         info.si_pid == pid;
}

}  // namespace

Ended run(const Command& command) {
  Pipe output;
  Pipe failure;
  const auto arguments = pointers(command.arguments);
  const auto variables = command.environment.value_or(std::vector<std::string>{});
  const auto environment = pointers(variables);
  const pid_t pid = fork();
  if (pid < 0) throw std::system_error(errno, std::generic_category(), "cannot start a process");
  if (pid == 0) become(command, arguments, environment, output.ends[1], failure.ends[1]);
  output.close_write();
  throw_if_not_started(failure, command, pid);

  Ended ended;
  const auto keep = [&](const char* data, std::size_t size) {
    const std::string text(data, size);
    if (command.on_output) command.on_output(text);
    if (ended.output.size() < command.most_output) {
      ended.output += text.substr(0, command.most_output - ended.output.size());
    }
  };
  const Clock::time_point deadline = Clock::now() + command.wall_clock;
  std::array<char, 1 << 14> chunk{};
  bool open = true;  // somebody can still print; a program may close its output long before its end
  while (!has_ended(pid)) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) {
      ended.timed_out = true;
      break;
    }
    pollfd readable{output.ends[0], POLLIN, 0};
    const auto pause = static_cast<int>(std::min<long>(left, open ? 50 : 1));
    if (poll(&readable, open ? 1 : 0, pause) <= 0) continue;
    const ssize_t got = read(output.ends[0], chunk.data(), chunk.size());
    open = got > 0;
    if (open) keep(chunk.data(), static_cast<std::size_t>(got));
  }
  kill(-pid, SIGKILL);  // before its number is given back, and might be somebody else's
  int status = 0;
  waitpid(pid, &status, 0);
  // What it printed last; not what leftovers outside of its group may go on printing.
  int waiting = 0;
  if (open) ioctl(output.ends[0], FIONREAD, &waiting);
  while (waiting > 0) {
    const auto most = std::min(chunk.size(), static_cast<std::size_t>(waiting));
    const ssize_t got = read(output.ends[0], chunk.data(), most);
    if (got <= 0) break;
    keep(chunk.data(), static_cast<std::size_t>(got));
    waiting -= static_cast<int>(got);
  }
  ended.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return ended;
}

}  // namespace descent::sandbox
