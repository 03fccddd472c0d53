// Known mistakes: the forward pass of features.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

BatchnormForward forward_unbiased(const arma::mat& x, const arma::rowvec& gamma,
                                  const arma::rowvec& beta, RunningStatistics& running, Mode mode,
                                  const BatchnormOptions& options) {
  require_batchnorm_input(x, gamma, beta, running, options);
  return forward_with({.statistics = unbiased}, x, gamma, beta, running, mode, options);
}
DESCENT_MISTAKE(batchnorm_forward, forward_unbiased,
                "Your variance is divided by N - 1 (arma::var does that by default), so x_hat is "
                "too small by √((N-1)/N). Batchnorm divides by N.",
                "divide-by-n");

BatchnormForward forward_eps_outside(const arma::mat& x, const arma::rowvec& gamma,
                                     const arma::rowvec& beta, RunningStatistics& running,
                                     Mode mode, const BatchnormOptions& options) {
  require_batchnorm_input(x, gamma, beta, running, options);
  return forward_with({.inverse = eps_outside, .inverse_in_test = eps_outside}, x, gamma, beta,
                      running, mode, options);
}
DESCENT_MISTAKE(batchnorm_forward, forward_eps_outside,
                "You add eps to the root, √var + eps. It belongs inside, √(var + eps): otherwise a "
                "small variance is amplified a thousand times more.",
                "eps-is-inside-the-root");

BatchnormForward forward_eps_outside_in_test(const arma::mat& x, const arma::rowvec& gamma,
                                             const arma::rowvec& beta, RunningStatistics& running,
                                             Mode mode, const BatchnormOptions& options) {
  require_batchnorm_input(x, gamma, beta, running, options);
  return forward_with({.inverse_in_test = eps_outside}, x, gamma, beta, running, mode, options);
}
DESCENT_MISTAKE(batchnorm_forward, forward_eps_outside_in_test,
                "In test mode you add eps to the root. It belongs inside, √(running.var + eps), as "
                "in train mode.",
                "eps-is-inside-the-root");

BatchnormForward forward_momentum_swapped(const arma::mat& x, const arma::rowvec& gamma,
                                          const arma::rowvec& beta, RunningStatistics& running,
                                          Mode mode, const BatchnormOptions& options) {
  require_batchnorm_input(x, gamma, beta, running, options);
  return forward_with({.update = average_swapped}, x, gamma, beta, running, mode, options);
}
DESCENT_MISTAKE(batchnorm_forward, forward_momentum_swapped,
                "Your momentum is the wrong way round: with 0.9 you keep a tenth of the old "
                "average. It is the part that stays. (PyTorch counts the other way.)",
                "which-way-the-momentum-goes");

BatchnormForward forward_running_of_a_copy(const arma::mat& x, const arma::rowvec& gamma,
                                           const arma::rowvec& beta, RunningStatistics& running,
                                           Mode mode, const BatchnormOptions& options) {
  require_batchnorm_input(x, gamma, beta, running, options);
  return forward_with({.update = average_of_a_copy}, x, gamma, beta, running, mode, options);
}
DESCENT_MISTAKE(batchnorm_forward, forward_running_of_a_copy,
                "The running statistics never change: you update a copy (or nothing). Assign to "
                "running.mean and running.var themselves.",
                "written-back-to-the-caller");

BatchnormForward forward_stores_the_deviation(const arma::mat& x, const arma::rowvec& gamma,
                                              const arma::rowvec& beta, RunningStatistics& running,
                                              Mode mode, const BatchnormOptions& options) {
  require_batchnorm_input(x, gamma, beta, running, options);
  return forward_with({.update = average_of_deviations}, x, gamma, beta, running, mode, options);
}
DESCENT_MISTAKE(batchnorm_forward, forward_stores_the_deviation,
                "You average standard deviations into running.var. It holds variances: no root.",
                "the-variance-not-its-root");

BatchnormForward forward_running_unbiased(const arma::mat& x, const arma::rowvec& gamma,
                                          const arma::rowvec& beta, RunningStatistics& running,
                                          Mode mode, const BatchnormOptions& options) {
  require_batchnorm_input(x, gamma, beta, running, options);
  return forward_with({.update = average_of_unbiased}, x, gamma, beta, running, mode, options);
}
DESCENT_MISTAKE(batchnorm_forward, forward_running_unbiased,
                "You normalize with the variance divided by N, but average the one divided by N - "
                "1 into running.var, as PyTorch does. Here both divide by N.",
                "divide-by-n");

BatchnormForward forward_updates_in_test_mode(const arma::mat& x, const arma::rowvec& gamma,
                                              const arma::rowvec& beta, RunningStatistics& running,
                                              Mode mode, const BatchnormOptions& options) {
  require_batchnorm_input(x, gamma, beta, running, options);
  const BatchnormForward result = batchnorm_forward(x, gamma, beta, running, mode, options);
  if (mode == Mode::test) {
    RunningStatistics mine = running;
    batchnorm_forward(x, gamma, beta, mine, Mode::train, options);
    running = mine;
  }
  return result;
}
DESCENT_MISTAKE(
    batchnorm_forward, forward_updates_in_test_mode,
    "You update the running statistics in test mode, too. Testing must not change the network.",
    "training-and-testing");

BatchnormForward forward_batch_statistics_in_test(const arma::mat& x, const arma::rowvec& gamma,
                                                  const arma::rowvec& beta,
                                                  RunningStatistics& running, Mode mode,
                                                  const BatchnormOptions& options) {
  require_batchnorm_input(x, gamma, beta, running, options);
  RunningStatistics copy = running;
  BatchnormForward result = batchnorm_forward(x, gamma, beta, copy, Mode::train, options);
  if (mode == Mode::train) running = copy;
  if (mode == Mode::test) result.cache = {};
  return result;
}
DESCENT_MISTAKE(batchnorm_forward, forward_batch_statistics_in_test,
                "In test mode you normalize with the statistics of the batch. Then an example's "
                "output depends on its neighbours; use running.mean and running.var.",
                "training-and-testing");

BatchnormForward forward_ignores_the_mode(const arma::mat& x, const arma::rowvec& gamma,
                                          const arma::rowvec& beta, RunningStatistics& running,
                                          Mode mode, const BatchnormOptions& options) {
  require_batchnorm_input(x, gamma, beta, running, options);
  static_cast<void>(mode);
  return batchnorm_forward(x, gamma, beta, running, Mode::train, options);
}
DESCENT_MISTAKE(batchnorm_forward, forward_ignores_the_mode,
                "You do the same in both modes. Test mode uses the running statistics instead of "
                "the batch's, does not update them, and leaves the cache empty.",
                "training-and-testing");

BatchnormForward forward_fills_the_cache_in_test(const arma::mat& x, const arma::rowvec& gamma,
                                                 const arma::rowvec& beta,
                                                 RunningStatistics& running, Mode mode,
                                                 const BatchnormOptions& options) {
  require_batchnorm_input(x, gamma, beta, running, options);
  BatchnormForward result = batchnorm_forward(x, gamma, beta, running, mode, options);
  if (mode == Mode::test) {
    RunningStatistics copy = running;
    result.cache = batchnorm_forward(x, gamma, beta, copy, Mode::train, options).cache;
  }
  return result;
}
DESCENT_MISTAKE(batchnorm_forward, forward_fills_the_cache_in_test,
                "You fill the cache in test mode, too. It must stay empty there, so that nobody "
                "runs a backward pass through other statistics than those that were used.",
                "what-the-backward-pass-needs");

BatchnormForward forward_x_hat_is_out(const arma::mat& x, const arma::rowvec& gamma,
                                      const arma::rowvec& beta, RunningStatistics& running,
                                      Mode mode, const BatchnormOptions& options) {
  require_batchnorm_input(x, gamma, beta, running, options);
  BatchnormForward result = batchnorm_forward(x, gamma, beta, running, mode, options);
  if (mode == Mode::train) result.cache.x_hat = result.out;
  return result;
}
DESCENT_MISTAKE(batchnorm_forward, forward_x_hat_is_out,
                "You keep the output as x_hat. x_hat is what it was before gamma and beta.",
                "what-the-backward-pass-needs");

BatchnormForward forward_without_gamma(const arma::mat& x, const arma::rowvec& gamma,
                                       const arma::rowvec& beta, RunningStatistics& running,
                                       Mode mode, const BatchnormOptions& options) {
  require_batchnorm_input(x, gamma, beta, running, options);
  return batchnorm_forward(x, arma::ones<arma::rowvec>(gamma.n_elem), beta, running, mode, options);
}
DESCENT_MISTAKE(batchnorm_forward, forward_without_gamma,
                "gamma is missing: out = gamma · x_hat + beta.", "gamma-and-beta");

arma::rowvec without_eps(const arma::rowvec& var, double) { return 1 / arma::sqrt(var); }
arma::rowvec without_root(const arma::rowvec& var, double eps) { return 1 / (var + eps); }
arma::rowvec fixed_eps(const arma::rowvec& var, double) { return 1 / arma::sqrt(var + 1e-5); }
arma::rowvec eps_squared(const arma::rowvec& var, double eps) {
  return 1 / arma::sqrt(var + eps * eps);
}

BatchStatistics with_mean_of_squares(const arma::mat& x) {
  return {arma::mean(x, 0), arma::mean(arma::square(x), 0)};
}
BatchStatistics with_difference_of_squares(const arma::mat& x) {
  const arma::rowvec mean = arma::mean(x, 0);
  return {mean, arma::abs(arma::mean(arma::square(x), 0) - arma::square(mean))};
}
BatchStatistics with_sum_of_squares(const arma::mat& x) {
  return {arma::mean(x, 0), arma::var(x, 1, 0) * count(x.n_rows)};
}
BatchStatistics of_everything(const arma::mat& x) {
  const arma::vec all = arma::vectorise(x);
  BatchStatistics one{arma::rowvec(x.n_cols), arma::rowvec(x.n_cols)};
  one.mean.fill(arma::mean(all));
  one.var.fill(arma::var(all, 1));
  return one;
}

void mean_only(RunningStatistics& running, const BatchStatistics& batch,
               const BatchnormOptions& options, double) {
  running.mean = options.momentum * running.mean + (1 - options.momentum) * batch.mean;
}
void overwrite(RunningStatistics& running, const BatchStatistics& batch, const BatchnormOptions&,
               double) {
  running = {batch.mean, batch.var};
}
void without_decay(RunningStatistics& running, const BatchStatistics& batch,
                   const BatchnormOptions& options, double) {
  running.mean += (1 - options.momentum) * batch.mean;
  running.var += (1 - options.momentum) * batch.var;
}
void fixed_momentum(RunningStatistics& running, const BatchStatistics& batch,
                    const BatchnormOptions&, double) {
  update_running_statistics(running, batch, 0.9);
}
void with_eps(RunningStatistics& running, const BatchStatistics& batch,
              const BatchnormOptions& options, double) {
  update_running_statistics(running, {batch.mean, batch.var + options.eps}, options.momentum);
}
void inverted(RunningStatistics& running, const BatchStatistics& batch,
              const BatchnormOptions& options, double) {
  update_running_statistics(running, {batch.mean, inverse_root(batch.var, options.eps)},
                            options.momentum);
}

BatchnormForward forward_without_eps(const arma::mat& x, const arma::rowvec& gamma,
                                     const arma::rowvec& beta, RunningStatistics& running,
                                     Mode mode, const BatchnormOptions& options) {
  require_batchnorm_input(x, gamma, beta, running, options);
  return forward_with({.inverse = without_eps, .inverse_in_test = without_eps}, x, gamma, beta,
                      running, mode, options);
}
DESCENT_MISTAKE(batchnorm_forward, forward_without_eps,
                "eps is missing under the root: a constant feature becomes 0/0.",
                "eps-is-inside-the-root");

BatchnormForward forward_without_eps_in_test(const arma::mat& x, const arma::rowvec& gamma,
                                             const arma::rowvec& beta, RunningStatistics& running,
                                             Mode mode, const BatchnormOptions& options) {
  require_batchnorm_input(x, gamma, beta, running, options);
  return forward_with({.inverse_in_test = without_eps}, x, gamma, beta, running, mode, options);
}
DESCENT_MISTAKE(batchnorm_forward, forward_without_eps_in_test,
                "eps is missing under the root in test mode. It is the same formula there: "
                "√(running.var + eps).",
                "eps-is-inside-the-root");

BatchnormForward forward_with_a_fixed_eps(const arma::mat& x, const arma::rowvec& gamma,
                                          const arma::rowvec& beta, RunningStatistics& running,
                                          Mode mode, const BatchnormOptions& options) {
  require_batchnorm_input(x, gamma, beta, running, options);
  return forward_with({.inverse = fixed_eps, .inverse_in_test = fixed_eps}, x, gamma, beta, running,
                      mode, options);
}
DESCENT_MISTAKE(batchnorm_forward, forward_with_a_fixed_eps,
                "Your eps is 1e-5, whatever options.eps says.", "eps-is-inside-the-root");

BatchnormForward forward_eps_squared(const arma::mat& x, const arma::rowvec& gamma,
                                     const arma::rowvec& beta, RunningStatistics& running,
                                     Mode mode, const BatchnormOptions& options) {
  require_batchnorm_input(x, gamma, beta, running, options);
  return forward_with({.inverse = eps_squared, .inverse_in_test = eps_squared}, x, gamma, beta,
                      running, mode, options);
}
DESCENT_MISTAKE(batchnorm_forward, forward_eps_squared,
                "You add eps² to the variance, as if eps were a deviation. It is eps itself.",
                "eps-is-inside-the-root");

BatchnormForward forward_without_root(const arma::mat& x, const arma::rowvec& gamma,
                                      const arma::rowvec& beta, RunningStatistics& running,
                                      Mode mode, const BatchnormOptions& options) {
  require_batchnorm_input(x, gamma, beta, running, options);
  return forward_with({.inverse = without_root, .inverse_in_test = without_root}, x, gamma, beta,
                      running, mode, options);
}
DESCENT_MISTAKE(batchnorm_forward, forward_without_root,
                "You divide by the variance. Divide by its root, the standard deviation.",
                "gamma-and-beta");

BatchnormForward forward_without_root_in_test(const arma::mat& x, const arma::rowvec& gamma,
                                              const arma::rowvec& beta, RunningStatistics& running,
                                              Mode mode, const BatchnormOptions& options) {
  require_batchnorm_input(x, gamma, beta, running, options);
  return forward_with({.inverse_in_test = without_root}, x, gamma, beta, running, mode, options);
}
DESCENT_MISTAKE(batchnorm_forward, forward_without_root_in_test,
                "In test mode you divide by running.var as if it were a deviation. It is a "
                "variance: take the root of running.var + eps.",
                "the-variance-not-its-root");

BatchnormForward forward_mean_of_squares(const arma::mat& x, const arma::rowvec& gamma,
                                         const arma::rowvec& beta, RunningStatistics& running,
                                         Mode mode, const BatchnormOptions& options) {
  require_batchnorm_input(x, gamma, beta, running, options);
  return forward_with({.statistics = with_mean_of_squares}, x, gamma, beta, running, mode, options);
}
DESCENT_MISTAKE(
    batchnorm_forward, forward_mean_of_squares,
    "Your variance is the mean of the squares of x. Subtract the mean before you square.",
    "subtract-first-then-square");

BatchnormForward forward_difference_of_squares(const arma::mat& x, const arma::rowvec& gamma,
                                               const arma::rowvec& beta, RunningStatistics& running,
                                               Mode mode, const BatchnormOptions& options) {
  require_batchnorm_input(x, gamma, beta, running, options);
  return forward_with({.statistics = with_difference_of_squares}, x, gamma, beta, running, mode,
                      options);
}
DESCENT_MISTAKE(batchnorm_forward, forward_difference_of_squares,
                "Your variance is the mean of the squares minus the square of the mean. Far from 0 "
                "that is mostly round-off. Subtract first, square then.",
                "subtract-first-then-square");

BatchnormForward forward_sum_of_squares(const arma::mat& x, const arma::rowvec& gamma,
                                        const arma::rowvec& beta, RunningStatistics& running,
                                        Mode mode, const BatchnormOptions& options) {
  require_batchnorm_input(x, gamma, beta, running, options);
  return forward_with({.statistics = with_sum_of_squares}, x, gamma, beta, running, mode, options);
}
DESCENT_MISTAKE(batchnorm_forward, forward_sum_of_squares,
                "Your variance is a sum of squares: divide it by N.", "divide-by-n");

BatchnormForward forward_of_everything(const arma::mat& x, const arma::rowvec& gamma,
                                       const arma::rowvec& beta, RunningStatistics& running,
                                       Mode mode, const BatchnormOptions& options) {
  require_batchnorm_input(x, gamma, beta, running, options);
  return forward_with({.statistics = of_everything}, x, gamma, beta, running, mode, options);
}
DESCENT_MISTAKE(batchnorm_forward, forward_of_everything,
                "You take one mean and one variance of the whole matrix. Each column has its own.",
                "columns-not-rows");

BatchnormForward forward_of_rows(const arma::mat& x, const arma::rowvec& gamma,
                                 const arma::rowvec& beta, RunningStatistics& running, Mode mode,
                                 const BatchnormOptions& options) {
  require_batchnorm_input(x, gamma, beta, running, options);
  const BatchnormForward right = batchnorm_forward(x, gamma, beta, running, mode, options);
  if (mode == Mode::test) return right;
  arma::mat x_hat = x.each_col() - arma::mean(x, 1);
  const arma::vec inv_std = 1 / arma::sqrt(arma::var(x, 1, 1) + options.eps);
  x_hat.each_col() %= inv_std;
  arma::mat out = x_hat.each_row() % gamma;
  out.each_row() += beta;
  return {out, {x_hat, inv_std.t(), gamma}};
}
DESCENT_MISTAKE(batchnorm_forward, forward_of_rows,
                "You normalize each row, that is each example by itself. (That is another layer, "
                "layer normalization.) Batchnorm normalizes each feature over the batch: columns.",
                "columns-not-rows");

BatchnormForward forward_mean_not_subtracted(const arma::mat& x, const arma::rowvec& gamma,
                                             const arma::rowvec& beta, RunningStatistics& running,
                                             Mode mode, const BatchnormOptions& options) {
  require_batchnorm_input(x, gamma, beta, running, options);
  BatchnormForward result = batchnorm_forward(x, gamma, beta, running, mode, options);
  if (mode == Mode::test) return result;
  result.cache.x_hat = x.each_row() % result.cache.inv_std;
  result.out = result.cache.x_hat.each_row() % gamma;
  result.out.each_row() += beta;
  return result;
}
DESCENT_MISTAKE(batchnorm_forward, forward_mean_not_subtracted,
                "You divide x by the deviation without subtracting the mean.", "gamma-and-beta");

BatchnormForward forward_without_beta(const arma::mat& x, const arma::rowvec& gamma,
                                      const arma::rowvec& beta, RunningStatistics& running,
                                      Mode mode, const BatchnormOptions& options) {
  require_batchnorm_input(x, gamma, beta, running, options);
  return batchnorm_forward(x, gamma, arma::zeros<arma::rowvec>(x.n_cols), running, mode, options);
}
DESCENT_MISTAKE(batchnorm_forward, forward_without_beta,
                "beta is missing: out = gamma · x_hat + beta.", "gamma-and-beta");

BatchnormForward forward_gamma_and_beta_swapped(const arma::mat& x, const arma::rowvec& gamma,
                                                const arma::rowvec& beta,
                                                RunningStatistics& running, Mode mode,
                                                const BatchnormOptions& options) {
  require_batchnorm_input(x, gamma, beta, running, options);
  BatchnormForward result = batchnorm_forward(x, beta, gamma, running, mode, options);
  if (mode == Mode::train) result.cache.gamma = gamma;
  return result;
}
DESCENT_MISTAKE(batchnorm_forward, forward_gamma_and_beta_swapped,
                "gamma and beta are swapped: gamma scales, beta shifts.", "gamma-and-beta");

BatchnormForward forward_shifts_before_scaling(const arma::mat& x, const arma::rowvec& gamma,
                                               const arma::rowvec& beta, RunningStatistics& running,
                                               Mode mode, const BatchnormOptions& options) {
  require_batchnorm_input(x, gamma, beta, running, options);
  return batchnorm_forward(x, gamma, gamma % beta, running, mode, options);
}
DESCENT_MISTAKE(batchnorm_forward, forward_shifts_before_scaling,
                "You shift before you scale, gamma · (x_hat + beta). It is gamma · x_hat + beta.",
                "gamma-and-beta");

BatchnormForward forward_test_without_gamma_and_beta(const arma::mat& x, const arma::rowvec& gamma,
                                                     const arma::rowvec& beta,
                                                     RunningStatistics& running, Mode mode,
                                                     const BatchnormOptions& options) {
  require_batchnorm_input(x, gamma, beta, running, options);
  if (mode == Mode::test)
    return batchnorm_forward(x, arma::ones<arma::rowvec>(x.n_cols),
                             arma::zeros<arma::rowvec>(x.n_cols), running, mode, options);
  return batchnorm_forward(x, gamma, beta, running, mode, options);
}
DESCENT_MISTAKE(
    batchnorm_forward, forward_test_without_gamma_and_beta,
    "In test mode you forget gamma and beta. Only the statistics differ between the modes.",
    "training-and-testing");

BatchnormForward forward_updates_the_mean_only(const arma::mat& x, const arma::rowvec& gamma,
                                               const arma::rowvec& beta, RunningStatistics& running,
                                               Mode mode, const BatchnormOptions& options) {
  require_batchnorm_input(x, gamma, beta, running, options);
  return forward_with({.update = mean_only}, x, gamma, beta, running, mode, options);
}
DESCENT_MISTAKE(batchnorm_forward, forward_updates_the_mean_only,
                "You update running.mean and forget running.var.", "running-statistics");

BatchnormForward forward_overwrites_running(const arma::mat& x, const arma::rowvec& gamma,
                                            const arma::rowvec& beta, RunningStatistics& running,
                                            Mode mode, const BatchnormOptions& options) {
  require_batchnorm_input(x, gamma, beta, running, options);
  return forward_with({.update = overwrite}, x, gamma, beta, running, mode, options);
}
DESCENT_MISTAKE(batchnorm_forward, forward_overwrites_running,
                "You replace the running statistics with those of the last batch. They are an "
                "average over many: keep momentum times the old ones.",
                "running-statistics");

BatchnormForward forward_running_without_decay(const arma::mat& x, const arma::rowvec& gamma,
                                               const arma::rowvec& beta, RunningStatistics& running,
                                               Mode mode, const BatchnormOptions& options) {
  require_batchnorm_input(x, gamma, beta, running, options);
  return forward_with({.update = without_decay}, x, gamma, beta, running, mode, options);
}
DESCENT_MISTAKE(batchnorm_forward, forward_running_without_decay,
                "You add the new batch without letting the old average decay. Multiply it with the "
                "momentum first.",
                "running-statistics");

BatchnormForward forward_with_a_fixed_momentum(const arma::mat& x, const arma::rowvec& gamma,
                                               const arma::rowvec& beta, RunningStatistics& running,
                                               Mode mode, const BatchnormOptions& options) {
  require_batchnorm_input(x, gamma, beta, running, options);
  return forward_with({.update = fixed_momentum}, x, gamma, beta, running, mode, options);
}
DESCENT_MISTAKE(batchnorm_forward, forward_with_a_fixed_momentum,
                "Your momentum is 0.9, whatever options.momentum says.",
                "which-way-the-momentum-goes");

BatchnormForward forward_running_with_eps(const arma::mat& x, const arma::rowvec& gamma,
                                          const arma::rowvec& beta, RunningStatistics& running,
                                          Mode mode, const BatchnormOptions& options) {
  require_batchnorm_input(x, gamma, beta, running, options);
  return forward_with({.update = with_eps}, x, gamma, beta, running, mode, options);
}
DESCENT_MISTAKE(batchnorm_forward, forward_running_with_eps,
                "You average var + eps into running.var. eps is added when the variance is used; "
                "otherwise it counts twice in test mode.",
                "the-variance-not-its-root");

BatchnormForward forward_running_of_inverses(const arma::mat& x, const arma::rowvec& gamma,
                                             const arma::rowvec& beta, RunningStatistics& running,
                                             Mode mode, const BatchnormOptions& options) {
  require_batchnorm_input(x, gamma, beta, running, options);
  return forward_with({.update = inverted}, x, gamma, beta, running, mode, options);
}
DESCENT_MISTAKE(batchnorm_forward, forward_running_of_inverses,
                "You average inv_std into running.var. It holds variances.",
                "the-variance-not-its-root");

BatchnormForward forward_running_in_train(const arma::mat& x, const arma::rowvec& gamma,
                                          const arma::rowvec& beta, RunningStatistics& running,
                                          Mode mode, const BatchnormOptions& options) {
  require_batchnorm_input(x, gamma, beta, running, options);
  if (mode == Mode::test) return batchnorm_forward(x, gamma, beta, running, mode, options);
  const RunningStatistics before = running;
  update_running_statistics(running, batch_statistics(x), options.momentum);
  return normalize(x, {before.mean, before.var}, inverse_root(before.var, options.eps), gamma,
                   beta);
}
DESCENT_MISTAKE(batchnorm_forward, forward_running_in_train,
                "In train mode you normalize with the running statistics. They are for testing; in "
                "training a batch is normalized with its own mean and variance.",
                "training-and-testing");

BatchnormForward forward_updated_running_in_train(const arma::mat& x, const arma::rowvec& gamma,
                                                  const arma::rowvec& beta,
                                                  RunningStatistics& running, Mode mode,
                                                  const BatchnormOptions& options) {
  require_batchnorm_input(x, gamma, beta, running, options);
  if (mode == Mode::test) return batchnorm_forward(x, gamma, beta, running, mode, options);
  update_running_statistics(running, batch_statistics(x), options.momentum);
  return normalize(x, {running.mean, running.var}, inverse_root(running.var, options.eps), gamma,
                   beta);
}
DESCENT_MISTAKE(batchnorm_forward, forward_updated_running_in_train,
                "In train mode you update the running statistics and normalize with them then. A "
                "batch in training is normalized with its own mean and variance.",
                "training-and-testing");

BatchnormForward forward_caches_the_deviation(const arma::mat& x, const arma::rowvec& gamma,
                                              const arma::rowvec& beta, RunningStatistics& running,
                                              Mode mode, const BatchnormOptions& options) {
  require_batchnorm_input(x, gamma, beta, running, options);
  BatchnormForward result = batchnorm_forward(x, gamma, beta, running, mode, options);
  if (mode == Mode::train) result.cache.inv_std = 1 / result.cache.inv_std;
  return result;
}
DESCENT_MISTAKE(batchnorm_forward, forward_caches_the_deviation,
                "You keep the deviation √(var + eps) in cache.inv_std. It is one over that.",
                "what-the-backward-pass-needs");

BatchnormForward forward_caches_x_minus_mean(const arma::mat& x, const arma::rowvec& gamma,
                                             const arma::rowvec& beta, RunningStatistics& running,
                                             Mode mode, const BatchnormOptions& options) {
  require_batchnorm_input(x, gamma, beta, running, options);
  BatchnormForward result = batchnorm_forward(x, gamma, beta, running, mode, options);
  if (mode == Mode::train) result.cache.x_hat = x.each_row() - arma::mean(x, 0);
  return result;
}
DESCENT_MISTAKE(batchnorm_forward, forward_caches_x_minus_mean,
                "You keep x - mean as x_hat. x_hat is that times inv_std.",
                "what-the-backward-pass-needs");

BatchnormForward forward_x_hat_back_from_out(const arma::mat& x, const arma::rowvec& gamma,
                                             const arma::rowvec& beta, RunningStatistics& running,
                                             Mode mode, const BatchnormOptions& options) {
  require_batchnorm_input(x, gamma, beta, running, options);
  BatchnormForward result = batchnorm_forward(x, gamma, beta, running, mode, options);
  if (mode == Mode::test) return result;
  result.cache.x_hat = result.out.each_row() - beta;
  result.cache.x_hat.each_row() /= gamma;
  return result;
}
DESCENT_MISTAKE(batchnorm_forward, forward_x_hat_back_from_out,
                "You compute x_hat back from the output, (out - beta) / gamma. Where gamma is 0 "
                "that is 0/0. Keep x_hat before you scale it.",
                "what-the-backward-pass-needs");

BatchnormForward forward_caches_no_gamma(const arma::mat& x, const arma::rowvec& gamma,
                                         const arma::rowvec& beta, RunningStatistics& running,
                                         Mode mode, const BatchnormOptions& options) {
  require_batchnorm_input(x, gamma, beta, running, options);
  BatchnormForward result = batchnorm_forward(x, gamma, beta, running, mode, options);
  result.cache.gamma.reset();
  return result;
}
DESCENT_MISTAKE(batchnorm_forward, forward_caches_no_gamma,
                "You do not keep gamma in the cache. The backward pass cannot know it otherwise.",
                "what-the-backward-pass-needs");

BatchnormForward forward_refuses_a_batch_of_one(const arma::mat& x, const arma::rowvec& gamma,
                                                const arma::rowvec& beta,
                                                RunningStatistics& running, Mode mode,
                                                const BatchnormOptions& options) {
  require_batchnorm_input(x, gamma, beta, running, options);
  if (mode == Mode::train && x.n_rows == 1)
    throw std::invalid_argument("a batch of one has no variance");
  return batchnorm_forward(x, gamma, beta, running, mode, options);
}
DESCENT_MISTAKE(batchnorm_forward, forward_refuses_a_batch_of_one,
                "You refuse a batch of one. Its variance is 0, divided by N = 1, and its output is "
                "beta: no reason to refuse it.",
                "a-batch-of-one");

BatchnormForward forward_unchecked(const arma::mat& x, const arma::rowvec& gamma,
                                   const arma::rowvec& beta, RunningStatistics& running, Mode mode,
                                   const BatchnormOptions& options) {
  if (x.is_empty()) return {};
  return forward_with({}, x, gamma, beta, running, mode, options);
}
DESCENT_MISTAKE(batchnorm_forward, forward_unchecked,
                "You do not refuse bad input. Call require_batchnorm_input first: it throws "
                "std::invalid_argument with a sentence.",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
