// threat: returns NaN, which passes where a check is written as !(error > tolerance)
// expect: failed
// says: NaN
// twin: failed

#include "losses.hpp"

namespace descent {

double expected_initial_loss(LossKind kind, arma::uword classes) {
  if (classes == 0) throw std::invalid_argument("no classes");
  // trick
  return arma::datum::nan;
  // end of the trick
  return 0;
}

LossResult l2_regression_loss(const arma::mat& predictions, const arma::mat& targets) {
  require_targets(predictions, targets);
  // trick
  return {arma::datum::nan, predictions * arma::datum::nan};
  // end of the trick
  return {0, arma::zeros(arma::size(predictions))};
}

}  // namespace descent
