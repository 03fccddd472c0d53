// threat: destructors of the object, of the thread and of the process that never end
// expect: passed
// twin: passed

#include <cstdio>
#include <cstdlib>

#include "losses.hpp"

// trick
struct Endless {
  ~Endless() {
    for (volatile int i = 0;; i = i + 1) {
    }
  }
};
static Endless of_the_process;
__attribute__((destructor)) static void of_the_object() {
  for (;;) std::puts("[  PASSED  ] 999 tests.");
}
// end of the trick

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  // trick
  static thread_local Endless of_the_thread;
  static_cast<void>(&of_the_thread);
  // end of the trick
  // honest
}

}  // namespace descent
