// Known mistakes: the backward pass of images.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

BatchnormGradients spatial_backward_without_mean_path(const arma::mat& dout,
                                                      const BatchnormCache& cache) {
  require_spatial_gradient(dout, cache);
  return spatial_backward_with(
      [](const arma::mat& dout, const BatchnormCache& cache) {
        return paths_of(dout, cache).counted(1, 1, 0);
      },
      dout, cache);
}
DESCENT_MISTAKE(spatial_batchnorm_backward, spatial_backward_without_mean_path,
                "The mean path is missing. The mean of a column depends on every x in it: take γ · "
                "inv_std · mean(dout) off every entry of dx.",
                "the-mean-path");

BatchnormGradients spatial_backward_without_variance_path(const arma::mat& dout,
                                                          const BatchnormCache& cache) {
  require_spatial_gradient(dout, cache);
  return spatial_backward_with(
      [](const arma::mat& dout, const BatchnormCache& cache) {
        return paths_of(dout, cache).counted(1, 0, 1);
      },
      dout, cache);
}
DESCENT_MISTAKE(spatial_batchnorm_backward, spatial_backward_without_variance_path,
                "The variance path is missing. The deviation of a column depends on every x in it: "
                "take γ · inv_std · x_hat · mean(dout · x_hat) off dx.",
                "the-variance-path");

BatchnormGradients spatial_backward_direct_path_only(const arma::mat& dout,
                                                     const BatchnormCache& cache) {
  require_spatial_gradient(dout, cache);
  return spatial_backward_with(
      [](const arma::mat& dout, const BatchnormCache& cache) {
        return paths_of(dout, cache).counted(1, 0, 0);
      },
      dout, cache);
}
DESCENT_MISTAKE(spatial_batchnorm_backward, spatial_backward_direct_path_only,
                "You treat mean and variance as constants: only the direct path γ · inv_std · dout "
                "is there. Both depend on x; two paths are missing.",
                "three-paths-back");

BatchnormGradients spatial_backward_without_gamma(const arma::mat& dout,
                                                  const BatchnormCache& cache) {
  require_spatial_gradient(dout, cache);
  return spatial_backward_with(
      [](const arma::mat& dout, const BatchnormCache& cache) {
        const Paths p = paths_of(
            dout, {cache.x_hat, cache.inv_std, arma::ones<arma::rowvec>(cache.gamma.n_elem)});
        return p.right();
      },
      dout, cache);
}
DESCENT_MISTAKE(spatial_batchnorm_backward, spatial_backward_without_gamma,
                "gamma is missing in dx. The gradient by x_hat is dout · gamma, and all three "
                "paths start there.",
                "the-direct-path");

BatchnormGradients spatial_backward_without_inv_std(const arma::mat& dout,
                                                    const BatchnormCache& cache) {
  require_spatial_gradient(dout, cache);
  return spatial_backward_with(
      [](const arma::mat& dout, const BatchnormCache& cache) {
        const Paths p = paths_of(
            dout, {cache.x_hat, arma::ones<arma::rowvec>(cache.gamma.n_elem), cache.gamma});
        return p.right();
      },
      dout, cache);
}
DESCENT_MISTAKE(spatial_batchnorm_backward, spatial_backward_without_inv_std,
                "inv_std is missing in dx. x enters x_hat multiplied with it, on all three paths.",
                "the-direct-path");

BatchnormGradients spatial_backward_dbeta_is_a_mean(const arma::mat& dout,
                                                    const BatchnormCache& cache) {
  require_spatial_gradient(dout, cache);
  return spatial_backward_with(
      [](const arma::mat& dout, const BatchnormCache& cache) {
        BatchnormGradients grads = paths_of(dout, cache).right();
        grads.dbeta /= count(dout.n_rows);
        return grads;
      },
      dout, cache);
}
DESCENT_MISTAKE(spatial_batchnorm_backward, spatial_backward_dbeta_is_a_mean,
                "dbeta is a mean in your code. It is a sum: beta is added to every output, and all "
                "of them pull at it.",
                "gradients-of-gamma-and-beta");

BatchnormGradients spatial_backward_dgamma_is_a_mean(const arma::mat& dout,
                                                     const BatchnormCache& cache) {
  require_spatial_gradient(dout, cache);
  return spatial_backward_with(
      [](const arma::mat& dout, const BatchnormCache& cache) {
        BatchnormGradients grads = paths_of(dout, cache).right();
        grads.dgamma /= count(dout.n_rows);
        return grads;
      },
      dout, cache);
}
DESCENT_MISTAKE(spatial_batchnorm_backward, spatial_backward_dgamma_is_a_mean,
                "dgamma is a mean in your code. It is a sum: gamma multiplies every x_hat of its "
                "column, and all of them pull at it.",
                "gradients-of-gamma-and-beta");

BatchnormGradients spatial_backward_dgamma_without_x_hat(const arma::mat& dout,
                                                         const BatchnormCache& cache) {
  require_spatial_gradient(dout, cache);
  return spatial_backward_with(
      [](const arma::mat& dout, const BatchnormCache& cache) {
        BatchnormGradients grads = paths_of(dout, cache).right();
        grads.dgamma = grads.dbeta;
        return grads;
      },
      dout, cache);
}
DESCENT_MISTAKE(spatial_batchnorm_backward, spatial_backward_dgamma_without_x_hat,
                "dgamma is the sum of dout in your code: that is dbeta. gamma multiplies x_hat, so "
                "it is the sum of dout · x_hat.",
                "gradients-of-gamma-and-beta");

BatchnormGradients spatial_backward_unbiased(const arma::mat& dout, const BatchnormCache& cache) {
  require_spatial_gradient(dout, cache);
  return spatial_backward_with(
      [](const arma::mat& dout, const BatchnormCache& cache) {
        const double n = count(dout.n_rows);
        return paths_of(dout, cache).counted(1, n > 1 ? n / (n - 1) : 1, 1);
      },
      dout, cache);
}
DESCENT_MISTAKE(spatial_batchnorm_backward, spatial_backward_unbiased,
                "Your variance path divides by N - 1. The variance of the forward pass is divided "
                "by N, and so is its gradient.",
                "the-variance-path");

BatchnormGradients spatial_backward_per_pixel(const arma::mat& dout, const BatchnormCache& cache) {
  require_spatial_gradient(dout, cache);
  const arma::uword pixels = dout.n_cols / cache.gamma.n_elem;
  BatchnormGradients grads = spatial_batchnorm_backward(dout, cache);
  grads.dx = batchnorm_backward(dout, {cache.x_hat, arma::repelem(cache.inv_std, 1, pixels),
                                       arma::repelem(cache.gamma, 1, pixels)})
                 .dx;
  return grads;
}
DESCENT_MISTAKE(spatial_batchnorm_backward, spatial_backward_per_pixel,
                "Your means run over the examples of each pixel. Mean and variance belong to the "
                "whole channel: the means run over its pixels, too.",
                "the-spatial-gradient");

BatchnormGradients spatial_backward_per_image(const arma::mat& dout, const BatchnormCache& cache) {
  require_spatial_gradient(dout, cache);
  BatchnormGradients grads = spatial_batchnorm_backward(dout, cache);
  for (arma::uword i = 0; i < dout.n_rows; ++i) {
    grads.dx.row(i) =
        spatial_batchnorm_backward(dout.row(i), {cache.x_hat.row(i), cache.inv_std, cache.gamma})
            .dx;
  }
  return grads;
}
DESCENT_MISTAKE(spatial_batchnorm_backward, spatial_backward_per_image,
                "Your means run over the pixels of each image. Mean and variance belong to the "
                "whole batch: the means run over the examples, too.",
                "the-spatial-gradient");

BatchnormGradients spatial_backward_divides_by_n(const arma::mat& dout,
                                                 const BatchnormCache& cache) {
  require_spatial_gradient(dout, cache);
  const double p = count(dout.n_cols / cache.gamma.n_elem);
  return spatial_backward_with(
      [p](const arma::mat& d, const BatchnormCache& c) { return paths_of(d, c).counted(1, p, p); },
      dout, cache);
}
DESCENT_MISTAKE(
    spatial_batchnorm_backward, spatial_backward_divides_by_n,
    "You sum over examples and pixels, but divide by N alone. Both means are over N·P numbers.",
    "the-spatial-gradient");

BatchnormGradients spatial_backward_sums_for_means(const arma::mat& dout,
                                                   const BatchnormCache& cache) {
  require_spatial_gradient(dout, cache);
  return spatial_backward_with(
      [](const arma::mat& dout, const BatchnormCache& cache) {
        const double n = count(dout.n_rows);
        return paths_of(dout, cache).counted(1, n, n);
      },
      dout, cache);
}
DESCENT_MISTAKE(spatial_batchnorm_backward, spatial_backward_sums_for_means,
                "The 1/(N·P) is missing in the variance path and in the mean path.",
                "the-spatial-gradient");

BatchnormGradients spatial_backward_interleaved(const arma::mat& dout,
                                                const BatchnormCache& cache) {
  require_spatial_gradient(dout, cache);
  const auto turned = [&](const arma::mat& m) {
    return arma::mat(arma::reshape(m.t(), cache.gamma.n_elem, m.n_elem / cache.gamma.n_elem).t());
  };
  BatchnormGradients grads =
      batchnorm_backward(turned(dout), {turned(cache.x_hat), cache.inv_std, cache.gamma});
  grads.dx = arma::mat(arma::reshape(grads.dx.t(), dout.n_cols, dout.n_rows).t());
  return grads;
}
DESCENT_MISTAKE(spatial_batchnorm_backward, spatial_backward_interleaved,
                "You take columns 0, C, 2C, … for channel 0, as if the channels alternated. The P "
                "columns of channel 0 come first, then those of channel 1.",
                "channels-lie-one-after-another");

BatchnormGradients spatial_backward_averages_over_pixels(const arma::mat& dout,
                                                         const BatchnormCache& cache) {
  require_spatial_gradient(dout, cache);
  const double p = count(dout.n_cols / cache.gamma.n_elem);
  BatchnormGradients grads = spatial_batchnorm_backward(dout, cache);
  grads.dgamma /= p;
  grads.dbeta /= p;
  return grads;
}
DESCENT_MISTAKE(spatial_batchnorm_backward, spatial_backward_averages_over_pixels,
                "You average dgamma and dbeta over the pixels. Every pixel was multiplied with "
                "gamma and had beta added: sum over all of them.",
                "the-spatial-gradient");

BatchnormGradients spatial_backward_parameters_per_pixel(const arma::mat& dout,
                                                         const BatchnormCache& cache) {
  require_spatial_gradient(dout, cache);
  BatchnormGradients grads = spatial_batchnorm_backward(dout, cache);
  grads.dgamma = arma::sum(dout % cache.x_hat, 0);
  grads.dbeta = arma::sum(dout, 0);
  return grads;
}
DESCENT_MISTAKE(spatial_batchnorm_backward, spatial_backward_parameters_per_pixel,
                "dgamma and dbeta have one entry for each pixel in your code. There is one gamma "
                "and one beta for each channel: sum over its pixels.",
                "the-spatial-gradient");

BatchnormGradients spatial_backward_dx_in_columns(const arma::mat& dout,
                                                  const BatchnormCache& cache) {
  require_spatial_gradient(dout, cache);
  BatchnormGradients grads = spatial_batchnorm_backward(dout, cache);
  grads.dx = as_columns(grads.dx, cache.gamma.n_elem);
  return grads;
}
DESCENT_MISTAKE(
    spatial_batchnorm_backward, spatial_backward_dx_in_columns,
    "Your dx still has one column for each channel. Rearrange it back to the shape of dout.",
    "the-spatial-gradient");

BatchnormGradients spatial_backward_gamma_interleaved(const arma::mat& dout,
                                                      const BatchnormCache& cache) {
  require_spatial_gradient(dout, cache);
  const arma::uword pixels = dout.n_cols / cache.gamma.n_elem;
  const arma::rowvec ones(cache.gamma.n_elem, arma::fill::ones);
  BatchnormGradients grads = spatial_batchnorm_backward(dout, {cache.x_hat, cache.inv_std, ones});
  grads.dx.each_row() %= arma::repmat(cache.gamma, 1, pixels);
  return grads;
}
DESCENT_MISTAKE(spatial_batchnorm_backward, spatial_backward_gamma_interleaved,
                "You repeat gamma as γ₀, γ₁, γ₀, γ₁, …, but the columns are channel 0, all of it, "
                "then channel 1. arma::repelem repeats each entry, arma::repmat the whole row.",
                "channels-lie-one-after-another");

BatchnormGradients spatial_backward_unchecked(const arma::mat& dout, const BatchnormCache& cache) {
  if (dout.is_empty() || cache.x_hat.is_empty() || cache.gamma.is_empty()) return {};
  return spatial_backward_with(
      [](const arma::mat& d, const BatchnormCache& c) { return paths_of(d, c).right(); }, dout,
      cache);
}
DESCENT_MISTAKE(spatial_batchnorm_backward, spatial_backward_unchecked,
                "You do not refuse bad input. Call require_spatial_gradient first: it throws "
                "std::invalid_argument with a sentence.",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
