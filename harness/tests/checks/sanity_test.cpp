#include "harness/checks/sanity.hpp"

#include <gmock/gmock.h>

#include "harness/tests/checks/caught.hpp"
#include "harness/tests/checks/losses_for_tests.hpp"

namespace descent::checks {
namespace {

using testing::HasSubstr;

constexpr arma::uword kClasses = 10;

TEST(InitialLoss, FormulasGiveTheValuesOfTheLecture) {
  EXPECT_NEAR(softmax_at_chance(10, 0).value, 2.302585, 1e-6);
  EXPECT_EQ(hinge_at_chance(10, 0).value, 9);
  EXPECT_NEAR(hinge_at_chance(10, 1e-6).value, 9, 1e-2);
}

TEST(InitialLoss, HoldsForRightLossesAtManySeedsAndVariances) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    Rng rng(seed);
    for (const double variance : {0.0, 1e-4, 0.03, 0.1}) {
      EXPECT_TRUE(expect_initial_loss(softmax, kClasses, variance, softmax_at_chance, rng,
                                      {.what = "softmax"}))
          << seed << " " << variance;
      EXPECT_TRUE(
          expect_initial_loss(hinge, kClasses, variance, hinge_at_chance, rng, {.what = "hinge"}));
    }
    EXPECT_TRUE(expect_initial_loss(hinge, kClasses, 2.0, hinge_at_chance, rng, {.what = "hinge"}));
  }
}

TEST(InitialLoss, HoldsOnData) {
  Rng rng(3);
  const arma::mat X = rng.uniform(100, 64, 0, 16);
  const arma::uvec labels = rng.labels(100, kClasses);
  EXPECT_TRUE(expect_initial_loss(softmax, X, labels, kClasses, 1e-3, softmax_at_chance, rng,
                                  {.what = "softmax"}));
  EXPECT_TRUE(expect_initial_loss(hinge, X, labels, kClasses, 1e-2, hinge_at_chance, rng,
                                  {.what = "hinge"}));
  EXPECT_TRUE(expect_initial_loss(softmax, X, labels, kClasses, 0, softmax_at_chance, rng,
                                  {.what = "softmax"}));
}

TEST(InitialLoss, SeesTheHingeThatCountsTheRightClass) {
  Rng rng(3);
  const LossFunction counts = [](const arma::mat& s, const arma::uvec& y) {
    const auto [value, gradient] = hinge(s, y);
    return std::pair(value + 1, gradient);
  };
  EXPECT_THAT(told_by([&] {
                expect_initial_loss(counts, kClasses, 0, hinge_at_chance, rng,
                                    {.what = "svm_loss"});
              }),
              HasSubstr("too large by exactly 1"));
}

TEST(InitialLoss, SeesOnePercentWithASmallVariance) {
  Rng rng(3);
  const LossFunction off = [](const arma::mat& s, const arma::uvec& y) {
    const auto [value, gradient] = softmax(s, y);
    return std::pair(1.01 * value, gradient);
  };
  EXPECT_NE(told_by([&] {
              expect_initial_loss(off, kClasses, 0.01, softmax_at_chance, rng, {.what = "softmax"});
            }),
            "");
}

class Overfit : public testing::Test {
 protected:
  Rng rng_{8};
  arma::mat X_ = rng_.uniform(20, 64, 0, 16);  // as the digits
  arma::uvec labels_ = rng_.labels(20, kClasses);
};

TEST_F(Overfit, LabelEntropyIsLnCForEqualFrequencies) {
  EXPECT_NEAR(label_entropy({0, 1, 2, 3}, 4), std::log(4.0), 1e-12);
  EXPECT_EQ(label_entropy({2, 2, 2}, 4), 0);
}

TEST_F(Overfit, ATinySubsetIsLearnedByHeartEvenWithShuffledLabels) {
  EXPECT_TRUE(expect_overfits(softmax, X_, labels_, kClasses, rng_, {.what = "softmax_loss"}));
  EXPECT_TRUE(expect_overfits(hinge, X_, labels_, kClasses, rng_, {.what = "svm_loss"},
                              {.control_floor = 0}));
  EXPECT_TRUE(expect_overfits(softmax, X_, labels_, kClasses, rng_, {.what = "softmax_loss"},
                              {.hidden = 50}));
}

TEST_F(Overfit, TheControlStaysAtTheEntropyOfTheLabels) {
  const OverfitResult result = overfit(softmax, X_, labels_, kClasses, rng_);
  EXPECT_NEAR(result.control, label_entropy(labels_, kClasses), 0.02);
  EXPECT_NEAR(result.first, std::log(10.0), 1e-9);
}

TEST_F(Overfit, SeesAGradientThatPointsUphill) {
  const LossFunction uphill = [](const arma::mat& s, const arma::uvec& y) {
    const auto [value, gradient] = softmax(s, y);
    return std::pair(value, arma::mat(-gradient));
  };
  EXPECT_THAT(told_by([&] {
                expect_overfits(uphill, X_, labels_, kClasses, rng_, {.what = "softmax_loss"});
              }),
              HasSubstr("points the wrong way"));
}

TEST_F(Overfit, SeesAZeroGradientAndANaN) {
  const LossFunction flat = [](const arma::mat& s, const arma::uvec& y) {
    return std::pair(softmax(s, y).first, arma::mat(arma::size(s), arma::fill::zeros));
  };
  EXPECT_THAT(told_by([&] {
                expect_overfits(flat, X_, labels_, kClasses, rng_, {.what = "softmax_loss"});
              }),
              HasSubstr("is the gradient zero?"));
  const LossFunction nan = [](const arma::mat& s, const arma::uvec&) {
    return std::pair(arma::datum::nan, s);
  };
  EXPECT_THAT(
      told_by([&] { expect_overfits(nan, X_, labels_, kClasses, rng_, {.what = "softmax_loss"}); }),
      HasSubstr("NaN"));
}

TEST_F(Overfit, SeesALossThatFallsWithoutLookingAtTheLabels) {
  const LossFunction shrinks = [](const arma::mat& s, const arma::uvec&) {
    arma::mat gradient(arma::size(s), arma::fill::ones);
    return std::pair(2.3 * std::exp(arma::accu(s) / 20), gradient);
  };
  EXPECT_THAT(
      told_by([&] { expect_overfits(shrinks, X_, labels_, kClasses, rng_, {.what = "l"}); }),
      HasSubstr("the loss falls even when all inputs are zero"));
}

}  // namespace
}  // namespace descent::checks
