// Known mistakes: the backward pass of features.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

BatchnormGradients backward_without_mean_path(const arma::mat& dout, const BatchnormCache& cache) {
  require_batchnorm_gradient(dout, cache);
  return paths_of(dout, cache).counted(1, 1, 0);
}
DESCENT_MISTAKE(batchnorm_backward, backward_without_mean_path,
                "The mean path is missing. The mean of a column depends on every x in it: take γ · "
                "inv_std · mean(dout) off every entry of dx.",
                "the-mean-path");

BatchnormGradients backward_without_variance_path(const arma::mat& dout,
                                                  const BatchnormCache& cache) {
  require_batchnorm_gradient(dout, cache);
  return paths_of(dout, cache).counted(1, 0, 1);
}
DESCENT_MISTAKE(batchnorm_backward, backward_without_variance_path,
                "The variance path is missing. The deviation of a column depends on every x in it: "
                "take γ · inv_std · x_hat · mean(dout · x_hat) off dx.",
                "the-variance-path");

BatchnormGradients backward_direct_path_only(const arma::mat& dout, const BatchnormCache& cache) {
  require_batchnorm_gradient(dout, cache);
  return paths_of(dout, cache).counted(1, 0, 0);
}
DESCENT_MISTAKE(batchnorm_backward, backward_direct_path_only,
                "You treat mean and variance as constants: only the direct path γ · inv_std · dout "
                "is there. Both depend on x; two paths are missing.",
                "three-paths-back");

BatchnormGradients backward_without_gamma(const arma::mat& dout, const BatchnormCache& cache) {
  require_batchnorm_gradient(dout, cache);
  const Paths p =
      paths_of(dout, {cache.x_hat, cache.inv_std, arma::ones<arma::rowvec>(cache.gamma.n_elem)});
  return p.right();
}
DESCENT_MISTAKE(batchnorm_backward, backward_without_gamma,
                "gamma is missing in dx. The gradient by x_hat is dout · gamma, and all three "
                "paths start there.",
                "the-direct-path");

BatchnormGradients backward_without_inv_std(const arma::mat& dout, const BatchnormCache& cache) {
  require_batchnorm_gradient(dout, cache);
  const Paths p =
      paths_of(dout, {cache.x_hat, arma::ones<arma::rowvec>(cache.gamma.n_elem), cache.gamma});
  return p.right();
}
DESCENT_MISTAKE(batchnorm_backward, backward_without_inv_std,
                "inv_std is missing in dx. x enters x_hat multiplied with it, on all three paths.",
                "the-direct-path");

BatchnormGradients backward_dbeta_is_a_mean(const arma::mat& dout, const BatchnormCache& cache) {
  require_batchnorm_gradient(dout, cache);
  BatchnormGradients grads = paths_of(dout, cache).right();
  grads.dbeta /= count(dout.n_rows);
  return grads;
}
DESCENT_MISTAKE(batchnorm_backward, backward_dbeta_is_a_mean,
                "dbeta is a mean in your code. It is a sum: beta is added to every output, and all "
                "of them pull at it.",
                "gradients-of-gamma-and-beta");

BatchnormGradients backward_dgamma_is_a_mean(const arma::mat& dout, const BatchnormCache& cache) {
  require_batchnorm_gradient(dout, cache);
  BatchnormGradients grads = paths_of(dout, cache).right();
  grads.dgamma /= count(dout.n_rows);
  return grads;
}
DESCENT_MISTAKE(batchnorm_backward, backward_dgamma_is_a_mean,
                "dgamma is a mean in your code. It is a sum: gamma multiplies every x_hat of its "
                "column, and all of them pull at it.",
                "gradients-of-gamma-and-beta");

BatchnormGradients backward_dgamma_without_x_hat(const arma::mat& dout,
                                                 const BatchnormCache& cache) {
  require_batchnorm_gradient(dout, cache);
  BatchnormGradients grads = paths_of(dout, cache).right();
  grads.dgamma = grads.dbeta;
  return grads;
}
DESCENT_MISTAKE(batchnorm_backward, backward_dgamma_without_x_hat,
                "dgamma is the sum of dout in your code: that is dbeta. gamma multiplies x_hat, so "
                "it is the sum of dout · x_hat.",
                "gradients-of-gamma-and-beta");

BatchnormGradients backward_unbiased(const arma::mat& dout, const BatchnormCache& cache) {
  require_batchnorm_gradient(dout, cache);
  const double n = count(dout.n_rows);
  return paths_of(dout, cache).counted(1, n > 1 ? n / (n - 1) : 1, 1);
}
DESCENT_MISTAKE(batchnorm_backward, backward_unbiased,
                "Your variance path divides by N - 1. The variance of the forward pass is divided "
                "by N, and so is its gradient.",
                "the-variance-path");

BatchnormGradients backward_sums_for_means(const arma::mat& dout, const BatchnormCache& cache) {
  require_batchnorm_gradient(dout, cache);
  const double n = count(dout.n_rows);
  return paths_of(dout, cache).counted(1, n, n);
}
DESCENT_MISTAKE(batchnorm_backward, backward_sums_for_means,
                "The 1/N is missing in the variance path and in the mean path. Mean and variance "
                "are means, so one x moves them by 1/N of what it moves itself.",
                "three-paths-back");

BatchnormGradients backward_mean_path_is_a_sum(const arma::mat& dout, const BatchnormCache& cache) {
  require_batchnorm_gradient(dout, cache);
  return paths_of(dout, cache).counted(1, 1, count(dout.n_rows));
}
DESCENT_MISTAKE(batchnorm_backward, backward_mean_path_is_a_sum,
                "The 1/N is missing in the mean path: take off the mean of dout, not its sum.",
                "the-mean-path");

BatchnormGradients backward_variance_path_is_a_sum(const arma::mat& dout,
                                                   const BatchnormCache& cache) {
  require_batchnorm_gradient(dout, cache);
  return paths_of(dout, cache).counted(1, count(dout.n_rows), 1);
}
DESCENT_MISTAKE(batchnorm_backward, backward_variance_path_is_a_sum,
                "The 1/N is missing in the variance path: take off x_hat times the mean of dout · "
                "x_hat, not their sum.",
                "the-variance-path");

BatchnormGradients backward_variance_path_without_half(const arma::mat& dout,
                                                       const BatchnormCache& cache) {
  require_batchnorm_gradient(dout, cache);
  return paths_of(dout, cache).counted(1, 2, 1);
}
DESCENT_MISTAKE(batchnorm_backward, backward_variance_path_without_half,
                "The variance path counts twice: the derivative of the inverse root has a factor "
                "-½, which cancels the 2 of the square.",
                "the-variance-path");

BatchnormGradients backward_variance_path_without_minus_half(const arma::mat& dout,
                                                             const BatchnormCache& cache) {
  require_batchnorm_gradient(dout, cache);
  return paths_of(dout, cache).counted(1, -2, 1);
}
DESCENT_MISTAKE(batchnorm_backward, backward_variance_path_without_minus_half,
                "The factor -½ of the variance path is missing: d/dvar (var + eps)^(-1/2) = -½ "
                "(var + eps)^(-3/2).",
                "the-variance-path");

BatchnormGradients backward_variance_path_halved(const arma::mat& dout,
                                                 const BatchnormCache& cache) {
  require_batchnorm_gradient(dout, cache);
  return paths_of(dout, cache).counted(1, 0.5, 1);
}
DESCENT_MISTAKE(batchnorm_backward, backward_variance_path_halved,
                "The variance path counts half: the derivative of (x - mean)² is 2 (x - mean), and "
                "the 2 is missing.",
                "the-variance-path");

BatchnormGradients backward_variance_path_turned(const arma::mat& dout,
                                                 const BatchnormCache& cache) {
  require_batchnorm_gradient(dout, cache);
  return paths_of(dout, cache).counted(1, -1, 1);
}
DESCENT_MISTAKE(
    batchnorm_backward, backward_variance_path_turned,
    "The variance path has the wrong sign. A larger variance makes x_hat smaller: it is taken off.",
    "the-variance-path");

BatchnormGradients backward_mean_path_turned(const arma::mat& dout, const BatchnormCache& cache) {
  require_batchnorm_gradient(dout, cache);
  return paths_of(dout, cache).counted(1, 1, -1);
}
DESCENT_MISTAKE(
    batchnorm_backward, backward_mean_path_turned,
    "The mean path has the wrong sign. The mean is subtracted from x: its path is taken off.",
    "the-mean-path");

BatchnormGradients backward_inv_std_squared(const arma::mat& dout, const BatchnormCache& cache) {
  require_batchnorm_gradient(dout, cache);
  const Paths p = paths_of(dout, {cache.x_hat, arma::square(cache.inv_std), cache.gamma});
  return p.right();
}
DESCENT_MISTAKE(
    batchnorm_backward, backward_inv_std_squared,
    "You multiply dx with inv_std twice. Once is enough: x_hat already carries the other one.",
    "the-direct-path");

BatchnormGradients backward_divides_by_inv_std(const arma::mat& dout, const BatchnormCache& cache) {
  require_batchnorm_gradient(dout, cache);
  const Paths p = paths_of(dout, {cache.x_hat, 1 / cache.inv_std, cache.gamma});
  return p.right();
}
DESCENT_MISTAKE(batchnorm_backward, backward_divides_by_inv_std,
                "You divide by inv_std, or multiply with the deviation. inv_std is already one "
                "over the root: multiply with it.",
                "the-direct-path");

BatchnormGradients backward_variance_path_lacks_inv_std(const arma::mat& dout,
                                                        const BatchnormCache& cache) {
  require_batchnorm_gradient(dout, cache);
  Paths p = paths_of(dout, cache);
  p.variance.each_row() /= cache.inv_std;
  return p.right();
}
DESCENT_MISTAKE(batchnorm_backward, backward_variance_path_lacks_inv_std,
                "The variance path lacks one inv_std: the derivative of the inverse root is -½ "
                "inv_std³, not -½ inv_std².",
                "the-variance-path");

BatchnormGradients backward_gamma_twice(const arma::mat& dout, const BatchnormCache& cache) {
  require_batchnorm_gradient(dout, cache);
  const Paths p = paths_of(dout, {cache.x_hat, cache.inv_std, arma::square(cache.gamma)});
  return p.right();
}
DESCENT_MISTAKE(batchnorm_backward, backward_gamma_twice, "You multiply dx with gamma twice.",
                "the-direct-path");

BatchnormGradients backward_gamma_missing_in_two_paths(const arma::mat& dout,
                                                       const BatchnormCache& cache) {
  require_batchnorm_gradient(dout, cache);
  Paths p = paths_of(dout, cache);
  p.variance.each_row() /= cache.gamma;
  p.mean.each_row() /= cache.gamma;
  return p.right();
}
DESCENT_MISTAKE(batchnorm_backward, backward_gamma_missing_in_two_paths,
                "gamma is in the direct path only. The variance path and the mean path start from "
                "dout · gamma as well.",
                "three-paths-back");

BatchnormGradients backward_variance_path_without_x_hat(const arma::mat& dout,
                                                        const BatchnormCache& cache) {
  require_batchnorm_gradient(dout, cache);
  Paths p = paths_of(dout, cache);
  p.variance.ones();
  p.variance.each_row() %= -cache.gamma % cache.inv_std % p.dgamma / count(dout.n_rows);
  return p.right();
}
DESCENT_MISTAKE(batchnorm_backward, backward_variance_path_without_x_hat,
                "The factor x_hat is missing in the variance path: an x far from the mean moves "
                "the variance more than one near it.",
                "the-variance-path");

BatchnormGradients backward_variance_path_of_dout(const arma::mat& dout,
                                                  const BatchnormCache& cache) {
  require_batchnorm_gradient(dout, cache);
  Paths p = paths_of(dout, cache);
  p.variance = cache.x_hat;
  p.variance.each_row() %= -cache.gamma % cache.inv_std % p.dbeta / count(dout.n_rows);
  return p.right();
}
DESCENT_MISTAKE(batchnorm_backward, backward_variance_path_of_dout,
                "Your variance path takes the mean of dout. What acts on the deviation is the mean "
                "of dout · x_hat.",
                "the-variance-path");

BatchnormGradients backward_divides_by_columns(const arma::mat& dout, const BatchnormCache& cache) {
  require_batchnorm_gradient(dout, cache);
  const double ratio = count(dout.n_rows) / count(dout.n_cols);
  return paths_of(dout, cache).counted(1, ratio, ratio);
}
DESCENT_MISTAKE(batchnorm_backward, backward_divides_by_columns,
                "You divide by the number of columns. The means run over the examples: divide by "
                "N, the number of rows.",
                "columns-not-rows");

BatchnormGradients backward_means_of_rows(const arma::mat& dout, const BatchnormCache& cache) {
  require_batchnorm_gradient(dout, cache);
  arma::mat g = dout.each_row() % cache.gamma;
  const arma::vec mean = arma::mean(g, 1), with_x_hat = arma::mean(g % cache.x_hat, 1);
  arma::mat along = cache.x_hat.each_col() % with_x_hat;
  g -= along;
  g.each_col() -= mean;
  return {g.each_row() % cache.inv_std, arma::sum(dout % cache.x_hat, 0), arma::sum(dout, 0)};
}
DESCENT_MISTAKE(
    batchnorm_backward, backward_means_of_rows,
    "Your means run along the rows. Mean and variance belong to a column: arma::mean(..., 0).",
    "columns-not-rows");

BatchnormGradients backward_means_of_everything(const arma::mat& dout,
                                                const BatchnormCache& cache) {
  require_batchnorm_gradient(dout, cache);
  Paths p = paths_of(dout, cache);
  const double mean = arma::accu(dout) / count(dout.n_elem);
  const double with_x_hat = arma::accu(dout % cache.x_hat) / count(dout.n_elem);
  const arma::rowvec factor = cache.gamma % cache.inv_std;
  p.variance = -with_x_hat * (cache.x_hat.each_row() % factor);
  p.mean = -mean * arma::repmat(factor, dout.n_rows, 1);
  return p.right();
}
DESCENT_MISTAKE(
    batchnorm_backward, backward_means_of_everything,
    "Your means are taken over the whole matrix. Each column has a mean and a variance of its own.",
    "columns-not-rows");

BatchnormGradients backward_without_eps(const arma::mat& dout, const BatchnormCache& cache) {
  require_batchnorm_gradient(dout, cache);
  arma::mat centred = cache.x_hat.each_row() / cache.inv_std;
  const arma::rowvec inv_std = 1 / arma::sqrt(arma::mean(arma::square(centred), 0));
  const Paths p = paths_of(dout, {centred.each_row() % inv_std, inv_std, cache.gamma});
  BatchnormGradients grads = p.right();
  grads.dgamma = arma::sum(dout % cache.x_hat, 0);
  return grads;
}
DESCENT_MISTAKE(batchnorm_backward, backward_without_eps,
                "You compute the deviation again, without eps. Use cache.inv_std: eps belongs to "
                "it in the backward pass as well.",
                "the-variance-path");

BatchnormGradients backward_eps_twice(const arma::mat& dout, const BatchnormCache& cache) {
  require_batchnorm_gradient(dout, cache);
  const arma::rowvec inv_std = 1 / arma::sqrt(1 / arma::square(cache.inv_std) + 1e-5);
  const Paths p = paths_of(dout, {cache.x_hat, inv_std, cache.gamma});
  return p.right();
}
DESCENT_MISTAKE(batchnorm_backward, backward_eps_twice,
                "You add eps to 1/inv_std² once more. It is in there already.",
                "the-variance-path");

BatchnormGradients backward_dgamma_of_x_minus_mean(const arma::mat& dout,
                                                   const BatchnormCache& cache) {
  require_batchnorm_gradient(dout, cache);
  BatchnormGradients grads = paths_of(dout, cache).right();
  grads.dgamma /= cache.inv_std;
  return grads;
}
DESCENT_MISTAKE(batchnorm_backward, backward_dgamma_of_x_minus_mean,
                "dgamma is the sum of dout · (x - mean) in your code. gamma multiplies x_hat: sum "
                "dout · x_hat.",
                "gradients-of-gamma-and-beta");

BatchnormGradients backward_dgamma_with_gamma(const arma::mat& dout, const BatchnormCache& cache) {
  require_batchnorm_gradient(dout, cache);
  BatchnormGradients grads = paths_of(dout, cache).right();
  grads.dgamma %= cache.gamma;
  return grads;
}
DESCENT_MISTAKE(
    batchnorm_backward, backward_dgamma_with_gamma,
    "You multiply dgamma with gamma. The derivative of gamma · x_hat by gamma is x_hat alone.",
    "gradients-of-gamma-and-beta");

BatchnormGradients backward_dbeta_with_gamma(const arma::mat& dout, const BatchnormCache& cache) {
  require_batchnorm_gradient(dout, cache);
  BatchnormGradients grads = paths_of(dout, cache).right();
  grads.dbeta %= cache.gamma;
  return grads;
}
DESCENT_MISTAKE(batchnorm_backward, backward_dbeta_with_gamma,
                "You multiply dbeta with gamma. beta is added at the very end: its gradient is the "
                "sum of dout alone.",
                "gradients-of-gamma-and-beta");

BatchnormGradients backward_dbeta_of_dx(const arma::mat& dout, const BatchnormCache& cache) {
  require_batchnorm_gradient(dout, cache);
  BatchnormGradients grads = paths_of(dout, cache).right();
  grads.dbeta = arma::sum(grads.dx, 0);
  return grads;
}
DESCENT_MISTAKE(
    batchnorm_backward, backward_dbeta_of_dx,
    "You sum dx for dbeta, and dx always sums to 0. Sum dout, the gradient by the output.",
    "gradients-of-gamma-and-beta");

BatchnormGradients backward_dbeta_of_everything(const arma::mat& dout,
                                                const BatchnormCache& cache) {
  require_batchnorm_gradient(dout, cache);
  BatchnormGradients grads = paths_of(dout, cache).right();
  grads.dbeta.fill(arma::accu(dout));
  return grads;
}
DESCENT_MISTAKE(
    batchnorm_backward, backward_dbeta_of_everything,
    "You sum dout over the whole matrix. Each column has a beta of its own: arma::sum(dout, 0).",
    "gradients-of-gamma-and-beta");

BatchnormGradients backward_dgamma_and_dbeta_swapped(const arma::mat& dout,
                                                     const BatchnormCache& cache) {
  require_batchnorm_gradient(dout, cache);
  BatchnormGradients grads = paths_of(dout, cache).right();
  std::swap(grads.dgamma, grads.dbeta);
  return grads;
}
DESCENT_MISTAKE(batchnorm_backward, backward_dgamma_and_dbeta_swapped,
                "dgamma and dbeta are swapped.", "gradients-of-gamma-and-beta");

BatchnormGradients backward_sums_along_rows(const arma::mat& dout, const BatchnormCache& cache) {
  require_batchnorm_gradient(dout, cache);
  BatchnormGradients grads = paths_of(dout, cache).right();
  grads.dgamma = arma::sum(dout % cache.x_hat, 1).t();
  grads.dbeta = arma::sum(dout, 1).t();
  return grads;
}
DESCENT_MISTAKE(batchnorm_backward, backward_sums_along_rows,
                "You sum along the rows. gamma and beta belong to columns: arma::sum(..., 0) gives "
                "one number for each.",
                "gradients-of-gamma-and-beta");

BatchnormGradients backward_unchecked(const arma::mat& dout, const BatchnormCache& cache) {
  if (dout.n_rows == 0 || cache.x_hat.is_empty()) return {};
  return paths_of(dout, cache).right();
}
DESCENT_MISTAKE(batchnorm_backward, backward_unchecked,
                "You do not refuse bad input. Call require_batchnorm_gradient first: it throws "
                "std::invalid_argument with a sentence.",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
