#include "harness/remote/worker.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <condition_variable>
#include <csignal>
#include <cstdlib>
#include <mutex>
#include <system_error>
#include <thread>

#include "harness/remote/folder.hpp"
#include "harness/remote/sanitizer.hpp"

namespace descent::remote {
namespace {

using outcome::Outcome;

[[noreturn]] void infrastructure(const std::string& what) {
  throw CallFailure(Outcome::infrastructure, what + ": " + std::generic_category().message(errno));
}

double seconds_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
}

/// The worker's whole environment. One thread each, so that results do not depend on the machine.
std::vector<std::string> environment(bool confined) {
  // What the loader binds before the first fork, no worker has to bind, or to copy, for itself.
  std::vector<std::string> variables = {"OPENBLAS_NUM_THREADS=1", "OMP_NUM_THREADS=1",
                                        "LD_BIND_NOW=1"};
  if (const char* processor = std::getenv("OPENBLAS_CORETYPE")) {
    variables.push_back(std::string("OPENBLAS_CORETYPE=") + processor);  // as the checker computes
  }
  if (!confined) {
    variables.insert(variables.end(),
                     {"PATH=/usr/bin:/bin", "ASAN_OPTIONS=detect_leaks=0:handle_abort=0",
                      "UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1"});
  }
  return variables;
}

}  // namespace

void Worker::start() {
  std::array<int, 2> sockets{};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets.data()) != 0) {
    infrastructure("cannot make a socket pair");
  }
  // Room for a whole 500 x 500 matrix, so that the two processes need not take turns.
  constexpr int kSocketBuffer = 1 << 22;
  for (const int socket : sockets) {
    setsockopt(socket, SOL_SOCKET, SO_SNDBUF, &kSocketBuffer, sizeof kSocketBuffer);
  }
  connection_ = std::make_unique<Connection>(sockets[0], settings_.limits.reply_mb << 20,
                                             [this] { watch(); });
  prints_ = memfd_create("prints", MFD_CLOEXEC);
  if (prints_ < 0) infrastructure("cannot make a memory file");

  if (!nursery_) {
    nursery_ = std::make_unique<Nursery>(
        settings_.program,
        std::vector<std::string>{settings_.object, std::to_string(settings_.limits.memory_mb),
                                 fmt::format("{:.0f}", settings_.limits.test_cpu_seconds),
                                 !settings_.confined  ? "free"
                                 : settings_.strictly ? "strictly"
                                                      : "confined",
                                 std::to_string(settings_.limits.files_mb), settings_.folder},
        environment(settings_.confined));
  }
  try {
    pid_ = nursery_->fork_worker({sockets[1], prints_});
  } catch (const CallFailure&) {
    close(sockets[1]);
    nursery_.reset();  // the next test tries a new one
    throw;
  }
  close(sockets[1]);

  clocks_.start_call(pid_);
  if (connection_->receive().kind != FrameKind::confined) {
    fail(Outcome::infrastructure,
         "This machine does not confine a worker as was asked for: see ./descent doctor.");
  }
  const Frame frame = connection_->receive();
  Reader in(frame.payload);
  if (frame.kind == FrameKind::cannot_load) {
    fail(Outcome::build_failed,
         "Your code compiled, but cannot be loaded: " + Codec<std::string>::decode(in));
  }
  if (frame.kind != FrameKind::hello) throw DecodeError("the first message is no greeting");
  hello_ = Codec<Hello>::decode(in);
  in.expect_end();
  clocks_.add_up_sleep();
}

Bytes Worker::call(const Request& request) {
  if (broken_) {
    throw CallFailure(Outcome::crashed, "The worker has failed earlier in this test.");
  }
  try {
    if (pid_ < 0) start();
    std::uint32_t target = 0;
    const auto& offers = hello_->offers;
    while (target < offers.size() && (offers[target].exercise != request.type.name ||
                                      offers[target].signature != request.type.signature)) {
      ++target;
    }
    if (target == offers.size()) {
      fail(Outcome::infrastructure, std::string("The worker does not know ") + request.type.name +
                                        " with the signature in the header: build it again.");
    }
    if (!offers[target].defined) {
      fail(Outcome::build_failed,
           fmt::format("Your file does not define {} with the parameters that the header declares: "
                       "compare the two, letter by letter (const, &, the order).",
                       request.type.name));
    }
    clocks_.start_call(pid_);
    Bytes reply = connection_->call(
        target, request.arguments,
        [&](std::uint32_t callback, Reader in) { return serve(request, callback, in); });
    watch_files();
    clocks_.add_up_sleep();
    return reply;
  } catch (const ConnectionClosed&) {
    explain_death(request);
  } catch (const DecodeError& error) {
    fail(Outcome::protocol_violation,
         fmt::format("What came back from {} is no answer to this call: {}. Something in your code "
                     "writes where it must not.",
                     request.sentence(), error.what()));
  } catch (const CallFailure& failure) {
    if (failure.outcome() == Outcome::timed_out) {
      fail(Outcome::timed_out, request.sentence() + " " + failure.what());
    }
    throw;
  }
}

Bytes Worker::serve(const Request& request, std::uint32_t callback, Reader arguments) {
  if (callback >= request.callbacks.size()) throw DecodeError("a callback that does not exist");
  clocks_.add_up_sleep();
  const double before = cpu_seconds_of_thread();
  // A callback may call an exercise in turn: that call waits inside this one.
  Bytes reply = request.callbacks[callback](arguments, {});
  clocks_.add_callback(cpu_seconds_of_thread() - before);
  clocks_.start_call(pid_);
  return reply;
}

void Worker::watch() {
  watch_files();
  clocks_.watch();
}

// One file is limited by the kernel, all together by this.
void Worker::watch_files() {
  if (settings_.folder.empty()) return;
  if (Folder::bytes_in(settings_.folder) > settings_.limits.files_mb << 20) {
    fail(
        Outcome::out_of_memory,
        fmt::format("Your code has written more than {} MB of files. Does it write without end, or "
                    "leave everything that it ever wrote?",
                    settings_.limits.files_mb));
  }
}

bool Worker::interrupt(std::chrono::microseconds after, const std::function<void()>& calls) {
  if (pid_ < 0 && !broken_) start();  // so that the time is that of the calls
  const pid_t victim = pid_;
  std::mutex mutex;
  std::condition_variable done;
  bool is_done = false;
  bool killed = false;
  std::thread killer([&] {
    std::unique_lock lock(mutex);
    if (done.wait_for(lock, after, [&] { return is_done; })) return;
    killed = victim > 0 && kill(victim, SIGKILL) == 0;
  });
  const auto finish = [&] {
    {
      const std::scoped_lock lock(mutex);
      is_done = true;
    }
    done.notify_one();
    killer.join();
  };
  try {
    calls();
  } catch (const CallFailure&) {
    finish();
    if (!killed) throw;
  } catch (...) {
    finish();
    throw;
  }
  if (killer.joinable()) finish();
  // The next call gets a fresh worker, whether or not this one was killed while it answered.
  if (killed) discard_worker();
  return killed;
}

void Worker::explain_death(const Request& request) {
  // The connection is closed, so the process is gone or about to go; one that stays has closed it.
  int status = 0;
  rusage used{};
  pid_t waited = 0;
  for (int i = 0; i < 100 && waited == 0; ++i) {
    waited = wait4(pid_, &status, WNOHANG, &used);
    if (waited == 0) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  const std::string call = request.sentence();
  if (waited != pid_) {
    fail(Outcome::protocol_violation, call + " closed the connection to the checker.");
  }
  pid_ = -1;
  // Only a sanitized worker, which is never confined, prints what can be believed here; any other
  // submission could print such lines itself, with the call's arguments in them.
  if (!settings_.confined) {
    if (const auto finding = sanitizer_finding(everything_printed())) {
      fail(Outcome::crashed, fmt::format("{}: {}.", call, *finding));
    }
  }
  const std::string during =
      hello_ ? call : "Your code, while it was being loaded (the constructor of a global object?),";
  if (WIFEXITED(status)) {
    fail(Outcome::crashed,
         fmt::format("{} ended the process by exit({}) instead of returning. An exercise returns "
                     "its result or throws.",
                     during, WEXITSTATUS(status)));
  }
  // Whoever ignores SIGXCPU is killed a second later.
  const bool overdue = seconds_of(used.ru_utime) + seconds_of(used.ru_stime) >=
                       std::floor(settings_.limits.test_cpu_seconds);
  const int signal =
      WTERMSIG(status) == SIGKILL && overdue ? static_cast<int>(SIGXCPU) : WTERMSIG(status);
  switch (signal) {
    case SIGSEGV:
    case SIGBUS:
      fail(
          Outcome::crashed,
          fmt::format("{} crashed (segmentation fault): it used memory that is not its own, by an "
                      "index beyond the end, a dangling reference, or a function that calls itself "
                      "without end. ./descent check --sanitize shows the line.",
                      during));
    case SIGILL:
    case SIGTRAP:
      fail(Outcome::crashed,
           during +
               " ran into the trap that the compiler sets at the end of a function which promises "
               "a result: one of the ways through it has no `return` "
               "(docs/reference/errors.md#nothing-is-returned).");
    case SIGFPE:
      fail(Outcome::crashed, during + " divided an integer by zero.");
    case SIGABRT:
      fail(Outcome::crashed,
           during +
               " aborted: a failed assert(), an exception out of a destructor or a noexcept "
               "function, or memory that was freed twice. ./descent check --sanitize may show "
               "the line.");
    case SIGSYS:
      fail(Outcome::crashed,
           during +
               " asked the system for something that no exercise needs (another process or "
               "thread, the network, a signal to another process) and was stopped.");
    case SIGXCPU:
      fail(Outcome::timed_out,
           fmt::format("{} used more than {:g} s of computing time for one test.", during,
                       settings_.limits.test_cpu_seconds));
    case SIGKILL:
      fail(
          Outcome::out_of_memory,
          during + " was killed by the system, most likely because the machine ran out of memory.");
    default:
      fail(Outcome::crashed,
           fmt::format("{} was ended by signal {} ({}).", during, signal, strsignal(signal)));
  }
}

void Worker::fail(Outcome outcome, const std::string& sentence) {
  broken_ = true;
  if (pid_ > 0) {
    kill(-pid_, SIGKILL);
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
    pid_ = -1;
  }
  throw CallFailure(outcome, sentence);
}

void Worker::stop() {
  connection_.reset();
  if (pid_ > 0) {
    kill(-pid_, SIGKILL);
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
    pid_ = -1;
  }
  if (prints_ >= 0) close(prints_);
  prints_ = -1;
}

void Worker::discard_worker() {
  stop();
  hello_.reset();
  broken_ = false;
}

void Worker::start_test() {
  discard_worker();
  clocks_.start_test();
}

std::string Worker::printed() {
  const std::string all = everything_printed();
  return settings_.confined ? all : before_sanitizer(all);
}

std::string Worker::everything_printed() const {
  std::string text;
  if (prints_ < 0) return text;
  text.resize(settings_.limits.output_kb << 10);
  const ssize_t got = pread(prints_, text.data(), text.size(), 0);
  text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return text;
}

}  // namespace descent::remote
