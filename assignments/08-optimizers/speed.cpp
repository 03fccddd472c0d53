// Large inputs for ./descent speed 08: a line each. What is said to whoever takes several times as
// long as the reference stands in with().

#include "harness/speed/speed.hpp"

namespace descent::speed {

std::vector<LargeInput> large_inputs() {
  Rng rng(8);
  const arma::mat w = rng.normal(1000, 500);
  const arma::mat dw = rng.normal(1000, 500);
  const arma::mat zero(1000, 500, arma::fill::zeros);
  const char* const whole =
      "Every rule is a line of whole matrices, such as w -= rate * dw; a copy of w or of the state "
      "costs as much as the step.";
  return {
      large::sgd(w, dw, 0.01).with(whole),
      large::momentum(w, dw, {zero}, {}).with(whole),
      large::nesterov(w, dw, {zero}, {}).with(whole),
      large::adagrad(w, dw, {zero}, {}).with(whole),
      large::rmsprop(w, dw, {zero}, {}).with(whole),
      large::adam(w, dw, {zero, zero, 0}, {}).with(whole),
  };
}

}  // namespace descent::speed
