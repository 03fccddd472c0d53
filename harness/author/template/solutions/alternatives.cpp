// Other right ways to solve stage @number@. Every one must pass every test: a suite that refuses one
// of them tests a habit, not what is promised.

#include "@name@.hpp"
#include "harness/wire/variants.hpp"

namespace descent {
namespace {

arma::mat @name@_example_by_loops(const arma::mat& x) {
  require_not_empty(x, "x");
  arma::mat result = x;
  for (arma::uword j = 0; j < x.n_cols; ++j) {
    double sum = 0;
    for (arma::uword i = 0; i < x.n_rows; ++i) sum += x(i, j);
    for (arma::uword i = 0; i < x.n_rows; ++i) {
      result(i, j) -= sum / static_cast<double>(x.n_rows);
    }
  }
  return result;
}
DESCENT_ALTERNATIVE(@name@_example, @name@_example_by_loops,
                    "Loops, which add in another order: the same but for the last digits.");

}  // namespace
}  // namespace descent
