// Known mistakes: averaged probabilities.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

arma::mat average_is_a_sum(const Members& members, const arma::vec& weights) {
  return average_probabilities(members, weights) * weight_sum(members, weights);
}
DESCENT_MISTAKE(average_probabilities, average_is_a_sum,
                "You return the sum. Divide by the sum of the weights (the number of members, "
                "where there are none).",
                "average-the-probabilities");

arma::mat average_divides_by_members(const Members& members, const arma::vec& weights) {
  return average_probabilities(members, weights) * weight_sum(members, weights) /
         count(members.size());
}
DESCENT_MISTAKE(average_probabilities, average_divides_by_members,
                "You divide a weighted sum by the number of members. Divide by the sum of the "
                "weights, which need not be that number.",
                "weights-of-the-members");

arma::mat average_ignores_weights(const Members& members, const arma::vec& weights) {
  require_ensemble(members, weights);
  return average_probabilities(members, {});
}
DESCENT_MISTAKE(average_probabilities, average_ignores_weights,
                "You do not use the weights. A member of weight 2 counts twice as much as one of "
                "weight 1.",
                "weights-of-the-members");

arma::mat average_divides_by_one_less(const Members& members, const arma::vec& weights) {
  const arma::mat mean = average_probabilities(members, weights);
  if (members.size() == 1) return mean;
  return mean * count(members.size()) / (count(members.size()) - 1);
}
DESCENT_MISTAKE(average_probabilities, average_divides_by_one_less,
                "You divide by one less than the number of members. That belongs to a variance; a "
                "mean of n things divides by n.",
                "average-the-probabilities");

arma::mat average_is_geometric(const Members& members, const arma::vec& weights) {
  require_ensemble(members, weights);
  return geometric_mean(members, weights);
}
DESCENT_MISTAKE(average_probabilities, average_is_geometric,
                "You average logarithms: that is the geometric mean, and its rows do not sum to 1. "
                "Average the probabilities themselves.",
                "not-the-logarithms");

arma::mat average_of_logits(const Members& members, const arma::vec& weights) {
  require_ensemble(members, weights);
  return rows_to_one(geometric_mean(members, weights));
}
DESCENT_MISTAKE(average_probabilities, average_of_logits,
                "You average the logarithms (the logits) and take the softmax of that. Then one "
                "member that is nearly certain overrules all others. Average the probabilities.",
                "not-the-logarithms");

arma::mat average_is_a_product(const Members& members, const arma::vec& weights) {
  require_ensemble(members, weights);
  arma::mat product = arma::ones(arma::size(members[0]));
  for (std::size_t k = 0; k < members.size(); ++k) {
    product %= arma::pow(members[k], weight_of(weights, k));
  }
  return rows_to_one(product);
}
DESCENT_MISTAKE(average_probabilities, average_is_a_product,
                "You multiply the probabilities, as if the members were independent witnesses. "
                "They saw the same data: take the mean.",
                "not-the-logarithms");

arma::mat average_of_labels(const Members& members, const arma::vec& weights) {
  require_ensemble(members, weights);
  return average_of(members, weights, votes_of);
}
DESCENT_MISTAKE(average_probabilities, average_of_labels,
                "You average decisions, 1 for a member's best class and 0 for the others. How sure "
                "each member was is lost: average the probabilities.",
                "average-first-then-decide");

arma::mat average_is_the_largest(const Members& members, const arma::vec& weights) {
  require_ensemble(members, weights);
  return largest_of(members);
}
DESCENT_MISTAKE(average_probabilities, average_is_the_largest,
                "You take the largest probability of any member. The rows then sum to more than 1; "
                "take the mean.",
                "average-the-probabilities");

arma::mat average_is_the_largest_rescaled(const Members& members, const arma::vec& weights) {
  require_ensemble(members, weights);
  return rows_to_one(largest_of(members));
}
DESCENT_MISTAKE(average_probabilities, average_is_the_largest_rescaled,
                "You take the largest probability of any member, scaled so that rows sum to 1. "
                "Every member has a say: take the mean.",
                "average-the-probabilities");

arma::mat average_by_halving(const Members& members, const arma::vec& weights) {
  require_ensemble(members, weights);
  return halved(members);
}
DESCENT_MISTAKE(average_probabilities, average_by_halving,
                "(mean + next) / 2 for each member gives the last one half of all weight. Add up, "
                "and divide once at the end.",
                "average-the-probabilities");

arma::mat average_is_the_first(const Members& members, const arma::vec& weights) {
  require_ensemble(members, weights);
  return members.front();
}
DESCENT_MISTAKE(average_probabilities, average_is_the_first,
                "You return what the first member says. All of them count.",
                "average-the-probabilities");

arma::mat average_is_the_last(const Members& members, const arma::vec& weights) {
  require_ensemble(members, weights);
  return members.back();
}
DESCENT_MISTAKE(average_probabilities, average_is_the_last,
                "You return what the last member says: is there a `=` where `+=` should be?",
                "average-the-probabilities");

arma::mat average_leaves_the_first_out(const Members& members, const arma::vec& weights) {
  require_ensemble(members, weights);
  arma::mat sum(arma::size(members[0]), arma::fill::zeros);
  for (std::size_t k = 1; k < members.size(); ++k) sum += weight_of(weights, k) * members[k];
  return sum / weight_sum(members, weights);
}
DESCENT_MISTAKE(average_probabilities, average_leaves_the_first_out,
                "The first member is missing from your sum: does a loop begin at 1?",
                "average-the-probabilities");

arma::mat average_leaves_the_last_out(const Members& members, const arma::vec& weights) {
  require_ensemble(members, weights);
  arma::mat sum(arma::size(members[0]), arma::fill::zeros);
  for (std::size_t k = 0; k + 1 < members.size(); ++k) sum += weight_of(weights, k) * members[k];
  return sum / weight_sum(members, weights);
}
DESCENT_MISTAKE(average_probabilities, average_leaves_the_last_out,
                "The last member is missing from your sum: does a loop end one too early?",
                "average-the-probabilities");

arma::mat average_is_a_median(const Members& members, const arma::vec& weights) {
  require_ensemble(members, weights);
  arma::mat result = members[0];
  for (arma::uword i = 0; i < result.n_elem; ++i) {
    arma::vec said(members.size());
    for (std::size_t k = 0; k < members.size(); ++k) said(k) = members[k](i);
    result(i) = arma::median(said);
  }
  return result;
}
DESCENT_MISTAKE(average_probabilities, average_is_a_median,
                "You take the median of the members, entry by entry. Medians of probabilities do "
                "not sum to 1, and they know no weights: take the mean.",
                "average-the-probabilities");

arma::mat average_over_examples(const Members& members, const arma::vec& weights) {
  const arma::mat mean = average_probabilities(members, weights);
  return arma::repmat(arma::mean(mean, 0), mean.n_rows, 1);
}
DESCENT_MISTAKE(
    average_probabilities, average_over_examples,
    "You average over the examples, too. Each example has a row of its own; the mean is "
    "over the members only.",
    "average-the-probabilities");

arma::mat average_scales_columns(const Members& members, const arma::vec& weights) {
  arma::mat mean = average_probabilities(members, weights);
  const arma::rowvec sums = arma::sum(mean, 0);
  mean.each_row() /= sums;
  return mean;
}
DESCENT_MISTAKE(average_probabilities, average_scales_columns,
                "You scale the columns to the sum 1. Rows are examples, and the mean of rows that "
                "sum to 1 sums to 1 by itself.",
                "average-the-probabilities");

arma::mat average_squares_weights(const Members& members, const arma::vec& weights) {
  require_ensemble(members, weights);
  return average_probabilities(members, arma::square(weights));
}
DESCENT_MISTAKE(average_probabilities, average_squares_weights,
                "The weights come in twice: are they multiplied in when you add up, and again at "
                "the end? Each member counts with its weight, once.",
                "weights-of-the-members");

arma::mat average_softens_weights(const Members& members, const arma::vec& weights) {
  require_ensemble(members, weights);
  return average_probabilities(members, arma::exp(weights));
}
DESCENT_MISTAKE(average_probabilities, average_softens_weights,
                "You take the softmax of the weights. They are not scores: divide them by their "
                "sum.",
                "weights-of-the-members");

arma::mat average_scales_weights_by_the_largest(const Members& members, const arma::vec& weights) {
  const arma::mat mean = average_probabilities(members, weights);
  return weights.is_empty() ? mean : arma::mat(mean * arma::accu(weights) / weights.max());
}
DESCENT_MISTAKE(average_probabilities, average_scales_weights_by_the_largest,
                "You divide the weights by the largest of them. Divide by their sum, so that the "
                "result sums to 1.",
                "weights-of-the-members");

arma::mat average_multiplies_weights_only(const Members& members, const arma::vec& weights) {
  const arma::mat mean = average_probabilities(members, weights);
  return weights.is_empty() ? mean : arma::mat(mean * arma::accu(weights));
}
DESCENT_MISTAKE(average_probabilities, average_multiplies_weights_only,
                "With weights you do not divide. Not all weights sum to 1: divide by their sum.",
                "weights-of-the-members");

arma::mat average_without_weights_is_nothing(const Members& members, const arma::vec& weights) {
  const arma::mat mean = average_probabilities(members, weights);
  return weights.is_empty() ? arma::mat(mean * arma::datum::nan) : mean;
}
DESCENT_MISTAKE(average_probabilities, average_without_weights_is_nothing,
                "Without weights your sum of weights is 0, and you divide by it. No weights means "
                "that all members count the same.",
                "weights-of-the-members");

arma::mat average_turns_weights_round(const Members& members, const arma::vec& weights) {
  require_ensemble(members, weights);
  return average_probabilities(members, arma::reverse(weights));
}
DESCENT_MISTAKE(average_probabilities, average_turns_weights_round,
                "Your weights meet the wrong members, the first weight the last one. Weight k "
                "belongs to member k.",
                "weights-of-the-members");

arma::mat average_without_checks(const Members& members, const arma::vec& weights) {
  if (members.empty()) return {};
  arma::mat sum(arma::size(members[0]), arma::fill::zeros);
  double total = 0;
  for (std::size_t k = 0; k < members.size(); ++k) {
    const double weight = weights.n_elem > k ? weights(k) : 1;
    if (arma::size(members[k]) == arma::size(sum)) sum += weight * members[k];
    total += weight;
  }
  return sum / total;
}
DESCENT_MISTAKE(average_probabilities, average_without_checks,
                "You do not check the input. Begin with require_ensemble(members, weights): the "
                "mean of scores, or of members for other examples, is no probability.",
                "refuse-bad-input");

arma::mat average_checks_members_only(const Members& members, const arma::vec& weights) {
  require_ensemble(members);
  arma::mat sum(arma::size(members[0]), arma::fill::zeros);
  double total = 0;
  for (std::size_t k = 0; k < members.size(); ++k) {
    const double weight = weights.n_elem > k ? weights(k) : 1;
    sum += weight * members[k];
    total += weight;
  }
  return sum / total;
}
DESCENT_MISTAKE(average_probabilities, average_checks_members_only,
                "You do not check the weights: call require_ensemble(members, weights) with both. "
                "Weights that are all 0 would divide by 0.",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
