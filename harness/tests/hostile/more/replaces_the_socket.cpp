// threat: puts a file of its own in the place of the socket
// expect: protocol_violation
// says: closed the connection
// twin: passed

#include <dlfcn.h>
#include <fcntl.h>
#include <unistd.h>

#include "losses.hpp"

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  // trick
  Dl_info self{};
  dladdr(reinterpret_cast<const void*>(&bin_targets), &self);
  close(3);
  open(self.dli_fname, O_RDONLY);  // which becomes descriptor 3
  for (volatile int i = 0;; i = i + 1) {
  }
  // end of the trick
  // honest
}

}  // namespace descent
