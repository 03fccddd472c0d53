#pragma once

#include "harness/wire/variants.hpp"
#include "optimizers.hpp"

// Known mistakes of stage 08: what students really write. Each is an ordinary function with the
// signature of its exercise, in one of the files mistakes_*.cpp. Every one must fail the hidden
// suite, and be named when it does. Here are the update rules with their parts exchangeable, so
// that a mistake is the one part that is wrong.

namespace descent::mistakes {

inline void zeros_for(arma::mat& memory, const arma::mat& w) {
  if (memory.is_empty()) memory.zeros(arma::size(w));
}

/// Rules with a velocity are linear:
///     v_new = keep · v + push · dw        w ← w + by_new · v_new + by_old · v + by_gradient · dw
struct Linear {
  double keep = 0, push = 0;
  double by_new = 1, by_old = 0, by_gradient = 0;
};

inline Linear right_momentum(const MomentumOptions& o) { return {o.momentum, -o.learning_rate}; }
inline Linear right_nesterov(const MomentumOptions& o) {
  return {o.momentum, -o.learning_rate, 1 + o.momentum, -o.momentum};
}

inline void move(arma::mat& w, const arma::mat& dw, MomentumState& state, const Linear& rule) {
  zeros_for(state.velocity, w);
  const arma::mat before = state.velocity;
  state.velocity = rule.keep * before + rule.push * dw;
  w += rule.by_new * state.velocity + rule.by_old * before + rule.by_gradient * dw;
}

/// Rules with a cache: w ← w - learning_rate · dw / (√cache + eps).
inline void divide(arma::mat& w, const arma::mat& dw, const arma::mat& cache, double learning_rate,
                   double eps) {
  w -= learning_rate * dw / (arma::sqrt(cache) + eps);
}

}  // namespace descent::mistakes
