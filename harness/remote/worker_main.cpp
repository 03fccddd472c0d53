// The untrusted side: limits and confines itself, then opens one shared object with exercises and
// serves calls to it over the socket it was started with. Nothing in this process is believed.
//
// worker OBJECT MEMORY_MB CPU_SECONDS confined|free

#include <sys/prctl.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <iostream>

#include "harness/remote/frame.hpp"
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

}  // namespace

int main(int argc, char** argv) {
  constexpr std::size_t kLargestFrame = std::size_t{1} << 30;
  if (argc != 5) return 2;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  const std::string object = argv[1];
  const bool confined = std::string(argv[4]) == "confined";

  Connection connection(kWorkerSocket, kLargestFrame);
  Hello hello;
  if (confined) {
    descent::sandbox::limit_self({.memory_bytes = std::stoul(argv[2]) << 20,
                                  .cpu_seconds = static_cast<unsigned>(std::stoul(argv[3])),
                                  .file_bytes = std::size_t{1} << 20});
    const auto reached = descent::sandbox::confine_self({object});
    hello.landlock = reached.landlock;
    hello.seccomp = reached.seccomp;
  }
  try {
    const Implementation implementation{std::filesystem::path(object)};
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
