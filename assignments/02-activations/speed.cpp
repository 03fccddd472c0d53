// Large inputs for ./descent speed 02: a line each. What is said to whoever takes several times as
// long as the reference stands in with().

#include "harness/speed/speed.hpp"

namespace descent::speed {

std::vector<LargeInput> large_inputs() {
  Rng rng(2);
  const arma::mat x = rng.normal(500, 1000);
  const arma::mat dout = rng.normal(500, 1000);
  const arma::mat features = rng.normal(500, 200);
  const MaxoutParameters maxout = {rng.normal(200, 100), arma::rowvec(100), rng.normal(200, 100),
                                   arma::rowvec(100)};
  return {
      large::sigmoid_forward(x),
      large::relu_forward(x).with(
          "arma::clamp(x, 0.0, arma::datum::inf) is max(0, x) of all entries."),
      large::relu_backward(dout, x).with(
          "dout % (x > 0) passes on what was let through: a comparison of matrices is 0 or 1."),
      large::leaky_relu_forward(x, 0.01),
      large::prelu_backward(dout, x, arma::rowvec(1000, arma::fill::value(0.25)))
          .with("arma::sum(..., 0) adds up the batch for all columns at once."),
      large::elu_forward(x, 1.0),
      large::maxout_forward(features, maxout)
          .with("Two products, features * W1 and features * W2, then arma::max(a, b) of both."),
      large::maxout_backward(rng.normal(500, 100), features, maxout)
          .with(
              "Mask the gradient of each branch, then the gradients are products: x.t() * masked."),
  };
}

}  // namespace descent::speed
