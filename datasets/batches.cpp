#include "datasets/batches.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace descent::datasets {

namespace {

constexpr arma::uword kLine = 8;  // numbers in a cache line
// So many examples are read side by side, and every column receives one whole cache line.
constexpr arma::uword kBlock = kLine;
// The processor's own look ahead ends at each page. Asking for what comes a kilobyte later takes a
// quarter off the time; a prefetch beyond the end does nothing.
constexpr arma::uword kAhead = 128;

// `count` examples, of which the first is which(first), into the rows of x from that one on. The
// count is known to the compiler, which then needs no inner loop.
template <arma::uword count>
void gather_block(const arma::mat& examples, const arma::uvec& which, arma::uword first,
                  arma::mat& x) {
  std::array<const double*, count> from;
  for (arma::uword i = 0; i < count; ++i) from[i] = examples.colptr(which[first + i]);
  for (arma::uword d = 0; d < examples.n_rows; ++d) {
    if (d % kLine == 0) {
      for (arma::uword i = 0; i < count; ++i) __builtin_prefetch(from[i] + d + kAhead);
    }
    double* to = x.colptr(d) + first;
    for (arma::uword i = 0; i < count; ++i) to[i] = from[i][d];
  }
}

}  // namespace

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

  arma::uword first = 0;
  for (; first + kBlock <= which.n_elem; first += kBlock) {
    gather_block<kBlock>(examples_, which, first, batch.inputs);
  }
  for (; first < which.n_elem; ++first) gather_block<1>(examples_, which, first, batch.inputs);
}

}  // namespace descent::datasets
