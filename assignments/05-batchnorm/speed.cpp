// Large inputs for ./descent speed 05: a line each. What is said to whoever takes several times as
// long as the reference stands in with().

#include "harness/speed/speed.hpp"

namespace descent::speed {

std::vector<LargeInput> large_inputs() {
  Rng rng(5);
  const arma::mat x = rng.normal(1000, 500);
  const arma::mat dout = rng.normal(1000, 500);
  const arma::rowvec gamma(500, arma::fill::ones), beta(500, arma::fill::zeros);
  const BatchnormCache cache = {x, gamma, gamma};
  const arma::mat images = rng.normal(100, 16 * 16 * 8);
  const arma::rowvec gamma_c(8, arma::fill::ones), beta_c(8, arma::fill::zeros);
  return {
      large::batch_statistics(x).with("arma::mean(x, 0) gives the mean of every column at once."),
      large::batchnorm_forward(x, gamma, beta, fresh_running_statistics(500), Mode::train, {})
          .with("x.each_row() - mean, and x.each_row() % scale, do a whole batch at once."),
      large::batchnorm_backward(dout, cache)
          .with("All sums over the batch are arma::sum(..., 0); the rest is each_row()."),
      large::spatial_batchnorm_forward(images, gamma_c, beta_c, fresh_running_statistics(8),
                                       Mode::train, {})
          .with("A channel's pixels as one column, arma::reshape, and batchnorm_forward does the "
                "rest."),
      large::spatial_batchnorm_backward(rng.normal(100, 16 * 16 * 8), {images, gamma_c, gamma_c})
          .with("A channel's pixels as one column, arma::reshape, and batchnorm_backward does the "
                "rest."),
  };
}

}  // namespace descent::speed
