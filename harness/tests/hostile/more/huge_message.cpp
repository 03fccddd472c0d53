// threat: an exception whose message has 1 MB, in every test
// expect: failed
// twin: failed

#include "losses.hpp"

namespace descent {

double expected_initial_loss(LossKind kind, arma::uword classes) {
  // trick
  throw std::runtime_error(std::string(std::size_t{1} << 20, 'x'));
  // end of the trick
  return 0;
}

}  // namespace descent
