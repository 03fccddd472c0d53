// Known mistakes: the ensemble decides.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

arma::uvec decisions_of(const arma::mat& probabilities) {
  return arma::index_max(probabilities, 1);
}

arma::uvec predict_by_votes(const Members& members, const arma::vec& weights) {
  require_ensemble(members, weights);
  return decisions_of(average_of(members, arma::vec{}, votes_of));
}
DESCENT_MISTAKE(ensemble_predict, predict_by_votes,
                "Your members vote: each decides first, and the classes are counted. How sure each "
                "one was is lost. Average the probabilities, then decide.",
                "average-first-then-decide");

arma::uvec predict_by_weighted_votes(const Members& members, const arma::vec& weights) {
  require_ensemble(members, weights);
  return decisions_of(average_of(members, weights, votes_of));
}
DESCENT_MISTAKE(ensemble_predict, predict_by_weighted_votes,
                "Your members vote with their weights. Each decides first, so how sure it was is "
                "lost. Average the probabilities, then decide.",
                "average-first-then-decide");

arma::uvec predict_averages_labels(const Members& members, const arma::vec& weights) {
  require_ensemble(members, weights);
  const arma::mat mean = average_of(members, weights, [](const arma::mat& member) {
    return arma::conv_to<arma::mat>::from(decisions_of(member));
  });
  return arma::conv_to<arma::uvec>::from(arma::round(mean));
}
DESCENT_MISTAKE(ensemble_predict, predict_averages_labels,
                "You average the members' labels, as numbers: of a cat (3) and a truck (9) comes a "
                "frog (6). Labels are names. Average the probabilities.",
                "average-first-then-decide");

arma::uvec predict_with_the_first(const Members& members, const arma::vec& weights) {
  require_ensemble(members, weights);
  return decisions_of(members.front());
}
DESCENT_MISTAKE(ensemble_predict, predict_with_the_first,
                "The first member decides alone. Average all members first.",
                "average-first-then-decide");

arma::uvec predict_with_the_last(const Members& members, const arma::vec& weights) {
  require_ensemble(members, weights);
  return decisions_of(members.back());
}
DESCENT_MISTAKE(ensemble_predict, predict_with_the_last,
                "The last member decides alone. Average all members first.",
                "average-first-then-decide");

arma::uvec predict_with_the_surest(const Members& members, const arma::vec& weights) {
  require_ensemble(members, weights);
  return decisions_of(surest_of(members));
}
DESCENT_MISTAKE(ensemble_predict, predict_with_the_surest,
                "The member that is surest decides alone, whatever the others say. Being sure is "
                "not being right: take the mean of all.",
                "average-first-then-decide");

arma::uvec predict_by_logits(const Members& members, const arma::vec& weights) {
  require_ensemble(members, weights);
  return decisions_of(geometric_mean(members, weights));
}
DESCENT_MISTAKE(ensemble_predict, predict_by_logits,
                "You average logarithms. One member that is nearly certain then overrules all "
                "others. Average the probabilities.",
                "not-the-logarithms");

arma::uvec predict_the_last_of_equals(const Members& members, const arma::vec& weights) {
  const arma::mat p = average_probabilities(members, weights);
  return p.n_cols - 1 - decisions_of(arma::fliplr(p));
}
DESCENT_MISTAKE(ensemble_predict, predict_the_last_of_equals,
                "Of equally likely classes you take the last: is there a `>=` where `>` should be? "
                "The first one counts.",
                "ties");

arma::uvec predict_the_least(const Members& members, const arma::vec& weights) {
  return arma::index_min(average_probabilities(members, weights), 1);
}
DESCENT_MISTAKE(ensemble_predict, predict_the_least,
                "You take the smallest probability. The decision is the largest.",
                "average-first-then-decide");

arma::uvec predict_along_columns(const Members& members, const arma::vec& weights) {
  return arma::index_max(average_probabilities(members, weights), 0).t();
}
DESCENT_MISTAKE(ensemble_predict, predict_along_columns,
                "You look for the largest entry of each column. Rows are examples: "
                "arma::index_max(p, 1).",
                "average-first-then-decide");

arma::uvec predict_counts_from_one(const Members& members, const arma::vec& weights) {
  return decisions_of(average_probabilities(members, weights)) + 1;
}
DESCENT_MISTAKE(ensemble_predict, predict_counts_from_one,
                "Your classes count from 1. Labels are 0, 1, ..., C - 1.",
                "average-first-then-decide");

arma::uvec predict_ignores_weights(const Members& members, const arma::vec& weights) {
  require_ensemble(members, weights);
  return decisions_of(average_probabilities(members, {}));
}
DESCENT_MISTAKE(ensemble_predict, predict_ignores_weights,
                "You do not use the weights: hand them on to average_probabilities.",
                "weights-of-the-members");

arma::uvec predict_for_the_batch(const Members& members, const arma::vec& weights) {
  const arma::mat p = average_probabilities(members, weights);
  arma::uvec same(p.n_rows);
  same.fill(arma::sum(p, 0).index_max());
  return same;
}
DESCENT_MISTAKE(ensemble_predict, predict_for_the_batch,
                "You decide once for all examples together. Each row has a decision of its own.",
                "average-first-then-decide");

arma::uvec predict_linear_index(const Members& members, const arma::vec& weights) {
  const arma::mat p = average_probabilities(members, weights);
  arma::uvec places(p.n_rows);
  for (arma::uword i = 0; i < p.n_rows; ++i) {
    places(i) = i + p.n_rows * p.row(i).index_max();
  }
  return places;
}
DESCENT_MISTAKE(ensemble_predict, predict_linear_index,
                "You return places in the whole matrix, counted down its columns. A decision is "
                "the number of the column.",
                "average-first-then-decide");

arma::uvec predict_at_half(const Members& members, const arma::vec& weights) {
  const arma::mat p = average_probabilities(members, weights);
  arma::uvec first(p.n_rows, arma::fill::zeros);
  for (arma::uword i = 0; i < p.n_rows; ++i) {
    for (arma::uword j = 0; j < p.n_cols; ++j) {
      if (p(i, j) > 0.5) first(i) = j;
    }
  }
  return first;
}
DESCENT_MISTAKE(ensemble_predict, predict_at_half,
                "You look for a class above ½. With more than two classes there need not be one: "
                "take the largest.",
                "average-first-then-decide");

arma::uvec predict_without_checks(const Members& members, const arma::vec& weights) {
  if (members.empty()) return {};
  arma::mat sum(arma::size(members[0]), arma::fill::zeros);
  for (std::size_t k = 0; k < members.size(); ++k) {
    const double weight = weights.n_elem > k ? weights(k) : 1;
    if (arma::size(members[k]) == arma::size(sum)) sum += weight * members[k];
  }
  if (sum.is_empty()) return {};
  return decisions_of(sum);
}
DESCENT_MISTAKE(ensemble_predict, predict_without_checks,
                "You do not check the input. average_probabilities does it for you; or call "
                "require_ensemble(members, weights).",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
