#include "harness/remote/nursery.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <system_error>

#include "harness/remote/binding.hpp"
#include "harness/remote/hello.hpp"

namespace descent::remote {
namespace {

[[noreturn]] void fail(const std::string& what, int error) {
  throw CallFailure(outcome::Outcome::infrastructure,
                    what + ": " + std::generic_category().message(error));
}

std::vector<char*> pointers(std::vector<std::string>& strings) {
  std::vector<char*> result;
  for (std::string& text : strings) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

}  // namespace

Nursery::Nursery(const std::filesystem::path& program, std::vector<std::string> arguments,
                 std::vector<std::string> environment) {
  std::array<int, 2> sockets{};
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets.data()) != 0) {
    fail("cannot make a socket pair", errno);
  }
  control_ = sockets[0];
  arguments.insert(arguments.begin(), program.string());
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  for (const int descriptor : {0, 1, 2}) {
    posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0);
  }
  posix_spawn_file_actions_adddup2(&actions, sockets[1], kWorkerSocket);
  posix_spawn_file_actions_addclosefrom_np(&actions, kWorkerSocket + 1);
  const int error = posix_spawn(&pid_, program.c_str(), &actions, nullptr,
                                pointers(arguments).data(), pointers(environment).data());
  posix_spawn_file_actions_destroy(&actions);
  close(sockets[1]);
  if (error != 0) {
    close(control_);
    fail("cannot start the worker " + program.string(), error);
  }
}

Nursery::~Nursery() {
  close(control_);  // which ends it
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
}

pid_t Nursery::fork_worker(const WorkerDescriptors& descriptors) {
  pid_t worker = -1;
  if (!send_descriptors(control_, descriptors) ||
      recv(control_, &worker, sizeof worker, 0) != sizeof worker || worker <= 0) {
    fail("the worker program gave no new worker", errno);
  }
  return worker;
}

}  // namespace descent::remote
