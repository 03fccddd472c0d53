// Known mistakes: the logistic loss of attributes.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

double stable_sigmoid(double x) { return std::exp(-softplus(-x)); }

LossResult logistic_logarithm_of_zero(const arma::mat& scores, const arma::mat& targets) {
  require_binary_targets(scores, targets, 0, 1);
  return over_entries(
      scores, targets,
      [](double s, double t) {
        const double p = plain_sigmoid(s);
        return -(t * std::log(p) + (1 - t) * std::log(1 - p));
      },
      [](double s, double t) { return plain_sigmoid(s) - t; });
}
DESCENT_MISTAKE(logistic_loss, logistic_logarithm_of_zero,
                "You take ln σ and ln(1 - σ). At scores of ±1000 one of them is ln 0, and 0 times "
                "infinity is NaN. Use max(s, 0) - s·t + log1p(exp(-|s|)).",
                "the-stable-logistic");

LossResult clamped(const arma::mat& scores, const arma::mat& targets, double epsilon) {
  require_binary_targets(scores, targets, 0, 1);
  return over_entries(
      scores, targets,
      [epsilon](double s, double t) {
        const double p = std::clamp(plain_sigmoid(s), epsilon, 1 - epsilon);
        return -(t * std::log(p) + (1 - t) * std::log(1 - p));
      },
      [](double s, double t) { return stable_sigmoid(s) - t; });
}

LossResult logistic_clamped(const arma::mat& scores, const arma::mat& targets) {
  return clamped(scores, targets, 1e-7);
}
DESCENT_MISTAKE(
    logistic_loss, logistic_clamped,
    "You keep the probability 1e-7 away from 0 and 1. That hides the infinity, but a confident "
    "mistake then costs 16 at most. max(s, 0) - s·t + log1p(exp(-|s|)) is exact.",
    "the-stable-logistic");

LossResult logistic_clamped_less(const arma::mat& scores, const arma::mat& targets) {
  return clamped(scores, targets, 1e-12);
}
DESCENT_MISTAKE(
    logistic_loss, logistic_clamped_less,
    "You keep the probability 1e-12 away from 0 and 1. That hides the infinity, but a confident "
    "mistake then costs 27 at most. max(s, 0) - s·t + log1p(exp(-|s|)) is exact.",
    "the-stable-logistic");

LossResult logistic_without_log1p_form(const arma::mat& scores, const arma::mat& targets) {
  require_binary_targets(scores, targets, 0, 1);
  return over_entries(
      scores, targets, [](double s, double t) { return std::log1p(std::exp(s)) - s * t; },
      [](double s, double t) { return stable_sigmoid(s) - t; });
}
DESCENT_MISTAKE(logistic_loss, logistic_without_log1p_form,
                "ln(1 + exp(s)) - s·t is right on paper, but exp(1000) overflows. Take the "
                "exponential of -|s| only: max(s, 0) - s·t + log1p(exp(-|s|)).",
                "the-stable-logistic");

LossResult logistic_gradient_negated(const arma::mat& scores, const arma::mat& targets) {
  return scaled(logistic_loss(scores, targets), 1, -1);
}
DESCENT_MISTAKE(logistic_loss, logistic_gradient_negated,
                "Your gradient is t - σ(s), the gradient of the log likelihood. The loss is minus "
                "that, and its gradient σ(s) - t.",
                "attributes-logistic-regression");

LossResult logistic_gradient_of_the_square(const arma::mat& scores, const arma::mat& targets) {
  require_binary_targets(scores, targets, 0, 1);
  LossResult result = logistic_loss(scores, targets);
  for (arma::uword k = 0; k < scores.n_elem; ++k) {
    result.dscores(k) *= stable_sigmoid(scores(k)) * stable_sigmoid(-scores(k));
  }
  return result;
}
DESCENT_MISTAKE(logistic_loss, logistic_gradient_of_the_square,
                "Your gradient has the factor σ·(1 - σ) of the sigmoid once too often. The "
                "logarithm cancels it: what stays is σ(s) - t.",
                "attributes-logistic-regression");

LossResult logistic_yes_only(const arma::mat& scores, const arma::mat& targets) {
  require_binary_targets(scores, targets, 0, 1);
  return over_entries(
      scores, targets, [](double s, double t) { return t * softplus(-s); },
      [](double s, double t) { return t * (stable_sigmoid(s) - 1); });
}
DESCENT_MISTAKE(logistic_loss, logistic_yes_only,
                "Attributes with target 0 cost nothing in your loss: the term (1 - t)·ln(1 - σ) is "
                "missing.",
                "attributes-logistic-regression");

LossResult logistic_for_plus_and_minus_one(const arma::mat& scores, const arma::mat& targets) {
  require_binary_targets(scores, targets, 0, 1);
  return over_entries(
      scores, targets, [](double s, double t) { return softplus(-t * s); },
      [](double s, double t) { return -t * stable_sigmoid(-t * s); });
}
DESCENT_MISTAKE(logistic_loss, logistic_for_plus_and_minus_one,
                "ln(1 + exp(-t·s)) is the formula for targets +1 and -1. Here they are 1 and 0, "
                "and with t = 0 it is always ln 2.",
                "attributes-logistic-regression");

LossResult logistic_averages_the_attributes(const arma::mat& scores, const arma::mat& targets) {
  return scaled(logistic_loss(scores, targets), 1 / count(scores.n_cols), 1 / count(scores.n_cols));
}
DESCENT_MISTAKE(logistic_loss, logistic_averages_the_attributes,
                "You divide by the number of entries. The loss sums over the attributes and "
                "averages over the examples only.",
                "a-loss-is-a-mean");

LossResult logistic_without_the_mean(const arma::mat& scores, const arma::mat& targets) {
  return scaled(logistic_loss(scores, targets), count(scores.n_rows), count(scores.n_rows));
}
DESCENT_MISTAKE(logistic_loss, logistic_without_the_mean,
                "You return the sum over the examples. The loss is their mean: divide value and "
                "gradient by N.",
                "a-loss-is-a-mean");

LossResult logistic_as_softmax(const arma::mat& scores, const arma::mat& targets) {
  require_binary_targets(scores, targets, 0, 1);
  const arma::mat p = softmax_of_rows(scores);
  return {-arma::accu(targets % arma::log(p)) / count(scores.n_rows),
          (p - targets) / count(scores.n_rows)};
}
DESCENT_MISTAKE(logistic_loss, logistic_as_softmax,
                "You let the attributes compete in a softmax. Each attribute is a question of its "
                "own, with a sigmoid of its own.",
                "attributes-logistic-regression");

LossResult logistic_without_checks(const arma::mat& scores, const arma::mat& targets) {
  return over_entries(
      scores, targets, [](double s, double t) { return softplus(s) - s * t; },
      [](double s, double t) { return stable_sigmoid(s) - t; });
}
DESCENT_MISTAKE(logistic_loss, logistic_without_checks,
                "You do not check the input. Begin with require_binary_targets(scores, targets, 0, "
                "1): targets of -1 would pass unnoticed.",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
