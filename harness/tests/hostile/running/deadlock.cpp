// threat: waits for a lock that it holds itself
// expect: timed_out
// says: did nothing for 1 s
// twin: passed

#include <mutex>

#include "losses.hpp"

namespace descent {

double expected_initial_loss(LossKind kind, arma::uword classes) {
  // trick
  static std::mutex mutex;
  mutex.lock();
  if (classes > 0) mutex.lock();
  // end of the trick
  // honest
}

}  // namespace descent
