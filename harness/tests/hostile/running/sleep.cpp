// threat: sleeps for an hour
// expect: timed_out
// says: did nothing for 1 s
// twin: passed

#include <chrono>
#include <thread>

#include "losses.hpp"

namespace descent {

double expected_initial_loss(LossKind kind, arma::uword classes) {
  // trick
  if (classes > 0) std::this_thread::sleep_for(std::chrono::hours(1));
  // end of the trick
  // honest
}

}  // namespace descent
