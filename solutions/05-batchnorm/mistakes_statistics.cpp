// Known mistakes: mean, variance and running averages.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

BatchStatistics statistics_unbiased(const arma::mat& x) {
  require_not_empty(x, "x");
  return {arma::mean(x, 0), arma::var(x, 0, 0)};
}
DESCENT_MISTAKE(batch_statistics, statistics_unbiased,
                "You divide the variance by N - 1, as arma::var does by default. Batchnorm "
                "describes this batch and does not guess a population: divide by N.",
                "divide-by-n");

BatchStatistics statistics_deviation(const arma::mat& x) {
  require_not_empty(x, "x");
  return {arma::mean(x, 0), arma::stddev(x, 1, 0)};
}
DESCENT_MISTAKE(batch_statistics, statistics_deviation,
                "You return the standard deviation. The variance is its square, without the root.",
                "one-feature-of-one-batch");

BatchStatistics statistics_sum_of_squares(const arma::mat& x) {
  require_not_empty(x, "x");
  return {arma::mean(x, 0), arma::var(x, 1, 0) * count(x.n_rows)};
}
DESCENT_MISTAKE(batch_statistics, statistics_sum_of_squares,
                "Your variance is a sum of squares: divide it by N.", "divide-by-n");

BatchStatistics statistics_mean_is_a_sum(const arma::mat& x) {
  require_not_empty(x, "x");
  const BatchStatistics right = batch_statistics(x);
  return {right.mean * count(x.n_rows), right.var};
}
DESCENT_MISTAKE(batch_statistics, statistics_mean_is_a_sum, "Your mean is a sum: divide it by N.",
                "one-feature-of-one-batch");

BatchStatistics statistics_mean_of_squares(const arma::mat& x) {
  require_not_empty(x, "x");
  return {arma::mean(x, 0), arma::mean(arma::square(x), 0)};
}
DESCENT_MISTAKE(batch_statistics, statistics_mean_of_squares,
                "You average the squares of x themselves. Subtract the mean first: the variance is "
                "the mean of (x - mean)².",
                "subtract-first-then-square");

BatchStatistics statistics_difference_of_squares(const arma::mat& x) {
  require_not_empty(x, "x");
  const arma::rowvec mean = arma::mean(x, 0);
  return {mean, arma::mean(arma::square(x), 0) - arma::square(mean)};
}
DESCENT_MISTAKE(batch_statistics, statistics_difference_of_squares,
                "You compute the mean of the squares minus the square of the mean. On paper that "
                "is the variance; far from 0 both are huge, nearly equal, and their difference is "
                "mostly round-off, even negative. Subtract first, square then.",
                "subtract-first-then-square");

BatchStatistics statistics_of_rows(const arma::mat& x) {
  require_not_empty(x, "x");
  const arma::rowvec mean = arma::mean(x, 1).t();
  return {mean, arma::var(x, 1, 1).t()};
}
DESCENT_MISTAKE(batch_statistics, statistics_of_rows,
                "You take mean and variance of each row, that is of each example. Batchnorm looks "
                "at one feature in all examples: down the columns, dimension 0.",
                "columns-not-rows");

BatchStatistics statistics_of_everything(const arma::mat& x) {
  require_not_empty(x, "x");
  const arma::vec all = arma::vectorise(x);
  BatchStatistics one;
  one.mean.set_size(x.n_cols);
  one.var.set_size(x.n_cols);
  one.mean.fill(arma::mean(all));
  one.var.fill(arma::var(all, 1));
  return one;
}
DESCENT_MISTAKE(batch_statistics, statistics_of_everything,
                "You take one mean and one variance of the whole matrix. Each column has its own.",
                "columns-not-rows");

BatchStatistics statistics_absolute_deviation(const arma::mat& x) {
  require_not_empty(x, "x");
  const arma::rowvec mean = arma::mean(x, 0);
  const arma::mat centred = x.each_row() - mean;
  return {mean, arma::mean(arma::abs(centred), 0)};
}
DESCENT_MISTAKE(
    batch_statistics, statistics_absolute_deviation,
    "You average the absolute distances from the mean. The variance averages their squares.",
    "one-feature-of-one-batch");

BatchStatistics statistics_unchecked(const arma::mat& x) {
  if (x.n_cols == 0) return {};
  if (x.n_rows == 0)
    return {arma::zeros<arma::rowvec>(x.n_cols), arma::zeros<arma::rowvec>(x.n_cols)};
  return batch_statistics(x);
}
DESCENT_MISTAKE(batch_statistics, statistics_unchecked,
                "You do not refuse bad input. Call require_not_empty first: it throws "
                "std::invalid_argument with a sentence.",
                "refuse-bad-input");

void update_swapped(RunningStatistics& running, const BatchStatistics& batch, double momentum) {
  require_running_update(running, batch, momentum);
  update_running_statistics(running, batch, 1 - momentum);
}
DESCENT_MISTAKE(update_running_statistics, update_swapped,
                "Your momentum is the wrong way round: with 0.9 you keep a tenth of the old "
                "average. It is the part that stays. (PyTorch counts the other way.)",
                "which-way-the-momentum-goes");

void update_of_a_copy(RunningStatistics& running, const BatchStatistics& batch, double momentum) {
  require_running_update(running, batch, momentum);
  RunningStatistics copy = running;
  update_running_statistics(copy, batch, momentum);
}
DESCENT_MISTAKE(update_running_statistics, update_of_a_copy,
                "You change a copy of the running statistics, and it is gone when the function "
                "returns. Assign to running.mean and running.var themselves.",
                "written-back-to-the-caller");

void update_stores_the_deviation(RunningStatistics& running, const BatchStatistics& batch,
                                 double momentum) {
  require_running_update(running, batch, momentum);
  update_running_statistics(running, {batch.mean, arma::sqrt(batch.var)}, momentum);
}
DESCENT_MISTAKE(update_running_statistics, update_stores_the_deviation,
                "You average standard deviations. running.var averages variances: no root.",
                "the-variance-not-its-root");

void update_of_the_mean_only(RunningStatistics& running, const BatchStatistics& batch,
                             double momentum) {
  require_running_update(running, batch, momentum);
  running.mean = momentum * running.mean + (1 - momentum) * batch.mean;
}
DESCENT_MISTAKE(update_running_statistics, update_of_the_mean_only,
                "You update running.mean and forget running.var.", "running-statistics");

void update_of_the_variance_only(RunningStatistics& running, const BatchStatistics& batch,
                                 double momentum) {
  require_running_update(running, batch, momentum);
  running.var = momentum * running.var + (1 - momentum) * batch.var;
}
DESCENT_MISTAKE(update_running_statistics, update_of_the_variance_only,
                "You update running.var and forget running.mean.", "running-statistics");

void update_overwrites(RunningStatistics& running, const BatchStatistics& batch, double momentum) {
  require_running_update(running, batch, momentum);
  running = {batch.mean, batch.var};
}
DESCENT_MISTAKE(update_running_statistics, update_overwrites,
                "You replace the running statistics with those of the last batch. They are an "
                "average over many: keep momentum times the old ones.",
                "running-statistics");

void update_without_decay(RunningStatistics& running, const BatchStatistics& batch,
                          double momentum) {
  require_running_update(running, batch, momentum);
  running.mean += (1 - momentum) * batch.mean;
  running.var += (1 - momentum) * batch.var;
}
DESCENT_MISTAKE(update_running_statistics, update_without_decay,
                "You add the new batch without letting the old average decay, so it grows and "
                "grows. Multiply it with the momentum first.",
                "running-statistics");

void update_adds_the_whole_batch(RunningStatistics& running, const BatchStatistics& batch,
                                 double momentum) {
  require_running_update(running, batch, momentum);
  running.mean = momentum * running.mean + batch.mean;
  running.var = momentum * running.var + batch.var;
}
DESCENT_MISTAKE(
    update_running_statistics, update_adds_the_whole_batch,
    "You add the whole new batch. The two weights must sum to 1: momentum and 1 - momentum.",
    "running-statistics");

void update_with_a_fixed_momentum(RunningStatistics& running, const BatchStatistics& batch,
                                  double momentum) {
  require_running_update(running, batch, momentum);
  update_running_statistics(running, batch, 0.9);
}
DESCENT_MISTAKE(update_running_statistics, update_with_a_fixed_momentum,
                "Your momentum is 0.9, whatever the argument says.", "which-way-the-momentum-goes");

void update_starts_from_zero(RunningStatistics& running, const BatchStatistics& batch,
                             double momentum) {
  require_running_update(running, batch, momentum);
  running = {(1 - momentum) * batch.mean, (1 - momentum) * batch.var};
}
DESCENT_MISTAKE(update_running_statistics, update_starts_from_zero,
                "You lose the old average: only (1 - momentum) · batch is left.",
                "running-statistics");

void update_halves(RunningStatistics& running, const BatchStatistics& batch, double momentum) {
  require_running_update(running, batch, momentum);
  update_running_statistics(running, batch, 0.5);
}
DESCENT_MISTAKE(
    update_running_statistics, update_halves,
    "You take the plain average of the old and the new. The weights are momentum and 1 - momentum.",
    "which-way-the-momentum-goes");

void update_mixes_mean_and_variance(RunningStatistics& running, const BatchStatistics& batch,
                                    double momentum) {
  require_running_update(running, batch, momentum);
  update_running_statistics(running, {batch.var, batch.mean}, momentum);
}
DESCENT_MISTAKE(
    update_running_statistics, update_mixes_mean_and_variance,
    "You average the batch's variances into running.mean and its means into running.var.",
    "running-statistics");

void update_unchecked(RunningStatistics& running, const BatchStatistics& batch, double momentum) {
  if (running.mean.n_elem == batch.mean.n_elem)
    running.mean = momentum * running.mean + (1 - momentum) * batch.mean;
  if (running.var.n_elem == batch.var.n_elem)
    running.var = momentum * running.var + (1 - momentum) * batch.var;
}
DESCENT_MISTAKE(update_running_statistics, update_unchecked,
                "You do not refuse bad input. Call require_running_update first: it throws "
                "std::invalid_argument with a sentence.",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
