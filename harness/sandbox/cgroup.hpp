#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace descent::sandbox {

/// What everything that is kept apart together may use.
struct Allowance {
  std::size_t memory_bytes = 0;  ///< 0: no limit
  std::size_t processes = 0;     ///< and threads; 0: no limit
};

/// Where control groups can be made that account for memory and for processes.
struct ControlGroupParents {
  std::vector<std::filesystem::path> folders = {};  ///< one, or with version 1 two
  int version = 2;
};

/// Reads them from the texts of /proc/self/mountinfo and /proc/self/cgroup: beneath the groups that
/// this process is in, so that their limits go on counting. No folders where a controller is
/// missing. Source: cgroups(7).
ControlGroupParents control_group_parents(const std::string& mountinfo, const std::string& cgroup);

/// A control group of its own for one run. With this object everything in it is killed and gone.
class ControlGroup {
 public:
  /// Throws std::runtime_error with a sentence that says what this machine lacks.
  explicit ControlGroup(const Allowance& allowance);
  ~ControlGroup();
  ControlGroup(const ControlGroup&) = delete;
  ControlGroup& operator=(const ControlGroup&) = delete;

  /// Puts this process and those that it will start into the group; to be called by a child.
  bool enter() const;

  /// The most memory that it has ever used, in bytes; 0 where the kernel does not say.
  std::size_t peak_bytes() const;

  const std::vector<std::filesystem::path>& folders() const { return folders_; }

 private:
  bool kill_all() const;
  void remove() const;

  std::vector<std::filesystem::path> folders_;
  int version_ = 2;
};

}  // namespace descent::sandbox
