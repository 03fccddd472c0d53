#pragma once

#include <string>

namespace descent::grader {

/// What keeps submissions from what is not theirs, found out by trying it on this machine.
struct Isolation {
  bool landlock = false;    ///< files are out of reach of the worker
  bool seccomp = false;     ///< so are the network, other processes and new ones
  bool bubblewrap = false;  ///< the compiler sees only what the course gives to students
};

/// Tries each of them, in processes of their own. To be called before threads are started.
Isolation probe_isolation();

/// What does not protect here, as one sentence for the instructor; empty if all is well.
std::string weakness(const Isolation& isolation);

}  // namespace descent::grader
