// threat: calls its callback without end, each time with a little work: none takes long by itself
// stage: 10-search
// expect: timed_out
// twin: failed

#include <csignal>

#include "search.hpp"

namespace descent {

SearchResult random_search(const SearchSpace& space, const SearchObjective& objective,
                           arma::uword trials, arma::uword epochs, Rng&) {
  // trick
  if (objective && !space.empty() && trials > 0 && epochs > 0) {
    std::signal(SIGXCPU, SIG_IGN);
    for (;;) objective(arma::zeros(space.size()), epochs);
  }
  // end of the trick
  return {};
}

}  // namespace descent
