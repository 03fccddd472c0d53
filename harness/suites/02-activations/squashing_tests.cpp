#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "harness/suites/02-activations/elementwise.hpp"
#include "harness/suites/02-activations/hand.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;
using checks::kHandValue;

constexpr auto kReadSigmoid = "the-sigmoid";
constexpr auto kReadSigmoidSlope = "the-slope-of-the-sigmoid";
constexpr auto kReadTanh = "tanh";
constexpr auto kReadTanhSlope = "the-slope-of-tanh";
constexpr auto kReadFlat = "exact-where-it-is-flat";

Curve sigmoid() { return {submission::sigmoid_forward, reference::sigmoid_forward, kReadSigmoid}; }
Slope sigmoid_slope() {
  return {submission::sigmoid_backward, reference::sigmoid_backward, reference::sigmoid_forward,
          kReadSigmoidSlope};
}
Curve tanh_curve() { return {submission::tanh_forward, reference::tanh_forward, kReadTanh}; }
Slope tanh_slope() {
  return {submission::tanh_backward, reference::tanh_backward, reference::tanh_forward,
          kReadTanhSlope};
}

const arma::mat kFar = {{-1000, -400, -50}, {50, 400, 1000}};

TEST(SigmoidForward, HasTheHandValues) {
  expect_near(
      submission::sigmoid_forward(hand::kX),
      arma::mat{{0.622459331201855, 0.222700138825309, 0.880797077977882, 0.468790626626244},
                {0.0474258731775668, 0.679178699175393, 0.40733340004593, 0.817574476193644},
                {0.562176500885798, 0.348645135333946, 0.0953494648991095, 0.970687769248644}},
      {.what = "the output", .read = kReadSigmoid, .tolerance = kHandValue});
}

TEST(SigmoidForward, IsExactAndFiniteFarOut) {
  const arma::mat yours = submission::sigmoid_forward(kFar);
  expect_near(yours, arma::mat{{0, 0, 0}, {1, 1, 1}},
              {.what = "σ of ±50, ±400 and ±1000",
               .why = "Far out the sigmoid is 0 or 1. An infinite exponential on the way is no "
                      "harm, as long as it is not divided by another one.",
               .read = kReadFlat});
}

// 60 digits: harness/tests/crosscheck/activations.py. One call each, since in a matrix with larger
// entries the small ones would be lost in its scale.
TEST(SigmoidForward, KeepsTheDigitsOfSmallValues) {
  const std::vector<std::pair<double, double>> values = {
      {-5, 6.6928509242848554e-03},   {-20, 2.0611536181902037e-09},
      {-30, 9.3576229688392989e-14},  {-40, 4.2483542552915889e-18},
      {-100, 3.7200759760208361e-44}, {-300, 5.1482002224120135e-131},
      {-700, 9.8596765437597708e-305}};
  std::vector<arma::mat> yours;
  for (const auto& [x, sigma] : values) {
    yours.push_back(submission::sigmoid_forward(arma::mat(1, 1, arma::fill::value(x))));
  }
  for (std::size_t k = 0; k < values.size(); ++k) {
    const auto& [x, sigma] = values[k];
    const bool holds =
        expect_near(yours[k], arma::mat(1, 1, arma::fill::value(sigma)),
                    {.what = "σ(" + std::to_string(static_cast<int>(x)) + ")",
                     .why = "Small as it is, it has 16 digits, and the logarithm of a probability "
                            "needs them. 1 / (1 + exp(-x)) keeps them; a difference of two numbers "
                            "near 1 does not.",
                     .read = kReadFlat,
                     .tolerance = {1e-9, 0}});
    if (!holds) return;
  }
}

TEST(SigmoidForward, IsPointSymmetricAroundOneHalf) {
  Rng rng(remote::test_seed());
  const arma::mat x = 3 * rng.normal(4, 6);
  const arma::mat there = submission::sigmoid_forward(x);
  const arma::mat mirrored = submission::sigmoid_forward(-x);
  expect_near(mirrored, 1 - there,
              {.what = "σ(-x)", .why = "σ(-x) = 1 - σ(x).", .read = kReadSigmoid});
}

TEST(SigmoidForward, IsRightOnRandomBatches) { expect_right_outputs(sigmoid()); }
TEST(SigmoidForward, WorksEntryByEntry) { expect_entries_alone(sigmoid()); }
TEST(SigmoidForward, RemembersNothing) { expect_no_memory(sigmoid()); }
TEST(SigmoidForward, RefusesBadInput) { expect_emptiness_refused(submission::sigmoid_forward); }

TEST(SigmoidBackward, HasTheHandValues) {
  expect_near(
      submission::sigmoid_backward(hand::kUpstream, hand::kX),
      arma::mat{{0.235003712201594, -0.346209573984994, 0.0524967927017533, 0.747077925040852},
                {-0.0677649895963682, 0.0544737484404535, 0.482825802505905, -0.11185983905275},
                {0.984536330950393, 0.283864631177401, -0.258773833327689, -0.0142265119398678}},
      {.what = "dx", .read = kReadSigmoidSlope, .tolerance = kHandValue});
}

TEST(SigmoidBackward, IsAQuarterAtMost) {
  const arma::mat yours =
      submission::sigmoid_backward(arma::ones(1, 5), arma::mat{{-8, -3, 0, 3, 8}});
  expect_near(yours,
              arma::mat{{3.3523767075647424e-04, 4.5176659730912130e-02, 0.25,
                         4.5176659730912130e-02, 3.3523767075647424e-04}},
              {.what = "the slope at -8, -3, 0, 3 and 8",
               .why = "Largest in the middle, ¼, and the same on both sides.",
               .read = kReadSigmoidSlope});
}

TEST(SigmoidBackward, VanishesFarOut) {
  const arma::mat yours = submission::sigmoid_backward(arma::mat{{2, 3, -1}, {5, -4, 1}}, kFar);
  expect_near(yours, arma::zeros(2, 3),
              {.what = "dx at ±50, ±400 and ±1000",
               .why = "Where the sigmoid is flat nothing comes through: 0, and not NaN.",
               .read = kReadFlat});
}

TEST(SigmoidBackward, IsRightOnRandomBatches) { expect_right_gradients(sigmoid_slope()); }
TEST(SigmoidBackward, IsTheDerivative) { expect_derivative(sigmoid_slope()); }
TEST(SigmoidBackward, IsLinearInTheUpstreamGradient) { expect_linear_in_upstream(sigmoid_slope()); }
TEST(SigmoidBackward, WorksEntryByEntry) { expect_entries_alone(sigmoid_slope()); }
TEST(SigmoidBackward, RemembersNothing) { expect_no_memory(sigmoid_slope()); }
TEST(SigmoidBackward, RefusesBadInput) { expect_upstream_checked(submission::sigmoid_backward); }

TEST(TanhForward, HasTheHandValues) {
  expect_near(
      submission::tanh_forward(hand::kX),
      arma::mat{{0.46211715726001, -0.848283639957513, 0.964027580075817, -0.124353001771596},
                {-0.99505475368673, 0.635148952387287, -0.358357398350786, 0.905148253644866},
                {0.244918662403709, -0.554599722349382, -0.978026114738814, 0.998177897611199}},
      {.what = "the output", .read = kReadTanh, .tolerance = kHandValue});
}

TEST(TanhForward, IsExactAndFiniteFarOut) {
  const arma::mat yours = submission::tanh_forward(kFar);
  expect_near(yours, arma::mat{{-1, -1, -1}, {1, 1, 1}},
              {.what = "tanh of ±50, ±400 and ±1000",
               .why = "Far out tanh is -1 or 1. A quotient of infinite exponentials is neither.",
               .read = kReadFlat});
}

TEST(TanhForward, IsPointSymmetricAroundZero) {
  Rng rng(remote::test_seed());
  const arma::mat x = 2 * rng.normal(4, 6);
  const arma::mat there = submission::tanh_forward(x);
  const arma::mat mirrored = submission::tanh_forward(-x);
  expect_near(mirrored, -there,
              {.what = "tanh(-x)",
               .why = "tanh(-x) = -tanh(x): its outputs are centred on 0.",
               .read = kReadTanh});
}

TEST(TanhForward, IsRightOnRandomBatches) { expect_right_outputs(tanh_curve()); }
TEST(TanhForward, WorksEntryByEntry) { expect_entries_alone(tanh_curve()); }
TEST(TanhForward, RemembersNothing) { expect_no_memory(tanh_curve()); }
TEST(TanhForward, RefusesBadInput) { expect_emptiness_refused(submission::tanh_forward); }

TEST(TanhBackward, HasTheHandValues) {
  expect_near(
      submission::tanh_backward(hand::kUpstream, hand::kX),
      arma::mat{{0.786447732965927, -0.560829732360865, 0.0353254124265822, 2.95360899285118},
                {-0.0147990557481603, 0.149146452070333, 1.74315995009451, -0.135529979192736},
                {3.76005939522551, 0.865523934962485, -0.130394756666703, -0.00182044236024365}},
      {.what = "dx", .read = kReadTanhSlope, .tolerance = kHandValue});
}

TEST(TanhBackward, IsOneAtMost) {
  const arma::mat yours = submission::tanh_backward(arma::ones(1, 5), arma::mat{{-8, -3, 0, 3, 8}});
  expect_near(yours,
              arma::mat{{4.5014059756372915e-07, 9.8660371654401904e-03, 1, 9.8660371654401904e-03,
                         4.5014059756372915e-07}},
              {.what = "the slope at -8, -3, 0, 3 and 8",
               .why = "Largest in the middle, 1, and the same on both sides.",
               .read = kReadTanhSlope});
}

TEST(TanhBackward, VanishesFarOut) {
  const arma::mat yours = submission::tanh_backward(arma::mat{{2, 3, -1}, {5, -4, 1}}, kFar);
  expect_near(yours, arma::zeros(2, 3),
              {.what = "dx at ±50, ±400 and ±1000",
               .why = "Where tanh is flat nothing comes through: 0, and not NaN.",
               .read = kReadFlat});
}

TEST(TanhBackward, IsRightOnRandomBatches) { expect_right_gradients(tanh_slope()); }
TEST(TanhBackward, IsTheDerivative) { expect_derivative(tanh_slope()); }
TEST(TanhBackward, IsLinearInTheUpstreamGradient) { expect_linear_in_upstream(tanh_slope()); }
TEST(TanhBackward, WorksEntryByEntry) { expect_entries_alone(tanh_slope()); }
TEST(TanhBackward, RemembersNothing) { expect_no_memory(tanh_slope()); }
TEST(TanhBackward, RefusesBadInput) { expect_upstream_checked(submission::tanh_backward); }

}  // namespace
}  // namespace descent::suite
