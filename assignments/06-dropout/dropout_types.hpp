#pragma once

#include <armadillo>
#include <functional>
#include <vector>

#include "harness/support/rng.hpp"

/// What the functions of stage 06 take and return.
namespace descent {

/// The parameters of a fully connected layer, scores = X·W + b; or a gradient on each of them.
struct DenseLayer {
  arma::mat W;     ///< fan_in x fan_out: column j holds the weights into neuron j
  arma::rowvec b;  ///< fan_out
};

/// What a penalty adds to the loss and to its gradient.
struct PenaltyResult {
  double loss = 0;                         ///< summed over all layers
  std::vector<DenseLayer> gradients = {};  ///< one for each layer, of the same shapes
};

/// The output of a dropout layer, and what its backward pass has to know.
struct DropoutResult {
  arma::mat out;   ///< N x D, out = x % mask
  arma::mat mask;  ///< N x D: 0 where a unit was dropped, else the factor that it was scaled by
};

/// What dropconnect_backward has to know of the forward pass.
struct DropConnectCache {
  arma::mat x;     ///< N x D, the inputs as they came
  arma::mat W;     ///< D x M, the weights as they came, not masked
  arma::mat mask;  ///< D x M: 0 where a weight was dropped, else the factor that it was scaled by
};

/// The output of a DropConnect layer.
struct DropConnectResult {
  arma::mat out;  ///< N x M
  DropConnectCache cache;
};

/// The gradients of a DropConnect layer, each of the shape of what it belongs to.
struct DropConnectGradients {
  arma::mat dx;
  arma::mat dW;
  arma::rowvec db;
};

/// A whole network whose masks are switched on: inputs to outputs, N rows to N rows. It draws its
/// masks from rng.
using StochasticNetwork = std::function<arma::mat(const arma::mat& x, Rng& rng)>;

}  // namespace descent
