// threat: ptrace on the checker, to change what it thinks
// expect: crashed
// says: something that no exercise needs
// twin: failed

#include <sys/ptrace.h>
#include <unistd.h>

#include "losses.hpp"

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  // trick
  ptrace(PTRACE_ATTACH, getppid(), nullptr, nullptr);
  // end of the trick
  return {};
}

}  // namespace descent
