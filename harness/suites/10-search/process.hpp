#pragma once

#include <armadillo>

#include "harness/remote/submission.hpp"

/// A Gaussian process by its definition, for comparisons: entry by entry, and with a plain solve.
namespace descent::suite {

GaussianProcessPrediction right_prediction(const arma::mat& X, const arma::vec& y,
                                           const arma::mat& queries,
                                           const GaussianProcessOptions& options);

/// (mean - best)·Φ(z) + deviation·φ(z), 0 where the deviation is 0 and nothing is gained.
arma::vec right_improvement(const GaussianProcessPrediction& belief, double best);

}  // namespace descent::suite
