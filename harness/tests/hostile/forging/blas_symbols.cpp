// threat: replaces BLAS, so that the reference would compute with it, too
// expect: failed
// twin: failed

#include "losses.hpp"

// trick
extern "C" double ddot_(const int*, const double*, const int*, const double*, const int*) {
  return 0;
}
extern "C" double dasum_(const int*, const double*, const int*) { return 0; }
extern "C" double dnrm2_(const int*, const double*, const int*) { return 0; }
// end of the trick

namespace descent {

LossResult l2_regression_loss(const arma::mat& predictions, const arma::mat& targets) {
  require_targets(predictions, targets);
  return {0, arma::zeros(arma::size(predictions))};
}

}  // namespace descent
