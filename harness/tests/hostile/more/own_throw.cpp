// threat: its own __cxa_throw, so that what is thrown is lost and the call goes on
// expect: crashed
// twin: failed

#include <unistd.h>

#include "losses.hpp"

// trick
extern "C" [[noreturn]] void __cxa_throw(void*, void*, void (*)(void*)) { _exit(0); }
// end of the trick

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  if (edges.n_elem > 0) throw std::invalid_argument("refused");
  return {};
}

}  // namespace descent
