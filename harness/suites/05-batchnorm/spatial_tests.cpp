#include <gtest/gtest.h>

#include "harness/suites/05-batchnorm/backward_properties.hpp"
#include "harness/suites/05-batchnorm/forward_properties.hpp"
#include "harness/suites/05-batchnorm/hand.hpp"

namespace descent::suite {
namespace {

using checks::kHandValue;

constexpr auto kRead = "images-one-mean-for-each-channel";
constexpr auto kReadLayout = "channels-lie-one-after-another";
constexpr auto kReadBackward = "the-spatial-gradient";

Layer hand_layer() {
  return {.x = hand::kImages,
          .gamma = hand::kGamma.head(2),
          .beta = hand::kBeta.head(2),
          .running = {hand::kRunningMean.head(2), hand::kRunningVar.head(2)},
          .options = {.momentum = 0.9, .eps = 1e-5},
          .dout = hand::kImageDout};
}

// One permutation of the pixels for all channels, as columns of x.
arma::uvec pixel_order(const Layer& layer, const arma::uvec& order) {
  arma::uvec columns(layer.x.n_cols);
  for (arma::uword c = 0; c < layer.channels(); ++c) {
    for (arma::uword p = 0; p < layer.pixels(); ++p) {
      columns(c * layer.pixels() + p) = c * layer.pixels() + order(p);
    }
  }
  return columns;
}

TEST(SpatialBatchnormForward, HasTheHandValues) {
  const Pass pass = run(images(), hand_layer());
  checks::expect_near_or_known(pass.result.cache.inv_std, hand::kImageInvStd,
                               known_inv_std(hand_layer()),
                               {.what = "cache.inv_std", .read = kRead, .tolerance = kHandValue});
  expect_near(pass.result.out,
              arma::mat{{0.585745249548, 1.6601300481, -1.56302434756, 0.0485528502714,
                         1.09667348628, 0.516632568618, 1.38669394511, 0.661642798033},
                        {-0.488639549005, -1.02583194828, 1.12293764882, 2.73451484665,
                         1.67671440393, 0.951663256862, 0.226612109789, 1.96673486276},
                        {2.19732244738, -2.63740914611, -0.220043349367, 0.585745249548,
                         1.24168371569, 0.371622339203, 0.806653027447, 1.09667348628}},
              {.what = "out", .read = kRead, .tolerance = kHandValue});
  expect_near(pass.running.mean, arma::rowvec{0.51875, 0.808333333333},
              {.what = "running.mean", .read = kRead, .tolerance = kHandValue});
  expect_near(pass.running.var, arma::rowvec{1.994921875, 0.747222222222},
              {.what = "running.var", .read = kRead, .tolerance = kHandValue});
}

TEST(SpatialBatchnormForward, IsBatchnormWithOnePixelAChannel) {
  Rng rng(remote::test_seed());
  const Layer layer = draw_features(rng, kOrdinary);
  const Pass pass = run(images(), layer);
  expect_near(pass.result.out, train_forward_of(layer).out,
              {.what = "out of images of one pixel",
               .why = "With one pixel a channel, every column is a channel: that is "
                      "batchnorm_forward.",
               .read = kRead});
  expect_near(pass.running.var,
              running_after(layer.running, statistics_of(layer), layer.options.momentum).var,
              {.what = "running.var of images of one pixel", .read = kRead});
}

TEST(SpatialBatchnormForward, NormalizesOneImageByItsOwnPixels) {
  Rng rng(remote::test_seed());
  Layer layer = draw_images(rng, kOrdinary);
  layer.x = layer.x.row(0).eval();
  expect_near(run(images(), layer).result.out, train_forward_of(layer).out,
              {.what = "out of one image",
               .why = "One image is a batch of P numbers for each channel: statistics run over the "
                      "pixels as well, so out is not beta.",
               .read = kRead});
}

TEST(SpatialBatchnormForward, KeepsChannelsApart) {
  // Each channel constant: x_hat is 0 and out is the channel's beta.
  const arma::mat x = {{5, 5, 5, -2, -2, -2}, {5, 5, 5, -2, -2, -2}};
  Layer layer{.x = x,
              .gamma = {2, 3},
              .beta = {0.25, 7},
              .running = fresh_running_statistics(2),
              .options = {}};
  const Pass pass = run(images(), layer);
  const arma::mat expected = {{0.25, 0.25, 0.25, 7, 7, 7}, {0.25, 0.25, 0.25, 7, 7, 7}};
  checks::expect_near_or_known(
      pass.result.out, expected,
      {{arma::mat{{0.25, 7, 0.25, 7, 0.25, 7}, {0.25, 7, 0.25, 7, 0.25, 7}},
        "The columns of your channels alternate. All pixels of channel 0 come first."}},
      {.what = "out of two channels, each of one colour",
       .why =
           "A channel of one colour becomes its beta. The first three columns are channel 0, the "
           "other three channel 1.",
       .read = kReadLayout});
}

TEST(SpatialBatchnormForward, DoesNotMindTheOrderOfPixels) {
  Rng rng(remote::test_seed());
  Layer layer = draw_images(rng, kOrdinary);
  arma::uvec order = arma::regspace<arma::uvec>(0, layer.pixels() - 1);
  const arma::uvec columns = pixel_order(layer, arma::shift(order, 1));
  const Pass plain = run(images(), layer);
  layer.x = layer.x.cols(columns).eval();
  const Pass moved = run(images(), layer);
  if (!checks::expect_shape(plain.result.out, layer.x.n_rows, layer.x.n_cols,
                            {.what = "out", .read = kRead})) {
    return;
  }
  expect_near(moved.result.out, plain.result.out.cols(columns),
              {.what = "out with the pixels of every channel in another order",
               .why = "The statistics of a channel do not know where a pixel stands, so the pixels "
                      "move and nothing else.",
               .read = kRead});
}

TEST(SpatialBatchnormForward, GivesMovedPixelsTheSameStatistics) {
  Rng rng(remote::test_seed());
  Layer layer = draw_images(rng, kOrdinary);
  const arma::uword p = layer.pixels();
  const Pass plain = run(images(), layer);
  std::swap(layer.x(0, 0), layer.x(1, p - 1));  // both in channel 0, other example, other pixel
  const Pass swapped = run(images(), layer);
  const checks::About about{
      .what = "running statistics after two pixels of a channel changed places between two images",
      .why =
          "Mean and variance of a channel are taken over all its pixels of all images at once. "
          "An average of variances of single pixels or single images is another number.",
      .read = kRead};
  expect_near(swapped.running.mean, plain.running.mean, about);
  expect_near(swapped.running.var, plain.running.var, about);
}

TEST(SpatialBatchnormForward, IsRightOnRandomBatches) { expect_right_training(images()); }
TEST(SpatialBatchnormForward, GivesMeanBetaAndVarianceGammaSquared) {
  expect_mean_beta_and_variance_gamma_squared(images());
}
TEST(SpatialBatchnormForward, CanGiveTheInputBack) { expect_the_input_back(images()); }
TEST(SpatialBatchnormForward, DoesNotMindShiftAndScale) {
  expect_shift_and_scale_irrelevant(images());
}
TEST(SpatialBatchnormForward, DoesNotMindTheOrderOfExamples) {
  expect_order_of_examples_irrelevant(images());
}
TEST(SpatialBatchnormForward, DoesNotMindCopies) { expect_copies_irrelevant(images()); }
TEST(SpatialBatchnormForward, DoesNotUseRunningStatisticsInTrainMode) {
  expect_running_unused_in_training(images());
}
TEST(SpatialBatchnormForward, KeepsRunningAverages) { expect_running_averages(images()); }
TEST(SpatialBatchnormForward, UsesRunningStatisticsInTestMode) { expect_right_testing(images()); }
TEST(SpatialBatchnormForward, KnowsNoNeighboursInTestMode) {
  expect_no_neighbours_in_testing(images());
}
TEST(SpatialBatchnormForward, TestsWithWhatItLearned) {
  expect_testing_to_use_what_training_learned(images());
}
TEST(SpatialBatchnormForward, AllowsAGammaOfZero) { expect_gamma_of_zero_allowed(images()); }
TEST(SpatialBatchnormForward, WorksForOneChannel) { expect_one_channel_enough(images()); }
TEST(SpatialBatchnormForward, RemembersNothing) { expect_no_memory(images()); }
TEST(SpatialBatchnormForward, RefusesBadInput) {
  expect_forward_refusals(images());
  Layer layer = hand_layer();  // 8 columns, 2 channels
  layer.x = layer.x.head_cols(7).eval();
  expect_refusal("7 columns for 2 channels", [&] { run(images(), layer); });
  layer = hand_layer();
  layer.gamma.reset();
  layer.beta.reset();
  layer.running = {};
  expect_refusal("no channels", [&] { run(images(), layer); });
}

TEST(SpatialBatchnormBackward, HasTheHandValues) {
  const BatchnormCache cache{(hand::kImages - over_all(hand::kImageMean, hand::kImages)) %
                                 over_all(hand::kImageInvStd, hand::kImages),
                             hand::kImageInvStd, hand::kGamma.head(2)};
  const BatchnormGradients yours = submission::spatial_batchnorm_backward(hand::kImageDout, cache);
  expect_near(yours.dx,
              arma::mat{{0.662429914798, -1.12139245926, 0.201131668335, 1.82293730146,
                         -0.109435247019, 0.402166005679, -0.220225643953, -0.342027782508},
                        {-1.85128690536, 0.38360527986, 0.576307326685, -1.02504143584,
                         -0.621036499716, 0.199727852924, -0.139589629753, 0.500760053374},
                        {0.135465950821, -0.969604153631, 0.254421397691, 0.931026114436,
                         0.0889374559899, -0.158732270866, 0.508890952867, -0.109435247019}},
              {.what = "dx", .read = kReadBackward, .tolerance = kHandValue});
  expect_near(yours.dgamma, arma::rowvec{2.68596199638, 2.73102598731},
              {.what = "dgamma",
               .why = "The sum of dout · x_hat over examples and pixels.",
               .read = kReadBackward,
               .tolerance = kHandValue});
  expect_near(yours.dbeta, arma::rowvec{4, 2},
              {.what = "dbeta",
               .why = "The sum of dout over examples and pixels.",
               .read = kReadBackward,
               .tolerance = kHandValue});
}

TEST(SpatialBatchnormBackward, IsBatchnormWithOnePixelAChannel) {
  Rng rng(remote::test_seed());
  const Layer layer = draw_features(rng, kOrdinary);
  const BatchnormCache cache = train_forward_of(layer).cache;
  const BatchnormGradients yours = submission::spatial_batchnorm_backward(layer.dout, cache);
  checks::expect_sum_of_terms(yours.dx, paths_of(layer.dout, cache),
                              {.what = "dx of images of one pixel",
                               .why = "With one pixel a channel, that is batchnorm_backward.",
                               .read = kReadBackward,
                               .tolerance = checks::kBackward,
                               .setting = setting_of(layer)});
}

TEST(SpatialBatchnormBackward, KeepsTheChannelsApart) {
  Rng rng(remote::test_seed());
  Layer layer = draw_images(rng, kOrdinary);
  layer.dout.head_cols(layer.pixels()).zeros();  // nothing comes back into channel 0
  const BatchnormGradients yours =
      submission::spatial_batchnorm_backward(layer.dout, train_forward_of(layer).cache);
  const checks::About about{.what = "dx of a channel whose dout is 0",
                            .why =
                                "Channels know nothing of each other. The first P columns are "
                                "channel 0.",
                            .read = kReadLayout};
  if (!checks::expect_shape(yours.dx, layer.x.n_rows, layer.x.n_cols, about)) return;
  expect_near(yours.dx.head_cols(layer.pixels()), arma::zeros(layer.x.n_rows, layer.pixels()),
              about);
}

TEST(SpatialBatchnormBackward, HasThreePaths) { expect_right_gradients(images()); }
TEST(SpatialBatchnormBackward, IsTheDerivativeOfTheForwardPass) {
  expect_gradients_of_the_forward_pass(images());
}
TEST(SpatialBatchnormBackward, IsBlindForMeanAndVariance) {
  expect_dx_across_mean_and_variance(images());
}
TEST(SpatialBatchnormBackward, LosesConstantsOfDout) { expect_constants_in_dout_lost(images()); }
TEST(SpatialBatchnormBackward, IsLinearInDout) { expect_linear_in_dout(images()); }
TEST(SpatialBatchnormBackward, DoesNotMindTheOrderOfExamples) {
  expect_order_irrelevant_for_gradients(images());
}
TEST(SpatialBatchnormBackward, AllowsAGammaOfZero) { expect_gradients_of_a_zero_gamma(images()); }
TEST(SpatialBatchnormBackward, WorksForOneChannel) { expect_gradients_of_one_channel(images()); }
TEST(SpatialBatchnormBackward, RemembersNothing) { expect_no_memory_of_gradients(images()); }
TEST(SpatialBatchnormBackward, RefusesBadInput) {
  expect_backward_refusals(images());
  const BatchnormCache cache{arma::ones(2, 7), arma::ones<arma::rowvec>(2),
                             arma::ones<arma::rowvec>(2)};
  expect_refusal("7 columns for 2 channels",
                 [&] { submission::spatial_batchnorm_backward(arma::ones(2, 7), cache); });
}

}  // namespace
}  // namespace descent::suite
