// Known mistakes: L2 and L1 regression.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

LossResult l2_half_the_value(const arma::mat& predictions, const arma::mat& targets) {
  return scaled(l2_regression_loss(predictions, targets), 0.5, 1);
}
DESCENT_MISTAKE(l2_regression_loss, l2_half_the_value,
                "Your value carries a factor ½ that your gradient does not have: they belong to "
                "two different losses. There is no ½ here.",
                "half-in-one-place");

LossResult l2_half_the_gradient(const arma::mat& predictions, const arma::mat& targets) {
  return scaled(l2_regression_loss(predictions, targets), 1, 0.5);
}
DESCENT_MISTAKE(l2_regression_loss, l2_half_the_gradient,
                "The derivative of the square is 2·(f - y): without a ½ in the loss the 2 stays.",
                "half-in-one-place");

LossResult l2_halved(const arma::mat& predictions, const arma::mat& targets) {
  return scaled(l2_regression_loss(predictions, targets), 0.5, 0.5);
}
DESCENT_MISTAKE(l2_regression_loss, l2_halved,
                "You put a factor ½ in front of the square. It is common, but it is not in this "
                "formula.",
                "half-in-one-place");

LossResult l2_with_a_root(const arma::mat& predictions, const arma::mat& targets) {
  const double n = count(predictions.n_rows);
  LossResult result = l2_regression_loss(predictions, targets);
  result.loss = 0;
  for (arma::uword i = 0; i < predictions.n_rows; ++i) {
    const double distance =
        std::sqrt(arma::accu(arma::square((predictions.row(i) - targets.row(i)).eval())));
    result.loss += distance / n;
    if (distance > 0) result.dscores.row(i) /= 2 * distance;
  }
  return result;
}
DESCENT_MISTAKE(l2_regression_loss, l2_with_a_root,
                "You use the distance. The loss is the squared distance: no root.",
                "regression-l2");

LossResult l2_averages_the_outputs(const arma::mat& predictions, const arma::mat& targets) {
  return scaled(l2_regression_loss(predictions, targets), 1 / count(predictions.n_cols),
                1 / count(predictions.n_cols));
}
DESCENT_MISTAKE(l2_regression_loss, l2_averages_the_outputs,
                "You divide by the number of entries, N times D. The loss sums over the outputs "
                "and averages over the examples only.",
                "a-loss-is-a-mean");

LossResult l2_without_the_mean(const arma::mat& predictions, const arma::mat& targets) {
  return scaled(l2_regression_loss(predictions, targets), count(predictions.n_rows),
                count(predictions.n_rows));
}
DESCENT_MISTAKE(l2_regression_loss, l2_without_the_mean,
                "You return the sum over the examples. The loss is their mean: divide value and "
                "gradient by N.",
                "a-loss-is-a-mean");

LossResult l2_gradient_without_the_mean(const arma::mat& predictions, const arma::mat& targets) {
  return scaled(l2_regression_loss(predictions, targets), 1, count(predictions.n_rows));
}
DESCENT_MISTAKE(l2_regression_loss, l2_gradient_without_the_mean,
                "The value is a mean over the examples, but the gradient is still a sum: divide it "
                "by N as well.",
                "a-loss-is-a-mean");

LossResult l2_gradient_negated(const arma::mat& predictions, const arma::mat& targets) {
  return scaled(l2_regression_loss(predictions, targets), 1, -1);
}
DESCENT_MISTAKE(l2_regression_loss, l2_gradient_negated,
                "Your gradient is that of the targets, 2·(y - f). A prediction above its target "
                "must have a positive slope.",
                "regression-l2");

LossResult l2_without_checks(const arma::mat& predictions, const arma::mat& targets) {
  return over_entries(
      predictions, targets, [](double f, double y) { return (f - y) * (f - y); },
      [](double f, double y) { return 2 * (f - y); });
}
DESCENT_MISTAKE(l2_regression_loss, l2_without_checks,
                "You do not check the input. Begin with require_targets(predictions, targets).",
                "refuse-bad-input");

LossResult l1_without_absolute_value(const arma::mat& predictions, const arma::mat& targets) {
  LossResult result = l1_regression_loss(predictions, targets);
  result.loss = arma::accu(predictions - targets) / count(predictions.n_rows);
  return result;
}
DESCENT_MISTAKE(l1_regression_loss, l1_without_absolute_value,
                "You sum the differences themselves, so errors up and down cancel. Sum their "
                "absolute values.",
                "regression-l1");

LossResult l1_gradient_is_the_difference(const arma::mat& predictions, const arma::mat& targets) {
  LossResult result = l1_regression_loss(predictions, targets);
  result.dscores = (predictions - targets) / count(predictions.n_rows);
  return result;
}
DESCENT_MISTAKE(l1_regression_loss, l1_gradient_is_the_difference,
                "Your gradient grows with the error, as that of L2 does. The slope of |d| is the "
                "sign of d, however large d is.",
                "regression-l1");

LossResult l1_zero_by_zero(const arma::mat& predictions, const arma::mat& targets) {
  LossResult result = l1_regression_loss(predictions, targets);
  const arma::mat difference = predictions - targets;
  result.dscores = difference / (count(predictions.n_rows) * arma::abs(difference));
  return result;
}
DESCENT_MISTAKE(l1_regression_loss, l1_zero_by_zero,
                "You compute the sign as d / |d|, which is 0 / 0 = NaN where a prediction is "
                "exactly right. arma::sign gives 0 there.",
                "the-slope-at-zero");

LossResult l1_gradient_negated(const arma::mat& predictions, const arma::mat& targets) {
  return scaled(l1_regression_loss(predictions, targets), 1, -1);
}
DESCENT_MISTAKE(l1_regression_loss, l1_gradient_negated,
                "Your gradient is that of the targets. A prediction above its target must have a "
                "positive slope.",
                "regression-l1");

LossResult l1_averages_the_outputs(const arma::mat& predictions, const arma::mat& targets) {
  return scaled(l1_regression_loss(predictions, targets), 1 / count(predictions.n_cols),
                1 / count(predictions.n_cols));
}
DESCENT_MISTAKE(l1_regression_loss, l1_averages_the_outputs,
                "You divide by the number of entries, N times D. The loss sums over the outputs "
                "and averages over the examples only.",
                "a-loss-is-a-mean");

LossResult l1_without_the_mean(const arma::mat& predictions, const arma::mat& targets) {
  return scaled(l1_regression_loss(predictions, targets), count(predictions.n_rows),
                count(predictions.n_rows));
}
DESCENT_MISTAKE(l1_regression_loss, l1_without_the_mean,
                "You return the sum over the examples. The loss is their mean: divide value and "
                "gradient by N.",
                "a-loss-is-a-mean");

LossResult l1_gradient_without_the_mean(const arma::mat& predictions, const arma::mat& targets) {
  return scaled(l1_regression_loss(predictions, targets), 1, count(predictions.n_rows));
}
DESCENT_MISTAKE(l1_regression_loss, l1_gradient_without_the_mean,
                "The value is a mean over the examples, but the gradient is still a sum: divide it "
                "by N as well.",
                "a-loss-is-a-mean");

LossResult l1_squared(const arma::mat& predictions, const arma::mat& targets) {
  return l2_regression_loss(predictions, targets);
}
DESCENT_MISTAKE(l1_regression_loss, l1_squared,
                "You square the differences. That is l2_regression_loss; here their absolute "
                "values are summed.",
                "regression-l1");

LossResult l1_without_checks(const arma::mat& predictions, const arma::mat& targets) {
  return over_entries(
      predictions, targets, [](double f, double y) { return std::abs(f - y); },
      [](double f, double y) { return f > y   ? 1.0
                                      : f < y ? -1.0
                                              : 0.0; });
}
DESCENT_MISTAKE(l1_regression_loss, l1_without_checks,
                "You do not check the input. Begin with require_targets(predictions, targets).",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
