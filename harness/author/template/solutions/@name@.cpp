#include "@name@.hpp"

// Stage @number@: @title@. The formulas and everything that is promised stand in @name@.hpp, the
// reasons in the chapter, docs/stages/@stage@.md.

namespace descent {

arma::mat @name@_example(const arma::mat& x) {
  // TODO     take the mean off every column
  // FORMULA  result_ij = x_ij - 1/N · Σ_k x_kj
  // STEPS    1. require_not_empty(x, "x");
  //          2. the mean of each column
  //          3. take it off every row
  // PITFALL  dimension 0 runs down the columns, 1 along the rows
  // solution begin @name@_example
  require_not_empty(x, "x");
  return x.each_row() - arma::mean(x, 0);
  // solution end
}

}  // namespace descent
