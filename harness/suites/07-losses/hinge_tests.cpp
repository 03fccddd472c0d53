#include <gtest/gtest.h>

#include "harness/suites/07-losses/hand.hpp"
#include "harness/suites/07-losses/labels.hpp"

namespace descent::suite {
namespace {

using checks::expect_between;
using checks::expect_near;
using checks::kHandValue;

LabelLoss your_svm(double delta) {
  return [=](const arma::mat& s, const arma::uvec& y) { return submission::svm_loss(s, y, delta); };
}
LabelLoss your_squared(double delta) {
  return [=](const arma::mat& s, const arma::uvec& y) {
    return submission::squared_hinge_loss(s, y, delta);
  };
}
Draw svm_draw(double delta = 1) {
  return label_draw(
      "svm_loss", your_svm(delta),
      [=](const arma::mat& s, const arma::uvec& y) { return reference::svm_loss(s, y, delta); },
      delta);
}
Draw squared_draw(double delta = 1) {
  return label_draw(
      "squared_hinge_loss", your_squared(delta),
      [=](const arma::mat& s, const arma::uvec& y) {
        return reference::squared_hinge_loss(s, y, delta);
      },
      delta);
}

constexpr auto kRead = "the-multiclass-hinge";
constexpr auto kReadSquared = "the-squared-hinge";

TEST(SvmLoss, HasTheHandValues) {
  const LossResult yours = submission::svm_loss(hand::kScores, hand::kLabels, 1.0);
  expect_near(yours.loss, 3.3, {.what = "the loss", .read = kRead, .tolerance = kHandValue});
  const arma::mat counts = {{1, 0, -1, 0, 0}, {-4, 1, 1, 1, 1}, {0, 1, 1, 1, -3}};
  expect_near(yours.dscores, counts / 3,
              {.what = "dscores",
               .why = "Each violated margin pulls its rival down and the true class up, by 1/N.",
               .read = "count-the-violations",
               .setting = {.examples = 3, .classes = 5}});
}

TEST(SvmLoss, AsksForAMarginOfDelta) {
  const LossResult yours = submission::svm_loss(hand::kScores, hand::kLabels, 2.25);
  expect_near(yours.loss, 6.8,
              {.what = "the loss with delta = 2.25", .read = kRead, .tolerance = kHandValue});
  const arma::mat counts = {{1, 0, -2, 1, 0}, {-4, 1, 1, 1, 1}, {0, 1, 1, 1, -3}};
  expect_near(yours.dscores, counts / 3,
              {.what = "dscores with delta = 2.25", .read = "count-the-violations"});
}

TEST(SvmLoss, IsNotFooledByLargeScores) {
  const LossResult yours = submission::svm_loss(hand::kLarge, hand::kLargeLabels, 1.0);
  expect_near(yours.loss, 2851.25,
              {.what = "the loss of large scores",
               .why = "Near 0 many wrong hinges look right. Far away each violation counts as it "
                      "is: (2801 + 2901.5) / 2.",
               .read = "which-way-round"});
  expect_near(yours.dscores, arma::mat{{0, 0, 0}, {-1, 0.5, 0.5}},
              {.what = "dscores of large scores", .read = "which-way-round"});
}

TEST(SvmLoss, IsCMinusOneAtChance) {
  for (const arma::uword classes : arma::uvec{2, 10, 37}) {
    const LossResult yours =
        submission::svm_loss(arma::zeros(4, classes), arma::uvec{0, 1, 1, 0}, 1.0);
    expect_near(yours.loss, static_cast<double>(classes) - 1,
                {.what = "the loss of scores that are all 0",
                 .why = "Each of the C - 1 rivals misses the margin of 1 by 1.",
                 .read = "loss-at-chance",
                 .setting = {.examples = 4, .classes = static_cast<double>(classes)}});
  }
}

TEST(SvmLoss, IsZeroOnceEveryMarginIsMet) {
  const LossResult yours =
      submission::svm_loss(arma::mat{{3, 1.5, -4}, {-9, 0, 1.25}}, arma::uvec{0, 2}, 1.0);
  expect_near(yours.loss, 0, {.what = "the loss of met margins", .read = kRead});
  expect_near(yours.dscores, arma::zeros(2, 3), {.what = "dscores of met margins", .read = kRead});
}

TEST(SvmLoss, TakesASlopeBetweenTheTwoSidesAtTheKink) {
  // The rival is behind by exactly the margin: to one side the slope is 0, to the other 1/N.
  const LossResult yours = submission::svm_loss(arma::mat{{1, 0}}, arma::uvec{0}, 1.0);
  expect_near(yours.loss, 0, {.what = "the loss at the kink", .read = kRead});
  if (!checks::expect_shape(yours.dscores, 1, 2, {.what = "dscores"})) return;
  const checks::About about{.what = "the rival's slope at the kink", .read = kRead};
  expect_between(yours.dscores(0, 1), 0, 1, about);
  expect_near(yours.dscores(0, 0), -yours.dscores(0, 1),
              {.what = "the true class's slope at the kink", .read = "count-the-violations"});
}

TEST(SvmLoss, GrowsWithScoresAndMarginTogether) {
  Rng rng(remote::test_seed());
  const Shape shape = any_shape(rng);
  const arma::mat scores = rng.normal(shape.n, shape.c);
  const arma::uvec labels = rng.labels(shape.n, shape.c);
  const LossResult plain = submission::svm_loss(scores, labels, 1.0);
  const LossResult larger = submission::svm_loss(4 * scores, labels, 4.0);
  const std::string why = "Scores and margin four times as large: violations are, too.";
  expect_near(larger.loss, 4 * plain.loss, {.what = "the loss", .why = why, .read = kRead});
  expect_near(larger.dscores, plain.dscores, {.what = "dscores", .why = why, .read = kRead});
}

TEST(SvmLoss, IsRightOnRandomBatches) {
  expect_right_values(svm_draw(), kRead);
  expect_right_values(svm_draw(0.3), kRead);
}
TEST(SvmLoss, HasTheDerivativeOfItsValue) { expect_derivative(svm_draw(), "count-the-violations"); }
TEST(SvmLoss, IsAMean) { expect_mean(svm_draw()); }
TEST(SvmLoss, DoesNotMindTheOrderOfExamples) { expect_order_does_not_matter(svm_draw()); }
TEST(SvmLoss, DoesNotMindTheNamesOfClasses) { expect_names_do_not_matter("svm_loss", your_svm(1)); }
TEST(SvmLoss, SeesOnlyDifferencesOfScores) { expect_only_differences_count(svm_draw(), kRead); }
TEST(SvmLoss, RemembersNothing) { expect_no_memory(svm_draw()); }
TEST(SvmLoss, RefusesBadInput) {
  expect_labels_checked(your_svm(1));
  for (const double delta : {0.0, -1.0, arma::datum::nan}) {
    expect_refusal("a delta of " + std::to_string(delta), [&] {
      submission::svm_loss(arma::mat{{1, 2}}, arma::uvec{0}, delta);
    });
  }
}

TEST(SquaredHingeLoss, HasTheHandValues) {
  const LossResult yours = submission::squared_hinge_loss(hand::kScores, hand::kLabels, 1.0);
  expect_near(yours.loss, 7.03,
              {.what = "the loss", .read = kReadSquared, .tolerance = kHandValue});
  const arma::mat pulls = {{1, 0, -1, 0, 0}, {-10, 3, 0.2, 3.6, 3.2}, {0, 1.4, 7, 0.4, -8.8}};
  expect_near(yours.dscores, pulls / 3,
              {.what = "dscores",
               .why = "A violation m costs m², so it pulls with 2m.",
               .read = kReadSquared,
               .setting = {.examples = 3, .classes = 5}});
}

TEST(SquaredHingeLoss, AsksForAMarginOfDelta) {
  const LossResult yours = submission::squared_hinge_loss(hand::kScores, hand::kLabels, 2.25);
  expect_near(
      yours.loss, 19.53,
      {.what = "the loss with delta = 2.25", .read = kReadSquared, .tolerance = kHandValue});
  const arma::mat pulls = {
      {3.5, 0, -4.5, 1, 0}, {-20, 5.5, 2.7, 6.1, 5.7}, {0, 3.9, 9.5, 2.9, -16.3}};
  expect_near(yours.dscores, pulls / 3,
              {.what = "dscores with delta = 2.25", .read = kReadSquared});
}

TEST(SquaredHingeLoss, GrowsWithTheSquareOfLargeViolations) {
  const LossResult yours = submission::squared_hinge_loss(hand::kLarge, hand::kLargeLabels, 1.0);
  expect_near(yours.loss, 8132151.625,
              {.what = "the loss of large scores",
               .why = "(2801² + 2901.5²) / 2: at violations of 1 the square cannot be told from "
                      "the plain hinge, here it can.",
               .read = kReadSquared});
  expect_near(yours.dscores, arma::mat{{0, 0, 0}, {-5702.5, 2801, 2901.5}},
              {.what = "dscores of large scores", .read = kReadSquared});
}

TEST(SquaredHingeLoss, IsCMinusOneAtChance) {
  const LossResult yours = submission::squared_hinge_loss(arma::zeros(3, 10), {4, 9, 0}, 1.0);
  expect_near(yours.loss, 9,
              {.what = "the loss of scores that are all 0",
               .why = "Nine rivals miss the margin of 1 by 1, and 1² is 1.",
               .read = "loss-at-chance",
               .setting = {.examples = 3, .classes = 10}});
}

TEST(SquaredHingeLoss, IsZeroOnceEveryMarginIsMet) {
  const LossResult yours =
      submission::squared_hinge_loss(arma::mat{{3, 1.5, -4}, {-9, 0, 1.25}}, arma::uvec{0, 2}, 1.0);
  expect_near(yours.loss, 0, {.what = "the loss of met margins", .read = kReadSquared});
  expect_near(yours.dscores, arma::zeros(2, 3),
              {.what = "dscores of met margins", .read = kReadSquared});
}

TEST(SquaredHingeLoss, GrowsWithTheSquareOfScoresAndMargin) {
  Rng rng(remote::test_seed());
  const Shape shape = any_shape(rng);
  const arma::mat scores = rng.normal(shape.n, shape.c);
  const arma::uvec labels = rng.labels(shape.n, shape.c);
  const LossResult plain = submission::squared_hinge_loss(scores, labels, 1.0);
  const LossResult larger = submission::squared_hinge_loss(3 * scores, labels, 3.0);
  const std::string why = "Scores and margin three times as large: nine times the square.";
  expect_near(larger.loss, 9 * plain.loss, {.what = "the loss", .why = why, .read = kReadSquared});
  expect_near(larger.dscores, 3 * plain.dscores,
              {.what = "dscores", .why = why, .read = kReadSquared});
}

TEST(SquaredHingeLoss, IsRightOnRandomBatches) {
  expect_right_values(squared_draw(), kReadSquared);
  expect_right_values(squared_draw(0.3), kReadSquared);
}
TEST(SquaredHingeLoss, HasTheDerivativeOfItsValue) {
  expect_derivative(squared_draw(), kReadSquared);
}
TEST(SquaredHingeLoss, IsAMean) { expect_mean(squared_draw()); }
TEST(SquaredHingeLoss, DoesNotMindTheOrderOfExamples) {
  expect_order_does_not_matter(squared_draw());
}
TEST(SquaredHingeLoss, DoesNotMindTheNamesOfClasses) {
  expect_names_do_not_matter("squared_hinge_loss", your_squared(1));
}
TEST(SquaredHingeLoss, SeesOnlyDifferencesOfScores) {
  expect_only_differences_count(squared_draw(), kReadSquared);
}
TEST(SquaredHingeLoss, RemembersNothing) { expect_no_memory(squared_draw()); }
TEST(SquaredHingeLoss, RefusesBadInput) {
  expect_labels_checked(your_squared(1));
  for (const double delta : {0.0, -1.0, arma::datum::nan}) {
    expect_refusal("a delta of " + std::to_string(delta), [&] {
      submission::squared_hinge_loss(arma::mat{{1, 2}}, arma::uvec{0}, delta);
    });
  }
}

}  // namespace
}  // namespace descent::suite
