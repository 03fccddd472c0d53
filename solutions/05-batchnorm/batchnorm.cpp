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
  // solution begin batch_statistics
  require_not_empty(x, "x");
  const arma::rowvec mean = arma::mean(x, 0);
  const arma::mat centred = x.each_row() - mean;
  return {mean, arma::mean(arma::square(centred), 0)};
  // solution end
}

void update_running_statistics(RunningStatistics& running, const BatchStatistics& batch,
                               double momentum) {
  // TODO     one more batch for the running averages
  // FORMULA  running ← momentum · running + (1 - momentum) · batch,  for mean and variance
  // STEPS    1. require_running_update(running, batch, momentum);
  //          2. assign to running.mean and running.var
  // PITFALL  a copy of `running` is gone when the function returns
  // solution begin update_running_statistics
  require_running_update(running, batch, momentum);
  running.mean = momentum * running.mean + (1 - momentum) * batch.mean;
  running.var = momentum * running.var + (1 - momentum) * batch.var;
  // solution end
}

// solution begin
namespace {

// x_hat = (x - mean) · inv_std and out = gamma · x_hat + beta, column by column.
BatchnormForward normalize(const arma::mat& x, const arma::rowvec& mean, const arma::rowvec& var,
                           const arma::rowvec& gamma, const arma::rowvec& beta, double eps) {
  const arma::rowvec inv_std = 1 / arma::sqrt(var + eps);
  arma::mat x_hat = x.each_row() - mean;
  x_hat.each_row() %= inv_std;
  arma::mat out = x_hat.each_row() % gamma;
  out.each_row() += beta;
  return {out, {x_hat, inv_std, gamma}};
}

}  // namespace
// solution end

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
  // solution begin batchnorm_forward
  require_batchnorm_input(x, gamma, beta, running, options);
  if (mode == Mode::test) {
    return {normalize(x, running.mean, running.var, gamma, beta, options.eps).out, {}};
  }
  const BatchStatistics batch = batch_statistics(x);
  update_running_statistics(running, batch, options.momentum);
  return normalize(x, batch.mean, batch.var, gamma, beta, options.eps);
  // solution end
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
  // solution begin batchnorm_backward
  require_batchnorm_gradient(dout, cache);
  const double n = static_cast<double>(dout.n_rows);
  BatchnormGradients grads;
  grads.dbeta = arma::sum(dout, 0);
  grads.dgamma = arma::sum(dout % cache.x_hat, 0);
  arma::mat inner = dout - cache.x_hat.each_row() % (grads.dgamma / n);
  inner.each_row() -= grads.dbeta / n;
  grads.dx = inner.each_row() % (cache.gamma % cache.inv_std);
  return grads;
  // solution end
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
  // solution begin spatial_batchnorm_forward
  require_spatial_input(x, gamma, beta, running, options);
  const arma::uword channels = gamma.n_elem;
  // Columns lie one after another in memory, and so do the P columns of a channel: as one column
  // of N·P numbers they are all the pixels of that channel.
  const arma::mat pixels = arma::reshape(x, x.n_elem / channels, channels);
  BatchnormForward result = batchnorm_forward(pixels, gamma, beta, running, mode, options);
  result.out.reshape(x.n_rows, x.n_cols);
  if (mode == Mode::train) result.cache.x_hat.reshape(x.n_rows, x.n_cols);
  return result;
  // solution end
}

BatchnormGradients spatial_batchnorm_backward(const arma::mat& dout, const BatchnormCache& cache) {
  // TODO     the gradients of spatial_batchnorm_forward
  // FORMULA  those of batchnorm_backward, with the N·P pixels of a channel for the N examples
  // STEPS    1. require_spatial_gradient(dout, cache);
  //          2. rearrange dout and cache.x_hat as in the forward pass
  //          3. batchnorm_backward
  //          4. rearrange dx back
  // PITFALL  the means of the gradient run over examples and pixels, as those of the forward pass
  // solution begin spatial_batchnorm_backward
  require_spatial_gradient(dout, cache);
  const arma::uword channels = cache.gamma.n_elem;
  const arma::uword rows = dout.n_elem / channels;
  BatchnormGradients grads =
      batchnorm_backward(arma::reshape(dout, rows, channels),
                         {arma::reshape(cache.x_hat, rows, channels), cache.inv_std, cache.gamma});
  grads.dx.reshape(dout.n_rows, dout.n_cols);
  return grads;
  // solution end
}

}  // namespace descent
