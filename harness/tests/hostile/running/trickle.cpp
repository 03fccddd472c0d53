// threat: answers a byte at a time: who waits for the next one looks at no clock
// expect: timed_out
// says: did not return within|have slept for|did nothing for
// twin: failed

#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <thread>

#include "losses.hpp"

namespace descent {

double expected_initial_loss(LossKind kind, arma::uword classes) {
  // trick
  struct {
    std::uint32_t kind = 0x44534331 + 3, target = 0;  // a reply
    std::uint64_t size = 1 << 20;
  } reply;
  for (bool sent = write(3, &reply, sizeof reply) > 0; sent; sent = write(3, "x", 1) > 0) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  // end of the trick
  return 1;
}

}  // namespace descent
