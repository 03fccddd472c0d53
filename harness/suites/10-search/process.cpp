#include "harness/suites/10-search/process.hpp"

#include <algorithm>
#include <cmath>

#include "harness/checks/statistics.hpp"

namespace descent::suite {
namespace {

arma::mat similarities(const arma::mat& A, const arma::mat& B,
                       const GaussianProcessOptions& options) {
  arma::mat K(A.n_rows, B.n_rows);
  for (arma::uword i = 0; i < A.n_rows; ++i) {
    for (arma::uword j = 0; j < B.n_rows; ++j) {
      double squared = 0;
      for (arma::uword d = 0; d < A.n_cols; ++d) squared += std::pow(A(i, d) - B(j, d), 2);
      K(i, j) = std::pow(options.signal, 2) *
                std::exp(-squared / (2 * std::pow(options.length_scale, 2)));
    }
  }
  return K;
}

}  // namespace

GaussianProcessPrediction right_prediction(const arma::mat& X, const arma::vec& y,
                                           const arma::mat& queries,
                                           const GaussianProcessOptions& options) {
  const arma::mat A =
      similarities(X, X, options) + std::pow(options.noise, 2) * arma::eye(X.n_rows, X.n_rows);
  const arma::mat k = similarities(queries, X, options);
  const arma::mat weights = arma::solve(A, arma::mat(k.t()));
  arma::vec variance(queries.n_rows);
  for (arma::uword q = 0; q < queries.n_rows; ++q) {
    variance(q) = std::pow(options.signal, 2) - arma::dot(k.row(q), weights.col(q));
  }
  return {weights.t() * y, arma::sqrt(arma::clamp(variance, 0, arma::datum::inf))};
}

arma::vec right_improvement(const GaussianProcessPrediction& belief, double best) {
  arma::vec improvement(belief.mean.n_elem);
  for (arma::uword i = 0; i < improvement.n_elem; ++i) {
    const double gain = belief.mean(i) - best, s = belief.deviation(i);
    if (s == 0) {
      improvement(i) = std::max(0.0, gain);
      continue;
    }
    const double z = gain / s;
    improvement(i) = std::max(0.0, gain * checks::normal_cdf(z) +
                                       s * std::exp(-z * z / 2) / std::sqrt(2 * arma::datum::pi));
  }
  return improvement;
}

}  // namespace descent::suite
