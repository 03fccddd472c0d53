// threat: handlers for SIGALRM, SIGXCPU, SIGSEGV and SIGTERM, so that nothing ends it
// expect: timed_out
// twin: timed_out

#include <csignal>

#include "losses.hpp"

namespace descent {

double expected_initial_loss(LossKind kind, arma::uword classes) {
  // trick
  for (const int signal : {SIGALRM, SIGXCPU, SIGSEGV, SIGTERM, SIGINT, SIGHUP, SIGPROF}) {
    std::signal(signal, [](int) {});
  }
  // end of the trick
  for (volatile int i = 0;; i = i + 1) {
  }
}

}  // namespace descent
