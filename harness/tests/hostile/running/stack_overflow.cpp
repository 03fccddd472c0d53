// threat: calls itself without end
// expect: crashed
// says: calls itself without end
// twin: failed

#include "losses.hpp"

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  // trick
  return bin_targets(targets, edges) + 1;
  // end of the trick
  return {};
}

}  // namespace descent
