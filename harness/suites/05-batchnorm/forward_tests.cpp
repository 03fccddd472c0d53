#include <gtest/gtest.h>

#include <cmath>

#include "harness/suites/05-batchnorm/forward_properties.hpp"
#include "harness/suites/05-batchnorm/hand.hpp"

namespace descent::suite {
namespace {

using checks::kHandValue;

Layer hand_layer(double eps) {
  return {.x = hand::kX,
          .gamma = hand::kGamma,
          .beta = hand::kBeta,
          .running = {hand::kRunningMean, hand::kRunningVar},
          .options = {.momentum = 0.9, .eps = eps},
          .dout = hand::kDout};
}

TEST(BatchnormForward, HasTheHandValuesInTrainMode) {
  const Pass usual = run(features(), hand_layer(1e-5));
  const Pass large_eps = run(features(), hand_layer(0.1));
  checks::expect_near_or_known(
      usual.result.cache.inv_std, hand::kInvStd, known_inv_std(hand_layer(1e-5)),
      {.what = "cache.inv_std", .read = "eps-is-inside-the-root", .tolerance = kHandValue});
  expect_near(usual.result.cache.x_hat, hand::kXHat,
              {.what = "cache.x_hat",
               .read = "what-the-backward-pass-needs",
               .tolerance = kHandValue,
               .setting = {.examples = 4}});
  expect_near(usual.result.out,
              arma::mat{{-0.0035456968862, 1.71523002684, -2.33335703577},
                        {2.0248198782, 0.827358269383, -2.33335703577},
                        {-2.03191127198, 0.334096181907, -1.00007110732},
                        {1.01063709066, 1.12331552187, -6.33321482114}},
              {.what = "out", .read = "gamma-and-beta", .tolerance = kHandValue});
  expect_near(usual.running.mean, arma::rowvec{0.575, -0.24375, 0.9375},
              {.what = "running.mean", .read = "running-statistics", .tolerance = kHandValue});
  expect_near(usual.running.var, arma::rowvec{2.01875, 0.610546875, 0.1265625},
              {.what = "running.var", .read = "running-statistics", .tolerance = kHandValue});
  checks::expect_near_or_known(large_eps.result.cache.inv_std, hand::kInvStdLargeEps,
                               known_inv_std(hand_layer(0.1)),
                               {.what = "cache.inv_std with eps = 0.1",
                                .read = "eps-is-inside-the-root",
                                .tolerance = kHandValue});
  expect_near(
      large_eps.result.out,
      arma::mat{{0.00205764815977, 1.69394673466, -2.49035280856},
                {1.98559646288, 0.832495615772, -2.49035280856},
                {-1.98148116656, 0.353911660834, -1.47105842569},
                {0.993827055521, 1.11964598873, -5.54823595719}},
      {.what = "out with eps = 0.1", .read = "eps-is-inside-the-root", .tolerance = kHandValue});
}

TEST(BatchnormForward, HasTheHandValuesInTestMode) {
  const Pass usual = run(features(), hand_layer(1e-5), Mode::test);
  const Pass large_eps = run(features(), hand_layer(0.1), Mode::test);
  checks::expect_near_or_known(
      usual.result.out,
      arma::mat{{0.78032876007, 2.23742449289, -5.82831399445},
                {2.90164380035, 0.646450144888, -5.82831399445},
                {-1.34098628021, -0.237424492893, -4.41415699722},
                {1.84098628021, 1.17677492756, -10.0707849861}},
      known_test_outputs(hand_layer(1e-5)),
      {.what = "out in test mode", .read = "training-and-testing", .tolerance = kHandValue});
  checks::expect_near_or_known(large_eps.result.out,
                               arma::mat{{0.767549169507, 2.12962014264, -5.10818510678},
                                         {2.83774584753, 0.677251387816, -5.10818510678},
                                         {-1.30264750852, -0.129620142644, -4.05409255339},
                                         {1.80264750852, 1.16137430609, -8.27046276695}},
                               known_test_outputs(hand_layer(0.1)),
                               {.what = "out in test mode with eps = 0.1",
                                .read = "eps-is-inside-the-root",
                                .tolerance = kHandValue});
}

TEST(BatchnormForward, TellsTwoExamplesFromOne) {
  // ±1 around a mean: the biased variance is 1, the unbiased one 2.
  Layer layer{.x = {{2, 0}, {4, 6}},
              .gamma = {1, 1},
              .beta = {0.5, 0.5},
              .running = fresh_running_statistics(2),
              .options = {.momentum = 0.5, .eps = 1e-9}};
  const Pass pass = run(features(), layer);
  const double root_half = std::sqrt(0.5);
  checks::expect_near_or_known(
      pass.result.out, arma::mat{{-0.5, -0.5}, {1.5, 1.5}},
      {{arma::mat{{0.5 - root_half, 0.5 - root_half}, {0.5 + root_half, 0.5 + root_half}},
        "It is 1/√2 around beta: your variance is divided by N - 1."}},
      {.what = "out of two examples",
       .why = "Two numbers are one deviation away from their mean, whatever they are: ±1.",
       .read = "divide-by-n",
       .tolerance = kHandValue});
  checks::expect_near_or_known(
      pass.running.var, arma::rowvec{1, 5},
      {{arma::rowvec{1.5, 9.5},
        "You store the variance that is divided by N - 1 (as PyTorch does). Ours divides by N."},
       {arma::rowvec{1, 2}, "You store the standard deviation instead of the variance."}},
      {.what = "running.var after two examples",
       .why = "The variances are 1 and 9: ½·1 + ½·1 and ½·1 + ½·9.",
       .read = "divide-by-n",
       .tolerance = kHandValue});
}

TEST(BatchnormForward, GivesBetaForABatchOfOne) {
  Layer layer{.x = {{3, -200, 0.25}},
              .gamma = {2, -1, 0.5},
              .beta = {0.5, -3, 7},
              .running = fresh_running_statistics(3),
              .options = {.momentum = 0.8, .eps = 1e-5}};
  const Pass pass = run(features(), layer);
  expect_near(pass.result.out, layer.beta,
              {.what = "out of a batch of one in train mode",
               .why = "One number is its own mean: x_hat is 0, and beta is all that is left.",
               .read = "a-batch-of-one"});
  expect_near(pass.running.mean, 0.2 * layer.x,
              {.what = "running.mean after a batch of one", .read = "a-batch-of-one"});
  expect_near(pass.running.var, arma::rowvec{0.8, 0.8, 0.8},
              {.what = "running.var after a batch of one",
               .why = "The variance of one number is 0.",
               .read = "a-batch-of-one"});
}

TEST(BatchnormForward, StaysFiniteForAConstantFeature) {
  Rng rng(remote::test_seed());
  Layer layer = draw_features(rng, kOrdinary);
  layer.x.col(1).fill(4.0);
  const Pass pass = run(features(), layer);
  const std::string why =
      "A feature that is the same in all examples has variance 0. eps keeps the root above 0, "
      "x_hat is 0 and out is beta.";
  const checks::About about{
      .what = "out with a constant feature", .why = why, .read = "a-constant-feature"};
  if (!checks::expect_finite(pass.result.out, about)) return;
  expect_near(pass.result.out, train_forward_of(layer).out, about);
}

TEST(BatchnormForward, KeepsItsDigitsFarFromZero) {
  Rng rng(remote::test_seed());
  Layer layer = draw_features(rng, kOrdinary);
  layer.x += 1e6;
  expect_near(
      run(features(), layer).result.out, train_forward_of(layer).out,
      {.what = "out of columns around a million",
       .why = "The mean of the squares minus the square of the mean loses twelve of sixteen "
              "digits here.",
       .read = "subtract-first-then-square",
       .tolerance = {1e-6, 1e-6}});
}

TEST(BatchnormForward, NormalizesColumnsApart) {
  Rng rng(remote::test_seed());
  Layer layer = draw_features(rng, kOrdinary);
  const arma::mat before = run(features(), layer).result.out;
  layer.x.col(0) = 50 * rng.normal(layer.x.n_rows, 1) - 20;
  const arma::mat after = run(features(), layer).result.out;
  const checks::About about{.what = "the other columns of out after a change of the first",
                            .why = "Every column has a mean and a variance of its own.",
                            .read = "columns-not-rows"};
  if (!checks::expect_shape(before, layer.x.n_rows, layer.x.n_cols, about) ||
      !checks::expect_shape(after, layer.x.n_rows, layer.x.n_cols, about)) {
    return;
  }
  expect_near(after.tail_cols(layer.x.n_cols - 1), before.tail_cols(layer.x.n_cols - 1), about);
}

TEST(BatchnormForward, IsRightOnRandomBatches) { expect_right_training(features()); }
TEST(BatchnormForward, GivesMeanBetaAndVarianceGammaSquared) {
  expect_mean_beta_and_variance_gamma_squared(features());
}
TEST(BatchnormForward, CanGiveTheInputBack) { expect_the_input_back(features()); }
TEST(BatchnormForward, DoesNotMindShiftAndScale) { expect_shift_and_scale_irrelevant(features()); }
TEST(BatchnormForward, DoesNotMindTheOrderOfExamples) {
  expect_order_of_examples_irrelevant(features());
}
TEST(BatchnormForward, DoesNotMindCopies) { expect_copies_irrelevant(features()); }
TEST(BatchnormForward, DoesNotUseRunningStatisticsInTrainMode) {
  expect_running_unused_in_training(features());
}
TEST(BatchnormForward, KeepsRunningAverages) { expect_running_averages(features()); }
TEST(BatchnormForward, UsesRunningStatisticsInTestMode) { expect_right_testing(features()); }
TEST(BatchnormForward, KnowsNoNeighboursInTestMode) { expect_no_neighbours_in_testing(features()); }
TEST(BatchnormForward, TestsWithWhatItLearned) {
  expect_testing_to_use_what_training_learned(features());
}
TEST(BatchnormForward, AllowsAGammaOfZero) { expect_gamma_of_zero_allowed(features()); }
TEST(BatchnormForward, WorksForOneFeature) { expect_one_channel_enough(features()); }
TEST(BatchnormForward, RemembersNothing) { expect_no_memory(features()); }
TEST(BatchnormForward, RefusesBadInput) { expect_forward_refusals(features()); }

}  // namespace
}  // namespace descent::suite
