// threat: prints the strings above its stack: arguments, environment, what the parent left there
// expect: failed
// says: on the stack
// twin: failed

#include <unistd.h>

#include "losses.hpp"

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  // trick
  std::string seen = "on the stack: ";
  const char* from = environ && environ[0] ? environ[0] - 4096 : nullptr;
  for (int i = 0; from && i < 8192 && seen.size() < 8000; ++i) {
    if (from[i] >= ' ' && from[i] < 127) seen += from[i];
    if (std::string_view(from + i, 1) == std::string_view("\0", 1) && seen.back() != ' ')
      seen += ' ';
    // The last string of the stack is the name of the program; beyond it lies nothing.
    if (reinterpret_cast<std::size_t>(from + i + 16) % 4096 == 0 && i > 4096) break;
  }
  throw std::runtime_error(seen);
  // end of the trick
  return {};
}

}  // namespace descent
