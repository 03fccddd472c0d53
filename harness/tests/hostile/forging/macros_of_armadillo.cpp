// threat: switches Armadillo's checks off and makes its elements private no more
// expect: passed
// twin: passed

// trick
#define ARMA_NO_DEBUG
#define ARMA_DONT_USE_WRAPPER
#define private public
#define protected public
// end of the trick
#include "losses.hpp"

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  // honest
}

}  // namespace descent
