// threat: rounds upwards and flushes small numbers to zero, to be inside of a tolerance
// expect: failed
// twin: failed

#include <xmmintrin.h>

#include <cfenv>

#include "losses.hpp"

namespace descent {

double expected_initial_loss(LossKind kind, arma::uword classes) {
  // trick
  std::fesetround(FE_UPWARD);
  _mm_setcsr(_mm_getcsr() | 0x8040);
  // end of the trick
  return 0;
}

}  // namespace descent
