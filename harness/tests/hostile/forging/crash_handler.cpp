// threat: a handler for SIGSEGV that leaves with exit code 0
// expect: crashed
// says: ended the process by exit\(0\)
// twin: crashed

#include <unistd.h>

#include <csignal>

#include "losses.hpp"

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  // trick
  std::signal(SIGSEGV, [](int) { _exit(0); });
  // end of the trick
  static volatile std::size_t nowhere = 8;
  return {*reinterpret_cast<const arma::uword*>(nowhere)};
}

}  // namespace descent
