#include <gtest/gtest.h>

#include <cmath>

#include "harness/suites/07-losses/hand.hpp"
#include "harness/suites/07-losses/targets.hpp"

namespace descent::suite {
namespace {

using checks::expect_between;
using checks::expect_near;
using checks::kHandValue;

constexpr auto kReadL2 = "regression-l2";
constexpr auto kReadL1 = "regression-l1";
constexpr auto kReadBins = "regression-as-classification";

const arma::mat kTargets = {
    {1.0, 0.5, 2.5, -0.25, -3.0}, {0.2, 0.9, 0.6, 1.0, -0.1}, {-1.5, 0.9, 0.2, 0.9, 1.7}};

LossResult your_l2(const arma::mat& predictions, const arma::mat& targets) {
  return submission::l2_regression_loss(predictions, targets);
}
LossResult your_l1(const arma::mat& predictions, const arma::mat& targets) {
  return submission::l1_regression_loss(predictions, targets);
}
arma::mat normal_targets(const arma::mat& predictions, Rng& rng) {
  return rng.normal(predictions.n_rows, predictions.n_cols);
}
Draw l2_draw() {
  return target_draw(
      "l2_regression_loss", your_l2,
      [](const arma::mat& f, const arma::mat& y) { return reference::l2_regression_loss(f, y); },
      normal_targets);
}
Draw l1_draw() {
  return target_draw(
      "l1_regression_loss", your_l1,
      [](const arma::mat& f, const arma::mat& y) { return reference::l1_regression_loss(f, y); },
      normal_targets, [](const arma::mat& f, const arma::mat& y) { return arma::mat(f - y); });
}

// The same constant added to predictions and targets changes nothing.
void expect_only_the_difference_counts(const TargetLoss& yours, const std::string& read) {
  Rng rng(remote::test_seed());
  const Shape shape = any_shape(rng);
  const arma::mat predictions = rng.normal(shape.n, shape.c);
  const arma::mat targets = rng.normal(shape.n, shape.c);
  const LossResult plain = yours(predictions, targets);
  const LossResult shifted = yours(predictions + 1000, targets + 1000);
  const LossResult swapped = yours(targets, predictions);
  const std::string why = "Only the difference between prediction and target counts.";
  // 1000 + x is rounded by 1e-13, which the square keeps.
  expect_near(shifted.loss, plain.loss,
              {.what = "the loss, both moved by 1000", .why = why, .read = read});
  expect_near(swapped.loss, plain.loss,
              {.what = "the loss, both swapped", .why = why, .read = read});
  expect_near(swapped.dscores, -plain.dscores,
              {.what = "dscores, both swapped", .why = why, .read = read});
}

TEST(L2RegressionLoss, HasTheHandValues) {
  const LossResult yours = submission::l2_regression_loss(hand::kScores, kTargets);
  expect_near(yours.loss, 6.57333333333333,
              {.what = "the loss", .read = kReadL2, .tolerance = kHandValue});
  const arma::mat doubled = {{1, -2, -1, 1, 4}, {0.2, -0.2, -2.4, 0.2, 2}, {-1, -1, 6, -2, -2}};
  expect_near(yours.dscores, doubled / 3,
              {.what = "dscores",
               .why = "Twice the difference between prediction and target, divided by N.",
               .read = kReadL2,
               .setting = {.examples = 3, .classes = 5}});
}

TEST(L2RegressionLoss, GrowsWithTheSquareOfTheError) {
  const LossResult yours =
      submission::l2_regression_loss(arma::mat{{300, -400}, {0, 0}}, arma::zeros(2, 2));
  expect_near(yours.loss, 125000,
              {.what = "the loss of an error of (300, -400)",
               .why = "(300² + 400²) over 2 examples, without a root and without ½.",
               .read = kReadL2,
               .setting = {.examples = 2}});
  expect_near(
      yours.dscores, arma::mat{{300, -400}, {0, 0}},
      {.what = "dscores of an error of (300, -400)", .read = kReadL2, .setting = {.examples = 2}});
}

TEST(L2RegressionLoss, SeesOnlyTheDifference) {
  expect_only_the_difference_counts(your_l2, kReadL2);
}
TEST(L2RegressionLoss, IsRightOnRandomBatches) { expect_right_values(l2_draw(), kReadL2); }
TEST(L2RegressionLoss, HasTheDerivativeOfItsValue) {
  expect_derivative(l2_draw(), "half-in-one-place");
}
TEST(L2RegressionLoss, IsAMean) { expect_mean(l2_draw()); }
TEST(L2RegressionLoss, DoesNotMindTheOrderOfExamples) { expect_order_does_not_matter(l2_draw()); }
TEST(L2RegressionLoss, RemembersNothing) { expect_no_memory(l2_draw()); }
TEST(L2RegressionLoss, RefusesBadInput) { expect_target_shapes_checked(your_l2, 0.7); }

TEST(L1RegressionLoss, HasTheHandValues) {
  const LossResult yours = submission::l1_regression_loss(hand::kScores, kTargets);
  expect_near(yours.loss, 4.33333333333333,
              {.what = "the loss", .read = kReadL1, .tolerance = kHandValue});
  const arma::mat signs = {{1, -1, -1, 1, 1}, {1, -1, -1, 1, 1}, {-1, -1, 1, -1, -1}};
  expect_near(yours.dscores, signs / 3,
              {.what = "dscores",
               .why = "The sign of the difference, divided by N.",
               .read = kReadL1,
               .setting = {.examples = 3, .classes = 5}});
}

TEST(L1RegressionLoss, HasASlopeOfOneHoweverLargeTheError) {
  const LossResult yours =
      submission::l1_regression_loss(arma::mat{{300, -400}, {0.01, 2}}, arma::zeros(2, 2));
  expect_near(yours.loss, 351.005,
              {.what = "the loss of errors of different size",
               .read = kReadL1,
               .setting = {.examples = 2}});
  expect_near(yours.dscores, arma::mat{{0.5, -0.5}, {0.5, 0.5}},
              {.what = "dscores of errors of different size",
               .why = "An outlier pulls no harder than any other example.",
               .read = kReadL1,
               .setting = {.examples = 2}});
}

TEST(L1RegressionLoss, TakesASlopeBetweenTheTwoSidesAtZero) {
  const LossResult yours =
      submission::l1_regression_loss(arma::mat{{2, 5}, {-1, 0}}, arma::mat{{2, 3}, {-1, 0}});
  expect_near(
      yours.loss, 1,
      {.what = "the loss of predictions that are exactly right, save one", .read = kReadL1});
  const checks::About about{.what = "the slope where the prediction is exactly right",
                            .why =
                                "There |d| has a kink: any slope in [-1/N, 1/N] will do, NaN "
                                "will not.",
                            .read = "the-slope-at-zero"};
  if (!checks::expect_shape(yours.dscores, 2, 2, about)) return;
  expect_between(yours.dscores(0, 0), -0.5, 0.5, about);
  expect_between(yours.dscores(1, 0), -0.5, 0.5, about);
  expect_between(yours.dscores(1, 1), -0.5, 0.5, about);
  expect_near(yours.dscores(0, 1), 0.5,
              {.what = "the slope of the wrong prediction", .read = kReadL1});
}

TEST(L1RegressionLoss, SeesOnlyTheDifference) {
  expect_only_the_difference_counts(your_l1, kReadL1);
}
TEST(L1RegressionLoss, IsRightOnRandomBatches) { expect_right_values(l1_draw(), kReadL1); }
TEST(L1RegressionLoss, HasTheDerivativeOfItsValue) { expect_derivative(l1_draw(), kReadL1); }
TEST(L1RegressionLoss, IsAMean) { expect_mean(l1_draw()); }
TEST(L1RegressionLoss, DoesNotMindTheOrderOfExamples) { expect_order_does_not_matter(l1_draw()); }
TEST(L1RegressionLoss, RemembersNothing) { expect_no_memory(l1_draw()); }
TEST(L1RegressionLoss, RefusesBadInput) { expect_target_shapes_checked(your_l1, 0.7); }

TEST(BinTargets, HasTheHandValues) {
  const arma::uvec yours = submission::bin_targets(
      arma::vec{-7, -1, -0.5, 0, 0.25, 0.5, 3.999, 4, 1e6}, arma::vec{-1, 0, 0.5, 4});
  checks::expect_equal(yours, arma::uvec{0, 1, 1, 2, 2, 3, 3, 4, 4},
                       {.what = "the bins",
                        .why = "A target on an edge belongs to the bin above it; below the first "
                               "edge is bin 0, from the last edge on bin K.",
                        .read = kReadBins});
}

TEST(BinTargets, MakesTwoBinsOfOneEdge) {
  checks::expect_equal(submission::bin_targets(arma::vec{2, -2, 0}, arma::vec{0}),
                       arma::uvec{1, 0, 1}, {.what = "the bins of one edge", .read = kReadBins});
}

TEST(BinTargets, IsRightForRandomEdgesAndTargets) {
  Rng rng(remote::test_seed());
  for (int i = 0; i < 5; ++i) {
    // Edges with gaps between 0.1 and 2.1, targets in and around them, some exactly on an edge.
    const arma::uword k = 2 + rng.below(7);
    const arma::vec edges = arma::cumsum(rng.uniform(k, 1, 0.1, 2.1)) - 3;
    arma::vec targets = rng.uniform(20, 1, edges.front() - 2, edges.back() + 2);
    for (arma::uword j = 0; j < 20; j += 4) targets(j) = edges(rng.below(k));
    if (!checks::expect_equal(submission::bin_targets(targets, edges),
                              reference::bin_targets(targets, edges),
                              {.what = "the bins of random targets", .read = kReadBins})) {
      return;
    }
  }
}

TEST(BinTargets, GivesLabelsForTheSoftmax) {
  Rng rng(remote::test_seed());
  const arma::vec edges = {-1, -0.25, 0, 2};
  const arma::uvec bins = submission::bin_targets(rng.normal(50, 1), edges);
  const checks::About about{.what = "the bins as labels", .read = kReadBins};
  checks::expect_equal(static_cast<long long>(bins.n_elem), 50, about);
  if (bins.is_empty()) return;
  checks::expect_between(static_cast<double>(bins.max()), 0, 4, about);
}

TEST(BinTargets, RefusesBadInput) {
  const double nan = arma::datum::nan;
  const double inf = arma::datum::inf;
  const auto call = [](const arma::vec& targets, const arma::vec& edges) {
    return [=] { submission::bin_targets(targets, edges); };
  };
  expect_refusal("no targets", call(arma::vec(), {0, 1}));
  expect_refusal("no edges", call({1, 2}, arma::vec()));
  expect_refusal("edges that fall", call({1, 2}, {1, 0}));
  expect_refusal("two equal edges", call({1, 2}, {0, 1, 1}));
  expect_refusal("a target that is NaN", call({1, nan}, {0, 1}));
  expect_refusal("a target that is infinite", call({-inf, 1}, {0, 1}));
  expect_refusal("an edge that is NaN", call({1, 2}, {0, nan}));
  expect_refusal("an edge that is infinite", call({1, 2}, {0, inf}));
}

}  // namespace
}  // namespace descent::suite
