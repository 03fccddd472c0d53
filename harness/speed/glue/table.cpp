// Compiled once per stage that has speed.cpp, and linked into the objects whose speed is measured:
// a table like that of harness/wire/glue/table.cpp, whose entries answer with how long they took.

#include DESCENT_API
#include "harness/wire/table.hpp"
#include "harness/speed/clocked.hpp"

namespace descent {

#define DESCENT_EXERCISE(name) \
  extern wire::PlainSignature<decltype(name)>::type name __attribute__((weak));
#include DESCENT_REGISTRY
#undef DESCENT_EXERCISE

}  // namespace descent

namespace {

using namespace descent;

template <class Signature>
wire::Bytes serve(wire::AnyFunction function, wire::Reader arguments, const wire::Ask&) {
  return speed::Clocked<Signature>::serve(reinterpret_cast<Signature*>(function), arguments);
}

template <class Signature>
wire::Entry clocked(const char* exercise, Signature* function) {
  wire::Entry entry = wire::make_entry(exercise, function);
  entry.serve = &serve<Signature>;
  return entry;
}

}  // namespace

extern "C" __attribute__((visibility("default"))) descent::wire::Table descent_table() {
  static const std::vector<descent::wire::Entry> entries = {
#define DESCENT_EXERCISE(name) clocked(#name, &descent::name),
#include DESCENT_REGISTRY
#undef DESCENT_EXERCISE
  };
  return {entries.data(), entries.size()};
}
