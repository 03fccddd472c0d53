// threat: replaces operator new, memcmp and memcpy, so that everything is equal
// expect: failed
// twin: failed

#include <cstdlib>

#include "losses.hpp"

// trick
extern "C" int memcmp(const void*, const void*, std::size_t) noexcept { return 0; }
extern "C" double fabs(double) noexcept { return 0; }
void* operator new(std::size_t size) {
  void* memory = std::calloc(size + 64, 1);
  if (!memory) std::abort();
  return memory;
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
// end of the trick

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  return arma::zeros<arma::uvec>(targets.n_elem);
}

}  // namespace descent
