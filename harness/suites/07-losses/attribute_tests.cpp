#include <gtest/gtest.h>

#include <cmath>

#include "harness/suites/07-losses/hand.hpp"
#include "harness/suites/07-losses/targets.hpp"

namespace descent::suite {
namespace {

using checks::expect_between;
using checks::expect_near;
using checks::kHandValue;

constexpr auto kReadHinge = "attributes-one-hinge-each";
constexpr auto kReadLogistic = "attributes-logistic-regression";
constexpr auto kReadStable = "the-stable-logistic";

LossResult your_hinge(const arma::mat& scores, const arma::mat& targets) {
  return submission::attribute_hinge_loss(scores, targets);
}
LossResult your_logistic(const arma::mat& scores, const arma::mat& targets) {
  return submission::logistic_loss(scores, targets);
}
Draw hinge_draw() {
  return target_draw(
      "attribute_hinge_loss", your_hinge,
      [](const arma::mat& s, const arma::mat& t) { return reference::attribute_hinge_loss(s, t); },
      [](const arma::mat& s, Rng& rng) { return targets_with_a_mistake(s, -1, 1, rng); },
      [](const arma::mat& s, const arma::mat& t) { return arma::mat(1 - s % t); });
}
Draw logistic_draw() {
  return target_draw(
      "logistic_loss", your_logistic,
      [](const arma::mat& s, const arma::mat& t) { return reference::logistic_loss(s, t); },
      [](const arma::mat& s, Rng& rng) { return targets_with_a_mistake(s, 0, 1, rng); });
}
arma::mat zero_one(const arma::mat& signs) { return (signs + 1) / 2; }

TEST(AttributeHingeLoss, HasTheHandValues) {
  const LossResult yours = submission::attribute_hinge_loss(hand::kScores, hand::kSigns);
  expect_near(yours.loss, 6.45, {.what = "the loss", .read = kReadHinge, .tolerance = kHandValue});
  const arma::mat pulls = {{0, 1, 0, 1, -1}, {1, 1, -1, 0, 1}, {-1, -1, 1, 1, -1}};
  expect_near(yours.dscores, pulls / 3,
              {.what = "dscores",
               .why = "-t/N where the margin is violated, 0 elsewhere.",
               .read = kReadHinge,
               .setting = {.examples = 3, .classes = 5}});
}

TEST(AttributeHingeLoss, IsNotFooledByLargeScores) {
  const LossResult yours = submission::attribute_hinge_loss(hand::kLarge, hand::kLargeSigns);
  expect_near(yours.loss, 400.5,
              {.what = "the loss of large scores",
               .why = "One score of 800 stands on the wrong side: 801 over 2 examples. All others "
                      "are right by far and cost nothing.",
               .read = "which-way-round"});
  expect_near(yours.dscores, arma::mat{{0, 0, 0}, {0, 0.5, 0}},
              {.what = "dscores of large scores", .read = kReadHinge});
}

TEST(AttributeHingeLoss, IsTheNumberOfAttributesAtChance) {
  const LossResult yours = submission::attribute_hinge_loss(arma::zeros(2, 7), arma::ones(2, 7));
  expect_near(yours.loss, 7,
              {.what = "the loss of scores that are all 0",
               .why = "Each attribute misses its margin of 1 by 1.",
               .read = "loss-at-chance",
               .setting = {.examples = 2, .classes = 7}});
}

TEST(AttributeHingeLoss, TreatsBothAnswersAlike) {
  Rng rng(remote::test_seed());
  const arma::mat scores = rng.normal(4, 6);
  const arma::mat targets = targets_with_a_mistake(scores, -1, 1, rng);
  const LossResult plain = submission::attribute_hinge_loss(scores, targets);
  const LossResult mirrored = submission::attribute_hinge_loss(-scores, -targets);
  const std::string why =
      "Scores and targets negated ask the opposite questions, and cost the same.";
  expect_near(mirrored.loss, plain.loss, {.what = "the loss", .why = why, .read = kReadHinge});
  expect_near(mirrored.dscores, -plain.dscores,
              {.what = "dscores", .why = why, .read = kReadHinge});
}

TEST(AttributeHingeLoss, TakesASlopeBetweenTheTwoSidesAtTheKink) {
  const LossResult yours = submission::attribute_hinge_loss(arma::mat{{1, -1}}, arma::mat{{1, -1}});
  expect_near(yours.loss, 0, {.what = "the loss at the kink", .read = kReadHinge});
  if (!checks::expect_shape(yours.dscores, 1, 2, {.what = "dscores"})) return;
  const checks::About about{.what = "the slope at the kink", .read = kReadHinge};
  expect_between(yours.dscores(0, 0), -1, 0, about);
  expect_between(yours.dscores(0, 1), 0, 1, about);
}

TEST(AttributeHingeLoss, IsRightOnRandomBatches) { expect_right_values(hinge_draw(), kReadHinge); }
TEST(AttributeHingeLoss, HasTheDerivativeOfItsValue) {
  expect_derivative(hinge_draw(), kReadHinge);
}
TEST(AttributeHingeLoss, IsAMean) { expect_mean(hinge_draw()); }
TEST(AttributeHingeLoss, DoesNotMindTheOrderOfExamples) {
  expect_order_does_not_matter(hinge_draw());
}
TEST(AttributeHingeLoss, RemembersNothing) { expect_no_memory(hinge_draw()); }
TEST(AttributeHingeLoss, RefusesBadInput) {
  expect_target_shapes_checked(your_hinge, 1);
  const arma::mat scores = {{1, 2}};
  expect_refusal("targets of 0 and 1", [&] { your_hinge(scores, arma::mat{{0, 1}}); });
  expect_refusal("a target of 0.5", [&] { your_hinge(scores, arma::mat{{-1, 0.5}}); });
}

TEST(LogisticLoss, HasTheHandValues) {
  const LossResult yours = submission::logistic_loss(hand::kScores, zero_one(hand::kSigns));
  expect_near(yours.loss, 4.82017724897233,
              {.what = "the loss", .read = kReadLogistic, .tolerance = kHandValue});
  expect_near(
      yours.dscores,
      arma::mat{
          {-0.0608085079355, 0.125846889599, -0.0397343073407, 0.187392166962, -0.243686192877},
          {0.191480838937, 0.229991493709, -0.215218768742, -0.0832466314683, 0.236983167542},
          {-0.293599025993, -0.133770779963, 0.320278092401, 0.15834027084, -0.110604075944}},
      {.what = "dscores",
       .why = "(σ(s) - t) / N: above the target the slope is positive.",
       .read = kReadLogistic,
       .tolerance = kHandValue,
       .setting = {.examples = 3, .classes = 5}});
}

TEST(LogisticLoss, StaysFiniteForLargeScores) {
  const LossResult yours = submission::logistic_loss(hand::kLarge, zero_one(hand::kLargeSigns));
  expect_near(
      yours.loss, 400,
      {.what = "the loss of large scores",
       .why = "One score of 800 stands on the wrong side and costs 800 over 2 examples; all "
              "others are right and cost nothing. No logarithm of 0 appears.",
       .read = kReadStable});
  expect_near(yours.dscores, arma::mat{{0, 0, 0}, {0, 0.5, 0}},
              {.what = "dscores of large scores", .read = kReadStable});
}

TEST(LogisticLoss, CostsTheScoreOfEachConfidentMistake) {
  for (const double score : {40.0, 750.0, 1e4}) {
    const LossResult yours =
        submission::logistic_loss(arma::mat{{score, -score}}, arma::mat{{0, 1}});
    expect_near(yours.loss, 2 * score,
                {.what = "the loss of two mistakes at scores of ±" + std::to_string(score),
                 .why = "ln(1 + exp(s)) is s for large s, and it grows without bound.",
                 .read = kReadStable});
    expect_near(yours.dscores, arma::mat{{1, -1}}, {.what = "dscores", .read = kReadStable});
  }
}

TEST(LogisticLoss, KeepsTinyCosts) {
  const LossResult yours = submission::logistic_loss(arma::vec{12, -12}, arma::vec{1, 0});
  // Written as ln(1 - σ) the answer has only 11 right digits left; 1e-9 of the value is 6e-15.
  expect_near(yours.loss, std::log1p(std::exp(-12)),
              {.what = "the loss of two confident right answers",
               .why = "ln(1 + exp(-12)) is small, but not 0, and costs the same on both sides.",
               .read = kReadStable,
               .tolerance = {1e-8, 0}});
}

TEST(LogisticLoss, IsLnTwoForEachAttributeAtChance) {
  const LossResult yours =
      submission::logistic_loss(arma::zeros(2, 3), arma::mat{{1, 0, 1}, {0, 0, 1}});
  expect_near(yours.loss, 3 * std::log(2.0),
              {.what = "the loss of scores that are all 0",
               .why = "Each of the three questions is answered with probability ½.",
               .read = "loss-at-chance",
               .setting = {.examples = 2, .classes = 3}});
}

TEST(LogisticLoss, TreatsBothAnswersAlike) {
  Rng rng(remote::test_seed());
  const arma::mat scores = rng.normal(4, 6);
  const arma::mat targets = targets_with_a_mistake(scores, 0, 1, rng);
  const LossResult plain = submission::logistic_loss(scores, targets);
  const LossResult mirrored = submission::logistic_loss(-scores, 1 - targets);
  const std::string why =
      "Scores negated and targets swapped ask the opposite questions, and cost the same.";
  expect_near(mirrored.loss, plain.loss, {.what = "the loss", .why = why, .read = kReadLogistic});
  expect_near(
      mirrored.dscores, -plain.dscores,
      {.what = "dscores", .why = why, .read = kReadLogistic, .tolerance = checks::kBackward});
}

TEST(LogisticLoss, IsRightOnRandomBatches) { expect_right_values(logistic_draw(), kReadLogistic); }
TEST(LogisticLoss, HasTheDerivativeOfItsValue) {
  expect_derivative(logistic_draw(), kReadLogistic);
}
TEST(LogisticLoss, IsAMean) { expect_mean(logistic_draw()); }
TEST(LogisticLoss, DoesNotMindTheOrderOfExamples) { expect_order_does_not_matter(logistic_draw()); }
TEST(LogisticLoss, RemembersNothing) { expect_no_memory(logistic_draw()); }
TEST(LogisticLoss, RefusesBadInput) {
  expect_target_shapes_checked(your_logistic, 1);
  const arma::mat scores = {{1, 2}};
  expect_refusal("targets of -1 and +1", [&] { your_logistic(scores, arma::mat{{-1, 1}}); });
  expect_refusal("a target of 0.5", [&] { your_logistic(scores, arma::mat{{1, 0.5}}); });
}

}  // namespace
}  // namespace descent::suite
