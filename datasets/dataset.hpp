#pragma once

#include <armadillo>

#include "harness/support/rng.hpp"

namespace descent::datasets {

/// Examples and what they are. Rows are examples, as everywhere in the course.
struct Dataset {
  arma::mat inputs;     ///< N x D: one example a row
  arma::uvec labels;    ///< N labels in {0, ..., classes - 1}
  arma::uword classes;  ///< how many classes there are, whether or not each of them occurs
};

/// One part to learn from, and one to be judged on.
struct Split {
  Dataset train;
  Dataset test;
};

/// The examples `which`, in that order; an index may occur more than once.
/// Throws std::out_of_range if an index is not below N.
Dataset subset(const Dataset& data, const arma::uvec& which);

/// Shuffles the examples with `rng`, and puts the last `test_count` of them aside as the test part.
/// Throws std::invalid_argument unless 0 < test_count < N.
Split split_at_random(const Dataset& data, arma::uword test_count, Rng& rng);

}  // namespace descent::datasets
