// threat: longjmp out of the call, over the frames of whoever called
// expect: crashed
// twin: failed

#include <csetjmp>

#include "losses.hpp"

// trick
static std::jmp_buf somewhere;
[[gnu::noinline]] static void mark() { static_cast<void>(setjmp(somewhere)); }
// end of the trick

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  // trick
  mark();  // whose frame is gone when it is jumped to
  std::longjmp(somewhere, 1);
  // end of the trick
  return {};
}

}  // namespace descent
