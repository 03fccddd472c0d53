#pragma once

#include "harness/sandbox/cgroup.hpp"
#include "harness/sandbox/process.hpp"
#include "harness/sandbox/view.hpp"

namespace descent::sandbox {

inline constexpr int kHighestTier = 3;

/// Runs a program with all that a tier has to keep it apart:
///   0  only the limits of `command`
///   1  enclose_self(): Landlock and seccomp
///   2  in_bubblewrap(): namespaces of its own
///   3  and a control group of its own with `allowance`, and, for root, a user of its own
/// In namespaces it runs in view.writable, whatever the command says. What the tier gives is gone
/// with the run, and so is whatever the program has left behind there. Throws std::system_error if
/// it cannot be started, std::runtime_error if the machine does not give what the tier needs.
Ended run_isolated(int tier, Command command, const View& view, const Allowance& allowance = {});

}  // namespace descent::sandbox
