#pragma once

#include <type_traits>
#include <vector>

#include "harness/wire/table.hpp"

/// For solutions/NN-stage: known mistakes and accepted alternatives. They are variants of an
/// exercise, each an ordinary function of the exercise's own type, registered by one line behind
/// it.
namespace descent::wire {

/// All variants of this shared object, in the order of their registration.
std::vector<Entry>& variants();

struct VariantRegistration {
  template <class Signature>
  VariantRegistration(const char* exercise, const char* variant, Role role, const char* sentence,
                      const char* read, Signature* function) {
    Entry entry = make_entry(exercise, function);
    entry.variant = variant;
    entry.role = role;
    entry.sentence = sentence;
    entry.read = read;
    variants().push_back(entry);
  }
};

}  // namespace descent::wire

#define DESCENT_VARIANT_(exercise, function, role, sentence, read)                 \
  static_assert(std::is_same_v<decltype(&descent::exercise), decltype(&function)>, \
                "a variant has exactly the type of its exercise");                 \
  const descent::wire::VariantRegistration function##_registration(                \
      #exercise, #function, descent::wire::Role::role, sentence, read, &function)

/// A mistake that students make: the function, what to tell who made it, the heading to read.
#define DESCENT_MISTAKE(exercise, function, sentence, read) \
  DESCENT_VARIANT_(exercise, function, mistake, sentence, read)

/// Another right way: must pass every test. `why` says what is different and why it is right.
#define DESCENT_ALTERNATIVE(exercise, function, why) \
  DESCENT_VARIANT_(exercise, function, alternative, why, "")
