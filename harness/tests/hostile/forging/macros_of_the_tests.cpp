// threat: defines the macros of GoogleTest away
// expect: failed
// twin: failed

// trick
#define EXPECT_NEAR(...)
#define EXPECT_EQ(...)
#define EXPECT_THROW(...)
#define TEST(...) static void nothing()
// end of the trick
#include "losses.hpp"

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) { return {}; }

}  // namespace descent
