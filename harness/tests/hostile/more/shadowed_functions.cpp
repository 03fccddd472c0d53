// threat: its own abs and isnan in namespace std, for templates that whoever checks might use
// expect: failed
// twin: failed

#include "losses.hpp"

// trick
namespace std {
inline double abs(int, double) { return 0; }
inline bool isnan(descent::LossResult) { return false; }
}  // namespace std
namespace arma {
inline double accu(const descent::LossResult&) { return 0; }
}  // namespace arma
// end of the trick

namespace descent {

LossResult l2_regression_loss(const arma::mat& predictions, const arma::mat& targets) {
  return {0, arma::zeros(arma::size(predictions))};
}

}  // namespace descent
