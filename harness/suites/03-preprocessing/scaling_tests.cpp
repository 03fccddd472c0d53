#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "harness/suites/03-preprocessing/hand.hpp"
#include "harness/suites/03-preprocessing/problem.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;
using checks::kHandValue;

Rng test_rng() { return Rng(remote::test_seed()); }

Preprocessor any_preprocessor(Rng& rng, arma::uword d) {
  const arma::rowvec shift = rng.uniform(1, d, -5, 5);
  return {shift, rng.uniform(1, d, 0.3, 4)};
}

bool expect_statistics(const Preprocessor& yours, const Preprocessor& expected,
                       const std::string& why, const std::string& read,
                       checks::Tolerance tolerance = checks::kAgainstReference,
                       diagnosis::Setting setting = {}) {
  return expect_near(yours.shift, expected.shift,
                     {.what = "shift",
                      .why = why,
                      .read = read,
                      .tolerance = tolerance,
                      .setting = setting}) &&
         expect_near(yours.scale, expected.scale,
                     {.what = "scale",
                      .why = why,
                      .read = read,
                      .tolerance = tolerance,
                      .setting = setting});
}

/// (x - shift) / scale with loops: what statistics of a submission do to a split.
arma::mat apply(const Preprocessor& fitted, const arma::mat& X) {
  arma::mat result(arma::size(X));
  for (arma::uword j = 0; j < X.n_cols; ++j) {
    for (arma::uword i = 0; i < X.n_rows; ++i) {
      result(i, j) = (X(i, j) - fitted.shift(j)) / fitted.scale(j);
    }
  }
  return result;
}

bool fits(const Preprocessor& yours, const arma::mat& X) {
  return checks::expect_shape(yours.shift, 1, X.n_cols, {.what = "shift"}) &&
         checks::expect_shape(yours.scale, 1, X.n_cols, {.what = "scale"});
}

using Fit = std::function<Preprocessor(const arma::mat& train)>;

/// What holds for every fit: random data, another order of the examples, every example thrice.
void expect_right_statistics(const Fit& yours, const Fit& right, const std::string& read) {
  Rng rng = test_rng();
  std::vector<std::pair<Preprocessor, Preprocessor>> results;
  arma::uword n = 0;
  for (int i = 0; i < 4; ++i) {
    const Shape shape = i == 3 ? wide_shape(rng) : any_shape(rng);
    const arma::mat train = any_data(rng, shape);
    if (i == 0) n = shape.n;
    results.emplace_back(yours(train), right(train));
    if (i > 0) continue;
    results.emplace_back(yours(train.rows(another_order(rng, shape.n))), right(train));
    results.emplace_back(yours(arma::repmat(train, 3, 1)), right(train));
  }
  const std::vector<std::string> whys = {
      "The statistics of random data must be those of the formula.",
      "The order of the examples does not matter.",
      "Every example three times: mean, spread and range stay the same.",
      "The statistics of random data must be those of the formula.",
      "The statistics of random data must be those of the formula.",
      "Fewer examples than features: the columns are the features all the same.",
  };
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (!expect_statistics(results[i].first, results[i].second, whys[i], read,
                           checks::kAgainstReference,
                           {.examples = i == 0 ? static_cast<double>(n) : 0.0})) {
      return;
    }
  }
}

void expect_training_data_checked(const Fit& fit) {
  const double nan = arma::datum::nan;
  const double inf = arma::datum::inf;
  expect_refusal("no examples", [&] { fit(arma::mat(0, 3)); });
  expect_refusal("no features", [&] { fit(arma::mat(3, 0)); });
  expect_refusal("NaN among the examples", [&] { fit({{1, 2}, {nan, 3}, {0, 1}}); });
  expect_refusal("infinity among the examples", [&] { fit({{1, 2}, {4, -inf}, {0, 1}}); });
}

// preprocess

TEST(Preprocess, HasTheHandValues) {
  const Preprocessor fitted{.shift = {1, -2, 0.5}, .scale = {2, 0.5, 4}};
  const arma::mat yours = submission::preprocess(fitted, {{3, -2, 8.5}, {0, 1, -1.5}});
  expect_near(yours, arma::mat{{1, 0, 2}, {-0.5, 6, -0.5}},
              {.what = "(x - shift) / scale", .read = "shift-then-scale"});
}

TEST(Preprocess, StandardizesATestSplitWithTrainingStatistics) {
  const Preprocessor fitted{hand::kMean, hand::kDeviation};
  const arma::mat yours = submission::preprocess(fitted, hand::kTest);
  expect_near(yours,
              arma::mat{{-0.3562906189915, 0.8060683549758, 3.160262828705, -4.545309237618},
                        {-0.8652772175508, -0.201517088744, -0.2257330591932, -7.106046836276},
                        {0.4071892788474, -0.7053098106038, 0.05643326479831, -0.7042028396309}},
              {.what = "the standardized test split",
               .why = "Mean and standard deviation are those of the training split.",
               .read = "fit-on-the-training-split",
               .tolerance = kHandValue});
}

TEST(Preprocess, IsRightOnRandomData) {
  Rng rng = test_rng();
  std::vector<std::pair<arma::mat, arma::mat>> results;
  for (int i = 0; i < 4; ++i) {
    const Shape shape = i == 3 ? wide_shape(rng) : any_shape(rng);
    const Preprocessor fitted = any_preprocessor(rng, shape.d);
    const arma::mat X = any_data(rng, shape);
    results.emplace_back(submission::preprocess(fitted, X), apply(fitted, X));
  }
  for (const auto& [yours, expected] : results) {
    if (!expect_near(yours, expected,
                     {.what = "(x - shift) / scale", .read = "shift-then-scale"})) {
      return;
    }
  }
}

TEST(Preprocess, TreatsEverySplitAlike) {
  Rng rng = test_rng();
  const arma::uword d = any_shape(rng).d;
  const Preprocessor fitted = any_preprocessor(rng, d);
  expect_same_for_every_split(
      {"preprocessed", d, [&](const arma::mat& X) { return submission::preprocess(fitted, X); }},
      rng, "fit-on-the-training-split");
}

TEST(Preprocess, DoesNotCentreTheTestSplit) {
  Rng rng = test_rng();
  const Shape shape = any_shape(rng);
  const arma::mat train = any_data(rng, shape);
  const arma::mat test = any_data(rng, {shape.n - 2, shape.d}) + 1;
  const Preprocessor fitted = reference::standardize(train);
  const arma::mat your_train = submission::preprocess(fitted, train);
  const arma::mat your_test = submission::preprocess(fitted, test);
  if (!expect_near(mean_of(your_train), arma::zeros(1, shape.d),
                   {.what = "the mean of the preprocessed training split",
                    .why = "The training split was where the statistics came from: its mean is 0.",
                    .read = "shift-then-scale",
                    .tolerance = checks::kBackward})) {
    return;
  }
  expect_near(mean_of(your_test), apply(fitted, mean_of(test)),
              {.what = "the mean of the preprocessed test split",
               .why = "The test split has a mean of its own, which is not 0 after preprocessing "
                      "with the statistics of the training split.",
               .read = "fit-on-the-training-split",
               .tolerance = checks::kBackward});
}

TEST(Preprocess, RemembersNothing) {
  Rng rng = test_rng();
  const Preprocessor fitted = any_preprocessor(rng, 4);
  expect_no_memory(
      {"preprocessed", 4, [&](const arma::mat& X) { return submission::preprocess(fitted, X); }},
      rng);
}

TEST(Preprocess, RefusesBadInput) {
  const Preprocessor good{.shift = {1, 2}, .scale = {1, 2}};
  const arma::mat X = {{1, 2}, {3, 4}, {5, 6}};
  const double nan = arma::datum::nan;
  const auto call = [](const Preprocessor& fitted, const arma::mat& at) {
    return [=] { submission::preprocess(fitted, at); };
  };
  expect_refusal("no examples", call(good, arma::mat(0, 2)));
  expect_refusal("NaN among the examples", call(good, {{1, nan}}));
  expect_refusal("examples of another number of features", call(good, {{1, 2, 3}, {4, 5, 6}}));
  expect_refusal("a scale of another length", call({.shift = {1, 2}, .scale = {1, 2, 3}}, X));
  expect_refusal("a shift of another length", call({.shift = {1}, .scale = {1, 2}}, X));
  expect_refusal("a scale of 0", call({.shift = {1, 2}, .scale = {1, 0}}, X));
  expect_refusal("a negative scale", call({.shift = {1, 2}, .scale = {-1, 1}}, X));
  expect_refusal("a scale of NaN", call({.shift = {1, 2}, .scale = {1, nan}}, X));
  expect_refusal("a shift of NaN", call({.shift = {nan, 2}, .scale = {1, 1}}, X));
}

// subtract_mean

Fit subtract(MeanOf of, arma::uword channels = 1) {
  return [=](const arma::mat& train) { return submission::subtract_mean(train, of, channels); };
}
Fit right_subtract(MeanOf of, arma::uword channels = 1) {
  return [=](const arma::mat& train) { return reference::subtract_mean(train, of, channels); };
}

TEST(SubtractMean, HasTheHandValues) {
  const Preprocessor feature = submission::subtract_mean(hand::kTrain, MeanOf::feature, 1);
  const Preprocessor all = submission::subtract_mean(hand::kTrain, MeanOf::everything, 1);
  const Preprocessor channel = submission::subtract_mean(hand::kTrain, MeanOf::channel, 2);
  const arma::rowvec ones(4, arma::fill::ones);
  expect_statistics(feature, {hand::kMean, ones}, "MeanOf::feature: each column has its own mean.",
                    "subtract-the-mean", kHandValue);
  expect_statistics(all, {3.35 * ones, ones},
                    "MeanOf::everything: one number, written into every place of the shift.",
                    "which-mean", kHandValue);
  expect_statistics(channel, {{1.05, 1.05, 5.65, 5.65}, ones},
                    "MeanOf::channel with 2 channels: columns 0 and 1 are the first, columns 2 and "
                    "3 the second.",
                    "planes-not-pixels", kHandValue);
}

TEST(SubtractMean, IsRightOnRandomDataPerFeature) {
  expect_right_statistics(subtract(MeanOf::feature), right_subtract(MeanOf::feature),
                          "subtract-the-mean");
}

TEST(SubtractMean, IsRightOnRandomDataForEverything) {
  expect_right_statistics(subtract(MeanOf::everything), right_subtract(MeanOf::everything),
                          "which-mean");
}

TEST(SubtractMean, IsRightOnRandomPictures) {
  Rng rng = test_rng();
  std::vector<std::pair<Preprocessor, Preprocessor>> results;
  for (const arma::uword channels : {arma::uword{3}, arma::uword{2}, arma::uword{4}}) {
    const arma::uword pixels = 5 + rng.below(4);  // never as many as channels
    const arma::mat train = any_data(rng, {pixels * channels + 2, pixels * channels});
    results.emplace_back(submission::subtract_mean(train, MeanOf::channel, channels),
                         reference::subtract_mean(train, MeanOf::channel, channels));
  }
  for (const auto& [yours, right] : results) {
    if (!expect_statistics(yours, right,
                           "The columns of a picture are planes: all of the first colour, then all "
                           "of the second ...",
                           "planes-not-pixels")) {
      return;
    }
  }
}

TEST(SubtractMean, OfOneChannelIsTheMeanOfEverything) {
  Rng rng = test_rng();
  const Shape shape = any_shape(rng);
  const arma::mat train = any_data(rng, shape);
  const Preprocessor one = submission::subtract_mean(train, MeanOf::channel, 1);
  const Preprocessor each = submission::subtract_mean(train, MeanOf::channel, shape.d);
  const arma::rowvec ones(shape.d, arma::fill::ones);
  const arma::rowvec mean = mean_of(train);
  expect_statistics(one, {arma::mean(mean) * ones, ones}, "One channel: all columns belong to it.",
                    "which-mean");
  expect_statistics(each, {mean, ones}, "As many channels as columns: each column is one.",
                    "which-mean");
}

TEST(SubtractMean, CentresEachColourOfTheTrainingSplit) {
  Rng rng = test_rng();
  const arma::mat train = any_data(rng, {9, 12});
  const Preprocessor yours = submission::subtract_mean(train, MeanOf::channel, 3);
  if (!fits(yours, train)) return;
  const arma::mat centred = apply(yours, train);
  for (arma::uword c = 0; c < 3; ++c) {
    if (!expect_near(
            arma::accu(centred.cols(4 * c, 4 * c + 3)), 0,
            {.what = "the sum of colour " + std::to_string(c) + " over the centred training split",
             .why = "Columns 0 to 3 are red, 4 to 7 green, 8 to 11 blue; each colour's "
                    "mean becomes 0.",
             .read = "planes-not-pixels",
             .tolerance = {0, 1e-9}})) {
      return;
    }
  }
}

TEST(SubtractMean, TakesOneExample) {
  const arma::mat train = {{3, -1, 4, 8}};
  const Preprocessor feature = submission::subtract_mean(train, MeanOf::feature, 1);
  const Preprocessor channel = submission::subtract_mean(train, MeanOf::channel, 2);
  const arma::rowvec ones(4, arma::fill::ones);
  expect_statistics(feature, {train, ones}, "The mean of one example is the example.",
                    "subtract-the-mean");
  expect_statistics(channel, {{1, 1, 6, 6}, ones}, "Two channels of two columns.",
                    "planes-not-pixels");
}

TEST(SubtractMean, RefusesBadInput) {
  expect_training_data_checked(subtract(MeanOf::feature));
  expect_training_data_checked(subtract(MeanOf::everything));
  expect_training_data_checked(subtract(MeanOf::channel));
  const arma::mat train = {{1, 2, 3, 4}, {5, 6, 7, 8}};
  expect_refusal("0 channels", [&] { submission::subtract_mean(train, MeanOf::channel, 0); });
  expect_refusal("4 columns in 3 channels",
                 [&] { submission::subtract_mean(train, MeanOf::channel, 3); });
  expect_refusal("4 columns in 8 channels",
                 [&] { submission::subtract_mean(train, MeanOf::channel, 8); });
}

// standardize

TEST(Standardize, HasTheHandValues) {
  expect_statistics(submission::standardize(hand::kTrain), {hand::kMean, hand::kDeviation},
                    "Mean, and the root of the mean squared distance from it.", "standardize",
                    kHandValue, {.examples = 5});
}

TEST(Standardize, IsRightOnRandomData) {
  expect_right_statistics([](const arma::mat& train) { return submission::standardize(train); },
                          [](const arma::mat& train) { return reference::standardize(train); },
                          "standardize");
}

TEST(Standardize, GivesMeanZeroAndVarianceOne) {
  Rng rng = test_rng();
  const Shape shape = any_shape(rng);
  const arma::mat train = any_data(rng, shape);
  const Preprocessor yours = submission::standardize(train);
  if (!fits(yours, train)) return;
  const arma::mat result = apply(yours, train);
  expect_near(mean_of(result), arma::zeros(1, shape.d),
              {.what = "the means of the standardized features", .read = "standardize"});
  expect_near(variance_of(result), arma::ones(1, shape.d),
              {.what = "the variances of the standardized features",
               .why = "The variance divides by N, as the standard deviation does.",
               .read = "divide-by-n",
               .setting = {.examples = static_cast<double>(shape.n)}});
}

// Constants of which some have a mean that is off by the last bit, whatever the order of summation.
TEST(Standardize, KeepsConstantFeaturesFinite) {
  Rng rng = test_rng();
  const arma::rowvec constants = {0, 0.1, -0.7, 1.0 / 3, 2.3, 1e8 + 0.1, -1e-7 / 3, 255, 1e-150};
  const arma::uword d = constants.n_elem;
  arma::mat train = any_data(rng, {11 + 2 * rng.below(4), d + 2});
  train.head_cols(d).each_row() = constants;
  const Preprocessor yours = submission::standardize(train);
  if (!fits(yours, train)) return;
  expect_near(yours.scale.head(d), arma::ones(1, d),
              {.what = "the scale of constant features",
               .why = "A feature that never changes has scale 1, so that it becomes 0. The mean of "
                      "many times 0.1 may be off by one bit, and the standard deviation 1e-17 "
                      "instead of 0: that is constant, too.",
               .read = "constant-features"});
  expect_near(yours.scale.tail(2), arma::sqrt(variance_of(train.tail_cols(2))),
              {.what = "the scale of the features that are not constant", .read = "standardize"});
  const arma::mat result = apply(yours, train);
  expect_near(result.head_cols(d) / arma::repmat(arma::clamp(constants, 1, 1e9), train.n_rows, 1),
              arma::zeros(train.n_rows, d),
              {.what = "the standardized constant features", .read = "constant-features"});
}

TEST(Standardize, KnowsSmallFromConstant) {
  Rng rng = test_rng();
  arma::mat train = any_data(rng, {12, 3});
  train.col(0) *= 1e-12;
  train.col(1) *= 1e-30;
  train.col(2) *= 1e6;  // beside 1e12, a scale of 1 in the place of 1e-12 would be round-off
  const Preprocessor yours = submission::standardize(train);
  const arma::rowvec expected = arma::sqrt(variance_of(train));
  if (!fits(yours, train)) return;
  expect_near(yours.scale / expected, arma::ones(1, 3),
              {.what = "the scales of features of very different size, divided by what is right",
               .why = "A feature with small numbers is not constant: units are arbitrary, and "
                      "metres become millimetres. Compare the standard deviation with the size of "
                      "the feature, not with a number, and add nothing to it.",
               .read = "constant-features"});
}

TEST(Standardize, IsExactFarFromZero) {
  Rng rng = test_rng();
  const arma::mat small = any_data(rng, {13, 4});
  const Preprocessor yours = submission::standardize(small + 1e7);
  if (!fits(yours, small)) return;
  expect_near(yours.scale, arma::sqrt(variance_of(small)),
              {.what = "the standard deviations of data around 1e7",
               .why = "Where the data lie does not change how they spread. The mean of the squares "
                      "minus the square of the mean loses all digits here: centre first, then "
                      "square.",
               .read = "centre-first",
               .tolerance = {1e-6, 1e-8}});
}

TEST(Standardize, TakesOneExample) {
  const arma::mat train = {{3, 0, -0.1}};
  expect_statistics(submission::standardize(train), {train, arma::ones<arma::rowvec>(3)},
                    "With one example every feature is constant.", "constant-features");
}

TEST(Standardize, RefusesBadInput) {
  expect_training_data_checked(
      [](const arma::mat& train) { return submission::standardize(train); });
}

// scale_to_range

TEST(ScaleToRange, HasTheHandValues) {
  expect_statistics(submission::scale_to_range(hand::kTrain),
                    {{1.25, 0.25, 0.25, 11.25}, {2.75, 2.75, 1.25, 2.25}},
                    "The middle between the smallest and the largest, and half their distance.",
                    "scale-to-a-range", kHandValue);
}

TEST(ScaleToRange, IsRightOnRandomData) {
  expect_right_statistics([](const arma::mat& train) { return submission::scale_to_range(train); },
                          [](const arma::mat& train) { return reference::scale_to_range(train); },
                          "scale-to-a-range");
}

TEST(ScaleToRange, ReachesBothEnds) {
  Rng rng = test_rng();
  const Shape shape = any_shape(rng);
  // Features that never come near 0, on either side of it.
  arma::mat train = any_data(rng, shape);
  train.each_row() += arma::rowvec(shape.d, arma::fill::value(40));
  train.col(0) *= -1;
  const Preprocessor yours = submission::scale_to_range(train);
  if (!fits(yours, train)) return;
  const arma::mat result = apply(yours, train);
  expect_near(arma::min(result, 0), -arma::ones(1, shape.d),
              {.what = "the smallest values of the scaled features",
               .why = "The smallest value of every feature becomes -1.",
               .read = "scale-to-a-range"});
  expect_near(arma::max(result, 0), arma::ones(1, shape.d),
              {.what = "the largest values of the scaled features",
               .why = "The largest value of every feature becomes 1.",
               .read = "scale-to-a-range"});
}

TEST(ScaleToRange, KeepsConstantFeaturesFinite) {
  Rng rng = test_rng();
  const arma::rowvec constants = {0, 0.1, -0.7, 255, 1e8 + 0.1};
  arma::mat train = any_data(rng, {9, 7});
  train.head_cols(5).each_row() = constants;
  const Preprocessor yours = submission::scale_to_range(train);
  if (!fits(yours, train)) return;
  expect_near(yours.scale.head(5), arma::ones(1, 5),
              {.what = "the scale of constant features",
               .why = "Largest minus smallest is 0 there, and nothing can be divided by that: the "
                      "scale is 1, and the feature becomes 0.",
               .read = "constant-features"});
  expect_near(yours.shift.head(5), constants,
              {.what = "the shift of constant features", .read = "constant-features"});
}

TEST(ScaleToRange, KnowsSmallFromConstant) {
  const Preprocessor yours = submission::scale_to_range({{1e-12, 5e-30}, {3e-12, 1e-30}});
  if (!fits(yours, arma::mat(2, 2))) return;
  expect_near(yours.scale / arma::rowvec{1e-12, 2e-30}, arma::ones(1, 2),
              {.what = "the scales of tiny features, divided by what is right",
               .why = "A feature with small numbers is not constant.",
               .read = "constant-features"});
}

TEST(ScaleToRange, TakesOneExample) {
  const arma::mat train = {{3, 0, -0.1}};
  expect_statistics(submission::scale_to_range(train), {train, arma::ones<arma::rowvec>(3)},
                    "With one example every feature is constant.", "constant-features");
}

TEST(ScaleToRange, RefusesBadInput) {
  expect_training_data_checked(
      [](const arma::mat& train) { return submission::scale_to_range(train); });
}

}  // namespace
}  // namespace descent::suite
