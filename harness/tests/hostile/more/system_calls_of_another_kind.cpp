// threat: calls the system by the 32-bit gate, whose numbers mean something else
// expect: crashed
// twin: failed

#include "losses.hpp"

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  // trick
  long result = 2;  // fork
  asm volatile("int $0x80" : "+a"(result) : : "memory");
  if (result >= 0) throw std::runtime_error("the gate is open");
  // end of the trick
  return {};
}

}  // namespace descent
