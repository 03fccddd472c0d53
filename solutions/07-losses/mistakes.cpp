// Known mistakes of stage 07: what students really write. Each is an ordinary function with the
// signature of its exercise. Every one must fail the hidden suite, and be named when it does.

#include <algorithm>
#include <cmath>
#include <limits>

#include "harness/wire/variants.hpp"
#include "losses.hpp"

namespace descent {
namespace {

double count(arma::uword n) { return static_cast<double>(n); }

// A right result with the value and the gradient multiplied by a factor each.
LossResult scaled(LossResult result, double value, double gradient) {
  result.loss *= value;
  result.dscores *= gradient;
  return result;
}

// The mean over the examples of value(margin) over all rivals of the true class whose margin
// s_j - s_y + delta is positive; slope is the derivative of value.
template <class Value, class Slope>
LossResult over_rivals(const arma::mat& scores, const arma::uvec& labels, double delta, Value value,
                       Slope slope) {
  LossResult result{0, arma::zeros(scores.n_rows, scores.n_cols)};
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    for (arma::uword j = 0; j < scores.n_cols; ++j) {
      const double margin = scores(i, j) - scores(i, labels(i)) + delta;
      if (j == labels(i) || margin <= 0) continue;
      result.loss += value(margin);
      result.dscores(i, j) += slope(margin);
      result.dscores(i, labels(i)) -= slope(margin);
    }
  }
  return scaled(result, 1 / count(scores.n_rows), 1 / count(scores.n_rows));
}

// The mean over the examples of value(score, target), with slope its derivative by the score.
template <class Value, class Slope>
LossResult over_entries(const arma::mat& scores, const arma::mat& targets, Value value,
                        Slope slope) {
  LossResult result{0, arma::zeros(scores.n_rows, scores.n_cols)};
  for (arma::uword j = 0; j < scores.n_cols; ++j) {
    for (arma::uword i = 0; i < scores.n_rows; ++i) {
      result.loss += value(scores(i, j), targets(i, j));
      result.dscores(i, j) = slope(scores(i, j), targets(i, j));
    }
  }
  return scaled(result, 1 / count(scores.n_rows), 1 / count(scores.n_rows));
}

arma::mat softmax_of_rows(const arma::mat& scores) {
  arma::mat odds = scores;
  for (arma::uword i = 0; i < odds.n_rows; ++i) {
    odds.row(i) = arma::exp(odds.row(i) - odds.row(i).max());
    odds.row(i) /= arma::accu(odds.row(i));
  }
  return odds;
}

// The cross-entropy of given probabilities, the textbook way.
LossResult cross_entropy(const arma::mat& probabilities, const arma::uvec& labels) {
  const double n = count(probabilities.n_rows);
  LossResult result{0, probabilities / n};
  for (arma::uword i = 0; i < probabilities.n_rows; ++i) {
    result.loss -= std::log(probabilities(i, labels(i))) / n;
    result.dscores(i, labels(i)) -= 1 / n;
  }
  return result;
}

double plain_sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

double softplus(double x) { return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x))); }

// ---------------------------------------------------------------------------------------- svm_loss

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

// ------------------------------------------------------------------------------ squared_hinge_loss

LossResult squared_hinge_not_squared(const arma::mat& scores, const arma::uvec& labels,
                                     double delta) {
  return svm_loss(scores, labels, delta);
}
DESCENT_MISTAKE(squared_hinge_loss, squared_hinge_not_squared,
                "This is the plain hinge: the violations are not squared.", "the-squared-hinge");

LossResult squared_hinge_with_half_the_gradient(const arma::mat& scores, const arma::uvec& labels,
                                                double delta) {
  return scaled(squared_hinge_loss(scores, labels, delta), 1, 0.5);
}
DESCENT_MISTAKE(squared_hinge_loss, squared_hinge_with_half_the_gradient,
                "The derivative of m² is 2m: your gradient lacks the 2.", "the-squared-hinge");

LossResult squared_hinge_with_half_the_value(const arma::mat& scores, const arma::uvec& labels,
                                             double delta) {
  return scaled(squared_hinge_loss(scores, labels, delta), 0.5, 1);
}
DESCENT_MISTAKE(squared_hinge_loss, squared_hinge_with_half_the_value,
                "Your value carries a factor ½ that the formula has not (and your gradient does "
                "not know of it).",
                "half-in-one-place");

LossResult squared_hinge_halved(const arma::mat& scores, const arma::uvec& labels, double delta) {
  return scaled(squared_hinge_loss(scores, labels, delta), 0.5, 0.5);
}
DESCENT_MISTAKE(squared_hinge_loss, squared_hinge_halved,
                "You put a factor ½ in front of the square. It is common, but it is not in this "
                "formula.",
                "half-in-one-place");

LossResult squared_hinge_with_plain_gradient(const arma::mat& scores, const arma::uvec& labels,
                                             double delta) {
  return {squared_hinge_loss(scores, labels, delta).loss, svm_loss(scores, labels, delta).dscores};
}
DESCENT_MISTAKE(squared_hinge_loss, squared_hinge_with_plain_gradient,
                "The value is squared, but the gradient still counts violations as the plain hinge "
                "does. Each violation m now pulls with 2m.",
                "the-squared-hinge");

LossResult squared_hinge_of_the_sum(const arma::mat& scores, const arma::uvec& labels,
                                    double delta) {
  const double n = count(scores.n_rows);
  LossResult result = svm_loss(scores, labels, delta);
  result.loss = 0;
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    const double sum = svm_loss(scores.row(i), labels.row(i), delta).loss;
    result.loss += sum * sum / n;
    result.dscores.row(i) *= 2 * sum;
  }
  return result;
}
DESCENT_MISTAKE(squared_hinge_loss, squared_hinge_of_the_sum,
                "You square the sum of an example's violations. Square each violation, then sum.",
                "the-squared-hinge");

LossResult squared_hinge_of_the_loss(const arma::mat& scores, const arma::uvec& labels,
                                     double delta) {
  const LossResult plain = svm_loss(scores, labels, delta);
  return scaled(plain, plain.loss, 2 * plain.loss);
}
DESCENT_MISTAKE(squared_hinge_loss, squared_hinge_of_the_loss,
                "You square the loss of the whole batch. Square each violation, then sum, then "
                "average.",
                "the-squared-hinge");

LossResult squared_hinge_counts_the_true_class(const arma::mat& scores, const arma::uvec& labels,
                                               double delta) {
  LossResult result = squared_hinge_loss(scores, labels, delta);
  result.loss += delta * delta;
  return result;
}
DESCENT_MISTAKE(squared_hinge_loss, squared_hinge_counts_the_true_class,
                "Your sum runs over all classes, the true one too, which adds delta² to every "
                "example.",
                "the-true-class-is-no-rival");

LossResult squared_hinge_without_the_hinge(const arma::mat& scores, const arma::uvec& labels,
                                           double delta) {
  require_labels(scores, labels);
  require_margin(delta);
  const double n = count(scores.n_rows);
  LossResult result{0, arma::zeros(scores.n_rows, scores.n_cols)};
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    for (arma::uword j = 0; j < scores.n_cols; ++j) {
      if (j == labels(i)) continue;
      const double margin = scores(i, j) - scores(i, labels(i)) + delta;
      result.loss += margin * margin / n;
      result.dscores(i, j) += 2 * margin / n;
      result.dscores(i, labels(i)) -= 2 * margin / n;
    }
  }
  return result;
}
DESCENT_MISTAKE(squared_hinge_loss, squared_hinge_without_the_hinge,
                "You square margins that are met as well: a negative margin costs nothing, and "
                "its square must not. Take max(0, margin) first.",
                "the-squared-hinge");

LossResult squared_hinge_without_the_mean(const arma::mat& scores, const arma::uvec& labels,
                                          double delta) {
  const double n = count(scores.n_rows);
  return scaled(squared_hinge_loss(scores, labels, delta), n, n);
}
DESCENT_MISTAKE(squared_hinge_loss, squared_hinge_without_the_mean,
                "You return the sum over the examples. The loss is their mean: divide value and "
                "gradient by N.",
                "a-loss-is-a-mean");

LossResult squared_hinge_subtracts_once(const arma::mat& scores, const arma::uvec& labels,
                                        double delta) {
  LossResult result = squared_hinge_loss(scores, labels, delta);
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    arma::rowvec pulls = result.dscores.row(i);
    pulls(labels(i)) = 0;
    result.dscores(i, labels(i)) = -pulls.max();
  }
  return result;
}
DESCENT_MISTAKE(squared_hinge_loss, squared_hinge_subtracts_once,
                "The true class gets the pull of one rival only. Its score stands in every margin: "
                "it gets minus the sum of all pulls.",
                "count-the-violations");

LossResult squared_hinge_without_checks(const arma::mat& scores, const arma::uvec& labels,
                                        double delta) {
  return over_rivals(
      scores, labels, delta, [](double margin) { return margin * margin; },
      [](double margin) { return 2 * margin; });
}
DESCENT_MISTAKE(squared_hinge_loss, squared_hinge_without_checks,
                "You do not check the input. Begin with require_labels(scores, labels) and "
                "require_margin(delta).",
                "refuse-bad-input");

// ------------------------------------------------------------------------------------ softmax_loss

LossResult softmax_without_shift(const arma::mat& scores, const arma::uvec& labels) {
  require_labels(scores, labels);
  arma::mat odds = arma::exp(scores);
  odds.each_col() /= arma::sum(odds, 1).eval();
  return cross_entropy(odds, labels);
}
DESCENT_MISTAKE(softmax_loss, softmax_without_shift,
                "You exponentiate the raw scores: exp(1000) is infinity, and infinity divided by "
                "infinity is NaN. Subtract the largest score of each row first; the probabilities "
                "stay the same.",
                "shift-by-the-maximum");

LossResult softmax_logarithm_of_zero(const arma::mat& scores, const arma::uvec& labels) {
  require_labels(scores, labels);
  return cross_entropy(softmax_of_rows(scores), labels);
}
DESCENT_MISTAKE(softmax_loss, softmax_logarithm_of_zero,
                "You take the logarithm of the probability, and a small probability has become "
                "exactly 0: -ln 0 is infinite. Use ln(sum of exponentials) minus the shifted score "
                "instead.",
                "never-take-the-logarithm-of-a-probability");

LossResult softmax_with_epsilon(const arma::mat& scores, const arma::uvec& labels) {
  LossResult result = softmax_loss(scores, labels);
  const arma::mat probabilities = softmax_of_rows(scores);
  result.loss = 0;
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    result.loss -= std::log(probabilities(i, labels(i)) + 1e-12) / count(scores.n_rows);
  }
  return result;
}
DESCENT_MISTAKE(softmax_loss, softmax_with_epsilon,
                "You add a small number before the logarithm. That hides the infinity, but the "
                "loss can no longer grow: a confident mistake costs 27 at most, and the value does "
                "not fit the gradient.",
                "never-take-the-logarithm-of-a-probability");

LossResult softmax_of_columns(const arma::mat& scores, const arma::uvec& labels) {
  require_labels(scores, labels);
  return cross_entropy(softmax_of_rows(scores.t()).t(), labels);
}
DESCENT_MISTAKE(softmax_loss, softmax_of_columns,
                "You normalize the columns. Examples are rows: the probabilities of each row sum "
                "to 1.",
                "rows-not-columns");

LossResult softmax_of_the_whole_batch(const arma::mat& scores, const arma::uvec& labels) {
  require_labels(scores, labels);
  const arma::mat odds = arma::exp(scores - scores.max());
  return cross_entropy(odds / arma::accu(odds), labels);
}
DESCENT_MISTAKE(softmax_loss, softmax_of_the_whole_batch,
                "You normalize the whole matrix to a sum of 1 (arma::accu sums everything). Each "
                "row has probabilities of its own.",
                "rows-not-columns");

LossResult softmax_shifted_by_the_largest_of_all(const arma::mat& scores,
                                                 const arma::uvec& labels) {
  require_labels(scores, labels);
  const double n = count(scores.n_rows);
  const arma::mat shifted = scores - scores.max();
  LossResult result{0, arma::exp(shifted)};
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    const double total = arma::accu(result.dscores.row(i));
    result.loss += (std::log(total) - shifted(i, labels(i))) / n;
    result.dscores.row(i) /= total * n;
    result.dscores(i, labels(i)) -= 1 / n;
  }
  return result;
}
DESCENT_MISTAKE(softmax_loss, softmax_shifted_by_the_largest_of_all,
                "You shift by the largest score of the whole batch. In a row of much smaller "
                "scores every exponential then becomes 0. Each row needs its own maximum.",
                "shift-by-the-maximum");

LossResult softmax_without_the_mean(const arma::mat& scores, const arma::uvec& labels) {
  return scaled(softmax_loss(scores, labels), count(scores.n_rows), count(scores.n_rows));
}
DESCENT_MISTAKE(softmax_loss, softmax_without_the_mean,
                "You return the sum over the examples. The loss is their mean: divide value and "
                "gradient by N.",
                "a-loss-is-a-mean");

LossResult softmax_gradient_without_the_mean(const arma::mat& scores, const arma::uvec& labels) {
  return scaled(softmax_loss(scores, labels), 1, count(scores.n_rows));
}
DESCENT_MISTAKE(softmax_loss, softmax_gradient_without_the_mean,
                "The value is a mean over the examples, but the gradient is still a sum: divide it "
                "by N as well.",
                "a-loss-is-a-mean");

LossResult softmax_averages_the_classes(const arma::mat& scores, const arma::uvec& labels) {
  return scaled(softmax_loss(scores, labels), 1 / count(scores.n_cols), 1 / count(scores.n_cols));
}
DESCENT_MISTAKE(softmax_loss, softmax_averages_the_classes,
                "You divide by the number of entries, N times C. The mean is over the N examples "
                "only.",
                "a-loss-is-a-mean");

LossResult softmax_gradient_without_the_one(const arma::mat& scores, const arma::uvec& labels) {
  return {softmax_loss(scores, labels).loss, softmax_of_rows(scores) / count(scores.n_rows)};
}
DESCENT_MISTAKE(softmax_loss, softmax_gradient_without_the_one,
                "Your gradient is the probabilities. At the true class 1 must be subtracted; "
                "otherwise every score is pushed down, the right one too.",
                "the-gradient-is-p-minus-one");

LossResult softmax_gradient_negated(const arma::mat& scores, const arma::uvec& labels) {
  return scaled(softmax_loss(scores, labels), 1, -1);
}
DESCENT_MISTAKE(softmax_loss, softmax_gradient_negated,
                "Your gradient has the wrong sign, it is the direction of descent. The gradient "
                "points uphill: p minus 1 at the true class, p elsewhere.",
                "the-gradient-is-p-minus-one");

LossResult softmax_gradient_at_the_true_class_only(const arma::mat& scores,
                                                   const arma::uvec& labels) {
  LossResult result = softmax_loss(scores, labels);
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    const double own = result.dscores(i, labels(i));
    result.dscores.row(i).zeros();
    result.dscores(i, labels(i)) = own;
  }
  return result;
}
DESCENT_MISTAKE(softmax_loss, softmax_gradient_at_the_true_class_only,
                "Only the true class gets a gradient. The other scores stand in the sum below the "
                "fraction, so each gets its probability.",
                "the-gradient-is-p-minus-one");

LossResult softmax_gradient_of_the_probability(const arma::mat& scores, const arma::uvec& labels) {
  require_labels(scores, labels);
  const arma::mat p = softmax_of_rows(scores);
  return {softmax_loss(scores, labels).loss, p % (1 - p) / count(scores.n_rows)};
}
DESCENT_MISTAKE(softmax_loss, softmax_gradient_of_the_probability,
                "p·(1 - p) is how a probability moves with its own score. The loss is a logarithm "
                "of it: the chain rule turns that into p - 1 at the true class and p elsewhere.",
                "the-gradient-is-p-minus-one");

LossResult softmax_base_two(const arma::mat& scores, const arma::uvec& labels) {
  return scaled(softmax_loss(scores, labels), 1 / std::log(2.0), 1);
}
DESCENT_MISTAKE(softmax_loss, softmax_base_two,
                "You use the logarithm to base 2. The loss uses the natural one: 2.302 at chance "
                "with 10 classes, not 3.322.",
                "softmax-and-cross-entropy");

LossResult softmax_without_minus(const arma::mat& scores, const arma::uvec& labels) {
  return scaled(softmax_loss(scores, labels), -1, 1);
}
DESCENT_MISTAKE(softmax_loss, softmax_without_minus,
                "Your loss is negative: the minus in front of the logarithm is missing.",
                "softmax-and-cross-entropy");

LossResult softmax_one_minus_probability(const arma::mat& scores, const arma::uvec& labels) {
  LossResult result = softmax_loss(scores, labels);
  const arma::mat p = softmax_of_rows(scores);
  result.loss = 0;
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    result.loss += (1 - p(i, labels(i))) / count(scores.n_rows);
  }
  return result;
}
DESCENT_MISTAKE(softmax_loss, softmax_one_minus_probability,
                "Your value is 1 minus the probability of the true class. The loss is minus its "
                "logarithm.",
                "softmax-and-cross-entropy");

LossResult softmax_labels_from_one(const arma::mat& scores, const arma::uvec& labels) {
  require_labels(scores, labels);
  return softmax_loss(scores, (labels + scores.n_cols - 1) - scores.n_cols * (labels > 0));
}
DESCENT_MISTAKE(softmax_loss, softmax_labels_from_one,
                "You read the labels as if they started at 1. Label 0 is column 0.",
                "labels-start-at-0");

LossResult softmax_without_checks(const arma::mat& scores, const arma::uvec& labels) {
  const double n = count(scores.n_rows);
  LossResult result{0, softmax_of_rows(scores) / n};
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    const arma::rowvec shifted = scores.row(i) - scores.row(i).max();
    result.loss += (std::log(arma::accu(arma::exp(shifted))) - shifted(labels(i))) / n;
    result.dscores(i, labels(i)) -= 1 / n;
  }
  return result;
}
DESCENT_MISTAKE(softmax_loss, softmax_without_checks,
                "You do not check the input. Begin with require_labels(scores, labels).",
                "refuse-bad-input");

// --------------------------------------------------------------------------- expected_initial_loss

double chance_with_the_true_class(LossKind kind, arma::uword classes) {
  const bool counts_rivals = kind == LossKind::svm || kind == LossKind::squared_hinge;
  return expected_initial_loss(kind, classes) + (counts_rivals ? 1 : 0);
}
DESCENT_MISTAKE(expected_initial_loss, chance_with_the_true_class,
                "You count the true class among its rivals: with 10 classes there are 9 violated "
                "margins, not 10.",
                "loss-at-chance");

double chance_as_a_probability(LossKind kind, arma::uword classes) {
  const double right = expected_initial_loss(kind, classes);
  return kind == LossKind::softmax ? 1 / count(classes) : right;
}
DESCENT_MISTAKE(expected_initial_loss, chance_as_a_probability,
                "1/C is the probability at chance. The softmax loss is minus its logarithm, ln C.",
                "loss-at-chance");

double chance_with_integer_division(LossKind kind, arma::uword classes) {
  const double right = expected_initial_loss(kind, classes);
  return kind == LossKind::softmax ? -std::log(count(1 / classes)) : right;
}
DESCENT_MISTAKE(expected_initial_loss, chance_with_integer_division,
                "1 / classes divides two integers and gives 0. Write ln C, or convert to double "
                "first.",
                "loss-at-chance");

double chance_negative(LossKind kind, arma::uword classes) {
  const double right = expected_initial_loss(kind, classes);
  return kind == LossKind::softmax ? -right : right;
}
DESCENT_MISTAKE(expected_initial_loss, chance_negative,
                "Your softmax loss at chance is ln(1/C), a negative number: the minus in front of "
                "the logarithm is missing.",
                "loss-at-chance");

double chance_base_two(LossKind kind, arma::uword classes) {
  const double right = expected_initial_loss(kind, classes);
  return kind == LossKind::softmax || kind == LossKind::logistic ? right / std::log(2.0) : right;
}
DESCENT_MISTAKE(expected_initial_loss, chance_base_two,
                "You use the logarithm to base 2; the losses use the natural one.",
                "loss-at-chance");

double chance_of_one_attribute(LossKind kind, arma::uword classes) {
  const double right = expected_initial_loss(kind, classes);
  const bool attributes = kind == LossKind::attribute_hinge || kind == LossKind::logistic;
  return attributes ? right / count(classes) : right;
}
DESCENT_MISTAKE(expected_initial_loss, chance_of_one_attribute,
                "You give the loss of one attribute. An example's loss is the sum over all of "
                "them.",
                "loss-at-chance");

double chance_attributes_as_rivals(LossKind kind, arma::uword classes) {
  const double right = expected_initial_loss(kind, classes);
  return kind == LossKind::attribute_hinge ? right - 1 : right;
}
DESCENT_MISTAKE(expected_initial_loss, chance_attributes_as_rivals,
                "Attributes are no rivals of each other: each one costs 1 at chance, so there are "
                "C violated margins, not C - 1.",
                "loss-at-chance");

double chance_logistic_as_softmax(LossKind kind, arma::uword classes) {
  return expected_initial_loss(kind == LossKind::logistic ? LossKind::softmax : kind, classes);
}
DESCENT_MISTAKE(expected_initial_loss, chance_logistic_as_softmax,
                "The logistic loss asks C separate yes-or-no questions, each at chance with "
                "probability ½: C·ln 2, not ln C.",
                "loss-at-chance");

double chance_squared_rivals(LossKind kind, arma::uword classes) {
  const double right = expected_initial_loss(kind, classes);
  return kind == LossKind::squared_hinge ? right * right : right;
}
DESCENT_MISTAKE(expected_initial_loss, chance_squared_rivals,
                "You square the number of rivals. Each of the C - 1 violations is 1, and its "
                "square is 1.",
                "loss-at-chance");

double chance_without_checks(LossKind kind, arma::uword classes) {
  if (classes > 0) return expected_initial_loss(kind, classes);
  return kind == LossKind::softmax ? std::log(0.0) : 0.0;
}
DESCENT_MISTAKE(expected_initial_loss, chance_without_checks,
                "You accept 0 classes. There is no such loss: throw std::invalid_argument.",
                "refuse-bad-input");

// ----------------------------------------------------------------------- hierarchical_softmax_loss

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

// ---------------------------------------------------------------------------- attribute_hinge_loss

double hinge(double margin) { return std::max(0.0, margin); }

LossResult attributes_from_zero_and_one(const arma::mat& scores, const arma::mat& targets) {
  require_binary_targets(scores, targets, -1, 1);
  return over_entries(
      scores, targets, [](double s, double t) { return hinge(1 - (2 * t - 1) * s); },
      [](double s, double t) { return 1 - (2 * t - 1) * s > 0 ? 1 - 2 * t : 0; });
}
DESCENT_MISTAKE(attribute_hinge_loss, attributes_from_zero_and_one,
                "You turn targets of 0 and 1 into -1 and +1, but they are -1 and +1 already: "
                "2·(-1) - 1 is -3.",
                "attributes-one-hinge-each");

LossResult attributes_that_are_there(const arma::mat& scores, const arma::mat& targets) {
  require_binary_targets(scores, targets, -1, 1);
  return over_entries(
      scores, targets, [](double s, double t) { return t > 0 ? hinge(1 - s) : 0; },
      [](double s, double t) { return t > 0 && 1 - s > 0 ? -1 : 0; });
}
DESCENT_MISTAKE(attribute_hinge_loss, attributes_that_are_there,
                "Attributes with target -1 cost nothing in your loss. Their score must be below "
                "-1, or they cost 1 + s.",
                "attributes-one-hinge-each");

LossResult attributes_averaged(const arma::mat& scores, const arma::mat& targets) {
  return scaled(attribute_hinge_loss(scores, targets), 1 / count(scores.n_cols),
                1 / count(scores.n_cols));
}
DESCENT_MISTAKE(attribute_hinge_loss, attributes_averaged,
                "You divide by the number of entries. The loss sums over the attributes and "
                "averages over the examples only.",
                "a-loss-is-a-mean");

LossResult attributes_without_the_mean(const arma::mat& scores, const arma::mat& targets) {
  return scaled(attribute_hinge_loss(scores, targets), count(scores.n_rows), count(scores.n_rows));
}
DESCENT_MISTAKE(attribute_hinge_loss, attributes_without_the_mean,
                "You return the sum over the examples. The loss is their mean: divide value and "
                "gradient by N.",
                "a-loss-is-a-mean");

LossResult attributes_gradient_without_target(const arma::mat& scores, const arma::mat& targets) {
  LossResult result = attribute_hinge_loss(scores, targets);
  result.dscores = -arma::abs(result.dscores);
  return result;
}
DESCENT_MISTAKE(attribute_hinge_loss, attributes_gradient_without_target,
                "Your gradient is -1 wherever the margin is violated. The derivative of 1 - t·s is "
                "-t: +1 for attributes that are not there.",
                "attributes-one-hinge-each");

LossResult attributes_gradient_everywhere(const arma::mat& scores, const arma::mat& targets) {
  return {attribute_hinge_loss(scores, targets).loss, -targets / count(scores.n_rows)};
}
DESCENT_MISTAKE(attribute_hinge_loss, attributes_gradient_everywhere,
                "Your gradient is -t everywhere. Where the margin is met the loss is flat and the "
                "gradient 0.",
                "attributes-one-hinge-each");

LossResult attributes_flipped(const arma::mat& scores, const arma::mat& targets) {
  return attribute_hinge_loss(scores, -targets);
}
DESCENT_MISTAKE(attribute_hinge_loss, attributes_flipped,
                "Your margin is 1 + t·s: it punishes the right answers. A score on the side of its "
                "target makes 1 - t·s small.",
                "which-way-round");

LossResult attributes_squared(const arma::mat& scores, const arma::mat& targets) {
  require_binary_targets(scores, targets, -1, 1);
  return over_entries(
      scores, targets, [](double s, double t) { return hinge(1 - t * s) * hinge(1 - t * s); },
      [](double s, double t) { return -2 * t * hinge(1 - t * s); });
}
DESCENT_MISTAKE(attribute_hinge_loss, attributes_squared,
                "You square the violations. This hinge is the plain one.",
                "attributes-one-hinge-each");

LossResult attributes_without_the_hinge(const arma::mat& scores, const arma::mat& targets) {
  require_binary_targets(scores, targets, -1, 1);
  return over_entries(
      scores, targets, [](double s, double t) { return 1 - t * s; },
      [](double, double t) { return -t; });
}
DESCENT_MISTAKE(attribute_hinge_loss, attributes_without_the_hinge,
                "The max(0, ...) is missing: scores far on the right side make your loss negative.",
                "attributes-one-hinge-each");

LossResult attributes_without_the_margin(const arma::mat& scores, const arma::mat& targets) {
  require_binary_targets(scores, targets, -1, 1);
  return over_entries(
      scores, targets, [](double s, double t) { return hinge(-t * s); },
      [](double s, double t) { return -t * s > 0 ? -t : 0; });
}
DESCENT_MISTAKE(attribute_hinge_loss, attributes_without_the_margin,
                "You ask for the right sign only, max(0, -t·s). The score must be on the right "
                "side by a margin of 1.",
                "attributes-one-hinge-each");

LossResult attributes_without_checks(const arma::mat& scores, const arma::mat& targets) {
  return over_entries(
      scores, targets, [](double s, double t) { return hinge(1 - t * s); },
      [](double s, double t) { return 1 - t * s > 0 ? -t : 0; });
}
DESCENT_MISTAKE(attribute_hinge_loss, attributes_without_checks,
                "You do not check the input. Begin with require_binary_targets(scores, targets, "
                "-1, 1): targets of 0 and 1 would pass unnoticed.",
                "refuse-bad-input");

// ----------------------------------------------------------------------------------- logistic_loss

double stable_sigmoid(double x) { return std::exp(-softplus(-x)); }

LossResult logistic_logarithm_of_zero(const arma::mat& scores, const arma::mat& targets) {
  require_binary_targets(scores, targets, 0, 1);
  return over_entries(
      scores, targets,
      [](double s, double t) {
        const double p = plain_sigmoid(s);
        return -(t * std::log(p) + (1 - t) * std::log(1 - p));
      },
      [](double s, double t) { return plain_sigmoid(s) - t; });
}
DESCENT_MISTAKE(logistic_loss, logistic_logarithm_of_zero,
                "You take ln σ and ln(1 - σ). At scores of ±1000 one of them is ln 0, and 0 times "
                "infinity is NaN. Use max(s, 0) - s·t + log1p(exp(-|s|)).",
                "the-stable-logistic");

LossResult logistic_clamped(const arma::mat& scores, const arma::mat& targets) {
  require_binary_targets(scores, targets, 0, 1);
  return over_entries(
      scores, targets,
      [](double s, double t) {
        const double p = std::clamp(plain_sigmoid(s), 1e-12, 1 - 1e-12);
        return -(t * std::log(p) + (1 - t) * std::log(1 - p));
      },
      [](double s, double t) { return stable_sigmoid(s) - t; });
}
DESCENT_MISTAKE(logistic_loss, logistic_clamped,
                "You keep the probability away from 0 and 1. That hides the infinity, but a "
                "confident mistake then costs 27 at most. max(s, 0) - s·t + log1p(exp(-|s|)) is "
                "exact.",
                "the-stable-logistic");

LossResult logistic_without_log1p_form(const arma::mat& scores, const arma::mat& targets) {
  require_binary_targets(scores, targets, 0, 1);
  return over_entries(
      scores, targets, [](double s, double t) { return std::log1p(std::exp(s)) - s * t; },
      [](double s, double t) { return stable_sigmoid(s) - t; });
}
DESCENT_MISTAKE(logistic_loss, logistic_without_log1p_form,
                "ln(1 + exp(s)) - s·t is right on paper, but exp(1000) overflows. Take the "
                "exponential of -|s| only: max(s, 0) - s·t + log1p(exp(-|s|)).",
                "the-stable-logistic");

LossResult logistic_gradient_negated(const arma::mat& scores, const arma::mat& targets) {
  return scaled(logistic_loss(scores, targets), 1, -1);
}
DESCENT_MISTAKE(logistic_loss, logistic_gradient_negated,
                "Your gradient is t - σ(s), the gradient of the log likelihood. The loss is minus "
                "that, and its gradient σ(s) - t.",
                "attributes-logistic-regression");

LossResult logistic_gradient_of_the_square(const arma::mat& scores, const arma::mat& targets) {
  require_binary_targets(scores, targets, 0, 1);
  LossResult result = logistic_loss(scores, targets);
  for (arma::uword k = 0; k < scores.n_elem; ++k) {
    result.dscores(k) *= stable_sigmoid(scores(k)) * stable_sigmoid(-scores(k));
  }
  return result;
}
DESCENT_MISTAKE(logistic_loss, logistic_gradient_of_the_square,
                "Your gradient has the factor σ·(1 - σ) of the sigmoid once too often. The "
                "logarithm cancels it: what stays is σ(s) - t.",
                "attributes-logistic-regression");

LossResult logistic_yes_only(const arma::mat& scores, const arma::mat& targets) {
  require_binary_targets(scores, targets, 0, 1);
  return over_entries(
      scores, targets, [](double s, double t) { return t * softplus(-s); },
      [](double s, double t) { return t * (stable_sigmoid(s) - 1); });
}
DESCENT_MISTAKE(logistic_loss, logistic_yes_only,
                "Attributes with target 0 cost nothing in your loss: the term (1 - t)·ln(1 - σ) is "
                "missing.",
                "attributes-logistic-regression");

LossResult logistic_for_plus_and_minus_one(const arma::mat& scores, const arma::mat& targets) {
  require_binary_targets(scores, targets, 0, 1);
  return over_entries(
      scores, targets, [](double s, double t) { return softplus(-t * s); },
      [](double s, double t) { return -t * stable_sigmoid(-t * s); });
}
DESCENT_MISTAKE(logistic_loss, logistic_for_plus_and_minus_one,
                "ln(1 + exp(-t·s)) is the formula for targets +1 and -1. Here they are 1 and 0, "
                "and with t = 0 it is always ln 2.",
                "attributes-logistic-regression");

LossResult logistic_averages_the_attributes(const arma::mat& scores, const arma::mat& targets) {
  return scaled(logistic_loss(scores, targets), 1 / count(scores.n_cols), 1 / count(scores.n_cols));
}
DESCENT_MISTAKE(logistic_loss, logistic_averages_the_attributes,
                "You divide by the number of entries. The loss sums over the attributes and "
                "averages over the examples only.",
                "a-loss-is-a-mean");

LossResult logistic_without_the_mean(const arma::mat& scores, const arma::mat& targets) {
  return scaled(logistic_loss(scores, targets), count(scores.n_rows), count(scores.n_rows));
}
DESCENT_MISTAKE(logistic_loss, logistic_without_the_mean,
                "You return the sum over the examples. The loss is their mean: divide value and "
                "gradient by N.",
                "a-loss-is-a-mean");

LossResult logistic_as_softmax(const arma::mat& scores, const arma::mat& targets) {
  require_binary_targets(scores, targets, 0, 1);
  const arma::mat p = softmax_of_rows(scores);
  return {-arma::accu(targets % arma::log(p)) / count(scores.n_rows),
          (p - targets) / count(scores.n_rows)};
}
DESCENT_MISTAKE(logistic_loss, logistic_as_softmax,
                "You let the attributes compete in a softmax. Each attribute is a question of its "
                "own, with a sigmoid of its own.",
                "attributes-logistic-regression");

LossResult logistic_without_checks(const arma::mat& scores, const arma::mat& targets) {
  return over_entries(
      scores, targets, [](double s, double t) { return softplus(s) - s * t; },
      [](double s, double t) { return stable_sigmoid(s) - t; });
}
DESCENT_MISTAKE(logistic_loss, logistic_without_checks,
                "You do not check the input. Begin with require_binary_targets(scores, targets, 0, "
                "1): targets of -1 would pass unnoticed.",
                "refuse-bad-input");

// ------------------------------------------------------------------------------ l2_regression_loss

LossResult l2_half_the_value(const arma::mat& predictions, const arma::mat& targets) {
  return scaled(l2_regression_loss(predictions, targets), 0.5, 1);
}
DESCENT_MISTAKE(l2_regression_loss, l2_half_the_value,
                "Your value carries a factor ½ that your gradient does not have: they belong to "
                "two different losses. There is no ½ here.",
                "half-in-one-place");

LossResult l2_half_the_gradient(const arma::mat& predictions, const arma::mat& targets) {
  return scaled(l2_regression_loss(predictions, targets), 1, 0.5);
}
DESCENT_MISTAKE(l2_regression_loss, l2_half_the_gradient,
                "The derivative of the square is 2·(f - y): without a ½ in the loss the 2 stays.",
                "half-in-one-place");

LossResult l2_halved(const arma::mat& predictions, const arma::mat& targets) {
  return scaled(l2_regression_loss(predictions, targets), 0.5, 0.5);
}
DESCENT_MISTAKE(l2_regression_loss, l2_halved,
                "You put a factor ½ in front of the square. It is common, but it is not in this "
                "formula.",
                "half-in-one-place");

LossResult l2_with_a_root(const arma::mat& predictions, const arma::mat& targets) {
  const double n = count(predictions.n_rows);
  LossResult result = l2_regression_loss(predictions, targets);
  result.loss = 0;
  for (arma::uword i = 0; i < predictions.n_rows; ++i) {
    const double distance =
        std::sqrt(arma::accu(arma::square((predictions.row(i) - targets.row(i)).eval())));
    result.loss += distance / n;
    if (distance > 0) result.dscores.row(i) /= 2 * distance;
  }
  return result;
}
DESCENT_MISTAKE(l2_regression_loss, l2_with_a_root,
                "You use the distance. The loss is the squared distance: no root.",
                "regression-l2");

LossResult l2_averages_the_outputs(const arma::mat& predictions, const arma::mat& targets) {
  return scaled(l2_regression_loss(predictions, targets), 1 / count(predictions.n_cols),
                1 / count(predictions.n_cols));
}
DESCENT_MISTAKE(l2_regression_loss, l2_averages_the_outputs,
                "You divide by the number of entries, N times D. The loss sums over the outputs "
                "and averages over the examples only.",
                "a-loss-is-a-mean");

LossResult l2_without_the_mean(const arma::mat& predictions, const arma::mat& targets) {
  return scaled(l2_regression_loss(predictions, targets), count(predictions.n_rows),
                count(predictions.n_rows));
}
DESCENT_MISTAKE(l2_regression_loss, l2_without_the_mean,
                "You return the sum over the examples. The loss is their mean: divide value and "
                "gradient by N.",
                "a-loss-is-a-mean");

LossResult l2_gradient_without_the_mean(const arma::mat& predictions, const arma::mat& targets) {
  return scaled(l2_regression_loss(predictions, targets), 1, count(predictions.n_rows));
}
DESCENT_MISTAKE(l2_regression_loss, l2_gradient_without_the_mean,
                "The value is a mean over the examples, but the gradient is still a sum: divide it "
                "by N as well.",
                "a-loss-is-a-mean");

LossResult l2_gradient_negated(const arma::mat& predictions, const arma::mat& targets) {
  return scaled(l2_regression_loss(predictions, targets), 1, -1);
}
DESCENT_MISTAKE(l2_regression_loss, l2_gradient_negated,
                "Your gradient is that of the targets, 2·(y - f). A prediction above its target "
                "must have a positive slope.",
                "regression-l2");

LossResult l2_without_checks(const arma::mat& predictions, const arma::mat& targets) {
  return over_entries(
      predictions, targets, [](double f, double y) { return (f - y) * (f - y); },
      [](double f, double y) { return 2 * (f - y); });
}
DESCENT_MISTAKE(l2_regression_loss, l2_without_checks,
                "You do not check the input. Begin with require_targets(predictions, targets).",
                "refuse-bad-input");

// ------------------------------------------------------------------------------ l1_regression_loss

LossResult l1_without_absolute_value(const arma::mat& predictions, const arma::mat& targets) {
  LossResult result = l1_regression_loss(predictions, targets);
  result.loss = arma::accu(predictions - targets) / count(predictions.n_rows);
  return result;
}
DESCENT_MISTAKE(l1_regression_loss, l1_without_absolute_value,
                "You sum the differences themselves, so errors up and down cancel. Sum their "
                "absolute values.",
                "regression-l1");

LossResult l1_gradient_is_the_difference(const arma::mat& predictions, const arma::mat& targets) {
  LossResult result = l1_regression_loss(predictions, targets);
  result.dscores = (predictions - targets) / count(predictions.n_rows);
  return result;
}
DESCENT_MISTAKE(l1_regression_loss, l1_gradient_is_the_difference,
                "Your gradient grows with the error, as that of L2 does. The slope of |d| is the "
                "sign of d, however large d is.",
                "regression-l1");

LossResult l1_zero_by_zero(const arma::mat& predictions, const arma::mat& targets) {
  LossResult result = l1_regression_loss(predictions, targets);
  const arma::mat difference = predictions - targets;
  result.dscores = difference / (count(predictions.n_rows) * arma::abs(difference));
  return result;
}
DESCENT_MISTAKE(l1_regression_loss, l1_zero_by_zero,
                "You compute the sign as d / |d|, which is 0 / 0 = NaN where a prediction is "
                "exactly right. arma::sign gives 0 there.",
                "the-slope-at-zero");

LossResult l1_gradient_negated(const arma::mat& predictions, const arma::mat& targets) {
  return scaled(l1_regression_loss(predictions, targets), 1, -1);
}
DESCENT_MISTAKE(l1_regression_loss, l1_gradient_negated,
                "Your gradient is that of the targets. A prediction above its target must have a "
                "positive slope.",
                "regression-l1");

LossResult l1_averages_the_outputs(const arma::mat& predictions, const arma::mat& targets) {
  return scaled(l1_regression_loss(predictions, targets), 1 / count(predictions.n_cols),
                1 / count(predictions.n_cols));
}
DESCENT_MISTAKE(l1_regression_loss, l1_averages_the_outputs,
                "You divide by the number of entries, N times D. The loss sums over the outputs "
                "and averages over the examples only.",
                "a-loss-is-a-mean");

LossResult l1_without_the_mean(const arma::mat& predictions, const arma::mat& targets) {
  return scaled(l1_regression_loss(predictions, targets), count(predictions.n_rows),
                count(predictions.n_rows));
}
DESCENT_MISTAKE(l1_regression_loss, l1_without_the_mean,
                "You return the sum over the examples. The loss is their mean: divide value and "
                "gradient by N.",
                "a-loss-is-a-mean");

LossResult l1_gradient_without_the_mean(const arma::mat& predictions, const arma::mat& targets) {
  return scaled(l1_regression_loss(predictions, targets), 1, count(predictions.n_rows));
}
DESCENT_MISTAKE(l1_regression_loss, l1_gradient_without_the_mean,
                "The value is a mean over the examples, but the gradient is still a sum: divide it "
                "by N as well.",
                "a-loss-is-a-mean");

LossResult l1_squared(const arma::mat& predictions, const arma::mat& targets) {
  return l2_regression_loss(predictions, targets);
}
DESCENT_MISTAKE(l1_regression_loss, l1_squared,
                "You square the differences. That is l2_regression_loss; here their absolute "
                "values are summed.",
                "regression-l1");

LossResult l1_without_checks(const arma::mat& predictions, const arma::mat& targets) {
  return over_entries(
      predictions, targets, [](double f, double y) { return std::abs(f - y); },
      [](double f, double y) { return f > y   ? 1.0
                                      : f < y ? -1.0
                                              : 0.0; });
}
DESCENT_MISTAKE(l1_regression_loss, l1_without_checks,
                "You do not check the input. Begin with require_targets(predictions, targets).",
                "refuse-bad-input");

// ------------------------------------------------------------------------------------- bin_targets

arma::uvec bins_with_edges_below(const arma::vec& targets, const arma::vec& edges) {
  require_edges(targets, edges);
  arma::uvec bins(targets.n_elem);
  for (arma::uword i = 0; i < targets.n_elem; ++i) bins(i) = arma::accu(edges < targets(i));
  return bins;
}
DESCENT_MISTAKE(bin_targets, bins_with_edges_below,
                "A target that lies on an edge falls into your bin below it. It belongs to the bin "
                "above: e_{k-1} <= t < e_k.",
                "regression-as-classification");

arma::uvec bins_without_the_last(const arma::vec& targets, const arma::vec& edges) {
  arma::uvec bins = bin_targets(targets, edges);
  return arma::clamp(bins, 0, edges.n_elem - 1);
}
DESCENT_MISTAKE(bin_targets, bins_without_the_last,
                "Targets above the last edge fall into the bin below it. K edges make K + 1 bins: "
                "the last has no upper end.",
                "regression-as-classification");

arma::uvec bins_without_the_first(const arma::vec& targets, const arma::vec& edges) {
  arma::uvec bins = bin_targets(targets, edges);
  bins.transform([](arma::uword bin) { return bin > 0 ? bin - 1 : 0; });
  return bins;
}
DESCENT_MISTAKE(bin_targets, bins_without_the_first,
                "You start to count bins at the first edge. Everything below that edge is bin 0, "
                "so the bin after it is 1.",
                "regression-as-classification");

arma::uvec bins_from_one(const arma::vec& targets, const arma::vec& edges) {
  return bin_targets(targets, edges) + 1;
}
DESCENT_MISTAKE(bin_targets, bins_from_one,
                "Your bins start at 1. They are labels for a classifier, and labels start at 0.",
                "labels-start-at-0");

arma::uvec bins_of_equal_width(const arma::vec& targets, const arma::vec& edges) {
  require_edges(targets, edges);
  const double last = count(edges.n_elem);
  const double width = edges.n_elem > 1 ? (edges.back() - edges.front()) / (last - 1) : 1;
  arma::uvec bins(targets.n_elem);
  for (arma::uword i = 0; i < targets.n_elem; ++i) {
    const double place = std::floor((targets(i) - edges.front()) / width) + 1;
    bins(i) = static_cast<arma::uword>(std::clamp(place, 0.0, last));
  }
  return bins;
}
DESCENT_MISTAKE(bin_targets, bins_of_equal_width,
                "You assume that all bins have the same width. The edges may lie anywhere: compare "
                "with each.",
                "regression-as-classification");

arma::uvec bins_of_the_nearest_edge(const arma::vec& targets, const arma::vec& edges) {
  require_edges(targets, edges);
  arma::uvec bins(targets.n_elem);
  for (arma::uword i = 0; i < targets.n_elem; ++i) {
    bins(i) = arma::abs(edges - targets(i)).index_min();
  }
  return bins;
}
DESCENT_MISTAKE(bin_targets, bins_of_the_nearest_edge,
                "You return the nearest edge. The edges are the borders between the bins, not "
                "their middles.",
                "regression-as-classification");

arma::uvec bins_without_checks(const arma::vec& targets, const arma::vec& edges) {
  arma::uvec bins(targets.n_elem);
  for (arma::uword i = 0; i < targets.n_elem; ++i) bins(i) = arma::accu(edges <= targets(i));
  return bins;
}
DESCENT_MISTAKE(bin_targets, bins_without_checks,
                "You do not check the input. Begin with require_edges(targets, edges).",
                "refuse-bad-input");

// --------------------------------------------------------------------------- structured_hinge_loss

LossResult structured_without_task_loss(const arma::mat& scores, const arma::mat& task_loss,
                                        const arma::uvec& labels) {
  require_task_loss(scores, task_loss, labels);
  return structured_hinge_loss(scores, arma::zeros(arma::size(scores)), labels);
}
DESCENT_MISTAKE(structured_hinge_loss, structured_without_task_loss,
                "You compare the scores alone. Each candidate must stay behind by its task loss: "
                "maximize s + t.",
                "structured-prediction");

LossResult structured_with_margin_one(const arma::mat& scores, const arma::mat& task_loss,
                                      const arma::uvec& labels) {
  require_task_loss(scores, task_loss, labels);
  arma::mat ones = arma::ones(arma::size(scores));
  for (arma::uword i = 0; i < scores.n_rows; ++i) ones(i, labels(i)) = 0;
  return structured_hinge_loss(scores, ones, labels);
}
DESCENT_MISTAKE(structured_hinge_loss, structured_with_margin_one,
                "Your margin is 1 for every wrong candidate. A candidate that is nearly right may "
                "come closer: its margin is its task loss.",
                "structured-prediction");

LossResult structured_with_best_score(const arma::mat& scores, const arma::mat& task_loss,
                                      const arma::uvec& labels) {
  require_task_loss(scores, task_loss, labels);
  const double n = count(scores.n_rows);
  LossResult result{0, arma::zeros(arma::size(scores))};
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    const arma::uword best = scores.row(i).index_max();
    result.loss += (scores(i, best) + task_loss(i, best) - scores(i, labels(i))) / n;
    result.dscores(i, best) += 1 / n;
    result.dscores(i, labels(i)) -= 1 / n;
  }
  return result;
}
DESCENT_MISTAKE(structured_hinge_loss, structured_with_best_score,
                "You look for the candidate with the largest score and add its task loss then. The "
                "most violating candidate maximizes score plus task loss.",
                "structured-prediction");

LossResult structured_sum(const arma::mat& scores, const arma::mat& task_loss,
                          const arma::uvec& labels) {
  require_task_loss(scores, task_loss, labels);
  const double n = count(scores.n_rows);
  LossResult result{0, arma::zeros(arma::size(scores))};
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    for (arma::uword k = 0; k < scores.n_cols; ++k) {
      const double margin = scores(i, k) + task_loss(i, k) - scores(i, labels(i));
      if (k == labels(i) || margin <= 0) continue;
      result.loss += margin / n;
      result.dscores(i, k) += 1 / n;
      result.dscores(i, labels(i)) -= 1 / n;
    }
  }
  return result;
}
DESCENT_MISTAKE(structured_hinge_loss, structured_sum,
                "You sum the violations of all candidates, as svm_loss does. Here only the largest "
                "one counts: there may be exponentially many candidates.",
                "structured-prediction");

LossResult structured_slack_rescaling(const arma::mat& scores, const arma::mat& task_loss,
                                      const arma::uvec& labels) {
  require_task_loss(scores, task_loss, labels);
  const double n = count(scores.n_rows);
  LossResult result{0, arma::zeros(arma::size(scores))};
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    const arma::rowvec costs = task_loss.row(i) % (1 + scores.row(i) - scores(i, labels(i)));
    const arma::uword worst = costs.index_max();
    if (!(costs(worst) > 0)) continue;
    result.loss += costs(worst) / n;
    result.dscores(i, worst) += task_loss(i, worst) / n;
    result.dscores(i, labels(i)) -= task_loss(i, worst) / n;
  }
  return result;
}
DESCENT_MISTAKE(structured_hinge_loss, structured_slack_rescaling,
                "You multiply the violation by the task loss (slack rescaling). In margin "
                "rescaling the task loss is added to the score.",
                "structured-prediction");

LossResult structured_subtracts_task_loss(const arma::mat& scores, const arma::mat& task_loss,
                                          const arma::uvec& labels) {
  require_task_loss(scores, task_loss, labels);
  const double n = count(scores.n_rows);
  LossResult result{0, arma::zeros(arma::size(scores))};
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    const arma::rowvec reduced = scores.row(i) - task_loss.row(i);
    const arma::uword worst = reduced.index_max();
    result.loss += (reduced(worst) - scores(i, labels(i))) / n;
    result.dscores(i, worst) += 1 / n;
    result.dscores(i, labels(i)) -= 1 / n;
  }
  return result;
}
DESCENT_MISTAKE(structured_hinge_loss, structured_subtracts_task_loss,
                "You subtract the task loss, so bad candidates may come closer than good ones. Add "
                "it to the score.",
                "structured-prediction");

LossResult structured_without_the_true_candidate(const arma::mat& scores,
                                                 const arma::mat& task_loss,
                                                 const arma::uvec& labels) {
  require_task_loss(scores, task_loss, labels);
  const double n = count(scores.n_rows);
  LossResult result{0, arma::zeros(arma::size(scores))};
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    arma::rowvec augmented = scores.row(i) + task_loss.row(i);
    augmented(labels(i)) = -std::numeric_limits<double>::infinity();
    const arma::uword worst = augmented.index_max();
    result.loss += (augmented(worst) - scores(i, labels(i))) / n;
    result.dscores(i, worst) += 1 / n;
    result.dscores(i, labels(i)) -= 1 / n;
  }
  return result;
}
DESCENT_MISTAKE(structured_hinge_loss, structured_without_the_true_candidate,
                "You leave the true candidate out of the maximum, so the loss becomes negative "
                "once every margin is met. With it in, the loss ends at 0.",
                "structured-prediction");

LossResult structured_overwrites(const arma::mat& scores, const arma::mat& task_loss,
                                 const arma::uvec& labels) {
  LossResult result = structured_hinge_loss(scores, task_loss, labels);
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    result.dscores(i, labels(i)) = -1 / count(scores.n_rows);
  }
  return result;
}
DESCENT_MISTAKE(structured_hinge_loss, structured_overwrites,
                "You assign +1 and -1 to the gradient. Where the true candidate is the maximum "
                "they meet in one entry and must cancel: add and subtract instead.",
                "structured-prediction");

LossResult structured_gradient_of_the_rival_only(const arma::mat& scores,
                                                 const arma::mat& task_loss,
                                                 const arma::uvec& labels) {
  LossResult result = structured_hinge_loss(scores, task_loss, labels);
  for (arma::uword i = 0; i < scores.n_rows; ++i) result.dscores(i, labels(i)) = 0;
  return result;
}
DESCENT_MISTAKE(structured_hinge_loss, structured_gradient_of_the_rival_only,
                "The true candidate gets no gradient. Its score is subtracted, so its slope is -1.",
                "structured-prediction");

LossResult structured_without_the_mean(const arma::mat& scores, const arma::mat& task_loss,
                                       const arma::uvec& labels) {
  return scaled(structured_hinge_loss(scores, task_loss, labels), count(scores.n_rows),
                count(scores.n_rows));
}
DESCENT_MISTAKE(structured_hinge_loss, structured_without_the_mean,
                "You return the sum over the examples. The loss is their mean: divide value and "
                "gradient by N.",
                "a-loss-is-a-mean");

LossResult structured_without_checks(const arma::mat& scores, const arma::mat& task_loss,
                                     const arma::uvec& labels) {
  const double n = count(scores.n_rows);
  LossResult result{0, arma::zeros(arma::size(scores))};
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    const arma::rowvec augmented = scores.row(i) + task_loss.row(i);
    const arma::uword worst = augmented.index_max();
    result.loss += (augmented(worst) - scores(i, labels(i))) / n;
    result.dscores(i, worst) += 1 / n;
    result.dscores(i, labels(i)) -= 1 / n;
  }
  return result;
}
DESCENT_MISTAKE(structured_hinge_loss, structured_without_checks,
                "You do not check the input. Begin with require_task_loss(scores, task_loss, "
                "labels).",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
