// threat: closes all descriptors and lives on
// expect: protocol_violation
// says: closed the connection
// twin: failed

#include <unistd.h>

#include "losses.hpp"

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  // trick
  for (int descriptor = 0; descriptor < 1024; ++descriptor) close(descriptor);
  for (volatile int i = 0;; i = i + 1) {
  }
  // end of the trick
  return {};
}

}  // namespace descent
