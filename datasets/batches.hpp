#pragma once

#include "datasets/dataset.hpp"

namespace descent::datasets {

/// Some examples, each in one piece of memory. The batch with examples as rows is inputs.t(), which
/// costs nothing in a product: `batch.inputs.t() * w` is x w, and `batch.inputs * dz` is xᵀ dz.
/// BLAS reads a matrix in either direction, and Armadillo transposes nothing for it.
struct Batch {
  arma::mat inputs;   ///< D x B: one example a column
  arma::uvec labels;  ///< B
};

/// Draws mini-batches from a data set quickly. With examples as rows an example is scattered over
/// the whole matrix, and X.rows(which) misses the cache at nearly every number. Here each example
/// lies in one piece, in the data as in a batch.
class Batches {
 public:
  /// Copies the data. Throws std::invalid_argument unless there is one label for each example.
  explicit Batches(const Dataset& data);

  /// How many examples there are to choose from.
  arma::uword size() const { return labels_.n_elem; }

  /// The examples `which`, in that order; an index may occur more than once.
  /// Throws std::out_of_range if an index is not below size().
  Batch gather(const arma::uvec& which) const;

  /// The same into a batch that is used again, so that no memory is taken in the training loop.
  void gather(const arma::uvec& which, Batch& batch) const;

 private:
  arma::mat examples_;  // D x N
  arma::uvec labels_;
};

}  // namespace descent::datasets
