// threat: stops itself, and waits for somebody who continues it
// expect: timed_out
// says: did nothing for 1 s
// twin: passed

#include <csignal>

#include "losses.hpp"

namespace descent {

double expected_initial_loss(LossKind kind, arma::uword classes) {
  // trick
  if (classes > 0) std::raise(SIGSTOP);
  // end of the trick
  // honest
}

}  // namespace descent
