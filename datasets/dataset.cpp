#include "datasets/dataset.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace descent::datasets {

Dataset subset(const Dataset& data, const arma::uvec& which) {
  if (!which.is_empty() && which.max() >= data.labels.n_elem) {
    throw std::out_of_range(fmt::format("subset: example {} was asked for, but there are only {}.",
                                        which.max(), data.labels.n_elem));
  }
  return {.inputs = data.inputs.rows(which),
          .labels = data.labels.elem(which),
          .classes = data.classes};
}

Split split_at_random(const Dataset& data, arma::uword test_count, Rng& rng) {
  const arma::uword n = data.labels.n_elem;
  if (test_count == 0 || test_count >= n) {
    throw std::invalid_argument(fmt::format(
        "split_at_random: test_count must leave examples on both sides; it is {} of {} examples.",
        test_count, n));
  }
  const arma::uvec order = rng.permutation(n);
  return {.train = subset(data, order.head(n - test_count)),
          .test = subset(data, order.tail(test_count))};
}

}  // namespace descent::datasets
