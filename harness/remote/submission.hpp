#pragma once

// What the tests of a stage include: its types, and its exercises as submission::name (whoever is
// judged) and reference::name (the solution; only for tests that come with it). DESCENT_API is the
// stage's header and DESCENT_REGISTRY its list of exercises; both are set by the build.

#include DESCENT_API
#include "harness/remote/exercise.hpp"

namespace submission {
#define DESCENT_EXERCISE(name)                                      \
  inline const descent::remote::Exercise<                           \
      descent::wire::PlainSignature<decltype(descent::name)>::type, \
      descent::remote::Side::submission>                            \
      name(#name);
#include DESCENT_REGISTRY
#undef DESCENT_EXERCISE
}  // namespace submission

namespace reference {
#define DESCENT_EXERCISE(name)                                      \
  inline const descent::remote::Exercise<                           \
      descent::wire::PlainSignature<decltype(descent::name)>::type, \
      descent::remote::Side::reference>                             \
      name(#name);
#include DESCENT_REGISTRY
#undef DESCENT_EXERCISE
}  // namespace reference
