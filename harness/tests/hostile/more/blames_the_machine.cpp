// threat: a constructor says, in the worker's own words, that the machine does not confine it
// expect: protocol_violation
// twin: not_started

#include <unistd.h>

#include <cstdint>

// trick
__attribute__((constructor)) static void blame() {
  const struct {
    std::uint32_t kind = 0x44534331 + 5, target = 0;  // unconfined: that would be nobody's zero
    std::uint64_t size = 0;
  } unconfined;
  static_cast<void>(!write(3, &unconfined, sizeof unconfined));
}
// end of the trick
