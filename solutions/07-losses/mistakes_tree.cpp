// Known mistakes: the hierarchical softmax.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

// The mean over the examples of -ln P, where `step` gives value and slope for one node: its score,
// the turn taken there, and its place on the path.
template <class Step>
LossResult along_the_paths(const arma::mat& scores, const arma::uvec& labels,
                           const std::vector<TreePath>& paths, Step step) {
  const double n = count(scores.n_rows);
  LossResult result{0, arma::zeros(scores.n_rows, scores.n_cols)};
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    const TreePath& path = paths.at(labels(i));
    for (arma::uword k = 0; k < path.nodes.n_elem; ++k) {
      const auto [value, slope] = step(scores(i, path.nodes(k)), path.turns(k), k);
      result.loss += value / n;
      result.dscores(i, path.nodes(k)) += slope / n;
    }
  }
  return result;
}

struct ValueAndSlope {
  double value;
  double slope;
};

ValueAndSlope right_step(double score, double turn) {
  return {softplus(-turn * score), -turn * std::exp(-softplus(turn * score))};
}

LossResult tree_without_stable_logarithm(const arma::mat& scores, const arma::uvec& labels,
                                         const std::vector<TreePath>& paths) {
  require_paths(scores, labels, paths);
  return along_the_paths(scores, labels, paths,
                         [](double score, double turn, arma::uword) -> ValueAndSlope {
                           const double p = plain_sigmoid(turn * score);
                           return {-std::log(p), turn * (p - 1)};
                         });
}
DESCENT_MISTAKE(hierarchical_softmax_loss, tree_without_stable_logarithm,
                "You compute σ first and its logarithm then. At a score of 1000 against the turn σ "
                "is exactly 0 and the loss infinite. Use ln(1 + exp(-z)) = max(-z, 0) + "
                "log1p(exp(-|z|)).",
                "the-stable-logistic");

LossResult tree_product_of_probabilities(const arma::mat& scores, const arma::uvec& labels,
                                         const std::vector<TreePath>& paths) {
  LossResult result = hierarchical_softmax_loss(scores, labels, paths);
  result.loss = 0;
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    const TreePath& path = paths[labels(i)];
    double probability = 1;
    for (arma::uword k = 0; k < path.nodes.n_elem; ++k) {
      probability *= plain_sigmoid(path.turns(k) * scores(i, path.nodes(k)));
    }
    result.loss -= std::log(probability) / count(scores.n_rows);
  }
  return result;
}
DESCENT_MISTAKE(hierarchical_softmax_loss, tree_product_of_probabilities,
                "You multiply the probabilities of the turns and take the logarithm at the end. "
                "The product underflows to 0. Sum the logarithms instead.",
                "never-take-the-logarithm-of-a-probability");

LossResult tree_ignores_the_turns(const arma::mat& scores, const arma::uvec& labels,
                                  const std::vector<TreePath>& paths) {
  require_paths(scores, labels, paths);
  return along_the_paths(scores, labels, paths,
                         [](double score, double, arma::uword) { return right_step(score, 1); });
}
DESCENT_MISTAKE(hierarchical_softmax_loss, tree_ignores_the_turns,
                "Every node counts as if the way turned to +1 there. A turn of -1 has the "
                "probability σ(-score).",
                "both-turns-count");

LossResult tree_turns_the_other_way(const arma::mat& scores, const arma::uvec& labels,
                                    const std::vector<TreePath>& paths) {
  require_paths(scores, labels, paths);
  return along_the_paths(scores, labels, paths, [](double score, double turn, arma::uword) {
    return right_step(score, -turn);
  });
}
DESCENT_MISTAKE(hierarchical_softmax_loss, tree_turns_the_other_way,
                "Your turns are the wrong way round: +1 must have the probability σ(score), so z = "
                "turn · score.",
                "both-turns-count");

LossResult tree_one_kind_of_turn(const arma::mat& scores, const arma::uvec& labels,
                                 const std::vector<TreePath>& paths) {
  require_paths(scores, labels, paths);
  return along_the_paths(scores, labels, paths, [](double score, double turn, arma::uword) {
    return turn > 0 ? right_step(score, 1) : ValueAndSlope{0, 0};
  });
}
DESCENT_MISTAKE(hierarchical_softmax_loss, tree_one_kind_of_turn,
                "Only the turns of +1 count in your loss. A turn of -1 is a decision too, with the "
                "probability 1 - σ(score).",
                "both-turns-count");

LossResult tree_gradient_ignores_the_turns(const arma::mat& scores, const arma::uvec& labels,
                                           const std::vector<TreePath>& paths) {
  require_paths(scores, labels, paths);
  return along_the_paths(scores, labels, paths,
                         [](double score, double turn, arma::uword) -> ValueAndSlope {
                           const ValueAndSlope right = right_step(score, turn);
                           return {right.value, turn * right.slope};
                         });
}
DESCENT_MISTAKE(hierarchical_softmax_loss, tree_gradient_ignores_the_turns,
                "The gradient lacks the factor turn: z = turn · score, and the chain rule brings "
                "the turn in front.",
                "both-turns-count");

LossResult tree_gradient_negated(const arma::mat& scores, const arma::uvec& labels,
                                 const std::vector<TreePath>& paths) {
  return scaled(hierarchical_softmax_loss(scores, labels, paths), 1, -1);
}
DESCENT_MISTAKE(hierarchical_softmax_loss, tree_gradient_negated,
                "Your gradient has the wrong sign: the loss falls when the score moves towards the "
                "turn, so the slope is -turn · σ(-z).",
                "both-turns-count");

LossResult tree_without_the_root(const arma::mat& scores, const arma::uvec& labels,
                                 const std::vector<TreePath>& paths) {
  require_paths(scores, labels, paths);
  return along_the_paths(scores, labels, paths, [](double score, double turn, arma::uword k) {
    return k > 0 ? right_step(score, turn) : ValueAndSlope{0, 0};
  });
}
DESCENT_MISTAKE(hierarchical_softmax_loss, tree_without_the_root,
                "You leave out the root. Its turn is the first decision on every way.",
                "walk-the-whole-path");

LossResult tree_stops_before_the_leaf(const arma::mat& scores, const arma::uvec& labels,
                                      const std::vector<TreePath>& paths) {
  require_paths(scores, labels, paths);
  std::vector<TreePath> shorter = paths;
  for (TreePath& path : shorter) path.nodes.shed_row(path.nodes.n_elem - 1);
  return along_the_paths(scores, labels, shorter, [](double score, double turn, arma::uword) {
    return right_step(score, turn);
  });
}
DESCENT_MISTAKE(hierarchical_softmax_loss, tree_stops_before_the_leaf,
                "You stop one node before the end. A path lists inner nodes only; the last one "
                "decides between two leaves and counts.",
                "walk-the-whole-path");

LossResult tree_reads_columns_in_order(const arma::mat& scores, const arma::uvec& labels,
                                       const std::vector<TreePath>& paths) {
  require_paths(scores, labels, paths);
  std::vector<TreePath> renamed = paths;
  for (TreePath& path : renamed) {
    for (arma::uword k = 0; k < path.nodes.n_elem; ++k) path.nodes(k) = k % scores.n_cols;
  }
  return hierarchical_softmax_loss(scores, labels, renamed);
}
DESCENT_MISTAKE(hierarchical_softmax_loss, tree_reads_columns_in_order,
                "You use column k for the k-th step of a path. The path says which column: "
                "nodes(k).",
                "walk-the-whole-path");

LossResult tree_averages_the_path(const arma::mat& scores, const arma::uvec& labels,
                                  const std::vector<TreePath>& paths) {
  require_paths(scores, labels, paths);
  const double n = count(scores.n_rows);
  LossResult result{0, arma::zeros(scores.n_rows, scores.n_cols)};
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    const double depth = count(paths[labels(i)].nodes.n_elem);
    const LossResult one = hierarchical_softmax_loss(scores.row(i), labels.row(i), paths);
    result.loss += one.loss / (depth * n);
    result.dscores.row(i) = one.dscores / (depth * n);
  }
  return result;
}
DESCENT_MISTAKE(hierarchical_softmax_loss, tree_averages_the_path,
                "You divide by the length of the path. The logarithm of a product is the sum of "
                "the logarithms, not their mean.",
                "many-classes-a-tree");

LossResult tree_without_the_mean(const arma::mat& scores, const arma::uvec& labels,
                                 const std::vector<TreePath>& paths) {
  return scaled(hierarchical_softmax_loss(scores, labels, paths), count(scores.n_rows),
                count(scores.n_rows));
}
DESCENT_MISTAKE(hierarchical_softmax_loss, tree_without_the_mean,
                "You return the sum over the examples. The loss is their mean: divide value and "
                "gradient by N.",
                "a-loss-is-a-mean");

LossResult tree_without_checks(const arma::mat& scores, const arma::uvec& labels,
                               const std::vector<TreePath>& paths) {
  return along_the_paths(scores, labels, paths, [](double score, double turn, arma::uword) {
    return right_step(score, turn);
  });
}
DESCENT_MISTAKE(hierarchical_softmax_loss, tree_without_checks,
                "You do not check the input. Begin with require_paths(scores, labels, paths).",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
