// threat: _exit(0) in an exercise
// expect: crashed
// says: ended the process by exit\(0\)
// twin: failed

#include <unistd.h>

#include "losses.hpp"

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  // trick
  _exit(0);
  // end of the trick
  return {};
}

}  // namespace descent
