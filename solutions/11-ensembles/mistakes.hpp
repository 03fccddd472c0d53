#pragma once

#include <algorithm>
#include <cmath>

#include "ensembles.hpp"
#include "harness/wire/variants.hpp"

// Known mistakes of stage 11: what students really write. Each is an ordinary function with the
// signature of its exercise, in one of the files mistakes_*.cpp. Every one must fail the hidden
// suite, and be named when it does. Here is what several of these files need.

namespace descent::mistakes {

using Members = std::vector<arma::mat>;
using Model = std::vector<arma::mat>;

inline double count(std::size_t n) { return static_cast<double>(n); }

inline double weight_of(const arma::vec& weights, std::size_t k) {
  return weights.is_empty() ? 1 : weights(k);
}

inline double weight_sum(const Members& members, const arma::vec& weights) {
  return weights.is_empty() ? count(members.size()) : arma::accu(weights);
}

// The right average of the members, each changed by a function first.
template <class Change>
arma::mat average_of(const Members& members, const arma::vec& weights, Change change) {
  arma::mat sum = weight_of(weights, 0) * change(members[0]);
  for (std::size_t k = 1; k < members.size(); ++k) {
    sum += weight_of(weights, k) * change(members[k]);
  }
  return sum / weight_sum(members, weights);
}

inline arma::mat rows_to_one(arma::mat values) {
  const arma::vec sums = arma::sum(values, 1);
  values.each_col() /= sums;
  return values;
}

// 1 where a member's decision is, else 0.
inline arma::mat votes_of(const arma::mat& probabilities) {
  arma::mat votes(arma::size(probabilities), arma::fill::zeros);
  for (arma::uword i = 0; i < votes.n_rows; ++i) votes(i, probabilities.row(i).index_max()) = 1;
  return votes;
}

// exp of the mean logarithm: the geometric mean, not a distribution yet.
inline arma::mat geometric_mean(const Members& members, const arma::vec& weights) {
  return arma::exp(
      average_of(members, weights, [](const arma::mat& p) { return arma::mat(arma::log(p)); }));
}

inline arma::mat largest_of(const Members& members) {
  arma::mat largest = members[0];
  for (const arma::mat& member : members) largest = arma::max(largest, member);
  return largest;
}

// (mean + next) / 2, again and again.
inline arma::mat halved(const Members& members) {
  arma::mat mean = members[0];
  for (std::size_t k = 1; k < members.size(); ++k) mean = (mean + members[k]) / 2;
  return mean;
}

// The answer of the member that is surest of anything, row by row.
inline arma::mat surest_of(const Members& members) {
  arma::mat surest = members[0];
  for (const arma::mat& member : members) {
    for (arma::uword i = 0; i < surest.n_rows; ++i) {
      if (member.row(i).max() > surest.row(i).max()) surest.row(i) = member.row(i);
    }
  }
  return surest;
}

}  // namespace descent::mistakes
