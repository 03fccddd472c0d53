// threat: links where the grader writes: what it builds would be written elsewhere
// expect: failed
// twin: failed
// link: submission.so -> /tmp/descent-hostile-object
// link: losses.o -> /tmp/descent-hostile-object
// link: losses.cpp.tmp -> /tmp/descent-hostile-object
// link: results.json -> /tmp/descent-hostile-results

#include <unistd.h>

#include "losses.hpp"

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  // trick
  if (symlink("@ROOT@", "descent-hostile") == 0 || symlink("@ROOT@", "/tmp/descent-hostile") == 0) {
    throw std::runtime_error("planted a link");
  }
  // end of the trick
  return {};
}

}  // namespace descent
