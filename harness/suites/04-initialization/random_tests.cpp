// small_gaussian, unit_variance, glorot and he: what they have in common is in scheme.hpp.

#include <gtest/gtest.h>

#include <cmath>

#include "harness/suites/04-initialization/scheme.hpp"

namespace descent::suite {
namespace {

using checks::Suspect;
using Suspects = std::vector<Suspect>;

double identity(double z) { return z; }
double relu(double z) { return z > 0 ? z : 0; }

Scheme small(double sigma) {
  return {.exercise = "small_gaussian",
          .law = "sigma²",
          .read = "small-random-numbers",
          .yours = [=](arma::uword m, arma::uword n,
                       Rng& rng) { return submission::small_gaussian(m, n, rng, sigma); },
          .variance = [=](double, double) { return sigma * sigma; },
          .suspects =
              [=](double m, double) {
                return Suspects{
                    {sigma,
                     "That is sigma itself: sigma is the standard deviation already, take "
                     "no root of it."},
                    {std::pow(sigma, 4),
                     "That is sigma to the fourth: sigma is the standard "
                     "deviation already, do not square it."},
                    {1, "That is the variance of rng.normal() itself: sigma is missing."},
                    {1e-4, "That belongs to sigma = 0.01: use the argument sigma."},
                    {sigma * sigma / m,
                     "That is sigma²/fan_in: here the number of inputs does not "
                     "matter."},
                    {sigma * sigma / 3,
                     "That is what uniform numbers in ±sigma have: draw normal "
                     "ones."}};
              }};
}

Scheme unit() {
  return {.exercise = "unit_variance",
          .law = "1/fan_in",
          .read = "unit-variance",
          .yours = [](arma::uword m, arma::uword n,
                      Rng& rng) { return submission::unit_variance(m, n, rng); },
          .variance = [](double m, double) { return 1 / m; },
          .suspects =
              [](double m, double n) {
                return Suspects{
                    {1 / n, "That is 1/fan_out: fan_in is the number of rows."},
                    {1 / (m * m),
                     "That is 1/fan_in²: a standard deviation of 1/fan_in instead of "
                     "a variance. The square root is missing."},
                    {2 / m, "That is 2/fan_in, the variance of he."},
                    {2 / (m + n), "That is 2/(fan_in + fan_out), the variance of glorot."},
                    {1 / (3 * m),
                     "A third of it: uniform numbers in ±1/√fan_in have the variance "
                     "1/(3·fan_in). The limit must be √(3/fan_in)."},
                    {m, "That is fan_in: divide by √fan_in instead of multiplying."},
                    {1,
                     "That is the variance of rng.normal() itself: the factor √(1/fan_in) is "
                     "missing."}};
              }};
}

Scheme xavier() {
  return {
      .exercise = "glorot",
      .law = "2/(fan_in + fan_out)",
      .read = "glorot",
      .yours = [](arma::uword m, arma::uword n, Rng& rng) { return submission::glorot(m, n, rng); },
      .variance = [](double m, double n) { return 2 / (m + n); },
      .suspects =
          [](double m, double n) {
            return Suspects{{2 / m + n, "That is 2/fan_in + fan_out: put brackets around the sum."},
                            {1 / (m + n),
                             "That is 1/(fan_in + fan_out): the factor 2 is missing. The "
                             "mean of the fans is half their sum."},
                            {1 / m, "That is 1/fan_in, the variance of unit_variance."},
                            {1 / n, "That is 1/fan_out: fan_in counts as much."},
                            {2 / m, "That is 2/fan_in, the variance of he."},
                            {2 / n, "That is 2/fan_out: fan_in counts as much."},
                            {4 / ((m + n) * (m + n)),
                             "The square of the right variance: the square root "
                             "is missing."},
                            {2 / ((m + n) * (m + n)),
                             "That is the variance for √2/(fan_in + fan_out): the "
                             "root must cover the whole fraction."},
                            {2 / (3 * (m + n)),
                             "A third of it: uniform numbers in ±c have the variance "
                             "c²/3. The limit must be √(6/(fan_in + fan_out))."}};
          }};
}

Scheme kaiming() {
  return {.exercise = "he",
          .law = "2/fan_in",
          .read = "he",
          .yours = [](arma::uword m, arma::uword n, Rng& rng) { return submission::he(m, n, rng); },
          .variance = [](double m, double) { return 2 / m; },
          .suspects =
              [](double m, double n) {
                return Suspects{
                    {1 / m,
                     "That is 1/fan_in: the factor 2 is missing, which makes up for the half "
                     "that a ReLU takes away."},
                    {2 / n, "That is 2/fan_out: fan_in is the number of rows."},
                    {1 / n, "That is 1/fan_out: take fan_in, and do not forget the 2."},
                    {2 / (m + n), "That is 2/(fan_in + fan_out), the variance of glorot."},
                    {4 / (m * m), "The square of the right variance: the square root is missing."},
                    {2 / (m * m),
                     "That is the variance for √2/fan_in: the root must cover the "
                     "whole fraction."},
                    {4 / m, "That is the variance for 2/√fan_in: the root must cover the 2, too."},
                    {2 / (3 * m),
                     "A third of it: uniform numbers in ±c have the variance c²/3. "
                     "The limit must be √(6/fan_in)."}};
              }};
}

TEST(SmallGaussian, HasOneRowForEachInput) { expect_shape(small(0.01)); }
TEST(SmallGaussian, HasTheStandardDeviationSigma) {
  for (const double sigma : {0.01, 0.3, 2.0}) {
    expect_stated_variance(small(sigma));
    if (testing::Test::HasFailure()) return;
  }
}
TEST(SmallGaussian, IsCentredOnZero) { expect_mean_of_zero(small(0.1)); }
TEST(SmallGaussian, IsNormal) {
  Rng rng(remote::test_seed());
  const double sigma = 0.2;
  const arma::mat W = submission::small_gaussian(250, 160, rng, sigma);
  if (!checks::expect_shape(W, 250, 160, {.what = "small_gaussian(250, 160)"})) return;
  checks::expect_distribution(
      W, [=](double x) { return checks::normal_cdf(x / sigma); },
      {.what = "The weights of small_gaussian",
       .why = "They are normal numbers: two thirds within ±sigma, and a few far out. Uniform "
              "numbers of the same variance are another distribution.",
       .read = "small-random-numbers"});
}
TEST(SmallGaussian, GivesEveryNeuronWeightsOfItsOwn) { expect_weights_of_their_own(small(0.05)); }
TEST(SmallGaussian, DrawsFromTheCallersRng) { expect_the_callers_rng(small(0.01)); }
TEST(SmallGaussian, LetsTheSignalDieInADeepNet) {
  expect_gain_per_layer(small(0.01), identity, 200 * 1e-4,
                        "A layer of 200 inputs multiplies the variance by 200·sigma²: 0.02 for "
                        "sigma = 0.01, in every layer.");
}
TEST(SmallGaussian, RefusesBadInput) {
  Rng rng(remote::test_seed());
  expect_fans_checked(small(0.01));
  const auto with = [&](double sigma) { submission::small_gaussian(3, 4, rng, sigma); };
  expect_refusal("a negative sigma", [&] { with(-0.01); });
  expect_refusal("sigma = 0", [&] { with(0); });
  expect_refusal("sigma = NaN", [&] { with(arma::datum::nan); });
}

TEST(UnitVariance, HasOneRowForEachInput) { expect_shape(unit()); }
TEST(UnitVariance, HasAVarianceOfOneOverFanIn) { expect_stated_variance(unit()); }
TEST(UnitVariance, IsCentredOnZero) { expect_mean_of_zero(unit()); }
TEST(UnitVariance, GivesEveryNeuronWeightsOfItsOwn) { expect_weights_of_their_own(unit()); }
TEST(UnitVariance, DrawsFromTheCallersRng) { expect_the_callers_rng(unit()); }
TEST(UnitVariance, KeepsTheSignalInALinearNet) {
  expect_gain_per_layer(unit(), identity, 1,
                        "Inputs of variance 1 give outputs of variance fan_in · 1/fan_in = 1, in "
                        "every layer.");
}
TEST(UnitVariance, RefusesBadInput) { expect_fans_checked(unit()); }

TEST(Glorot, HasOneRowForEachInput) { expect_shape(xavier()); }
TEST(Glorot, HasAVarianceBetweenBothFans) { expect_stated_variance(xavier()); }
TEST(Glorot, IsCentredOnZero) { expect_mean_of_zero(xavier()); }
TEST(Glorot, GivesEveryNeuronWeightsOfItsOwn) { expect_weights_of_their_own(xavier()); }
TEST(Glorot, DrawsFromTheCallersRng) { expect_the_callers_rng(xavier()); }
TEST(Glorot, KeepsTheSignalWhereBothFansAreEqual) {
  expect_gain_per_layer(xavier(), identity, 1,
                        "With as many neurons as inputs, 2/(n + n) is 1/n: the signal keeps its "
                        "variance, and so does the gradient.");
}
TEST(Glorot, RefusesBadInput) { expect_fans_checked(xavier()); }

TEST(He, HasOneRowForEachInput) { expect_shape(kaiming()); }
TEST(He, HasAVarianceOfTwoOverFanIn) { expect_stated_variance(kaiming()); }
TEST(He, IsCentredOnZero) { expect_mean_of_zero(kaiming()); }
TEST(He, GivesEveryNeuronWeightsOfItsOwn) { expect_weights_of_their_own(kaiming()); }
TEST(He, DrawsFromTheCallersRng) { expect_the_callers_rng(kaiming()); }
TEST(He, KeepsTheSignalBehindReLUs) {
  expect_gain_per_layer(kaiming(), relu, 1,
                        "A ReLU halves the mean square of what it gets, and the factor 2 makes up "
                        "for it.");
}
TEST(He, RefusesBadInput) { expect_fans_checked(kaiming()); }

}  // namespace
}  // namespace descent::suite
