// threat: a reply that announces a matrix of 2^60 numbers
// expect: protocol_violation
// says: announces
// twin: failed

#include <unistd.h>

#include <cstdint>

#include "losses.hpp"

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  // trick
  struct [[gnu::packed]] {
    std::uint32_t kind = 0x44534331 + 3, target = 0;  // a reply
    std::uint64_t size = 9;
    std::uint8_t returned = 0;
    std::uint64_t numbers = std::uint64_t{1} << 60;
  } reply;
  static_cast<void>(!write(3, &reply, sizeof reply));
  // end of the trick
  return {};
}

}  // namespace descent
