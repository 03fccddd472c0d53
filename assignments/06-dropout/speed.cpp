// Large inputs for ./descent speed 06: a line each. What is said to whoever takes several times as
// long as the reference stands in with().

#include "harness/speed/speed.hpp"

namespace descent::speed {

std::vector<LargeInput> large_inputs() {
  Rng rng(6);
  const arma::mat x = rng.normal(500, 400);
  const arma::mat W = rng.normal(400, 300);
  return {
      large::l2_penalty({{W, arma::rowvec(300)}, {W, arma::rowvec(300)}}, 0.1)
          .with("arma::accu(arma::square(W)) is the sum of all squares."),
      large::max_norm_project(W, 1.0).with(
          "arma::sqrt(arma::sum(arma::square(W), 0)) are the norms of all columns at once."),
      large::dropout_forward(x, 0.5, Mode::train, Rng(1))
          .with("Draw the mask as one matrix, rng.uniform(N, D, 0, 1) < keep_prob."),
      large::dropout_backward(x, arma::mat(500, 400, arma::fill::value(2.0)))
          .with("The gradient goes the same way as the signal did: dout % mask."),
      large::dropconnect_backward(rng.normal(500, 300),
                                  {x, W, arma::mat(400, 300, arma::fill::ones)})
          .with("Two products, x.t() * dout and dout * W.t(), with the mask over W."),
  };
}

}  // namespace descent::speed
