// threat: process_vm_writev into the memory of the checker
// expect: crashed
// says: something that no exercise needs
// twin: failed

#include <sys/uio.h>
#include <unistd.h>

#include "losses.hpp"

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  // trick
  char zeros[64] = {};
  const iovec here{zeros, sizeof zeros};
  const iovec there{reinterpret_cast<void*>(0x400000), sizeof zeros};
  process_vm_writev(getppid(), &here, 1, &there, 1, 0);
  // end of the trick
  return {};
}

}  // namespace descent
