// threat: prints without end
// expect: timed_out
// twin: passed

#include <cstdio>

#include "losses.hpp"

namespace descent {

double expected_initial_loss(LossKind kind, arma::uword classes) {
  // trick
  for (;;) std::puts("a line of a flood of lines, which nobody will ever want to read");
  // end of the trick
  // honest
}

}  // namespace descent
