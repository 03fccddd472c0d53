#include "losses.hpp"

#include <algorithm>
#include <cmath>

// Ada writes matrix operations wherever she can, and checks with a pencil what they do.

namespace descent {
namespace {

// How far every class is above "true score minus delta"; 0 for the true class itself.
arma::mat hinge_margins(const arma::mat& scores, const arma::uvec& labels, double delta) {
  arma::mat margins = scores;
  for (arma::uword i = 0; i < margins.n_rows; ++i) {
    margins.row(i) += delta - scores(i, labels(i));
    margins(i, labels(i)) = 0;
  }
  margins.clamp(0, arma::datum::inf);
  return margins;
}

// Whatever the rivals of an example get, its true class pays.
void charge_the_true_class(arma::mat& gradient, const arma::uvec& labels) {
  const arma::vec owed = arma::sum(gradient, 1);
  for (arma::uword i = 0; i < gradient.n_rows; ++i) gradient(i, labels(i)) -= owed(i);
}

arma::mat logistic(const arma::mat& z) {
  return 0.5 * (1 + arma::tanh(0.5 * z));  // never overflows
}

// ln(1 + exp(z))
double softplus(double z) { return z > 0 ? z + std::log1p(std::exp(-z)) : std::log1p(std::exp(z)); }

}  // namespace

LossResult svm_loss(const arma::mat& scores, const arma::uvec& labels, double delta) {
  require_labels(scores, labels);
  require_margin(delta);
  const arma::mat margins = hinge_margins(scores, labels, delta);
  const double n = static_cast<double>(scores.n_rows);
  arma::mat gradient = arma::sign(margins) / n;
  charge_the_true_class(gradient, labels);
  return {arma::accu(margins) / n, gradient};
}

LossResult squared_hinge_loss(const arma::mat& scores, const arma::uvec& labels, double delta) {
  require_labels(scores, labels);
  require_margin(delta);
  const arma::mat margins = hinge_margins(scores, labels, delta);
  const double n = static_cast<double>(scores.n_rows);
  arma::mat gradient = margins * (2 / n);
  charge_the_true_class(gradient, labels);
  return {arma::accu(margins % margins) / n, gradient};
}

LossResult softmax_loss(const arma::mat& scores, const arma::uvec& labels) {
  require_labels(scores, labels);
  const double n = static_cast<double>(scores.n_rows);
  arma::mat log_probabilities = scores;
  log_probabilities.each_col() -= arma::vec(arma::max(scores, 1));
  log_probabilities.each_col() -= arma::vec(arma::log(arma::sum(arma::exp(log_probabilities), 1)));
  LossResult result{0, arma::exp(log_probabilities)};
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    result.loss -= log_probabilities(i, labels(i)) / n;
    result.dscores(i, labels(i)) -= 1;
  }
  result.dscores /= n;
  return result;
}

double expected_initial_loss(LossKind kind, arma::uword classes) {
  if (classes < 1) throw std::invalid_argument("expected at least one class, got none");
  const double c = static_cast<double>(classes);
  if (kind == LossKind::softmax) return std::log(c);
  if (kind == LossKind::attribute_hinge) return c;
  if (kind == LossKind::logistic) return c * std::log(2.0);
  return c - 1;  // svm and squared_hinge: every rival misses the margin by 1
}

LossResult hierarchical_softmax_loss(const arma::mat& scores, const arma::uvec& labels,
                                     const std::vector<TreePath>& paths) {
  require_paths(scores, labels, paths);
  const double n = static_cast<double>(scores.n_rows);
  LossResult result{0, arma::mat(arma::size(scores), arma::fill::zeros)};
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    const auto& [nodes, turns] = paths[labels(i)];
    const arma::rowvec row = scores.row(i);
    const arma::vec z = turns % row.elem(nodes);
    const arma::vec slope = -turns % arma::vec(logistic(-z)) / n;
    for (arma::uword k = 0; k < nodes.n_elem; ++k) {
      result.loss += softplus(-z(k)) / n;
      result.dscores(i, nodes(k)) += slope(k);
    }
  }
  return result;
}

LossResult attribute_hinge_loss(const arma::mat& scores, const arma::mat& targets) {
  require_binary_targets(scores, targets, -1, 1);
  const double n = static_cast<double>(scores.n_rows);
  const arma::mat missing = arma::clamp(1 - targets % scores, 0, arma::datum::inf);
  return {arma::accu(missing) / n, -targets % arma::sign(missing) / n};
}

LossResult logistic_loss(const arma::mat& scores, const arma::mat& targets) {
  require_binary_targets(scores, targets, 0, 1);
  const double n = static_cast<double>(scores.n_rows);
  arma::mat losses = scores;
  losses.transform(softplus);
  losses -= scores % targets;
  return {arma::accu(losses) / n, (logistic(scores) - targets) / n};
}

LossResult l2_regression_loss(const arma::mat& predictions, const arma::mat& targets) {
  require_targets(predictions, targets);
  const double n = static_cast<double>(predictions.n_rows);
  const arma::mat off = predictions - targets;
  return {arma::accu(off % off) / n, off * (2 / n)};
}

LossResult l1_regression_loss(const arma::mat& predictions, const arma::mat& targets) {
  require_targets(predictions, targets);
  const double n = static_cast<double>(predictions.n_rows);
  const arma::mat off = predictions - targets;
  return {arma::accu(arma::abs(off)) / n, arma::sign(off) / n};
}

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  require_edges(targets, edges);
  arma::uvec bins(targets.n_elem);
  for (arma::uword i = 0; i < targets.n_elem; ++i) {
    const auto above = std::upper_bound(edges.begin(), edges.end(), targets(i));
    bins(i) = static_cast<arma::uword>(above - edges.begin());
  }
  return bins;
}

LossResult structured_hinge_loss(const arma::mat& scores, const arma::mat& task_loss,
                                 const arma::uvec& labels) {
  require_task_loss(scores, task_loss, labels);
  const double n = static_cast<double>(scores.n_rows);
  const arma::mat threat = scores + task_loss;
  const arma::ucolvec worst = arma::index_max(threat, 1);
  LossResult result{0, arma::mat(arma::size(scores), arma::fill::zeros)};
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    result.loss += (threat(i, worst(i)) - scores(i, labels(i))) / n;
    result.dscores(i, worst(i)) += 1 / n;
    result.dscores(i, labels(i)) -= 1 / n;
  }
  return result;
}

}  // namespace descent
