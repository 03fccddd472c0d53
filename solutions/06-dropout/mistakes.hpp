#pragma once

#include <algorithm>
#include <cmath>

#include "dropout.hpp"
#include "harness/wire/variants.hpp"

// Known mistakes of stage 06: what students really write. Each is an ordinary function with the
// signature of its exercise, in one of the files mistakes_*.cpp. Every one must fail the hidden
// suite, and be named when it does. Here is what several of these files need.

namespace descent::mistakes {

inline double count(arma::uword n) { return static_cast<double>(n); }

// Right but for the values: the sum of value(w) over all weights, slope(w) as gradient on W, and
// zeros on b.
template <class Value, class Slope>
PenaltyResult over_weights(const std::vector<DenseLayer>& layers, Value value, Slope slope) {
  PenaltyResult result;
  for (const DenseLayer& layer : layers) {
    DenseLayer gradient{layer.W, arma::zeros<arma::rowvec>(layer.b.n_elem)};
    for (double& w : gradient.W) {
      result.loss += value(w);
      w = slope(w);
    }
    result.gradients.push_back(gradient);
  }
  return result;
}

// A right result with the loss and the gradients multiplied by a factor each.
inline PenaltyResult scaled(PenaltyResult result, double loss, double gradient) {
  result.loss *= loss;
  for (DenseLayer& layer : result.gradients) layer.W *= gradient;
  return result;
}

inline double sign(double w) { return w > 0 ? 1 : (w < 0 ? -1 : 0); }

// 1 with probability keep_prob, else 0: drawn in the order in which the solution draws.
inline arma::mat coins(arma::uword rows, arma::uword cols, double keep_prob, Rng& rng) {
  arma::mat mask(rows, cols);
  for (double& entry : mask) entry = rng.uniform() < keep_prob ? 1 : 0;
  return mask;
}

// One coin for each column, the same for all rows; or the other way round.
inline arma::mat coins_of_columns(arma::uword rows, arma::uword cols, double keep_prob, Rng& rng) {
  return arma::repmat(coins(1, cols, keep_prob, rng), rows, 1);
}
inline arma::mat coins_of_rows(arma::uword rows, arma::uword cols, double keep_prob, Rng& rng) {
  return arma::repmat(coins(rows, 1, keep_prob, rng), 1, cols);
}

// Exactly the share keep_prob of all entries, at random places.
inline arma::mat exact_share(arma::uword rows, arma::uword cols, double keep_prob, Rng& rng) {
  arma::mat mask(rows, cols, arma::fill::zeros);
  const arma::uvec order = rng.permutation(mask.n_elem);
  const auto kept = static_cast<arma::uword>(std::round(keep_prob * count(mask.n_elem)));
  for (arma::uword i = 0; i < kept; ++i) mask(order(i)) = 1;
  return mask;
}

}  // namespace descent::mistakes
