#pragma once

#include <armadillo>
#include <cmath>
#include <stdexcept>
#include <string>

#include "activation_types.hpp"
#include "harness/support/require.hpp"

/// Given to you: the checks of the input that this stage needs beside those of
/// harness/support/require.hpp (require_not_empty, require_same_shape). Each throws
/// std::invalid_argument with a sentence that says what was expected and what came, and does
/// nothing if all is well. Call the one that the comment in the stub names first.
namespace descent {

/// The slope of a leaky ReLU for negative inputs: from 0 (then it is a ReLU) to 1 (a straight
/// line).
inline void require_leaky_slope(double alpha) {
  if (alpha >= 0 && alpha <= 1) return;
  throw std::invalid_argument("expected a slope alpha between 0 and 1, got " +
                              std::to_string(alpha));
}

/// A PReLU layer: x not empty, and one finite slope, of any sign and size, for each column of x.
inline void require_prelu_slopes(const arma::mat& x, const arma::rowvec& alpha) {
  require_not_empty(x, "x");
  if (alpha.n_elem != x.n_cols) {
    throw std::invalid_argument("expected one slope in alpha for each of the " +
                                std::to_string(x.n_cols) + " columns of x, got " +
                                std::to_string(alpha.n_elem));
  }
  require_finite(alpha, "alpha");
}

/// A maxout layer: x of N x D, both weights of D x H, both biases of 1 x H, none of them empty.
inline void require_maxout(const arma::mat& x, const MaxoutParameters& parameters) {
  require_not_empty(x, "x");
  require_not_empty(parameters.W1, "W1");
  const arma::uword units = parameters.W1.n_cols;
  require_shape(parameters.W1, "W1", x.n_cols, units);
  require_shape(parameters.b1, "b1", 1, units);
  require_shape(parameters.W2, "W2", x.n_cols, units);
  require_shape(parameters.b2, "b2", 1, units);
}

/// The same, and an upstream gradient of N x H.
inline void require_maxout(const arma::mat& dout, const arma::mat& x,
                           const MaxoutParameters& parameters) {
  require_maxout(x, parameters);
  require_shape(dout, "dout", x.n_rows, parameters.W1.n_cols);
}

/// Outputs of a squashing unit: not empty, all between its asymptotes (give or take round-off); and
/// a margin above 0 and below half of their distance.
inline void require_squashed(const arma::mat& out, const Asymptotes& asymptotes, double margin) {
  require_not_empty(out, "out");
  const double distance = asymptotes.high - asymptotes.low;
  if (!(std::isfinite(distance) && distance > 0)) {
    throw std::invalid_argument("expected a lower asymptote below the upper one, got " +
                                std::to_string(asymptotes.low) + " and " +
                                std::to_string(asymptotes.high));
  }
  if (!(margin > 0 && margin < distance / 2)) {
    throw std::invalid_argument(
        "expected a margin above 0 and below half of the distance of the "
        "asymptotes, " +
        std::to_string(distance / 2) + ", got " + std::to_string(margin));
  }
  const double slack = 1e-9 * distance;
  for (arma::uword i = 0; i < out.n_elem; ++i) {
    if (out(i) >= asymptotes.low - slack && out(i) <= asymptotes.high + slack) continue;
    throw std::invalid_argument(
        "expected outputs between the asymptotes " + std::to_string(asymptotes.low) + " and " +
        std::to_string(asymptotes.high) + ", got " + std::to_string(out(i)) +
        ": is this the input of the unit instead of its output?");
  }
}

}  // namespace descent
