// threat: returns a matrix over memory that is not its own, as long as an address space
// expect: out_of_memory
// twin: failed

#include "losses.hpp"

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  arma::uvec bins(targets.n_elem, arma::fill::zeros);
  // trick
  const_cast<arma::uword&>(bins.n_elem) = arma::uword{1} << 40;
  const_cast<arma::uword&>(bins.n_rows) = arma::uword{1} << 40;
  // end of the trick
  return bins;
}

}  // namespace descent
