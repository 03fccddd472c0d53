#include "harness/sandbox/scene.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <spawn.h>
#include <sys/random.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <utility>

#include "harness/sandbox/kernel_text.hpp"

namespace descent::sandbox {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& what) {
  throw std::runtime_error("the isolation cannot be probed: " + what + ": " +
                           std::generic_category().message(errno));
}

std::uint64_t random_number() {
  std::uint64_t number = 0;
  if (getrandom(&number, sizeof number, 0) != sizeof number) fail("there is no randomness");
  return number;
}

std::string random_word() {
  std::array<char, 17> text{};
  std::snprintf(text.data(), text.size(), "%016llx",
                static_cast<unsigned long long>(random_number()));
  return text.data();
}

int server(int family, const void* address, std::size_t size) {
  const int socket = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (socket < 0 ||
      bind(socket, static_cast<const sockaddr*>(address), static_cast<socklen_t>(size)) != 0 ||
      listen(socket, 8) != 0) {
    fail("a server cannot be started");
  }
  return socket;
}

/// `name` may start with a zero.
int unix_server(const std::string& name) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (name.size() >= sizeof address.sun_path) throw std::runtime_error(name + " is too long");
  std::copy(name.begin(), name.end(), address.sun_path);
  return server(AF_UNIX, &address, offsetof(sockaddr_un, sun_path) + name.size());
}

/// The processes with this in their environment.
std::vector<pid_t> processes_with(const std::string& mark) {
  std::vector<pid_t> found;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator("/proc", ignored)) {
    const std::string name = entry.path().filename();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    if (kernel_text(entry.path() / "environ").find(mark) != std::string::npos) {
      found.push_back(static_cast<pid_t>(std::stol(name)));
    }
  }
  return found;
}

}  // namespace

Scene::Scene(fs::path helper) : helper_(std::move(helper)) {
  bait_.canary = random_word();
  plant_files();
  plant_servers();
  plant_decoy();
  bait_.shared_memory = static_cast<int>(random_number() & 0x7fffffff) | 1;
  bait_.shared_name = "descent-" + random_word();
}

void Scene::plant_files() {
  const fs::path& root = folder_.path();
  bait_.hidden_test = root / "suites" / "hidden_tests.cpp";
  bait_.other_submission = root / "submissions" / "losses.cpp";
  bait_.outside = root / "outside";
  bait_.own = root / "own";
  bait_.private_file = root / "private";
  bait_.solutions = root / "solutions";
  for (const fs::path& folder : {bait_.hidden_test.parent_path(),
                                 bait_.other_submission.parent_path(), bait_.outside, bait_.own}) {
    fs::create_directory(folder);
  }
  for (const fs::path& file :
       {bait_.hidden_test, bait_.other_submission, bait_.private_file, bait_.solutions}) {
    std::ofstream(file) << bait_.canary << '\n';
  }
  chmod(bait_.private_file.c_str(), 0600);
  open_.push_back(open(bait_.hidden_test.c_str(), O_RDONLY));  // as careless code would
}

void Scene::plant_servers() {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  open_.push_back(server(AF_INET, &address, size));
  if (getsockname(open_.back(), reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    fail("a server has no name");
  }
  bait_.port = ntohs(address.sin_port);
  bait_.abstract_socket = "descent-" + random_word();
  open_.push_back(unix_server(std::string(1, '\0') + bait_.abstract_socket));
  open_.push_back(unix_server(bait_.socket()));
}

void Scene::plant_decoy() {
  std::array<int, 2> pipe{};
  if (pipe2(pipe.data(), O_CLOEXEC) != 0) fail("there is no pipe");
  decoy_says_ = pipe[0];
  bait_.decoy_secret = random_word();
  // The address is that of the whole entry behind its '='.
  std::string variable = "DESCENT_DECOY=" + bait_.decoy_secret;
  std::string program = helper_;
  std::string role = "decoy";
  const std::array<char*, 3> arguments = {program.data(), role.data(), nullptr};
  const std::array<char*, 2> environment = {variable.data(), nullptr};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, pipe[1], 1);
  errno = posix_spawn(&bait_.decoy, program.c_str(), &actions, nullptr, arguments.data(),
                      environment.data());
  posix_spawn_file_actions_destroy(&actions);
  close(pipe[1]);
  if (errno != 0) fail("cannot start " + program);
  std::string line(32, '\0');
  const ssize_t got = read(decoy_says_, line.data(), line.size());
  if (got <= 0) fail(program + " says nothing");
  bait_.decoy_address = std::stoul(line);
}

Scene::~Scene() {
  for (const int descriptor : open_) close(descriptor);
  close(decoy_says_);
  if (bait_.decoy > 0) {
    kill(bait_.decoy, SIGKILL);
    waitpid(bait_.decoy, nullptr, 0);
  }
}

View Scene::view() const {
  return {.readable = {helper_, bait_.private_file, bait_.solutions}, .writable = bait_.own};
}

bool Scene::shows(const std::string& escape) {
  if (escape == "signal") return decoy_was_signalled();
  if (escape == "daemon") return process_is_left();
  if (escape == "segment") {
    const int segment = shmget(bait_.shared_memory, 0, 0);
    return segment >= 0 && shmctl(segment, IPC_RMID, nullptr) == 0;
  }
  if (escape == "shared") return unlink(("/dev/shm/" + bait_.shared_name).c_str()) == 0;
  throw std::logic_error("nothing shows of " + escape);
}

bool Scene::decoy_was_signalled() {
  pollfd readable{decoy_says_, POLLIN, 0};
  char byte = 0;
  return poll(&readable, 1, 20) == 1 && read(decoy_says_, &byte, 1) == 1;
}

/// The kernel takes a moment to end all of a namespace; what is there for longer stays.
bool Scene::process_is_left() const {
  std::vector<pid_t> left;
  for (int i = 0; i < 50; ++i) {
    left = processes_with(mark());
    if (left.empty()) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  for (const pid_t pid : left) kill(pid, SIGKILL);
  return true;
}

}  // namespace descent::sandbox
