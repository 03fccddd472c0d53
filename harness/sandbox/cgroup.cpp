#include "harness/sandbox/cgroup.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <ctime>
#include <fstream>
#include <mutex>
#include <sstream>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <thread>

#include "harness/sandbox/kernel_text.hpp"

namespace descent::sandbox {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSupervisor = "descent-supervisor";

/// One write(2), since each is a command of its own to the kernel. Returns errno, 0 if it worked.
int tell(const fs::path& file, const std::string& text) {
  const int descriptor = open(file.c_str(), O_WRONLY | O_CLOEXEC);
  if (descriptor < 0) return errno;
  const bool written =
      write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  const int error = written ? 0 : errno;
  close(descriptor);
  return error;
}

bool has_word(const std::string& text, const std::string& word, char separator) {
  std::istringstream words(text);
  for (std::string one; std::getline(words, one, separator);) {
    if (one == word) return true;
  }
  return false;
}

/// One line of /proc/self/mountinfo.
struct Mount {
  std::string root, point, type, options;
};

std::vector<Mount> control_group_mounts(const std::string& mountinfo) {
  std::vector<Mount> mounts;
  std::istringstream lines(mountinfo);
  for (std::string line; std::getline(lines, line);) {
    const auto dash = line.find(" - ");
    if (dash == std::string::npos) continue;
    std::istringstream before(line), after(line.substr(dash + 3));
    std::string skipped;
    Mount mount;
    before >> skipped >> skipped >> skipped >> mount.root >> mount.point;
    after >> mount.type >> skipped >> mount.options;
    if (mount.type.starts_with("cgroup")) mounts.push_back(mount);
  }
  return mounts;
}

/// The path that /proc/self/cgroup gives for a controller; "" for version 2.
std::string own_path(const std::string& cgroup, const std::string& controller) {
  std::istringstream lines(cgroup);
  for (std::string line; std::getline(lines, line);) {
    const auto first = line.find(':');
    const auto second = line.find(':', first + 1);
    if (second == std::string::npos) continue;
    const std::string controllers = line.substr(first + 1, second - first - 1);
    if (controller.empty() ? controllers.empty() : has_word(controllers, controller, ',')) {
      return line.substr(second + 1);
    }
  }
  return "/";
}

/// A container often sees only a part of the hierarchy, mounted as if it were the whole.
fs::path folder_of(const Mount& mount, std::string path) {
  if (mount.root != "/" && path.starts_with(mount.root)) path.erase(0, mount.root.size());
  return fs::path(mount.point) / fs::path(path).relative_path();
}

std::runtime_error refusal(const std::string& what, int error) {
  return std::runtime_error(fmt::format("control groups cannot be used here: {}: {}", what,
                                        std::generic_category().message(error)));
}

/// Version 2 gives controllers only to groups whose parent holds no processes itself: where this
/// process is the only one there, it moves into a group beside those that it is going to make.
void delegate(const fs::path& folder) {
  const fs::path control = folder / "cgroup.subtree_control";
  const auto on = [&] {
    const std::string controllers = kernel_text(control).substr(0, 4096);
    return controllers.find("memory") != std::string::npos &&
           controllers.find("pids") != std::string::npos;
  };
  if (on()) return;
  int error = tell(control, "+memory +pids");
  if (error == EBUSY) {
    std::error_code exists;
    fs::create_directory(folder / kSupervisor, exists);
    error = tell(folder / kSupervisor / "cgroup.procs", "0");
    if (error == 0) error = tell(control, "+memory +pids");
    if (error == EBUSY) {
      throw std::runtime_error(fmt::format(
          "control groups cannot be used here: other processes live in {}; start descent in a "
          "group "
          "of its own, such as by: systemd-run --user --scope -p Delegate=yes ./descent ...",
          folder.string()));
    }
  }
  if (error != 0) throw refusal(control.string(), error);
}

/// Looked up once: delegating moves this process.
ControlGroupParents usable_parents() {
  static std::mutex mutex;
  const std::scoped_lock lock(mutex);
  ControlGroupParents parents =
      control_group_parents(kernel_text("/proc/self/mountinfo"), kernel_text("/proc/self/cgroup"));
  if (parents.folders.empty()) {
    throw std::runtime_error(
        "control groups cannot be used here: no hierarchy has the controllers memory and pids");
  }
  if (parents.version == 2) delegate(parents.folders.front());
  return parents;
}

/// 0, or the error. A group of this name that is there already was left by a process that was
/// killed and that had the number which is now this one's.
int make(const fs::path& folder) {
  if (mkdir(folder.c_str(), 0755) == 0) return 0;
  if (errno != EEXIST || rmdir(folder.c_str()) != 0) return errno;
  return mkdir(folder.c_str(), 0755) == 0 ? 0 : errno;
}

/// The process that made the group with this name, "descent-1234-..."; 0 for another name.
pid_t owner_of(const std::string& name) {
  constexpr std::string_view kPrefix = "descent-";
  if (!name.starts_with(kPrefix)) return 0;
  pid_t owner = 0;
  const char* const end = name.data() + name.size();
  const auto [behind, error] = std::from_chars(name.data() + kPrefix.size(), end, owner);
  return error == std::errc() && behind != end && *behind == '-' ? owner : 0;
}

/// Removes the empty groups of processes that are gone. A minute is left to whoever has just made
/// one, in a namespace where its number is another.
void remove_abandoned(const fs::path& parent) {
  std::error_code error;
  fs::directory_iterator at(parent, error);
  for (; !error && at != fs::directory_iterator(); at.increment(error)) {
    const pid_t owner = owner_of(at->path().filename());
    if (owner == 0) continue;
    struct stat status {};
    if (kill(owner, 0) == 0 || errno != ESRCH || stat(at->path().c_str(), &status) != 0) continue;
    if (std::time(nullptr) - status.st_mtime > 60) rmdir(at->path().c_str());
  }
}

struct Setting {
  const char* file;
  std::size_t value;
  bool required;
};

}  // namespace

ControlGroupParents control_group_parents(const std::string& mountinfo, const std::string& cgroup) {
  const std::vector<Mount> mounts = control_group_mounts(mountinfo);
  for (const Mount& mount : mounts) {
    if (mount.type != "cgroup2") continue;
    fs::path folder = folder_of(mount, own_path(cgroup, ""));
    if (folder.filename() == kSupervisor) folder = folder.parent_path();
    std::string controllers = kernel_text(folder / "cgroup.controllers");
    std::replace(controllers.begin(), controllers.end(), '\n', ' ');
    if (has_word(controllers, "memory", ' ') && has_word(controllers, "pids", ' ')) {
      return {{folder}, 2};
    }
  }
  ControlGroupParents parents{{}, 1};
  for (const char* controller : {"memory", "pids"}) {
    for (const Mount& mount : mounts) {
      if (mount.type != "cgroup" || !has_word(mount.options, controller, ',')) continue;
      parents.folders.push_back(folder_of(mount, own_path(cgroup, controller)));
      break;
    }
  }
  if (parents.folders.size() != 2) parents.folders.clear();
  return parents;
}

ControlGroup::ControlGroup(const Allowance& allowance) {
  static std::atomic<unsigned> count = 0;
  const ControlGroupParents parents = usable_parents();
  version_ = parents.version;
  const std::string name = fmt::format("descent-{}-{}", getpid(), count++);
  const std::array<std::vector<Setting>, 2> version_1 = {
      std::vector<Setting>{{"memory.limit_in_bytes", allowance.memory_bytes, true},
                           {"memory.memsw.limit_in_bytes", allowance.memory_bytes, false}},
      std::vector<Setting>{{"pids.max", allowance.processes, true}}};
  const std::vector<Setting> version_2 = {{"memory.max", allowance.memory_bytes, true},
                                          {"memory.swap.max", 0, false},
                                          {"pids.max", allowance.processes, true}};
  for (std::size_t i = 0; i < parents.folders.size(); ++i) {
    remove_abandoned(parents.folders[i]);
    const fs::path folder = parents.folders[i] / name;
    if (const int failed = make(folder); failed != 0) {
      remove();
      throw refusal(folder.string(), failed);
    }
    folders_.push_back(folder);
    for (const Setting& setting : version_ == 2 ? version_2 : version_1.at(i)) {
      if (setting.required && setting.value == 0) continue;
      const int failed = tell(folder / setting.file, std::to_string(setting.value));
      if (failed != 0 && setting.required) {
        remove();
        throw refusal((folder / setting.file).string(), failed);
      }
    }
  }
}

ControlGroup::~ControlGroup() {
  // Whoever is forking while it is killed is killed in the next round.
  for (int i = 0; i < 2000 && !kill_all(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  remove();
}

bool ControlGroup::enter() const {
  return std::all_of(folders_.begin(), folders_.end(), [](const fs::path& folder) {
    return tell(folder / "cgroup.procs", "0") == 0;
  });
}

std::size_t ControlGroup::peak_bytes() const {
  const char* name = version_ == 2 ? "memory.peak" : "memory.max_usage_in_bytes";
  std::size_t bytes = 0;
  std::ifstream(folders_.front() / name) >> bytes;
  return bytes;
}

/// Returns whether nobody was left to kill.
bool ControlGroup::kill_all() const {
  bool empty = true;
  for (const fs::path& folder : folders_) {
    std::ifstream processes(folder / "cgroup.procs");
    for (pid_t pid = 0; processes >> pid;) {
      empty = false;
      if (pid > 0) kill(pid, SIGKILL);
    }
  }
  return empty;
}

void ControlGroup::remove() const {
  for (const fs::path& folder : folders_) {
    for (int i = 0; i < 1000 && rmdir(folder.c_str()) != 0 && errno == EBUSY; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  }
}

}  // namespace descent::sandbox
