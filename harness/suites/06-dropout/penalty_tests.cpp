#include <gtest/gtest.h>

#include "harness/suites/06-dropout/penalties.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;
using checks::kHandValue;

// The layers behind the values that harness/tests/crosscheck/dropout.py computed.
const Layers kHand = {{{{0.5, -1.25}, {2.0, 0.75}, {-0.3, 1.1}}, {10, -20}},
                      {{{-0.6, 0.2, 1.5, -2.4}, {0.9, -0.05, 3.0, 0.35}}, {5, 0, -7, 1}}};

PenaltyCase l2() {
  return {.exercise = "l2_penalty",
          .read = "the-l2-penalty",
          .yours = [](const Layers& l, double s) { return submission::l2_penalty(l, s); },
          .right = [](const Layers& l, double s) { return reference::l2_penalty(l, s); }};
}
PenaltyCase l1() {
  return {.exercise = "l1_penalty",
          .read = "the-l1-penalty",
          .yours = [](const Layers& l, double s) { return submission::l1_penalty(l, s); },
          .right = [](const Layers& l, double s) { return reference::l1_penalty(l, s); },
          .smooth = false};
}
// The two strengths of the elastic net, along a line on which they are never equal.
PenaltyCase elastic() {
  return {.exercise = "elastic_net_penalty",
          .read = "the-elastic-net",
          .yours = [](const Layers& l,
                      double s) { return submission::elastic_net_penalty(l, 0.7 * s, 1.9 * s); },
          .right = [](const Layers& l,
                      double s) { return reference::elastic_net_penalty(l, 0.7 * s, 1.9 * s); },
          .smooth = false};
}

void expect_hand_values(const PenaltyResult& yours, double loss, const arma::mat& first,
                        const arma::mat& second, const std::string& read) {
  expect_near(yours.loss, loss, {.what = "the loss", .read = read, .tolerance = kHandValue});
  if (!expect_layered(yours, kHand, read)) return;
  expect_near(yours.gradients[0].W, first,
              {.what = "the gradient on W of layer 0", .read = read, .tolerance = kHandValue});
  expect_near(yours.gradients[1].W, second,
              {.what = "the gradient on W of layer 1", .read = read, .tolerance = kHandValue});
  for (const DenseLayer& gradient : yours.gradients) {
    expect_near(gradient.b, arma::zeros(1, gradient.b.n_elem),
                {.what = "the gradient on b", .read = "biases-stay-free"});
  }
}

// Weights of which some are exactly 0: there |w| has a kink, and NaN lies in wait.
void expect_a_slope_at_zero(const PenaltyFunction& yours, double lambda1) {
  const Layers layers = {{{{0, 2}, {-3, 0}}, {1, 0}}};
  const PenaltyResult result = yours(layers, 1);
  const checks::About about{.what = "the slope of a weight that is exactly 0",
                            .why =
                                "There |w| has a kink: any slope from -lambda to lambda will do, "
                                "NaN will not.",
                            .read = "the-slope-at-zero"};
  if (!expect_layered(result, layers, about.read)) return;
  checks::expect_between(result.gradients[0].W(0, 0), -lambda1, lambda1, about);
  checks::expect_between(result.gradients[0].W(1, 1), -lambda1, lambda1, about);
}

TEST(L2Penalty, HasTheHandValues) {
  expect_hand_values(submission::l2_penalty(kHand, 0.3), 3.903,
                     {{0.15, -0.375}, {0.6, 0.225}, {-0.09, 0.33}},
                     {{-0.18, 0.06, 0.45, -0.72}, {0.27, -0.015, 0.9, 0.105}}, "the-l2-penalty");
}
TEST(L2Penalty, GrowsWithTheSquareOfTheWeights) {
  const PenaltyResult yours =
      submission::l2_penalty({{{{3e4, -4e4}, {0, 1e-3}}, arma::rowvec{1, 2}}}, 2.0);
  expect_near(yours.loss, 2.5e9 + 1e-6,
              {.what = "the loss of weights 30000, -40000, 0, 0.001 with lambda 2",
               .why = "Σw², without a root: (3·10⁴)² + (4·10⁴)².",
               .read = "the-l2-penalty"});
}
TEST(L2Penalty, IsRightForRandomLayers) { expect_right_penalties(l2()); }
TEST(L2Penalty, HasTheDerivativeOfItsValue) { expect_penalty_derivative(l2()); }
TEST(L2Penalty, LeavesBiasesFree) { expect_biases_free(l2()); }
TEST(L2Penalty, SumsOverTheLayers) { expect_sum_over_layers(l2()); }
TEST(L2Penalty, IsProportionalToItsStrength) { expect_proportional_to_strength(l2()); }
TEST(L2Penalty, TreatsBothSignsAlike) { expect_even(l2()); }
TEST(L2Penalty, RemembersNothing) { expect_no_penalty_memory(l2()); }
TEST(L2Penalty, RefusesBadInput) { expect_penalty_refusals(l2().yours); }

TEST(L1Penalty, HasTheHandValues) {
  expect_hand_values(submission::l1_penalty(kHand, 0.3), 4.47,
                     {{0.3, -0.3}, {0.3, 0.3}, {-0.3, 0.3}},
                     {{-0.3, 0.3, 0.3, -0.3}, {0.3, -0.3, 0.3, 0.3}}, "the-l1-penalty");
}
TEST(L1Penalty, IsEquallySteepHoweverLargeTheWeight) {
  const Layers layers = {{{{5e4, -1e-3}, {-7, 1e-8}}, {1, 2}}};
  const PenaltyResult yours = submission::l1_penalty(layers, 2.0);
  expect_near(yours.loss, 2 * (5e4 + 7 + 1e-3 + 1e-8),
              {.what = "the loss of weights 50000, -0.001, -7, 0.00000001 with lambda 2",
               .read = "the-l1-penalty"});
  if (!expect_layered(yours, layers, "the-l1-penalty")) return;
  expect_near(yours.gradients[0].W, arma::mat{{2, -2}, {-2, 2}},
              {.what = "the gradient on W",
               .why = "lambda·sign(w): a tiny weight is pulled as hard as a huge one. That is why "
                      "L1 brings weights down to 0, and L2 does not.",
               .read = "the-l1-penalty"});
}
TEST(L1Penalty, TakesASlopeBetweenTheTwoSidesAtZero) {
  expect_a_slope_at_zero([](const Layers& l, double) { return submission::l1_penalty(l, 0.6); },
                         0.6);
}
TEST(L1Penalty, IsRightForRandomLayers) { expect_right_penalties(l1()); }
TEST(L1Penalty, HasTheDerivativeOfItsValue) { expect_penalty_derivative(l1()); }
TEST(L1Penalty, LeavesBiasesFree) { expect_biases_free(l1()); }
TEST(L1Penalty, SumsOverTheLayers) { expect_sum_over_layers(l1()); }
TEST(L1Penalty, IsProportionalToItsStrength) { expect_proportional_to_strength(l1()); }
TEST(L1Penalty, TreatsBothSignsAlike) { expect_even(l1()); }
TEST(L1Penalty, RemembersNothing) { expect_no_penalty_memory(l1()); }
TEST(L1Penalty, RefusesBadInput) { expect_penalty_refusals(l1().yours); }

TEST(ElasticNetPenalty, HasTheHandValues) {
  expect_hand_values(submission::elastic_net_penalty(kHand, 0.3, 0.08), 5.5108,
                     {{0.34, -0.4}, {0.46, 0.36}, {-0.324, 0.388}},
                     {{-0.348, 0.316, 0.42, -0.492}, {0.372, -0.304, 0.54, 0.328}},
                     "the-elastic-net");
}
TEST(ElasticNetPenalty, HasTheOtherTwoAsItsEnds) {
  const PenaltyResult absolute = submission::elastic_net_penalty(kHand, 0.3, 0);
  const PenaltyResult squares = submission::elastic_net_penalty(kHand, 0, 0.3);
  expect_near(absolute.loss, 4.47,
              {.what = "the loss with lambda1 0.3 and lambda2 0",
               .why = "Only the absolute values are left: lambda1·Σ|w|.",
               .read = "the-elastic-net",
               .tolerance = kHandValue});
  expect_near(squares.loss, 3.903,
              {.what = "the loss with lambda1 0 and lambda2 0.3",
               .why = "Only the squares are left: ½·lambda2·Σw².",
               .read = "where-the-half-goes",
               .tolerance = kHandValue});
  if (!expect_layered(absolute, kHand, "the-elastic-net") ||
      !expect_layered(squares, kHand, "the-elastic-net")) {
    return;
  }
  expect_near(absolute.gradients[0].W, arma::mat{{0.3, -0.3}, {0.3, 0.3}, {-0.3, 0.3}},
              {.what = "the gradient on W of layer 0 with lambda2 0", .read = "the-elastic-net"});
  expect_near(squares.gradients[0].W, arma::mat{{0.15, -0.375}, {0.6, 0.225}, {-0.09, 0.33}},
              {.what = "the gradient on W of layer 0 with lambda1 0", .read = "the-elastic-net"});
}
TEST(ElasticNetPenalty, TakesASlopeBetweenTheTwoSidesAtZero) {
  expect_a_slope_at_zero(
      [](const Layers& l, double) { return submission::elastic_net_penalty(l, 0.6, 5.0); }, 0.6);
}
TEST(ElasticNetPenalty, IsRightForRandomLayers) { expect_right_penalties(elastic()); }
TEST(ElasticNetPenalty, HasTheDerivativeOfItsValue) { expect_penalty_derivative(elastic()); }
TEST(ElasticNetPenalty, LeavesBiasesFree) { expect_biases_free(elastic()); }
TEST(ElasticNetPenalty, SumsOverTheLayers) { expect_sum_over_layers(elastic()); }
TEST(ElasticNetPenalty, IsProportionalToItsStrengths) {
  expect_proportional_to_strength(elastic());
}
TEST(ElasticNetPenalty, TreatsBothSignsAlike) { expect_even(elastic()); }
TEST(ElasticNetPenalty, RemembersNothing) { expect_no_penalty_memory(elastic()); }
TEST(ElasticNetPenalty, RefusesBadInput) {
  expect_penalty_refusals(
      [](const Layers& l, double s) { return submission::elastic_net_penalty(l, s, 0.1); },
      "lambda1");
  expect_penalty_refusals(
      [](const Layers& l, double s) { return submission::elastic_net_penalty(l, 0.1, s); },
      "lambda2");
}

}  // namespace
}  // namespace descent::suite
