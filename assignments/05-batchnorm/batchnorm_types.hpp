#pragma once

#include <armadillo>

/// The types of stage 05. D is the number of features (columns of x), or of channels where the
/// columns are the pixels of images.
namespace descent {

/// Mean and variance of every feature in one batch.
struct BatchStatistics {
  arma::rowvec mean;  ///< D
  arma::rowvec var;   ///< D, the biased variance: divided by N, not N - 1
};

/// Averages over the batches seen so far: what is used at test time. The caller owns them, one for
/// each layer. A fresh one comes from fresh_running_statistics.
struct RunningStatistics {
  arma::rowvec mean;  ///< D
  arma::rowvec var;   ///< D, the average of the biased variances (no root, no N - 1)
};

/// Running statistics before the first batch: mean 0 and variance 1, so that a layer that has seen
/// nothing changes next to nothing.
inline RunningStatistics fresh_running_statistics(arma::uword features) {
  return {arma::rowvec(features, arma::fill::zeros), arma::rowvec(features, arma::fill::ones)};
}

struct BatchnormOptions {
  double momentum = 0.9;  ///< the part of the running statistics that stays, in [0, 1]
  double eps = 1e-5;      ///< added to the variance, inside the root; positive
};

/// What the backward pass needs to know of a forward pass in train mode. Nothing else of it
/// travels.
struct BatchnormCache {
  arma::mat x_hat;       ///< (x - mean) · inv_std, before gamma and beta; the shape of x
  arma::rowvec inv_std;  ///< 1 / √(var + eps), one for each feature or channel
  arma::rowvec gamma;    ///< a copy of gamma
};

struct BatchnormForward {
  arma::mat out;         ///< gamma · x_hat + beta, the shape of x
  BatchnormCache cache;  ///< all three parts are empty after a pass in test mode
};

struct BatchnormGradients {
  arma::mat dx;         ///< ∂L/∂x, the shape of x
  arma::rowvec dgamma;  ///< ∂L/∂gamma, one for each feature or channel
  arma::rowvec dbeta;   ///< ∂L/∂beta, one for each feature or channel
};

}  // namespace descent
