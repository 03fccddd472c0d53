// Known mistakes: the multiclass hinge.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

LossResult svm_counts_the_true_class(const arma::mat& scores, const arma::uvec& labels,
                                     double delta) {
  LossResult result = svm_loss(scores, labels, delta);
  result.loss += delta;
  return result;
}
DESCENT_MISTAKE(svm_loss, svm_counts_the_true_class,
                "Your sum runs over all classes, the true one too. Its margin is always exactly "
                "delta, so the loss is too large by delta (10 instead of 9 at chance).",
                "the-true-class-is-no-rival");

LossResult svm_counts_one_violation(const arma::mat& scores, const arma::uvec& labels,
                                    double delta) {
  LossResult result = svm_loss(scores, labels, delta);
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    double& own = result.dscores(i, labels(i));
    own = own == 0 ? 0 : -1 / count(scores.n_rows);
  }
  return result;
}
DESCENT_MISTAKE(svm_loss, svm_counts_one_violation,
                "The gradient of the true class's score is -1 in your code. That score stands in "
                "the margin of every rival, so it gets -1 for each violated margin: minus their "
                "number.",
                "count-the-violations");

LossResult svm_forgets_the_true_class(const arma::mat& scores, const arma::uvec& labels,
                                      double delta) {
  LossResult result = svm_loss(scores, labels, delta);
  for (arma::uword i = 0; i < scores.n_rows; ++i) result.dscores(i, labels(i)) = 0;
  return result;
}
DESCENT_MISTAKE(svm_loss, svm_forgets_the_true_class,
                "The score of the true class gets no gradient. It stands in every margin with a "
                "minus sign, so raising it lowers the loss.",
                "count-the-violations");

LossResult svm_without_the_mean(const arma::mat& scores, const arma::uvec& labels, double delta) {
  const double n = count(scores.n_rows);
  return scaled(svm_loss(scores, labels, delta), n, n);
}
DESCENT_MISTAKE(svm_loss, svm_without_the_mean,
                "You return the sum over the examples. The loss is their mean: divide value and "
                "gradient by N.",
                "a-loss-is-a-mean");

LossResult svm_gradient_without_the_mean(const arma::mat& scores, const arma::uvec& labels,
                                         double delta) {
  return scaled(svm_loss(scores, labels, delta), 1, count(scores.n_rows));
}
DESCENT_MISTAKE(svm_loss, svm_gradient_without_the_mean,
                "The value is a mean over the examples, but the gradient is still a sum: divide it "
                "by N as well.",
                "a-loss-is-a-mean");

LossResult svm_averages_the_classes(const arma::mat& scores, const arma::uvec& labels,
                                    double delta) {
  const double c = 1 / count(scores.n_cols);
  return scaled(svm_loss(scores, labels, delta), c, c);
}
DESCENT_MISTAKE(svm_loss, svm_averages_the_classes,
                "You divide by the number of entries, N times C. The loss sums over the classes "
                "and averages over the examples only.",
                "a-loss-is-a-mean");

LossResult svm_squared(const arma::mat& scores, const arma::uvec& labels, double delta) {
  return squared_hinge_loss(scores, labels, delta);
}
DESCENT_MISTAKE(svm_loss, svm_squared,
                "You square the violations. That is squared_hinge_loss; here each violation "
                "counts as it is, with slope 1.",
                "the-squared-hinge");

LossResult svm_flipped(const arma::mat& scores, const arma::uvec& labels, double delta) {
  return scaled(svm_loss(-scores, labels, delta), 1, -1);
}
DESCENT_MISTAKE(svm_loss, svm_flipped,
                "Your margin is s_y - s_j + delta: it punishes the true class for being ahead. The "
                "rival's score comes first, s_j - s_y + delta.",
                "which-way-round");

LossResult svm_subtracts_delta(const arma::mat& scores, const arma::uvec& labels, double delta) {
  require_labels(scores, labels);
  require_margin(delta);
  return over_rivals(
      scores, labels, -delta, [](double margin) { return margin; }, [](double) { return 1.0; });
}
DESCENT_MISTAKE(svm_loss, svm_subtracts_delta,
                "You subtract delta, so rivals may even be ahead by delta for free. The true class "
                "must win by delta: s_j - s_y + delta.",
                "which-way-round");

LossResult svm_ignores_delta(const arma::mat& scores, const arma::uvec& labels, double delta) {
  require_margin(delta);
  return svm_loss(scores, labels, 1.0);
}
DESCENT_MISTAKE(svm_loss, svm_ignores_delta, "Your margin is always 1, whatever delta says.",
                "the-multiclass-hinge");

LossResult svm_worst_rival_only(const arma::mat& scores, const arma::uvec& labels, double delta) {
  require_labels(scores, labels);
  require_margin(delta);
  const double n = count(scores.n_rows);
  LossResult result{0, arma::zeros(scores.n_rows, scores.n_cols)};
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    arma::rowvec rivals = scores.row(i);
    rivals(labels(i)) = -std::numeric_limits<double>::infinity();
    const arma::uword worst = rivals.index_max();
    const double margin = rivals(worst) - scores(i, labels(i)) + delta;
    if (!(margin > 0)) continue;
    result.loss += margin / n;
    result.dscores(i, worst) += 1 / n;
    result.dscores(i, labels(i)) -= 1 / n;
  }
  return result;
}
DESCENT_MISTAKE(svm_loss, svm_worst_rival_only,
                "You take the largest violation only (the hinge of Crammer and Singer). The hinge "
                "of Weston and Watkins sums the violations of all rivals.",
                "the-multiclass-hinge");

LossResult svm_labels_from_one(const arma::mat& scores, const arma::uvec& labels, double delta) {
  require_labels(scores, labels);
  return svm_loss(scores, (labels + scores.n_cols - 1) - scores.n_cols * (labels > 0), delta);
}
DESCENT_MISTAKE(svm_loss, svm_labels_from_one,
                "You read the labels as if they started at 1. Label 0 is column 0.",
                "labels-start-at-0");

LossResult svm_without_checks(const arma::mat& scores, const arma::uvec& labels, double delta) {
  return over_rivals(
      scores, labels, delta, [](double margin) { return margin; }, [](double) { return 1.0; });
}
DESCENT_MISTAKE(svm_loss, svm_without_checks,
                "You do not check the input. Begin with require_labels(scores, labels) and "
                "require_margin(delta).",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
