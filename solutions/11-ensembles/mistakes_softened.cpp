// Known mistakes: softmax at a temperature.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

arma::mat softened_at(const arma::mat& scores, double temperature, double instead) {
  require_softening(scores, temperature);
  return softened_probabilities(scores, instead);
}

arma::mat soft_without_temperature(const arma::mat& scores, double temperature) {
  return softened_at(scores, temperature, 1);
}
DESCENT_MISTAKE(softened_probabilities, soft_without_temperature,
                "The temperature is missing: divide the scores by it.",
                "softening-with-a-temperature");

arma::mat soft_multiplies(const arma::mat& scores, double temperature) {
  return softened_at(scores, temperature, 1 / temperature);
}
DESCENT_MISTAKE(softened_probabilities, soft_multiplies,
                "You multiply the scores by the temperature, which makes the softmax harder. "
                "Divide.",
                "softening-with-a-temperature");

arma::mat soft_squares_the_temperature(const arma::mat& scores, double temperature) {
  return softened_at(scores, temperature, temperature * temperature);
}
DESCENT_MISTAKE(softened_probabilities, soft_squares_the_temperature,
                "You divide by T². Is it divided twice? Divide by T, once.",
                "softening-with-a-temperature");

arma::mat soft_takes_the_root(const arma::mat& scores, double temperature) {
  return softened_at(scores, temperature, std::sqrt(temperature));
}
DESCENT_MISTAKE(softened_probabilities, soft_takes_the_root,
                "You divide by the root of T. Divide by T.", "softening-with-a-temperature");

arma::mat soft_divides_probabilities(const arma::mat& scores, double temperature) {
  return softened_at(scores, temperature, 1) / temperature;
}
DESCENT_MISTAKE(
    softened_probabilities, soft_divides_probabilities,
    "You divide the probabilities by T, and they no longer sum to 1. Divide the scores, "
    "before the exponential.",
    "softening-with-a-temperature");

arma::mat soft_power_without_sum(const arma::mat& scores, double temperature) {
  return arma::pow(softened_at(scores, temperature, 1), 1 / temperature);
}
DESCENT_MISTAKE(softened_probabilities, soft_power_without_sum,
                "You take the softmax to the power 1/T. That is right up to the sum: divide each "
                "row by its own again.",
                "softening-with-a-temperature");

arma::mat soft_columns(const arma::mat& scores, double temperature) {
  require_softening(scores, temperature);
  return softened_probabilities(scores.t(), temperature).t();
}
DESCENT_MISTAKE(softened_probabilities, soft_columns,
                "Your columns sum to 1. Rows are examples, and each row is a distribution.",
                "softening-with-a-temperature");

arma::mat soft_whole_matrix(const arma::mat& scores, double temperature) {
  require_softening(scores, temperature);
  const arma::mat powers = arma::exp((scores - scores.max()) / temperature);
  return powers / arma::accu(powers);
}
DESCENT_MISTAKE(softened_probabilities, soft_whole_matrix,
                "All entries of your result together sum to 1. Each row has a sum of its own.",
                "softening-with-a-temperature");

arma::mat soft_overflows(const arma::mat& scores, double temperature) {
  require_softening(scores, temperature);
  return rows_to_one(arma::exp(scores / temperature));
}
DESCENT_MISTAKE(softened_probabilities, soft_overflows,
                "exp of a large score is infinite, and of a very negative one 0; then you get "
                "inf/inf or 0/0. Take the largest score of each row off first.",
                "large-scores");

arma::mat soft_one_shift_for_all(const arma::mat& scores, double temperature) {
  require_softening(scores, temperature);
  return rows_to_one(arma::exp((scores - scores.max()) / temperature));
}
DESCENT_MISTAKE(softened_probabilities, soft_one_shift_for_all,
                "You take the largest score of the whole matrix off. In a row of much smaller "
                "scores all exponentials are then 0: each row needs its own largest.",
                "large-scores");

arma::mat soft_shift_by_the_mean(const arma::mat& scores, double temperature) {
  require_softening(scores, temperature);
  arma::mat shifted = scores;
  const arma::vec means = arma::mean(scores, 1);
  shifted.each_col() -= means;
  return rows_to_one(arma::exp(shifted / (temperature)));
}
DESCENT_MISTAKE(softened_probabilities, soft_shift_by_the_mean,
                "You take the mean of each row off, instead of its largest score. One score far "
                "above the others still overflows.",
                "large-scores");

arma::mat soft_logarithms(const arma::mat& scores, double temperature) {
  return arma::log(softened_probabilities(scores, temperature));
}
DESCENT_MISTAKE(softened_probabilities, soft_logarithms,
                "You return logarithms of probabilities. The exponential is missing.",
                "softening-with-a-temperature");

arma::mat soft_bare_exponentials(const arma::mat& scores, double temperature) {
  require_softening(scores, temperature);
  arma::mat shifted = scores;
  const arma::vec largest = arma::max(scores, 1);
  shifted.each_col() -= largest;
  return arma::exp(shifted / temperature);
}
DESCENT_MISTAKE(softened_probabilities, soft_bare_exponentials,
                "You do not divide by the sum of the row.", "softening-with-a-temperature");

arma::mat soft_only_when_hot(const arma::mat& scores, double temperature) {
  return softened_at(scores, temperature, std::max(1.0, temperature));
}
DESCENT_MISTAKE(softened_probabilities, soft_only_when_hot,
                "Temperatures below 1 do nothing in your function. They make the softmax harder.",
                "softening-with-a-temperature");

arma::mat soft_by_powers_of_two(const arma::mat& scores, double temperature) {
  return softened_at(scores, temperature, temperature / std::log(2.0));
}
DESCENT_MISTAKE(softened_probabilities, soft_by_powers_of_two,
                "You take powers of 2. The softmax has powers of e: arma::exp.",
                "softening-with-a-temperature");

arma::mat soft_without_checks(const arma::mat& scores, double temperature) {
  if (scores.is_empty()) return scores;
  arma::mat shifted = scores;
  const arma::vec largest = arma::max(scores, 1);
  shifted.each_col() -= largest;
  return rows_to_one(arma::exp(shifted / temperature));
}
DESCENT_MISTAKE(softened_probabilities, soft_without_checks,
                "You do not check the input. Begin with require_softening(scores, temperature): a "
                "negative temperature makes the worst class the best.",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
