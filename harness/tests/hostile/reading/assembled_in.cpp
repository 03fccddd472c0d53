// threat: .incbin: the assembler takes a file into the object, which then prints it
// expect: build_failed
// twin: failed

#include <cstdio>

#include "losses.hpp"

// trick
asm(".data\n.globl stolen\nstolen: .incbin \"@SECRET@\"\n.byte 0\n.text\n");
extern "C" const char stolen[];
// end of the trick

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  // trick
  throw std::runtime_error(stolen);
  // end of the trick
  return {};
}

}  // namespace descent
