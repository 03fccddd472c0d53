#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "harness/outcome/manifest.hpp"

namespace descent::remote {

/// Whom the session is to be bound to, as the programs that run exercises are told on their command
/// line.
struct Choice {
  std::string worker;      ///< the program that runs the submission
  std::string submission;  ///< the submission's shared object
  std::string solutions;   ///< the stage's solutions, where they are here
  std::string bind;  ///< "reference", or a mistake or alternative by name: instead of a submission
  bool sanitized = false;  ///< worker and submission are sanitized
  bool strictly = false;   ///< nothing of the submission runs unless it is confined wholly
  std::uint64_t seed = 1;  ///< of the random inputs
};

/// Binds the session; with nothing chosen, to the exercises that are linked into this program, if
/// there are any. Throws std::invalid_argument for a choice that makes no sense.
void bind_session(const Choice& choice, const outcome::Limits& limits);

}  // namespace descent::remote
