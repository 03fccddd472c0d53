// Known mistakes: the squared hinge.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

LossResult squared_hinge_not_squared(const arma::mat& scores, const arma::uvec& labels,
                                     double delta) {
  return svm_loss(scores, labels, delta);
}
DESCENT_MISTAKE(squared_hinge_loss, squared_hinge_not_squared,
                "This is the plain hinge: the violations are not squared.", "the-squared-hinge");

LossResult squared_hinge_with_half_the_gradient(const arma::mat& scores, const arma::uvec& labels,
                                                double delta) {
  return scaled(squared_hinge_loss(scores, labels, delta), 1, 0.5);
}
DESCENT_MISTAKE(squared_hinge_loss, squared_hinge_with_half_the_gradient,
                "The derivative of m² is 2m: your gradient lacks the 2.", "the-squared-hinge");

LossResult squared_hinge_with_half_the_value(const arma::mat& scores, const arma::uvec& labels,
                                             double delta) {
  return scaled(squared_hinge_loss(scores, labels, delta), 0.5, 1);
}
DESCENT_MISTAKE(squared_hinge_loss, squared_hinge_with_half_the_value,
                "Your value carries a factor ½ that the formula has not (and your gradient does "
                "not know of it).",
                "half-in-one-place");

LossResult squared_hinge_halved(const arma::mat& scores, const arma::uvec& labels, double delta) {
  return scaled(squared_hinge_loss(scores, labels, delta), 0.5, 0.5);
}
DESCENT_MISTAKE(squared_hinge_loss, squared_hinge_halved,
                "You put a factor ½ in front of the square. It is common, but it is not in this "
                "formula.",
                "half-in-one-place");

LossResult squared_hinge_with_plain_gradient(const arma::mat& scores, const arma::uvec& labels,
                                             double delta) {
  return {squared_hinge_loss(scores, labels, delta).loss, svm_loss(scores, labels, delta).dscores};
}
DESCENT_MISTAKE(squared_hinge_loss, squared_hinge_with_plain_gradient,
                "The value is squared, but the gradient still counts violations as the plain hinge "
                "does. Each violation m now pulls with 2m.",
                "the-squared-hinge");

LossResult squared_hinge_of_the_sum(const arma::mat& scores, const arma::uvec& labels,
                                    double delta) {
  const double n = count(scores.n_rows);
  LossResult result = svm_loss(scores, labels, delta);
  result.loss = 0;
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    const double sum = svm_loss(scores.row(i), labels.row(i), delta).loss;
    result.loss += sum * sum / n;
    result.dscores.row(i) *= 2 * sum;
  }
  return result;
}
DESCENT_MISTAKE(squared_hinge_loss, squared_hinge_of_the_sum,
                "You square the sum of an example's violations. Square each violation, then sum.",
                "the-squared-hinge");

LossResult squared_hinge_of_the_loss(const arma::mat& scores, const arma::uvec& labels,
                                     double delta) {
  const LossResult plain = svm_loss(scores, labels, delta);
  return scaled(plain, plain.loss, 2 * plain.loss);
}
DESCENT_MISTAKE(squared_hinge_loss, squared_hinge_of_the_loss,
                "You square the loss of the whole batch. Square each violation, then sum, then "
                "average.",
                "the-squared-hinge");

LossResult squared_hinge_counts_the_true_class(const arma::mat& scores, const arma::uvec& labels,
                                               double delta) {
  LossResult result = squared_hinge_loss(scores, labels, delta);
  result.loss += delta * delta;
  return result;
}
DESCENT_MISTAKE(squared_hinge_loss, squared_hinge_counts_the_true_class,
                "Your sum runs over all classes, the true one too, which adds delta² to every "
                "example.",
                "the-true-class-is-no-rival");

LossResult squared_hinge_without_the_hinge(const arma::mat& scores, const arma::uvec& labels,
                                           double delta) {
  require_labels(scores, labels);
  require_margin(delta);
  const double n = count(scores.n_rows);
  LossResult result{0, arma::zeros(scores.n_rows, scores.n_cols)};
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    for (arma::uword j = 0; j < scores.n_cols; ++j) {
      if (j == labels(i)) continue;
      const double margin = scores(i, j) - scores(i, labels(i)) + delta;
      result.loss += margin * margin / n;
      result.dscores(i, j) += 2 * margin / n;
      result.dscores(i, labels(i)) -= 2 * margin / n;
    }
  }
  return result;
}
DESCENT_MISTAKE(squared_hinge_loss, squared_hinge_without_the_hinge,
                "You square margins that are met as well: a negative margin costs nothing, and "
                "its square must not. Take max(0, margin) first.",
                "the-squared-hinge");

LossResult squared_hinge_without_the_mean(const arma::mat& scores, const arma::uvec& labels,
                                          double delta) {
  const double n = count(scores.n_rows);
  return scaled(squared_hinge_loss(scores, labels, delta), n, n);
}
DESCENT_MISTAKE(squared_hinge_loss, squared_hinge_without_the_mean,
                "You return the sum over the examples. The loss is their mean: divide value and "
                "gradient by N.",
                "a-loss-is-a-mean");

LossResult squared_hinge_subtracts_once(const arma::mat& scores, const arma::uvec& labels,
                                        double delta) {
  LossResult result = squared_hinge_loss(scores, labels, delta);
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    arma::rowvec pulls = result.dscores.row(i);
    pulls(labels(i)) = 0;
    result.dscores(i, labels(i)) = -pulls.max();
  }
  return result;
}
DESCENT_MISTAKE(squared_hinge_loss, squared_hinge_subtracts_once,
                "The true class gets the pull of one rival only. Its score stands in every margin: "
                "it gets minus the sum of all pulls.",
                "count-the-violations");

LossResult squared_hinge_without_checks(const arma::mat& scores, const arma::uvec& labels,
                                        double delta) {
  return over_rivals(
      scores, labels, delta, [](double margin) { return margin * margin; },
      [](double margin) { return 2 * margin; });
}
DESCENT_MISTAKE(squared_hinge_loss, squared_hinge_without_checks,
                "You do not check the input. Begin with require_labels(scores, labels) and "
                "require_margin(delta).",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
