// threat: SIGSTOP by thread numbers near its own, the nursery's and the checker's among them
// expect: failed
// says: stopped nobody
// twin: failed

#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "losses.hpp"

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  // trick
  const int self = getpid();
  for (int process = self - 50; process < self; ++process) {
    if (syscall(SYS_tgkill, process, process, SIGSTOP) == 0)
      throw std::runtime_error("stopped one");
  }
  throw std::runtime_error("stopped nobody");
  // end of the trick
  return {};
}

}  // namespace descent
