#pragma once

#include <functional>

#include "harness/suites/03-preprocessing/problem.hpp"

namespace descent::suite {

/// A PCA of two features.
inline Pca small_pca() {
  return {.mean = {2, -1}, .U = {{0.8, -0.6}, {0.6, 0.8}}, .eigenvalues = {25, 1}};
}

/// Every PCA whose parts do not fit together must be refused.
inline void expect_pca_checked(const std::function<void(const Pca&)>& use) {
  const double nan = arma::datum::nan;
  const auto with = [&](const char* input, const std::function<void(Pca&)>& spoil) {
    Pca bad = small_pca();
    spoil(bad);
    expect_refusal(input, [&] { use(bad); });
  };
  with("U that is not D x D", [](Pca& pca) { pca.U = arma::vec{0.8, 0.6}; });
  with("U of another number of features", [](Pca& pca) { pca.U = arma::eye(3, 3); });
  with("too few eigenvalues", [](Pca& pca) { pca.eigenvalues = {25}; });
  with("an empty mean", [](Pca& pca) { pca.mean.reset(); });
  with("NaN in U", [&](Pca& pca) { pca.U(1, 0) = nan; });
  with("an eigenvalue of NaN", [&](Pca& pca) { pca.eigenvalues(1) = nan; });
  with("NaN in the mean", [&](Pca& pca) { pca.mean(0) = nan; });
}

/// So must examples that do not fit.
inline void expect_examples_checked(const std::function<void(const arma::mat&)>& use) {
  const double nan = arma::datum::nan;
  expect_refusal("no examples", [&] { use(arma::mat(0, 2)); });
  expect_refusal("examples of three features for a PCA of two", [&] { use({{1, 2, 3}}); });
  expect_refusal("examples of one feature for a PCA of two", [&] { use(arma::vec{1, 3}); });
  expect_refusal("NaN among the examples", [&] { use({{1, 2}, {nan, 3}}); });
}

}  // namespace descent::suite
