#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "harness/sandbox/escape.hpp"

namespace descent::sandbox {

/// What came of one attempt to escape.
struct Tried {
  std::string id;
  std::string what;  ///< completes "A submission ...": "reads the hidden tests"
  Inmate inmate = Inmate::worker;
  bool stopped = false;
  std::string how;       ///< "Operation not permitted", "SIGSYS"
  int stopped_from = 0;  ///< the lowest tier that promises to stop it
};

/// In how far this machine can keep submissions apart.
struct Tier {
  int level = 0;
  std::vector<Tried> attempts = {};  ///< all that was tried, with the means of that tier
  std::string missing = {};  ///< what the next tier fails for, in sentences; empty at the top
};

/// What a tier is: "Landlock and seccomp: ...".
std::string describe(int level);

/// Tries every escape with the means of one tier. `helper` is the program `escape`. Throws
/// std::runtime_error or std::system_error where this machine does not give what the tier needs.
std::vector<Tried> try_escapes(int tier, const std::filesystem::path& helper);

/// The highest tier at which everything is stopped that this tier and those below promise to stop:
/// found by trying, which takes a bit more than a second.
Tier probe_tier(const std::filesystem::path& helper);

}  // namespace descent::sandbox
