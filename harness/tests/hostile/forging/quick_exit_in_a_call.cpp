// threat: quick_exit with a handler that prints success
// expect: crashed
// says: ended the process by exit\(0\)
// twin: failed

#include <cstdio>
#include <cstdlib>

#include "losses.hpp"

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  // trick
  std::at_quick_exit([] { std::puts("[  PASSED  ] 1 test."); });
  std::quick_exit(0);
  // end of the trick
  return {};
}

}  // namespace descent
