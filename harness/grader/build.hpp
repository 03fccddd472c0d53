#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include "harness/grader/recipe.hpp"
#include "harness/sandbox/limits.hpp"

namespace descent::grader {

/// What the compiler, and then the linker, may use for one submission. An honest file of a few
/// hundred lines needs a second and 300 MB.
struct BuildLimits {
  sandbox::Limits resources = {
      .memory_bytes = std::size_t{2} << 30, .cpu_seconds = 20, .file_bytes = std::size_t{64} << 20};
  std::chrono::milliseconds wall_clock = std::chrono::seconds(60);
  std::size_t processes = 64;
  std::size_t most_output = std::size_t{1} << 18;
};

/// Those that a stage's manifest names.
BuildLimits build_limits(const outcome::Limits& limits);

struct Built {
  std::filesystem::path object = {};  ///< the shared object; empty if there is none
  std::string problem = {};   ///< why there is none: a sentence, and the compiler's first error
  std::string doubt = {};     ///< why it may be the machine's fault instead: a sentence, or nothing
  std::string messages = {};  ///< all that the tool said; not for students
};

/// Builds the recipe's sources, which lie in `folder`, there, kept apart as
/// sandbox::run_isolated() does at this tier. Never throws for what the files hold.
Built build(const Recipe& recipe, const std::filesystem::path& folder, const BuildLimits& limits,
            int tier);

}  // namespace descent::grader
