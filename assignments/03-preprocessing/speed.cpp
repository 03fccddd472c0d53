// Large inputs for ./descent speed 03: a line each. What is said to whoever takes several times as
// long as the reference stands in with().

#include "harness/speed/speed.hpp"

namespace descent::speed {

std::vector<LargeInput> large_inputs() {
  Rng rng(3);
  const arma::mat X = rng.normal(2000, 200);
  const Pca pca = {arma::rowvec(200), arma::eye(200, 200), arma::linspace(2, 1, 200)};
  return {
      large::standardize(X).with(
          "arma::mean(X, 0) and arma::stddev(X, 1, 0) take all columns at once."),
      large::preprocess({arma::rowvec(200), arma::rowvec(200, arma::fill::ones)}, X)
          .with("X.each_row() takes a row vector off every row."),
      large::covariance(X).with(
          "With the columns centred, the whole matrix is one product, C.t() * C / N."),
      large::pca_fit(X).with(
          "arma::eig_sym of the D x D covariance, or one arma::svd_econ of the data."),
      large::pca_project(pca, X, 50).with("One product with the first k columns, U.head_cols(k)."),
      large::whiten(pca, X, 1e-5)
          .with("Project all examples in one product, then divide with each_row()."),
  };
}

}  // namespace descent::speed
