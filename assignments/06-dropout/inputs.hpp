#pragma once

#include <armadillo>
#include <stdexcept>
#include <string>
#include <vector>

#include "dropout_types.hpp"
#include "harness/support/require.hpp"

/// Given to you: the checks of the input. Each throws std::invalid_argument with a sentence that
/// says what was expected and what came, and does nothing if all is well. Call the right one first
/// in every exercise. (harness/support/require.hpp has the ones for a single number or matrix.)
namespace descent {

/// At least one layer; every W has weights, and every b as many biases as its W has columns.
inline void require_dense_layers(const std::vector<DenseLayer>& layers) {
  if (layers.empty()) throw std::invalid_argument("expected at least one layer, got none");
  for (std::size_t k = 0; k < layers.size(); ++k) {
    const std::string layer = " of layer " + std::to_string(k);
    require_not_empty(layers[k].W, "weights W" + layer);
    require_shape(layers[k].b, "biases b" + layer, 1, layers[k].W.n_cols);
  }
}

/// A probability of keeping a unit: above 0, and at most 1.
inline void require_keep_prob(double keep_prob) {
  if (keep_prob > 0 && keep_prob <= 1) return;
  throw std::invalid_argument("expected keep_prob above 0 and at most 1, got " +
                              std::to_string(keep_prob));
}

/// Inputs that are there, and a probability of keeping them.
inline void require_dropout(const arma::mat& x, double keep_prob) {
  require_not_empty(x, "inputs x");
  require_keep_prob(keep_prob);
}

/// Inputs, weights and biases that fit together, and a probability of keeping a weight.
inline void require_dropconnect(const arma::mat& x, const arma::mat& W, const arma::rowvec& b,
                                double keep_prob) {
  require_not_empty(x, "inputs x");
  require_not_empty(W, "weights W");
  require_shape(W, "weights W", x.n_cols, W.n_cols);
  require_shape(b, "biases b", 1, W.n_cols);
  require_keep_prob(keep_prob);
}

/// An upstream gradient that fits to what the forward pass has left, and that fits together itself.
inline void require_dropconnect_upstream(const arma::mat& dout, const DropConnectCache& cache) {
  require_not_empty(dout, "the upstream gradient dout");
  require_shape(cache.W, "the weights in the cache", cache.x.n_cols, cache.W.n_cols);
  require_same_shape(cache.mask, "the mask in the cache", cache.W, "the weights in the cache");
  require_shape(dout, "the upstream gradient dout", cache.x.n_rows, cache.W.n_cols);
}

/// A network that can be called, inputs for it, and at least one sample.
inline void require_samples(const StochasticNetwork& network, const arma::mat& x,
                            arma::uword samples) {
  if (!network) throw std::invalid_argument("expected a network, got an empty function");
  require_not_empty(x, "inputs x");
  require_some(samples, "samples");
}

}  // namespace descent
