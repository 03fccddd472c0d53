#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

#include "gradcheck.hpp"
#include "harness/wire/variants.hpp"

// Known mistakes of stage 01: what students really write. Each is an ordinary function with the
// signature of its exercise, in one of the files mistakes_*.cpp. Every one must fail the hidden
// suite, and be named when it does. Here is what several of these files need.

namespace descent::mistakes {

inline constexpr double kInfinity = std::numeric_limits<double>::infinity();

inline double count(arma::uword n) { return static_cast<double>(n); }

// The right errors, with `error(a, n)` instead of the formula where both are finite and not both 0.
template <class Error>
arma::mat errors_by(const arma::mat& analytic, const arma::mat& numeric, Error error) {
  arma::mat errors = relative_error(analytic, numeric);
  for (arma::uword k = 0; k < errors.n_elem; ++k) {
    const double a = analytic(k);
    const double n = numeric(k);
    if (!std::isfinite(a) || !std::isfinite(n) || (a == 0 && n == 0)) continue;
    errors(k) = error(a, n);
  }
  return errors;
}

// A numerical gradient, entry by entry: slope(along), where along(t) is f with entry k moved by t.
template <class Slope>
arma::mat slopes_by(const FunctionOfMatrix& f, const arma::mat& x, Slope slope) {
  arma::mat gradient(arma::size(x));
  for (arma::uword k = 0; k < x.n_elem; ++k) {
    gradient(k) = slope([&](double t) {
      arma::mat moved = x;
      moved(k) += t;
      return f(moved);
    });
  }
  return gradient;
}

inline bool same(const arma::uvec& one, const arma::uvec& other) {
  return one.n_elem == other.n_elem && std::equal(one.begin(), one.end(), other.begin());
}

}  // namespace descent::mistakes
