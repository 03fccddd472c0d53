// threat: opens the one file that it may read, itself, until there is no descriptor left
// expect: passed
// twin: passed

#include <dlfcn.h>
#include <fcntl.h>

#include <algorithm>

#include "losses.hpp"

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  // trick
  Dl_info self{};
  dladdr(reinterpret_cast<const void*>(&bin_targets), &self);
  for (int i = 0; i < 100000 && open(self.dli_fname, O_RDONLY) >= 0; ++i) {
  }
  // end of the trick
  // honest
}

}  // namespace descent
