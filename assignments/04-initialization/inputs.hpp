#pragma once

#include <armadillo>
#include <cmath>
#include <stdexcept>
#include <string>

#include "flow.hpp"
#include "harness/support/require.hpp"

/// Given to you: the checks of the input that this stage needs beside those of
/// harness/support/require.hpp. Each throws std::invalid_argument with a sentence that says what
/// was expected and what came, and does nothing if all is well. Call the right one first in every
/// exercise.
namespace descent {

/// A layer has at least one input and at least one neuron.
inline void require_fans(arma::uword fan_in, arma::uword fan_out) {
  require_some(fan_in, "inputs (fan_in)");
  require_some(fan_out, "neurons (fan_out)");
}

/// A number that is neither NaN nor infinite.
inline void require_finite_value(double value, const std::string& name) {
  if (std::isfinite(value)) return;
  throw std::invalid_argument("expected a finite " + name + ", got " + std::to_string(value));
}

/// low < high, both finite.
inline void require_flow_range(const FlowRange& range, const std::string& name) {
  if (std::isfinite(range.low) && std::isfinite(range.high) && range.low < range.high) return;
  throw std::invalid_argument("expected a range of " + name + " from low to a higher end, got " +
                              std::to_string(range.low) + " to " + std::to_string(range.high));
}

/// Everything that activation_statistics is given.
inline void require_flow(const arma::mat& X, const arma::mat& upstream,
                         const WeightInitializer& init, const FlowOptions& options) {
  require_not_empty(X, "the batch X");
  require_some(options.layers, "layers");
  require_some(options.units, "units");
  require_some(options.bins, "bins");
  require_flow_range(options.activations, "activations");
  require_flow_range(options.gradients, "gradients");
  require_shape(upstream, "the upstream gradient (a row for each example, a column for each unit)",
                X.n_rows, options.units);
  if (!init) throw std::invalid_argument("expected a function that initializes weights, got none");
}

/// What the initializer has returned for a layer. Call it for every layer, before you multiply.
inline void require_weights(const arma::mat& W, arma::uword fan_in, arma::uword fan_out) {
  require_shape(W, "weights from init", fan_in, fan_out);
}

/// W_in: D x H, b: H, W_out: H x C.
inline void require_hidden_layer(const arma::mat& W_in, const arma::rowvec& b,
                                 const arma::mat& W_out) {
  require_not_empty(W_in, "W_in");
  require_not_empty(W_out, "W_out");
  require_shape(b, "b (one bias for each column of W_in)", 1, W_in.n_cols);
  if (W_out.n_rows == W_in.n_cols) return;
  throw std::invalid_argument("expected W_out with one row for each of the " +
                              std::to_string(W_in.n_cols) + " columns of W_in, got " +
                              std::to_string(W_out.n_rows) + " rows");
}

}  // namespace descent
