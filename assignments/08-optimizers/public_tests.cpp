// The public tests of stage 08: few, small, and with values that you can check with a pencil.

#include <gtest/gtest.h>

#include "harness/checks/expect.hpp"
#include "harness/remote/submission.hpp"

namespace descent {
namespace {

using checks::expect_near;

// Every update rule begins at w = 0 here, with a row of one entry, and takes the gradients in turn.
const arma::mat kOrigin(1, 1, arma::fill::zeros);

arma::mat one(double entry) { return arma::mat(1, 1, arma::fill::value(entry)); }

TEST(Sgd, TakesTheGradientOff) {
  arma::mat w = {{1, -2, 3}};
  submission::sgd(w, arma::mat{{0.5, -1, 0}}, 0.1);
  expect_near(w, arma::mat{{0.95, -1.9, 3}},
              {.what = "w",
               .why = "1 - 0.1·0.5, -2 + 0.1·1, and 3 where the gradient is 0.",
               .read = "the-gradient-step"});
}

TEST(Sgd, RefusesAGradientOfAnotherShape) {
  arma::mat w = {{1, 2}};
  EXPECT_THROW(submission::sgd(w, arma::vec{1, 2}, 0.1), std::invalid_argument);
}

TEST(Momentum, RollsOn) {
  arma::mat w = kOrigin;
  MomentumState state;
  const MomentumOptions options{.learning_rate = 0.1, .momentum = 0.5};
  arma::mat places(1, 3);
  const double gradients[] = {2, 1, 0};
  for (arma::uword i = 0; i < 3; ++i) {
    submission::momentum(w, one(gradients[i]), state, options);
    places(i) = arma::accu(w);
  }
  expect_near(
      places, arma::mat{{-0.2, -0.4, -0.5}},
      {.what = "w after three steps with gradients 2, 1, 0",
       .why = "The velocities are -0.2, then 0.5·(-0.2) - 0.1·1 = -0.2, then 0.5·(-0.2) - 0 "
              "= -0.1, and w moves by each of them.",
       .read = "momentum"});
}

TEST(Momentum, RefusesAMomentumOfOne) {
  arma::mat w = kOrigin;
  MomentumState state;
  EXPECT_THROW(submission::momentum(w, kOrigin, state, {.learning_rate = 0.1, .momentum = 1}),
               std::invalid_argument);
}

TEST(Nesterov, MovesThePointAhead) {
  arma::mat w = kOrigin;
  MomentumState state;
  const MomentumOptions options{.learning_rate = 0.1, .momentum = 0.5};
  arma::mat places(1, 3);
  const double gradients[] = {2, 1, 0};
  for (arma::uword i = 0; i < 3; ++i) {
    submission::nesterov(w, one(gradients[i]), state, options);
    places(i) = arma::accu(w);
  }
  expect_near(
      places, arma::mat{{-0.3, -0.5, -0.55}},
      {.what = "w after three steps with gradients 2, 1, 0",
       .why = "The velocities are -0.2, -0.2 and -0.1; w moves by -0.5 · the old one + 1.5 · "
              "the new one.",
       .read = "the-rewritten-form"});
}

TEST(NesterovLookahead, AsksAheadAndStepsFromWhereItIs) {
  arma::mat w(1, 1, arma::fill::ones);
  MomentumState state;
  std::vector<double> asked;
  const GradientAt gradient = [&](const arma::mat& at) {  // of ½·w²
    asked.push_back(arma::accu(at));
    return at;
  };
  arma::mat places(1, 2);
  for (double& place : places) {
    submission::nesterov_lookahead(w, gradient, state, {.learning_rate = 0.1, .momentum = 0.5});
    place = arma::accu(w);
  }
  const arma::mat points = arma::rowvec(asked);
  expect_near(points, arma::mat{{1, 0.85}},
              {.what = "the points at which the gradient was asked",
               .why = "Once a step: at 1, where the velocity is 0 still, and at 0.9 + 0.5·(-0.1).",
               .read = "the-look-ahead-form"});
  expect_near(places, arma::mat{{0.9, 0.765}},
              {.what = "w after two steps",
               .why = "The velocities are -0.1 and 0.5·(-0.1) - 0.1·0.85 = -0.135.",
               .read = "the-look-ahead-form"});
}

TEST(Adagrad, DividesByTheRootOfAllSquares) {
  arma::mat w = kOrigin;
  AdagradState state;
  arma::mat places(1, 2);
  const double gradients[] = {3, 4};
  for (arma::uword i = 0; i < 2; ++i) {
    submission::adagrad(w, one(gradients[i]), state, {.learning_rate = 0.1, .eps = 1e-12});
    places(i) = arma::accu(w);
  }
  expect_near(places, arma::mat{{-0.1, -0.18}},
              {.what = "w after two steps with gradients 3, 4",
               .why = "0.1·3/√9, then 0.1·4/√(9 + 16).",
               .read = "adagrad"});
}

TEST(Rmsprop, DividesByTheRootOfAnAverage) {
  arma::mat w = kOrigin;
  RmspropState state;
  arma::mat places(1, 2);
  const double gradients[] = {4, 2};
  for (arma::uword i = 0; i < 2; ++i) {
    submission::rmsprop(w, one(gradients[i]), state,
                        {.learning_rate = 0.1, .decay_rate = 0.75, .eps = 1e-12});
    places(i) = arma::accu(w);
  }
  expect_near(places, arma::mat{{-0.2, -0.3}},
              {.what = "w after two steps with gradients 4, 2",
               .why = "The cache is 0.25·16 = 4, then 0.75·4 + 0.25·4 = 4: 0.1·4/2, then 0.1·2/2.",
               .read = "rmsprop"});
}

TEST(Adam, TakesStepsOfTheLearningRateWhileTheGradientStays) {
  arma::mat w = {{1, 1, 1}};
  AdamState state;
  AdamOptions options;
  options.learning_rate = 0.1;
  options.eps = 1e-12;
  for (int t = 0; t < 3; ++t) submission::adam(w, arma::mat{{5, -0.02, 0}}, state, options);
  expect_near(
      w, arma::mat{{0.7, 1.3, 1}},
      {.what = "w after three steps with the same gradient",
       .why = "m_hat is the gradient itself and v_hat its square, whatever beta is: each step "
              "is learning_rate · sign(gradient).",
       .read = "correct-the-start"});
}

TEST(Adam, UsesTheAveragesAsTheyAreWithoutCorrection) {
  arma::mat w = kOrigin;
  AdamState state;
  AdamOptions options;
  options.learning_rate = 0.1;
  options.beta1 = 0.5;
  options.beta2 = 0.75;
  options.eps = 1e-12;
  options.bias_correction = false;
  arma::mat places(1, 2);
  const double gradients[] = {4, 2};
  for (arma::uword i = 0; i < 2; ++i) {
    submission::adam(w, one(gradients[i]), state, options);
    places(i) = arma::accu(w);
  }
  expect_near(
      places, arma::mat{{-0.1, -0.2}},
      {.what = "w after two steps with gradients 4, 2 and no bias correction",
       .why = "m is 0.5·4 = 2, then 0.5·2 + 0.5·2 = 2; v is 0.25·16 = 4, then 0.75·4 + 0.25·4 "
              "= 4. Each step is 0.1·2/√4.",
       .read = "adam"});
}

TEST(StepDecay, IsAStaircase) {
  const StepDecayOptions options{.factor = 0.5, .every = 10};
  arma::mat rates(1, 4);
  const double epochs[] = {0, 9.5, 10, 25};
  for (arma::uword i = 0; i < 4; ++i) rates(i) = submission::step_decay(0.8, epochs[i], options);
  expect_near(rates, arma::mat{{0.8, 0.8, 0.4, 0.2}},
              {.what = "the rate at epochs 0, 9.5, 10, 25, halved every 10",
               .why = "None, none, one and two steps are complete.",
               .read = "step-decay"});
}

TEST(ExponentialDecay, FallsToOneOverE) {
  expect_near(submission::exponential_decay(0.5, 2.5, 0.4), 0.18393972058572117,
              {.what = "the rate after 2.5 epochs with k = 0.4",
               .why = "k · epoch is 1, so 0.5/e is left.",
               .read = "exponential-decay"});
}

TEST(InverseTimeDecay, FallsToAQuarter) {
  expect_near(submission::inverse_time_decay(1, 1.5, 2), 0.25,
              {.what = "the rate after 1.5 epochs with k = 2",
               .why = "1/(1 + 3).",
               .read = "one-over-the-time"});
}

TEST(PlateauDecay, WaitsAndThenLowersTheRate) {
  PlateauState state;
  double rate = 0.8;
  arma::mat rates(1, 6);
  const double errors[] = {0.5, 0.4, 0.45, 0.42, 0.41, 0.3};
  for (arma::uword i = 0; i < 6; ++i) {
    rate = submission::plateau_decay(rate, errors[i], state,
                                     {.factor = 0.5, .patience = 2, .min_improvement = 0});
    rates(i) = rate;
  }
  expect_near(
      rates, arma::mat{{0.8, 0.8, 0.8, 0.4, 0.4, 0.4}},
      {.what = "the rates after errors 0.5, 0.4, 0.45, 0.42, 0.41, 0.3 with a patience of 2",
       .why = "0.45 and 0.42 are two epochs in a row without an improvement on 0.4. Then the "
              "count begins anew: 0.41 is the first one, and 0.3 improves.",
       .read = "when-the-error-stops-improving"});
}

// The loss (w₀ - 1)² + 4·w₁² at (3, -1).
TEST(NewtonStep, SolvesAQuadraticAtOnce) {
  arma::vec w = {3, -1};
  submission::newton_step(w, {4, -8}, {{2, 0}, {0, 8}});
  expect_near(
      w, arma::vec{1, 0},
      {.what = "w after one step", .why = "3 - 4/2 and -1 + 8/8.", .read = "newtons-method"});
}

TEST(NewtonStep, GoesDownhillWhereTheLossCurvesDown) {
  arma::vec w = {1, 1};
  submission::newton_step(w, {2, -3}, {{2, 0}, {0, -3}});
  expect_near(w, arma::vec{0, 2},
              {.what = "w after one step with curvatures 2 and -3",
               .why = "1 - 2/2 and 1 + 3/3. Divided by -3 the second step would go up.",
               .read = "never-uphill"});
}

TEST(NewtonStep, RefusesASingularHessian) {
  arma::vec w = {1, 1};
  EXPECT_THROW(submission::newton_step(w, {1, 1}, {{1, 1}, {1, 1}}), std::invalid_argument);
}

TEST(LbfgsDirection, IsMinusTheGradientWhereNothingIsKnown) {
  expect_near(submission::lbfgs_direction({4, -6}, {}), arma::vec{-4, 6},
              {.what = "the direction without pairs", .read = "the-two-loop-recursion"});
}

TEST(LbfgsDirection, KnowsTheCurvatureAlongAPair) {
  expect_near(
      submission::lbfgs_direction({4, 6}, {{{1, 0}, {2, 0}}}), arma::vec{-2, -3},
      {.what = "the direction with s = (1, 0), y = (2, 0) and a gradient of (4, 6)",
       .why = "alpha = 4/2, q = (4, 6) - 2·(2, 0) = (0, 6), scaled by 2/4 to (0, 3); beta = "
              "0, q = (0, 3) + 2·(1, 0).",
       .read = "the-two-loop-recursion"});
}

// The loss (w₀ - 1)² + 10·(w₁ + 2)².
TEST(Lbfgs, FindsTheBottomOfABowl) {
  long long asked = 0;
  const FullBatchObjective objective = [&](const arma::vec& w) -> FullBatchLoss {
    ++asked;
    const double a = w(0) - 1, b = w(1) + 2;
    return {a * a + 10 * b * b, {2 * a, 20 * b}};
  };
  const LbfgsResult yours = submission::lbfgs(objective, {5, 5}, LbfgsOptions{});
  const long long evaluations = asked;
  if (!expect_near(
          yours.w, arma::vec{1, -2},
          {.what = "w", .why = "The only minimum.", .read = "l-bfgs", .tolerance = {0, 1e-5}})) {
    return;
  }
  checks::expect_that(yours.converged, "false", "true",
                      {.what = "converged", .read = "when-to-stop"});
  checks::expect_equal(static_cast<long long>(yours.evaluations), evaluations,
                       {.what = "evaluations",
                        .why = "So often was the objective asked, the start included.",
                        .read = "count-the-evaluations"});
  checks::expect_less(static_cast<double>(evaluations), 40,
                      {.what = "the number of evaluations",
                       .why = "A bowl in two dimensions takes about ten.",
                       .read = "count-the-evaluations"});
}

}  // namespace
}  // namespace descent
