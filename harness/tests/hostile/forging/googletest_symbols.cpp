// threat: defines functions of GoogleTest, so that no assertion can fail
// expect: failed
// twin: failed

#include "losses.hpp"

// trick
namespace testing {
class AssertionResult;
class TestPartResult {
 public:
  bool failed() const;
};
bool TestPartResult::failed() const { return false; }
AssertionResult* AssertionFailure() { return nullptr; }
void InitGoogleTest(int*, char**) { throw 0; }
}  // namespace testing
// end of the trick

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) { return {}; }

}  // namespace descent
