// threat: enters the reference's place in the table as a variant of its own
// expect: failed
// twin: failed

#include "harness/wire/variants.hpp"
#include "losses.hpp"

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) { return {}; }

// trick
namespace {
arma::uvec everything_is_right(const arma::vec&, const arma::vec&) { return {}; }
DESCENT_ALTERNATIVE(bin_targets, everything_is_right, "It is right.");
arma::uvec everything_is_wrong(const arma::vec&, const arma::vec&) { return {}; }
DESCENT_MISTAKE(bin_targets, everything_is_wrong, "You have full points.", "nowhere");
}  // namespace
// end of the trick

}  // namespace descent
