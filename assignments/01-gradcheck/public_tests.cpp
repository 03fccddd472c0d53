// The public tests of stage 01: few, small, and with values that you can check with a pencil.

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "harness/checks/expect.hpp"
#include "harness/checks/refusal.hpp"
#include "harness/remote/submission.hpp"

namespace descent {
namespace {

using checks::expect_equal;
using checks::expect_near;
using checks::expect_refusal;
using checks::expect_that;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// x0² + x0·x1 + x1³: every quotient with h = ½ is exact in a double.
double bowl(const arma::mat& x) { return x(0) * x(0) + x(0) * x(1) + x(1) * x(1) * x(1); }

TEST(RelativeError, ComparesWithTheLargerOne) {
  const arma::mat yours = submission::relative_error({{3, 2, -1}}, {{2, 4, 1}});
  expect_near(yours, {{1.0 / 3, 0.5, 2}},
              {.what = "the relative errors of 3 and 2, of 2 and 4, of -1 and 1",
               .read = "relative-error"});
}

TEST(RelativeError, IsTheSameAtEveryScale) {
  const arma::mat yours = submission::relative_error({{3e-12, 3e12}}, {{2e-12, 2e12}});
  expect_near(yours, {{1.0 / 3, 1.0 / 3}},
              {.what = "the relative errors of 3 and 2 times 1e-12, and times 1e12",
               .read = "relative-error"});
}

TEST(RelativeError, IsZeroWhereBothAreZero) {
  const arma::mat yours = submission::relative_error({{0, 0}}, {{0, 1}});
  expect_near(yours, {{0, 1}},
              {.what = "the relative errors of 0 and 0, and of 0 and 1",
               .why = "0/0 is NaN in a double; the two gradients are equal, so the error is 0.",
               .read = "nan-must-not-pass"});
}

TEST(RelativeError, NeverLetsNaNPass) {
  const arma::mat yours = submission::relative_error({{kNaN, 1}}, {{1, kInfinity}});
  expect_near(yours, {{kInfinity, kInfinity}},
              {.what = "the relative errors of NaN and 1, and of 1 and infinity",
               .why = "NaN is neither above nor below any threshold. Infinity is above all.",
               .read = "nan-must-not-pass"});
}

// f is 13 at (3, 1), 16.75 at (3.5, 1) and 16.875 at (3, 1.5).
TEST(ForwardDifference, IsTheQuotientOverOneStep) {
  const arma::mat yours = submission::forward_difference(bowl, {{3, 1}}, 0.5);
  expect_near(
      yours, {{7.5, 7.75}},
      {.what = "the forward difference of x0² + x0·x1 + x1³ at (3, 1), h = ½",
       .why = "(f(3.5, 1) - f(3, 1)) / ½ = (16.75 - 13) / ½, and (f(3, 1.5) - f(3, 1)) / ½ = "
              "(16.875 - 13) / ½.",
       .read = "one-step-forward"});
}

TEST(ForwardDifference, HasTheShapeOfThePoint) {
  const arma::mat slopes = {{1, 2, 3}, {4, 5, 6}};
  const arma::mat yours = submission::forward_difference(
      [&](const arma::mat& x) { return arma::accu(slopes % x); }, arma::zeros(2, 3), 0.25);
  expect_near(yours, slopes, {.what = "the gradient of Σ c_ij·x_ij", .read = "one-step-forward"});
}

TEST(ForwardDifference, RefusesAStepOfZero) {
  expect_refusal("a step of 0", [] { submission::forward_difference(bowl, {{3, 1}}, 0); });
}

TEST(CenteredDifference, IsTheQuotientOverTwoSteps) {
  const arma::mat yours = submission::centered_difference(bowl, {{3, 1}}, 0.5);
  expect_near(
      yours, {{7, 6.25}},
      {.what = "the centered difference of x0² + x0·x1 + x1³ at (3, 1), h = ½",
       .why = "(f(3.5, 1) - f(2.5, 1)) / 1 = 16.75 - 9.75, and (f(3, 1.5) - f(3, 0.5)) / 1 = "
              "16.875 - 10.625.",
       .read = "a-step-to-both-sides"});
}

TEST(CenteredDifference, HasTheShapeOfThePoint) {
  const arma::mat slopes = {{1, 2, 3}, {4, 5, 6}};
  const arma::mat yours = submission::centered_difference(
      [&](const arma::mat& x) { return arma::accu(slopes % x); }, arma::zeros(2, 3), 0.25);
  expect_near(yours, slopes,
              {.what = "the gradient of Σ c_ij·x_ij", .read = "a-step-to-both-sides"});
}

TEST(CenteredDifference, RefusesAStepOfZero) {
  expect_refusal("a step of 0", [] { submission::centered_difference(bowl, {{3, 1}}, 0); });
}

// The number of a judgement, to be shown: 0 happy, 1 fine_at_kinks, 2 too_high, 3 uncomfortable,
// 4 wrong.
void expect_judgement(double error, bool has_kinks, Judgement expected) {
  const Judgement yours = submission::judge(error, has_kinks);
  expect_equal(static_cast<long long>(yours), static_cast<long long>(expected),
               {.what = "the judgement (0 happy, 1 fine_at_kinks, 2 too_high, 3 uncomfortable, 4 "
                        "wrong) of " +
                        std::to_string(error) + (has_kinks ? " with kinks" : " without kinks"),
                .read = "what-to-think-of-an-error"});
}

TEST(Judge, KnowsTheFourBands) {
  expect_judgement(0.5, true, Judgement::wrong);
  expect_judgement(0.001, true, Judgement::uncomfortable);
  expect_judgement(0.00001, true, Judgement::fine_at_kinks);
  expect_judgement(1e-9, true, Judgement::happy);
}

TEST(Judge, IsStricterWithoutKinks) { expect_judgement(0.00001, false, Judgement::too_high); }

TEST(Judge, CallsNaNWrong) { expect_judgement(kNaN, true, Judgement::wrong); }

// A ReLU of every entry: the winner is 1 where x > 0.
arma::uvec relus(const arma::mat& x) {
  const arma::umat positive = x > 0;
  return arma::vectorise(positive);
}

TEST(KinkCrossed, SeesAReluThatChangesItsSide) {
  const arma::mat x = {{5, -0.001, 5}};
  expect_that(submission::kink_crossed(relus, x, 1, 0.01), "no kink", "a kink",
              {.what = "the answer for a ReLU at -0.001, h = 0.01",
               .why = "At -0.011 the ReLU is shut, at 0.009 it is open.",
               .read = "kinks"});
}

TEST(KinkCrossed, SeesNoneWhereTheStepIsShort) {
  const arma::mat x = {{5, -0.001, 5}};
  expect_that(!submission::kink_crossed(relus, x, 1, 0.0001), "a kink", "no kink",
              {.what = "the answer for a ReLU at -0.001, h = 0.0001",
               .why = "The ReLU is shut at both ends of the step.",
               .read = "kinks"});
}

TEST(KinkCrossed, RefusesAnIndexBehindTheEnd) {
  expect_refusal("index 2 of 2 entries", [] { submission::kink_crossed(relus, {{1, 2}}, 2, 0.1); });
}

TEST(SampleEntries, TakesSomeOfEveryBlock) {
  Rng rng(7);
  const std::vector<arma::mat> blocks = {arma::zeros(20, 30), arma::zeros(1, 3)};
  const std::vector<arma::uvec> yours = submission::sample_entries(blocks, 5, rng);
  if (!expect_equal(
          static_cast<long long>(yours.size()), 2,
          {.what = "the number of blocks in the sample", .read = "a-few-entries-of-every-block"})) {
    return;
  }
  expect_equal(static_cast<long long>(yours[0].n_elem), 5,
               {.what = "the number of entries from a block of 600",
                .read = "a-few-entries-of-every-block"});
  expect_equal(arma::sort(yours[1]), arma::uvec{0, 1, 2},
               {.what = "the entries of a block of 3, of which 5 were asked for",
                .why = "A small block is checked in all its entries.",
                .read = "a-few-entries-of-every-block"});
}

TEST(SampleEntries, TakesNoneTwice) {
  Rng rng(7);
  const std::vector<arma::uvec> yours = submission::sample_entries({arma::zeros(4, 5)}, 19, rng);
  if (!expect_equal(
          static_cast<long long>(yours.size()), 1,
          {.what = "the number of blocks in the sample", .read = "a-few-entries-of-every-block"})) {
    return;
  }
  const arma::uvec different = arma::unique(yours[0]);
  expect_equal(static_cast<long long>(different.n_elem), 19,
               {.what = "the number of different entries, of 19 drawn from 20",
                .read = "a-few-entries-of-every-block"});
}

TEST(LossScale, BringsTinyGradientsToAboutOne) {
  const double yours = submission::loss_scale({arma::mat{{1e-13, -4e-12}}, arma::mat{2e-14}});
  checks::expect_between(
      4e-12 * yours, 0.1, 10,
      {.what = "the scale times the largest gradient (4e-12)", .read = "tiny-gradients"});
}

TEST(LossScale, LeavesOthersAlone) {
  expect_near(submission::loss_scale({arma::mat{{0.03, -1e-13}}}), 1,
              {.what = "the scale for gradients up to 0.03", .read = "tiny-gradients"});
  expect_near(submission::loss_scale({arma::mat{{0, 0}}}), 1,
              {.what = "the scale for gradients that are all 0", .read = "tiny-gradients"});
}

// 3·Σ W + b²; the gradient of W is right, that of b has lost its 2.
const std::vector<GradcheckBlock> kBlocks = {
    {.name = "W", .value = {{1, 2}, {3, 4}}, .gradient = {{3, 3}, {3, 3}}},
    {.name = "b", .value = arma::mat{2}, .gradient = arma::mat{2}}};

double loss_of(const std::vector<arma::mat>& parameters, Rng&) {
  return 3 * arma::accu(parameters.at(0)) + std::pow(parameters.at(1)(0), 2);
}

TEST(CheckGradient, FindsTheBlockThatIsWrong) {
  const std::vector<GradcheckReport> yours = submission::check_gradient(
      loss_of, kBlocks, {.step = 0.25, .entries_per_block = 3, .seed = 7}, {});
  if (!expect_equal(
          static_cast<long long>(yours.size()), 2,
          {.what = "the number of reports for 2 blocks", .read = "a-gradient-check-for-a-model"})) {
    return;
  }
  expect_equal(static_cast<long long>(yours[0].entries.n_elem), 3,
               {.what = "the number of entries compared in W, which has 4",
                .read = "a-gradient-check-for-a-model"});
  expect_near(yours[0].worst, 0,
              {.what = "the worst error of W", .read = "a-gradient-check-for-a-model"});
  expect_near(yours[1].numeric, arma::mat{4},
              {.what = "the numeric gradient of b", .read = "a-gradient-check-for-a-model"});
  expect_near(yours[1].analytic, arma::mat{2},
              {.what = "the analytic gradient of b", .read = "a-gradient-check-for-a-model"});
  expect_near(yours[1].worst, 0.5,
              {.what = "the worst error of b", .read = "a-gradient-check-for-a-model"});
}

TEST(CheckGradient, GivesEveryEvaluationTheSameRandomNumbers) {
  // A loss with dropout: half of the time the parameter does not count.
  const auto random_loss = [](const std::vector<arma::mat>& parameters, Rng& rng) {
    const arma::mat mask = arma::floor(2 * rng.uniform(5, 1, 0, 1));
    return arma::accu(mask % parameters.at(0));
  };
  Rng rng(3);
  const arma::mat mask = arma::floor(2 * rng.uniform(5, 1, 0, 1));
  const std::vector<GradcheckReport> yours = submission::check_gradient(
      random_loss, {{.name = "w", .value = arma::ones(5, 1), .gradient = mask}},
      {.step = 0.25, .entries_per_block = 5, .seed = 3}, {});
  if (!expect_equal(
          static_cast<long long>(yours.size()), 1,
          {.what = "the number of reports for 1 block", .read = "a-gradient-check-for-a-model"})) {
    return;
  }
  expect_near(yours[0].worst, 0,
              {.what = "the worst error of a right gradient under dropout",
               .why = "Every evaluation must see the same mask, that of an Rng(options.seed) which "
                      "nobody has drawn from.",
               .read = "the-same-dice"});
}

TEST(CheckGradient, CountsKinksAndLeavesThemOut) {
  const auto relu_loss = [](const std::vector<arma::mat>& parameters, Rng&) {
    return arma::accu(arma::clamp(parameters.at(0), 0.0, 1e9));
  };
  const auto relu_winners = [](const std::vector<arma::mat>& parameters, Rng&) {
    return relus(parameters.at(0));
  };
  const std::vector<GradcheckReport> yours = submission::check_gradient(
      relu_loss, {{.name = "w", .value = {{2, -0.1, -3}}, .gradient = {{1, 0, 0}}}},
      {.step = 0.25, .entries_per_block = 3, .seed = 7}, relu_winners);
  if (!expect_equal(
          static_cast<long long>(yours.size()), 1,
          {.what = "the number of reports for 1 block", .read = "a-gradient-check-for-a-model"})) {
    return;
  }
  expect_equal(static_cast<long long>(yours[0].kinks), 1,
               {.what = "the number of kinks within ±0.25 of 2, -0.1 and -3",
                .read = "leave-out-the-kinks"});
  expect_equal(arma::sort(yours[0].entries), arma::uvec{0, 2},
               {.what = "the entries that were compared", .read = "leave-out-the-kinks"});
}

TEST(CheckGradient, RefusesAGradientOfAnotherShape) {
  expect_refusal("a gradient of 3 x 2 for a block of 2 x 3", [] {
    submission::check_gradient(
        loss_of, {{.name = "W", .value = arma::ones(2, 3), .gradient = arma::ones(3, 2)}},
        {.step = 0.25, .entries_per_block = 3, .seed = 7}, {});
  });
}

}  // namespace
}  // namespace descent
