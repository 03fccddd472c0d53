#pragma once

#include <armadillo>
#include <functional>

#include "harness/checks/gradient.hpp"

namespace descent::checks {

/// Which entries of a large block to check.
struct ProbeChoice {
  arma::uvec entries;  ///< rising, each once
  double rms = 0;      ///< of the estimated gradient
};

/// Surveys the block with one-sided slopes (one evaluation an entry; at most options.survey entries
/// at random), then takes those with the largest estimated |n|, the largest |a| of the whole block,
/// the largest |a - n|, and some at random. `analytic` may hold NaN.
ProbeChoice choose_entries(const arma::mat& analytic,
                           const std::function<double(arma::uword)>& slope, Rng& rng,
                           const GradientOptions& options);

}  // namespace descent::checks
