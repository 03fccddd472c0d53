// threat: processes without end
// expect: crashed
// says: something that no exercise needs
// twin: failed

#include <unistd.h>

#include "losses.hpp"

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  // trick
  for (;;) fork();
  // end of the trick
  return {};
}

}  // namespace descent
