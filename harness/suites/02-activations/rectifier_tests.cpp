#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "harness/suites/02-activations/elementwise.hpp"
#include "harness/suites/02-activations/hand.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;
using checks::kHandValue;

constexpr auto kReadRelu = "relu";
constexpr auto kReadReluSlope = "the-slope-of-relu";
constexpr auto kReadLeaky = "leaky-relu";
constexpr auto kReadElu = "elu";
constexpr auto kReadEluSlope = "the-slope-of-elu";
constexpr auto kReadMask = "never-multiply-infinity-by-zero";

Curve relu() { return {submission::relu_forward, reference::relu_forward, kReadRelu}; }
Slope relu_slope() {
  return {submission::relu_backward, reference::relu_backward, reference::relu_forward,
          kReadReluSlope, true};
}
Curve leaky(double alpha) {
  return {[=](const arma::mat& x) { return submission::leaky_relu_forward(x, alpha); },
          [=](const arma::mat& x) { return reference::leaky_relu_forward(x, alpha); }, kReadLeaky};
}
Slope leaky_slope(double alpha) {
  return {[=](const arma::mat& dout, const arma::mat& x) {
            return submission::leaky_relu_backward(dout, x, alpha);
          },
          [=](const arma::mat& dout, const arma::mat& x) {
            return reference::leaky_relu_backward(dout, x, alpha);
          },
          leaky(alpha).right, kReadLeaky, true};
}
Curve elu(double alpha) {
  return {[=](const arma::mat& x) { return submission::elu_forward(x, alpha); },
          [=](const arma::mat& x) { return reference::elu_forward(x, alpha); }, kReadElu};
}
Slope elu_slope(double alpha) {
  return {[=](const arma::mat& dout, const arma::mat& x) {
            return submission::elu_backward(dout, x, alpha);
          },
          [=](const arma::mat& dout, const arma::mat& x) {
            return reference::elu_backward(dout, x, alpha);
          },
          elu(alpha).right, kReadEluSlope, true};
}

const arma::mat kFar = {{-1000, -750, -2}, {2, 750, 1000}};
const arma::mat kFarUpstream = {{2, 3, -1}, {5, -4, 1}};

TEST(ReluForward, HasTheHandValues) {
  const arma::mat small = submission::relu_forward(hand::kX);
  const arma::mat large = submission::relu_forward(kFar);
  expect_near(small, arma::mat{{0.5, 0, 2, 0}, {0, 0.75, 0, 1.5}, {0.25, 0, 0, 3.5}},
              {.what = "the output", .read = kReadRelu, .tolerance = kHandValue});
  expect_near(large, arma::mat{{0, 0, 0}, {2, 750, 1000}},
              {.what = "the output for large inputs",
               .why = "What is positive passes unchanged, however large it is.",
               .read = kReadRelu});
}

TEST(ReluForward, IsZeroAtZero) {
  expect_near(submission::relu_forward(arma::mat{{0, 1, 0}}), arma::mat{{0, 1, 0}},
              {.what = "the output for 0, 1, 0", .read = kReadRelu});
}

TEST(ReluForward, GrowsWithItsInput) {
  Rng rng(remote::test_seed());
  const arma::mat x = away_from_zero({4, 6}, 2, rng);
  const arma::mat plain = submission::relu_forward(x);
  const arma::mat larger = submission::relu_forward(100 * x);
  const arma::mat mirrored = submission::relu_forward(-x);
  expect_near(larger, 100 * plain,
              {.what = "the output for 100·x",
               .why = "On each side a ReLU is a straight line through 0: an input 100 times as "
                      "large gives an output 100 times as large.",
               .read = kReadRelu});
  expect_near(plain - mirrored, x,
              {.what = "relu(x) - relu(-x)",
               .why = "One of the two is 0, the other |x|: their difference is x.",
               .read = kReadRelu});
}

TEST(ReluForward, IsRightOnRandomBatches) { expect_right_outputs(relu()); }
TEST(ReluForward, WorksEntryByEntry) { expect_entries_alone(relu()); }
TEST(ReluForward, RemembersNothing) { expect_no_memory(relu()); }
TEST(ReluForward, RefusesBadInput) { expect_emptiness_refused(submission::relu_forward); }

TEST(ReluBackward, HasTheHandValues) {
  const arma::mat small = submission::relu_backward(hand::kUpstream, hand::kX);
  const arma::mat large = submission::relu_backward(kFarUpstream, kFar);
  expect_near(small, arma::mat{{1, 0, 0.5, 0}, {0, 0.25, 0, -0.75}, {4, 0, 0, -0.5}},
              {.what = "dx",
               .why = "dout passes where x > 0, whatever its own sign.",
               .read = kReadReluSlope,
               .tolerance = kHandValue});
  expect_near(large, arma::mat{{0, 0, 0}, {5, -4, 1}},
              {.what = "dx for large inputs", .read = kReadReluSlope});
}

TEST(ReluBackward, TakesAnySlopeBetweenTheTwoAtZero) { expect_slope_at_zero(relu_slope(), 0, 1); }
TEST(ReluBackward, IsRightOnRandomBatches) { expect_right_gradients(relu_slope()); }
TEST(ReluBackward, IsTheDerivative) { expect_derivative(relu_slope()); }
TEST(ReluBackward, IsLinearInTheUpstreamGradient) { expect_linear_in_upstream(relu_slope()); }
TEST(ReluBackward, WorksEntryByEntry) { expect_entries_alone(relu_slope()); }
TEST(ReluBackward, RemembersNothing) { expect_no_memory(relu_slope()); }
TEST(ReluBackward, RefusesBadInput) { expect_upstream_checked(submission::relu_backward); }

TEST(LeakyReluForward, HasTheHandValues) {
  const arma::mat small = submission::leaky_relu_forward(hand::kX, 0.2);
  const arma::mat large = submission::leaky_relu_forward(kFar, 0.01);
  expect_near(
      small,
      arma::mat{{0.5, -0.25, 2, -0.025}, {-0.6, 0.75, -0.075, 1.5}, {0.25, -0.125, -0.45, 3.5}},
      {.what = "the output for alpha = 0.2", .read = kReadLeaky, .tolerance = kHandValue});
  expect_near(large, arma::mat{{-10, -7.5, -0.02}, {2, 750, 1000}},
              {.what = "the output for large inputs and alpha = 0.01", .read = kReadLeaky});
}

TEST(LeakyReluForward, IsAReluForAlphaZeroAndALineForAlphaOne) {
  const arma::mat relu = submission::leaky_relu_forward(hand::kX, 0);
  const arma::mat line = submission::leaky_relu_forward(hand::kX, 1);
  expect_near(relu, arma::clamp(hand::kX, 0, arma::datum::inf),
              {.what = "the output for alpha = 0",
               .why = "With alpha = 0 nothing leaks: it is the plain ReLU.",
               .read = kReadLeaky});
  expect_near(line, hand::kX,
              {.what = "the output for alpha = 1",
               .why = "With alpha = 1 both sides have the slope 1: the output is the input.",
               .read = kReadLeaky});
}

TEST(LeakyReluForward, IsRightOnRandomBatches) {
  for (const double alpha : {0.01, 0.35}) {
    expect_right_outputs(leaky(alpha));
    if (HasFailure()) return;
  }
}
TEST(LeakyReluForward, WorksEntryByEntry) { expect_entries_alone(leaky(0.15)); }
TEST(LeakyReluForward, RemembersNothing) { expect_no_memory(leaky(0.15)); }
TEST(LeakyReluForward, RefusesBadInput) {
  expect_emptiness_refused(leaky(0.1).yours);
  for (const double alpha : {-0.1, 1.5, arma::datum::nan}) {
    expect_refusal("an alpha of " + std::to_string(alpha),
                   [&] { submission::leaky_relu_forward(hand::kX, alpha); });
  }
}

TEST(LeakyReluBackward, HasTheHandValues) {
  const arma::mat small = submission::leaky_relu_backward(hand::kUpstream, hand::kX, 0.2);
  const arma::mat large = submission::leaky_relu_backward(kFarUpstream, kFar, 0.01);
  expect_near(small,
              arma::mat{{1, -0.4, 0.5, 0.6}, {-0.3, 0.25, 0.4, -0.75}, {4, 0.25, -0.6, -0.5}},
              {.what = "dx for alpha = 0.2", .read = kReadLeaky, .tolerance = kHandValue});
  expect_near(large, arma::mat{{0.02, 0.03, -0.01}, {5, -4, 1}},
              {.what = "dx for large inputs and alpha = 0.01",
               .why = "The slope does not depend on how large x is.",
               .read = kReadLeaky});
}

TEST(LeakyReluBackward, LetsEverythingPassForAlphaOne) {
  const arma::mat gate = submission::leaky_relu_backward(hand::kUpstream, hand::kX, 0);
  const arma::mat line = submission::leaky_relu_backward(hand::kUpstream, hand::kX, 1);
  expect_near(gate, arma::mat{{1, 0, 0.5, 0}, {0, 0.25, 0, -0.75}, {4, 0, 0, -0.5}},
              {.what = "dx for alpha = 0", .read = kReadLeaky});
  expect_near(line, hand::kUpstream, {.what = "dx for alpha = 1", .read = kReadLeaky});
}

TEST(LeakyReluBackward, TakesAnySlopeBetweenTheTwoAtZero) {
  expect_slope_at_zero(leaky_slope(0.3), 0.3, 1);
}
TEST(LeakyReluBackward, IsRightOnRandomBatches) {
  for (const double alpha : {0.01, 0.35}) {
    expect_right_gradients(leaky_slope(alpha));
    if (HasFailure()) return;
  }
}
TEST(LeakyReluBackward, IsTheDerivative) { expect_derivative(leaky_slope(0.15)); }
TEST(LeakyReluBackward, IsLinearInTheUpstreamGradient) {
  expect_linear_in_upstream(leaky_slope(0.15));
}
TEST(LeakyReluBackward, WorksEntryByEntry) { expect_entries_alone(leaky_slope(0.15)); }
TEST(LeakyReluBackward, RemembersNothing) { expect_no_memory(leaky_slope(0.15)); }
TEST(LeakyReluBackward, RefusesBadInput) {
  expect_upstream_checked(leaky_slope(0.1).yours);
  for (const double alpha : {-0.1, 1.5, arma::datum::nan}) {
    expect_refusal("an alpha of " + std::to_string(alpha),
                   [&] { submission::leaky_relu_backward(hand::kUpstream, hand::kX, alpha); });
  }
}

TEST(EluForward, HasTheHandValues) {
  const arma::mat one = submission::elu_forward(hand::kX, 1);
  const arma::mat more = submission::elu_forward(hand::kX, 2.5);
  expect_near(more,
              arma::mat{{0.5, -1.78373800784952, 2, -0.293757743538511},
                        {-2.37553232908034, 0.75, -0.781776803022569, 1.5},
                        {0.25, -1.16184642870252, -2.23650193859534, 3.5}},
              {.what = "the output for alpha = 2.5", .read = kReadElu, .tolerance = kHandValue});
  expect_near(one,
              arma::mat{{0.5, -0.71349520313981, 2, -0.117503097415405},
                        {-0.950212931632136, 0.75, -0.312710721209028, 1.5},
                        {0.25, -0.46473857148101, -0.894600775438136, 3.5}},
              {.what = "the output for alpha = 1", .read = kReadElu, .tolerance = kHandValue});
}

TEST(EluForward, IsFiniteAndLevelsOffFarOut) {
  const arma::mat yours = submission::elu_forward(arma::mat{{-1000, -750, 0}, {2, 750, 1000}}, 2.5);
  expect_near(yours, arma::mat{{-2.5, -2.5, 0}, {2, 750, 1000}},
              {.what = "the output at ±1000, ±750, 0 and 2 for alpha = 2.5",
               .why = "To the left it levels off at -alpha; to the right it is x, and exp(1000) "
                      "must not come into it.",
               .read = kReadMask});
}

TEST(EluForward, IsAReluForAlphaZero) {
  expect_near(submission::elu_forward(hand::kX, 0), arma::clamp(hand::kX, 0, arma::datum::inf),
              {.what = "the output for alpha = 0",
               .why = "With alpha = 0 the negative side is flat: it is the plain ReLU.",
               .read = kReadElu});
}

TEST(EluForward, IsRightOnRandomBatches) {
  for (const double alpha : {0.3, 1.0, 1.7}) {
    expect_right_outputs(elu(alpha));
    if (HasFailure()) return;
  }
}
TEST(EluForward, WorksEntryByEntry) { expect_entries_alone(elu(1.7)); }
TEST(EluForward, RemembersNothing) { expect_no_memory(elu(1.7)); }
TEST(EluForward, RefusesBadInput) {
  expect_emptiness_refused(elu(1).yours);
  for (const double alpha : {-1.0, arma::datum::nan, arma::datum::inf}) {
    expect_refusal("an alpha of " + std::to_string(alpha),
                   [&] { submission::elu_forward(hand::kX, alpha); });
  }
}

TEST(EluBackward, HasTheHandValues) {
  const arma::mat one = submission::elu_backward(hand::kUpstream, hand::kX, 1);
  const arma::mat more = submission::elu_backward(hand::kUpstream, hand::kX, 2.5);
  expect_near(more,
              arma::mat{{1, -1.43252398430095, 0.5, 6.61872676938447},
                        {-0.18670150637949, 0.25, 3.43644639395486, -0.75},
                        {4, 1.67269196412184, -0.790494184213983, -0.5}},
              {.what = "dx for alpha = 2.5", .read = kReadEluSlope, .tolerance = kHandValue});
  expect_near(one,
              arma::mat{{1, -0.57300959372038, 0.5, 2.64749070775379},
                        {-0.0746806025517959, 0.25, 1.37457855758194, -0.75},
                        {4, 0.669076785648738, -0.316197673685593, -0.5}},
              {.what = "dx for alpha = 1", .read = kReadEluSlope, .tolerance = kHandValue});
}

TEST(EluBackward, IsFiniteFarOut) {
  const arma::mat yours = submission::elu_backward(kFarUpstream, kFar, 2);
  expect_near(yours, arma::mat{{0, 0, -2 * std::exp(-2)}, {5, -4, 1}},
              {.what = "dx at ±1000, ±750 and ±2 for alpha = 2",
               .why = "To the left the slope vanishes, to the right it is 1, and exp(1000) must "
                      "not come into it.",
               .read = kReadMask});
}

TEST(EluBackward, TakesAnySlopeBetweenTheTwoAtZero) {
  expect_slope_at_zero(elu_slope(0.3), 0.3, 1);
  expect_slope_at_zero(elu_slope(2), 1, 2);
}
TEST(EluBackward, IsRightOnRandomBatches) {
  for (const double alpha : {0.3, 1.0, 1.7}) {
    expect_right_gradients(elu_slope(alpha));
    if (HasFailure()) return;
  }
}
TEST(EluBackward, IsTheDerivative) { expect_derivative(elu_slope(1.7)); }
TEST(EluBackward, IsLinearInTheUpstreamGradient) { expect_linear_in_upstream(elu_slope(1.7)); }
TEST(EluBackward, WorksEntryByEntry) { expect_entries_alone(elu_slope(1.7)); }
TEST(EluBackward, RemembersNothing) { expect_no_memory(elu_slope(1.7)); }
TEST(EluBackward, RefusesBadInput) {
  expect_upstream_checked(elu_slope(1).yours);
  for (const double alpha : {-1.0, arma::datum::nan, arma::datum::inf}) {
    expect_refusal("an alpha of " + std::to_string(alpha),
                   [&] { submission::elu_backward(hand::kUpstream, hand::kX, alpha); });
  }
}

}  // namespace
}  // namespace descent::suite
