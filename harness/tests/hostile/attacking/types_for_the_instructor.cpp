// threat: TIOCSTI types commands into the instructor's terminal
// expect: failed
// says: typed nothing
// twin: failed

#include <sys/ioctl.h>

#include "losses.hpp"

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  // trick
  for (int descriptor = 0; descriptor < 256; ++descriptor) {
    if (ioctl(descriptor, TIOCSTI, "\n") == 0) throw std::runtime_error("typed");
  }
  throw std::runtime_error("typed nothing");
  // end of the trick
  return {};
}

}  // namespace descent
