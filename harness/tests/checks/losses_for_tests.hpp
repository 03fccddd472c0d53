#pragma once

#include <armadillo>
#include <cmath>
#include <utility>

namespace descent::checks {

using ValueAndGradient = std::pair<double, arma::mat>;

inline ValueAndGradient softmax(const arma::mat& scores, const arma::uvec& labels) {
  arma::mat p = scores;
  p.each_col() -= arma::vec(arma::max(scores, 1));
  double sum = 0;
  for (arma::uword i = 0; i < labels.n_elem; ++i) {
    sum += std::log(arma::accu(arma::exp(p.row(i)))) - p(i, labels(i));
  }
  p = arma::exp(p);
  p.each_col() /= arma::vec(arma::sum(p, 1));
  for (arma::uword i = 0; i < labels.n_elem; ++i) p(i, labels(i)) -= 1;
  const auto n = static_cast<double>(labels.n_elem);
  return {sum / n, p / n};
}

inline ValueAndGradient hinge(const arma::mat& scores, const arma::uvec& labels) {
  arma::mat gradient(arma::size(scores), arma::fill::zeros);
  double sum = 0;
  for (arma::uword i = 0; i < labels.n_elem; ++i) {
    for (arma::uword j = 0; j < scores.n_cols; ++j) {
      const double margin = scores(i, j) - scores(i, labels(i)) + 1;
      if (j == labels(i) || margin <= 0) continue;
      sum += margin;
      gradient(i, j) += 1;
      gradient(i, labels(i)) -= 1;
    }
  }
  const auto n = static_cast<double>(labels.n_elem);
  return {sum / n, gradient / n};
}

}  // namespace descent::checks
