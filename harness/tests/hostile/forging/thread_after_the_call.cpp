// threat: a thread that goes on after the call has returned
// expect: crashed
// says: something that no exercise needs
// twin: passed

#include <pthread.h>
#include <unistd.h>

#include "losses.hpp"

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  // trick
  pthread_t thread;
  pthread_create(
      &thread, nullptr,
      [](void*) -> void* {
        for (;;) static_cast<void>(!write(3, "x", 1));
      },
      nullptr);
  // end of the trick
  // honest
}

}  // namespace descent
