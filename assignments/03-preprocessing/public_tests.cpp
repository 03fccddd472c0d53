// The public tests of stage 03: few, small, and with values that you can check with a pencil.

#include <gtest/gtest.h>

#include <cmath>

#include "harness/checks/expect.hpp"
#include "harness/checks/refusal.hpp"
#include "harness/remote/submission.hpp"

namespace descent {
namespace {

using checks::expect_near;
using checks::expect_refusal;

// Four pictures of two pixels. Means 2 and 20; around them the values are -1, 1, -1, 1 and -6, -2,
// 2, 6.
const arma::mat kTrain = {{1, 14}, {3, 18}, {1, 22}, {3, 26}};

// Four points around (2, -1): 5 along the axis (0.8, 0.6) to either side, and 1 along (-0.6, 0.8).
const arma::mat kTilted = {{5.4, 2.8}, {6.6, 1.2}, {-2.6, -3.2}, {-1.4, -4.8}};
const Pca kPca = {.mean = {2, -1}, .U = {{0.8, -0.6}, {0.6, 0.8}}, .eigenvalues = {25, 1}};

TEST(Preprocess, SubtractsTheShiftThenDividesByTheScale) {
  const arma::mat yours =
      submission::preprocess({.shift = {1, 10}, .scale = {2, 5}}, {{1, 10}, {5, 0}, {0, 25}});
  expect_near(yours, arma::mat{{0, 0}, {2, -2}, {-0.5, 3}},
              {.what = "(x - shift) / scale", .read = "shift-then-scale"});
}

TEST(Preprocess, TakesAPictureThatStandsAlone) {
  const arma::mat yours = submission::preprocess({.shift = {1, 10}, .scale = {2, 5}}, {{5, 0}});
  expect_near(yours, arma::mat{{2, -2}},
              {.what = "one preprocessed example",
               .why = "Shift and scale come from the training split. A picture's own mean would "
                      "make every single picture 0.",
               .read = "fit-on-the-training-split"});
}

TEST(SubtractMean, OfEachFeature) {
  const Preprocessor yours = submission::subtract_mean(kTrain, MeanOf::feature, 1);
  expect_near(yours.shift, arma::mat{{2, 20}},
              {.what = "the means of the two features", .read = "subtract-the-mean"});
  expect_near(
      yours.scale, arma::mat{{1, 1}},
      {.what = "scale", .why = "Only the mean is taken away.", .read = "subtract-the-mean"});
}

TEST(SubtractMean, OfEverything) {
  const Preprocessor yours = submission::subtract_mean(kTrain, MeanOf::everything, 1);
  expect_near(yours.shift, arma::mat{{11, 11}},
              {.what = "one mean for everything", .read = "which-mean"});
}

TEST(SubtractMean, OfEachColourChannel) {
  const Preprocessor yours =
      submission::subtract_mean({{1, 3, 10, 30}, {5, 7, 50, 70}}, MeanOf::channel, 2);
  expect_near(yours.shift, arma::mat{{4, 4, 40, 40}},
              {.what = "a mean for each of two channels",
               .why = "Columns 0 and 1 are the first channel, columns 2 and 3 the second.",
               .read = "planes-not-pixels"});
}

TEST(Standardize, KnowsMeanAndStandardDeviation) {
  const Preprocessor yours = submission::standardize(kTrain);
  expect_near(yours.shift, arma::mat{{2, 20}}, {.what = "shift", .read = "standardize"});
  expect_near(yours.scale, arma::mat{{1, std::sqrt(20.0)}},
              {.what = "the standard deviations",
               .why = "The squares are 1 and 36, 4, 4, 36; their means 1 and 20.",
               .read = "divide-by-n"});
}

TEST(Standardize, LeavesAConstantFeatureAtScaleOne) {
  const Preprocessor yours = submission::standardize({{7, 1}, {7, 3}});
  expect_near(yours.shift, arma::mat{{7, 2}}, {.what = "shift", .read = "standardize"});
  expect_near(yours.scale, arma::mat{{1, 1}},
              {.what = "scale",
               .why = "The first feature is always 7: its standard deviation is 0, and nothing can "
                      "be divided by that.",
               .read = "constant-features"});
}

TEST(ScaleToRange, MapsTheSmallestToMinusOneAndTheLargestToOne) {
  const Preprocessor yours = submission::scale_to_range(kTrain);
  expect_near(yours.shift, arma::mat{{2, 20}},
              {.what = "the middles between smallest and largest", .read = "scale-to-a-range"});
  expect_near(yours.scale, arma::mat{{1, 6}},
              {.what = "half the distances between them", .read = "scale-to-a-range"});
}

TEST(Covariance, OfTwoFeaturesThatRiseTogether) {
  const arma::mat yours = submission::covariance(kTrain);
  expect_near(yours, arma::mat{{1, 2}, {2, 20}},
              {.what = "the covariance matrix",
               .why = "Around the means the products are 6, -2, -2, 6; their mean is 2.",
               .read = "the-covariance"});
}

TEST(PcaFit, FindsTheLongAxisFirst) {
  const Pca yours = submission::pca_fit(kTilted);
  expect_near(yours.mean, arma::mat{{2, -1}}, {.what = "mean", .read = "principal-components"});
  expect_near(yours.eigenvalues, arma::vec{25, 1},
              {.what = "the variances along the axes, the largest first",
               .why = "Along the axes the points are at ±5 and ±1: 5² and 1². (1 and 25 rise; 10 "
                      "and 2 are singular values, 100 and 4 their squares; 33.3 and 1.33 are "
                      "divided by N - 1.)",
               .read = "the-order-of-eigenvalues"});
  if (!checks::expect_shape(yours.U, 2, 2, {.what = "U", .read = "principal-components"})) return;
  // u·uᵀ is the same for u and -u.
  expect_near(yours.U.col(0) * yours.U.col(0).t(), arma::mat{{0.64, 0.48}, {0.48, 0.36}},
              {.what = "u·uᵀ, where u is the first column of U",
               .why = "The points lie along (0.8, 0.6), or (-0.8, -0.6), which is the same axis.",
               .read = "signs-are-free"});
}

TEST(PcaProject, MeasuresAlongTheFirstAxis) {
  expect_near(submission::pca_project(kPca, kTilted, 1), arma::vec{5, 5, -5, -5},
              {.what = "the coordinates along the first axis", .read = "project"});
}

TEST(PcaProject, MeasuresAlongBothAxes) {
  expect_near(submission::pca_project(kPca, {{6.6, 1.2}}, 2), arma::mat{{5, -1}},
              {.what = "both coordinates of one point", .read = "project"});
}

TEST(PcaReconstruct, PutsPointsBackOnTheFirstAxis) {
  expect_near(submission::pca_reconstruct(kPca, arma::vec{5, -5}), arma::mat{{6, 2}, {-2, -4}},
              {.what = "the points at 5 and -5 of the first axis",
               .why = "(2, -1) plus 5 times (0.8, 0.6), and minus.",
               .read = "reconstruct"});
}

TEST(ExplainedVariance, IsTheFirstEigenvaluesPartOfTheSum) {
  expect_near(submission::explained_variance(kPca, 1), 25.0 / 26,
              {.what = "the part of one component", .read = "explained-variance"});
  expect_near(submission::explained_variance(kPca, 2), 1,
              {.what = "the part of both components", .read = "explained-variance"});
}

TEST(Whiten, DividesByTheRootOfTheEigenvalue) {
  // Epsilon of 11 makes roots that can be done in the head: 36 and 12.
  const arma::mat yours = submission::whiten(kPca, kTilted, 11);
  const double short_axis = 1 / std::sqrt(12.0);
  expect_near(yours,
              arma::mat{{5.0 / 6, short_axis},
                        {5.0 / 6, -short_axis},
                        {-5.0 / 6, short_axis},
                        {-5.0 / 6, -short_axis}},
              {.what = "the whitened points, epsilon = 11",
               .why = "Along the axes they are at ±5 and ±1; divided by √(25 + 11) and √(1 + 11).",
               .read = "whitening"});
}

TEST(WhitenToPixels, RotatesBack) {
  // The point at 5 and 0 of the axes becomes 5/6 and 0, and that is 5/6 of (0.8, 0.6).
  expect_near(submission::whiten_to_pixels(kPca, {{6, 2}}, 11), arma::mat{{2.0 / 3, 0.5}},
              {.what = "the whitened point as pixels, epsilon = 11", .read = "back-to-pixels"});
}

TEST(Preprocess, RefusesAnotherNumberOfFeatures) {
  expect_refusal("statistics of 2 features, examples of 3", [] {
    submission::preprocess({.shift = {1, 10}, .scale = {2, 5}}, arma::mat{{1, 2, 3}});
  });
}

TEST(PcaProject, RefusesMoreComponentsThanThereAre) {
  expect_refusal("k = 3 of 2 components", [] { submission::pca_project(kPca, kTilted, 3); });
}

}  // namespace
}  // namespace descent
