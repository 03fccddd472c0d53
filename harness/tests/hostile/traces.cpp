#include "traces.hpp"

#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <thread>

#include "harness/course/digest.hpp"
#include "harness/sandbox/kernel_text.hpp"

namespace descent::hostile {
namespace {

namespace fs = std::filesystem;

struct Child {
  pid_t pid = 0;
  std::string name = {};  ///< "1234 (worker)"
  char state = 0;         ///< 'Z': dead, not buried
  pid_t session = 0;
};

/// Source: proc(5), /proc/[pid]/stat.
std::vector<Child> children() {
  std::vector<Child> found;
  std::error_code gone;
  for (const auto& entry : fs::directory_iterator("/proc", gone)) {
    const std::string number = entry.path().filename();
    if (std::isdigit(static_cast<unsigned char>(number.front())) == 0) continue;
    const std::string stat = sandbox::kernel_text(entry.path() / "stat");
    const auto name_end = stat.rfind(") ");  // the name itself may hold anything
    if (name_end == std::string::npos) continue;
    std::istringstream rest(stat.substr(name_end + 2));
    Child child{.pid = std::stoi(number), .name = stat.substr(0, name_end + 1)};
    pid_t parent = 0, group = 0;
    if (rest >> child.state >> parent >> group >> child.session && parent == getpid()) {
      found.push_back(child);
    }
  }
  return found;
}

/// The names of the living children of this process; the dead are buried.
std::vector<std::string> living_children() {
  while (waitpid(-1, nullptr, WNOHANG) > 0) {
  }
  std::vector<std::string> names;
  for (const Child& child : children()) names.push_back(child.name);
  return names;
}

/// Everything with kMark in its name in the places where everybody may write, and in the kernel's
/// lists of sockets and queues.
std::set<std::string> marked() {
  std::set<std::string> found;
  for (const fs::path folder : {"/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue", "/run", ".",
                                DESCENT_SOURCE_DIR, DESCENT_BINARY_DIR}) {
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(folder, none)) {
      const std::string name = entry.path().filename();
      if (name.find(kMark) != std::string::npos || name.rfind("core", 0) == 0) {
        found.insert(entry.path());
      }
    }
  }
  const auto search = [&](const fs::path& list, const std::string& what) {
    std::ifstream in(list);
    for (std::string line; std::getline(in, line);) {
      if (line.find(what) != std::string::npos) found.insert(list.string() + ": " + what);
    }
  };
  search("/proc/net/unix", kMark);
  for (const char* list : {"tcp", "tcp6", "udp", "udp6"}) {
    search(fs::path("/proc/net") / list, fmt::format(":{:04X} ", kMarkedPort));
  }
  for (const char* list : {"shm", "sem", "msg"}) {
    search(fs::path("/proc/sysvipc") / list, std::to_string(kMarkedKey));
  }
  return found;
}

}  // namespace

Traces::Traces() {
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  if (const char* before = std::getenv("TMPDIR")) temporary_before_ = before;
  setenv("TMPDIR", folder_.path().c_str(), 1);
  marked_before_ = marked();
}

Traces::~Traces() {
  if (temporary_before_.empty()) {
    unsetenv("TMPDIR");
  } else {
    setenv("TMPDIR", temporary_before_.c_str(), 1);
  }
}

std::string Traces::snapshot(const fs::path& path) {
  if (!fs::exists(path)) return "nothing";  // nobody may make it, either
  if (!fs::is_directory(path)) return course::sha256(course::read_file(path));
  std::vector<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(path)) {
    files.push_back(fmt::format(
        "{} {}", entry.path().string(),
        entry.is_regular_file() ? course::sha256(course::read_file(entry.path())) : ""));
  }
  std::sort(files.begin(), files.end());
  return fmt::format("{}", fmt::join(files, "\n"));
}

void Traces::keep(const fs::path& path) { kept_.emplace_back(path, snapshot(path)); }

void Traces::bury_the_dead() {
  for (const Child& child : children()) {
    if (child.state == 'Z' && child.session != getsid(0)) waitpid(child.pid, nullptr, WNOHANG);
  }
}

std::vector<std::string> Traces::left() const {
  std::vector<std::string> left;
  std::vector<std::string> alive = living_children();
  for (int i = 0; i < 100 && !alive.empty(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    alive = living_children();
  }
  for (const std::string& child : alive) left.push_back("the process " + child + " is alive");
  for (const auto& entry : fs::directory_iterator(folder_.path())) {
    left.push_back(fmt::format("{} was not removed", entry.path().string()));
  }
  for (const std::string& name : marked()) {
    if (!marked_before_.contains(name)) left.push_back(name + " was left behind");
  }
  for (const auto& [path, before] : kept_) {
    if (snapshot(path) != before) left.push_back(path.string() + " has changed");
  }
  return left;
}

}  // namespace descent::hostile
