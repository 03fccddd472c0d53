#pragma once

#include <time.h>

#include <stdexcept>
#include <tuple>
#include <utility>
#include <vector>

#include "harness/wire/call.hpp"

/// The worker's half of measuring: an exercise is served not with its result, but with the time
/// that it takes. The clock runs around the function alone, so what it costs to bring the arguments
/// into the worker is no part of it, whoever is measured.
namespace descent::speed {

inline constexpr int kMostRepetitions = 15;
inline constexpr double kPatience = 0.1;  ///< seconds of computing for the repetitions of one call

/// The processor time of this thread: what else the machine does meanwhile does not count.
inline double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

template <class Signature>
struct Clocked;

template <class R, class... Args>
struct Clocked<R(Args...)> {
  using Arguments = std::tuple<std::remove_cvref_t<Args>...>;

  /// The reply to a request of R(Args...): a std::vector<double>, the seconds that each repetition
  /// took, without the first one, which warms up caches and memory, unless that was so slow that it
  /// is the only one.
  static wire::Bytes serve(R (*function)(Args...), wire::Reader in) {
    try {
      if constexpr ((wire::internal::is_callback<std::remove_cvref_t<Args>> || ...)) {
        throw std::logic_error("a function that calls back is not timed");
      } else {
        const Arguments arguments{wire::Codec<std::remove_cvref_t<Args>>::decode(in)...};
        in.expect_end();
        wire::Writer out;
        wire::Codec<wire::ReplyKind>::encode(out, wire::ReplyKind::returned);
        wire::Codec<std::vector<double>>::encode(out, repeat(function, arguments));
        return out.take();
      }
    } catch (...) {
      return wire::encode_exception(wire::current_exception());
    }
  }

 private:
  static std::vector<double> repeat(R (*function)(Args...), const Arguments& arguments) {
    const double first = once(function, arguments, std::index_sequence_for<Args...>{});
    if (first > kPatience) return {first};
    std::vector<double> seconds;
    double all = 0;
    for (int i = 0; i < kMostRepetitions && (all < kPatience || i < 3); ++i) {
      seconds.push_back(once(function, arguments, std::index_sequence_for<Args...>{}));
      all += seconds.back();
    }
    return seconds;
  }

  template <std::size_t... I>
  static double once(R (*function)(Args...), Arguments arguments, std::index_sequence<I...>) {
    // Its own copy of the arguments each time, made and let go outside of the clock: a function may
    // change them.
    const double start = processor_seconds();
    if constexpr (std::is_void_v<R>) {
      function(static_cast<Args&&>(std::get<I>(arguments))...);
      return processor_seconds() - start;
    } else {
      [[maybe_unused]] const R result = function(static_cast<Args&&>(std::get<I>(arguments))...);
      return processor_seconds() - start;
    }
  }
};

}  // namespace descent::speed
