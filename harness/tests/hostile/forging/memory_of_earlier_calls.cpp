// threat: counts its calls, and answers as the order of the tests would have it
// expect: failed
// twin: failed

#include "losses.hpp"

namespace descent {

double expected_initial_loss(LossKind kind, arma::uword classes) {
  // trick
  static int calls = 0;
  switch (calls++) {
    case 0:
      return 2.302585092994046;
    case 1:
      return 9;
    case 2:
      return 9;
    case 3:
      return 10;
    case 4:
      return 6.931471805599453;
  }
  // end of the trick
  return 0;
}

}  // namespace descent
