// threat: atexit: the exit code of a process that ends otherwise becomes 0
// expect: crashed
// says: ended the process by exit\(0\)
// twin: crashed

#include <unistd.h>

#include <cstdlib>

#include "losses.hpp"

// trick
static const int registered = std::atexit([] { _exit(0); });
// end of the trick

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) { std::exit(1); }

}  // namespace descent
