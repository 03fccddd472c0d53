// The public tests of stage 06: few, small, and with values that you can check with a pencil.

#include <gtest/gtest.h>

#include "harness/checks/gradient.hpp"
#include "harness/checks/properties.hpp"
#include "harness/checks/statistics.hpp"
#include "harness/remote/submission.hpp"

namespace descent {
namespace {

using checks::expect_near;

// One layer with two inputs and two neurons. Σw² = 1 + 4 + 0.25 + 9 = 14.25, Σ|w| = 6.5.
const DenseLayer kLayer{{{1, -2}, {0.5, 3}}, {10, -20}};

// The same, and a layer with one more weight of -4 behind it.
const std::vector<DenseLayer> kTwoLayers = {kLayer, {arma::vec{0, -4}, {7}}};

void expect_free_biases(const PenaltyResult& yours, const std::string& read = "biases-stay-free") {
  if (!checks::expect_equal(static_cast<long long>(yours.gradients.size()), 1,
                            {.what = "the number of layers in gradients", .read = read})) {
    return;
  }
  expect_near(yours.gradients[0].b, arma::zeros(1, 2),
              {.what = "the gradient on the biases", .read = read});
}

TEST(L2Penalty, IsHalfOfLambdaTimesTheSumOfSquares) {
  const PenaltyResult yours = submission::l2_penalty({kLayer}, 0.2);
  expect_near(yours.loss, 1.425,
              {.what = "the loss of weights 1, -2, 0.5, 3 with lambda 0.2",
               .why = "½ · 0.2 · (1 + 4 + 0.25 + 9). The biases cost nothing.",
               .read = "the-l2-penalty"});
  expect_free_biases(yours);
  if (yours.gradients.size() != 1) return;
  expect_near(yours.gradients[0].W, arma::mat{{0.2, -0.4}, {0.1, 0.6}},
              {.what = "the gradient on W", .why = "lambda · W.", .read = "where-the-half-goes"});
}

TEST(L2Penalty, SumsOverAllLayers) {
  expect_near(submission::l2_penalty(kTwoLayers, 2.0).loss, 30.25,
              {.what = "the loss of two layers with lambda 2",
               .why = "Σw² is 14.25 in the first layer and 16 in the second.",
               .read = "what-is-summed"});
}

TEST(L2Penalty, HasTheDerivativeOfItsValue) {
  Rng rng(6);
  const PenaltyResult yours = submission::l2_penalty({kLayer}, 0.7);
  if (yours.gradients.size() != 1) return;  // another test says so
  checks::expect_gradient(
      [](const arma::mat& W) {
        return submission::l2_penalty({{W, kLayer.b}}, 0.7).loss;
      },
      kLayer.W, yours.gradients[0].W, rng,
      {.what = "the gradient on W", .read = "where-the-half-goes"});
}

TEST(L2Penalty, RefusesANegativeStrength) {
  EXPECT_THROW(submission::l2_penalty({kLayer}, -0.1), std::invalid_argument);
}

TEST(L1Penalty, IsLambdaTimesTheSumOfAbsoluteValues) {
  const PenaltyResult yours = submission::l1_penalty({kLayer}, 0.2);
  expect_near(yours.loss, 1.3,
              {.what = "the loss of weights 1, -2, 0.5, 3 with lambda 0.2",
               .why = "0.2 · (1 + 2 + 0.5 + 3). The biases cost nothing.",
               .read = "the-l1-penalty"});
  expect_free_biases(yours);
  if (yours.gradients.size() != 1) return;
  expect_near(yours.gradients[0].W, arma::mat{{0.2, -0.2}, {0.2, 0.2}},
              {.what = "the gradient on W",
               .why = "lambda or -lambda: |w| is equally steep everywhere.",
               .read = "the-l1-penalty"});
}

TEST(L1Penalty, HasASlopeAtZero) {
  const PenaltyResult yours = submission::l1_penalty(kTwoLayers, 0.5);
  if (!checks::expect_equal(static_cast<long long>(yours.gradients.size()), 2,
                            {.what = "the number of layers in gradients"})) {
    return;
  }
  const checks::About about{.what = "the slope of a weight that is 0", .read = "the-slope-at-zero"};
  if (!checks::expect_shape(yours.gradients[1].W, 2, 1, about)) return;
  checks::expect_between(yours.gradients[1].W(0, 0), -0.5, 0.5, about);
}

TEST(L1Penalty, RefusesLayersWithoutWeights) {
  EXPECT_THROW(submission::l1_penalty({DenseLayer{}}, 0.1), std::invalid_argument);
}

TEST(ElasticNetPenalty, HasOneStrengthForEachPart) {
  const PenaltyResult yours = submission::elastic_net_penalty({kLayer}, 0.2, 0.4);
  expect_near(yours.loss, 4.15,
              {.what = "the loss with lambda1 0.2 and lambda2 0.4",
               .why = "0.2 · 6.5 for the absolute values, ½ · 0.4 · 14.25 for the squares.",
               .read = "the-elastic-net"});
  expect_free_biases(yours);
  if (yours.gradients.size() != 1) return;
  expect_near(
      yours.gradients[0].W, arma::mat{{0.6, -1.0}, {0.4, 1.4}},
      {.what = "the gradient on W", .why = "0.2 · sign(W) + 0.4 · W.", .read = "the-elastic-net"});
}

// Two masks of 400 coins each are the same with a probability below 10^-60, with keep_prob 0.8.
void expect_different_masks(const arma::mat& first, const arma::mat& second) {
  checks::expect_that(arma::any(arma::vectorise(first != second)), "twice the same mask",
                      "another mask at the second call",
                      {.what = "the masks of two calls with one rng",
                       .why = "rng moves on as you draw from it, if it is the caller's own: is it "
                              "a copy, or an Rng of yours, that you draw from?",
                       .read = "a-new-mask-every-time"});
}

// Columns of length 5, 0.5 and 0.
TEST(MaxNormProject, ShortensLongColumnsOnly) {
  const arma::mat yours = submission::max_norm_project(arma::mat{{3, 0.3, 0}, {-4, 0.4, 0}}, 2.5);
  expect_near(yours, arma::mat{{1.5, 0.3, 0}, {-2, 0.4, 0}},
              {.what = "the weights",
               .why = "The first column has length 5 and must have 2.5. The others are short "
                      "enough: they stay.",
               .read = "max-norm"});
}

TEST(MaxNormProject, RefusesABoundOfZero) {
  EXPECT_THROW(submission::max_norm_project(arma::mat{{1, 2}}, 0), std::invalid_argument);
}

TEST(DropoutForwardVanilla, KeepsUnitsOrSetsThemToZero) {
  Rng rng(1);
  const arma::mat x = {{1, -2, 3, 4}, {5, 6, -7, 8}, {9, -10, 11, 12}};
  const DropoutResult yours = submission::dropout_forward_vanilla(x, 0.6, rng);
  if (!checks::expect_shape(yours.mask, 3, 4, {.what = "the mask"})) return;
  const arma::mat kept = arma::conv_to<arma::mat>::from(yours.mask != 0);
  expect_near(yours.mask, kept,
              {.what = "the mask", .why = "It has 1 where kept, else 0.", .read = "keep-or-drop"});
  expect_near(yours.out, x % kept,
              {.what = "the output",
               .why = "x where the mask is 1, and 0 where it is 0.",
               .read = "keep-or-drop"});
}

TEST(DropoutForwardVanilla, KeepsWithProbabilityKeepProb) {
  Rng rng(2);
  const DropoutResult yours = submission::dropout_forward_vanilla(arma::ones(100, 50), 0.8, rng);
  const arma::uvec kept = arma::find(yours.mask);
  checks::expect_frequency(
      kept.n_elem, 5000, 0.8,
      {.what = "units that are kept, with keep_prob 0.8", .read = "keep-or-drop"});
}

TEST(DropoutForwardVanilla, DrawsANewMaskEveryTime) {
  Rng rng(11);
  const arma::mat x = arma::ones(20, 20);
  const DropoutResult first = submission::dropout_forward_vanilla(x, 0.8, rng);
  const DropoutResult second = submission::dropout_forward_vanilla(x, 0.8, rng);
  if (!checks::expect_shape(first.mask, 20, 20, {.what = "the mask"})) return;
  if (!checks::expect_shape(second.mask, 20, 20, {.what = "the mask"})) return;
  expect_different_masks(first.mask, second.mask);
}

TEST(DropoutForwardVanilla, RefusesAKeepProbOfZero) {
  Rng rng(3);
  EXPECT_THROW(submission::dropout_forward_vanilla(arma::ones(2, 3), 0, rng),
               std::invalid_argument);
}

TEST(PredictScale, MultipliesByKeepProb) {
  expect_near(submission::predict_scale(arma::mat{{10, -20}, {0, 5}}, 0.8),
              arma::mat{{8, -16}, {0, 4}},
              {.what = "the output with keep_prob 0.8", .read = "scale-when-you-predict"});
}

TEST(DropoutForward, ScalesWhatItKeeps) {
  Rng rng(4);
  const arma::mat x = {{1, -2, 3, 4}, {5, 6, -7, 8}, {9, -10, 11, 12}};
  const DropoutResult yours = submission::dropout_forward(x, 0.8, Mode::train, rng);
  if (!checks::expect_shape(yours.mask, 3, 4, {.what = "the mask"})) return;
  const arma::mat kept = arma::conv_to<arma::mat>::from(yours.mask != 0);
  expect_near(yours.mask, 1.25 * kept,
              {.what = "the mask",
               .why = "With keep_prob 0.8 it has 1/0.8 = 1.25 where kept, else 0.",
               .read = "one-over-keep-prob"});
  expect_near(
      yours.out, 1.25 * (x % kept),
      {.what = "the output", .why = "1.25 · x where kept, else 0.", .read = "one-over-keep-prob"});
}

TEST(DropoutForward, KeepsWithProbabilityKeepProb) {
  Rng rng(5);
  const DropoutResult yours =
      submission::dropout_forward(arma::ones(100, 50), 0.8, Mode::train, rng);
  const arma::uvec kept = arma::find(yours.mask);
  checks::expect_frequency(
      kept.n_elem, 5000, 0.8,
      {.what = "units that are kept, with keep_prob 0.8", .read = "keep-or-drop"});
}

TEST(DropoutForward, DrawsANewMaskEveryTime) {
  Rng rng(12);
  const arma::mat x = arma::ones(20, 20);
  const DropoutResult first = submission::dropout_forward(x, 0.8, Mode::train, rng);
  const DropoutResult second = submission::dropout_forward(x, 0.8, Mode::train, rng);
  if (!checks::expect_shape(first.mask, 20, 20, {.what = "the mask"})) return;
  if (!checks::expect_shape(second.mask, 20, 20, {.what = "the mask"})) return;
  expect_different_masks(first.mask, second.mask);
}

TEST(DropoutForward, DoesNothingInTestMode) {
  Rng rng(6);
  const arma::mat x = {{1, -2, 3}, {4, 5, -6}};
  const DropoutResult yours = submission::dropout_forward(x, 0.5, Mode::test, rng);
  expect_near(
      yours.out, x,
      {.what = "the output in test mode", .read = "train-and-test", .tolerance = checks::kExact});
  expect_near(yours.mask, arma::ones(2, 3),
              {.what = "the mask in test mode", .read = "train-and-test"});
}

TEST(DropoutBackward, GoesThroughTheSameMask) {
  expect_near(
      submission::dropout_backward(arma::mat{{1, 2}, {-3, 4}}, arma::mat{{1.25, 0}, {1.25, 1.25}}),
      arma::mat{{1.25, 0}, {-3.75, 5}},
      {.what = "dx",
       .why = "Nothing comes back through a dropped unit, and through the others what "
              "they were scaled by.",
       .read = "the-way-back"});
}

TEST(DropconnectForward, DropsWeightsAndKeepsBiases) {
  Rng rng(7);
  // With inputs that are rows of the identity, the outputs are the weights themselves.
  const arma::mat W(4, 3, arma::fill::value(2));
  const DropConnectResult yours = submission::dropconnect_forward(
      arma::eye(4, 4), W, arma::rowvec{10, 20, 30}, 0.5, Mode::train, rng);
  const arma::mat& mask = yours.cache.mask;
  if (!checks::expect_shape(mask, 4, 3, {.what = "the mask", .read = "dropconnect"})) return;
  const arma::mat kept = arma::conv_to<arma::mat>::from(mask != 0);
  expect_near(mask, 2 * kept,
              {.what = "the mask",
               .why = "With keep_prob 0.5 it has 1/0.5 = 2 where a weight was kept, else 0.",
               .read = "dropconnect"});
  arma::mat expected = 4 * kept;
  expected.each_row() += arma::rowvec{10, 20, 30};
  expect_near(yours.out, expected,
              {.what = "the output",
               .why = "2 · 2 where the weight was kept, else 0, and the whole bias in each row.",
               .read = "dropconnect"});
}

TEST(DropconnectForward, IsAPlainLayerInTestMode) {
  Rng rng(8);
  const DropConnectResult yours = submission::dropconnect_forward(
      arma::mat{{1, 2}}, arma::mat{{3, 4}, {5, 6}}, arma::rowvec{0.5, -0.5}, 0.5, Mode::test, rng);
  expect_near(yours.out, arma::mat{{13.5, 15.5}},
              {.what = "the output in test mode",
               .why = "x·W + b: 1·3 + 2·5 + 0.5 and 1·4 + 2·6 - 0.5.",
               .read = "dropconnect"});
}

TEST(DropconnectBackward, GoesThroughTheMaskTwice) {
  const DropConnectCache cache{{{1, 2}}, {{3, 4}, {5, 6}}, {{2, 0}, {2, 2}}};
  const DropConnectGradients yours = submission::dropconnect_backward(arma::mat{{1, 10}}, cache);
  expect_near(yours.dx, arma::mat{{6, 130}},
              {.what = "dx",
               .why = "The masked weights are (6, 0) and (10, 12): 1·6 + 10·0 and 1·10 + 10·12.",
               .read = "through-the-mask-twice"});
  expect_near(yours.dW, arma::mat{{2, 0}, {4, 40}},
              {.what = "dW",
               .why = "xᵀ·dout is (1, 10), (2, 20); times the mask.",
               .read = "through-the-mask-twice"});
  expect_near(yours.db, arma::mat{{1, 10}}, {.what = "db", .read = "through-the-mask-twice"});
}

TEST(MonteCarloPredict, AveragesOverDifferentMasks) {
  // A network that multiplies its inputs by a random number. The same numbers, drawn here:
  Rng rng(9), same(9);
  const double mean = (same.uniform() + same.uniform() + same.uniform() + same.uniform()) / 4;
  int calls = 0;
  const arma::mat yours = submission::monte_carlo_predict(
      [&](const arma::mat& x, Rng& random) -> arma::mat {
        ++calls;
        return x * random.uniform();
      },
      arma::vec{1, 10}, 4, rng);
  checks::expect_equal(calls, 4, {.what = "the number of calls", .read = "monte-carlo-dropout"});
  expect_near(yours, mean * arma::vec{1, 10},
              {.what = "the mean of four samples",
               .why = "The rng goes on from sample to sample, so that each is another one.",
               .read = "monte-carlo-dropout"});
}

TEST(MonteCarloPredict, RefusesZeroSamples) {
  Rng rng(10);
  EXPECT_THROW(submission::monte_carlo_predict([](const arma::mat& x, Rng&) { return x; },
                                               arma::ones(1, 1), 0, rng),
               std::invalid_argument);
}

}  // namespace
}  // namespace descent
