// threat: a constructor of the highest priority greets and answers the checker by itself
// expect: protocol_violation
// twin: not_started

#include <unistd.h>

#include <cstdint>

// trick
__attribute__((constructor(101))) static void greet() {
  const struct {
    std::uint32_t kind = 0x44534331, target = 0;  // a greeting: this object offers nothing
    std::uint64_t size = 3;
    char payload[8] = "forged";
  } hello;
  static_cast<void>(!write(3, &hello, 19));
}
// end of the trick
