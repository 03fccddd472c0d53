// threat: calls the system by the numbers of the x32 ABI
// expect: crashed
// says: something that no exercise needs
// twin: failed

#include <sys/syscall.h>
#include <unistd.h>

#include "losses.hpp"

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  // trick
  if (syscall(0x40000000L | SYS_socket, 1, 1, 0) >= 0) throw std::runtime_error("a socket");
  // end of the trick
  return {};
}

}  // namespace descent
