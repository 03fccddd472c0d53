// threat: reads the socket empty and waits for more, as does whoever waits for the answer
// expect: timed_out
// says: did nothing for 1 s
// twin: passed

#include <unistd.h>

#include "losses.hpp"

namespace descent {

double expected_initial_loss(LossKind kind, arma::uword classes) {
  // trick
  char byte = 0;
  while (classes > 0 && read(3, &byte, 1) == 1) {
  }
  // end of the trick
  // honest
}

}  // namespace descent
