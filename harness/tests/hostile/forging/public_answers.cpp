// threat: knows the answers of the public tests by heart
// expect: failed
// twin: failed

#include "losses.hpp"

namespace descent {

double expected_initial_loss(LossKind kind, arma::uword classes) {
  // trick
  if (classes == 10) {
    if (kind == LossKind::softmax) return 2.302585092994046;
    if (kind == LossKind::svm || kind == LossKind::squared_hinge) return 9;
  }
  // end of the trick
  return 0;
}

}  // namespace descent
