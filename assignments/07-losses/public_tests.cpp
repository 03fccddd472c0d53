// The public tests of stage 07: few, small, and with values that you can check with a pencil.

#include <gtest/gtest.h>

#include <cmath>

#include "harness/checks/gradient.hpp"
#include "harness/checks/properties.hpp"
#include "harness/remote/submission.hpp"

namespace descent {
namespace {

using checks::expect_near;

// The gradient must be the derivative of the loss, whatever the loss is.
template <class Loss>
void expect_derivative(const Loss& loss, const arma::mat& at, const std::string& read) {
  Rng rng(7);
  checks::expect_gradient([&](const arma::mat& scores) { return loss(scores).loss; }, at,
                          loss(at).dscores, rng, {.what = "dscores", .read = read});
}

// Three classes. The root is node 1; +1 leads on to node 0, where classes 0 and 1 part, -1 to
// class 2.
const std::vector<TreePath> kTree = {{{1, 0}, {1, 1}}, {{1, 0}, {1, -1}}, {{1}, {-1}}};

// Scores 3, 4 and 1, the first class is true: the second one is ahead by 1 and misses the margin by
// 2, the third one is behind by 2, which is enough.
TEST(SvmLoss, SumsTheViolatedMargins) {
  const LossResult yours = submission::svm_loss(arma::mat{{3, 4, 1}}, arma::uvec{0}, 1.0);
  expect_near(yours.loss, 2,
              {.what = "the loss of scores 3, 4, 1", .read = "the-multiclass-hinge"});
  expect_near(yours.dscores, arma::mat{{-1, 1, 0}},
              {.what = "dscores of scores 3, 4, 1", .read = "count-the-violations"});
}

TEST(SvmLoss, IsNineAtChanceWithTenClasses) {
  const LossResult yours = submission::svm_loss(arma::zeros(4, 10), arma::uvec{0, 3, 9, 5}, 1.0);
  expect_near(yours.loss, 9,
              {.what = "the loss of scores that are all 0",
               .why = "Each of the nine rivals misses the margin of 1 by 1.",
               .read = "loss-at-chance",
               .setting = {.examples = 4, .classes = 10}});
}

TEST(SvmLoss, CountsTheViolationsOfTheTrueClass) {
  const LossResult yours =
      submission::svm_loss(arma::mat{{0, 0.5, 0}, {5, 0, 0}}, arma::uvec{2, 0}, 1.0);
  expect_near(yours.dscores, arma::mat{{0.5, 0.5, -1}, {0, 0, 0}},
              {.what = "dscores",
               .why = "Two rivals violate the margin of the first example, so its true class is "
                      "pulled up twice; all of it divided by the two examples.",
               .read = "count-the-violations",
               .setting = {.examples = 2, .classes = 3}});
}

TEST(SvmLoss, AsksForAMarginOfDelta) {
  const LossResult yours = submission::svm_loss(arma::mat{{3, 4, 1}}, arma::uvec{0}, 5.0);
  expect_near(yours.loss, 9,
              {.what = "the loss of scores 3, 4, 1 with delta = 5",
               .why = "Now the rivals miss the margin by 6 and by 3.",
               .read = "the-multiclass-hinge"});
}

TEST(SvmLoss, RefusesALabelThatIsNoClass) {
  EXPECT_THROW(submission::svm_loss(arma::mat{{1, 2, 3}}, arma::uvec{3}, 1.0),
               std::invalid_argument);
}

TEST(SquaredHingeLoss, SquaresEachViolation) {
  const LossResult yours = submission::squared_hinge_loss(arma::mat{{3, 4, 1}}, arma::uvec{0}, 1.0);
  expect_near(yours.loss, 4, {.what = "the loss of scores 3, 4, 1", .read = "the-squared-hinge"});
  expect_near(yours.dscores, arma::mat{{-4, 4, 0}},
              {.what = "dscores of scores 3, 4, 1", .read = "the-squared-hinge"});
}

TEST(SquaredHingeLoss, SumsTheSquaresOfTwoViolations) {
  const LossResult yours =
      submission::squared_hinge_loss(arma::mat{{1, 2, 3}, {0, 9, 0}}, arma::uvec{0, 1}, 1.0);
  expect_near(
      yours.loss, 6.5,
      {.what = "the loss",
       .why = "The first example has violations of 2 and 3: (4 + 9) / 2. The second is right.",
       .read = "the-squared-hinge",
       .setting = {.examples = 2, .classes = 3}});
}

TEST(SquaredHingeLoss, HasTheDerivativeOfItsValue) {
  expect_derivative(
      [](const arma::mat& scores) {
        return submission::squared_hinge_loss(scores, arma::uvec{1, 0}, 1.0);
      },
      {{0.3, 0.1, -2}, {0.5, 0.9, 1.4}}, "the-squared-hinge");
}

// exp(0) : exp(ln 3) = 1 : 3, so the probabilities are ¼ and ¾.
TEST(SoftmaxLoss, IsMinusTheLogarithmOfTheProbability) {
  const double ln3 = std::log(3.0);
  const LossResult yours = submission::softmax_loss(arma::mat{{0, ln3}}, arma::uvec{1});
  expect_near(yours.loss, -std::log(0.75),
              {.what = "the loss of a probability of ¾", .read = "softmax-and-cross-entropy"});
  expect_near(yours.dscores, arma::mat{{0.25, -0.25}},
              {.what = "dscores of probabilities ¼ and ¾", .read = "the-gradient-is-p-minus-one"});
}

TEST(SoftmaxLoss, IsLnTenAtChanceWithTenClasses) {
  const LossResult yours = submission::softmax_loss(arma::zeros(4, 10), arma::uvec{0, 3, 9, 5});
  expect_near(yours.loss, std::log(10.0),
              {.what = "the loss of scores that are all 0",
               .why = "Every class has the probability 1/10.",
               .read = "loss-at-chance",
               .setting = {.examples = 4, .classes = 10}});
}

TEST(SoftmaxLoss, StaysFiniteForLargeScores) {
  const LossResult yours =
      submission::softmax_loss(arma::mat{{1000, 0}, {-1000, 0}}, arma::uvec{0, 0});
  expect_near(
      yours.loss, 500,
      {.what = "the loss of scores of ±1000",
       .why = "The first example is right and costs 0, the second is wrong by 1000 and costs "
              "1000.",
       .read = "shift-by-the-maximum"});
  expect_near(yours.dscores, arma::mat{{0, 0}, {-0.5, 0.5}},
              {.what = "dscores of scores of ±1000", .read = "shift-by-the-maximum"});
}

TEST(SoftmaxLoss, HasTheDerivativeOfItsValue) {
  expect_derivative(
      [](const arma::mat& scores) {
        return submission::softmax_loss(scores, arma::uvec{2, 0});
      },
      {{0.3, -0.4, 1.2}, {0.7, 0.1, -0.9}}, "the-gradient-is-p-minus-one");
}

TEST(SoftmaxLoss, RefusesTooFewLabels) {
  EXPECT_THROW(submission::softmax_loss(arma::zeros(2, 3), arma::uvec{1}), std::invalid_argument);
}

TEST(ExpectedInitialLoss, IsTwoPointThreeForTheSoftmaxAndNineForTheSvm) {
  expect_near(submission::expected_initial_loss(LossKind::softmax, 10), 2.302585092994046,
              {.what = "the softmax loss at chance with 10 classes", .read = "loss-at-chance"});
  expect_near(submission::expected_initial_loss(LossKind::svm, 10), 9,
              {.what = "the SVM loss at chance with 10 classes", .read = "loss-at-chance"});
}

TEST(ExpectedInitialLoss, KnowsTheOtherLosses) {
  expect_near(submission::expected_initial_loss(LossKind::squared_hinge, 3), 2,
              {.what = "the squared hinge at chance with 3 classes", .read = "loss-at-chance"});
  expect_near(
      submission::expected_initial_loss(LossKind::attribute_hinge, 4), 4,
      {.what = "the attribute hinge at chance with 4 attributes", .read = "loss-at-chance"});
  expect_near(submission::expected_initial_loss(LossKind::logistic, 2), 2 * std::log(2.0),
              {.what = "the logistic loss at chance with 2 attributes", .read = "loss-at-chance"});
}

TEST(HierarchicalSoftmaxLoss, CostsLnTwoForEveryTurnAtChance) {
  const LossResult yours =
      submission::hierarchical_softmax_loss(arma::zeros(2, 2), arma::uvec{1, 2}, kTree);
  expect_near(yours.loss, 1.5 * std::log(2.0),
              {.what = "the loss of scores that are all 0",
               .why = "Class 1 is two turns away, class 2 one; each turn has the probability ½.",
               .read = "many-classes-a-tree",
               .setting = {.examples = 2}});
  expect_near(yours.dscores, arma::mat{{0.25, -0.25}, {0, 0.25}},
              {.what = "dscores of scores that are all 0",
               .why = "-turn·σ(-turn·0)/N = -turn/4 for the nodes on the way, 0 for the others.",
               .read = "both-turns-count",
               .setting = {.examples = 2}});
}

TEST(HierarchicalSoftmaxLoss, GivesProbabilitiesThatSumToOne) {
  double sum = 0;
  for (const arma::uword c : arma::uvec{0, 1, 2}) {
    sum += std::exp(
        -submission::hierarchical_softmax_loss(arma::mat{{0.4, -1.3}}, arma::uvec{c}, kTree).loss);
  }
  expect_near(sum, 1,
              {.what = "the sum of exp(-loss) over the three classes", .read = "both-turns-count"});
}

TEST(HierarchicalSoftmaxLoss, StaysFiniteForLargeScores) {
  const LossResult yours =
      submission::hierarchical_softmax_loss(arma::mat{{3, -1000}}, arma::uvec{0}, kTree);
  expect_near(yours.loss, 1000 + std::log1p(std::exp(-3)),
              {.what = "the loss of a score of -1000",
               .why = "The turn at the root has the probability exp(-1000), which costs 1000.",
               .read = "the-stable-logistic"});
}

TEST(HierarchicalSoftmaxLoss, HasTheDerivativeOfItsValue) {
  expect_derivative(
      [](const arma::mat& scores) {
        return submission::hierarchical_softmax_loss(scores, arma::uvec{1, 2}, kTree);
      },
      {{0.3, -0.4}, {-1.2, 0.7}}, "both-turns-count");
}

// Has it (score ½, misses the margin by ½), has it not (score 2, misses -1 by 3), has it (3: fine).
TEST(AttributeHingeLoss, SumsOverTheAttributes) {
  const LossResult yours =
      submission::attribute_hinge_loss(arma::mat{{0.5, 2, 3}}, arma::mat{{1, -1, 1}});
  expect_near(yours.loss, 3.5,
              {.what = "the loss of scores ½, 2, 3", .read = "attributes-one-hinge-each"});
  expect_near(yours.dscores, arma::mat{{-1, 1, 0}},
              {.what = "dscores of scores ½, 2, 3", .read = "attributes-one-hinge-each"});
}

TEST(AttributeHingeLoss, IsAMeanOverTheExamplesOnly) {
  const LossResult yours = submission::attribute_hinge_loss(arma::zeros(2, 3), arma::ones(2, 3));
  expect_near(yours.loss, 3,
              {.what = "the loss of scores that are all 0",
               .why = "Three attributes cost 1 each, in both examples: the mean over the examples "
                      "is 3.",
               .read = "a-loss-is-a-mean",
               .setting = {.examples = 2, .classes = 3}});
}

TEST(AttributeHingeLoss, RefusesTargetsOfZeroAndOne) {
  EXPECT_THROW(submission::attribute_hinge_loss(arma::mat{{1, 2}}, arma::mat{{0, 1}}),
               std::invalid_argument);
}

// σ(ln 3) = 3/4: the first attribute is there, the second is not.
TEST(LogisticLoss, SumsOverTheAttributes) {
  const double ln3 = std::log(3.0);
  const LossResult yours = submission::logistic_loss(arma::mat{{ln3, ln3}}, arma::mat{{1, 0}});
  expect_near(
      yours.loss, -std::log(0.75) - std::log(0.25),
      {.what = "the loss of probabilities ¾ and ¾", .read = "attributes-logistic-regression"});
  expect_near(
      yours.dscores, arma::mat{{-0.25, 0.75}},
      {.what = "dscores of probabilities ¾ and ¾", .read = "attributes-logistic-regression"});
}

TEST(LogisticLoss, StaysFiniteForLargeScores) {
  const LossResult yours =
      submission::logistic_loss(arma::mat{{1000, -1000}, {1000, -1000}}, arma::mat{{1, 0}, {0, 1}});
  expect_near(yours.loss, 1000,
              {.what = "the loss of scores of ±1000",
               .why = "The first example is right and costs 0, the second is wrong twice and costs "
                      "2000.",
               .read = "the-stable-logistic"});
  expect_near(yours.dscores, arma::mat{{0, 0}, {0.5, -0.5}},
              {.what = "dscores of scores of ±1000", .read = "the-stable-logistic"});
}

TEST(LogisticLoss, HasTheDerivativeOfItsValue) {
  expect_derivative(
      [](const arma::mat& scores) {
        return submission::logistic_loss(scores, arma::mat{{1, 0, 1}, {0, 0, 1}});
      },
      {{0.3, -0.4, 1.2}, {0.7, 0.1, -0.9}}, "attributes-logistic-regression");
}

// Errors (1, -2, 2) and (0, 3, 0): squared distances 9 and 9.
TEST(L2RegressionLoss, IsTheMeanSquaredDistance) {
  const LossResult yours = submission::l2_regression_loss(arma::mat{{2, 0, 7}, {1, 4, -1}},
                                                          arma::mat{{1, 2, 5}, {1, 1, -1}});
  expect_near(yours.loss, 9,
              {.what = "the loss", .read = "regression-l2", .setting = {.examples = 2}});
  expect_near(yours.dscores, arma::mat{{1, -2, 2}, {0, 3, 0}},
              {.what = "dscores",
               .why = "Twice the error, divided by the two examples.",
               .read = "half-in-one-place",
               .setting = {.examples = 2}});
}

TEST(L2RegressionLoss, HasTheDerivativeOfItsValue) {
  expect_derivative(
      [](const arma::mat& predictions) {
        return submission::l2_regression_loss(predictions, arma::mat{{1, 0, 2}});
      },
      {{0.3, -0.4, 1.2}}, "half-in-one-place");
}

TEST(L2RegressionLoss, RefusesShapesThatDiffer) {
  EXPECT_THROW(submission::l2_regression_loss(arma::zeros(2, 3), arma::zeros(3, 2)),
               std::invalid_argument);
}

TEST(L1RegressionLoss, IsTheMeanAbsoluteDistance) {
  const LossResult yours =
      submission::l1_regression_loss(arma::mat{{2, 0}, {3, 4}}, arma::mat{{1, 2}, {1, 1}});
  expect_near(yours.loss, 4,
              {.what = "the loss", .read = "regression-l1", .setting = {.examples = 2}});
  expect_near(yours.dscores, arma::mat{{0.5, -0.5}, {0.5, 0.5}},
              {.what = "dscores",
               .why = "The sign of each error, divided by the two examples.",
               .read = "regression-l1",
               .setting = {.examples = 2}});
}

TEST(L1RegressionLoss, IsFiniteWhereAPredictionIsRight) {
  const LossResult yours = submission::l1_regression_loss(arma::vec{5}, arma::vec{5});
  expect_near(yours.loss, 0, {.what = "the loss of a right prediction", .read = "regression-l1"});
  checks::expect_finite(yours.dscores,
                        {.what = "dscores of a right prediction", .read = "the-slope-at-zero"});
}

TEST(BinTargets, CountsTheEdgesBelow) {
  checks::expect_equal(submission::bin_targets(arma::vec{-5, 0.5, 1.5, 99}, arma::vec{0, 1, 2}),
                       arma::uvec{0, 1, 2, 3},
                       {.what = "the bins", .read = "regression-as-classification"});
}

TEST(BinTargets, PutsAnEdgeIntoTheBinAboveIt) {
  checks::expect_equal(
      submission::bin_targets(arma::vec{0, 1, 2}, arma::vec{0, 1, 2}), arma::uvec{1, 2, 3},
      {.what = "the bins of targets on the edges", .read = "regression-as-classification"});
}

TEST(BinTargets, RefusesEdgesThatFall) {
  EXPECT_THROW(submission::bin_targets(arma::vec{1}, arma::vec{2, 1}), std::invalid_argument);
}

// Score plus task loss: 2, 1 + 4 and 2.5 + 2. The second candidate is the most dangerous one. The
// other example is right by far.
TEST(StructuredHingeLoss, FindsTheMostViolatingCandidate) {
  const LossResult yours = submission::structured_hinge_loss(
      arma::mat{{2, 1, 2.5}, {0, 0, 9}}, arma::mat{{0, 4, 2}, {1, 1, 0}}, arma::uvec{0, 2});
  expect_near(yours.loss, 1.5,
              {.what = "the loss",
               .why = "(5 - 2 + 0) / 2.",
               .read = "structured-prediction",
               .setting = {.examples = 2}});
  expect_near(yours.dscores, arma::mat{{-0.5, 0.5, 0}, {0, 0, 0}},
              {.what = "dscores", .read = "structured-prediction", .setting = {.examples = 2}});
}

TEST(StructuredHingeLoss, IsZeroOnceTheTruthWins) {
  const LossResult yours =
      submission::structured_hinge_loss(arma::mat{{9, 1, 2}}, arma::mat{{0, 3, 1}}, arma::uvec{0});
  expect_near(yours.loss, 0, {.what = "the loss of met margins", .read = "structured-prediction"});
  expect_near(yours.dscores, arma::zeros(1, 3),
              {.what = "dscores of met margins", .read = "structured-prediction"});
}

}  // namespace
}  // namespace descent
