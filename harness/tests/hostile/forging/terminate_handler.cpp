// threat: set_terminate and set_unexpected-like handlers that end well
// expect: crashed
// says: ended the process by exit\(0\)
// twin: crashed

#include <unistd.h>

#include <exception>

#include "losses.hpp"

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  // trick
  std::set_terminate([] { _exit(0); });
  // end of the trick
  std::terminate();
}

}  // namespace descent
