// threat: a loop that never ends
// expect: timed_out
// says: did not return within 1 s
// twin: passed

#include "losses.hpp"

namespace descent {

double expected_initial_loss(LossKind kind, arma::uword classes) {
  // trick
  for (volatile int i = 0;; i = i + 1) {
  }
  // end of the trick
  // honest
}

}  // namespace descent
