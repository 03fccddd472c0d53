#include "datasets/batches.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace descent::datasets {
namespace {

Dataset numbered(arma::uword n, arma::uword d) {
  Dataset data{
      .inputs = arma::reshape(arma::regspace<arma::vec>(1, static_cast<double>(n * d)), n, d),
      .labels = arma::regspace<arma::uvec>(0, n - 1),
      .classes = n};
  return data;
}

TEST(Batches, GatherWhatSubsetGathers) {
  Rng rng(11);
  for (const arma::uword d : {1U, 5U, 64U}) {
    const Dataset data = numbered(23, d);
    const Batches batches(data);
    EXPECT_EQ(batches.size(), 23U);
    for (const arma::uword size : {1U, 7U, 8U, 9U, 16U, 23U}) {
      const arma::uvec which = rng.permutation(23).head(size);
      const Batch batch = batches.gather(which);
      const Dataset expected = subset(data, which);
      EXPECT_TRUE(arma::approx_equal(batch.inputs.t(), expected.inputs, "absdiff", 0.0));
      EXPECT_TRUE(arma::all(batch.labels == expected.labels));
    }
  }
}

TEST(Batches, TakeAnExampleAsOftenAsAsked) {
  const Batch batch = Batches(numbered(4, 3)).gather({2, 2, 0, 2});
  EXPECT_TRUE(arma::all(batch.labels == arma::uvec{2, 2, 0, 2}));
  EXPECT_TRUE(arma::all(batch.inputs.col(0) == batch.inputs.col(3)));
}

TEST(Batches, MayBeEmpty) {
  const Batch batch = Batches(numbered(4, 3)).gather({});
  EXPECT_EQ(batch.inputs.n_rows, 3U);
  EXPECT_EQ(batch.inputs.n_cols, 0U);
  EXPECT_EQ(batch.labels.n_elem, 0U);
}

TEST(Batches, TakeNoMemoryForABatchOfTheSameSize) {
  const Batches batches(numbered(100, 40));
  Batch batch = batches.gather(arma::regspace<arma::uvec>(0, 49));
  const double* const before = batch.inputs.memptr();
  batches.gather(arma::regspace<arma::uvec>(50, 99), batch);
  EXPECT_EQ(batch.inputs.memptr(), before);
  EXPECT_EQ(batch.labels(0), 50U);
}

TEST(Batches, RefuseAnExampleThatIsNotThere) {
  const Batches batches(numbered(4, 3));
  EXPECT_THROW(batches.gather({0, 4}), std::out_of_range);
  Dataset unlabelled = numbered(4, 3);
  unlabelled.labels.shed_row(0);
  EXPECT_THROW(Batches{unlabelled}, std::invalid_argument);
}

}  // namespace
}  // namespace descent::datasets
