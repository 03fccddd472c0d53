// Known mistakes: the forward pass of images.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

BatchnormForward spatial_unbiased(const arma::mat& x, const arma::rowvec& gamma,
                                  const arma::rowvec& beta, RunningStatistics& running, Mode mode,
                                  const BatchnormOptions& options) {
  require_spatial_input(x, gamma, beta, running, options);
  return spatial_with({.statistics = unbiased}, x, gamma, beta, running, mode, options);
}
DESCENT_MISTAKE(spatial_batchnorm_forward, spatial_unbiased,
                "Your variance is divided by N - 1 (arma::var does that by default), so x_hat is "
                "too small by √((N-1)/N). Batchnorm divides by N.",
                "divide-by-n");

BatchnormForward spatial_eps_outside(const arma::mat& x, const arma::rowvec& gamma,
                                     const arma::rowvec& beta, RunningStatistics& running,
                                     Mode mode, const BatchnormOptions& options) {
  require_spatial_input(x, gamma, beta, running, options);
  return spatial_with({.inverse = eps_outside, .inverse_in_test = eps_outside}, x, gamma, beta,
                      running, mode, options);
}
DESCENT_MISTAKE(spatial_batchnorm_forward, spatial_eps_outside,
                "You add eps to the root, √var + eps. It belongs inside, √(var + eps): otherwise a "
                "small variance is amplified a thousand times more.",
                "eps-is-inside-the-root");

BatchnormForward spatial_eps_outside_in_test(const arma::mat& x, const arma::rowvec& gamma,
                                             const arma::rowvec& beta, RunningStatistics& running,
                                             Mode mode, const BatchnormOptions& options) {
  require_spatial_input(x, gamma, beta, running, options);
  return spatial_with({.inverse_in_test = eps_outside}, x, gamma, beta, running, mode, options);
}
DESCENT_MISTAKE(spatial_batchnorm_forward, spatial_eps_outside_in_test,
                "In test mode you add eps to the root. It belongs inside, √(running.var + eps), as "
                "in train mode.",
                "eps-is-inside-the-root");

BatchnormForward spatial_momentum_swapped(const arma::mat& x, const arma::rowvec& gamma,
                                          const arma::rowvec& beta, RunningStatistics& running,
                                          Mode mode, const BatchnormOptions& options) {
  require_spatial_input(x, gamma, beta, running, options);
  return spatial_with({.update = average_swapped}, x, gamma, beta, running, mode, options);
}
DESCENT_MISTAKE(spatial_batchnorm_forward, spatial_momentum_swapped,
                "Your momentum is the wrong way round: with 0.9 you keep a tenth of the old "
                "average. It is the part that stays. (PyTorch counts the other way.)",
                "which-way-the-momentum-goes");

BatchnormForward spatial_running_of_a_copy(const arma::mat& x, const arma::rowvec& gamma,
                                           const arma::rowvec& beta, RunningStatistics& running,
                                           Mode mode, const BatchnormOptions& options) {
  require_spatial_input(x, gamma, beta, running, options);
  return spatial_with({.update = average_of_a_copy}, x, gamma, beta, running, mode, options);
}
DESCENT_MISTAKE(spatial_batchnorm_forward, spatial_running_of_a_copy,
                "The running statistics never change: you update a copy (or nothing). Assign to "
                "running.mean and running.var themselves.",
                "written-back-to-the-caller");

BatchnormForward spatial_stores_the_deviation(const arma::mat& x, const arma::rowvec& gamma,
                                              const arma::rowvec& beta, RunningStatistics& running,
                                              Mode mode, const BatchnormOptions& options) {
  require_spatial_input(x, gamma, beta, running, options);
  return spatial_with({.update = average_of_deviations}, x, gamma, beta, running, mode, options);
}
DESCENT_MISTAKE(spatial_batchnorm_forward, spatial_stores_the_deviation,
                "You average standard deviations into running.var. It holds variances: no root.",
                "the-variance-not-its-root");

BatchnormForward spatial_running_unbiased(const arma::mat& x, const arma::rowvec& gamma,
                                          const arma::rowvec& beta, RunningStatistics& running,
                                          Mode mode, const BatchnormOptions& options) {
  require_spatial_input(x, gamma, beta, running, options);
  return spatial_with({.update = average_of_unbiased}, x, gamma, beta, running, mode, options);
}
DESCENT_MISTAKE(spatial_batchnorm_forward, spatial_running_unbiased,
                "You normalize with the variance divided by N, but average the one divided by N - "
                "1 into running.var, as PyTorch does. Here both divide by N.",
                "divide-by-n");

BatchnormForward spatial_updates_in_test_mode(const arma::mat& x, const arma::rowvec& gamma,
                                              const arma::rowvec& beta, RunningStatistics& running,
                                              Mode mode, const BatchnormOptions& options) {
  require_spatial_input(x, gamma, beta, running, options);
  const BatchnormForward result = spatial_batchnorm_forward(x, gamma, beta, running, mode, options);
  if (mode == Mode::test) {
    RunningStatistics mine = running;
    spatial_batchnorm_forward(x, gamma, beta, mine, Mode::train, options);
    running = mine;
  }
  return result;
}
DESCENT_MISTAKE(
    spatial_batchnorm_forward, spatial_updates_in_test_mode,
    "You update the running statistics in test mode, too. Testing must not change the network.",
    "training-and-testing");

BatchnormForward spatial_batch_statistics_in_test(const arma::mat& x, const arma::rowvec& gamma,
                                                  const arma::rowvec& beta,
                                                  RunningStatistics& running, Mode mode,
                                                  const BatchnormOptions& options) {
  require_spatial_input(x, gamma, beta, running, options);
  RunningStatistics copy = running;
  BatchnormForward result = spatial_batchnorm_forward(x, gamma, beta, copy, Mode::train, options);
  if (mode == Mode::train) running = copy;
  if (mode == Mode::test) result.cache = {};
  return result;
}
DESCENT_MISTAKE(spatial_batchnorm_forward, spatial_batch_statistics_in_test,
                "In test mode you normalize with the statistics of the batch. Then an example's "
                "output depends on its neighbours; use running.mean and running.var.",
                "training-and-testing");

BatchnormForward spatial_ignores_the_mode(const arma::mat& x, const arma::rowvec& gamma,
                                          const arma::rowvec& beta, RunningStatistics& running,
                                          Mode mode, const BatchnormOptions& options) {
  require_spatial_input(x, gamma, beta, running, options);
  static_cast<void>(mode);
  return spatial_batchnorm_forward(x, gamma, beta, running, Mode::train, options);
}
DESCENT_MISTAKE(spatial_batchnorm_forward, spatial_ignores_the_mode,
                "You do the same in both modes. Test mode uses the running statistics instead of "
                "the batch's, does not update them, and leaves the cache empty.",
                "training-and-testing");

BatchnormForward spatial_fills_the_cache_in_test(const arma::mat& x, const arma::rowvec& gamma,
                                                 const arma::rowvec& beta,
                                                 RunningStatistics& running, Mode mode,
                                                 const BatchnormOptions& options) {
  require_spatial_input(x, gamma, beta, running, options);
  BatchnormForward result = spatial_batchnorm_forward(x, gamma, beta, running, mode, options);
  if (mode == Mode::test) {
    RunningStatistics copy = running;
    result.cache = spatial_batchnorm_forward(x, gamma, beta, copy, Mode::train, options).cache;
  }
  return result;
}
DESCENT_MISTAKE(spatial_batchnorm_forward, spatial_fills_the_cache_in_test,
                "You fill the cache in test mode, too. It must stay empty there, so that nobody "
                "runs a backward pass through other statistics than those that were used.",
                "what-the-backward-pass-needs");

BatchnormForward spatial_x_hat_is_out(const arma::mat& x, const arma::rowvec& gamma,
                                      const arma::rowvec& beta, RunningStatistics& running,
                                      Mode mode, const BatchnormOptions& options) {
  require_spatial_input(x, gamma, beta, running, options);
  BatchnormForward result = spatial_batchnorm_forward(x, gamma, beta, running, mode, options);
  if (mode == Mode::train) result.cache.x_hat = result.out;
  return result;
}
DESCENT_MISTAKE(spatial_batchnorm_forward, spatial_x_hat_is_out,
                "You keep the output as x_hat. x_hat is what it was before gamma and beta.",
                "what-the-backward-pass-needs");

BatchnormForward spatial_without_gamma(const arma::mat& x, const arma::rowvec& gamma,
                                       const arma::rowvec& beta, RunningStatistics& running,
                                       Mode mode, const BatchnormOptions& options) {
  require_spatial_input(x, gamma, beta, running, options);
  return spatial_batchnorm_forward(x, arma::ones<arma::rowvec>(gamma.n_elem), beta, running, mode,
                                   options);
}
DESCENT_MISTAKE(spatial_batchnorm_forward, spatial_without_gamma,
                "gamma is missing: out = gamma · x_hat + beta.", "gamma-and-beta");

// Statistics of a channel from those of its pixels or images, which are not the same.
BatchnormForward normalize_images(const arma::mat& x, const BatchStatistics& batch,
                                  const arma::rowvec& gamma, const arma::rowvec& beta, double eps) {
  BatchnormForward result =
      normalize(as_columns(x, gamma.n_elem), batch, inverse_root(batch.var, eps), gamma, beta);
  result.out.reshape(x.n_rows, x.n_cols);
  result.cache.x_hat.reshape(x.n_rows, x.n_cols);
  return result;
}

// Column c·P + p goes to p·C + c, and back.
arma::mat interleaved(const arma::mat& x, arma::uword channels) {
  arma::mat turned(arma::size(x));
  const arma::uword pixels = x.n_cols / channels;
  for (arma::uword c = 0; c < channels; ++c) {
    for (arma::uword p = 0; p < pixels; ++p) turned.col(c * pixels + p) = x.col(p * channels + c);
  }
  return turned;
}
arma::mat back(const arma::mat& turned, arma::uword channels) {
  return interleaved(turned, turned.n_cols / channels);
}

BatchnormForward spatial_per_pixel(const arma::mat& x, const arma::rowvec& gamma,
                                   const arma::rowvec& beta, RunningStatistics& running, Mode mode,
                                   const BatchnormOptions& options) {
  require_spatial_input(x, gamma, beta, running, options);
  if (mode == Mode::test) return spatial_batchnorm_forward(x, gamma, beta, running, mode, options);
  const arma::uword pixels = x.n_cols / gamma.n_elem;
  const BatchStatistics each = batch_statistics(x);
  const BatchStatistics batch{arma::mean(arma::reshape(each.mean, pixels, gamma.n_elem), 0),
                              arma::mean(arma::reshape(each.var, pixels, gamma.n_elem), 0)};
  update_running_statistics(running, batch, options.momentum);
  return normalize(x, each, inverse_root(each.var, options.eps), arma::repelem(gamma, 1, pixels),
                   arma::repelem(beta, 1, pixels));
}
DESCENT_MISTAKE(spatial_batchnorm_forward, spatial_per_pixel,
                "You normalize every pixel by itself, as batchnorm_forward does. A channel has one "
                "mean and one variance, over all examples and all of its pixels.",
                "images-one-mean-for-each-channel");

BatchnormForward spatial_per_image(const arma::mat& x, const arma::rowvec& gamma,
                                   const arma::rowvec& beta, RunningStatistics& running, Mode mode,
                                   const BatchnormOptions& options) {
  require_spatial_input(x, gamma, beta, running, options);
  if (mode == Mode::test) return spatial_batchnorm_forward(x, gamma, beta, running, mode, options);
  BatchnormForward result = spatial_batchnorm_forward(x, gamma, beta, running, mode, options);
  for (arma::uword i = 0; i < x.n_rows; ++i) {
    RunningStatistics unused = running;
    const BatchnormForward one =
        spatial_batchnorm_forward(x.row(i), gamma, beta, unused, mode, options);
    result.out.row(i) = one.out;
    result.cache.x_hat.row(i) = one.cache.x_hat;
  }
  return result;
}
DESCENT_MISTAKE(spatial_batchnorm_forward, spatial_per_image,
                "You normalize every image by itself (that is instance normalization). The mean of "
                "a channel runs over all examples of the batch.",
                "images-one-mean-for-each-channel");

BatchnormForward spatial_average_of_pixel_variances(const arma::mat& x, const arma::rowvec& gamma,
                                                    const arma::rowvec& beta,
                                                    RunningStatistics& running, Mode mode,
                                                    const BatchnormOptions& options) {
  require_spatial_input(x, gamma, beta, running, options);
  if (mode == Mode::test) return spatial_batchnorm_forward(x, gamma, beta, running, mode, options);
  const arma::uword pixels = x.n_cols / gamma.n_elem;
  const BatchStatistics each = batch_statistics(x);
  const BatchStatistics batch{arma::mean(arma::reshape(each.mean, pixels, gamma.n_elem), 0),
                              arma::mean(arma::reshape(each.var, pixels, gamma.n_elem), 0)};
  update_running_statistics(running, batch, options.momentum);
  return normalize_images(x, batch, gamma, beta, options.eps);
}
DESCENT_MISTAKE(spatial_batchnorm_forward, spatial_average_of_pixel_variances,
                "You average the variances of the single pixels. The variance of a channel also "
                "counts how far its pixels are from each other: take all N·P numbers at once.",
                "images-one-mean-for-each-channel");

BatchnormForward spatial_divides_by_n(const arma::mat& x, const arma::rowvec& gamma,
                                      const arma::rowvec& beta, RunningStatistics& running,
                                      Mode mode, const BatchnormOptions& options) {
  require_spatial_input(x, gamma, beta, running, options);
  if (mode == Mode::test) return spatial_batchnorm_forward(x, gamma, beta, running, mode, options);
  const double n = count(x.n_rows);
  const arma::mat pixels = as_columns(x, gamma.n_elem);
  BatchStatistics batch{arma::sum(pixels, 0) / n, {}};
  const arma::mat centred = pixels.each_row() - batch.mean;
  batch.var = arma::sum(arma::square(centred), 0) / n;
  update_running_statistics(running, batch, options.momentum);
  return normalize_images(x, batch, gamma, beta, options.eps);
}
DESCENT_MISTAKE(spatial_batchnorm_forward, spatial_divides_by_n,
                "You sum over examples and pixels, but divide by N alone. A channel has N·P "
                "numbers: divide by that.",
                "images-one-mean-for-each-channel");

BatchnormForward spatial_interleaved(const arma::mat& x, const arma::rowvec& gamma,
                                     const arma::rowvec& beta, RunningStatistics& running,
                                     Mode mode, const BatchnormOptions& options) {
  require_spatial_input(x, gamma, beta, running, options);
  BatchnormForward result =
      spatial_batchnorm_forward(interleaved(x, gamma.n_elem), gamma, beta, running, mode, options);
  result.out = back(result.out, gamma.n_elem);
  if (mode == Mode::train) result.cache.x_hat = back(result.cache.x_hat, gamma.n_elem);
  return result;
}
DESCENT_MISTAKE(spatial_batchnorm_forward, spatial_interleaved,
                "You take columns 0, C, 2C, … for channel 0, as if the channels alternated. The P "
                "columns of channel 0 come first, then those of channel 1.",
                "channels-lie-one-after-another");

BatchnormForward spatial_gamma_interleaved(const arma::mat& x, const arma::rowvec& gamma,
                                           const arma::rowvec& beta, RunningStatistics& running,
                                           Mode mode, const BatchnormOptions& options) {
  require_spatial_input(x, gamma, beta, running, options);
  BatchnormForward result =
      spatial_batchnorm_forward(x, arma::ones<arma::rowvec>(gamma.n_elem),
                                arma::zeros<arma::rowvec>(gamma.n_elem), running, mode, options);
  const arma::uword pixels = x.n_cols / gamma.n_elem;
  result.out.each_row() %= arma::repmat(gamma, 1, pixels);
  result.out.each_row() += arma::repmat(beta, 1, pixels);
  if (mode == Mode::train) result.cache.gamma = gamma;
  return result;
}
DESCENT_MISTAKE(
    spatial_batchnorm_forward, spatial_gamma_interleaved,
    "You repeat gamma and beta as γ₀, γ₁, γ₀, γ₁, …, but the columns are channel 0, all of it, "
    "then channel 1. arma::repelem repeats each entry, arma::repmat the whole row.",
    "channels-lie-one-after-another");

BatchnormForward spatial_of_all_channels(const arma::mat& x, const arma::rowvec& gamma,
                                         const arma::rowvec& beta, RunningStatistics& running,
                                         Mode mode, const BatchnormOptions& options) {
  require_spatial_input(x, gamma, beta, running, options);
  if (mode == Mode::test) return spatial_batchnorm_forward(x, gamma, beta, running, mode, options);
  const arma::vec all = arma::vectorise(x);
  BatchStatistics batch{arma::rowvec(gamma.n_elem), arma::rowvec(gamma.n_elem)};
  batch.mean.fill(arma::mean(all));
  batch.var.fill(arma::var(all, 1));
  update_running_statistics(running, batch, options.momentum);
  return normalize_images(x, batch, gamma, beta, options.eps);
}
DESCENT_MISTAKE(spatial_batchnorm_forward, spatial_of_all_channels,
                "You take one mean and one variance over all channels. Each channel has its own.",
                "images-one-mean-for-each-channel");

BatchnormForward spatial_x_hat_in_columns(const arma::mat& x, const arma::rowvec& gamma,
                                          const arma::rowvec& beta, RunningStatistics& running,
                                          Mode mode, const BatchnormOptions& options) {
  require_spatial_input(x, gamma, beta, running, options);
  BatchnormForward result = spatial_batchnorm_forward(x, gamma, beta, running, mode, options);
  if (mode == Mode::train) result.cache.x_hat = as_columns(result.cache.x_hat, gamma.n_elem);
  return result;
}
DESCENT_MISTAKE(spatial_batchnorm_forward, spatial_x_hat_in_columns,
                "Your x_hat still has one column for each channel. Rearrange it back to the shape "
                "of x, as out.",
                "what-the-backward-pass-needs");

BatchnormForward spatial_without_beta(const arma::mat& x, const arma::rowvec& gamma,
                                      const arma::rowvec& beta, RunningStatistics& running,
                                      Mode mode, const BatchnormOptions& options) {
  require_spatial_input(x, gamma, beta, running, options);
  return spatial_batchnorm_forward(x, gamma, arma::zeros<arma::rowvec>(gamma.n_elem), running, mode,
                                   options);
}
DESCENT_MISTAKE(spatial_batchnorm_forward, spatial_without_beta,
                "beta is missing: out = gamma · x_hat + beta.", "gamma-and-beta");

BatchnormForward spatial_unchecked(const arma::mat& x, const arma::rowvec& gamma,
                                   const arma::rowvec& beta, RunningStatistics& running, Mode mode,
                                   const BatchnormOptions& options) {
  if (x.is_empty() || gamma.is_empty()) return {};
  return spatial_with({}, x, gamma, beta, running, mode, options);
}
DESCENT_MISTAKE(spatial_batchnorm_forward, spatial_unchecked,
                "You do not refuse bad input. Call require_spatial_input first: it throws "
                "std::invalid_argument with a sentence.",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
