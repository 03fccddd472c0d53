#pragma once

#include <armadillo>
#include <vector>

#include "harness/support/not_implemented.hpp"
#include "inputs.hpp"
#include "tree_path.hpp"

/// Stage 07: loss functions. A loss turns the scores of a batch and the truth about it into one
/// number, and says how the number moves when a score moves.
///
/// Shapes. Rows are examples: `scores` is N x C, row i belongs to example i. Labels are class
/// indices 0, ..., C - 1. Every loss is the mean over the N examples (never over N·C), and so
/// `dscores`, its gradient, carries the same factor 1/N.
///
/// Refusals. Every function throws std::invalid_argument, with a sentence that says what was
/// expected and what came, for an empty batch, for shapes that do not fit together, for labels out
/// of range and for targets that are no targets. The functions of inputs.hpp do that for you.
///
/// Source: CS231n notes, "Neural Networks Part 2: Setting up the Data and the Loss", section "Loss
/// functions"; the multiclass hinge and softmax also "Linear Classification". Papers are named
/// where they belong.
namespace descent {

/// The value of a loss and its gradient.
struct LossResult {
  double loss = 0;    ///< the mean over the N examples
  arma::mat dscores;  ///< ∂loss/∂scores, the same shape as the scores
};

/// The multiclass support vector machine (Weston and Watkins 1999): the true class must beat each
/// rival by delta, and every rival that comes closer costs what is missing.
///
///     loss = 1/N · Σ_i Σ_{j ≠ y_i} max(0, s_ij - s_iy + delta)
///
/// scores: N x C. labels: N, in [0, C). delta: the margin, positive.
/// Exactly at a margin of 0 any slope between those of the two sides is right.
/// Throws std::invalid_argument: empty batch, labels.n_elem ≠ N, a label >= C, delta not positive.
/// Source: notes, L_i of the SVM; J. Weston, C. Watkins, "Support Vector Machines for Multi-Class
/// Pattern Recognition", ESANN 1999.
LossResult svm_loss(const arma::mat& scores, const arma::uvec& labels, double delta = 1.0);

/// The multiclass hinge with every violation squared (L2-SVM): large violations cost more, small
/// ones less, and the kink is gone.
///
///     loss = 1/N · Σ_i Σ_{j ≠ y_i} max(0, s_ij - s_iy + delta)²
///
/// scores: N x C. labels: N, in [0, C). delta: the margin, positive. There is no factor ½.
/// Throws std::invalid_argument: as svm_loss.
/// Source: notes, "squared hinge loss"; Y. Tang, "Deep Learning using Linear Support Vector
/// Machines", 2013.
LossResult squared_hinge_loss(const arma::mat& scores, const arma::uvec& labels,
                              double delta = 1.0);

/// The softmax classifier's cross-entropy: minus the natural logarithm of the probability that the
/// softmax of the scores gives to the true class.
///
///     p_ij = exp(s_ij) / Σ_k exp(s_ik)        loss = 1/N · Σ_i -ln p_{i, y_i}
///
/// scores: N x C. labels: N, in [0, C). Value and gradient are exact and finite for scores of
/// ±1e4, also where rows of very different size stand in one batch.
/// Throws std::invalid_argument: empty batch, labels.n_elem ≠ N, a label >= C.
/// Source: notes, L_i of the softmax; "Linear Classification", practical issue of numeric
/// stability.
LossResult softmax_loss(const arma::mat& scores, const arma::uvec& labels);

/// Softmax for many classes: the classes are the leaves of a binary tree, each inner node decides
/// one turn, and a class has the probability of all the turns on its way.
///
///     P(class c | example i) = Π_k σ(turns_k · s_{i, nodes_k}),   (nodes, turns) = paths[c]
///     loss = 1/N · Σ_i -ln P(y_i | i)
///
/// scores: N x M, one column for each inner node. labels: N, in [0, paths.size()).
/// paths: the way to each class, see TreePath. Nodes that are not on the way of the true class have
/// a gradient of 0. Value and gradient are exact and finite for scores of ±1e4.
/// Throws std::invalid_argument: empty batch, no paths, labels.n_elem ≠ N, a label >= paths.size(),
/// a path that is empty, whose nodes and turns differ in number, that names a node >= M, or with a
/// turn other than +1 and -1.
/// Source: notes, "large number of classes"; F. Morin, Y. Bengio, "Hierarchical Probabilistic
/// Neural Network Language Model", AISTATS 2005; T. Mikolov et al., "Distributed Representations of
/// Words and Phrases", 2013, equation 3.
LossResult hierarchical_softmax_loss(const arma::mat& scores, const arma::uvec& labels,
                                     const std::vector<TreePath>& paths);

/// Many yes-or-no questions about one example, a binary hinge for each.
///
///     loss = 1/N · Σ_i Σ_j max(0, 1 - t_ij · s_ij)
///
/// scores: N x A, one column for each attribute. targets: N x A, +1 (has it) or -1 (has it not).
/// The sum over the A attributes is not averaged. Exactly at the kink any slope between those of
/// the two sides is right.
/// Throws std::invalid_argument: empty batch, shapes that differ, a target other than +1 and -1.
/// Source: notes, "attribute classification".
LossResult attribute_hinge_loss(const arma::mat& scores, const arma::mat& targets);

/// Many yes-or-no questions about one example, a logistic regression for each.
///
///     loss = 1/N · Σ_i Σ_j -[t_ij · ln σ(s_ij) + (1 - t_ij) · ln(1 - σ(s_ij))]
///
/// scores: N x A. targets: N x A, 1 (has it) or 0 (has it not). The sum over the A attributes is
/// not averaged. Value and gradient are exact and finite for scores of ±1e4.
/// Throws std::invalid_argument: empty batch, shapes that differ, a target other than 0 and 1.
/// Source: notes, "attribute classification", logistic regression.
LossResult logistic_loss(const arma::mat& scores, const arma::mat& targets);

/// Regression: the squared Euclidean distance, without a factor ½.
///
///     loss = 1/N · Σ_i ‖f_i - y_i‖²
///
/// predictions, targets: N x D. The sum over the D outputs is not averaged.
/// Throws std::invalid_argument: empty batch, shapes that differ.
/// Source: notes, "regression", L2.
LossResult l2_regression_loss(const arma::mat& predictions, const arma::mat& targets);

/// Regression: the sum of the absolute differences.
///
///     loss = 1/N · Σ_i Σ_j |f_ij - y_ij|
///
/// predictions, targets: N x D. Where a difference is exactly 0, any slope in [-1/N, 1/N] is right
/// (and NaN is not).
/// Throws std::invalid_argument: empty batch, shapes that differ.
/// Source: notes, "regression", L1.
LossResult l1_regression_loss(const arma::mat& predictions, const arma::mat& targets);

/// Structured prediction: an example has K candidate structures (parses, segmentations, poses), one
/// of which is true; the worse a candidate is, the further it must stay behind.
///
///     loss = 1/N · Σ_i [ max_k (s_ik + t_ik) - s_{i, y_i} ]
///
/// scores: N x K, of the candidates. task_loss: N x K, how bad each candidate would be: not
/// negative, and 0 for the true one. labels: N, index of the true candidate, in [0, K).
/// The maximum runs over all K candidates, so a loss is never negative. Where several candidates
/// are the maximum, the gradient may go to any of them.
/// Throws std::invalid_argument: empty batch, shapes that differ, labels.n_elem ≠ N, a label >= K,
/// a task loss that is negative, not finite, or not 0 for the true candidate.
/// Source: notes, "structured prediction"; I. Tsochantaridis et al., "Large Margin Methods for
/// Structured and Interdependent Output Variables", JMLR 2005, margin rescaling.
LossResult structured_hinge_loss(const arma::mat& scores, const arma::mat& task_loss,
                                 const arma::uvec& labels);

/// The losses whose value at chance is known before any training.
enum class LossKind { softmax, svm, squared_hinge, attribute_hinge, logistic };

/// The loss of a fresh network, whose scores are all (nearly) 0; margins are 1.
///
/// kind: which loss. classes: C, the number of classes, or of attributes for attribute_hinge and
/// logistic; at least 1.
/// Throws std::invalid_argument: classes is 0.
/// Source: notes Part 3, "Before learning: sanity checks": 2.302 for the softmax with 10 classes, 9
/// for the SVM.
double expected_initial_loss(LossKind kind, arma::uword classes);

/// Regression as classification: the number of the bin that each target falls in.
///
/// targets: N numbers. edges: K borders, strictly increasing. They make K + 1 bins:
///
///     bin 0: t < e_0        bin k: e_{k-1} <= t < e_k        bin K: e_{K-1} <= t
///
/// so a target on an edge belongs to the bin above it, and no target is left out.
/// Returns N labels in [0, K], ready for softmax_loss with C = K + 1.
/// Throws std::invalid_argument: no targets, no edges, edges not strictly increasing, NaN or
/// infinity in either.
/// Source: notes, "regression", word of caution.
arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges);

}  // namespace descent
