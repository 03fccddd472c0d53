#include "datasets/batches.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace descent::datasets {

Batches::Batches(const Dataset& data)
    : examples_(data.inputs.t()), labels_(data.labels), classes_(data.classes) {
  if (data.inputs.n_rows != data.labels.n_elem) {
    throw std::invalid_argument(
        fmt::format("Batches: expected one label for each example; got {} examples and {} labels.",
                    data.inputs.n_rows, data.labels.n_elem));
  }
}

Dataset Batches::gather(const arma::uvec& which) const {
  Dataset batch;
  gather(which, batch);
  return batch;
}

void Batches::gather(const arma::uvec& which, Dataset& batch) const {
  if (!which.is_empty() && which.max() >= size()) {
    throw std::out_of_range(fmt::format("Batches: example {} was asked for, but there are only {}.",
                                        which.max(), size()));
  }
  batch.inputs.set_size(which.n_elem, examples_.n_rows);
  batch.labels.set_size(which.n_elem);
  batch.classes = classes_;
  for (arma::uword i = 0; i < which.n_elem; ++i) batch.labels(i) = labels_(which(i));

  // Eight examples are read side by side, so that every column receives one whole cache line.
  constexpr arma::uword kBlock = 8;
  std::array<const double*, kBlock> from{};
  for (arma::uword begin = 0; begin < which.n_elem; begin += kBlock) {
    const arma::uword block = std::min(kBlock, which.n_elem - begin);
    for (arma::uword i = 0; i < block; ++i) from[i] = examples_.colptr(which(begin + i));
    for (arma::uword d = 0; d < examples_.n_rows; ++d) {
      double* to = batch.inputs.colptr(d) + begin;
      for (arma::uword i = 0; i < block; ++i) to[i] = from[i][d];
    }
  }
}

}  // namespace descent::datasets
