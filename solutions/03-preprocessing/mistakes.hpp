#pragma once

#include <cmath>

#include "harness/wire/variants.hpp"
#include "preprocessing.hpp"

// Known mistakes of stage 03: what students really write. Each is an ordinary function with the
// signature of its exercise, in one of the files mistakes_*.cpp. Every one must fail the hidden
// suite, and be named when it does. Here is what several of these files need.

namespace descent::mistakes {

inline double count(arma::uword n) { return static_cast<double>(n); }

inline arma::mat centred(const arma::mat& X) { return X.each_row() - arma::mean(X, 0); }

// XᵀX/N of whatever is given: the covariance if the columns are centred.
inline arma::mat products(const arma::mat& X) { return X.t() * X / count(X.n_rows); }

// Eigenvectors and eigenvalues of a symmetric matrix, the largest first.
inline Pca falling(const arma::rowvec& mean, const arma::mat& C) {
  arma::vec values;
  arma::mat vectors;
  arma::eig_sym(values, vectors, C);
  return {mean, arma::fliplr(vectors), arma::reverse(values)};
}

// Each column of `rotated` divided by its number.
inline arma::mat divided(arma::mat rotated, const arma::rowvec& by) {
  rotated.each_row() /= by;
  return rotated;
}

// √(max(λ, 0) + ε) for every axis.
inline arma::rowvec roots(const Pca& pca, double epsilon) {
  const arma::vec variances = arma::clamp(pca.eigenvalues, 0, arma::datum::inf);
  return arma::sqrt(variances + epsilon).t();
}

}  // namespace descent::mistakes
