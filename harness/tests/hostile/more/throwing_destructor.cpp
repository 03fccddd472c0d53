// threat: an exception whose destructor throws another one
// expect: protocol_violation
// twin: failed

#include "losses.hpp"

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  // trick
  struct Twice {
    Twice() = default;
    Twice(const Twice&) = default;
    ~Twice() noexcept(false) { throw std::runtime_error("once more"); }
  };
  throw Twice();
  // end of the trick
  return {};
}

}  // namespace descent
