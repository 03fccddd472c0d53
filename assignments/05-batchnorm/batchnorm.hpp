#pragma once

#include <armadillo>

#include "batchnorm_types.hpp"
#include "harness/support/mode.hpp"
#include "harness/support/not_implemented.hpp"
#include "inputs.hpp"

/// Stage 05: batch normalization. A layer that makes every feature of a batch have mean 0 and
/// variance 1, and then lets the network choose another mean (beta) and deviation (gamma).
///
/// Shapes. Rows are examples: x is N x D. gamma, beta and all statistics have one entry for each
/// of the D features (columns). Images are rows, too: N x C·P for C channels of P = H·W pixels
/// each, where the P columns of channel 0 come first, then those of channel 1, and so on; then
/// gamma, beta and all statistics have one entry for each of the C channels.
///
/// Conventions. The variance divides by N (by N·P for images), never by N - 1, also in the running
/// statistics. eps is added to the variance, inside the root. The momentum is the part that stays:
/// running ← momentum · running + (1 - momentum) · batch.
///
/// Memory. The functions remember nothing from call to call: what a layer learns about its batches
/// is in `running`, which the caller owns and the function changes in place.
///
/// Refusals. Every function throws std::invalid_argument, with a sentence that says what was
/// expected and what came, for an empty batch, for sizes that do not fit together, for running
/// variances that are negative or not finite, for eps that is not positive and for a momentum
/// outside [0, 1]. The functions of inputs.hpp do that for you.
///
/// Source: S. Ioffe, C. Szegedy, "Batch Normalization: Accelerating Deep Network Training by
/// Reducing Internal Covariate Shift", ICML 2015; CS231n, lecture 6, and notes, "Neural Networks
/// Part 2", section "Batch normalization".
namespace descent {

/// Mean and variance of every column.
///
///     mean_j = 1/N · Σ_i x_ij        var_j = 1/N · Σ_i (x_ij - mean_j)²
///
/// x: N x D. Returns D means and D variances. The variance of one example (N = 1) is 0. Both keep
/// their digits where the mean is large compared with the spread: columns around 1e6 with a
/// deviation of 1 give a variance that is right to six digits, and none is ever negative.
/// Throws std::invalid_argument: x is empty.
/// Source: Ioffe and Szegedy, algorithm 1, first two lines.
BatchStatistics batch_statistics(const arma::mat& x);

/// One more batch for the running averages.
///
///     running.mean ← momentum · running.mean + (1 - momentum) · batch.mean
///     running.var  ← momentum · running.var  + (1 - momentum) · batch.var
///
/// running: changed in place. batch: D entries each, as `running`. momentum: in [0, 1], the part of
/// the old average that stays.
/// After k equal batches the average is (1 - momentumᵏ) of theirs and momentumᵏ of the start.
/// Throws std::invalid_argument: no features, sizes that differ, running variances that are
/// negative or not finite, momentum outside [0, 1].
/// Source: CS231n, lecture 6; Ioffe and Szegedy, section 3.1 (moving averages). (PyTorch calls
/// 1 - momentum "momentum".)
void update_running_statistics(RunningStatistics& running, const BatchStatistics& batch,
                               double momentum);

/// Batch normalization, forward.
///
///     train    x_hat = (x - mean) · inv_std,  inv_std = 1 / √(var + eps),  of this batch's columns
///     test     the same with running.mean and running.var
///     both     out = gamma · x_hat + beta
///
/// x: N x D. gamma, beta: D. running: D each. mode: see the table.
/// Train mode updates `running` with the mean and the biased variance of this batch (as
/// update_running_statistics does) and does not use it otherwise; it fills the cache. Test mode
/// leaves `running` alone, to the last bit, and all three parts of the cache empty: there the
/// output of an example depends on no other example. A batch of one in train mode has x_hat = 0 and
/// out = beta. A constant feature has x_hat = 0 and out = beta as well, since eps keeps the root
/// above 0. Throws std::invalid_argument: x is empty; gamma, beta or running without one entry for
/// each of the D columns; running variances that are negative or not finite; eps not positive;
/// momentum outside [0, 1]. Source: Ioffe and Szegedy, algorithms 1 and 2. (PyTorch's running
/// variance divides by N - 1. Ours does not.)
BatchnormForward batchnorm_forward(const arma::mat& x, const arma::rowvec& gamma,
                                   const arma::rowvec& beta, RunningStatistics& running, Mode mode,
                                   const BatchnormOptions& options = {});

/// Batch normalization, backward: the gradients through a forward pass in train mode, where mean
/// and variance depend on x as well.
///
///     dbeta = Σ_i dout_i        dgamma = Σ_i dout_i · x_hat_i
///     dx_i  = gamma · inv_std · [ dout_i  -  x_hat_i · dgamma/N  -  dbeta/N ]
///                                 direct     variance path          mean path
///
/// dout: N x D, the gradient of the loss by `out`. cache: as batchnorm_forward fills it in train
/// mode; it is all that is needed. Any way to compute the gradients is right: this closed form, or
/// step by step through the forward pass.
/// A batch of one has dx = 0. Where mode was test the cache is empty, and there is no way back.
/// Throws std::invalid_argument: the cache is empty; dout has not the shape of cache.x_hat; inv_std
/// or gamma without one entry for each column.
/// Source: Ioffe and Szegedy, section 3, the six equations of the chain rule.
BatchnormGradients batchnorm_backward(const arma::mat& dout, const BatchnormCache& cache);

/// Batch normalization of images, forward: one mean and one variance for each channel, over all
/// examples and all pixels.
///
///     x_hat = (x - mean_c) · inv_std_c        out = gamma_c · x_hat + beta_c
///
/// x: N x C·P, see "Shapes" above. gamma, beta: C; their number is the number of channels. running:
/// C each. Statistics divide by N·P. Everything else, train and test, is as in batchnorm_forward;
/// cache.x_hat and out have the shape of x, cache.inv_std and cache.gamma have C entries.
/// With one pixel a channel it is batchnorm_forward. One image in train mode is normalized by its
/// own pixels.
/// Throws std::invalid_argument: as batchnorm_forward, with C for D; no channels; a number of
/// columns that C does not divide.
/// Source: Ioffe and Szegedy, section 3.2, "Batch-Normalized Convolutional Networks".
BatchnormForward spatial_batchnorm_forward(const arma::mat& x, const arma::rowvec& gamma,
                                           const arma::rowvec& beta, RunningStatistics& running,
                                           Mode mode, const BatchnormOptions& options = {});

/// Batch normalization of images, backward.
///
/// dout: N x C·P. cache: as spatial_batchnorm_forward fills it in train mode; x_hat is N x C·P,
/// inv_std and gamma have C entries. dx has the shape of x_hat; dgamma and dbeta have C entries,
/// the sums over all examples and all pixels of a channel. With N·P for N the formulas are those of
/// batchnorm_backward.
/// Throws std::invalid_argument: the cache is empty; dout has not the shape of cache.x_hat; no
/// channels; a number of columns that C does not divide; inv_std without C entries.
/// Source: as spatial_batchnorm_forward.
BatchnormGradients spatial_batchnorm_backward(const arma::mat& dout, const BatchnormCache& cache);

}  // namespace descent
