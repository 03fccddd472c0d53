#include <gtest/gtest.h>

#include <cmath>

#include "harness/suites/07-losses/hand.hpp"
#include "harness/suites/07-losses/labels.hpp"

namespace descent::suite {
namespace {

using checks::expect_between;
using checks::expect_near;
using checks::kHandValue;

constexpr auto kRead = "structured-prediction";

arma::mat random_task_loss(arma::uword n, arma::uword k, const arma::uvec& labels, Rng& rng) {
  arma::mat task_loss = rng.uniform(n, k, 0.1, 3.0);
  for (arma::uword i = 0; i < n; ++i) task_loss(i, labels(i)) = 0;
  return task_loss;
}

// How far each candidate is below the maximum: the winner has 1, the others minus their distance.
arma::mat distances(const arma::mat& augmented) {
  arma::mat result = augmented;
  for (arma::uword i = 0; i < result.n_rows; ++i) {
    const arma::uword winner = result.row(i).index_max();
    result.row(i) -= result(i, winner);
    result(i, winner) = 1;
  }
  return result;
}

Problem draw(Rng& rng, double spread) {
  const Shape shape = any_shape(rng);
  Problem problem{.exercise = "structured_hinge_loss"};
  problem.scores = spread * rng.normal(shape.n, shape.c);
  const arma::uvec labels = labels_with_a_mistake(problem.scores, rng);
  const arma::mat task_loss = random_task_loss(shape.n, shape.c, labels, rng);
  problem.yours = [=](const arma::mat& scores, const arma::uvec& rows) {
    return submission::structured_hinge_loss(scores, task_loss.rows(rows), labels.elem(rows));
  };
  problem.right = [=](const arma::mat& scores, const arma::uvec& rows) {
    return reference::structured_hinge_loss(scores, task_loss.rows(rows), labels.elem(rows));
  };
  problem.margins = [=](const arma::mat& scores) { return distances(scores + task_loss); };
  return problem;
}

TEST(StructuredHingeLoss, HasTheHandValues) {
  const arma::mat task_loss = {{0.25, 1, 0, 1, 2}, {0, 0.25, 4, 1, 1}, {1, 3.5, 0.5, 2, 0}};
  const LossResult yours =
      submission::structured_hinge_loss(hand::kScores, task_loss, hand::kLabels);
  expect_near(yours.loss, 2.1, {.what = "the loss", .read = kRead, .tolerance = kHandValue});
  const arma::mat signs = {{0, 0, 0, 0, 0}, {-1, 0, 1, 0, 0}, {0, 1, 0, 0, -1}};
  expect_near(yours.dscores, signs / 3,
              {.what = "dscores",
               .why = "The candidate with the largest score plus task loss is pulled down, the "
                      "true one up. In the first example they are the same.",
               .read = kRead,
               .setting = {.examples = 3, .classes = 5}});
}

TEST(StructuredHingeLoss, IsNotFooledByLargeScores) {
  const LossResult yours =
      submission::structured_hinge_loss(arma::mat{{1000, -500, 300}, {-2000, 800, 900.5}},
                                        arma::mat{{0, 9, 9}, {0, 200, 50}}, arma::uvec{0, 0});
  expect_near(yours.loss, 1500,
              {.what = "the loss of large scores",
               .why = "The second example: 800 + 200 beats 900.5 + 50, and the true candidate has "
                      "-2000. The first one is right by far.",
               .read = kRead});
  expect_near(yours.dscores, arma::mat{{0, 0, 0}, {-0.5, 0.5, 0}},
              {.what = "dscores of large scores", .read = kRead});
}

TEST(StructuredHingeLoss, EndsAtZero) {
  const LossResult yours = submission::structured_hinge_loss(
      arma::mat{{9, 1, 0}, {-9, -20, 3}}, arma::mat{{0, 2, 5}, {1, 1, 0}}, arma::uvec{0, 2});
  expect_near(
      yours.loss, 0,
      {.what = "the loss of met margins",
       .why = "The maximum runs over the true candidate too, so the loss is never negative.",
       .read = kRead});
  expect_near(yours.dscores, arma::zeros(2, 3), {.what = "dscores of met margins", .read = kRead});
}

TEST(StructuredHingeLoss, TakesAnyOfSeveralMaxima) {
  // Candidates 1 and 2 both reach 4, the true one has 1.
  const LossResult yours =
      submission::structured_hinge_loss(arma::mat{{1, 3, 2}}, arma::mat{{0, 1, 2}}, arma::uvec{0});
  expect_near(yours.loss, 3, {.what = "the loss with two maxima", .read = kRead});
  if (!checks::expect_shape(yours.dscores, 1, 3, {.what = "dscores"})) return;
  const checks::About about{.what = "the slopes of two equal maxima",
                            .why =
                                "Any of them may get the gradient, or each a share; together "
                                "they get 1.",
                            .read = kRead};
  expect_between(yours.dscores(0, 1), 0, 1, about);
  expect_between(yours.dscores(0, 2), 0, 1, about);
  expect_near(yours.dscores(0, 1) + yours.dscores(0, 2), 1, about);
  expect_near(yours.dscores(0, 0), -1, {.what = "the true candidate's slope", .read = kRead});
}

TEST(StructuredHingeLoss, IsTheLargestTaskLossAtChance) {
  const LossResult yours = submission::structured_hinge_loss(
      arma::zeros(2, 4), arma::mat{{0, 1, 7, 2}, {3, 0.5, 2, 0}}, arma::uvec{0, 3});
  expect_near(
      yours.loss, 5,
      {.what = "the loss of scores that are all 0",
       .why = "With equal scores the worst candidate is the one with the largest task loss.",
       .read = kRead,
       .setting = {.examples = 2}});
}

TEST(StructuredHingeLoss, BoundsTheTaskLossOfThePrediction) {
  Rng rng(remote::test_seed());
  const arma::mat scores = rng.normal(6, 5);
  const arma::uvec labels = rng.labels(6, 5);
  const arma::mat task_loss = random_task_loss(6, 5, labels, rng);
  double cost = 0;
  for (arma::uword i = 0; i < 6; ++i) cost += task_loss(i, scores.row(i).index_max()) / 6;
  const LossResult yours = submission::structured_hinge_loss(scores, task_loss, labels);
  checks::expect_between(
      yours.loss, cost - 1e-12, 100,
      {.what = "the loss against the task loss of the best candidates",
       .why = "The structured hinge is never below the task loss that the "
              "prediction really costs: that is why it may be minimized instead.",
       .read = kRead});
}

TEST(StructuredHingeLoss, DoesNotMindTheOrderOfCandidates) {
  Rng rng(remote::test_seed());
  const arma::uword k = 6;
  const arma::mat all = rng.normal(3, 2 * k);
  const arma::uvec labels = rng.labels(3, k);
  const arma::mat task_loss = random_task_loss(3, k, labels, rng);
  const arma::mat scores = all.head_cols(k);
  const arma::uvec order = rng.permutation(k);
  const arma::uvec renamed = arma::sort_index(order);
  const LossResult before = submission::structured_hinge_loss(scores, task_loss, labels);
  const LossResult after = submission::structured_hinge_loss(
      scores.cols(order), task_loss.cols(order), renamed.elem(labels));
  expect_near(after.loss, before.loss, {.what = "the loss of reordered candidates", .read = kRead});
  if (!checks::expect_shape(before.dscores, 3, k, {.what = "dscores"})) return;
  expect_near(after.dscores, before.dscores.cols(order),
              {.what = "dscores of reordered candidates", .read = kRead});
}

TEST(StructuredHingeLoss, IsRightOnRandomBatches) { expect_right_values(draw, kRead); }
TEST(StructuredHingeLoss, HasTheDerivativeOfItsValue) { expect_derivative(draw, kRead); }
TEST(StructuredHingeLoss, IsAMean) { expect_mean(draw); }
TEST(StructuredHingeLoss, DoesNotMindTheOrderOfExamples) { expect_order_does_not_matter(draw); }
TEST(StructuredHingeLoss, SeesOnlyDifferencesOfScores) {
  expect_only_differences_count(draw, kRead);
}
TEST(StructuredHingeLoss, RemembersNothing) { expect_no_memory(draw); }

TEST(StructuredHingeLoss, RefusesBadInput) {
  const arma::mat scores = {{1, 2, 3}, {4, 6, 5}};
  const arma::mat task_loss = {{0, 2, 3}, {1, 1, 0}};
  const auto call = [](const arma::mat& s, const arma::mat& t, const arma::uvec& y) {
    return [=] { submission::structured_hinge_loss(s, t, y); };
  };
  expect_refusal("no example", call(arma::mat(0, 3), arma::mat(0, 3), arma::uvec()));
  expect_refusal("task loss of another shape", call(scores, task_loss.t(), {0, 2}));
  expect_refusal("task loss with a column too many",
                 call(scores, arma::join_horiz(task_loss, arma::ones(2, 1)), {0, 2}));
  expect_refusal("2 examples, 1 label", call(scores, task_loss, {0}));
  expect_refusal("label 3 of 3 candidates", call(scores, task_loss, {0, 3}));
  expect_refusal("a negative task loss", call(scores, arma::mat{{0, -2, 3}, {1, 1, 0}}, {0, 2}));
  expect_refusal("a task loss that is NaN",
                 call(scores, arma::mat{{0, arma::datum::nan, 3}, {1, 1, 0}}, {0, 2}));
  expect_refusal("a task loss for the true candidate", call(scores, task_loss, {1, 2}));
}

}  // namespace
}  // namespace descent::suite
