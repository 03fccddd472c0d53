// Known mistakes: the hinge of attributes.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

double hinge(double margin) { return std::max(0.0, margin); }

LossResult attributes_from_zero_and_one(const arma::mat& scores, const arma::mat& targets) {
  require_binary_targets(scores, targets, -1, 1);
  return over_entries(
      scores, targets, [](double s, double t) { return hinge(1 - (2 * t - 1) * s); },
      [](double s, double t) { return 1 - (2 * t - 1) * s > 0 ? 1 - 2 * t : 0; });
}
DESCENT_MISTAKE(attribute_hinge_loss, attributes_from_zero_and_one,
                "You turn targets of 0 and 1 into -1 and +1, but they are -1 and +1 already: "
                "2·(-1) - 1 is -3.",
                "attributes-one-hinge-each");

LossResult attributes_that_are_there(const arma::mat& scores, const arma::mat& targets) {
  require_binary_targets(scores, targets, -1, 1);
  return over_entries(
      scores, targets, [](double s, double t) { return t > 0 ? hinge(1 - s) : 0; },
      [](double s, double t) { return t > 0 && 1 - s > 0 ? -1 : 0; });
}
DESCENT_MISTAKE(attribute_hinge_loss, attributes_that_are_there,
                "Attributes with target -1 cost nothing in your loss. Their score must be below "
                "-1, or they cost 1 + s.",
                "attributes-one-hinge-each");

LossResult attributes_averaged(const arma::mat& scores, const arma::mat& targets) {
  return scaled(attribute_hinge_loss(scores, targets), 1 / count(scores.n_cols),
                1 / count(scores.n_cols));
}
DESCENT_MISTAKE(attribute_hinge_loss, attributes_averaged,
                "You divide by the number of entries. The loss sums over the attributes and "
                "averages over the examples only.",
                "a-loss-is-a-mean");

LossResult attributes_without_the_mean(const arma::mat& scores, const arma::mat& targets) {
  return scaled(attribute_hinge_loss(scores, targets), count(scores.n_rows), count(scores.n_rows));
}
DESCENT_MISTAKE(attribute_hinge_loss, attributes_without_the_mean,
                "You return the sum over the examples. The loss is their mean: divide value and "
                "gradient by N.",
                "a-loss-is-a-mean");

LossResult attributes_gradient_without_target(const arma::mat& scores, const arma::mat& targets) {
  LossResult result = attribute_hinge_loss(scores, targets);
  result.dscores = -arma::abs(result.dscores);
  return result;
}
DESCENT_MISTAKE(attribute_hinge_loss, attributes_gradient_without_target,
                "Your gradient is -1 wherever the margin is violated. The derivative of 1 - t·s is "
                "-t: +1 for attributes that are not there.",
                "attributes-one-hinge-each");

LossResult attributes_gradient_everywhere(const arma::mat& scores, const arma::mat& targets) {
  return {attribute_hinge_loss(scores, targets).loss, -targets / count(scores.n_rows)};
}
DESCENT_MISTAKE(attribute_hinge_loss, attributes_gradient_everywhere,
                "Your gradient is -t everywhere. Where the margin is met the loss is flat and the "
                "gradient 0.",
                "attributes-one-hinge-each");

LossResult attributes_flipped(const arma::mat& scores, const arma::mat& targets) {
  return attribute_hinge_loss(scores, -targets);
}
DESCENT_MISTAKE(attribute_hinge_loss, attributes_flipped,
                "Your margin is 1 + t·s: it punishes the right answers. A score on the side of its "
                "target makes 1 - t·s small.",
                "which-way-round");

LossResult attributes_squared(const arma::mat& scores, const arma::mat& targets) {
  require_binary_targets(scores, targets, -1, 1);
  return over_entries(
      scores, targets, [](double s, double t) { return hinge(1 - t * s) * hinge(1 - t * s); },
      [](double s, double t) { return -2 * t * hinge(1 - t * s); });
}
DESCENT_MISTAKE(attribute_hinge_loss, attributes_squared,
                "You square the violations. This hinge is the plain one.",
                "attributes-one-hinge-each");

LossResult attributes_without_the_hinge(const arma::mat& scores, const arma::mat& targets) {
  require_binary_targets(scores, targets, -1, 1);
  return over_entries(
      scores, targets, [](double s, double t) { return 1 - t * s; },
      [](double, double t) { return -t; });
}
DESCENT_MISTAKE(attribute_hinge_loss, attributes_without_the_hinge,
                "The max(0, ...) is missing: scores far on the right side make your loss negative.",
                "attributes-one-hinge-each");

LossResult attributes_without_the_margin(const arma::mat& scores, const arma::mat& targets) {
  require_binary_targets(scores, targets, -1, 1);
  return over_entries(
      scores, targets, [](double s, double t) { return hinge(-t * s); },
      [](double s, double t) { return -t * s > 0 ? -t : 0; });
}
DESCENT_MISTAKE(attribute_hinge_loss, attributes_without_the_margin,
                "You ask for the right sign only, max(0, -t·s). The score must be on the right "
                "side by a margin of 1.",
                "attributes-one-hinge-each");

LossResult attributes_without_checks(const arma::mat& scores, const arma::mat& targets) {
  return over_entries(
      scores, targets, [](double s, double t) { return hinge(1 - t * s); },
      [](double s, double t) { return 1 - t * s > 0 ? -t : 0; });
}
DESCENT_MISTAKE(attribute_hinge_loss, attributes_without_checks,
                "You do not check the input. Begin with require_binary_targets(scores, targets, "
                "-1, 1): targets of 0 and 1 would pass unnoticed.",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
