// The public tests of stage 05: few, small, and with values that you can check with a pencil.

#include <gtest/gtest.h>

#include <cmath>

#include "harness/checks/gradient.hpp"
#include "harness/checks/terms.hpp"
#include "harness/remote/submission.hpp"

namespace descent {
namespace {

using checks::expect_near;
using checks::expect_near_or_known;

// Two columns. Means 3 and 0; all numbers of the first are 2 away from it, those of the second 1
// and 3: variances 4 and 5.
const arma::mat kX = {{1, -1}, {5, 3}, {1, 1}, {5, -3}};

// Its cache with eps = 0, a gamma of 2 and -1: a deviation of 2 in the first column, √5 in the
// other.
BatchnormCache cache_of_x() {
  const double r = std::sqrt(5.0);
  return {.x_hat = {{-1, -1 / r}, {1, 3 / r}, {-1, 1 / r}, {1, -3 / r}},
          .inv_std = {0.5, 1 / r},
          .gamma = {2, -1}};
}

// The gradient of a batchnorm layer, taken apart into its three paths.
diagnosis::SumOfTerms three_paths(const arma::mat& dout, const BatchnormCache& cache) {
  const arma::uword channels = cache.gamma.n_elem, pixels = dout.n_cols / channels;
  diagnosis::SumOfTerms sum;
  sum.terms = {{"the direct path", dout},
               {"the variance path", arma::zeros(arma::size(dout))},
               {"the mean path", arma::zeros(arma::size(dout))}};
  for (arma::uword c = 0; c < channels; ++c) {
    const arma::span all(c * pixels, (c + 1) * pixels - 1);
    const arma::mat g = dout.cols(all.a, all.b), x_hat = cache.x_hat.cols(all.a, all.b);
    const double factor = cache.gamma(c) * cache.inv_std(c);
    const double n = static_cast<double>(g.n_elem);
    sum.terms[0].value.cols(all.a, all.b) = factor * g;
    sum.terms[1].value.cols(all.a, all.b) = -factor * x_hat * (arma::accu(g % x_hat) / n);
    sum.terms[2].value.cols(all.a, all.b).fill(-factor * (arma::accu(g) / n));
  }
  sum.factors = {{"gamma", arma::repelem(cache.gamma, 1, pixels)},
                 {"inv_std", arma::repelem(cache.inv_std, 1, pixels)}};
  if (pixels > 1) {
    sum.numbers = {{static_cast<double>(pixels),
                    "it is divided by the examples alone, and not by the pixels"}};
  }
  return sum;
}

TEST(BatchStatistics, HasTheMeanAndTheVarianceOfEachColumn) {
  const BatchStatistics yours = submission::batch_statistics(kX);
  expect_near(yours.mean, arma::rowvec{3, 0},
              {.what = "mean", .read = "one-feature-of-one-batch", .setting = {.examples = 4}});
  expect_near_or_known(
      yours.var, arma::rowvec{4, 5},
      {{arma::rowvec{16.0 / 3, 20.0 / 3},
        "It is divided by N - 1 = 3. In batchnorm the variance is divided by N = 4."},
       {arma::rowvec{2, std::sqrt(5.0)}, "It is the standard deviation. The variance has no root."},
       {arma::rowvec{13, 5},
        "It is the mean of the squares: subtract the mean before you square."}},
      {.what = "var",
       .why = "(4 + 4 + 4 + 4) / 4 and (1 + 9 + 1 + 9) / 4.",
       .read = "divide-by-n",
       .setting = {.examples = 4}});
}

TEST(BatchStatistics, RefusesAnEmptyBatch) {
  EXPECT_THROW(submission::batch_statistics(arma::mat(0, 3)), std::invalid_argument);
}

TEST(UpdateRunningStatistics, KeepsMomentumOfTheOld) {
  RunningStatistics running{{10, -1}, {2, 4}};
  submission::update_running_statistics(running, {{20, -2}, {6, 4}}, 0.9);
  expect_near_or_known(
      running.mean, arma::rowvec{11, -1.1},
      {{arma::rowvec{19, -1.9},
        "The momentum is the wrong way round: it is the part of the old average that stays."},
       {arma::rowvec{10, -1}, "It is what it was before: did you change a copy?"}},
      {.what = "running.mean",
       .why = "0.9·10 + 0.1·20, and 0.9·(-1) + 0.1·(-2).",
       .read = "running-statistics"});
  expect_near_or_known(
      running.var, arma::rowvec{2.4, 4},
      {{arma::rowvec{5.6, 4},
        "The momentum is the wrong way round: it is the part of the old average that stays."},
       {arma::rowvec{2, 4}, "It is what it was before: did you change a copy, or the mean only?"},
       {arma::rowvec{1.8 + 0.1 * std::sqrt(6.0), 3.8},
        "You store the standard deviation. running.var averages variances."}},
      {.what = "running.var",
       .why = "0.9·2 + 0.1·6, and 4 stays 4.",
       .read = "running-statistics"});
}

TEST(UpdateRunningStatistics, RefusesSizesThatDiffer) {
  RunningStatistics running = fresh_running_statistics(3);
  EXPECT_THROW(submission::update_running_statistics(running, {{1, 2}, {1, 1}}, 0.9),
               std::invalid_argument);
}

// eps = 5 and a variance of 4 make a root of 3 in the first column; eps = 11 would make one of 4 in
// the second.
TEST(BatchnormForward, NormalizesScalesAndShifts) {
  RunningStatistics running = fresh_running_statistics(2);
  const BatchnormForward yours = submission::batchnorm_forward(
      kX, {3, 1}, {10, 0.5}, running, Mode::train, {.momentum = 0.9, .eps = 5});
  const double r = std::sqrt(10.0);
  expect_near_or_known(
      yours.cache.inv_std, arma::rowvec{1.0 / 3, 1 / r},
      {{arma::rowvec{1.0 / 7, 1 / (std::sqrt(5.0) + 5)},
        "Your eps is added to the root. It belongs inside: √(var + eps)."},
       {arma::rowvec{0.5, 1 / std::sqrt(5.0)}, "eps is missing under the root."},
       {arma::rowvec{1 / std::sqrt(16.0 / 3 + 5), 1 / std::sqrt(20.0 / 3 + 5)},
        "Your variance is divided by N - 1. In batchnorm it is divided by N."},
       {arma::rowvec{3, r}, "It is √(var + eps) itself; inv_std is one over that."}},
      {.what = "cache.inv_std with eps = 5",
       .why = "The variances are 4 and 5: 1/√9 and 1/√10.",
       .read = "eps-is-inside-the-root"});
  expect_near(yours.cache.x_hat,
              arma::mat{{-2.0 / 3, -1 / r}, {2.0 / 3, 3 / r}, {-2.0 / 3, 1 / r}, {2.0 / 3, -3 / r}},
              {.what = "cache.x_hat with eps = 5",
               .why = "(x - mean) · inv_std, before gamma and beta.",
               .read = "what-the-backward-pass-needs"});
  expect_near(yours.cache.gamma, arma::rowvec{3, 1},
              {.what = "cache.gamma", .read = "what-the-backward-pass-needs"});
  expect_near(yours.out,
              arma::mat{{8, 0.5 - 1 / r}, {12, 0.5 + 3 / r}, {8, 0.5 + 1 / r}, {12, 0.5 - 3 / r}},
              {.what = "out", .why = "gamma · x_hat + beta.", .read = "gamma-and-beta"});
}

TEST(BatchnormForward, MovesTheRunningStatisticsInTrainMode) {
  RunningStatistics running = fresh_running_statistics(2);  // means 0, variances 1
  submission::batchnorm_forward(kX, {1, 1}, {0, 0}, running, Mode::train,
                                {.momentum = 0.9, .eps = 1e-5});
  expect_near_or_known(
      running.mean, arma::rowvec{0.3, 0},
      {{arma::rowvec{0, 0}, "It is what it was before: did you change a copy?"},
       {arma::rowvec{2.7, 0}, "The momentum is the wrong way round."}},
      {.what = "running.mean", .why = "0.9·0 + 0.1·3.", .read = "running-statistics"});
  expect_near_or_known(
      running.var, arma::rowvec{1.3, 1.4},
      {{arma::rowvec{1, 1}, "It is what it was before: did you change a copy?"},
       {arma::rowvec{0.9 + 1.6 / 3, 0.9 + 2.0 / 3},
        "You store the variance that is divided by N - 1. Ours is divided by N here, too."},
       {arma::rowvec{1.1, 0.9 + 0.1 * std::sqrt(5.0)},
        "You store the standard deviation. running.var averages variances."}},
      {.what = "running.var",
       .why = "0.9·1 + 0.1·4, and 0.9·1 + 0.1·5.",
       .read = "the-variance-not-its-root"});
}

TEST(BatchnormForward, UsesTheRunningStatisticsInTestMode) {
  RunningStatistics running{{1, 2}, {3, 8}};
  const BatchnormForward yours = submission::batchnorm_forward(
      {{5, 2}, {1, -1}}, {10, 1}, {0.5, 7}, running, Mode::test, {.momentum = 0.9, .eps = 1});
  expect_near_or_known(
      yours.out, arma::mat{{20.5, 7}, {0.5, 6}},
      {{arma::mat{{0.5 + 40 / (std::sqrt(3.0) + 1), 7}, {0.5, 7 - 3 / (std::sqrt(8.0) + 1)}},
        "In test mode eps is added to the root. It belongs inside: √(running.var + eps)."},
       {arma::mat{{0.5 + 40 / std::sqrt(3.0), 7}, {0.5, 7 - 3 / std::sqrt(8.0)}},
        "eps is missing under the root in test mode."},
       {arma::mat{{10.5, 7}, {0.5, 7 - 3.0 / 9}}, "In test mode the root is missing."},
       {arma::mat{{0.5 + 20 / std::sqrt(5.0), 7 + 1.5 / std::sqrt(3.25)},
                  {0.5 - 20 / std::sqrt(5.0), 7 - 1.5 / std::sqrt(3.25)}},
        "You normalize with the statistics of this batch. In test mode they are running.mean and "
        "running.var."}},
      {.what = "out in test mode with eps = 1",
       .why = "10·(5 - 1)/√(3 + 1) + 0.5 = 20.5, and (-1 - 2)/√(8 + 1) + 7 = 6: with the "
              "running mean and variance, whatever is in the batch.",
       .read = "training-and-testing"});
  expect_near(running.mean, arma::rowvec{1, 2},
              {.what = "running.mean after test mode",
               .why = "Test mode leaves it alone.",
               .read = "training-and-testing"});
  expect_near(running.var, arma::rowvec{3, 8},
              {.what = "running.var after test mode",
               .why = "Test mode leaves it alone.",
               .read = "training-and-testing"});
  checks::expect_that(yours.cache.x_hat.is_empty(), "something in it", "an empty x_hat",
                      {.what = "the cache of test mode",
                       .why = "There is no backward pass through test mode.",
                       .read = "what-the-backward-pass-needs"});
}

TEST(BatchnormForward, RefusesAGammaOfAnotherSize) {
  RunningStatistics running = fresh_running_statistics(2);
  EXPECT_THROW(submission::batchnorm_forward(kX, {1, 1, 1}, {0, 0}, running, Mode::train, {}),
               std::invalid_argument);
}

// dout has the sums 8 and 6, and with x_hat the sums -4 and 22/√5: of the first column, whose
// gamma · inv_std is 1, dx = dout - 2 + x_hat.
TEST(BatchnormBackward, HasThreePaths) {
  const arma::mat dout = {{4, 2}, {0, 6}, {2, 0}, {2, -2}};
  const BatchnormCache cache = cache_of_x();
  const BatchnormGradients yours = submission::batchnorm_backward(dout, cache);
  expect_near(yours.dbeta, arma::rowvec{8, 6},
              {.what = "dbeta",
               .why = "The sum of dout over the examples.",
               .read = "gradients-of-gamma-and-beta",
               .setting = {.examples = 4}});
  expect_near(yours.dgamma, arma::rowvec{-4, 22 / std::sqrt(5.0)},
              {.what = "dgamma",
               .why = "The sum of dout · x_hat over the examples.",
               .read = "gradients-of-gamma-and-beta",
               .setting = {.examples = 4}});
  if (!checks::expect_sum_of_terms(
          yours.dx, three_paths(dout, cache),
          {.what = "dx",
           .why = "x moves out directly, through the variance and through the mean of its column: "
                  "dx is the sum of three paths.",
           .read = "three-paths-back",
           .setting = {.examples = 4}})) {
    return;
  }
  expect_near(yours.dx.col(0), arma::vec{1, -1, -1, 1},
              {.what = "the first column of dx",
               .why = "gamma · inv_std = 1; from dout = 4, 0, 2, 2 the mean path takes 2, and the "
                      "variance path adds x_hat = -1, 1, -1, 1.",
               .read = "three-paths-back"});
}

TEST(BatchnormBackward, IsTheDerivativeOfAForwardPass) {
  Rng rng(7);
  const arma::mat x = {{0.3, -1.2}, {1.1, 0.4}, {-0.7, 0.9}, {0.2, 2.0}, {-1.5, 0.1}};
  const arma::mat dout = rng.normal(5, 2);
  const arma::rowvec gamma = {1.5, -0.5};
  const double eps = 0.1;
  const auto x_hat_of = [eps](const arma::mat& at) {
    arma::mat x_hat = at.each_row() - arma::mean(at, 0);
    const arma::rowvec std = arma::sqrt(arma::mean(arma::square(x_hat), 0) + eps);
    x_hat.each_row() /= std;
    return x_hat;
  };
  const arma::mat centred = x.each_row() - arma::mean(x, 0);
  const arma::rowvec inv_std = 1 / arma::sqrt(arma::mean(arma::square(centred), 0) + eps);
  const BatchnormGradients yours =
      submission::batchnorm_backward(dout, {x_hat_of(x), inv_std, gamma});
  checks::expect_gradient(
      [&](const arma::mat& at) {
        const arma::mat x_hat = x_hat_of(at);
        return arma::accu(dout % (x_hat.each_row() % gamma));
      },
      x, yours.dx, rng,
      {.what = "dx",
       .why = "The gradient must be what nudging x does to out.",
       .read = "three-paths-back",
       .setting = {.examples = 5}});
}

TEST(BatchnormBackward, RefusesTheCacheOfTestMode) {
  EXPECT_THROW(submission::batchnorm_backward(arma::ones(2, 2), {}), std::invalid_argument);
}

// Channel 0 is the numbers 1, 5, 1, 5, channel 1 the numbers -1, 3, 1, -3: two pixels each, in two
// images.
const arma::mat kImages = {{1, 5, -1, 3}, {1, 5, 1, -3}};

TEST(SpatialBatchnormForward, HasOneMeanForEachChannel) {
  RunningStatistics running = fresh_running_statistics(2);
  const BatchnormForward yours = submission::spatial_batchnorm_forward(
      kImages, {3, 1}, {10, 0.5}, running, Mode::train, {.momentum = 0.9, .eps = 5});
  const double r = std::sqrt(10.0);
  expect_near(yours.cache.inv_std, arma::rowvec{1.0 / 3, 1 / r},
              {.what = "cache.inv_std with eps = 5",
               .why = "The four numbers of channel 0 have the variance 4, those of channel 1 the "
                      "variance 5.",
               .read = "images-one-mean-for-each-channel"});
  expect_near(yours.out,
              arma::mat{{8, 12, 0.5 - 1 / r, 0.5 + 3 / r}, {8, 12, 0.5 + 1 / r, 0.5 - 3 / r}},
              {.what = "out",
               .why = "The first two columns are channel 0, with mean 3; the other two channel 1, "
                      "with mean 0.",
               .read = "channels-lie-one-after-another"});
  expect_near(running.mean, arma::rowvec{0.3, 0},
              {.what = "running.mean",
               .why = "One number for each channel.",
               .read = "images-one-mean-for-each-channel"});
  expect_near(running.var, arma::rowvec{1.3, 1.4},
              {.what = "running.var", .read = "images-one-mean-for-each-channel"});
}

TEST(SpatialBatchnormForward, UsesTheRunningStatisticsInTestMode) {
  RunningStatistics running{{1, 2}, {3, 8}};
  const BatchnormForward yours = submission::spatial_batchnorm_forward(
      {{5, 1, 2, -1}}, {10, 1}, {0.5, 7}, running, Mode::test, {.momentum = 0.9, .eps = 1});
  expect_near(yours.out, arma::mat{{20.5, 0.5, 7, 6}},
              {.what = "out in test mode with eps = 1",
               .why = "Columns 0 and 1 are channel 0, columns 2 and 3 channel 1.",
               .read = "training-and-testing"});
}

TEST(SpatialBatchnormForward, RefusesColumnsThatTheChannelsDoNotDivide) {
  RunningStatistics running = fresh_running_statistics(2);
  EXPECT_THROW(submission::spatial_batchnorm_forward(arma::ones(2, 5), {1, 1}, {0, 0}, running,
                                                     Mode::train, {}),
               std::invalid_argument);
}

// Three images of two pixels. Channel 0 has the numbers ±2 around its mean, channel 1 the numbers
// ±1, ±2 and ±3, with the variance (1 + 1 + 4 + 4 + 9 + 9) / 6 = 14/3.
TEST(SpatialBatchnormBackward, HasThreePathsOverExamplesAndPixels) {
  const double r = std::sqrt(14.0 / 3);
  const BatchnormCache cache{
      .x_hat = {{-1, 1, -1 / r, 3 / r}, {-1, 1, 1 / r, -3 / r}, {1, -1, 2 / r, -2 / r}},
      .inv_std = {0.5, 1 / r},
      .gamma = {2, -1}};
  const arma::mat dout = {{4, 0, 2, 6}, {2, 2, 0, -2}, {1, 3, 1, -1}};
  const BatchnormGradients yours = submission::spatial_batchnorm_backward(dout, cache);
  expect_near(yours.dbeta, arma::rowvec{12, 6},
              {.what = "dbeta",
               .why = "One number for each channel: the sum of dout over examples and pixels.",
               .read = "the-spatial-gradient"});
  expect_near(yours.dgamma, arma::rowvec{-6, 26 / r},
              {.what = "dgamma",
               .why = "One number for each channel: the sum of dout · x_hat over examples and "
                      "pixels.",
               .read = "the-spatial-gradient"});
  if (!checks::expect_sum_of_terms(
          yours.dx, three_paths(dout, cache),
          {.what = "dx",
           .why = "The sum of three paths; the means run over the examples and the pixels of a "
                  "channel.",
           .read = "the-spatial-gradient",
           .setting = {.examples = 3}})) {
    return;
  }
  expect_near(yours.dx.head_cols(2), arma::mat{{1, -1}, {-1, 1}, {0, 0}},
              {.what = "the first channel of dx",
               .why = "gamma · inv_std = 1; the mean path takes 12/6 = 2, and the variance path "
                      "adds x_hat · 6/6.",
               .read = "the-spatial-gradient"});
}

}  // namespace
}  // namespace descent
