#pragma once

#include <span>
#include <string>
#include <typeinfo>

#include "harness/wire/call.hpp"

/// What a shared object with exercises offers: the functions of one stage, by name. A submission,
/// the reference solution with its variants, and a student's code linked for gdb all look alike.
namespace descent::wire {

enum class Role : std::uint8_t { exercise, mistake, alternative };

using AnyFunction = void (*)();

struct Entry {
  const char* exercise;  ///< "softmax_loss"
  const char* variant;   ///< "" for the exercise itself, else the variant's name
  Role role;
  const char*
      sentence;      ///< of a mistake: what to tell the student; of an alternative: why it is right
  const char* read;  ///< of a mistake: a heading of the chapter
  const char* signature;  ///< the mangled function type, so that a stale object is noticed
  AnyFunction function;   ///< null where the object does not define the exercise
  Bytes (*serve)(AnyFunction, Reader, const Ask&);
};

struct Table {
  const Entry* entries;
  std::size_t count;
};

/// The symbol that every such object exports: `extern "C" descent::wire::Table descent_table();`
inline constexpr const char* kTableSymbol = "descent_table";
using TableFunction = Table (*)();

template <class Signature>
Bytes serve(AnyFunction function, Reader arguments, const Ask& ask) {
  return Callee<Signature>::serve(reinterpret_cast<Signature*>(function), arguments, ask);
}

template <class Signature>
Entry make_entry(const char* exercise, Signature* function) {
  return {exercise,
          "",
          Role::exercise,
          "",
          "",
          typeid(Signature).name(),
          reinterpret_cast<AnyFunction>(function),
          &serve<Signature>};
}

/// The function type itself. (GCC keeps default arguments in decltype of a function; this drops
/// them.)
template <class F>
struct PlainSignature;
template <class R, class... Args>
struct PlainSignature<R(Args...)> {
  using type = R(Args...);
};

}  // namespace descent::wire
