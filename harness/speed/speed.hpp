#pragma once

// What a stage's speed.cpp includes: its types, and its exercises as large::name. DESCENT_API is
// the stage's header and DESCENT_REGISTRY its list of exercises; both are set by the build.

#include DESCENT_API
#include "harness/speed/large_input.hpp"
#include "harness/support/rng.hpp"

namespace large {
#define DESCENT_EXERCISE(name)                                      \
  inline const descent::speed::Exercise<                            \
      descent::wire::PlainSignature<decltype(descent::name)>::type> \
      name(#name);
#include DESCENT_REGISTRY
#undef DESCENT_EXERCISE
}  // namespace large
