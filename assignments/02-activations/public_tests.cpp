// The public tests of stage 02: few, small, and with values that you can check with a pencil.

#include <gtest/gtest.h>

#include <cmath>

#include "harness/checks/gradient.hpp"
#include "harness/remote/submission.hpp"

namespace descent {
namespace {

using checks::expect_near;

// dx must be the derivative of Σ dout · f(x), where f is written out here with a pencil's formula.
void expect_derivative(const std::function<double(double)>& f, const arma::mat& dx,
                       const arma::mat& dout, const arma::mat& x, const std::string& read) {
  Rng rng(7);
  checks::expect_gradient(
      [&](const arma::mat& at) {
        double sum = 0;
        for (arma::uword k = 0; k < at.n_elem && k < dout.n_elem; ++k) sum += dout[k] * f(at[k]);
        return sum;
      },
      x, dx, rng, {.what = "dx", .read = read});
}

const arma::mat kX = {{0.5, -1.25, 2}, {-0.3, 0.8, -2.5}};
const arma::mat kUp = {{1, -2, 0.5}, {3, -1, 2}};  // an upstream gradient

TEST(SigmoidForward, IsHalfAtZeroAndThreeQuartersAtLnThree) {
  const double ln3 = std::log(3.0);
  expect_near(submission::sigmoid_forward(arma::mat{{0, ln3, -ln3}}), arma::mat{{0.5, 0.75, 0.25}},
              {.what = "σ of 0, ln 3 and -ln 3",
               .why = "exp(-ln 3) = 1/3, and 1 / (1 + 1/3) = 3/4.",
               .read = "the-sigmoid"});
}

TEST(SigmoidForward, StaysFiniteForLargeInputs) {
  expect_near(submission::sigmoid_forward(arma::vec{1000, -1000}), arma::vec{1, 0},
              {.what = "σ of ±1000", .read = "exact-where-it-is-flat"});
}

TEST(SigmoidForward, RefusesAnEmptyMatrix) {
  EXPECT_THROW(submission::sigmoid_forward(arma::mat(0, 3)), std::invalid_argument);
}

// σ(ln 3) = ¾, so the slope is ¾ · ¼ = 3/16. At 0 it is ¼, its largest value.
TEST(SigmoidBackward, IsDoutTimesTheSlope) {
  const double ln3 = std::log(3.0);
  expect_near(submission::sigmoid_backward(arma::mat{{2, -4}}, arma::mat{{ln3, 0}}),
              arma::mat{{0.375, -1}},
              {.what = "dx for dout = (2, -4) at x = (ln 3, 0)",
               .why = "2 · ¾ · ¼ and -4 · ½ · ½.",
               .read = "the-slope-of-the-sigmoid"});
}

TEST(SigmoidBackward, IsTheDerivative) {
  expect_derivative([](double v) { return 1 / (1 + std::exp(-v)); },
                    submission::sigmoid_backward(kUp, kX), kUp, kX, "the-slope-of-the-sigmoid");
}

TEST(TanhForward, IsZeroAtZeroAndFourFifthsAtLnThree) {
  const double ln3 = std::log(3.0);
  expect_near(submission::tanh_forward(arma::mat{{0, ln3}, {-ln3, 1000}}),
              arma::mat{{0, 0.8}, {-0.8, 1}},
              {.what = "tanh of 0, ln 3, -ln 3 and 1000",
               .why = "(3 - 1/3) / (3 + 1/3) = 0.8, and far away it is 1.",
               .read = "tanh"});
}

TEST(TanhBackward, IsDoutTimesTheSlope) {
  const double ln3 = std::log(3.0);
  expect_near(submission::tanh_backward(arma::mat{{1, 2, 5}}, arma::mat{{0, ln3, 1000}}),
              arma::mat{{1, 0.72, 0}},
              {.what = "dx for dout = (1, 2, 5) at x = (0, ln 3, 1000)",
               .why = "tanh(ln 3) = 0.8, and 2·(1 - 0.64) = 0.72.",
               .read = "the-slope-of-tanh"});
}

TEST(TanhBackward, IsTheDerivative) {
  expect_derivative([](double v) { return std::tanh(v); }, submission::tanh_backward(kUp, kX), kUp,
                    kX, "the-slope-of-tanh");
}

TEST(ReluForward, KeepsWhatIsPositive) {
  expect_near(submission::relu_forward(arma::mat{{3, -2, 0}, {-0.5, 7, 100}}),
              arma::mat{{3, 0, 0}, {0, 7, 100}}, {.what = "max(0, x)", .read = "relu"});
}

TEST(ReluBackward, OpensTheGateWhereTheInputIsPositive) {
  expect_near(
      submission::relu_backward(arma::mat{{5, 6, -7}, {-1, 2, 3}},
                                arma::mat{{3, -2, 1}, {-0.5, 7, 9}}),
      arma::mat{{5, 0, -7}, {0, 2, 3}},
      {.what = "dx", .why = "x decides, not the sign of dout.", .read = "the-slope-of-relu"});
}

TEST(ReluBackward, RefusesShapesThatDiffer) {
  EXPECT_THROW(submission::relu_backward(arma::zeros(2, 3), arma::zeros(3, 2)),
               std::invalid_argument);
}

TEST(LeakyReluForward, LeaksWithTheSlopeAlpha) {
  expect_near(submission::leaky_relu_forward(arma::mat{{3, -2, 0}}, 0.1), arma::mat{{3, -0.2, 0}},
              {.what = "the output for alpha = 0.1", .read = "leaky-relu"});
}

TEST(LeakyReluBackward, LetsAlphaTimesDoutThrough) {
  expect_near(submission::leaky_relu_backward(arma::mat{{5, 6, -7}}, arma::mat{{3, -2, -9}}, 0.1),
              arma::mat{{5, 0.6, -0.7}},
              {.what = "dx for alpha = 0.1",
               .why = "The slope is 1 or alpha, however large x is.",
               .read = "leaky-relu"});
}

TEST(PreluForward, GivesEveryUnitItsSlope) {
  expect_near(
      submission::prelu_forward(arma::mat{{-1, -1, -1}, {2, 2, -4}}, arma::rowvec{0.5, 0, 2}),
      arma::mat{{-0.5, 0, -2}, {2, 2, -8}},
      {.what = "the output for alpha = (0.5, 0, 2)",
       .why = "Column j has the slope alpha_j on the negative side, which may be above 1.",
       .read = "prelu-a-slope-for-every-unit"});
}

// Column 0: x = -1 and -3, both negative. Column 1: x = 2 and -5, only the second counts.
TEST(PreluBackward, SumsTheGradientOfAlphaOverTheBatch) {
  const PreluGradients yours = submission::prelu_backward(
      arma::mat{{1, 10}, {2, 1}}, arma::mat{{-1, 2}, {-3, -5}}, arma::rowvec{0.5, 0.25});
  expect_near(yours.dx, arma::mat{{0.5, 10}, {1, 0.25}},
              {.what = "dx", .read = "prelu-a-slope-for-every-unit"});
  expect_near(yours.dalpha, arma::rowvec{-7, -5},
              {.what = "dalpha",
               .why = "1·(-1) + 2·(-3) = -7 for the first unit, 1·(-5) for the second.",
               .read = "the-gradient-of-alpha",
               .setting = {.examples = 2}});
}

TEST(EluForward, LevelsOffAtMinusAlpha) {
  expect_near(submission::elu_forward(arma::mat{{2, -std::log(2.0), -1000, 1000}}, 3),
              arma::mat{{2, -1.5, -3, 1000}},
              {.what = "the output at 2, -ln 2, -1000 and 1000 for alpha = 3",
               .why = "3·(½ - 1) = -1.5.",
               .read = "elu"});
}

TEST(EluBackward, IsAlphaTimesTheExponentialBelowZero) {
  expect_near(
      submission::elu_backward(arma::mat{{5, 4, 7}}, arma::mat{{2, -std::log(2.0), 1000}}, 3),
      arma::mat{{5, 6, 7}},
      {.what = "dx at 2, -ln 2 and 1000 for alpha = 3",
       .why = "The slope at -ln 2 is 3·½.",
       .read = "the-slope-of-elu"});
}

TEST(EluBackward, IsTheDerivative) {
  expect_derivative([](double v) { return v > 0 ? v : 0.5 * std::expm1(v); },
                    submission::elu_backward(kUp, kX, 0.5), kUp, kX, "the-slope-of-elu");
}

// |x| as a maxout unit: one piece is x, the other -x. The second unit chooses between 1 and x₁.
const MaxoutParameters kMaxout = {{{1, 0}, {0, 0}}, {0, 1}, {{-1, 0}, {0, 1}}, {0, 0}};

TEST(MaxoutForward, TakesTheLargerPiece) {
  expect_near(submission::maxout_forward(arma::mat{{3, 5}, {-2, -4}, {-6, 2}}, kMaxout),
              arma::mat{{3, 5}, {2, 1}, {6, 2}},
              {.what = "the output of |x0| and max(1, x1)", .read = "maxout"});
}

TEST(MaxoutBackward, GivesTheGradientToTheWinner) {
  const MaxoutGradients yours = submission::maxout_backward(
      arma::mat{{1, 10}, {2, 20}, {3, 30}}, arma::mat{{3, 5}, {-2, -4}, {-6, 2}}, kMaxout);
  // In the first unit the second piece wins twice; in the second unit it wins the outer two.
  expect_near(yours.dx, arma::mat{{1, 10}, {-2, 0}, {-3, 30}},
              {.what = "dx",
               .why = "The slope of |x0| is its sign; max(1, x1) moves with x1 where x1 > 1.",
               .read = "the-winner-takes-the-gradient"});
  expect_near(yours.db1, arma::rowvec{1, 20}, {.what = "db1", .read = "five-gradients"});
  expect_near(yours.db2, arma::rowvec{5, 40}, {.what = "db2", .read = "five-gradients"});
  expect_near(yours.dW1, arma::mat{{3, -40}, {5, -80}}, {.what = "dW1", .read = "five-gradients"});
  expect_near(yours.dW2, arma::mat{{-22, -150}, {-2, 110}},
              {.what = "dW2", .read = "five-gradients"});
}

TEST(SaturatedFraction, CountsBothEnds) {
  expect_near(
      submission::saturated_fraction(arma::mat{{0.01, 0.5, 0.99}, {0.2, 0.97, 0.6}}, {0, 1}, 0.05),
      0.5,
      {.what = "the fraction of 0.01, 0.5, 0.99, 0.2, 0.97, 0.6 with a margin of 0.05",
       .why = "One entry is near 0, two are near 1.",
       .read = "saturated-units"});
}

TEST(SaturatedFraction, KnowsTheAsymptotesOfTanh) {
  expect_near(submission::saturated_fraction(arma::mat{{-0.95, 0, 0.02, 0.85}}, {-1, 1}, 0.1), 0.25,
              {.what = "the fraction of -0.95, 0, 0.02, 0.85 with a margin of 0.1",
               .read = "saturated-units"});
}

TEST(DeadFraction, CountsColumnsOfZeros) {
  expect_near(submission::dead_fraction(arma::mat{{0, 0, 3, 0}, {0, 2, 1, 0}, {0, 0, 0, 0}}), 0.5,
              {.what = "the fraction of dead units among four",
               .why = "The first and the last column are 0 for every example; the second wakes "
                      "once.",
               .read = "count-the-dead"});
}

TEST(MeanOutput, IsTheMeanOfEveryColumn) {
  expect_near(submission::mean_output(arma::mat{{1, 0, -3}, {3, 0, 1}}), arma::rowvec{2, 0, -1},
              {.what = "the means of three units", .read = "is-it-zero-centred"});
}

}  // namespace
}  // namespace descent
