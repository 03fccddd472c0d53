#pragma once

#include <armadillo>

#include "harness/support/not_implemented.hpp"
#include "harness/support/require.hpp"

/// Stage @number@: @title@.
///
/// Shapes. Rows are examples: x is N x D.
///
/// Refusals. Every function throws std::invalid_argument, with a sentence that says what was
/// expected and what came, for bad input.
///
/// Source: (the paper or the section of the notes that this stage follows)
namespace descent {

/// x with every column centred: its mean is 0 afterwards.
///
///     result_ij = x_ij - 1/N · Σ_k x_kj
///
/// x: N x D. Returns N x D.
/// Throws std::invalid_argument: x is empty.
arma::mat @name@_example(const arma::mat& x);

}  // namespace descent
