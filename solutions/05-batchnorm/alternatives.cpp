// Other right ways to solve stage 05. Every one must pass every test: a suite that refuses one of
// them tests a habit, not the formula.

#include <cmath>

#include "batchnorm.hpp"
#include "harness/wire/variants.hpp"

namespace descent {
namespace {

double count(arma::uword n) { return static_cast<double>(n); }

BatchStatistics statistics_by_armadillo(const arma::mat& x) {
  require_not_empty(x, "x");
  return {arma::mean(x), arma::var(x, 1)};
}
DESCENT_ALTERNATIVE(batch_statistics, statistics_by_armadillo,
                    "arma::var with norm type 1 divides by N.");

BatchStatistics statistics_by_loops(const arma::mat& x) {
  require_not_empty(x, "x");
  BatchStatistics batch{arma::zeros<arma::rowvec>(x.n_cols), arma::zeros<arma::rowvec>(x.n_cols)};
  const double n = count(x.n_rows);
  for (arma::uword j = 0; j < x.n_cols; ++j) {
    for (arma::uword i = 0; i < x.n_rows; ++i) batch.mean(j) += x(i, j) / n;
    for (arma::uword i = 0; i < x.n_rows; ++i) {
      batch.var(j) += (x(i, j) - batch.mean(j)) * (x(i, j) - batch.mean(j)) / n;
    }
  }
  return batch;
}
DESCENT_ALTERNATIVE(batch_statistics, statistics_by_loops, "Loops that divide every term by N.");

BatchStatistics statistics_in_one_pass(const arma::mat& x) {
  require_not_empty(x, "x");
  BatchStatistics batch{arma::zeros<arma::rowvec>(x.n_cols), arma::zeros<arma::rowvec>(x.n_cols)};
  for (arma::uword i = 0; i < x.n_rows; ++i) {
    const arma::rowvec delta = x.row(i) - batch.mean;
    batch.mean += delta / count(i + 1);
    batch.var += delta % (x.row(i) - batch.mean);
  }
  batch.var /= count(x.n_rows);
  return batch;
}
DESCENT_ALTERNATIVE(batch_statistics, statistics_in_one_pass,
                    "Welford's running sums: one pass, and no digits lost.");

BatchStatistics statistics_shifted(const arma::mat& x) {
  require_not_empty(x, "x");
  const arma::rowvec origin = x.row(0);
  const arma::mat moved = x.each_row() - origin;
  const arma::rowvec mean = arma::mean(moved, 0);
  return {origin + mean, arma::clamp(arma::mean(arma::square(moved), 0) - arma::square(mean), 0.0,
                                     arma::datum::inf)};
}
DESCENT_ALTERNATIVE(batch_statistics, statistics_shifted,
                    "Moves the columns to their first entry, where the difference of squares is "
                    "harmless.");

void update_by_difference(RunningStatistics& running, const BatchStatistics& batch,
                          double momentum) {
  require_running_update(running, batch, momentum);
  running.mean += (1 - momentum) * (batch.mean - running.mean);
  running.var += (1 - momentum) * (batch.var - running.var);
}
DESCENT_ALTERNATIVE(update_running_statistics, update_by_difference,
                    "A step of 1 - momentum towards the batch.");

void update_in_place(RunningStatistics& running, const BatchStatistics& batch, double momentum) {
  require_running_update(running, batch, momentum);
  running.mean *= momentum;
  running.mean += (1 - momentum) * batch.mean;
  running.var *= momentum;
  running.var += (1 - momentum) * batch.var;
}
DESCENT_ALTERNATIVE(update_running_statistics, update_in_place, "Decays first, adds then.");

BatchnormForward forward_by_loops(const arma::mat& x, const arma::rowvec& gamma,
                                  const arma::rowvec& beta, RunningStatistics& running, Mode mode,
                                  const BatchnormOptions& options) {
  require_batchnorm_input(x, gamma, beta, running, options);
  BatchnormForward result;
  result.out.set_size(arma::size(x));
  arma::mat x_hat(arma::size(x));
  arma::rowvec inv_std(x.n_cols);
  for (arma::uword j = 0; j < x.n_cols; ++j) {
    double mean = running.mean(j), var = running.var(j);
    if (mode == Mode::train) {
      mean = arma::mean(x.col(j));
      var = 0;
      for (const double value : x.col(j).eval()) var += std::pow(value - mean, 2);
      var /= count(x.n_rows);
      running.mean(j) = options.momentum * running.mean(j) + (1 - options.momentum) * mean;
      running.var(j) = options.momentum * running.var(j) + (1 - options.momentum) * var;
    }
    inv_std(j) = std::pow(var + options.eps, -0.5);
    for (arma::uword i = 0; i < x.n_rows; ++i) {
      x_hat(i, j) = (x(i, j) - mean) * inv_std(j);
      result.out(i, j) = beta(j) + gamma(j) * x_hat(i, j);
    }
  }
  if (mode == Mode::train) result.cache = {x_hat, inv_std, gamma};
  return result;
}
DESCENT_ALTERNATIVE(batchnorm_forward, forward_by_loops, "Loops, one column after another.");

BatchnormForward forward_as_scale_and_shift(const arma::mat& x, const arma::rowvec& gamma,
                                            const arma::rowvec& beta, RunningStatistics& running,
                                            Mode mode, const BatchnormOptions& options) {
  require_batchnorm_input(x, gamma, beta, running, options);
  if (mode == Mode::test) {
    const arma::rowvec scale = gamma / arma::sqrt(running.var + options.eps);
    const arma::rowvec shift = beta - scale % running.mean;
    arma::mat out = x.each_row() % scale;
    out.each_row() += shift;
    return {out, {}};
  }
  const BatchStatistics batch = batch_statistics(x);
  const arma::rowvec std = arma::sqrt(batch.var + options.eps);
  arma::mat x_hat = x.each_row() - batch.mean;
  x_hat.each_row() /= std;
  running.mean -= (1 - options.momentum) * (running.mean - batch.mean);
  running.var -= (1 - options.momentum) * (running.var - batch.var);
  arma::mat out = x_hat * arma::diagmat(gamma);
  out += arma::repmat(beta, x.n_rows, 1);
  return {out, {x_hat, 1 / std, gamma}};
}
DESCENT_ALTERNATIVE(batchnorm_forward, forward_as_scale_and_shift,
                    "Test mode folded into one scale and one shift; train mode divides by the "
                    "deviation, and updates at the end.");

BatchnormForward forward_with_a_product(const arma::mat& x, const arma::rowvec& gamma,
                                        const arma::rowvec& beta, RunningStatistics& running,
                                        Mode mode, const BatchnormOptions& options) {
  require_batchnorm_input(x, gamma, beta, running, options);
  arma::rowvec mean = running.mean, var = running.var;
  if (mode == Mode::train) {
    const arma::rowvec ones(x.n_rows, arma::fill::ones);
    mean = ones * x / count(x.n_rows);
    const arma::mat centred = x - ones.t() * mean;
    var = arma::diagvec(centred.t() * centred).t() / count(x.n_rows);
    update_running_statistics(running, {mean, var}, options.momentum);
  }
  const arma::rowvec inv_std = arma::pow(var + options.eps, -0.5);
  const arma::mat x_hat = (x - arma::repmat(mean, x.n_rows, 1)) * arma::diagmat(inv_std);
  BatchnormForward result;
  result.out = x_hat % arma::repmat(gamma, x.n_rows, 1) + arma::repmat(beta, x.n_rows, 1);
  if (mode == Mode::train) result.cache = {x_hat, inv_std, gamma};
  return result;
}
DESCENT_ALTERNATIVE(batchnorm_forward, forward_with_a_product,
                    "Sums as products with ones, the variance as the diagonal of a covariance.");

// Step by step back through the forward pass, as in the paper.
BatchnormGradients backward_staged(const arma::mat& dout, const BatchnormCache& cache) {
  require_batchnorm_gradient(dout, cache);
  const double n = count(dout.n_rows);
  const arma::mat centred = cache.x_hat.each_row() / cache.inv_std;
  const arma::mat dx_hat = dout.each_row() % cache.gamma;
  const arma::rowvec dvar = -0.5 * arma::sum(dx_hat % centred, 0) % arma::pow(cache.inv_std, 3);
  const arma::rowvec dmean =
      -arma::sum(dx_hat, 0) % cache.inv_std - 2 * dvar % arma::sum(centred, 0) / n;
  arma::mat dx = dx_hat.each_row() % cache.inv_std;
  dx += centred.each_row() % (2 * dvar / n);
  dx.each_row() += dmean / n;
  return {dx, arma::sum(dout % cache.x_hat, 0), arma::sum(dout, 0)};
}
DESCENT_ALTERNATIVE(batchnorm_backward, backward_staged,
                    "The chain rule step by step, with the gradients of variance and mean.");

// The smallest steps: one for each operation of the forward pass.
BatchnormGradients backward_by_graph(const arma::mat& dout, const BatchnormCache& cache) {
  require_batchnorm_gradient(dout, cache);
  const double n = count(dout.n_rows);
  const arma::rowvec root = 1 / cache.inv_std;
  const arma::mat centred = cache.x_hat.each_row() % root;
  const arma::rowvec dbeta = arma::sum(dout, 0);
  const arma::rowvec dgamma = arma::sum(dout % cache.x_hat, 0);
  const arma::mat dx_hat = dout.each_row() % cache.gamma;
  const arma::rowvec dinverse = arma::sum(dx_hat % centred, 0);
  arma::mat dcentred = dx_hat.each_row() % cache.inv_std;
  const arma::rowvec droot = -dinverse / arma::square(root);
  const arma::rowvec dvar = 0.5 * droot / root;
  const arma::mat dsquares = arma::repmat(dvar / n, dout.n_rows, 1);
  dcentred += 2 * centred % dsquares;
  arma::mat dx = dcentred;
  dx.each_row() -= arma::sum(dcentred, 0) / n;
  return {dx, dgamma, dbeta};
}
DESCENT_ALTERNATIVE(batchnorm_backward, backward_by_graph,
                    "One step for each operation of the forward pass.");

BatchnormGradients backward_by_projection(const arma::mat& dout, const BatchnormCache& cache) {
  require_batchnorm_gradient(dout, cache);
  const double n = count(dout.n_rows);
  BatchnormGradients grads{arma::zeros(arma::size(dout)), arma::zeros<arma::rowvec>(dout.n_cols),
                           arma::zeros<arma::rowvec>(dout.n_cols)};
  for (arma::uword j = 0; j < dout.n_cols; ++j) {
    const arma::vec x_hat = cache.x_hat.col(j);
    const arma::mat jacobian = arma::eye(dout.n_rows, dout.n_rows) - 1 / n - x_hat * x_hat.t() / n;
    grads.dx.col(j) = cache.gamma(j) * cache.inv_std(j) * jacobian * dout.col(j);
    grads.dgamma(j) = arma::dot(x_hat, dout.col(j));
    grads.dbeta(j) = arma::accu(dout.col(j));
  }
  return grads;
}
DESCENT_ALTERNATIVE(batchnorm_backward, backward_by_projection,
                    "The whole Jacobian of each column, as a matrix.");

BatchnormGradients backward_by_loops(const arma::mat& dout, const BatchnormCache& cache) {
  require_batchnorm_gradient(dout, cache);
  const double n = count(dout.n_rows);
  BatchnormGradients grads{dout, arma::zeros<arma::rowvec>(dout.n_cols),
                           arma::zeros<arma::rowvec>(dout.n_cols)};
  for (arma::uword j = 0; j < dout.n_cols; ++j) {
    for (arma::uword i = 0; i < dout.n_rows; ++i) {
      grads.dbeta(j) += dout(i, j);
      grads.dgamma(j) += dout(i, j) * cache.x_hat(i, j);
    }
    for (arma::uword i = 0; i < dout.n_rows; ++i) {
      grads.dx(i, j) = cache.gamma(j) * cache.inv_std(j) / n *
                       (n * dout(i, j) - grads.dbeta(j) - cache.x_hat(i, j) * grads.dgamma(j));
    }
  }
  return grads;
}
DESCENT_ALTERNATIVE(batchnorm_backward, backward_by_loops, "Loops, with 1/N in front.");

BatchnormForward spatial_by_loops(const arma::mat& x, const arma::rowvec& gamma,
                                  const arma::rowvec& beta, RunningStatistics& running, Mode mode,
                                  const BatchnormOptions& options) {
  require_spatial_input(x, gamma, beta, running, options);
  const arma::uword channels = gamma.n_elem, pixels = x.n_cols / channels;
  BatchnormForward result;
  result.out.set_size(arma::size(x));
  arma::mat x_hat(arma::size(x));
  arma::rowvec inv_std(channels);
  for (arma::uword c = 0; c < channels; ++c) {
    const arma::mat plane = x.cols(c * pixels, (c + 1) * pixels - 1);
    double mean = running.mean(c), var = running.var(c);
    if (mode == Mode::train) {
      mean = arma::accu(plane) / count(plane.n_elem);
      var = arma::accu(arma::square(plane - mean)) / count(plane.n_elem);
      running.mean(c) += (1 - options.momentum) * (mean - running.mean(c));
      running.var(c) += (1 - options.momentum) * (var - running.var(c));
    }
    inv_std(c) = 1 / std::sqrt(var + options.eps);
    x_hat.cols(c * pixels, (c + 1) * pixels - 1) = (plane - mean) * inv_std(c);
    result.out.cols(c * pixels, (c + 1) * pixels - 1) =
        gamma(c) * (plane - mean) * inv_std(c) + beta(c);
  }
  if (mode == Mode::train) result.cache = {x_hat, inv_std, gamma};
  return result;
}
DESCENT_ALTERNATIVE(spatial_batchnorm_forward, spatial_by_loops, "One channel after another.");

// Rows of the big matrix in another order: image after image.
arma::mat image_after_image(const arma::mat& x, arma::uword channels) {
  const arma::uword pixels = x.n_cols / channels;
  arma::mat big(x.n_rows * pixels, channels);
  for (arma::uword i = 0; i < x.n_rows; ++i) {
    big.rows(i * pixels, (i + 1) * pixels - 1) = arma::reshape(x.row(i), pixels, channels);
  }
  return big;
}
arma::mat and_back(const arma::mat& big, arma::uword examples) {
  const arma::uword pixels = big.n_rows / examples;
  arma::mat x(examples, big.n_elem / examples);
  for (arma::uword i = 0; i < examples; ++i) {
    const arma::mat image = big.rows(i * pixels, (i + 1) * pixels - 1);
    x.row(i) = arma::vectorise(image).t();
  }
  return x;
}

BatchnormForward spatial_image_after_image(const arma::mat& x, const arma::rowvec& gamma,
                                           const arma::rowvec& beta, RunningStatistics& running,
                                           Mode mode, const BatchnormOptions& options) {
  require_spatial_input(x, gamma, beta, running, options);
  BatchnormForward result =
      batchnorm_forward(image_after_image(x, gamma.n_elem), gamma, beta, running, mode, options);
  result.out = and_back(result.out, x.n_rows);
  if (mode == Mode::train) result.cache.x_hat = and_back(result.cache.x_hat, x.n_rows);
  return result;
}
DESCENT_ALTERNATIVE(spatial_batchnorm_forward, spatial_image_after_image,
                    "Another order of the rows: all pixels of an image stand together.");

BatchnormForward spatial_with_wide_parameters(const arma::mat& x, const arma::rowvec& gamma,
                                              const arma::rowvec& beta, RunningStatistics& running,
                                              Mode mode, const BatchnormOptions& options) {
  require_spatial_input(x, gamma, beta, running, options);
  const arma::uword channels = gamma.n_elem, pixels = x.n_cols / channels;
  BatchStatistics with{running.mean, running.var};
  if (mode == Mode::train) {
    // The variance of all is the mean of the pixels' variances plus the variance of their means.
    const BatchStatistics each = batch_statistics(x);
    const arma::mat means = arma::reshape(each.mean, pixels, channels);
    const arma::mat variances = arma::reshape(each.var, pixels, channels);
    with = {arma::mean(means, 0), arma::mean(variances, 0) + arma::var(means, 1, 0)};
    update_running_statistics(running, with, options.momentum);
  }
  const arma::rowvec inv_std = 1 / arma::sqrt(with.var + options.eps);
  arma::mat x_hat = x.each_row() - arma::repelem(with.mean, 1, pixels);
  x_hat.each_row() %= arma::repelem(inv_std, 1, pixels);
  arma::mat out = x_hat.each_row() % arma::repelem(gamma, 1, pixels);
  out.each_row() += arma::repelem(beta, 1, pixels);
  if (mode == Mode::test) return {out, {}};
  return {out, {x_hat, inv_std, gamma}};
}
DESCENT_ALTERNATIVE(spatial_batchnorm_forward, spatial_with_wide_parameters,
                    "Statistics of the pixels, combined by the law of total variance; parameters "
                    "repeated over the pixels.");

BatchnormGradients spatial_backward_by_loops(const arma::mat& dout, const BatchnormCache& cache) {
  require_spatial_gradient(dout, cache);
  const arma::uword channels = cache.gamma.n_elem, pixels = dout.n_cols / channels;
  BatchnormGradients grads{dout, arma::zeros<arma::rowvec>(channels),
                           arma::zeros<arma::rowvec>(channels)};
  const double m = count(dout.n_rows * pixels);
  for (arma::uword j = 0; j < dout.n_cols; ++j) {
    grads.dbeta(j / pixels) += arma::accu(dout.col(j));
    grads.dgamma(j / pixels) += arma::dot(dout.col(j), cache.x_hat.col(j));
  }
  for (arma::uword j = 0; j < dout.n_cols; ++j) {
    const arma::uword c = j / pixels;
    grads.dx.col(j) = cache.gamma(c) * cache.inv_std(c) *
                      (dout.col(j) - grads.dbeta(c) / m - cache.x_hat.col(j) * grads.dgamma(c) / m);
  }
  return grads;
}
DESCENT_ALTERNATIVE(spatial_batchnorm_backward, spatial_backward_by_loops,
                    "One column after another.");

BatchnormGradients spatial_backward_image_after_image(const arma::mat& dout,
                                                      const BatchnormCache& cache) {
  require_spatial_gradient(dout, cache);
  const arma::uword channels = cache.gamma.n_elem;
  BatchnormGradients grads =
      backward_staged(image_after_image(dout, channels),
                      {image_after_image(cache.x_hat, channels), cache.inv_std, cache.gamma});
  grads.dx = and_back(grads.dx, dout.n_rows);
  return grads;
}
DESCENT_ALTERNATIVE(spatial_batchnorm_backward, spatial_backward_image_after_image,
                    "Another order of the rows, and the chain rule step by step.");

}  // namespace
}  // namespace descent
