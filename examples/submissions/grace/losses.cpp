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

LossResult svm_loss(const arma::mat& scores, const arma::uvec& labels, double delta) {
  // TODO     the multiclass hinge and its gradient
  // FORMULA  loss = 1/N · Σ_i Σ_{j ≠ y_i} max(0, s_ij - s_iy + delta)
  // STEPS    1. require_labels(scores, labels); require_margin(delta);
  //          2. for each example and each class j other than y: the margin s_ij - s_iy + delta
  //          3. where it is positive: add it to the loss, 1 to the gradient of s_ij, and take 1
  //             from the gradient of s_iy
  //          4. divide both by N
  // PITFALL  the true class is not its own rival: with it the loss at chance is 10, not 9
  throw NotImplemented("svm_loss");
}

LossResult squared_hinge_loss(const arma::mat& scores, const arma::uvec& labels, double delta) {
  // TODO     the multiclass hinge with squared violations, and its gradient
  // FORMULA  loss = 1/N · Σ_i Σ_{j ≠ y_i} max(0, s_ij - s_iy + delta)²
  // STEPS    1. as in svm_loss, up to the margin
  //          2. where it is positive: add its square to the loss
  //          3. the derivative of m² is 2m: that much to s_ij, and as much away from s_iy
  //          4. divide both by N
  // PITFALL  square each violation, not their sum; and there is no ½ that would cancel the 2
  throw NotImplemented("squared_hinge_loss");
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
  throw NotImplemented("softmax_loss");
}

double expected_initial_loss(LossKind kind, arma::uword classes) {
  // TODO     the loss when every score is 0 (margins are 1)
  // STEPS    1. throw std::invalid_argument if there is no class
  //          2. switch (kind): put s = 0 into each formula of losses.hpp
  // PITFALL  `1 / classes` divides integers; and mind over how many terms each formula sums
  throw NotImplemented("expected_initial_loss");
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
  throw NotImplemented("hierarchical_softmax_loss");
}

LossResult attribute_hinge_loss(const arma::mat& scores, const arma::mat& targets) {
  // TODO     a binary hinge for each attribute, and its gradient
  // FORMULA  loss = 1/N · Σ_i Σ_j max(0, 1 - t_ij · s_ij)
  // STEPS    1. require_binary_targets(scores, targets, -1, 1);
  //          2. where 1 - t·s is positive: add it to the loss, and -t to the gradient
  //          3. divide both by N
  // PITFALL  N is the number of examples, not of entries; the targets are +1 and -1, not 1 and 0
  throw NotImplemented("attribute_hinge_loss");
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
  throw NotImplemented("logistic_loss");
}

LossResult l2_regression_loss(const arma::mat& predictions, const arma::mat& targets) {
  // TODO     the squared distance, and its gradient on the predictions
  // FORMULA  loss = 1/N · Σ_i Σ_j (f_ij - y_ij)²
  // STEPS    1. require_targets(predictions, targets);
  //          2. the difference, the sum of its squares (arma::accu), twice the difference
  //          3. divide both by N
  // PITFALL  there is no ½ here, so the 2 of the derivative stays; squared, without the root
  throw NotImplemented("l2_regression_loss");
}

LossResult l1_regression_loss(const arma::mat& predictions, const arma::mat& targets) {
  // TODO     the sum of the absolute differences, and its gradient on the predictions
  // FORMULA  loss = 1/N · Σ_i Σ_j |f_ij - y_ij|
  // STEPS    1. require_targets(predictions, targets);
  //          2. the difference, the sum of its absolute values, its signs (arma::sign)
  //          3. divide both by N
  // PITFALL  difference / |difference| is NaN where a prediction is exactly right
  throw NotImplemented("l1_regression_loss");
}

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  // TODO     the bin of each target: regression as classification
  // FORMULA  bin 0: t < e_0      bin k: e_{k-1} <= t < e_k      bin K: e_{K-1} <= t
  // STEPS    1. require_edges(targets, edges);
  //          2. the bin of a target is the number of edges that are not above it
  // PITFALL  K edges make K + 1 bins: the two outer bins have no end
  throw NotImplemented("bin_targets");
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
  throw NotImplemented("structured_hinge_loss");
}

}  // namespace descent
