// Stage 07 tested the ordinary way: plain GoogleTest in the same program as the student's file.
// What edit_to_verdict measures against, test for test comparable to
// assignments/07-losses/public_tests.cpp.

#include <gtest/gtest.h>

#include <cmath>

#include "losses.hpp"

namespace descent {
namespace {

void expect_near(const arma::mat& yours, const arma::mat& expected) {
  ASSERT_EQ(yours.n_rows, expected.n_rows);
  ASSERT_EQ(yours.n_cols, expected.n_cols);
  for (arma::uword i = 0; i < yours.n_elem; ++i) EXPECT_NEAR(yours(i), expected(i), 1e-9) << i;
}

/// Centered differences of the loss against the gradient that comes with it.
template <class Loss>
void expect_derivative(const Loss& loss, arma::mat at) {
  const arma::mat gradient = loss(at).dscores;
  for (arma::uword i = 0; i < at.n_elem; ++i) {
    const double middle = at(i);
    const double step = 1e-5;
    at(i) = middle + step;
    const double above = loss(at).loss;
    at(i) = middle - step;
    const double below = loss(at).loss;
    at(i) = middle;
    EXPECT_NEAR(gradient(i), (above - below) / (2 * step), 1e-7) << i;
  }
}

const std::vector<TreePath> kTree = {{{1, 0}, {1, 1}}, {{1, 0}, {1, -1}}, {{1}, {-1}}};

TEST(SvmLoss, SumsTheViolatedMargins) {
  const LossResult yours = svm_loss(arma::mat{{3, 4, 1}}, arma::uvec{0}, 1.0);
  EXPECT_NEAR(yours.loss, 2, 1e-9);
  expect_near(yours.dscores, {{-1, 1, 0}});
}

TEST(SvmLoss, IsNineAtChanceWithTenClasses) {
  EXPECT_NEAR(svm_loss(arma::zeros(4, 10), arma::uvec{0, 3, 9, 5}, 1.0).loss, 9, 1e-9);
}

TEST(SvmLoss, CountsTheViolationsOfTheTrueClass) {
  const LossResult yours = svm_loss(arma::mat{{0, 0.5, 0}, {5, 0, 0}}, arma::uvec{2, 0}, 1.0);
  expect_near(yours.dscores, {{0.5, 0.5, -1}, {0, 0, 0}});
}

TEST(SvmLoss, AsksForAMarginOfDelta) {
  EXPECT_NEAR(svm_loss(arma::mat{{3, 4, 1}}, arma::uvec{0}, 5.0).loss, 9, 1e-9);
}

TEST(SvmLoss, RefusesALabelThatIsNoClass) {
  EXPECT_THROW(svm_loss(arma::mat{{1, 2, 3}}, arma::uvec{3}, 1.0), std::invalid_argument);
}

TEST(SquaredHingeLoss, SquaresEachViolation) {
  const LossResult yours = squared_hinge_loss(arma::mat{{3, 4, 1}}, arma::uvec{0}, 1.0);
  EXPECT_NEAR(yours.loss, 4, 1e-9);
  expect_near(yours.dscores, {{-4, 4, 0}});
}

TEST(SquaredHingeLoss, SumsTheSquaresOfTwoViolations) {
  EXPECT_NEAR(squared_hinge_loss(arma::mat{{1, 2, 3}, {0, 9, 0}}, arma::uvec{0, 1}, 1.0).loss, 6.5,
              1e-9);
}

TEST(SquaredHingeLoss, HasTheDerivativeOfItsValue) {
  expect_derivative(
      [](const arma::mat& scores) {
        return squared_hinge_loss(scores, arma::uvec{1, 0}, 1.0);
      },
      {{0.3, 0.1, -2}, {0.5, 0.9, 1.4}});
}

TEST(SoftmaxLoss, IsMinusTheLogarithmOfTheProbability) {
  const LossResult yours = softmax_loss(arma::mat{{0, std::log(3.0)}}, arma::uvec{1});
  EXPECT_NEAR(yours.loss, -std::log(0.75), 1e-9);
  expect_near(yours.dscores, {{0.25, -0.25}});
}

TEST(SoftmaxLoss, IsLnTenAtChanceWithTenClasses) {
  EXPECT_NEAR(softmax_loss(arma::zeros(4, 10), arma::uvec{0, 3, 9, 5}).loss, std::log(10.0), 1e-9);
}

TEST(SoftmaxLoss, StaysFiniteForLargeScores) {
  const LossResult yours = softmax_loss(arma::mat{{1000, 0}, {-1000, 0}}, arma::uvec{0, 0});
  EXPECT_NEAR(yours.loss, 500, 1e-9);
  expect_near(yours.dscores, {{0, 0}, {-0.5, 0.5}});
}

TEST(SoftmaxLoss, HasTheDerivativeOfItsValue) {
  expect_derivative(
      [](const arma::mat& scores) {
        return softmax_loss(scores, arma::uvec{2, 0});
      },
      {{0.3, -0.4, 1.2}, {0.7, 0.1, -0.9}});
}

TEST(SoftmaxLoss, RefusesTooFewLabels) {
  EXPECT_THROW(softmax_loss(arma::zeros(2, 3), arma::uvec{1}), std::invalid_argument);
}

TEST(ExpectedInitialLoss, IsTwoPointThreeForTheSoftmaxAndNineForTheSvm) {
  EXPECT_NEAR(expected_initial_loss(LossKind::softmax, 10), 2.302585092994046, 1e-9);
  EXPECT_NEAR(expected_initial_loss(LossKind::svm, 10), 9, 1e-9);
}

TEST(ExpectedInitialLoss, KnowsTheOtherLosses) {
  EXPECT_NEAR(expected_initial_loss(LossKind::squared_hinge, 3), 2, 1e-9);
  EXPECT_NEAR(expected_initial_loss(LossKind::attribute_hinge, 4), 4, 1e-9);
  EXPECT_NEAR(expected_initial_loss(LossKind::logistic, 2), 2 * std::log(2.0), 1e-9);
}

TEST(HierarchicalSoftmaxLoss, CostsLnTwoForEveryTurnAtChance) {
  const LossResult yours = hierarchical_softmax_loss(arma::zeros(2, 2), arma::uvec{1, 2}, kTree);
  EXPECT_NEAR(yours.loss, 1.5 * std::log(2.0), 1e-9);
  expect_near(yours.dscores, {{0.25, -0.25}, {0, 0.25}});
}

TEST(HierarchicalSoftmaxLoss, GivesProbabilitiesThatSumToOne) {
  double sum = 0;
  for (const arma::uword c : arma::uvec{0, 1, 2}) {
    sum += std::exp(-hierarchical_softmax_loss(arma::mat{{0.4, -1.3}}, arma::uvec{c}, kTree).loss);
  }
  EXPECT_NEAR(sum, 1, 1e-9);
}

TEST(HierarchicalSoftmaxLoss, StaysFiniteForLargeScores) {
  EXPECT_NEAR(hierarchical_softmax_loss(arma::mat{{3, -1000}}, arma::uvec{0}, kTree).loss,
              1000 + std::log1p(std::exp(-3)), 1e-9);
}

TEST(HierarchicalSoftmaxLoss, HasTheDerivativeOfItsValue) {
  expect_derivative(
      [](const arma::mat& scores) {
        return hierarchical_softmax_loss(scores, arma::uvec{1, 2}, kTree);
      },
      {{0.3, -0.4}, {-1.2, 0.7}});
}

TEST(AttributeHingeLoss, SumsOverTheAttributes) {
  const LossResult yours = attribute_hinge_loss(arma::mat{{0.5, 2, 3}}, arma::mat{{1, -1, 1}});
  EXPECT_NEAR(yours.loss, 3.5, 1e-9);
  expect_near(yours.dscores, {{-1, 1, 0}});
}

TEST(AttributeHingeLoss, IsAMeanOverTheExamplesOnly) {
  EXPECT_NEAR(attribute_hinge_loss(arma::zeros(2, 3), arma::ones(2, 3)).loss, 3, 1e-9);
}

TEST(AttributeHingeLoss, RefusesTargetsOfZeroAndOne) {
  EXPECT_THROW(attribute_hinge_loss(arma::mat{{1, 2}}, arma::mat{{0, 1}}), std::invalid_argument);
}

TEST(LogisticLoss, SumsOverTheAttributes) {
  const double ln3 = std::log(3.0);
  const LossResult yours = logistic_loss(arma::mat{{ln3, ln3}}, arma::mat{{1, 0}});
  EXPECT_NEAR(yours.loss, -std::log(0.75) - std::log(0.25), 1e-9);
  expect_near(yours.dscores, {{-0.25, 0.75}});
}

TEST(LogisticLoss, StaysFiniteForLargeScores) {
  const LossResult yours =
      logistic_loss(arma::mat{{1000, -1000}, {1000, -1000}}, arma::mat{{1, 0}, {0, 1}});
  EXPECT_NEAR(yours.loss, 1000, 1e-9);
  expect_near(yours.dscores, {{0, 0}, {0.5, -0.5}});
}

TEST(LogisticLoss, HasTheDerivativeOfItsValue) {
  expect_derivative(
      [](const arma::mat& scores) {
        return logistic_loss(scores, arma::mat{{1, 0, 1}, {0, 0, 1}});
      },
      {{0.3, -0.4, 1.2}, {0.7, 0.1, -0.9}});
}

TEST(L2RegressionLoss, IsTheMeanSquaredDistance) {
  const LossResult yours =
      l2_regression_loss(arma::mat{{2, 0, 7}, {1, 4, -1}}, arma::mat{{1, 2, 5}, {1, 1, -1}});
  EXPECT_NEAR(yours.loss, 9, 1e-9);
  expect_near(yours.dscores, {{1, -2, 2}, {0, 3, 0}});
}

TEST(L2RegressionLoss, HasTheDerivativeOfItsValue) {
  expect_derivative(
      [](const arma::mat& predictions) {
        return l2_regression_loss(predictions, arma::mat{{1, 0, 2}});
      },
      {{0.3, -0.4, 1.2}});
}

TEST(L2RegressionLoss, RefusesShapesThatDiffer) {
  EXPECT_THROW(l2_regression_loss(arma::zeros(2, 3), arma::zeros(3, 2)), std::invalid_argument);
}

TEST(L1RegressionLoss, IsTheMeanAbsoluteDistance) {
  const LossResult yours = l1_regression_loss(arma::mat{{2, 0}, {3, 4}}, arma::mat{{1, 2}, {1, 1}});
  EXPECT_NEAR(yours.loss, 4, 1e-9);
  expect_near(yours.dscores, {{0.5, -0.5}, {0.5, 0.5}});
}

TEST(L1RegressionLoss, IsFiniteWhereAPredictionIsRight) {
  const LossResult yours = l1_regression_loss(arma::vec{5}, arma::vec{5});
  EXPECT_NEAR(yours.loss, 0, 1e-9);
  EXPECT_TRUE(yours.dscores.is_finite());
}

TEST(BinTargets, CountsTheEdgesBelow) {
  const arma::uvec bins = bin_targets(arma::vec{-5, 0.5, 1.5, 99}, arma::vec{0, 1, 2});
  EXPECT_TRUE(arma::approx_equal(bins, arma::uvec{0, 1, 2, 3}, "absdiff", 0));
}

TEST(BinTargets, PutsAnEdgeIntoTheBinAboveIt) {
  const arma::uvec bins = bin_targets(arma::vec{0, 1, 2}, arma::vec{0, 1, 2});
  EXPECT_TRUE(arma::approx_equal(bins, arma::uvec{1, 2, 3}, "absdiff", 0));
}

TEST(BinTargets, RefusesEdgesThatFall) {
  EXPECT_THROW(bin_targets(arma::vec{1}, arma::vec{2, 1}), std::invalid_argument);
}

TEST(StructuredHingeLoss, FindsTheMostViolatingCandidate) {
  const LossResult yours = structured_hinge_loss(arma::mat{{2, 1, 2.5}, {0, 0, 9}},
                                                 arma::mat{{0, 4, 2}, {1, 1, 0}}, arma::uvec{0, 2});
  EXPECT_NEAR(yours.loss, 1.5, 1e-9);
  expect_near(yours.dscores, {{-0.5, 0.5, 0}, {0, 0, 0}});
}

TEST(StructuredHingeLoss, IsZeroOnceTheTruthWins) {
  const LossResult yours =
      structured_hinge_loss(arma::mat{{9, 1, 2}}, arma::mat{{0, 3, 1}}, arma::uvec{0});
  EXPECT_NEAR(yours.loss, 0, 1e-9);
  expect_near(yours.dscores, arma::zeros(1, 3));
}

}  // namespace
}  // namespace descent
