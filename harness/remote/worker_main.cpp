// The untrusted side. The program waits with its libraries loaded and forks a worker whenever it is
// handed two descriptors. A worker limits and confines itself, then opens one shared object with
// exercises and serves calls to it. Nothing in a worker is believed.
//
// worker OBJECT MEMORY_MB CPU_SECONDS free|confined|strictly FILES_MB FOLDER
//
// strictly: opens the object only where the kernel grants the whole confinement.
// FOLDER is
// where the exercises may write files; empty: nowhere.

#include <linux/close_range.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <iostream>

#include "harness/remote/descriptors.hpp"
#include "harness/remote/frame.hpp"
#include "harness/remote/heap.hpp"
#include "harness/remote/hello.hpp"
#include "harness/remote/implementation.hpp"
#include "harness/sandbox/confine.hpp"
#include "harness/sandbox/limits.hpp"

namespace {

using namespace descent::remote;

void flush_prints() {
  std::cout.flush();
  std::cerr.flush();
  std::fflush(nullptr);
}

class Server {
 public:
  explicit Server(Connection& connection, const Implementation& implementation)
      : connection_(connection), entries_(implementation.entries()) {}

  [[noreturn]] void run() {
    for (;;) {
      const Frame frame = connection_.receive();
      if (frame.kind != FrameKind::call) std::_Exit(1);
      connection_.send(FrameKind::reply, 0, serve(frame.target, Reader(frame.payload)));
    }
  }

 private:
  Bytes serve(std::uint32_t target, Reader arguments) {
    const Entry& entry = entries_[target];
    const Ask ask = [this](std::uint32_t callback, const Bytes& request) {
      return connection_.call(
          callback, request, [this](std::uint32_t nested, Reader in) { return serve(nested, in); });
    };
    Bytes reply = entry.serve(entry.function, arguments, ask);
    flush_prints();
    return reply;
  }

  Connection& connection_;
  std::span<const Entry> entries_;
};

enum class Confined { no, if_possible, strictly };

/// Made once, before the first fork.
struct Settings {
  std::string object;
  descent::sandbox::Limits limits;  ///< in total, with what the libraries take
  Confined confined = Confined::if_possible;
  descent::sandbox::Confiner confiner;
};

[[noreturn]] void work(const Settings& settings) {
  constexpr std::size_t kLargestFrame = std::size_t{1} << 30;
  Connection connection(kWorkerSocket, kLargestFrame);
  Hello hello;
  try {
    if (settings.confined != Confined::no) {
      descent::sandbox::limit_in_total(settings.limits);
      const bool complete = settings.confiner.confine_self().complete();
      if (!complete && settings.confined == Confined::strictly) {
        connection.send(FrameKind::unconfined, 0, {});
        std::_Exit(1);
      }
    }
    connection.send(FrameKind::confined, 0, {});  // still to be believed; nothing after it is
    const Implementation implementation{std::filesystem::path(settings.object)};
    for (const Entry& entry : implementation.entries()) {
      hello.offers.push_back({entry.exercise, entry.signature, entry.function != nullptr});
    }
    Writer out;
    Codec<Hello>::encode(out, hello);
    connection.send(FrameKind::hello, 0, out.take());
    Server(connection, implementation).run();
  } catch (const ConnectionClosed&) {
    std::_Exit(0);  // the checker is done with us
  } catch (const std::exception& error) {
    Writer out;
    Codec<std::string>::encode(out, error.what());
    connection.send(FrameKind::cannot_load, 0, out.take());
    flush_prints();
    std::_Exit(1);
  }
}

/// The first steps of a forked worker: only what it was handed stays open.
void take_over(const WorkerDescriptors& descriptors) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  setpgid(0, 0);
  const auto [socket, prints] = descriptors;
  dup2(socket, kWorkerSocket);
  dup2(prints, STDOUT_FILENO);
  dup2(prints, STDERR_FILENO);
  close_range(kWorkerSocket + 1, ~0U, 0);
}

/// A fork whose parent is the checker, so that the checker, and nobody else, learns how it ends.
pid_t fork_for_the_checker() {
  return static_cast<pid_t>(
      syscall(SYS_clone, CLONE_PARENT | SIGCHLD, nullptr, nullptr, nullptr, 0));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 7) return 2;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  const std::string_view confined = argv[4];
  Settings settings{argv[1],
                    {.memory_bytes = std::stoul(argv[2]) << 20,
                     .cpu_seconds = static_cast<unsigned>(std::stoul(argv[3])),
                     .file_bytes = std::max(std::stoul(argv[5]), 1UL) << 20},
                    confined == "free"       ? Confined::no
                    : confined == "strictly" ? Confined::strictly
                                             : Confined::if_possible,
                    descent::sandbox::Confiner({argv[1]}, argv[6])};
  keep_heap();
  settings.limits.memory_bytes += descent::sandbox::mapped_bytes();
  WorkerDescriptors descriptors{};
  while (receive_descriptors(kWorkerSocket, descriptors)) {
    const pid_t worker = fork_for_the_checker();
    if (worker == 0) {
      take_over(descriptors);
      work(settings);
    }
    for (const int descriptor : descriptors) close(descriptor);
    if (send(kWorkerSocket, &worker, sizeof worker, MSG_NOSIGNAL) != sizeof worker) return 1;
  }
  return 0;
}
