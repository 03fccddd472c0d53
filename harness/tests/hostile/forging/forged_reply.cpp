// threat: answers by itself, in the protocol's own words, then says no more
// expect: failed
// twin: failed

#include <unistd.h>

#include <cstdint>

#include "losses.hpp"

namespace descent {

double expected_initial_loss(LossKind kind, arma::uword classes) {
  // trick
  struct [[gnu::packed]] {
    std::uint32_t kind = 0x44534331 + 3, target = 0;  // a reply
    std::uint64_t size = 9;
    std::uint8_t returned = 0;
    double value = 1;
  } reply;
  for (int i = 0; i < 50; ++i) static_cast<void>(!write(3, &reply, sizeof reply));
  // end of the trick
  return 1;
}

}  // namespace descent
