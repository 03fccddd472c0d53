#pragma once

#include "harness/sandbox/view.hpp"

namespace descent::sandbox {

/// From now on this process, and every program that it becomes or starts, sees only `view` and
/// /usr, cannot reach the network, and cannot look into other processes: what the kernel gives to
/// anybody, without namespaces. Unlike confine_self() it leaves a program what it needs to work:
/// other programs, threads, its own children. Forbidden system calls fail with EPERM. Returns
/// whether the kernel gave all of that. Sources: landlock(7), seccomp(2).
bool enclose_self(const View& view);

/// A file descriptor to read the filter of system calls from that enclose_self() sets, as
/// bubblewrap takes it; the caller's. Throws std::runtime_error.
int filter_for_bubblewrap();

}  // namespace descent::sandbox
