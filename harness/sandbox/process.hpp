#pragma once

#include <chrono>
#include <csignal>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "harness/sandbox/limits.hpp"

namespace descent::sandbox {

/// A program to run, with everything it gets; nothing is inherited but what stands here.
struct Command {
  std::vector<std::string> arguments = {};  ///< the first is the program, found on the PATH
  std::optional<std::filesystem::path> folder = {};  ///< where it runs; here, if not given
  /// "NAME=value" each; none: this process's own environment.
  std::optional<std::vector<std::string>> environment = {};
  Limits limits = {};
  std::chrono::milliseconds wall_clock = std::chrono::hours(24);  ///< killed afterwards
  std::size_t most_output = std::size_t{1}
                            << 20;  ///< bytes kept of what it prints; the rest is dropped
  int death_signal = SIGKILL;       ///< what it gets if this process ends first
  /// Called in the new process when nothing is left to do but to become the program. Where it
  /// returns false, the program is not started.
  std::function<bool()> prepare = {};
  /// Called with everything printed since the last call, while the program runs.
  std::function<void(const std::string&)> on_output = {};
};

struct Ended {
  int exit_code = 0;       ///< as a shell gives it: 128 + n for signal n
  bool timed_out = false;  ///< killed, since the wall clock ran out
  std::string output;      ///< stdout and stderr, as they came

  bool ok() const { return exit_code == 0 && !timed_out; }
};

/// Runs a program to its end, and kills whatever it leaves behind in its process group. Throws
/// std::system_error if it cannot be started.
Ended run(const Command& command);

}  // namespace descent::sandbox
