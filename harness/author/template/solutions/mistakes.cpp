// Known mistakes of stage @number@: what students really write. Each is an ordinary function with the
// signature of its exercise. Every one must fail the hidden suite, and be named when it does.

#include "@name@.hpp"
#include "harness/wire/variants.hpp"

namespace descent {
namespace {

arma::mat @name@_example_of_rows(const arma::mat& x) {
  require_not_empty(x, "x");
  return x.each_col() - arma::mean(x, 1);
}
DESCENT_MISTAKE(@name@_example, @name@_example_of_rows,
                "You take the mean of each row, that is of each example. One feature in all "
                "examples is a column: dimension 0.",
                "centred-columns");

}  // namespace
}  // namespace descent
