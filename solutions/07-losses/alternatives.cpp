// Other right ways to solve stage 07. Every one must pass every test: a suite that refuses one of
// them tests a habit, not the formula.

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "harness/wire/variants.hpp"
#include "losses.hpp"

namespace descent {
namespace {

double count(arma::uword n) { return static_cast<double>(n); }

// The places of the true classes, for scores(places): column-major storage.
arma::uvec places_of(const arma::uvec& labels) {
  arma::uvec places(labels.n_elem);
  for (arma::uword i = 0; i < labels.n_elem; ++i) places(i) = i + labels(i) * labels.n_elem;
  return places;
}

arma::mat margins_of(const arma::mat& scores, const arma::uvec& labels, double delta) {
  const arma::uvec own = places_of(labels);
  const arma::vec truth = scores.elem(own);
  arma::mat margins = scores.each_col() - truth;
  margins = arma::clamp(margins + delta, 0, std::numeric_limits<double>::infinity());
  margins.elem(own).zeros();
  return margins;
}

LossResult svm_with_matrices(const arma::mat& scores, const arma::uvec& labels, double delta) {
  require_labels(scores, labels);
  require_margin(delta);
  const double n = count(scores.n_rows);
  const arma::mat margins = margins_of(scores, labels, delta);
  arma::mat dscores = arma::conv_to<arma::mat>::from(margins > 0) / n;
  const arma::vec violations = arma::sum(dscores, 1);
  dscores.elem(places_of(labels)) = -violations;
  return {arma::accu(margins) / n, dscores};
}
DESCENT_ALTERNATIVE(svm_loss, svm_with_matrices,
                    "Matrix operations on the whole batch, the true class set to 0 at the end.");

LossResult svm_counts_a_margin_of_zero(const arma::mat& scores, const arma::uvec& labels,
                                       double delta) {
  require_labels(scores, labels);
  require_margin(delta);
  LossResult result{0, arma::zeros(arma::size(scores))};
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    for (arma::uword j = 0; j < scores.n_cols; ++j) {
      if (j == labels(i)) continue;
      const double margin = scores(i, j) - scores(i, labels(i)) + delta;
      if (margin >= 0) {
        result.loss += margin / count(scores.n_rows);
        result.dscores(i, j) += 1 / count(scores.n_rows);
        result.dscores(i, labels(i)) -= 1 / count(scores.n_rows);
      }
    }
  }
  return result;
}
DESCENT_ALTERNATIVE(svm_loss, svm_counts_a_margin_of_zero,
                    "Takes the other side's slope exactly at the kink: any slope between the two "
                    "is a subgradient.");

LossResult svm_subtracts_the_constant(const arma::mat& scores, const arma::uvec& labels,
                                      double delta) {
  require_labels(scores, labels);
  require_margin(delta);
  const double n = count(scores.n_rows);
  LossResult result{0, arma::zeros(arma::size(scores))};
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    const double truth = scores(i, labels(i));
    for (arma::uword j = 0; j < scores.n_cols; ++j) {
      const double margin = std::max(0.0, delta - (truth - scores(i, j)));
      result.loss += margin;
      result.dscores(i, j) = margin > 0 ? 1 / n : 0;
    }
    result.loss -= delta;  // the true class's own margin
    result.dscores(i, labels(i)) = 0;
    result.dscores(i, labels(i)) = -arma::accu(result.dscores.row(i));
  }
  result.loss /= n;
  return result;
}
DESCENT_ALTERNATIVE(svm_loss, svm_subtracts_the_constant,
                    "Sums over all classes and takes the true class's delta away afterwards.");

LossResult squared_hinge_with_matrices(const arma::mat& scores, const arma::uvec& labels,
                                       double delta) {
  require_labels(scores, labels);
  require_margin(delta);
  const double n = count(scores.n_rows);
  const arma::mat margins = margins_of(scores, labels, delta);
  LossResult result{arma::accu(arma::square(margins)) / n, margins * (2 / n)};
  const arma::vec pulls = arma::sum(result.dscores, 1);
  result.dscores.elem(places_of(labels)) -= pulls;
  return result;
}
DESCENT_ALTERNATIVE(squared_hinge_loss, squared_hinge_with_matrices,
                    "Matrix operations on the whole batch.");

LossResult squared_hinge_backwards(const arma::mat& scores, const arma::uvec& labels,
                                   double delta) {
  require_labels(scores, labels);
  require_margin(delta);
  LossResult result{0, arma::zeros(arma::size(scores))};
  for (arma::uword i = scores.n_rows; i-- > 0;) {
    for (arma::uword j = scores.n_cols; j-- > 0;) {
      const double missing = (delta + scores(i, j)) - scores(i, labels(i));
      if (j == labels(i) || missing < 0) continue;
      result.loss += std::pow(missing, 2) / count(scores.n_rows);
      result.dscores(i, j) = 2 * missing / count(scores.n_rows);
      result.dscores(i, labels(i)) -= result.dscores(i, j);
    }
  }
  return result;
}
DESCENT_ALTERNATIVE(squared_hinge_loss, squared_hinge_backwards,
                    "Another order of summation, the mean taken inside.");

LossResult softmax_log_sum_exp(const arma::mat& scores, const arma::uvec& labels) {
  require_labels(scores, labels);
  const double n = count(scores.n_rows);
  const arma::vec largest = arma::max(scores, 1);
  arma::mat shifted = scores.each_col() - largest;
  const arma::vec logarithms = arma::log(arma::sum(arma::exp(shifted), 1));
  shifted.each_col() -= logarithms;
  const arma::uvec own = places_of(labels);
  LossResult result{-arma::accu(shifted.elem(own)) / n, arma::exp(shifted)};
  result.dscores.elem(own) -= 1;
  result.dscores /= n;
  return result;
}
DESCENT_ALTERNATIVE(softmax_loss, softmax_log_sum_exp,
                    "Logarithms of probabilities first, then their exponential for the gradient.");

LossResult softmax_relative_to_the_true_class(const arma::mat& scores, const arma::uvec& labels) {
  require_labels(scores, labels);
  const double n = count(scores.n_rows);
  LossResult result{0, arma::zeros(arma::size(scores))};
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    const double largest = scores.row(i).max();
    double rivals = 0;
    double all = 0;
    for (arma::uword j = 0; j < scores.n_cols; ++j) {
      const double odds = std::exp(scores(i, j) - largest);
      all += odds;
      if (j != labels(i)) rivals += odds;
    }
    for (arma::uword j = 0; j < scores.n_cols; ++j) {
      const double share = std::exp(scores(i, j) - largest) / all;
      result.dscores(i, j) = (j == labels(i) ? -rivals / all : share) / n;
    }
    result.loss += (largest + std::log(all) - scores(i, labels(i))) / n;
  }
  return result;
}
DESCENT_ALTERNATIVE(softmax_loss, softmax_relative_to_the_true_class,
                    "Plain loops; the true class's slope is minus the probability of the rivals.");

LossResult softmax_in_place(const arma::mat& scores, const arma::uvec& labels) {
  require_labels(scores, labels);
  arma::mat work = scores.t();  // a column each example, contiguous in memory
  double loss = 0;
  for (arma::uword i = 0; i < work.n_cols; ++i) {
    double* s = work.colptr(i);
    const double largest = *std::max_element(s, s + work.n_rows);
    const double own = s[labels(i)] - largest;
    std::transform(s, s + work.n_rows, s, [&](double x) { return std::exp(x - largest); });
    const double total = std::accumulate(s, s + work.n_rows, 0.0);
    loss += std::log(total) - own;
    std::transform(s, s + work.n_rows, s, [&](double x) { return x / total; });
    s[labels(i)] -= 1;
  }
  return {loss / count(work.n_cols), arma::mat(work.t() / count(work.n_cols))};
}
DESCENT_ALTERNATIVE(softmax_loss, softmax_in_place, "Works in place on the transposed scores.");

double chance_by_running_the_losses(LossKind kind, arma::uword classes) {
  if (classes == 0) throw std::invalid_argument("expected at least one class, got none");
  const arma::mat scores = arma::zeros(1, classes);
  const arma::uvec label = {0};
  switch (kind) {
    case LossKind::softmax:
      return softmax_loss(scores, label).loss;
    case LossKind::svm:
      return svm_loss(scores, label).loss;
    case LossKind::squared_hinge:
      return squared_hinge_loss(scores, label).loss;
    case LossKind::attribute_hinge:
      return attribute_hinge_loss(scores, scores + 1).loss;
    default:
      return logistic_loss(scores, scores).loss;
  }
}
DESCENT_ALTERNATIVE(expected_initial_loss, chance_by_running_the_losses,
                    "Asks the losses themselves, with scores of 0.");

double chance_by_probability(LossKind kind, arma::uword classes) {
  if (classes < 1) throw std::invalid_argument("classes must be positive");
  const double c = count(classes);
  if (kind == LossKind::softmax) return -std::log(1 / c);
  if (kind == LossKind::logistic) return -c * std::log(0.5);
  return kind == LossKind::attribute_hinge ? c : c - 1;
}
DESCENT_ALTERNATIVE(expected_initial_loss, chance_by_probability,
                    "Minus the logarithm of the probability instead of the logarithm of C.");

LossResult tree_by_cases(const arma::mat& scores, const arma::uvec& labels,
                         const std::vector<TreePath>& paths) {
  require_paths(scores, labels, paths);
  const double n = count(scores.n_rows);
  LossResult result{0, arma::zeros(arma::size(scores))};
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    const TreePath& path = paths[labels(i)];
    for (arma::uword k = path.nodes.n_elem; k-- > 0;) {
      const double s = scores(i, path.nodes(k));
      const double small = std::exp(-std::abs(s));
      const double p = s >= 0 ? 1 / (1 + small) : small / (1 + small);
      const double target = path.turns(k) > 0 ? 1 : 0;
      result.loss += (std::max(s, 0.0) - s * target + std::log1p(small)) / n;
      result.dscores(i, path.nodes(k)) = (p - target) / n;
    }
  }
  return result;
}
DESCENT_ALTERNATIVE(hierarchical_softmax_loss, tree_by_cases,
                    "A logistic regression with targets 1 and 0 at every node, leaf first.");

LossResult tree_by_branches(const arma::mat& scores, const arma::uvec& labels,
                            const std::vector<TreePath>& paths) {
  require_paths(scores, labels, paths);
  LossResult result{0, arma::zeros(arma::size(scores))};
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    const TreePath& path = paths[labels(i)];
    const arma::uvec nodes = path.nodes;
    for (arma::uword k = 0; k < nodes.n_elem; ++k) {
      const double z = path.turns(k) * scores(i, nodes(k));
      if (z > 0) {
        result.loss += std::log1p(std::exp(-z));
        result.dscores(i, nodes(k)) = -path.turns(k) * std::exp(-z) / (1 + std::exp(-z));
      } else {
        result.loss += std::log1p(std::exp(z)) - z;
        result.dscores(i, nodes(k)) = -path.turns(k) / (1 + std::exp(z));
      }
    }
  }
  result.loss /= count(scores.n_rows);
  result.dscores /= count(scores.n_rows);
  return result;
}
DESCENT_ALTERNATIVE(hierarchical_softmax_loss, tree_by_branches,
                    "One formula for each sign of turn times score.");

LossResult attributes_with_matrices(const arma::mat& scores, const arma::mat& targets) {
  require_binary_targets(scores, targets, -1, 1);
  const double n = count(scores.n_rows);
  const arma::mat margins = 1 - targets % scores;
  const arma::mat violated = arma::conv_to<arma::mat>::from(margins > 0);
  return {arma::accu(margins % violated) / n, -targets % violated / n};
}
DESCENT_ALTERNATIVE(attribute_hinge_loss, attributes_with_matrices,
                    "A mask of the violated margins.");

LossResult attributes_count_a_margin_of_zero(const arma::mat& scores, const arma::mat& targets) {
  require_binary_targets(scores, targets, -1, 1);
  const double n = count(scores.n_rows);
  const arma::mat margins = 1 - targets % scores;
  const arma::mat violated = arma::conv_to<arma::mat>::from(margins >= 0);
  return {arma::accu(margins % violated) / n, -targets % violated / n};
}
DESCENT_ALTERNATIVE(attribute_hinge_loss, attributes_count_a_margin_of_zero,
                    "Takes the other side's slope exactly at the kink.");

LossResult logistic_with_matrices(const arma::mat& scores, const arma::mat& targets) {
  require_binary_targets(scores, targets, 0, 1);
  const double n = count(scores.n_rows);
  const arma::mat odds = arma::exp(-arma::abs(scores));
  const arma::mat positive = arma::clamp(scores, 0.0, std::numeric_limits<double>::infinity());
  const double loss = arma::accu(positive - scores % targets + arma::log1p(odds)) / n;
  const arma::mat p = arma::exp(arma::clamp(scores, -1e300, 0.0)) / (1 + odds);
  return {loss, (p - targets) / n};
}
DESCENT_ALTERNATIVE(logistic_loss, logistic_with_matrices, "The log1p form on whole matrices.");

LossResult logistic_as_a_softmax_of_two(const arma::mat& scores, const arma::mat& targets) {
  require_binary_targets(scores, targets, 0, 1);
  LossResult result{0, arma::zeros(arma::size(scores))};
  for (arma::uword j = 0; j < scores.n_cols; ++j) {
    arma::mat pair(scores.n_rows, 2, arma::fill::zeros);
    pair.col(1) = scores.col(j);
    const LossResult one = softmax_loss(pair, arma::conv_to<arma::uvec>::from(targets.col(j)));
    result.loss += one.loss;
    result.dscores.col(j) = one.dscores.col(1);
  }
  return result;
}
DESCENT_ALTERNATIVE(logistic_loss, logistic_as_a_softmax_of_two,
                    "A sigmoid is a softmax of two classes, one of which has the score 0.");

LossResult l2_with_a_dot_product(const arma::mat& predictions, const arma::mat& targets) {
  require_targets(predictions, targets);
  const arma::vec off = arma::vectorise(predictions - targets);
  const double n = count(predictions.n_rows);
  return {arma::dot(off, off) / n, arma::reshape(off * (2 / n), arma::size(predictions))};
}
DESCENT_ALTERNATIVE(l2_regression_loss, l2_with_a_dot_product,
                    "The difference as one long vector.");

LossResult l2_by_rows(const arma::mat& predictions, const arma::mat& targets) {
  require_targets(predictions, targets);
  LossResult result{0, predictions};
  result.dscores -= targets;
  for (arma::uword i = 0; i < predictions.n_rows; ++i) {
    result.loss += std::pow(arma::norm(result.dscores.row(i)), 2);
  }
  result.loss /= count(predictions.n_rows);
  result.dscores *= 2 / count(predictions.n_rows);
  return result;
}
DESCENT_ALTERNATIVE(l2_regression_loss, l2_by_rows, "The norm of each row, squared; in place.");

LossResult l1_with_a_positive_slope_at_zero(const arma::mat& predictions,
                                            const arma::mat& targets) {
  require_targets(predictions, targets);
  LossResult result{0, arma::ones(arma::size(predictions))};
  for (arma::uword k = 0; k < predictions.n_elem; ++k) {
    result.loss += std::abs(predictions(k) - targets(k));
    if (predictions(k) < targets(k)) result.dscores(k) = -1;
  }
  result.loss /= count(predictions.n_rows);
  result.dscores /= count(predictions.n_rows);
  return result;
}
DESCENT_ALTERNATIVE(l1_regression_loss, l1_with_a_positive_slope_at_zero,
                    "A slope of +1 where the difference is 0: any slope in [-1, 1] is right.");

LossResult l1_as_two_hinges(const arma::mat& predictions, const arma::mat& targets) {
  require_targets(predictions, targets);
  const arma::mat off = predictions - targets;
  const arma::mat above = arma::conv_to<arma::mat>::from(off > 0);
  const arma::mat below = arma::conv_to<arma::mat>::from(off <= 0);
  const double n = count(predictions.n_rows);
  return {arma::accu(off % (above - below)) / n, (above - below) / n};
}
DESCENT_ALTERNATIVE(l1_regression_loss, l1_as_two_hinges,
                    "Two masks; a slope of -1 where the difference is 0.");

arma::uvec bins_by_counting(const arma::vec& targets, const arma::vec& edges) {
  require_edges(targets, edges);
  arma::uvec bins(targets.n_elem, arma::fill::zeros);
  for (arma::uword k = 0; k < edges.n_elem; ++k) bins += (targets >= edges(k));
  return bins;
}
DESCENT_ALTERNATIVE(bin_targets, bins_by_counting, "Counts the edges that are not above.");

arma::uvec bins_by_walking(const arma::vec& targets, const arma::vec& edges) {
  require_edges(targets, edges);
  arma::uvec bins(targets.n_elem);
  for (arma::uword i = 0; i < targets.n_elem; ++i) {
    arma::uword bin = edges.n_elem;
    while (bin > 0 && targets(i) < edges(bin - 1)) --bin;
    bins(i) = bin;
  }
  return bins;
}
DESCENT_ALTERNATIVE(bin_targets, bins_by_walking, "Walks down from the last bin.");

LossResult structured_with_the_last_maximum(const arma::mat& scores, const arma::mat& task_loss,
                                            const arma::uvec& labels) {
  require_task_loss(scores, task_loss, labels);
  const double n = count(scores.n_rows);
  LossResult result{0, arma::zeros(arma::size(scores))};
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    arma::uword worst = 0;
    double largest = -std::numeric_limits<double>::infinity();
    for (arma::uword k = 0; k < scores.n_cols; ++k) {
      const double margin = scores(i, k) - scores(i, labels(i)) + task_loss(i, k);
      if (margin >= largest) {
        largest = margin;
        worst = k;
      }
    }
    result.loss += largest / n;
    result.dscores(i, labels(i)) -= 1 / n;
    result.dscores(i, worst) += 1 / n;
  }
  return result;
}
DESCENT_ALTERNATIVE(structured_hinge_loss, structured_with_the_last_maximum,
                    "Of several candidates that are the maximum it takes the last.");

LossResult structured_shares_the_maximum(const arma::mat& scores, const arma::mat& task_loss,
                                         const arma::uvec& labels) {
  require_task_loss(scores, task_loss, labels);
  const double n = count(scores.n_rows);
  const arma::mat augmented = scores + task_loss;
  LossResult result{0, arma::zeros(arma::size(scores))};
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    const double largest = augmented.row(i).max();
    const arma::uvec winners = arma::find(augmented.row(i) == largest);
    for (const arma::uword k : winners) result.dscores(i, k) += 1 / (n * count(winners.n_elem));
    result.dscores(i, labels(i)) -= 1 / n;
    result.loss += (largest - scores(i, labels(i))) / n;
  }
  return result;
}
DESCENT_ALTERNATIVE(structured_hinge_loss, structured_shares_the_maximum,
                    "Of several candidates that are the maximum each gets its share.");

}  // namespace
}  // namespace descent
