#include "datasets/batches.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace descent::datasets {

Batches::Batches(const Dataset& data) : examples_(data.inputs.t()), labels_(data.labels) {
  if (data.inputs.n_rows != data.labels.n_elem) {
    throw std::invalid_argument(
        fmt::format("Batches: expected one label for each example; got {} examples and {} labels.",
                    data.inputs.n_rows, data.labels.n_elem));
  }
}

Batch Batches::gather(const arma::uvec& which) const {
  Batch batch;
  gather(which, batch);
  return batch;
}

void Batches::gather(const arma::uvec& which, Batch& batch) const {
  if (!which.is_empty() && which.max() >= size()) {
    throw std::out_of_range(fmt::format("Batches: example {} was asked for, but there are only {}.",
                                        which.max(), size()));
  }
  batch.inputs.set_size(examples_.n_rows, which.n_elem);
  batch.labels.set_size(which.n_elem);
  for (arma::uword i = 0; i < which.n_elem; ++i) {
    std::copy_n(examples_.colptr(which(i)), examples_.n_rows, batch.inputs.colptr(i));
    batch.labels(i) = labels_(which(i));
  }
}

}  // namespace descent::datasets
