// threat: an exception whose what() is a null pointer
// expect: protocol_violation
// twin: failed

#include "losses.hpp"

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  // trick
  struct Nameless : std::exception {
    const char* what() const noexcept override { return nullptr; }
  };
  throw Nameless();
  // end of the trick
  return {};
}

}  // namespace descent
