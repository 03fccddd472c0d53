// Large inputs for ./descent speed 07: a line each. What is said to whoever takes several times as
// long as the reference stands in with().

#include "harness/speed/speed.hpp"

namespace descent::speed {

std::vector<LargeInput> large_inputs() {
  Rng rng(7);
  const arma::mat scores = rng.normal(5000, 100);
  const arma::uvec labels = rng.labels(5000, 100);
  const arma::mat signs = arma::sign(rng.normal(5000, 100));
  const arma::mat zeros_and_ones = (signs + 1) / 2;
  const char* const margins =
      "The margins of one example need one pass over its row. A row(i) within the loop over the "
      "classes copies it every time.";
  return {
      large::svm_loss(scores, labels, 1.0).with(margins),
      large::squared_hinge_loss(scores, labels, 1.0).with(margins),
      large::softmax_loss(scores, labels)
          .with("Exponentiate each row once, arma::exp(row - row.max()), and use it for the sum "
                "and for "
                "the gradient."),
      large::attribute_hinge_loss(scores, signs),
      large::logistic_loss(scores, zeros_and_ones),
      large::l2_regression_loss(scores, signs)
          .with("With d = predictions - targets: arma::accu(d % d)."),
      large::l1_regression_loss(scores, signs)
          .with("arma::abs(d) and arma::sign(d) of the whole matrix."),
  };
}

}  // namespace descent::speed
