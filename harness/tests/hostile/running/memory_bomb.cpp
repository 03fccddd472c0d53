// threat: asks for memory until there is none
// expect: out_of_memory
// says: more memory than an exercise may have
// twin: failed

#include "losses.hpp"

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  // trick
  std::vector<std::vector<double>> all;
  for (;;) all.emplace_back().reserve(std::size_t{1} << 22);
  // end of the trick
  return {};
}

}  // namespace descent
