#pragma once

#include "batchnorm.hpp"
#include "harness/wire/variants.hpp"

// Known mistakes of stage 05: what students really write. Each is an ordinary function with the
// signature of its exercise, in one of the files mistakes_*.cpp. Every one must fail the hidden
// suite, and be named when it does. Here are the two passes with their steps exchangeable, so that
// a mistake is the one step that is wrong.

namespace descent::mistakes {

inline double count(arma::uword n) { return static_cast<double>(n); }

// Steps of the forward pass. `n` is how many numbers each mean is taken over.

inline arma::rowvec inverse_root(const arma::rowvec& var, double eps) {
  return 1 / arma::sqrt(var + eps);
}
inline arma::rowvec eps_outside(const arma::rowvec& var, double eps) {
  return 1 / (arma::sqrt(var) + eps);
}

using Statistics = BatchStatistics (*)(const arma::mat& x);
using Inverse = arma::rowvec (*)(const arma::rowvec& var, double eps);
using Update = void (*)(RunningStatistics& running, const BatchStatistics& batch,
                        const BatchnormOptions& options, double n);

inline void average(RunningStatistics& running, const BatchStatistics& batch,
                    const BatchnormOptions& options, double) {
  update_running_statistics(running, batch, options.momentum);
}
inline void average_swapped(RunningStatistics& running, const BatchStatistics& batch,
                            const BatchnormOptions& options, double) {
  update_running_statistics(running, batch, 1 - options.momentum);
}
inline void average_of_a_copy(RunningStatistics& running, const BatchStatistics& batch,
                              const BatchnormOptions& options, double) {
  RunningStatistics copy = running;
  update_running_statistics(copy, batch, options.momentum);
}
inline void average_of_deviations(RunningStatistics& running, const BatchStatistics& batch,
                                  const BatchnormOptions& options, double) {
  update_running_statistics(running, {batch.mean, arma::sqrt(batch.var)}, options.momentum);
}
inline void average_of_unbiased(RunningStatistics& running, const BatchStatistics& batch,
                                const BatchnormOptions& options, double n) {
  const double factor = n > 1 ? n / (n - 1) : 1;
  update_running_statistics(running, {batch.mean, batch.var * factor}, options.momentum);
}

inline BatchStatistics unbiased(const arma::mat& x) {
  return {arma::mean(x, 0), arma::var(x, 0, 0)};
}

/// The forward pass of a right solution, as far as its steps are right.
struct Steps {
  Statistics statistics = batch_statistics;
  Inverse inverse = inverse_root;          ///< in train mode
  Inverse inverse_in_test = inverse_root;  ///< in test mode
  Update update = average;
};

inline BatchnormForward normalize(const arma::mat& x, const BatchStatistics& with,
                                  const arma::rowvec& inv_std, const arma::rowvec& gamma,
                                  const arma::rowvec& beta) {
  arma::mat x_hat = x.each_row() - with.mean;
  x_hat.each_row() %= inv_std;
  arma::mat out = x_hat.each_row() % gamma;
  out.each_row() += beta;
  return {out, {x_hat, inv_std, gamma}};
}

inline BatchnormForward forward_with(const Steps& steps, const arma::mat& x,
                                     const arma::rowvec& gamma, const arma::rowvec& beta,
                                     RunningStatistics& running, Mode mode,
                                     const BatchnormOptions& options) {
  if (mode == Mode::test) {
    const arma::rowvec inv_std = steps.inverse_in_test(running.var, options.eps);
    return {normalize(x, {running.mean, running.var}, inv_std, gamma, beta).out, {}};
  }
  const BatchStatistics batch = steps.statistics(x);
  steps.update(running, batch, options, count(x.n_rows));
  return normalize(x, batch, steps.inverse(batch.var, options.eps), gamma, beta);
}

// Images as one column for each channel, and back.

inline arma::mat as_columns(const arma::mat& images, arma::uword channels) {
  return arma::reshape(images, images.n_elem / channels, channels);
}

inline BatchnormForward spatial_with(const Steps& steps, const arma::mat& x,
                                     const arma::rowvec& gamma, const arma::rowvec& beta,
                                     RunningStatistics& running, Mode mode,
                                     const BatchnormOptions& options) {
  BatchnormForward result =
      forward_with(steps, as_columns(x, gamma.n_elem), gamma, beta, running, mode, options);
  result.out.reshape(x.n_rows, x.n_cols);
  if (mode == Mode::train) result.cache.x_hat.reshape(x.n_rows, x.n_cols);
  return result;
}

// The parts of the backward pass. All are right; a mistake leaves one out or changes it.

struct Paths {
  arma::rowvec dgamma, dbeta;
  arma::mat direct, variance, mean;

  /// Counts each path so many times.
  [[nodiscard]] BatchnormGradients counted(double d, double v, double m) const {
    return {d * direct + v * variance + m * mean, dgamma, dbeta};
  }
  [[nodiscard]] BatchnormGradients right() const { return counted(1, 1, 1); }
};

inline Paths paths_of(const arma::mat& dout, const BatchnormCache& cache) {
  const double n = count(dout.n_rows);
  Paths paths{.dgamma = arma::sum(dout % cache.x_hat, 0),
              .dbeta = arma::sum(dout, 0),
              .direct = dout,
              .variance = cache.x_hat,
              .mean = arma::ones(arma::size(dout))};
  const arma::rowvec factor = cache.gamma % cache.inv_std;
  paths.direct.each_row() %= factor;
  paths.variance.each_row() %= -factor % paths.dgamma / n;
  paths.mean.each_row() %= -factor % paths.dbeta / n;
  return paths;
}

/// The backward pass of images through one of features.
template <class Backward>
BatchnormGradients spatial_backward_with(const Backward& backward, const arma::mat& dout,
                                         const BatchnormCache& cache) {
  const arma::uword channels = cache.gamma.n_elem;
  const BatchnormCache columns{as_columns(cache.x_hat, channels), cache.inv_std, cache.gamma};
  BatchnormGradients grads = backward(as_columns(dout, channels), columns);
  grads.dx.reshape(dout.n_rows, dout.n_cols);
  return grads;
}

}  // namespace descent::mistakes
