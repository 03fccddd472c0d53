#pragma once

#include <armadillo>
#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

#include "harness/support/require.hpp"
#include "tree_path.hpp"

/// Given to you: the checks of the input that the losses share. Each throws std::invalid_argument
/// with a sentence that says what was expected and what came, and does nothing if all is well.
/// Call the right one first in every exercise.
namespace descent {

/// At least one row and one column.
inline void require_batch(const arma::mat& scores) {
  if (!scores.is_empty()) return;
  throw std::invalid_argument("expected scores of at least one example, got a matrix of " +
                              shape_of(scores));
}

/// N labels below `classes`, where N is the number of rows of the scores.
inline void require_labels(const arma::mat& scores, const arma::uvec& labels, arma::uword classes) {
  require_batch(scores);
  if (labels.n_elem != scores.n_rows) {
    throw std::invalid_argument("expected one label for each of the " +
                                std::to_string(scores.n_rows) + " rows of the scores, got " +
                                std::to_string(labels.n_elem) + " labels");
  }
  for (arma::uword i = 0; i < labels.n_elem; ++i) {
    if (labels(i) < classes) continue;
    throw std::invalid_argument("expected labels below " + std::to_string(classes) +
                                ", got label " + std::to_string(labels(i)) + " for example " +
                                std::to_string(i));
  }
}

/// N labels in [0, C) for scores of N x C.
inline void require_labels(const arma::mat& scores, const arma::uvec& labels) {
  require_labels(scores, labels, scores.n_cols);
}

/// A margin above 0.
inline void require_margin(double delta) {
  if (std::isfinite(delta) && delta > 0) return;
  throw std::invalid_argument("expected a positive margin delta, got " + std::to_string(delta));
}

/// Targets of the same shape as the predictions, which are not empty.
inline void require_targets(const arma::mat& predictions, const arma::mat& targets) {
  require_batch(predictions);
  if (targets.n_rows == predictions.n_rows && targets.n_cols == predictions.n_cols) return;
  throw std::invalid_argument("expected targets of the same shape as the scores, " +
                              shape_of(predictions) + ", got " + shape_of(targets));
}

/// Targets of the same shape as the scores, each of them `no` or `yes`.
inline void require_binary_targets(const arma::mat& scores, const arma::mat& targets, double no,
                                   double yes) {
  require_targets(scores, targets);
  for (arma::uword j = 0; j < targets.n_cols; ++j) {
    for (arma::uword i = 0; i < targets.n_rows; ++i) {
      if (targets(i, j) == no || targets(i, j) == yes) continue;
      throw std::invalid_argument("expected targets of " + std::to_string(no) + " or " +
                                  std::to_string(yes) + ", got " + std::to_string(targets(i, j)) +
                                  " at (" + std::to_string(i) + ", " + std::to_string(j) + ")");
    }
  }
}

/// A path for each class, over the nodes that the scores have columns for, and labels that are
/// classes.
inline void require_paths(const arma::mat& scores, const arma::uvec& labels,
                          const std::vector<TreePath>& paths) {
  if (paths.empty()) {
    throw std::invalid_argument("expected a path for each class, got no paths");
  }
  require_labels(scores, labels, paths.size());
  for (arma::uword c = 0; c < paths.size(); ++c) {
    const TreePath& path = paths[c];
    const std::string where = " on the path of class " + std::to_string(c);
    if (path.nodes.is_empty() || path.nodes.n_elem != path.turns.n_elem) {
      throw std::invalid_argument("expected as many turns as nodes, and at least one" + where +
                                  ", got " + std::to_string(path.nodes.n_elem) + " nodes and " +
                                  std::to_string(path.turns.n_elem) + " turns");
    }
    for (arma::uword k = 0; k < path.nodes.n_elem; ++k) {
      if (path.nodes(k) >= scores.n_cols) {
        throw std::invalid_argument("expected nodes below " + std::to_string(scores.n_cols) +
                                    where + ", got node " + std::to_string(path.nodes(k)));
      }
      if (path.turns(k) != 1.0 && path.turns(k) != -1.0) {
        throw std::invalid_argument("expected turns of +1 or -1" + where + ", got " +
                                    std::to_string(path.turns(k)));
      }
    }
  }
}

/// Task losses of the same shape as the scores, not negative, and 0 for the true candidates.
inline void require_task_loss(const arma::mat& scores, const arma::mat& task_loss,
                              const arma::uvec& labels) {
  require_targets(scores, task_loss);
  require_labels(scores, labels);
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    for (arma::uword k = 0; k < scores.n_cols; ++k) {
      const double cost = task_loss(i, k);
      const bool right = k == labels(i) ? cost == 0 : std::isfinite(cost) && cost >= 0;
      if (right) continue;
      throw std::invalid_argument(
          std::string(k == labels(i) ? "expected a task loss of 0 for the true candidate"
                                     : "expected a task loss that is finite and not negative") +
          ", got " + std::to_string(cost) + " at (" + std::to_string(i) + ", " + std::to_string(k) +
          ")");
    }
  }
}

/// At least one target and one edge, all finite, the edges strictly increasing.
inline void require_edges(const arma::vec& targets, const arma::vec& edges) {
  if (targets.is_empty() || edges.is_empty()) {
    throw std::invalid_argument("expected at least one target and one edge, got " +
                                std::to_string(targets.n_elem) + " targets and " +
                                std::to_string(edges.n_elem) + " edges");
  }
  for (arma::uword i = 0; i < targets.n_elem; ++i) {
    if (std::isfinite(targets(i))) continue;
    throw std::invalid_argument("expected finite targets, got " + std::to_string(targets(i)) +
                                " at " + std::to_string(i));
  }
  for (arma::uword k = 0; k < edges.n_elem; ++k) {
    if (std::isfinite(edges(k)) && (k == 0 || edges(k - 1) < edges(k))) continue;
    throw std::invalid_argument("expected finite edges, each above the one before it, got " +
                                std::to_string(edges(k)) + " at " + std::to_string(k));
  }
}

}  // namespace descent
