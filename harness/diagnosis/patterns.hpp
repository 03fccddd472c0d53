#pragma once

#include <armadillo>
#include <string>
#include <vector>

namespace descent::diagnosis {

/// What the patterns may look for in a wrong result. Leave out what does not apply.
struct Setting {
  double examples = 0;                 ///< N, rows of the batch; 0: unknown
  double classes = 0;                  ///< C; 0: unknown
  const arma::mat* weights = nullptr;  ///< W, the same shape as the gradient judged
  double lambda = 0;                   ///< strength of the L2 penalty ½·λ·Σw²
};

/// The likely reason why `yours` is not `expected`, as a sentence for the student, from the shape
/// of the error alone: times N, 1/N, 2, ½, -1 or C; transposed; wrong in a few rows or columns
/// only; off by a multiple of λW; zero; NaN and where it first appears; the other axis normalized;
/// the right values in another order. Empty where nothing fits. Both matrices have the same shape,
/// save where one is the transposed shape of the other.
std::string explain(const arma::mat& yours, const arma::mat& expected, const Setting& setting = {});

}  // namespace descent::diagnosis
