#include "datasets/generators.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <stdexcept>

#include "datasets/cifar10.hpp"

namespace descent::datasets {
namespace {

constexpr double kPi = std::numbers::pi;

bool same(const Dataset& a, const Dataset& b) {
  return arma::approx_equal(a.inputs, b.inputs, "absdiff", 0.0) &&
         arma::approx_equal(a.labels, b.labels, "absdiff", 0);
}

/// Draws twice with one seed, once with another, and once more from where the first draw ended.
template <class Generator>
void expect_the_rng_to_decide(const Generator& generate) {
  Rng rng(1);
  Rng twin(1);
  Rng stranger(2);
  const Dataset first = generate(rng);
  EXPECT_TRUE(same(first, generate(twin)));
  EXPECT_TRUE(rng == twin);
  EXPECT_FALSE(same(first, generate(stranger)));
  EXPECT_FALSE(same(first, generate(rng)));
}

TEST(Generators, DependOnTheRngAlone) {
  expect_the_rng_to_decide([](Rng& rng) { return gaussian_blobs(rng); });
  expect_the_rng_to_decide([](Rng& rng) { return spiral(rng); });
  expect_the_rng_to_decide([](Rng& rng) { return pictures(rng, {.per_class = 1}); });
}

TEST(GaussianBlobs, SpreadAroundTheirCentresAsPromised) {
  const BlobOptions options{
      .classes = 4, .per_class = 2000, .dimensions = 5, .centre_spread = 3.0, .spread = 0.7};
  BlobOptions points = options;
  points.spread = 0;  // the same draws without the noise: the centres
  Rng rng(17);
  Rng twin(17);
  const Dataset data = gaussian_blobs(rng, options);
  const Dataset centres = gaussian_blobs(twin, points);
  ASSERT_EQ(data.inputs.n_rows, 8000U);
  ASSERT_EQ(data.inputs.n_cols, 5U);
  EXPECT_EQ(data.classes, 4U);
  const arma::mat noise = data.inputs - centres.inputs;
  for (arma::uword c = 0; c < 4; ++c) {
    const arma::uvec members = arma::find(data.labels == c);
    ASSERT_EQ(members.n_elem, 2000U);
    // Six standard errors: 0.7 / sqrt(2000) of a mean, 0.7 / sqrt(4000) of a standard deviation.
    EXPECT_LT(arma::abs(arma::mean(noise.rows(members), 0)).max(), 6 * 0.7 / std::sqrt(2000.0));
    const arma::rowvec deviation = arma::stddev(noise.rows(members), 1, 0);
    EXPECT_LT(arma::abs(deviation - 0.7).max(), 6 * 0.7 / std::sqrt(4000.0));
  }
}

TEST(GaussianBlobs, HaveCentresAsFarApartAsPromised) {
  Rng rng(18);
  const Dataset centres = gaussian_blobs(
      rng, {.classes = 500, .per_class = 1, .dimensions = 4, .centre_spread = 3.0, .spread = 0});
  const double rms = std::sqrt(arma::mean(arma::mean(arma::square(centres.inputs))));
  EXPECT_NEAR(rms, 3.0, 6 * 3.0 / std::sqrt(2 * 2000.0));
}

TEST(GaussianBlobs, RefuseWhatMakesNoSense) {
  Rng rng(1);
  EXPECT_THROW(gaussian_blobs(rng, {.classes = 0}), std::invalid_argument);
  EXPECT_THROW(gaussian_blobs(rng, {.per_class = 0}), std::invalid_argument);
  EXPECT_THROW(gaussian_blobs(rng, {.dimensions = 0}), std::invalid_argument);
  EXPECT_THROW(gaussian_blobs(rng, {.spread = -1}), std::invalid_argument);
  EXPECT_THROW(gaussian_blobs(rng, {.centre_spread = arma::datum::nan}), std::invalid_argument);
}

TEST(Spiral, WindsAsInTheNotes) {
  Rng rng(4);
  const Dataset data = spiral(rng, {.arms = 3, .points_per_arm = 5, .noise = 0});
  ASSERT_EQ(data.inputs.n_rows, 15U);
  ASSERT_EQ(data.inputs.n_cols, 2U);
  EXPECT_EQ(data.classes, 3U);
  // By hand: the middle of the second arm has r = 1/2 and t = 4 + 2, the tip of the third r = 1
  // and t = 12.
  EXPECT_EQ(data.labels(7), 1U);
  EXPECT_NEAR(data.inputs(7, 0), 0.5 * std::sin(6.0), 1e-15);
  EXPECT_NEAR(data.inputs(7, 1), 0.5 * std::cos(6.0), 1e-15);
  EXPECT_EQ(data.labels(14), 2U);
  EXPECT_NEAR(data.inputs(14, 0), std::sin(12.0), 1e-15);
  EXPECT_NEAR(data.inputs(14, 1), std::cos(12.0), 1e-15);
  for (const arma::uword root : {0U, 5U, 10U}) EXPECT_EQ(arma::norm(data.inputs.row(root)), 0.0);
}

TEST(Spiral, HasItsNoiseInTheAngle) {
  constexpr arma::uword kPoints = 1001;
  Rng rng(5);
  const Dataset data = spiral(rng, {.arms = 4, .points_per_arm = kPoints, .noise = 0.2});
  arma::vec deviations(4 * (kPoints - 1), arma::fill::none);
  arma::uword next = 0;
  for (arma::uword i = 0; i < data.inputs.n_rows; ++i) {
    const double radius = static_cast<double>(i % kPoints) / (kPoints - 1);
    const double x = data.inputs(i, 0);
    const double y = data.inputs(i, 1);
    ASSERT_NEAR(std::hypot(x, y), radius, 1e-14);
    if (radius == 0) continue;  // the root has no angle
    const double angle = 4.0 * (static_cast<double>(data.labels(i)) + radius);
    deviations(next++) = std::remainder(std::atan2(x, y) - angle, 2 * kPi);
  }
  // Six standard errors, n = 4,000.
  EXPECT_NEAR(arma::mean(deviations), 0.0, 6 * 0.2 / std::sqrt(4000.0));
  EXPECT_NEAR(arma::stddev(deviations), 0.2, 6 * 0.2 / std::sqrt(8000.0));
}

TEST(Spiral, IsNotLinearlySeparable) {
  Rng rng(6);
  const Dataset data = spiral(rng);
  arma::mat targets(300, 3, arma::fill::zeros);
  for (arma::uword i = 0; i < 300; ++i) targets(i, data.labels(i)) = 1;
  const arma::mat inputs = arma::join_rows(data.inputs, arma::mat(300, 1, arma::fill::ones));
  const arma::mat weights = arma::solve(inputs, targets);
  const arma::mat scores = inputs * weights;
  const arma::uvec predicted = arma::index_max(scores, 1);
  const double accuracy = static_cast<double>(arma::accu(predicted == data.labels)) / 300.0;
  EXPECT_GT(accuracy, 0.40);  // the notes report 49 % for a softmax classifier
  EXPECT_LT(accuracy, 0.62);
}

TEST(Spiral, RefusesWhatMakesNoSense) {
  Rng rng(1);
  EXPECT_THROW(spiral(rng, {.arms = 0}), std::invalid_argument);
  EXPECT_THROW(spiral(rng, {.arms = 12}), std::invalid_argument);
  EXPECT_THROW(spiral(rng, {.points_per_arm = 1}), std::invalid_argument);
  EXPECT_THROW(spiral(rng, {.noise = -0.1}), std::invalid_argument);
}

TEST(Pictures, FitIntoTheFormatOfCifar10) {
  Rng rng(8);
  const Dataset data = pictures(rng, {.per_class = 3});
  const Dataset again = parse_cifar10(encode_cifar10(data), "memory");
  EXPECT_TRUE(same(data, again));
  EXPECT_EQ(data.classes, 10U);
  for (arma::uword c = 0; c < 10; ++c) EXPECT_EQ(arma::accu(data.labels == c), 3U);
  EXPECT_FALSE(data.labels.is_sorted());
}

TEST(Pictures, HaveTheMeanColourOfTheirClass) {
  constexpr arma::uword kPerClass = 100;
  Rng rng(9);
  const Dataset data = pictures(rng, {.per_class = kPerClass});
  for (arma::uword c = 0; c < 10; ++c) {
    const arma::rowvec mean = arma::mean(data.inputs.rows(arma::find(data.labels == c)), 0);
    for (arma::uword colour = 0; colour < 3; ++colour) {
      const double hue =
          static_cast<double>(c) * kPi / 5 - static_cast<double>(colour) * 2 * kPi / 3;
      const arma::rowvec plane = mean.subvec(1024 * colour, 1024 * colour + 1023);
      // Over a plane a grating that does not fit in whole waves averages to 50 / (8 pi) < 2 at
      // most; over 100 pictures to 0.2, six of which are 1.2. The noise gives 0.06 more.
      EXPECT_NEAR(arma::mean(plane), 127.5 + 12 * std::cos(hue), 1.3) << c << " " << colour;
      // No trace of the grating in a pixel's mean: sqrt(50^2 / 2 + 20^2) / 10 = 4.1, six of it.
      EXPECT_LT(arma::abs(plane - arma::mean(plane)).max(), 25.0);
    }
  }
}

/// The label whose grating is strongest in a picture, whatever its phase.
arma::uword strongest_grating(const arma::rowvec& picture) {
  const arma::rowvec grey =
      picture.head(1024) + picture.subvec(1024, 2047) + picture.tail(1024) - 3 * 127.5;
  arma::vec power(10);
  for (arma::uword c = 0; c < 10; ++c) {
    const double turn = static_cast<double>(c) * kPi / 10;
    double along = 0;
    double across = 0;
    for (arma::uword p = 0; p < 1024; ++p) {
      const arma::uword row = p / 32;
      const double y = static_cast<double>(row) / 32;
      const double x = static_cast<double>(p % 32) / 32;
      const double angle = 2 * kPi * 4 * (x * std::cos(turn) + y * std::sin(turn));
      along += grey(p) * std::cos(angle);
      across += grey(p) * std::sin(angle);
    }
    power(c) = along * along + across * across;
  }
  return power.index_max();
}

TEST(Pictures, AreGratingsTurnedByTheirClass) {
  Rng rng(10);
  const Dataset data = pictures(rng, {.per_class = 10, .tint = 0});
  for (arma::uword i = 0; i < 100; ++i) {
    EXPECT_EQ(strongest_grating(data.inputs.row(i)), data.labels(i)) << "picture " << i;
  }
}

TEST(Pictures, RefuseWhatMakesNoSense) {
  Rng rng(1);
  EXPECT_THROW(pictures(rng, {.per_class = 0}), std::invalid_argument);
  EXPECT_THROW(pictures(rng, {.contrast = -1}), std::invalid_argument);
  EXPECT_THROW(pictures(rng, {.tint = arma::datum::nan}), std::invalid_argument);
  EXPECT_THROW(pictures(rng, {.noise = arma::datum::inf}), std::invalid_argument);
}

}  // namespace
}  // namespace descent::datasets
