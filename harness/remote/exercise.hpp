#pragma once

#include "harness/remote/session.hpp"

namespace descent::remote {

namespace internal {

using wire::internal::is_callback;
using wire::internal::is_in_out;

template <class Signature>
struct Describe;

template <class R, class... Args>
struct Describe<R(Args...)> {
  static std::string arguments(const Bytes& bytes) {
    Reader in(bytes);
    std::string text;
    ((text += (text.empty() ? "" : ", ") + argument<std::remove_cvref_t<Args>>(in)), ...);
    return text;
  }

  static bool agree(const Bytes& arguments, const Bytes& a, const Bytes& b) {
    Reader before(arguments), in_a(a), in_b(b);
    const auto kind = Codec<ReplyKind>::decode(in_a);
    if (kind != Codec<ReplyKind>::decode(in_b)) return false;
    if (kind == ReplyKind::threw) {  // the same kind of exception; messages are free
      return Codec<TravellingException>::decode(in_a).kind ==
             Codec<TravellingException>::decode(in_b).kind;
    }
    bool same = true;
    if constexpr (!std::is_void_v<R>) same = one_agrees<R>(in_a, in_b);
    ((same = same && in_out_agrees<Args>(before, in_a, in_b)), ...);
    return same;
  }

 private:
  template <class T>
  static std::string argument(Reader& in) {
    if constexpr (is_callback<T>) {
      const bool empty = in.get<std::uint32_t>() == wire::internal::kNoCallback;
      return empty ? "an empty function" : "a function";
    } else {
      return Codec<T>::describe(Codec<T>::decode(in));
    }
  }

  template <class T>
  static bool one_agrees(Reader& a, Reader& b) {
    const T first = Codec<T>::decode(a);
    return Codec<T>::agree(first, Codec<T>::decode(b));
  }

  template <class Arg>
  static bool in_out_agrees(Reader& before, Reader& a, Reader& b) {
    using T = std::remove_cvref_t<Arg>;
    if constexpr (is_callback<T>) {
      before.get<std::uint32_t>();
      return true;
    } else {
      const T argument = Codec<T>::decode(before);
      if constexpr (std::is_same_v<T, Rng> && is_in_out<Arg>) {
        // Any number and order of draws is right, but whether there were any is a matter of fact:
        // a copy of the caller's generator leaves the caller's where it was.
        const bool moved = !(Codec<T>::decode(a) == argument);
        return moved == !(Codec<T>::decode(b) == argument);
      } else if constexpr (is_in_out<Arg>) {
        return one_agrees<T>(a, b);
      } else {
        return true;
      }
    }
  }
};

}  // namespace internal

/// Which implementation of an exercise a test calls.
enum class Side { submission, reference };

/// An exercise as a test sees it: called like the function that the stage's header declares,
/// answered by whoever the session is bound to.
template <class Signature, Side side>
class Exercise;

template <class R, class... Args, Side side>
class Exercise<R(Args...), side> {
 public:
  constexpr explicit Exercise(const char* name)
      : type_{name, typeid(R(Args...)).name(), &internal::Describe<R(Args...)>::arguments,
              &internal::Describe<R(Args...)>::agree} {}

  /// Throws what the exercise throws, and CallFailure where there is no answer.
  R operator()(Args... args) const {
    Session& session = Session::current();
    Callbacks callbacks;
    const Bytes request = Caller<R(Args...)>::encode(callbacks, args...);
    const Bytes reply = side == Side::submission
                            ? session.call_submission(type_, request, callbacks)
                            : session.call_reference(type_, request, callbacks);
    try {
      return Caller<R(Args...)>::decode(reply, args...);
    } catch (const DecodeError& error) {
      session.refuse_reply(type_, request, error.what());
    }
  }

 private:
  ExerciseType type_;
};

}  // namespace descent::remote
