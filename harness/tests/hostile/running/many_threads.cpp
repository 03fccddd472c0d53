// threat: more threads than there are cores
// expect: crashed
// says: something that no exercise needs
// twin: failed

#include <thread>

#include "losses.hpp"

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  // trick
  std::vector<std::thread> threads;
  for (int i = 0; i < 1000; ++i)
    threads.emplace_back([] {
      for (volatile int k = 0;; k = 1)
        ;
    });
  // end of the trick
  return {};
}

}  // namespace descent
