#pragma once

#include "mistakes.hpp"

// What the known mistakes of ensemble_report share.

namespace descent::mistakes {

inline arma::uvec choices(const arma::mat& probabilities) {
  return arma::index_max(probabilities, 1);
}

inline double share_equal(const arma::uvec& a, const arma::uvec& b) {
  return count(arma::accu(a == b)) / count(a.n_elem);
}

// The mean over the members of a function of each.
template <class Function>
double member_mean(const Members& members, Function function) {
  double sum = 0;
  for (const arma::mat& member : members) sum += function(member);
  return sum / count(members.size());
}

// The mean over the examples of a function of the probability of the label.
template <class Function>
double label_mean(const arma::mat& p, const arma::uvec& labels, Function function) {
  double sum = 0;
  for (arma::uword i = 0; i < labels.n_elem; ++i) sum += function(p(i, labels(i)));
  return sum / count(labels.n_elem);
}

// The mean of a function of two members' decisions over pairs that `counts` picks.
template <class Pick, class Function>
double pair_mean(const Members& members, Pick pick, Function function) {
  double sum = 0, pairs = 0;
  for (std::size_t k = 0; k < members.size(); ++k) {
    for (std::size_t m = 0; m < members.size(); ++m) {
      if (!pick(k, m)) continue;
      sum += function(choices(members[k]), choices(members[m]));
      ++pairs;
    }
  }
  return pairs > 0 ? sum / pairs : 0;
}
inline double share_different(const arma::uvec& a, const arma::uvec& b) {
  return 1 - share_equal(a, b);
}
inline bool each_once(std::size_t k, std::size_t m) { return k < m; }

}  // namespace descent::mistakes
