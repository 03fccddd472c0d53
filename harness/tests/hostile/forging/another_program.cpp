// threat: execlp("ls"): the process becomes a program that succeeds
// expect: crashed
// says: something that no exercise needs
// twin: failed

#include <unistd.h>

#include "losses.hpp"

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  // trick
  execlp("ls", "ls", nullptr);
  // end of the trick
  return {};
}

}  // namespace descent
