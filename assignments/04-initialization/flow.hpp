#pragma once

#include <armadillo>
#include <functional>

#include "harness/support/rng.hpp"

/// Given to you: what activation_statistics takes and returns.
namespace descent {

/// A way to fill a weight matrix: glorot and he are of this type, and so is
///     [](arma::uword fan_in, arma::uword fan_out, Rng& rng) {
///       return small_gaussian(fan_in, fan_out, rng, 0.01);
///     }
using WeightInitializer =
    std::function<arma::mat(arma::uword fan_in, arma::uword fan_out, Rng& rng)>;

/// What the layers of the net do to their pre-activations z.
enum class FlowNonlinearity {
  tanh,  ///< tanh(z)
  relu,  ///< max(0, z)
};

/// Where a histogram begins and ends.
struct FlowRange {
  double low = -1;
  double high = 1;
};

/// The net, and how finely its numbers are counted.
struct FlowOptions {
  arma::uword layers = 10;
  arma::uword units = 500;  ///< in every layer
  arma::uword bins = 41;    ///< odd, so that 0 lies inside a bin and not on a border
  FlowRange activations = {};
  FlowRange gradients = {};
};

/// What flows through one layer: N·units activations on the way forward, as many gradients on the
/// way back.
struct LayerFlow {
  double mean = 0;       ///< of the activations, the outputs of the layer
  double std = 0;        ///< their standard deviation, √(1/n · Σ (a - mean)²), n = N·units
  arma::uvec histogram;  ///< how many of them fall into each bin; all counts together are N·units

  double gradient_mean = 0;       ///< of ∂loss/∂(the activations of this layer)
  double gradient_std = 0;        ///< defined as above
  arma::uvec gradient_histogram;  ///< counted as above, over the range for gradients
};

}  // namespace descent
