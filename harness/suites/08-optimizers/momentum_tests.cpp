// sgd, momentum and nesterov: rules that are linear in the gradient.

#include <gtest/gtest.h>

#include <limits>

#include "judge.hpp"
#include "prototypes.hpp"

namespace descent::suite {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
const arma::mat kColumn = arma::vec{1, 2};

TEST(Sgd, HasTheHandValues) {
  expect_hand_places(sgd_rule(0.1),
                     {{{{0.95, -1.9, 0.3}, {0.24, 3.03, -1.9}},
                       {{1.1, -1.94, 0.05}, {0.23, 2.97, -1.7}},
                       {{0.83, -2.01, 0.12}, {0.21, 2.85, -1.65}}},
                      {arma::vec{0.32, -0.8, 1.95, 1.4}, arma::vec{0.26, -0.9, 2.1, 1.2},
                       arma::vec{0.35, -1.1, 2.15, 1.25}}});
}

TEST(Sgd, FollowsTheFormula) {
  Rng rng(remote::test_seed());
  for (const double rate : {0.37, 0.004}) expect_the_formula(sgd_rule(rate), rng);
}

TEST(Sgd, StaysWithoutGradientOrRate) {
  Rng rng(remote::test_seed());
  expect_rest_without_gradient(sgd_rule(0.3), rng);
  const arma::mat start = rng.normal(3, 2);
  arma::mat w = start;
  submission::sgd(w, rng.normal(3, 2), 0);
  expect_near(w, start,
              {.what = "w with a learning rate of 0",
               .why = "No step, no change.",
               .read = "the-gradient-step",
               .tolerance = checks::kExact});
}

TEST(Sgd, ShrinksParabolasByAFactor) {
  // 1 - h · rate: falling, at once, swinging, and beyond 2/h outwards.
  expect_a_matrix_power(sgd_rule(0.5), {{0.1, 1, 1.9}, {3, 4.2, 5}}, [](double h) {
    return arma::mat{{1 - 0.5 * h, 0}, {0, 0}};
  });
}

TEST(Sgd, DoesNotMindARotation) {
  Rng rng(remote::test_seed());
  const double apart = loss_of_rotation(sgd_rule(0.3), rng);
  checks::expect_between(apart, 0, 1e-10,
                         {.what = "how far the ends of two descents are apart",
                          .why = "The second one was the first in turned coordinates. The gradient "
                                 "turns with them, and a step along it does, too.",
                          .read = "entry-by-entry"});
}

TEST(Sgd, LearnsThePrototypes) {
  Rng rng(remote::test_seed());
  for (const double rate : {0.03, 0.3}) expect_prototypes(sgd_rule(rate), rng);
}

TEST(Sgd, RemembersNothing) {
  Rng rng(remote::test_seed());
  expect_no_shared_memory(sgd_rule(0.2), rng);
  expect_repeatable(sgd_rule(0.2), rng);
}

TEST(Sgd, LetsNanThrough) {
  Rng rng(remote::test_seed());
  expect_nan_to_stay(sgd_rule(0.2), rng);
}

TEST(Sgd, RefusesBadInput) {
  expect_shapes_refused([](arma::mat w, const arma::mat& dw) { submission::sgd(w, dw, 0.1); });
  const auto with_rate = [](double rate) {
    return [rate] {
      arma::mat w = {{1, 2}};
      submission::sgd(w, {{3, 4}}, rate);
    };
  };
  expect_refusal("a learning rate of -0.1", with_rate(-0.1));
  expect_refusal("a learning rate that is NaN", with_rate(kNan));
  expect_refusal("a learning rate that is infinite", with_rate(arma::datum::inf));
}

const MomentumOptions kHand{.learning_rate = 0.1, .momentum = 0.8};
const std::vector<MomentumOptions> kUsual = {{.learning_rate = 0.37, .momentum = 0.6},
                                             {.learning_rate = 0.01, .momentum = 0.95}};

// A walk with these options, and the bad state or options that it must refuse.
using MomentumCall =
    std::function<void(arma::mat&, const arma::mat&, MomentumState&, const MomentumOptions&)>;
void expect_momentum_refusals(const MomentumCall& call) {
  expect_shapes_refused([&](arma::mat w, const arma::mat& dw) {
    MomentumState state;
    call(w, dw, state, kHand);
  });
  const auto with = [&](const MomentumState& given, const MomentumOptions& options) {
    return [&call, given, options] {
      arma::mat w = {{1, 2}};
      MomentumState state = given;
      call(w, {{3, 4}}, state, options);
    };
  };
  expect_refusal("a velocity of 2 x 1 for a parameter of 1 x 2", with({kColumn}, kHand));
  expect_refusal("a velocity of 1 x 3 for a parameter of 1 x 2",
                 with({arma::mat{{1, 2, 3}}}, kHand));
  expect_refusal("a momentum of 1", with({}, {.learning_rate = 0.1, .momentum = 1}));
  expect_refusal("a momentum of -0.1", with({}, {.learning_rate = 0.1, .momentum = -0.1}));
  expect_refusal("a momentum that is NaN", with({}, {.learning_rate = 0.1, .momentum = kNan}));
  expect_refusal("a learning rate of -1", with({}, {.learning_rate = -1, .momentum = 0.9}));
  expect_refusal("a learning rate that is NaN", with({}, {.learning_rate = kNan, .momentum = 0.9}));
}

TEST(Momentum, HasTheHandValues) {
  expect_hand_places(momentum_rule(kHand),
                     {{{{0.95, -1.9, 0.3}, {0.24, 3.03, -1.9}},
                       {{1.06, -1.86, -0.11}, {0.222, 2.994, -2.02}},
                       {{0.8924, -1.9444, -0.5504}, {0.16808, 2.91816, -2.1828}}},
                      {arma::vec{0.32, -0.8, 1.95, 1.4}, arma::vec{0.276, -0.98, 2.06, 1.44},
                       arma::vec{0.44664, -1.5192, 2.2484, 1.6276}}});
}

TEST(Momentum, FollowsTheFormula) {
  Rng rng(remote::test_seed());
  for (const auto& options : kUsual) expect_the_formula(momentum_rule(options), rng);
}

TEST(Momentum, IsPlainDescentWithoutMomentum) {
  Rng rng(remote::test_seed());
  Rule rule = momentum_rule({.learning_rate = 0.2, .momentum = 0});
  rule.right = sgd_rule(0.2).right;
  expect_the_formula(rule, rng);
}

TEST(Momentum, CoastsWithoutGradient) {
  Rng rng(remote::test_seed());
  expect_rest_without_gradient(momentum_rule(kHand), rng);
  const arma::mat push = rng.normal(2, 3);
  std::vector<arma::mat> gradients(30, arma::zeros(2, 3));
  gradients[0] = push;
  const auto places = walk(momentum_rule(kHand).yours(), arma::zeros(2, 3), gradients);
  expect_near(
      places[29], -0.1 * (1 - std::pow(0.8, 30)) / 0.2 * push,
      {.what = "w 30 steps after a single push",
       .why = "The velocity is 0.8 of the one before in each step, and w has moved by their "
              "sum: (1 - 0.8³⁰)/(1 - 0.8) times the first.",
       .read = "the-velocity-stays"});
}

TEST(Momentum, ReachesATerminalVelocity) {
  Rng rng(remote::test_seed());
  const arma::mat push = rng.normal(3, 2);
  const auto places =
      walk(momentum_rule(kHand).yours(), arma::zeros(3, 2), std::vector<arma::mat>(120, push));
  expect_near(places[119] - places[118], -0.1 / 0.2 * push,
              {.what = "a step after 120 steps with the same gradient",
               .why = "The velocity grows until friction takes as much as the gradient gives: "
                      "learning_rate/(1 - momentum) · dw.",
               .read = "momentum",
               .tolerance = {1e-7, 1e-9}});
}

TEST(Momentum, IsAMatrixPowerOnParabolas) {
  // With momentum 0.8 stable up to h · rate = 3.6.
  expect_a_matrix_power(momentum_rule({.learning_rate = 0.5, .momentum = 0.8}),
                        {{0.02, 0.4, 1}, {5, 7, 7.6}}, [](double h) {
                          return arma::mat{{1 - 0.5 * h, 0.8}, {-0.5 * h, 0.8}};
                        });
}

TEST(Momentum, LearnsThePrototypes) {
  Rng rng(remote::test_seed());
  for (const double rate : {0.01, 0.1}) {
    expect_prototypes(momentum_rule({.learning_rate = rate, .momentum = 0.9}), rng);
  }
}

TEST(Momentum, KeepsItsStateToItself) {
  Rng rng(remote::test_seed());
  expect_no_shared_memory(momentum_rule(kHand), rng);
  expect_repeatable(momentum_rule(kHand), rng);
}

TEST(Momentum, LetsNanThrough) {
  Rng rng(remote::test_seed());
  expect_nan_to_stay(momentum_rule(kHand), rng);
}

TEST(Momentum, RefusesBadInput) {
  expect_momentum_refusals(
      [](arma::mat& w, const arma::mat& dw, MomentumState& state, const MomentumOptions& options) {
        submission::momentum(w, dw, state, options);
      });
}

TEST(Nesterov, HasTheHandValues) {
  expect_hand_places(nesterov_rule(kHand),
                     {{{{0.91, -1.82, 0.14}, {0.232, 3.054, -2.22}},
                       {{1.148, -1.828, -0.438}, {0.2076, 2.9652, -2.116}},
                       {{0.74392, -1.96552, -0.72032}, {0.144464, 2.784528, -2.19624}}},
                      {arma::vec{0.336, -0.88, 1.91, 1.64}, arma::vec{0.2408, -1.124, 2.148, 1.472},
                       arma::vec{0.467312, -1.75536, 2.34872, 1.67208}}});
}

TEST(Nesterov, FollowsTheFormula) {
  Rng rng(remote::test_seed());
  for (const auto& options : kUsual) expect_the_formula(nesterov_rule(options), rng);
}

TEST(Nesterov, IsPlainDescentWithoutMomentum) {
  Rng rng(remote::test_seed());
  Rule rule = nesterov_rule({.learning_rate = 0.2, .momentum = 0});
  rule.right = sgd_rule(0.2).right;
  expect_the_formula(rule, rng);
}

TEST(Nesterov, StaysWithoutGradient) {
  Rng rng(remote::test_seed());
  expect_rest_without_gradient(nesterov_rule(kHand), rng);
}

TEST(Nesterov, IsAMatrixPowerOnParabolas) {
  // With momentum 0.8 stable up to h · rate = 3.6/2.6: less than without looking ahead.
  expect_a_matrix_power(nesterov_rule({.learning_rate = 0.5, .momentum = 0.8}),
                        {{0.02, 0.4, 1}, {2, 2.7, 3.1}}, [](double h) {
                          return arma::mat{{1 - 0.5 * h * 1.8, 0.8 * 0.8}, {-0.5 * h, 0.8}};
                        });
}

TEST(Nesterov, SwingsLessThanMomentum) {
  // On a parabola of curvature 1, from 1, with a rate of 0.1 and a momentum of 0.95. The square of
  // the matrix's eigenvalues is 0.95 for momentum, and 0.95·0.9 for nesterov.
  const auto places = roll_down_parabolas(
      nesterov_rule({.learning_rate = 0.1, .momentum = 0.95}).yours(), arma::ones(1, 1), 100);
  double late = 0;
  for (std::size_t i = 80; i < 100; ++i) late = std::max(late, std::abs(places[i](0)));
  checks::expect_less(
      late, 3 * std::pow(0.95 * 0.9, 40),
      {.what = "the swing of w on a parabola after 80 steps",
       .why = "Looking ahead brakes in time: the swing shrinks by √(0.95·0.9) in each "
              "step here, and by √0.95 only with plain momentum.",
       .read = "nesterov-momentum"});
}

TEST(Nesterov, LearnsThePrototypes) {
  Rng rng(remote::test_seed());
  for (const double rate : {0.01, 0.1}) {
    expect_prototypes(nesterov_rule({.learning_rate = rate, .momentum = 0.9}), rng);
  }
}

TEST(Nesterov, KeepsItsStateToItself) {
  Rng rng(remote::test_seed());
  expect_no_shared_memory(nesterov_rule(kHand), rng);
  expect_repeatable(nesterov_rule(kHand), rng);
}

TEST(Nesterov, LetsNanThrough) {
  Rng rng(remote::test_seed());
  expect_nan_to_stay(nesterov_rule(kHand), rng);
}

TEST(Nesterov, RefusesBadInput) {
  expect_momentum_refusals(
      [](arma::mat& w, const arma::mat& dw, MomentumState& state, const MomentumOptions& options) {
        submission::nesterov(w, dw, state, options);
      });
}

}  // namespace
}  // namespace descent::suite
