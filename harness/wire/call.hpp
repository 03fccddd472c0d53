#pragma once

#include <functional>
#include <memory>
#include <tuple>
#include <type_traits>
#include <utility>

#include "harness/wire/codec.hpp"
#include "harness/wire/exceptions.hpp"

/// A call as bytes, both ways. The caller encodes the arguments and decodes the reply; the callee
/// serves: it decodes the arguments, calls, and encodes what was returned or thrown and what
/// became of the in-out arguments. A std::function argument stays where it is: the callee gets a
/// proxy that asks the caller, who serves it while the call runs. So the two sides are alike, and
/// a callback is an ordinary call in the other direction.
namespace descent::wire {

/// How a callee reaches the callbacks of its caller: number of the callback, arguments, reply.
using Ask = std::function<Bytes(std::uint32_t, const Bytes&)>;

/// The callbacks that one call carries, ready to be served: arguments in, reply out.
using Callbacks = std::vector<std::function<Bytes(Reader, const Ask&)>>;

enum class ReplyKind : std::uint8_t { returned, threw };

namespace internal {

template <class T>
inline constexpr bool is_callback = false;
template <class R, class... Args>
inline constexpr bool is_callback<std::function<R(Args...)>> = true;

template <class Arg>
inline constexpr bool is_in_out =
    std::is_lvalue_reference_v<Arg> && !std::is_const_v<std::remove_reference_t<Arg>> &&
    !is_callback<std::remove_cvref_t<Arg>>;

/// Borrowed from the caller, who still needs it as it was.
template <class Arg>
inline constexpr bool is_borrowed =
    std::is_lvalue_reference_v<Arg> && !is_in_out<Arg> && !is_callback<std::remove_cvref_t<Arg>>;

}  // namespace internal

inline Bytes encode_exception(const TravellingException& exception) {
  Writer out;
  Codec<ReplyKind>::encode(out, ReplyKind::threw);
  Codec<TravellingException>::encode(out, exception);
  return out.take();
}

/// Calls `function`, which is anything callable as R(Args...), with the arguments in `in`.
/// Throws DecodeError if they are malformed; what the function throws becomes the reply.
template <class Signature>
struct Callee;

/// The caller's half of R(Args...).
template <class Signature>
struct Caller;

template <class R, class... Args>
struct Caller<R(Args...)> {
  static Bytes encode(Callbacks& callbacks, const std::remove_cvref_t<Args>&... args) {
    Writer out;
    (encode_argument<std::remove_cvref_t<Args>>(out, callbacks, args), ...);
    return out.take();
  }

  /// Returns or throws what the callee did, and copies the in-out arguments back.
  static R decode(const Bytes& reply, std::add_lvalue_reference_t<Args>... args) {
    Reader in(reply);
    const auto kind = Codec<ReplyKind>::decode(in);
    if (kind == ReplyKind::threw) {
      const auto exception = Codec<TravellingException>::decode(in);
      in.expect_end();
      rethrow(exception);
    }
    if (kind != ReplyKind::returned) throw DecodeError("a reply of unknown kind");
    if constexpr (std::is_void_v<R>) {
      (decode_in_out<Args>(in, args), ...);
      in.expect_end();
    } else {
      R result = Codec<R>::decode(in);
      (decode_in_out<Args>(in, args), ...);
      in.expect_end();
      return result;
    }
  }

 private:
  template <class Value>
  static void encode_argument(Writer& out, Callbacks& callbacks, const Value& value);

  template <class Arg>
  static void decode_in_out(Reader& in, std::add_lvalue_reference_t<Arg> value) {
    if constexpr (internal::is_in_out<Arg>) value = Codec<std::remove_cvref_t<Arg>>::decode(in);
  }
};

template <class R, class... Args>
struct Callee<R(Args...)> {
  template <class Function>
  static Bytes serve(const Function& function, Reader in, const Ask& ask) {
    const auto alive = std::make_shared<bool>(true);
    std::vector<Reader> starts;
    const auto next = [&]() -> Reader& { return starts.emplace_back(in), in; };
    Arguments arguments{decode_argument<std::remove_cvref_t<Args>>(next(), ask, alive)...};
    in.expect_end();
    Bytes reply = call(function, arguments, starts, std::index_sequence_for<Args...>{});
    *alive = false;
    return reply;
  }

 private:
  using Arguments = std::tuple<std::remove_cvref_t<Args>...>;

  template <class Value>
  static Value decode_argument(Reader& in, const Ask& ask, const std::shared_ptr<bool>& alive);

  /// `starts`: where each argument stands in the request.
  template <class Function, std::size_t... I>
  static Bytes call(const Function& function, Arguments& arguments,
                    const std::vector<Reader>& starts, std::index_sequence<I...>) {
    try {
      Writer out;
      Codec<ReplyKind>::encode(out, ReplyKind::returned);
      if constexpr (std::is_void_v<R>) {
        function(static_cast<Args&&>(std::get<I>(arguments))...);
      } else {
        Codec<R>::encode(out, function(static_cast<Args&&>(std::get<I>(arguments))...));
      }
      (expect_unchanged<Args>(I + 1, starts[I], std::get<I>(arguments)), ...);
      (encode_in_out<Args>(out, std::get<I>(arguments)), ...);
      return out.take();
    } catch (...) {
      return encode_exception(current_exception());
    }
  }

  /// The caller would not notice, since only bytes travel; whoever calls the function directly
  /// would.
  template <class Arg>
  static void expect_unchanged(std::size_t position, const Reader& before,
                               const std::remove_cvref_t<Arg>& value) {
    if constexpr (internal::is_borrowed<Arg>) {
      Writer now;
      Codec<std::remove_cvref_t<Arg>>::encode(now, value);
      if (!before.starts_with(now.take())) throw ChangedArgument(position);
    }
  }

  template <class Arg>
  static void encode_in_out(Writer& out, const std::remove_cvref_t<Arg>& value) {
    if constexpr (internal::is_in_out<Arg>) Codec<std::remove_cvref_t<Arg>>::encode(out, value);
  }
};

namespace internal {

/// A callback as an argument: only its number travels; this one for a callback that is empty.
inline constexpr std::uint32_t kNoCallback = 0xffffffff;

template <class Function>
struct CallbackCodec;

template <class R, class... Args>
struct CallbackCodec<std::function<R(Args...)>> {
  using Function = std::function<R(Args...)>;

  static void encode(Writer& out, Callbacks& callbacks, const Function& function) {
    if (!function) return out.put(kNoCallback);
    out.put(static_cast<std::uint32_t>(callbacks.size()));
    callbacks.push_back([function](Reader in, const Ask& ask) {
      return Callee<R(Args...)>::serve(function, in, ask);
    });
  }

  static Function decode(Reader& in, const Ask& ask, const std::shared_ptr<bool>& alive) {
    const auto number = in.get<std::uint32_t>();
    if (number == kNoCallback) return {};
    return [number, ask, alive](Args... args) -> R {
      if (!*alive) throw std::logic_error("a callback was used after the call that brought it");
      Callbacks none;
      const Bytes request = Caller<R(Args...)>::encode(none, args...);
      return Caller<R(Args...)>::decode(ask(number, request), args...);
    };
  }
};

}  // namespace internal

template <class R, class... Args>
template <class Value>
void Caller<R(Args...)>::encode_argument(Writer& out, Callbacks& callbacks, const Value& value) {
  if constexpr (internal::is_callback<Value>) {
    internal::CallbackCodec<Value>::encode(out, callbacks, value);
  } else {
    Codec<Value>::encode(out, value);
  }
}

template <class R, class... Args>
template <class Value>
Value Callee<R(Args...)>::decode_argument(Reader& in, const Ask& ask,
                                          const std::shared_ptr<bool>& alive) {
  if constexpr (internal::is_callback<Value>) {
    return internal::CallbackCodec<Value>::decode(in, ask, alive);
  } else {
    return Codec<Value>::decode(in);
  }
}

}  // namespace descent::wire
