#pragma once

#include <linux/filter.h>

#include <filesystem>
#include <vector>

#include "harness/sandbox/landlock.hpp"

namespace descent::sandbox {

/// What of the confinement this kernel really gave.
struct Confinement {
  bool landlock = false;  ///< the file system is out of reach
  bool seccomp = false;   ///< no network, no new processes or threads, no other process touched

  bool complete() const { return landlock && seccomp; }
};

/// A confinement, prepared once for many processes: making the filter of the system calls takes
/// several times as long as entering it.
///
/// A confined process can open only `readable` (files, for reading), and, where it is given one, do
/// in the folder `own` whatever is done with files and folders; it cannot reach the network, cannot
/// start processes or threads, and cannot touch other processes. There is no way back. Forbidden
/// system calls that no exercise needs end the process with SIGSYS; the rest fail with EPERM.
/// Sources: landlock(7), seccomp(2).
class Confiner {
 public:
  explicit Confiner(const std::vector<std::filesystem::path>& readable,
                    const std::filesystem::path& own = {});

  /// From now on this process is confined.
  Confinement confine_self() const;

 private:
  std::vector<FileRule> files_;
  std::vector<sock_filter> calls_;  ///< empty if the filter could not be made
};

}  // namespace descent::sandbox
