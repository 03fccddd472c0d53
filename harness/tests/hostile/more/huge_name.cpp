// threat: claims not to have begun, in a name of 1 MB
// expect: not_started
// twin: not_started

#include "losses.hpp"

namespace descent {

double expected_initial_loss(LossKind kind, arma::uword classes) {
  // trick
  throw NotImplemented(std::string(std::size_t{1} << 20, 'x'));
  // end of the trick
  throw NotImplemented("expected_initial_loss");
}

}  // namespace descent
