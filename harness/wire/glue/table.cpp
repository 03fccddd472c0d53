// Compiled once per stage and linked into every object with its exercises: the table of what the
// object defines. DESCENT_API is the stage's header, DESCENT_REGISTRY its list of exercises.

#include DESCENT_API
#include "harness/wire/variants.hpp"

namespace descent {

// Weak, so that an exercise that a student deleted is a null pointer instead of an object that
// cannot be loaded: the other exercises still run.
#define DESCENT_EXERCISE(name) \
  extern wire::PlainSignature<decltype(name)>::type name __attribute__((weak));
#include DESCENT_REGISTRY
#undef DESCENT_EXERCISE

}  // namespace descent

namespace descent::wire {

std::vector<Entry>& variants() {
  static std::vector<Entry> all;
  return all;
}

}  // namespace descent::wire

extern "C" __attribute__((visibility("default"))) descent::wire::Table descent_table() {
  using descent::wire::make_entry;
  static const std::vector<descent::wire::Entry> entries = [] {
    std::vector<descent::wire::Entry> all = {
#define DESCENT_EXERCISE(name) make_entry(#name, &descent::name),
#include DESCENT_REGISTRY
#undef DESCENT_EXERCISE
    };
    all.insert(all.end(), descent::wire::variants().begin(), descent::wire::variants().end());
    return all;
  }();
  return {entries.data(), entries.size()};
}
