#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "harness/checks/refusal.hpp"
#include "harness/remote/submission.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;
using checks::expect_refusal;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr auto kRead = "histograms-of-the-layers";
constexpr auto kReadPictures = "weights-as-pictures";

// --- layer_histograms

bool expect_histogram(const LayerHistogram& yours, const LayerHistogram& expected,
                      const std::string& what, const std::string& why) {
  const auto about = [&](const std::string& field) {
    return checks::About{.what = field + " of " + what, .why = why, .read = kRead};
  };
  return expect_near(yours.edges, expected.edges, about("edges")) &&
         checks::expect_equal(yours.counts, expected.counts, about("counts")) &&
         expect_near(yours.mean, expected.mean, about("mean")) &&
         expect_near(yours.deviation, expected.deviation, about("deviation")) &&
         expect_near(yours.zeros, expected.zeros, about("zeros")) &&
         checks::expect_equal(static_cast<long long>(yours.not_finite),
                              static_cast<long long>(expected.not_finite), about("not_finite"));
}

bool expect_histograms(const LayerHistograms& yours, const LayerHistograms& expected,
                       const std::string& what, const std::string& why) {
  const auto one_side = [&](const std::vector<LayerHistogram>& mine,
                            const std::vector<LayerHistogram>& theirs, const std::string& side) {
    if (!checks::expect_equal(static_cast<long long>(mine.size()),
                              static_cast<long long>(theirs.size()),
                              {.what = "the number of histograms of " + side,
                               .why = "One for each layer.",
                               .read = kRead})) {
      return false;
    }
    for (std::size_t k = 0; k < mine.size(); ++k) {
      if (!expect_histogram(mine[k], theirs[k],
                            fmt::format("the {} of layer {}, {}", side, k, what), why)) {
        return false;
      }
    }
    return true;
  };
  return one_side(yours.activations, expected.activations, "activations") &&
         one_side(yours.gradients, expected.gradients, "gradients");
}

// Values from harness/tests/crosscheck/babysitting.py (NumPy).
TEST(LayerHistograms, HasTheValuesOfNumPy) {
  const LayerHistograms yours = submission::layer_histograms(
      {{{0, 1.5, 2.2}, {0, 4, 0.3}}, {{-1, 1, 0.25, -0.5}}},
      {{{0.01, -0.03}, {0.02, 0.005}}, {{7, 3}, {7, 11}, {4, 9.5}}}, 4);
  const LayerHistograms expected = {
      {{{0, 1, 2, 3, 4},
        {3, 1, 1, 1},
        1.3333333333333333,
        1.4441452681622982,
        0.3333333333333333,
        0},
       {{-1, -0.5, 0, 0.5, 1}, {1, 1, 1, 1}, -0.0625, 0.7577722283113838, 0, 0}},
      {{{-0.03, -0.0175, -0.005, 0.0075, 0.02}, {1, 0, 1, 2}, 0.00125, 0.018833148966649206, 0, 0},
       {{3, 5, 7, 9, 11}, {2, 0, 2, 2}, 6.916666666666667, 2.805005446617806, 0, 0}}};
  expect_histograms(yours, expected, "in 4 bins",
                    "As numpy.histogram does it: each layer has its own range, an entry on an edge "
                    "belongs to the bin above, and the largest to the last bin.");
}

// Entries in the middle of bins, far from every edge: what is counted is known by construction.
TEST(LayerHistograms, CountsEveryEntryOnce) {
  Rng rng(remote::test_seed());
  const arma::uword bins = 7;
  std::vector<arma::mat> layers, gradients;
  LayerHistograms expected;
  for (arma::uword k = 0; k < 6; ++k) {
    // Never more than 30 widths from 0: mean(v²) - mean² is as right as what is written below, and
    // loses a part of (mean / deviation)², here some 10^4, times 10^-16.
    const double width = std::pow(10.0, static_cast<double>(k) - 3);
    const double low = rng.uniform(-3, 3) * std::min(1.0, 10 * width);
    arma::mat layer(5 + k, 9);
    LayerHistogram histogram;
    histogram.counts.zeros(bins);
    for (arma::uword i = 0; i < layer.n_elem; ++i) {
      // The first two entries are the ends of the range.
      const arma::uword bin = i == 0 ? 0 : (i == 1 ? bins - 1 : rng.below(bins));
      const double inside = i == 0 ? 0 : (i == 1 ? 1 : rng.uniform(0.1, 0.9));
      layer[i] = low + width * (static_cast<double>(bin) + inside) / static_cast<double>(bins);
      ++histogram.counts(bin);
    }
    layer = arma::reshape(arma::vec(arma::vectorise(layer)).elem(rng.permutation(layer.n_elem)),
                          layer.n_rows, layer.n_cols);
    histogram.edges = low + width * arma::linspace(0, 1, bins + 1);
    double sum = 0, squares = 0;
    const double n = static_cast<double>(layer.n_elem);
    for (const double v : layer) sum += v;
    for (const double v : layer) squares += (v - sum / n) * (v - sum / n);
    histogram.mean = sum / n;
    histogram.deviation = std::sqrt(squares / n);
    (k < 3 ? layers : gradients).push_back(layer);
    (k < 3 ? expected.activations : expected.gradients).push_back(histogram);
  }
  expect_histograms(submission::layer_histograms(layers, gradients, bins), expected,
                    fmt::format("in {} bins", bins),
                    "Every entry of the matrix is in one bin; mean and standard deviation are over "
                    "all entries, divided by their number.");
}

TEST(LayerHistograms, FindsDeadUnits) {
  arma::mat half(10, 6, arma::fill::zeros);
  half.cols(0, 2).fill(2);
  const LayerHistograms yours = submission::layer_histograms(
      {half, arma::ones(2, 2)}, {-half, arma::mat{{0, -1e-300, 1e-300, 4}}}, 2);
  const LayerHistograms expected = {
      {{{0, 1, 2}, {30, 30}, 1, 1, 0.5, 0}, {{0.5, 1, 1.5}, {0, 4}, 1, 0, 0, 0}},
      {{{-2, -1, 0}, {30, 30}, -1, 1, 0.5, 0}, {{0, 2, 4}, {3, 1}, 1, std::sqrt(3.0), 0.25, 0}}};
  expect_histograms(
      yours, expected, "in 2 bins",
      "zeros is the part of the entries that is exactly 0, however small others are.");
}

TEST(LayerHistograms, SpreadsAConstantLayerAroundItsValue) {
  const arma::mat threes(3, 4, arma::fill::value(3.0)), zeros(2, 5, arma::fill::zeros);
  const LayerHistograms yours = submission::layer_histograms({threes, zeros}, {zeros, -threes}, 5);
  const arma::vec steps = arma::linspace(-0.5, 0.5, 6);
  const LayerHistogram of_threes{3 + steps, {0, 0, 12, 0, 0}, 3, 0, 0, 0},
      of_minus{-3 + steps, {0, 0, 12, 0, 0}, -3, 0, 0, 0},
      of_zeros{steps, {0, 0, 10, 0, 0}, 0, 0, 1, 0};
  expect_histograms(yours, {{of_threes, of_zeros}, {of_zeros, of_minus}}, "all of one value",
                    "Where all entries are one number v, the edges go from v - ½ to v + ½.");
}

TEST(LayerHistograms, CountsWhatIsNoNumber) {
  const arma::mat broken = {{1, kNan, 3}, {kInf, 0, -kInf}};
  const LayerHistograms yours =
      submission::layer_histograms({broken, arma::mat(2, 2, arma::fill::value(kNan))},
                                   {arma::mat{{kInf, -2, 2, 2}}, {{5, kNan}}}, 3);
  const double deviation = std::sqrt((1.0 / 9 + 25.0 / 9 + 16.0 / 9) / 3);
  const LayerHistograms expected = {
      {{{0, 1, 2, 3}, {1, 1, 1}, 4.0 / 3, deviation, 1.0 / 6, 3},
       {{0, 1.0 / 3, 2.0 / 3, 1}, {0, 0, 0}, kNan, kNan, 0, 4}},
      {{{-2, -2.0 / 3, 2.0 / 3, 2}, {1, 0, 2}, 2.0 / 3, std::sqrt(32.0 / 9), 0, 1},
       {{4.5, 4.5 + 1.0 / 3, 4.5 + 2.0 / 3, 5.5}, {0, 1, 0}, 5, 0, 0, 1}}};
  expect_histograms(yours, expected, "some of it NaN or infinite",
                    "NaN and infinity are counted in not_finite, and nowhere else; zeros is a part "
                    "of all entries. Without a finite entry the edges go from 0 to 1.");
}

TEST(LayerHistograms, TakesASingleBinAndASingleEntry) {
  const LayerHistograms yours = submission::layer_histograms(
      {arma::mat{{1, 2, 5}}}, {arma::mat(1, 1, arma::fill::value(-4.0))}, 1);
  expect_histograms(
      yours,
      {{{{1, 5}, {3}, 8.0 / 3, std::sqrt(26.0 / 9), 0, 0}}, {{{-4.5, -3.5}, {1}, -4, 0, 0, 0}}},
      "in one bin", "One bin has two edges and all entries.");
}

TEST(LayerHistograms, RefusesBadInput) {
  const arma::mat layer(2, 3, arma::fill::ones);
  expect_refusal("no layers", [] { submission::layer_histograms({}, {}, 4); });
  expect_refusal("gradients of one layer less", [&] {
    submission::layer_histograms({layer, layer}, {layer}, 4);
  });
  expect_refusal("activations of one layer less", [&] {
    submission::layer_histograms({layer}, {layer, layer}, 4);
  });
  expect_refusal("empty activations",
                 [&] { submission::layer_histograms({arma::mat(0, 3)}, {layer}, 4); });
  expect_refusal("empty gradients",
                 [&] { submission::layer_histograms({layer}, {arma::mat(2, 0)}, 4); });
  expect_refusal("0 bins", [&] { submission::layer_histograms({layer}, {layer}, 0); });
}

// --- weights_to_images

void expect_images(const std::vector<arma::cube>& yours, const std::vector<arma::cube>& expected,
                   const std::string& what, const std::string& why) {
  if (!checks::expect_equal(static_cast<long long>(yours.size()),
                            static_cast<long long>(expected.size()),
                            {.what = "the number of pictures of " + what,
                             .why = "One for each column of W.",
                             .read = kReadPictures})) {
    return;
  }
  for (std::size_t j = 0; j < yours.size(); ++j) {
    if (!checks::expect_equal(static_cast<long long>(yours[j].n_slices),
                              static_cast<long long>(expected[j].n_slices),
                              {.what = "the number of channels of a picture of " + what,
                               .why = "A cube has a slice for each channel.",
                               .read = kReadPictures})) {
      return;
    }
    for (arma::uword k = 0; k < yours[j].n_slices; ++k) {
      if (!expect_near(yours[j].slice(k), expected[j].slice(k),
                       {.what = fmt::format("channel {} of picture {} of {}", k, j, what),
                        .why = why,
                        .read = kReadPictures})) {
        return;
      }
    }
  }
}

arma::cube grey(const arma::mat& picture) {
  arma::cube cube(picture.n_rows, picture.n_cols, 1);
  cube.slice(0) = picture;
  return cube;
}

TEST(WeightsToImages, ReadsRowsOfPixels) {
  const arma::mat W = {{0, 10}, {1, 8}, {2, 6}, {3, 4}, {4, 2}, {5, 0}};
  expect_images(submission::weights_to_images(W, 2, 3, 1),
                {grey({{0, 0.2, 0.4}, {0.6, 0.8, 1}}), grey({{1, 0.8, 0.6}, {0.4, 0.2, 0}})},
                "two neurons and 2 x 3 pixels",
                "The pixels lie by rows: the second one is to the right of the first.");
}

TEST(WeightsToImages, ReadsOneChannelAfterTheOther) {
  Rng rng(remote::test_seed());
  const arma::uword height = 3, width = 5, channels = 3;
  const arma::mat W = rng.normal(height * width * channels, 4);
  std::vector<arma::cube> expected;
  for (arma::uword j = 0; j < 4; ++j) {
    arma::cube cube(height, width, channels);
    double low = W(0, j), high = W(0, j);
    for (arma::uword d = 0; d < W.n_rows; ++d) {
      low = std::min(low, W(d, j));
      high = std::max(high, W(d, j));
    }
    for (arma::uword d = 0; d < W.n_rows; ++d) {  // the way back: from the entry to its pixel
      const arma::uword pixel = d % (height * width);
      cube(pixel / width, pixel % width, d / (height * width)) = (W(d, j) - low) / (high - low);
    }
    expected.push_back(cube);
  }
  expect_images(submission::weights_to_images(W, height, width, channels), expected,
                "four neurons and 3 x 5 pixels in 3 channels",
                "First all of channel 0, then all of channel 1; within a channel by rows. Each "
                "picture is scaled by the smallest and the largest of all its channels.");
}

TEST(WeightsToImages, ScalesEachPictureByItself) {
  const arma::mat W = {
      {1, 100, -7, 1e-6}, {2, 300, -5, 3e-6}, {5, 500, -6, 2e-6}, {3, 200, -3, 5e-6}};
  expect_images(submission::weights_to_images(W, 1, 4, 1),
                {grey({{0, 0.25, 1, 0.5}}), grey({{0, 0.5, 1, 0.25}}), grey({{0, 0.5, 0.25, 1}}),
                 grey({{0, 0.5, 0.25, 1}})},
                "four neurons of very different size",
                "The smallest weight of each picture is 0 and its largest is 1, so that faint "
                "pictures can be seen beside strong ones.");
}

TEST(WeightsToImages, MakesAConstantPictureGrey) {
  const arma::mat W = {{0, 3, -1, 2}, {0, 3, -1, 4}};
  expect_images(submission::weights_to_images(W, 2, 1, 1),
                {grey(arma::vec{0.5, 0.5}), grey(arma::vec{0.5, 0.5}), grey(arma::vec{0.5, 0.5}),
                 grey(arma::vec{0, 1})},
                "neurons without any contrast", "Where there is no range to divide by: ½.");
}

TEST(WeightsToImages, KeepsPicturesApart) {
  Rng rng(remote::test_seed());
  const arma::mat W = rng.normal(12, 5);
  arma::mat changed = W;
  changed.col(2) *= 50;
  changed.col(2) += 1;
  const std::vector<arma::cube> before = submission::weights_to_images(W, 2, 2, 3);
  const std::vector<arma::cube> after = submission::weights_to_images(changed, 2, 2, 3);
  // Scaling and shifting a column changes nothing, least of all in the others.
  if (!checks::expect_equal(
          static_cast<long long>(before.size()), 5,
          {.what = "the number of pictures of five neurons", .read = kReadPictures})) {
    return;
  }
  expect_images(after, before, "five neurons, one of them scaled and shifted",
                "Each picture is scaled by itself: what is done to one does not show in any.");
}

TEST(WeightsToImages, RefusesBadInput) {
  const arma::mat W(12, 3, arma::fill::ones);
  const auto call = [](const arma::mat& weights, arma::uword h, arma::uword w, arma::uword c) {
    return [=] { submission::weights_to_images(weights, h, w, c); };
  };
  expect_refusal("no weights", call(arma::mat(), 1, 1, 1));
  expect_refusal("no neurons", call(arma::mat(12, 0), 2, 2, 3));
  expect_refusal("pictures with too many pixels", call(W, 3, 5, 1));
  expect_refusal("pictures with too few pixels", call(W, 2, 3, 1));
  expect_refusal("a forgotten channel", call(W, 2, 2, 1));
  expect_refusal("a height of 0", call(W, 0, 4, 3));
  expect_refusal("0 channels", call(W, 3, 4, 0));
  arma::mat broken = W;
  broken(3, 1) = kNan;
  expect_refusal("a weight of NaN", call(broken, 2, 2, 3));
}

}  // namespace
}  // namespace descent::suite
