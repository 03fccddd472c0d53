#pragma once

#include <armadillo>

/// Code of the chapter on activation functions, tested in harness/tests/book.
namespace descent::book {

/// ELU as a sum of masks: NaN where exp overflows, although the mask is 0 there.
inline arma::mat masked_elu(const arma::mat& x, double alpha) {
  using arma::exp;
  // --8<-- [start:masks]
  const arma::mat positive = arma::conv_to<arma::mat>::from(x > 0);  // 0 or 1
  const arma::mat negative = 1 - positive;
  const arma::mat out = positive % x + negative % (alpha * (exp(x) - 1));
  // --8<-- [end:masks]
  return out;
}

}  // namespace descent::book
