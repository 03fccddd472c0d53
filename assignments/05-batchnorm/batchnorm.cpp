#include "batchnorm.hpp"

#include <cmath>

// Stage 05: batch normalization. The formulas and everything that is promised stand in
// batchnorm.hpp, the reasons in the chapter, docs/stages/05-batchnorm.md. Write loops or matrix
// operations, as you like: only the numbers count.
//
// Every exercise begins in the same way: refuse bad input with the function of inputs.hpp that is
// named there. Later functions may call earlier ones.
//
// What you need of Armadillo: arma::mean(X, 0) and arma::sum(X, 0) give a row with one entry for
// each column; X.each_row() - v takes the row v off every row of X; % multiplies entry by entry,
// also in X.each_row() % v. Write down the types of results, arma::mat or arma::rowvec, never auto.

namespace descent {

BatchStatistics batch_statistics(const arma::mat& x) {
  // TODO     mean and variance of each column
  // FORMULA  mean_j = 1/N · Σ_i x_ij        var_j = 1/N · Σ_i (x_ij - mean_j)²
  // STEPS    1. require_not_empty(x, "x");
  //          2. the mean of each column
  //          3. take it off every row, square, and take the mean again
  // PITFALL  arma::var(x) divides by N - 1; and dimension 0 runs down the columns, 1 along the rows
  throw NotImplemented("batch_statistics");
}

void update_running_statistics(RunningStatistics& running, const BatchStatistics& batch,
                               double momentum) {
  // TODO     one more batch for the running averages
  // FORMULA  running ← momentum · running + (1 - momentum) · batch,  for mean and variance
  // STEPS    1. require_running_update(running, batch, momentum);
  //          2. assign to running.mean and running.var
  // PITFALL  a copy of `running` is gone when the function returns
  throw NotImplemented("update_running_statistics");
}

BatchnormForward batchnorm_forward(const arma::mat& x, const arma::rowvec& gamma,
                                   const arma::rowvec& beta, RunningStatistics& running, Mode mode,
                                   const BatchnormOptions& options) {
  // TODO     normalize every column, scale it by gamma and shift it by beta
  // FORMULA  inv_std = 1 / √(var + eps)    x_hat = (x - mean) · inv_std
  //          out = gamma · x_hat + beta
  // STEPS    1. require_batchnorm_input(x, gamma, beta, running, options);
  //          2. Mode::train: mean and var of this batch, with which running is updated
  //             Mode::test: running.mean and running.var, which stay as they are
  //          3. normalize, scale, shift
  //          4. fill the cache in train mode: {x_hat, inv_std, gamma}; leave it empty in test mode
  // PITFALL  eps stands inside the root; and cache.x_hat is what it was before gamma and beta
  throw NotImplemented("batchnorm_forward");
}

BatchnormGradients batchnorm_backward(const arma::mat& dout, const BatchnormCache& cache) {
  // TODO     the gradients of a forward pass in train mode
  // FORMULA  dbeta = Σ_i dout_i        dgamma = Σ_i dout_i · x_hat_i
  //          dx_i  = gamma · inv_std · [ dout_i - x_hat_i · dgamma/N - dbeta/N ]
  //                                      direct   variance path        mean path
  // STEPS    1. require_batchnorm_gradient(dout, cache);
  //          2. the two sums over the examples
  //          3. dx, from this formula, or step by step from your own forward pass
  // PITFALL  mean and variance depend on every x of the column: none of the three parts may be
  //          missing, and the 1/N of two of them neither
  throw NotImplemented("batchnorm_backward");
}

BatchnormForward spatial_batchnorm_forward(const arma::mat& x, const arma::rowvec& gamma,
                                           const arma::rowvec& beta, RunningStatistics& running,
                                           Mode mode, const BatchnormOptions& options) {
  // TODO     the same for images: one mean and one variance for each channel
  // FORMULA  mean_c and var_c over the N·P pixels of channel c; the rest as in batchnorm_forward
  // STEPS    1. require_spatial_input(x, gamma, beta, running, options);
  //          2. rearrange x so that each channel is one column of N·P numbers: arma::reshape
  //          3. batchnorm_forward
  //          4. rearrange out and cache.x_hat back to the shape of x
  // PITFALL  the columns of channel 0 come first, then those of channel 1: they do not alternate
  throw NotImplemented("spatial_batchnorm_forward");
}

BatchnormGradients spatial_batchnorm_backward(const arma::mat& dout, const BatchnormCache& cache) {
  // TODO     the gradients of spatial_batchnorm_forward
  // FORMULA  those of batchnorm_backward, with the N·P pixels of a channel for the N examples
  // STEPS    1. require_spatial_gradient(dout, cache);
  //          2. rearrange dout and cache.x_hat as in the forward pass
  //          3. batchnorm_backward
  //          4. rearrange dx back
  // PITFALL  the means of the gradient run over examples and pixels, as those of the forward pass
  throw NotImplemented("spatial_batchnorm_backward");
}

}  // namespace descent
