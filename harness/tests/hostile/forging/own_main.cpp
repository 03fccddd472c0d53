// threat: a main of its own
// expect: passed
// twin: passed

#include "losses.hpp"

// trick
int main() { return 0; }
// end of the trick

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  // honest
}

}  // namespace descent
