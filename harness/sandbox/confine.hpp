#pragma once

#include <filesystem>
#include <vector>

namespace descent::sandbox {

/// What of the confinement this kernel really gave.
struct Confinement {
  bool landlock = false;  ///< the file system is out of reach
  bool seccomp = false;   ///< no network, no new processes or threads, no other process touched
};

/// From now on this process can open only `readable` (files, for reading), and, where it is given
/// one, do in the folder `own` whatever is done with files and folders; it cannot reach the
/// network, cannot start processes or threads, and cannot touch other processes. There is no way
/// back. Forbidden system calls that no exercise needs end the process with SIGSYS; the rest fail
/// with EPERM. Sources: landlock(7), seccomp(2).
Confinement confine_self(const std::vector<std::filesystem::path>& readable,
                         const std::filesystem::path& own = {});

}  // namespace descent::sandbox
