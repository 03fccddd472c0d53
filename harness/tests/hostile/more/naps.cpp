// threat: sleeps in every call, always a little less long than it may: a suite that never ends
// expect: failed
// says: have slept for 1 s together
// twin: failed

#include <chrono>
#include <thread>

#include "losses.hpp"

namespace descent {

LossResult l2_regression_loss(const arma::mat& predictions, const arma::mat& targets) {
  // trick
  std::this_thread::sleep_for(std::chrono::milliseconds(700));
  // end of the trick
  return {0, arma::zeros(arma::size(predictions))};
}

}  // namespace descent
