#include "harness/checks/derivative.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace descent::checks {
namespace {

constexpr double kStep = 1e-4;
constexpr double kWanted = 1e-8;

Derivative careful(const Line& phi, double wanted = kWanted) {
  return careful_derivative(phi, phi(0), kStep, wanted);
}

TEST(Derivative, OfASmoothFunctionIsExactToTenDigitsWithFourEvaluations) {
  int calls = 0;
  const Line phi = [&calls](double t) {
    ++calls;
    return std::exp(3 * (t + 0.2));
  };
  EXPECT_NEAR(quick_derivative(phi, kStep), 3 * std::exp(0.6), 1e-10);
  EXPECT_EQ(calls, 4);
}

TEST(Derivative, IsWithinItsOwnUncertaintyWhereTheFunctionIsSmooth) {
  for (double x = -3; x <= 3; x += 0.0937) {
    for (const double frequency : {0.1, 1.0, 30.0, 300.0}) {
      const Line phi = [=](double t) { return std::sin(frequency * (x + t)) + 5; };
      const double exact = frequency * std::cos(frequency * x);
      const Derivative result = careful(phi, 1e-9 * frequency);
      EXPECT_FALSE(result.at_kink) << "x = " << x << ", frequency " << frequency;
      EXPECT_LE(std::abs(result.value - exact), 10 * result.uncertainty)
          << "x = " << x << ", frequency " << frequency;
      EXPECT_LE(result.uncertainty, 1e-6 * frequency) << "useless: " << x << ", " << frequency;
    }
  }
}

// Ridders' own estimate is wrong here: every centered difference straddles the kink.
TEST(Derivative, StepsBackFromAKinkBesideThePoint) {
  for (const double distance : {2e-7, 1e-6, 7e-6, 2.5e-5, 4.9e-5, 5.1e-5, 7e-5, 9.9e-5, 2e-4}) {
    for (const double side : {-1.0, 1.0}) {
      const Line phi = [=](double t) {
        return std::exp(t) + 3 * std::max(0.0, side * (t - side * distance)) + std::abs(t - 5);
      };
      const Derivative result = careful(phi);
      EXPECT_FALSE(result.at_kink) << "kink at " << side * distance;
      EXPECT_NEAR(result.value, 0.0, 1e-7) << "kink at " << side * distance;
    }
  }
}

TEST(Derivative, ExactlyAtAKinkIsTheIntervalOfTheSlopes) {
  const Line phi = [](double t) { return 2 * t + std::abs(t) * 3 + t * t; };
  const Derivative result = careful(phi);
  ASSERT_TRUE(result.at_kink);
  EXPECT_NEAR(result.low, -1, 1e-7);
  EXPECT_NEAR(result.high, 5, 1e-7);
}

// The extrapolation would converge smoothly to the mean of the slopes.
TEST(Derivative, SeesASmallKinkInAStronglyCurvedFunction) {
  const Line phi = [](double t) { return 100 * t * t + 1e-3 * std::abs(t); };
  const Derivative result = careful(phi);
  ASSERT_TRUE(result.at_kink);
  EXPECT_NEAR(result.low, -1e-3, 1e-6);
  EXPECT_NEAR(result.high, 1e-3, 1e-6);
}

TEST(Derivative, WithWinnersStepsBackUntilNoneChanges) {
  const double distance = 3e-6;
  const Line phi = [=](double t) { return std::max(0.0, t - distance) * 4 - t; };
  const LineWinners winners = [=](double t) { return arma::uvec{t > distance ? 1U : 0U}; };
  const Derivative result = careful_derivative(phi, phi(0), kStep, kWanted, winners);
  EXPECT_FALSE(result.at_kink);
  EXPECT_NEAR(result.value, -1, 1e-8);
}

TEST(Derivative, WithWinnersThatAlwaysChangeIsTheIntervalOfTheSlopes) {
  const Line phi = [](double t) { return std::max(0.0, t); };
  const LineWinners winners = [](double t) { return arma::uvec{t > 0 ? 1U : 0U}; };
  const Derivative result = careful_derivative(phi, phi(0), kStep, kWanted, winners);
  ASSERT_TRUE(result.at_kink);
  EXPECT_NEAR(result.low, 0, 1e-9);
  EXPECT_NEAR(result.high, 1, 1e-9);
}

TEST(Derivative, OfAFunctionDrownedInRoundOffSaysSo) {
  // 1e9 + tiny: the slope 1e-3 needs more digits than a double has.
  const Line phi = [](double t) { return 1e9 + 1e-3 * t; };
  const Derivative result = careful(phi);
  EXPECT_FALSE(result.at_kink);
  EXPECT_GE(10 * result.uncertainty, 1e-3);
}

TEST(Derivative, TakesCancellationInsideTheFunctionForNoiseNotForAKink) {
  // The value is small, its summands are not: 8e-16 of the value says nothing about this noise.
  for (int i = 0; i < 200; ++i) {
    const double big = 1e8 * (1 + 0.01 * i);
    const Line phi = [=](double t) { return (big * (1 + 1e-3 * std::sin(t * 977 + i)) + t) - big; };
    const double exact = big * 1e-3 * 977 * std::cos(i) + 1;
    const Derivative result = careful(phi, 1e-9 * big);
    EXPECT_FALSE(result.at_kink) << i;
    EXPECT_LE(std::abs(result.value - exact), 10 * result.uncertainty) << i;
  }
}

TEST(Derivative, KnowsTheNoiseOfASumWhoseTermsCancel) {
  for (int i = 0; i < 400; ++i) {
    const double big = 1e3 * std::pow(1.02, i);  // up to 3e6
    const Line phi = [=](double t) { return ((1.3 + t) * 0.1 + big) - big; };
    const Derivative result = careful(phi, 1e-9);
    EXPECT_FALSE(result.at_kink) << big;
    EXPECT_LE(std::abs(result.value - 0.1), 10 * result.uncertainty) << big;
  }
}

TEST(Derivative, OfAFunctionThatIsNotFiniteIsNotANumber) {
  const Line phi = [](double t) { return std::log(t); };
  EXPECT_TRUE(std::isnan(careful_derivative(phi, 0, kStep, kWanted).value));
}

}  // namespace
}  // namespace descent::checks
