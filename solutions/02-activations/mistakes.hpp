#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

#include "activations.hpp"
#include "harness/wire/variants.hpp"

// Known mistakes of stage 02: what students really write. Each is an ordinary function with the
// signature of its exercise, in one of the files mistakes_*.cpp. Every one must fail the hidden
// suite, and be named when it does. Here is what several of these files need.

namespace descent::mistakes {

inline double count(arma::uword n) { return static_cast<double>(n); }

inline double squash(double x) { return 1 / (1 + std::exp(-x)); }

// f of every entry, whatever the matrix looks like: nothing is refused.
template <class F>
arma::mat each(const arma::mat& x, F f) {
  arma::mat out = x;
  out.transform([f](double value) -> double { return f(value); });
  return out;
}

// A right refusal, and then f of every entry.
template <class F>
arma::mat checked(const arma::mat& x, F f) {
  require_not_empty(x, "x");
  return each(x, f);
}

// A right refusal, and then dx = f(dout, x) for every entry.
template <class F>
arma::mat pulled(const arma::mat& dout, const arma::mat& x, F f) {
  require_not_empty(x, "x");
  require_same_shape(dout, "dout", x, "x");
  arma::mat dx(arma::size(x));
  for (arma::uword k = 0; k < x.n_elem; ++k) dx[k] = f(dout[k], x[k]);
  return dx;
}

// Zeros and ones.
inline arma::mat where(const arma::umat& condition) {
  return arma::conv_to<arma::mat>::from(condition);
}

}  // namespace descent::mistakes
