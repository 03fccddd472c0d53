// threat: dies in each test with as much memory as it can get, to leave a core file of it
// expect: crashed
// says: aborted
// twin: failed

#include <sys/resource.h>

#include <cstdlib>

#include "losses.hpp"

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  // trick
  const rlimit limit{RLIM_INFINITY, RLIM_INFINITY};
  setrlimit(RLIMIT_CORE, &limit);
  const std::vector<double> memory(std::size_t{1} << 20, 1.0);
  if (memory.back() > 0) std::abort();
  // end of the trick
  return {};
}

}  // namespace descent
