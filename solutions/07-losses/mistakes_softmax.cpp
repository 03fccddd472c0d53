// Known mistakes: the softmax.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

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

LossResult softmax_without_shift_in_the_sum(const arma::mat& scores, const arma::uvec& labels) {
  require_labels(scores, labels);
  arma::mat odds = arma::exp(scores);
  const arma::vec sums = arma::sum(odds, 1);
  odds.each_col() /= sums;
  LossResult result = cross_entropy(odds, labels);
  result.loss = 0;
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    result.loss += (std::log(sums(i)) - scores(i, labels(i))) / count(scores.n_rows);
  }
  return result;
}
DESCENT_MISTAKE(
    softmax_loss, softmax_without_shift_in_the_sum,
    "You exponentiate the raw scores: exp(1000) is infinity, and so is the logarithm of "
    "a sum that has it. Subtract the largest score of each row first, also from the "
    "score of the true class.",
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

LossResult with_epsilon(const arma::mat& scores, const arma::uvec& labels, double epsilon) {
  LossResult result = softmax_loss(scores, labels);
  const arma::mat probabilities = softmax_of_rows(scores);
  result.loss = 0;
  for (arma::uword i = 0; i < scores.n_rows; ++i) {
    result.loss -= std::log(probabilities(i, labels(i)) + epsilon) / count(scores.n_rows);
  }
  return result;
}

LossResult softmax_with_epsilon(const arma::mat& scores, const arma::uvec& labels) {
  return with_epsilon(scores, labels, 1e-7);
}
DESCENT_MISTAKE(
    softmax_loss, softmax_with_epsilon,
    "You add 1e-7 before the logarithm. That hides the infinity, but the loss can no longer "
    "grow: a confident mistake costs 16 at most, and the value does not fit the gradient.",
    "never-take-the-logarithm-of-a-probability");

LossResult softmax_with_smaller_epsilon(const arma::mat& scores, const arma::uvec& labels) {
  return with_epsilon(scores, labels, 1e-8);
}
DESCENT_MISTAKE(
    softmax_loss, softmax_with_smaller_epsilon,
    "You add 1e-8 before the logarithm. That hides the infinity, but the loss can no longer "
    "grow: a confident mistake costs 18 at most, and the value does not fit the gradient.",
    "never-take-the-logarithm-of-a-probability");

LossResult softmax_with_tiny_epsilon(const arma::mat& scores, const arma::uvec& labels) {
  return with_epsilon(scores, labels, 1e-12);
}
DESCENT_MISTAKE(
    softmax_loss, softmax_with_tiny_epsilon,
    "You add 1e-12 before the logarithm. That hides the infinity, but the loss can no longer "
    "grow: a confident mistake costs 27 at most, and the value does not fit the gradient.",
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

}  // namespace
}  // namespace descent
