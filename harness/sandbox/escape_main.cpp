// Tries to escape, from wherever it is started, and says what came of it. The grader starts it in
// place of a checker and of a compiler to learn what this machine's isolation is worth.
//
// escape decoy                      a process to be reached: prints where in its memory its secret
// is,
//                                   and a line for every SIGUSR1
// escape worker|program TIER BAIT   tries everything: a line an escape, "ID HOW-IT-ENDED", which is
//                                   an exit code, 256 + a signal, or -1 for too long

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <thread>

#include "harness/sandbox/confine.hpp"
#include "harness/sandbox/escape.hpp"
#include "harness/sandbox/limits.hpp"

namespace {

using namespace descent::sandbox;
using Clock = std::chrono::steady_clock;

int be_decoy() {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGUSR1);
  sigprocmask(SIG_BLOCK, &signals, nullptr);
  std::cout << reinterpret_cast<std::size_t>(std::getenv("DESCENT_DECOY")) << std::endl;
  for (int signal = 0; sigwait(&signals, &signal) == 0;) std::cout << "signalled" << std::endl;
  return 1;
}

struct Attempt {
  const Escape* escape;
  pid_t pid;
  Clock::time_point started;
};

/// In a process of its own, with what a worker would have done to itself before.
Attempt start(const Escape& escape, Inmate inmate, int tier, const Bait& bait) {
  const pid_t pid = fork();
  if (pid != 0) return {&escape, pid, Clock::now()};
  // In a namespace of its own the decoy's number may be that of one of these.
  std::signal(SIGUSR1, SIG_IGN);
  if (inmate == Inmate::worker) {
    limit_self(
        {.memory_bytes = kProbeMemory, .cpu_seconds = kProbeSeconds, .file_bytes = kProbeFile});
    if (tier >= 1) Confiner({}, bait.files()).confine_self();
  }
  errno = 0;
  const bool escaped = escape.attempt(bait);
  _exit(escaped ? kEscaped : errno);
}

int end_of(const Attempt& attempt) {
  if (attempt.pid < 0) return errno;
  for (int status = 0; Clock::now() - attempt.started < std::chrono::seconds(10);) {
    if (waitpid(attempt.pid, &status, WNOHANG) == attempt.pid) {
      return WIFEXITED(status) ? WEXITSTATUS(status) : 256 + WTERMSIG(status);
    }
    std::this_thread::sleep_for(std::chrono::microseconds(200));
  }
  kill(attempt.pid, SIGKILL);
  waitpid(attempt.pid, nullptr, 0);
  return -1;
}

void report(const Attempt& attempt) {
  std::cout << attempt.escape->id << ' ' << end_of(attempt) << std::endl;
}

int try_everything(Inmate inmate, int tier, const Bait& bait) {
  mkdir(bait.files().c_str(), 0700);
  close(open(bait.record().c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
  std::vector<Attempt> slow;  // they take a second each, of nothing but waiting
  for (const Escape& escape : escapes()) {
    if (escape.stopped_from(inmate) == kNever) continue;
    const Attempt attempt = start(escape, inmate, tier, bait);
    if (escape.slow) {
      slow.push_back(attempt);
    } else {
      report(attempt);
    }
  }
  for (const Attempt& attempt : slow) report(attempt);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.size() == 1 && arguments[0] == "decoy") return be_decoy();
  if (arguments.size() < 3) return 2;
  const Inmate inmate = arguments[0] == "worker" ? Inmate::worker : Inmate::program;
  return try_everything(inmate, std::stoi(arguments[1]),
                        Bait::from({arguments.begin() + 2, arguments.end()}));
}
