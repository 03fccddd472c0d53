// threat: a message of 2^60 bytes, so that the checker asks for so much memory
// expect: protocol_violation
// says: at most
// twin: failed

#include <unistd.h>

#include <cstdint>

#include "losses.hpp"

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  // trick
  const struct {
    std::uint32_t kind = 0x44534331 + 3, target = 0;
    std::uint64_t size = std::uint64_t{1} << 60;
  } header;
  static_cast<void>(!write(3, &header, sizeof header));
  // end of the trick
  return {};
}

}  // namespace descent
