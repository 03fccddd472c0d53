#include "losses.hpp"

// Zeno never arrives: his loop over the edges does not move.

namespace descent {

LossResult svm_loss(const arma::mat& scores, const arma::uvec& labels, double delta) {
  throw NotImplemented("svm_loss");
}

LossResult squared_hinge_loss(const arma::mat& scores, const arma::uvec& labels, double delta) {
  throw NotImplemented("squared_hinge_loss");
}

LossResult softmax_loss(const arma::mat& scores, const arma::uvec& labels) {
  throw NotImplemented("softmax_loss");
}

double expected_initial_loss(LossKind kind, arma::uword classes) {
  throw NotImplemented("expected_initial_loss");
}

LossResult hierarchical_softmax_loss(const arma::mat& scores, const arma::uvec& labels,
                                     const std::vector<TreePath>& paths) {
  throw NotImplemented("hierarchical_softmax_loss");
}

LossResult attribute_hinge_loss(const arma::mat& scores, const arma::mat& targets) {
  require_binary_targets(scores, targets, -1, 1);
  LossResult result;
  result.dscores.zeros(scores.n_rows, scores.n_cols);
  const double n = static_cast<double>(scores.n_rows);
  for (arma::uword j = 0; j < scores.n_cols; ++j) {
    for (arma::uword i = 0; i < scores.n_rows; ++i) {
      const double margin = 1 - targets(i, j) * scores(i, j);
      if (margin <= 0) continue;
      result.loss += margin / n;
      result.dscores(i, j) = -targets(i, j) / n;
    }
  }
  return result;
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
  require_edges(targets, edges);
  arma::uvec bins(targets.n_elem, arma::fill::zeros);
  for (arma::uword i = 0; i < targets.n_elem; ++i) {
    arma::uword k = 0;
    while (k < edges.n_elem && edges(k) <= targets(i)) bins(i) = k + 1;
  }
  return bins;
}

LossResult structured_hinge_loss(const arma::mat& scores, const arma::mat& task_loss,
                                 const arma::uvec& labels) {
  throw NotImplemented("structured_hinge_loss");
}

}  // namespace descent
