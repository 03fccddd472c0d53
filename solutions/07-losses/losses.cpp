#include "losses.hpp"

#include <algorithm>
#include <cmath>

// Stage 07: loss functions. The formulas and everything that is promised stand in losses.hpp, the
// reasons in the chapter, docs/stages/07-losses.md. Write loops or matrix operations, as you like:
// only the numbers count.
//
// Every exercise begins in the same way: refuse bad input with the function of inputs.hpp that is
// named there. Then start with
//     LossResult result;
//     result.dscores.zeros(scores.n_rows, scores.n_cols);
// and do not forget the mean over the N examples at the end, in the value and in the gradient.

namespace descent {

// solution begin
namespace {

LossResult nothing_yet(const arma::mat& scores) {
  LossResult result;
  result.dscores.zeros(scores.n_rows, scores.n_cols);
  return result;
}

LossResult mean_over_examples(LossResult sums) {
  const double n = static_cast<double>(sums.dscores.n_rows);
  sums.loss /= n;
  sums.dscores /= n;
  return sums;
}

// 1 / (1 + exp(-x)): the exponential is only ever taken of a number that is not positive.
double sigmoid(double x) {
  const double small = std::exp(-std::abs(x));
  return (x >= 0 ? 1.0 : small) / (1.0 + small);
}

// -ln σ(x) = ln(1 + exp(-x)), without overflow for negative x and without losing the last digits
// for large ones.
double minus_log_sigmoid(double x) {
  return std::max(-x, 0.0) + std::log1p(std::exp(-std::abs(x)));
}

}  // namespace
// solution end

LossResult svm_loss(const arma::mat& scores, const arma::uvec& labels, double delta) {
  // TODO     the multiclass hinge and its gradient
  // FORMULA  loss = 1/N · Σ_i Σ_{j ≠ y_i} max(0, s_ij - s_iy + delta)
  // STEPS    1. require_labels(scores, labels); require_margin(delta);
  //          2. for each example and each class j other than y: the margin s_ij - s_iy + delta
  //          3. where it is positive: add it to the loss, 1 to the gradient of s_ij, and take 1
  //             from the gradient of s_iy
  //          4. divide both by N
  // PITFALL  the true class is not its own rival: with it the loss at chance is 10, not 9
  // solution begin svm_loss
  require_labels(scores, labels);
  require_margin(delta);
  LossResult sums = nothing_yet(scores);
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    const arma::uword y = labels(i);
    for (arma::uword j = 0; j < scores.n_cols; ++j) {
      const double margin = scores(i, j) - scores(i, y) + delta;
      if (j == y || margin <= 0) continue;
      sums.loss += margin;
      sums.dscores(i, j) += 1;
      sums.dscores(i, y) -= 1;
    }
  }
  return mean_over_examples(sums);
  // solution end
}

LossResult squared_hinge_loss(const arma::mat& scores, const arma::uvec& labels, double delta) {
  // TODO     the multiclass hinge with squared violations, and its gradient
  // FORMULA  loss = 1/N · Σ_i Σ_{j ≠ y_i} max(0, s_ij - s_iy + delta)²
  // STEPS    1. as in svm_loss, up to the margin
  //          2. where it is positive: add its square to the loss
  //          3. the derivative of m² is 2m: that much to s_ij, and as much away from s_iy
  //          4. divide both by N
  // PITFALL  square each violation, not their sum; and there is no ½ that would cancel the 2
  // solution begin squared_hinge_loss
  require_labels(scores, labels);
  require_margin(delta);
  LossResult sums = nothing_yet(scores);
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    const arma::uword y = labels(i);
    for (arma::uword j = 0; j < scores.n_cols; ++j) {
      const double margin = scores(i, j) - scores(i, y) + delta;
      if (j == y || margin <= 0) continue;
      sums.loss += margin * margin;
      sums.dscores(i, j) += 2 * margin;
      sums.dscores(i, y) -= 2 * margin;
    }
  }
  return mean_over_examples(sums);
  // solution end
}

LossResult softmax_loss(const arma::mat& scores, const arma::uvec& labels) {
  // TODO     the cross-entropy of the softmax, and its gradient
  // FORMULA  p_ij = exp(s_ij) / Σ_k exp(s_ik)      loss = 1/N · Σ_i -ln p_{i, y_i}
  //          ∂loss/∂s_ij = (p_ij - [j = y_i]) / N
  // STEPS    1. require_labels(scores, labels);
  //          2. for each row: shift the scores by the row's largest, then exponentiate and sum
  //          3. -ln p_y = ln(sum) - (shifted score of y)
  //          4. gradient: the probabilities, minus 1 at the true class
  //          5. divide both by N
  // PITFALL  exp(1000) is infinity, and the logarithm of a probability that became 0 is too: take
  //          the logarithm of the sum, not of the probability
  // solution begin softmax_loss
  require_labels(scores, labels);
  LossResult sums = nothing_yet(scores);
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    const arma::rowvec shifted = scores.row(i) - scores.row(i).max();
    const arma::rowvec odds = arma::exp(shifted);
    const double total = arma::accu(odds);
    sums.loss += std::log(total) - shifted(labels(i));
    sums.dscores.row(i) = odds / total;
    sums.dscores(i, labels(i)) -= 1;
  }
  return mean_over_examples(sums);
  // solution end
}

double expected_initial_loss(LossKind kind, arma::uword classes) {
  // TODO     the loss when every score is 0 (margins are 1)
  // STEPS    1. throw std::invalid_argument if there is no class
  //          2. switch (kind): put s = 0 into each formula of losses.hpp
  // PITFALL  `1 / classes` divides integers; and mind over how many terms each formula sums
  // solution begin expected_initial_loss
  if (classes == 0) {
    throw std::invalid_argument("expected at least one class, got 0");
  }
  const double count = static_cast<double>(classes);
  switch (kind) {
    case LossKind::softmax:
      return std::log(count);
    case LossKind::svm:
    case LossKind::squared_hinge:
      return count - 1;
    case LossKind::attribute_hinge:
      return count;
    case LossKind::logistic:
      return count * std::log(2.0);
  }
  throw std::invalid_argument("expected a kind of loss, got number " +
                              std::to_string(static_cast<int>(kind)));
  // solution end
}

LossResult hierarchical_softmax_loss(const arma::mat& scores, const arma::uvec& labels,
                                     const std::vector<TreePath>& paths) {
  // TODO     minus the logarithm of the probability of the true class's way through the tree
  // FORMULA  loss = 1/N · Σ_i Σ_k -ln σ(turns_k · s_{i, nodes_k}),  (nodes, turns) = paths[y_i]
  //          -ln σ(z) = ln(1 + exp(-z))      d/dz -ln σ(z) = -σ(-z)
  // STEPS    1. require_paths(scores, labels, paths);
  //          2. for each example, walk along the path of its class; z = turn · score of the node
  //          3. add -ln σ(z) to the loss, and turn · (-σ(-z)) to the gradient of that node
  //          4. divide both by N
  // PITFALL  ln(1 + exp(-z)) overflows for z = -1000: max(-z, 0) + log1p(exp(-|z|)) does not
  // solution begin hierarchical_softmax_loss
  require_paths(scores, labels, paths);
  LossResult sums = nothing_yet(scores);
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    const TreePath& path = paths[labels(i)];
    for (arma::uword k = 0; k < path.nodes.n_elem; ++k) {
      const double turn = path.turns(k);
      const double z = turn * scores(i, path.nodes(k));
      sums.loss += minus_log_sigmoid(z);
      sums.dscores(i, path.nodes(k)) -= turn * sigmoid(-z);
    }
  }
  return mean_over_examples(sums);
  // solution end
}

LossResult attribute_hinge_loss(const arma::mat& scores, const arma::mat& targets) {
  // TODO     a binary hinge for each attribute, and its gradient
  // FORMULA  loss = 1/N · Σ_i Σ_j max(0, 1 - t_ij · s_ij)
  // STEPS    1. require_binary_targets(scores, targets, -1, 1);
  //          2. where 1 - t·s is positive: add it to the loss, and -t to the gradient
  //          3. divide both by N
  // PITFALL  N is the number of examples, not of entries; the targets are +1 and -1, not 1 and 0
  // solution begin attribute_hinge_loss
  require_binary_targets(scores, targets, -1, 1);
  LossResult sums = nothing_yet(scores);
  for (arma::uword j = 0; j < scores.n_cols; ++j) {
    for (arma::uword i = 0; i < scores.n_rows; ++i) {
      const double margin = 1 - targets(i, j) * scores(i, j);
      if (margin <= 0) continue;
      sums.loss += margin;
      sums.dscores(i, j) = -targets(i, j);
    }
  }
  return mean_over_examples(sums);
  // solution end
}

LossResult logistic_loss(const arma::mat& scores, const arma::mat& targets) {
  // TODO     a logistic regression for each attribute, and its gradient
  // FORMULA  loss = 1/N · Σ_i Σ_j -[t · ln σ(s) + (1 - t) · ln(1 - σ(s))]
  //               = 1/N · Σ_i Σ_j max(s, 0) - s·t + ln(1 + exp(-|s|))
  //          ∂loss/∂s_ij = (σ(s_ij) - t_ij) / N
  // STEPS    1. require_binary_targets(scores, targets, 0, 1);
  //          2. the second form of the formula, with std::log1p
  //          3. divide both by N
  // PITFALL  in the first form ln(0) and 0 · infinity appear at scores of ±1000
  // solution begin logistic_loss
  require_binary_targets(scores, targets, 0, 1);
  LossResult sums = nothing_yet(scores);
  for (arma::uword j = 0; j < scores.n_cols; ++j) {
    for (arma::uword i = 0; i < scores.n_rows; ++i) {
      // 1 - σ(s) = σ(-s): the answer "no" is the answer "yes" to the opposite question.
      const double turn = targets(i, j) == 1 ? 1 : -1;
      sums.loss += minus_log_sigmoid(turn * scores(i, j));
      sums.dscores(i, j) = -turn * sigmoid(-turn * scores(i, j));
    }
  }
  return mean_over_examples(sums);
  // solution end
}

LossResult l2_regression_loss(const arma::mat& predictions, const arma::mat& targets) {
  // TODO     the squared distance, and its gradient on the predictions
  // FORMULA  loss = 1/N · Σ_i Σ_j (f_ij - y_ij)²
  // STEPS    1. require_targets(predictions, targets);
  //          2. the difference, the sum of its squares (arma::accu), twice the difference
  //          3. divide both by N
  // PITFALL  there is no ½ here, so the 2 of the derivative stays; squared, without the root
  // solution begin l2_regression_loss
  require_targets(predictions, targets);
  const arma::mat difference = predictions - targets;
  return mean_over_examples({arma::accu(arma::square(difference)), 2 * difference});
  // solution end
}

LossResult l1_regression_loss(const arma::mat& predictions, const arma::mat& targets) {
  // TODO     the sum of the absolute differences, and its gradient on the predictions
  // FORMULA  loss = 1/N · Σ_i Σ_j |f_ij - y_ij|
  // STEPS    1. require_targets(predictions, targets);
  //          2. the difference, the sum of its absolute values, its signs (arma::sign)
  //          3. divide both by N
  // PITFALL  difference / |difference| is NaN where a prediction is exactly right
  // solution begin l1_regression_loss
  require_targets(predictions, targets);
  const arma::mat difference = predictions - targets;
  return mean_over_examples({arma::accu(arma::abs(difference)), arma::sign(difference)});
  // solution end
}

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  // TODO     the bin of each target: regression as classification
  // FORMULA  bin 0: t < e_0      bin k: e_{k-1} <= t < e_k      bin K: e_{K-1} <= t
  // STEPS    1. require_edges(targets, edges);
  //          2. the bin of a target is the number of edges that are not above it
  // PITFALL  K edges make K + 1 bins: the two outer bins have no end
  // solution begin bin_targets
  require_edges(targets, edges);
  arma::uvec bins(targets.n_elem);
  for (arma::uword i = 0; i < targets.n_elem; ++i) {
    const auto above = std::upper_bound(edges.begin(), edges.end(), targets(i));
    bins(i) = static_cast<arma::uword>(above - edges.begin());
  }
  return bins;
  // solution end
}

LossResult structured_hinge_loss(const arma::mat& scores, const arma::mat& task_loss,
                                 const arma::uvec& labels) {
  // TODO     the structured hinge with margin rescaling, and its gradient
  // FORMULA  loss = 1/N · Σ_i [ max_k (s_ik + t_ik) - s_{i, y_i} ]
  // STEPS    1. require_task_loss(scores, task_loss, labels);
  //          2. for each example: the candidate k with the largest s_ik + t_ik
  //          3. add s_ik + t_ik - s_iy to the loss, 1 to the gradient of k, and take 1 from y's
  //          4. divide both by N
  // PITFALL  if the true candidate itself is the maximum, +1 and -1 meet in one place and cancel
  // solution begin structured_hinge_loss
  require_task_loss(scores, task_loss, labels);
  LossResult sums = nothing_yet(scores);
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    const arma::rowvec augmented = scores.row(i) + task_loss.row(i);
    const arma::uword worst = augmented.index_max();
    sums.loss += augmented(worst) - scores(i, labels(i));
    sums.dscores(i, worst) += 1;
    sums.dscores(i, labels(i)) -= 1;
  }
  return mean_over_examples(sums);
  // solution end
}

}  // namespace descent
