#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

#include "harness/wire/variants.hpp"
#include "losses.hpp"

// Known mistakes of stage 07: what students really write. Each is an ordinary function with the
// signature of its exercise, in one of the files mistakes_*.cpp. Every one must fail the hidden
// suite, and be named when it does. Here is what several of these files need.

namespace descent::mistakes {

inline double count(arma::uword n) { return static_cast<double>(n); }

// A right result with the value and the gradient multiplied by a factor each.
inline LossResult scaled(LossResult result, double value, double gradient) {
  result.loss *= value;
  result.dscores *= gradient;
  return result;
}

// The mean over the examples of value(margin) over all rivals of the true class whose margin
// s_j - s_y + delta is positive; slope is the derivative of value.
template <class Value, class Slope>
LossResult over_rivals(const arma::mat& scores, const arma::uvec& labels, double delta, Value value,
                       Slope slope) {
  LossResult result{0, arma::zeros(scores.n_rows, scores.n_cols)};
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    for (arma::uword j = 0; j < scores.n_cols; ++j) {
      const double margin = scores(i, j) - scores(i, labels(i)) + delta;
      if (j == labels(i) || margin <= 0) continue;
      result.loss += value(margin);
      result.dscores(i, j) += slope(margin);
      result.dscores(i, labels(i)) -= slope(margin);
    }
  }
  return scaled(result, 1 / count(scores.n_rows), 1 / count(scores.n_rows));
}

// The mean over the examples of value(score, target), with slope its derivative by the score.
template <class Value, class Slope>
LossResult over_entries(const arma::mat& scores, const arma::mat& targets, Value value,
                        Slope slope) {
  LossResult result{0, arma::zeros(scores.n_rows, scores.n_cols)};
  for (arma::uword j = 0; j < scores.n_cols; ++j) {
    for (arma::uword i = 0; i < scores.n_rows; ++i) {
      result.loss += value(scores(i, j), targets(i, j));
      result.dscores(i, j) = slope(scores(i, j), targets(i, j));
    }
  }
  return scaled(result, 1 / count(scores.n_rows), 1 / count(scores.n_rows));
}

inline arma::mat softmax_of_rows(const arma::mat& scores) {
  arma::mat odds = scores;
  for (arma::uword i = 0; i < odds.n_rows; ++i) {
    odds.row(i) = arma::exp(odds.row(i) - odds.row(i).max());
    odds.row(i) /= arma::accu(odds.row(i));
  }
  return odds;
}

inline double plain_sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

inline double softplus(double x) { return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x))); }

}  // namespace descent::mistakes
