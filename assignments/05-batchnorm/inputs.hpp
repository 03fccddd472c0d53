#pragma once

#include <stdexcept>
#include <string>

#include "batchnorm_types.hpp"
#include "harness/support/require.hpp"

/// Given to you: the checks of the input of stage 05. Each throws std::invalid_argument with a
/// sentence that says what was expected and what came, and does nothing if all is well. Call the
/// right one first in every exercise.
namespace descent {

/// Running statistics of so many features, finite, and no variance below 0.
inline void require_running_statistics(const RunningStatistics& running, arma::uword features) {
  require_shape(running.mean, "running.mean", 1, features);
  require_shape(running.var, "running.var", 1, features);
  require_finite(running.mean, "running.mean");
  require_finite(running.var, "running.var");
  if (features > 0 && running.var.min() < 0) {
    throw std::invalid_argument("expected variances of 0 or more in running.var, got " +
                                std::to_string(running.var.min()));
  }
}

/// A momentum in [0, 1].
inline void require_momentum(double momentum) {
  if (momentum >= 0 && momentum <= 1) return;
  throw std::invalid_argument("expected a momentum between 0 and 1, got " +
                              std::to_string(momentum));
}

/// Running statistics, the statistics of a batch of as many features, and a momentum.
inline void require_running_update(const RunningStatistics& running, const BatchStatistics& batch,
                                   double momentum) {
  require_not_empty(batch.mean, "batch.mean");
  require_shape(batch.var, "batch.var", 1, batch.mean.n_elem);
  require_running_statistics(running, batch.mean.n_elem);
  require_momentum(momentum);
}

/// What both forward passes need, for gamma of `features` entries.
inline void require_batchnorm_parameters(const arma::rowvec& gamma, const arma::rowvec& beta,
                                         const RunningStatistics& running,
                                         const BatchnormOptions& options, arma::uword features) {
  require_shape(gamma, "gamma", 1, features);
  require_shape(beta, "beta", 1, features);
  require_running_statistics(running, features);
  require_momentum(options.momentum);
  require_positive(options.eps, "eps");
}

/// Everything that batchnorm_forward needs: x of N x D, and D of all the rest.
inline void require_batchnorm_input(const arma::mat& x, const arma::rowvec& gamma,
                                    const arma::rowvec& beta, const RunningStatistics& running,
                                    const BatchnormOptions& options) {
  require_not_empty(x, "x");
  require_batchnorm_parameters(gamma, beta, running, options, x.n_cols);
}

/// Columns that are the planes of so many channels, all of the same number of pixels.
inline void require_channels(const arma::mat& x, const std::string& name, arma::uword channels) {
  require_not_empty(x, name);
  require_some(channels, "channels (entries of gamma)");
  if (x.n_cols % channels == 0) return;
  throw std::invalid_argument("expected " + name + " with the same number of columns for each of " +
                              std::to_string(channels) + " channels, got " +
                              std::to_string(x.n_cols) + " columns");
}

/// Everything that spatial_batchnorm_forward needs: x of N x C·P, and C of all the rest.
inline void require_spatial_input(const arma::mat& x, const arma::rowvec& gamma,
                                  const arma::rowvec& beta, const RunningStatistics& running,
                                  const BatchnormOptions& options) {
  require_channels(x, "x", gamma.n_elem);
  require_batchnorm_parameters(gamma, beta, running, options, gamma.n_elem);
}

/// A cache that a forward pass in train mode has filled.
inline void require_filled_cache(const BatchnormCache& cache) {
  if (!cache.x_hat.is_empty()) return;
  throw std::invalid_argument(
      "expected the cache of a forward pass in train mode, got an empty one: in test mode nothing "
      "is kept for the backward pass");
}

/// An upstream gradient of the shape of x_hat, and D of all the rest.
inline void require_batchnorm_gradient(const arma::mat& dout, const BatchnormCache& cache) {
  require_filled_cache(cache);
  require_same_shape(dout, "dout", cache.x_hat, "x_hat");
  require_shape(cache.inv_std, "inv_std", 1, cache.x_hat.n_cols);
  require_shape(cache.gamma, "gamma", 1, cache.x_hat.n_cols);
}

/// An upstream gradient of the shape of x_hat, N x C·P, and C of all the rest.
inline void require_spatial_gradient(const arma::mat& dout, const BatchnormCache& cache) {
  require_filled_cache(cache);
  require_same_shape(dout, "dout", cache.x_hat, "x_hat");
  require_channels(cache.x_hat, "x_hat", cache.gamma.n_elem);
  require_shape(cache.inv_std, "inv_std", 1, cache.gamma.n_elem);
}

}  // namespace descent
