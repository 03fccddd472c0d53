#include "datasets/digits.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "datasets/csv.hpp"

namespace descent::datasets {
namespace {

TEST(Digits, AreTheOnesThatWerePublished) {
  const Dataset data = digits();
  EXPECT_EQ(data.inputs.n_rows, 1797U);
  EXPECT_EQ(data.inputs.n_cols, 64U);
  EXPECT_EQ(data.labels.n_elem, 1797U);
  EXPECT_EQ(data.classes, 10U);
  EXPECT_EQ(data.inputs.min(), 0.0);
  EXPECT_EQ(data.inputs.max(), 16.0);
  // The counts in the description of the data set, optdigits.names.
  const arma::uvec published = {178, 182, 177, 183, 181, 182, 181, 179, 174, 180};
  for (arma::uword digit = 0; digit < 10; ++digit) {
    EXPECT_EQ(arma::accu(data.labels == digit), published(digit)) << "digit " << digit;
  }
}

TEST(Digits, HaveTheSumsThatScikitLearnGives) {
  // load_digits(): data.sum(), (data**2).sum(), and sums weighted by column and by row, which
  // notice a wrong order.
  const Dataset data = digits();
  const arma::rowvec columns = arma::regspace<arma::rowvec>(0, 63);
  const arma::vec rows = arma::regspace<arma::vec>(0, 1796);
  EXPECT_EQ(arma::accu(data.inputs), 561718.0);
  EXPECT_EQ(arma::accu(arma::square(data.inputs)), 6907012.0);
  EXPECT_EQ(arma::accu(arma::sum(data.inputs, 0) % columns), 17660653.0);
  EXPECT_EQ(arma::accu(arma::sum(data.inputs, 1) % rows), 503342547.0);
  const arma::uvec last = {9, 0, 8, 9, 8};
  EXPECT_TRUE(arma::all(data.labels.tail(5) == last));
}

TEST(Digits, ShowAZeroFirst) {
  const Dataset data = digits();
  const arma::rowvec third_line = {0, 3, 15, 2, 0, 11, 8, 0};
  EXPECT_EQ(data.labels(0), 0U);
  EXPECT_TRUE(arma::all(data.inputs(0, arma::span(16, 23)) == third_line));
}

TEST(Digits, AreTheFileInTheSourceTree) {
  const std::filesystem::path file =
      std::filesystem::path(DESCENT_SOURCE_DIR) / "datasets/digits/digits.csv";
  const Dataset embedded = digits();
  const Dataset loaded = load_csv(file);
  EXPECT_TRUE(arma::approx_equal(embedded.inputs, loaded.inputs, "absdiff", 0.0));
  EXPECT_TRUE(arma::all(embedded.labels == loaded.labels));
}

TEST(DigitsSplit, PutsEachDigitOnOneSideOnly) {
  const Split parts = digits_split();
  EXPECT_EQ(parts.train.inputs.n_rows, 1437U);
  EXPECT_EQ(parts.test.inputs.n_rows, 360U);
  EXPECT_EQ(parts.train.labels.n_elem, 1437U);
  EXPECT_EQ(parts.test.labels.n_elem, 360U);
  EXPECT_EQ(arma::accu(parts.train.inputs) + arma::accu(parts.test.inputs), 561718.0);
  EXPECT_EQ(
      arma::accu(arma::square(parts.train.inputs)) + arma::accu(arma::square(parts.test.inputs)),
      6907012.0);
}

TEST(DigitsSplit, DependsOnTheSeedAlone) {
  const Split first = digits_split(7);
  const Split again = digits_split(7);
  const Split other = digits_split(8);
  EXPECT_TRUE(arma::all(first.test.labels == again.test.labels));
  EXPECT_TRUE(arma::approx_equal(first.test.inputs, again.test.inputs, "absdiff", 0.0));
  EXPECT_FALSE(arma::all(first.test.labels == other.test.labels));
}

TEST(DigitsSplit, HasEveryDigitInBothParts) {
  const Split parts = digits_split();
  for (arma::uword digit = 0; digit < 10; ++digit) {
    // Of the 360, 36 on average with a standard deviation of 5.1; this draw is fixed by the seed.
    EXPECT_GE(arma::accu(parts.test.labels == digit), 15U) << "digit " << digit;
    EXPECT_GE(arma::accu(parts.train.labels == digit), 100U) << "digit " << digit;
  }
}

TEST(SplitAtRandom, KeepsInputsAndLabelsTogether) {
  Dataset data{.inputs = arma::regspace<arma::vec>(0, 9),
               .labels = arma::regspace<arma::uvec>(0, 9),
               .classes = 10};
  Rng rng(3);
  const Split parts = split_at_random(data, 4, rng);
  EXPECT_TRUE(
      arma::all(parts.train.inputs.col(0) == arma::conv_to<arma::vec>::from(parts.train.labels)));
  EXPECT_TRUE(
      arma::all(parts.test.inputs.col(0) == arma::conv_to<arma::vec>::from(parts.test.labels)));
  const arma::uvec all = arma::sort(arma::join_cols(parts.train.labels, parts.test.labels));
  EXPECT_TRUE(arma::all(all == data.labels));
}

TEST(SplitAtRandom, RefusesAnEmptyPart) {
  const Dataset data{
      .inputs = arma::mat(5, 2), .labels = arma::uvec(5, arma::fill::zeros), .classes = 1};
  Rng rng(3);
  EXPECT_THROW(split_at_random(data, 0, rng), std::invalid_argument);
  EXPECT_THROW(split_at_random(data, 5, rng), std::invalid_argument);
  EXPECT_THROW(subset(data, {0, 5}), std::out_of_range);
}

}  // namespace
}  // namespace descent::datasets
