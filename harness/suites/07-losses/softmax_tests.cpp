#include <gtest/gtest.h>

#include <cmath>

#include "harness/suites/07-losses/hand.hpp"
#include "harness/suites/07-losses/labels.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;
using checks::kHandValue;

LabelLoss yours() {
  return [](const arma::mat& s, const arma::uvec& y) { return submission::softmax_loss(s, y); };
}
Draw draw() {
  return label_draw("softmax_loss", yours(), [](const arma::mat& s, const arma::uvec& y) {
    return reference::softmax_loss(s, y);
  });
}

constexpr auto kRead = "softmax-and-cross-entropy";
constexpr auto kReadGradient = "the-gradient-is-p-minus-one";
constexpr auto kReadShift = "shift-by-the-maximum";

TEST(SoftmaxLoss, HasTheHandValues) {
  const LossResult result = submission::softmax_loss(hand::kScores, hand::kLabels);
  expect_near(result.loss, 1.75958133625925,
              {.what = "the loss", .read = kRead, .tolerance = kHandValue});
  expect_near(
      result.dscores,
      arma::mat{
          {0.105731279817, 0.0143091727009, -0.159011923321, 0.0302925188456, 0.00867895195825},
          {-0.286404479492, 0.0773725995377, 0.0190798481383, 0.104442084951, 0.085509946865},
          {0.0015513902682, 0.0171012485616, 0.28122399194, 0.010372431572, -0.310249062342}},
      {.what = "dscores",
       .why = "The probabilities of each row, minus 1 at the true class, divided by N.",
       .read = kReadGradient,
       .tolerance = kHandValue,
       .setting = {.examples = 3, .classes = 5}});
}

TEST(SoftmaxLoss, StaysFiniteForLargeScores) {
  const LossResult result = submission::softmax_loss(hand::kLarge, hand::kLargeLabels);
  expect_near(result.loss, 1450.25,
              {.what = "the loss of large scores",
               .why = "The second example is wrong by 2900.5, and that is its loss: exp(900) is "
                      "infinite and the true class's probability rounds to 0, but neither needs to "
                      "be computed.",
               .read = kReadShift});
  expect_near(result.dscores, arma::mat{{0, 0, 0}, {-0.5, 0, 0.5}},
              {.what = "dscores of large scores", .read = kReadShift});
}

TEST(SoftmaxLoss, ShiftsEachRowByItsOwnMaximum) {
  // One shift for the whole batch would turn a row of small scores into zeros.
  const LossResult result =
      submission::softmax_loss(arma::mat{{1e4, 1e4 - 1}, {-1e4, -1e4 - 1}}, arma::uvec{0, 0});
  const double p = 1 / (1 + std::exp(-1));
  expect_near(result.loss, -std::log(p),
              {.what = "the loss of a row at 10000 and one at -10000",
               .why = "In both rows the true class leads by 1: both cost ln(1 + exp(-1)).",
               .read = kReadShift});
  expect_near(result.dscores, arma::mat{{p - 1, 1 - p}, {p - 1, 1 - p}} / 2,
              {.what = "dscores of a row at 10000 and one at -10000", .read = kReadShift});
}

TEST(SoftmaxLoss, GrowsWithoutBoundForConfidentMistakes) {
  for (const double lead : {40.0, 700.0, 1e4}) {
    const LossResult result = submission::softmax_loss(arma::mat{{0, lead, 0}}, arma::uvec{0});
    expect_near(
        result.loss, lead,
        {.what = "the loss of a mistake by " + std::to_string(lead),
         .why = "The rival leads by that much, and all but exp(-lead) of the probability is "
                "its own: the loss is the lead.",
         .read = "never-take-the-logarithm-of-a-probability"});
  }
}

TEST(SoftmaxLoss, IsLnCAtChance) {
  for (const arma::uword classes : arma::uvec{2, 10, 37}) {
    const LossResult result =
        submission::softmax_loss(arma::zeros(4, classes), arma::uvec{0, 1, 1, 0});
    const double c = static_cast<double>(classes);
    expect_near(result.loss, std::log(c),
                {.what = "the loss of scores that are all 0",
                 .why = "Every class has the probability 1/C.",
                 .read = "loss-at-chance",
                 .setting = {.examples = 4, .classes = c}});
  }
}

TEST(SoftmaxLoss, IsTheEntropyWhereScoresAreLogFrequencies) {
  // The best that a classifier can do that never looks at its input.
  const arma::rowvec frequencies = {0.5, 0.25, 0.125, 0.125};
  const arma::mat scores = arma::repmat(arma::log(frequencies), 8, 1);
  const LossResult result = submission::softmax_loss(scores, {0, 0, 0, 0, 1, 1, 2, 3});
  const std::string why =
      "Scores that are the logarithms of the classes' frequencies are the best constant ones: "
      "their loss is the entropy of the labels, and the gradient sums to 0 over the examples.";
  expect_near(result.loss, 1.75 * std::log(2.0),
              {.what = "the loss at the frequencies of the classes", .why = why, .read = kRead});
  if (!checks::expect_shape(result.dscores, 8, 4, {.what = "dscores"})) return;
  const arma::mat sums = arma::sum(result.dscores, 0);
  checks::expect_that(arma::abs(sums).max() < 1e-12, "another sum", "columns that sum to 0",
                      {.what = "dscores", .why = why, .read = kReadGradient});
}

TEST(SoftmaxLoss, IsNearZeroForConfidentRightAnswers) {
  const LossResult result =
      submission::softmax_loss(arma::mat{{50, 0}, {-3, 60}}, arma::uvec{0, 1});
  checks::expect_between(result.loss, 0, 1e-15,
                         {.what = "the loss of right answers", .read = kRead});
}

TEST(SoftmaxLoss, IsRightOnRandomBatches) { expect_right_values(draw(), kRead); }
TEST(SoftmaxLoss, HasTheDerivativeOfItsValue) { expect_derivative(draw(), kReadGradient); }
TEST(SoftmaxLoss, IsAMean) { expect_mean(draw()); }
TEST(SoftmaxLoss, DoesNotMindTheOrderOfExamples) { expect_order_does_not_matter(draw()); }
TEST(SoftmaxLoss, DoesNotMindTheNamesOfClasses) {
  expect_names_do_not_matter("softmax_loss", yours());
}
TEST(SoftmaxLoss, SeesOnlyDifferencesOfScores) {
  expect_only_differences_count(draw(), kReadShift);
}
TEST(SoftmaxLoss, RemembersNothing) { expect_no_memory(draw()); }
TEST(SoftmaxLoss, RefusesBadInput) { expect_labels_checked(yours()); }

}  // namespace
}  // namespace descent::suite
