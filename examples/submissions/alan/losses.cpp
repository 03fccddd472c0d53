#include "losses.hpp"

#include <cmath>

// Alan has done the regression losses, and believes that he has done the first two classifiers.

namespace descent {

LossResult svm_loss(const arma::mat& scores, const arma::uvec& labels, double delta) {
  require_labels(scores, labels);
  require_margin(delta);
  LossResult result;
  result.dscores.zeros(scores.n_rows, scores.n_cols);
  const double n = static_cast<double>(scores.n_rows);
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    for (arma::uword j = 0; j < scores.n_cols; ++j) {  // the true class, too
      const double margin = scores(i, j) - scores(i, labels(i)) + delta;
      if (margin > 0) {
        result.loss += margin / n;
        result.dscores(i, j) += 1 / n;
        result.dscores(i, labels(i)) -= 1 / n;
      }
    }
  }
  return result;
}

LossResult squared_hinge_loss(const arma::mat& scores, const arma::uvec& labels, double delta) {
  throw NotImplemented("squared_hinge_loss");
}

LossResult softmax_loss(const arma::mat& scores, const arma::uvec& labels) {
  require_labels(scores, labels);
  LossResult result;
  result.dscores.zeros(scores.n_rows, scores.n_cols);
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    const arma::rowvec shifted = scores.row(i) - scores.row(i).max();
    const double sum = arma::accu(arma::exp(shifted));
    result.loss += std::log(sum) - shifted(labels(i));
    result.dscores.row(i) = arma::exp(shifted) / sum;
    result.dscores(i, labels(i)) -= 1;
  }
  return result;  // of how many examples?
}

double expected_initial_loss(LossKind kind, arma::uword classes) {
  throw NotImplemented("expected_initial_loss");
}

LossResult hierarchical_softmax_loss(const arma::mat& scores, const arma::uvec& labels,
                                     const std::vector<TreePath>& paths) {
  throw NotImplemented("hierarchical_softmax_loss");
}

LossResult attribute_hinge_loss(const arma::mat& scores, const arma::mat& targets) {
  throw NotImplemented("attribute_hinge_loss");
}

LossResult logistic_loss(const arma::mat& scores, const arma::mat& targets) {
  throw NotImplemented("logistic_loss");
}

LossResult l2_regression_loss(const arma::mat& predictions, const arma::mat& targets) {
  require_targets(predictions, targets);
  const double n = static_cast<double>(predictions.n_rows);
  LossResult result;
  const arma::mat difference = predictions - targets;
  result.loss = arma::accu(difference % difference) / n;
  result.dscores = difference * 2 / n;
  return result;
}

LossResult l1_regression_loss(const arma::mat& predictions, const arma::mat& targets) {
  require_targets(predictions, targets);
  const double n = static_cast<double>(predictions.n_rows);
  LossResult result;
  const arma::mat difference = predictions - targets;
  result.loss = arma::accu(arma::abs(difference)) / n;
  result.dscores = arma::sign(difference) / n;
  return result;
}

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  throw NotImplemented("bin_targets");
}

LossResult structured_hinge_loss(const arma::mat& scores, const arma::mat& task_loss,
                                 const arma::uvec& labels) {
  throw NotImplemented("structured_hinge_loss");
}

}  // namespace descent
