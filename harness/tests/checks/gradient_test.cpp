#include "harness/checks/gradient.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <ctime>
#include <stdexcept>

#include "harness/tests/checks/caught.hpp"
#include "harness/tests/checks/two_layer_net.hpp"

namespace descent::checks {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing_net::Net;
using testing_net::W1;

/// Σ sin(c·x) with its gradient: smooth, every entry another slope.
struct Sines {
  arma::mat frequencies;
  [[nodiscard]] double value(const arma::mat& x) const {
    return arma::accu(arma::sin(frequencies % x));
  }
  [[nodiscard]] arma::mat gradient(const arma::mat& x) const {
    return frequencies % arma::cos(frequencies % x);
  }
};

class LargeBlock : public testing::Test {
 protected:
  Rng rng_{3};
  arma::mat x_ = rng_.normal(60, 50);
  Sines f_{rng_.uniform(60, 50, 0.5, 2)};
  arma::mat right_ = f_.gradient(x_);
  long calls_ = 0;

  GradientReport check(const arma::mat& gradient, const GradientOptions& options = {}) {
    return check_gradient(
        [this](const Blocks& blocks) {
          ++calls_;
          return f_.value(blocks[0]);
        },
        {x_}, {gradient}, rng_, options);
  }
};

TEST_F(LargeBlock, IsSampledWithinAFewHundredEvaluations) {
  const GradientReport report = check(right_);
  EXPECT_TRUE(report.nothing_wrong());
  EXPECT_EQ(report.evaluations, calls_);
  EXPECT_LT(calls_, 1000);
  std::size_t directions = 0;
  for (const Probe& probe : report.blocks[0].probes) directions += probe.is_direction ? 1 : 0;
  EXPECT_EQ(directions, 5U);
  EXPECT_GE(report.blocks[0].probes.size(), 5U + 32U);
}

TEST_F(LargeBlock, AnErrorInEveryEntryIsSeenInTheEntries) {
  EXPECT_FALSE(check(right_ * 1.0001).nothing_wrong());
}

TEST_F(LargeBlock, OneHugeWrongEntryIsAmongTheLargestAnalyticOnes) {
  arma::mat wrong = right_;
  wrong(59, 49) = 50;
  for (int i = 0; i < 20; ++i) {  // without directions, which see it as well
    EXPECT_FALSE(check(wrong, {.directions = 0}).nothing_wrong());
  }
}

TEST_F(LargeBlock, OneWrongEntryOfThousandsIsSeenInTheDirections) {
  for (int i = 0; i < 20; ++i) {
    arma::mat wrong = right_;
    const arma::uword index = rng_.below(wrong.n_elem);
    wrong[index] += 0.01;  // a hundredth of the others: no entry stands out
    EXPECT_FALSE(check(wrong).nothing_wrong()) << index;
  }
}

TEST_F(LargeBlock, TheFindingListsTheWorstProbes) {
  arma::mat wrong = right_;
  wrong.col(7) *= -1;
  const GradientReport report = check(wrong);
  const auto finding = gradient_finding(report.blocks[0], wrong, x_, {.what = "dW", .read = "r"});
  ASSERT_TRUE(finding);
  EXPECT_THAT(finding->problem, HasSubstr("probes differ from the numerical derivative"));
  EXPECT_THAT(finding->worst, HasSubstr("column 7"));
}

TEST(Gradient, OfAFiveBySevenBlockCosts140EvaluationsIfRight) {
  Rng rng(5);
  const Sines f{rng.uniform(5, 7, 0.5, 2)};
  const arma::mat x = rng.normal(5, 7);
  const ScalarFunction of_blocks = [&](const Blocks& blocks) { return f.value(blocks[0]); };
  EXPECT_EQ(check_gradient(of_blocks, {x}, {f.gradient(x)}, rng).evaluations, 141);
  EXPECT_LT(check_gradient(of_blocks, {x}, {-f.gradient(x)}, rng).evaluations, 1500);
}

TEST(Gradient, OfAFiveBySevenBlockTakesWellUnderATenthOfASecond) {
  Rng rng(5);
  const Net net = Net::random(rng);
  Blocks wrong = net.gradient();
  wrong[W1] *= -1;                          // the slow way: every entry is looked at with care
  const std::clock_t start = std::clock();  // of this process: the machine may be busy
  EXPECT_FALSE(check_gradient(net.function(), net.at, wrong, rng).nothing_wrong());
  EXPECT_LT(std::clock() - start, CLOCKS_PER_SEC / 10);
}

TEST(Gradient, JudgesEveryBlockByItsOwnScale) {
  // The second block's gradient is a millionth of the first's, and wrong by one percent.
  const ScalarFunction f = [](const Blocks& p) {
    return 1e3 * arma::accu(arma::sin(p[0])) + 1e-3 * arma::accu(arma::sin(p[1]));
  };
  Rng rng(1);
  const Blocks at = {rng.normal(3, 4), rng.normal(3, 4)};
  const Blocks right = {1e3 * arma::cos(at[0]), 1e-3 * arma::cos(at[1])};
  const Blocks wrong = {right[0], 1.01 * right[1]};
  EXPECT_TRUE(check_gradient(f, at, right, rng).nothing_wrong());
  const GradientReport report = check_gradient(f, at, wrong, rng);
  EXPECT_EQ(report.blocks[0].count(Verdict::wrong), 0U);
  EXPECT_GT(report.blocks[1].count(Verdict::wrong), 0U);
}

TEST(Gradient, JudgesAnEntryByItsOwnSizeDownToAHundredthOfItsBlock) {
  const auto wrong_where_the_slope_is = [](double size) {
    Rng rng(1);
    const arma::mat x = rng.normal(3, 4);
    arma::mat sizes(3, 4, arma::fill::ones);
    sizes(1, 2) = size;
    const ScalarFunction f = [&](const Blocks& p) { return arma::accu(sizes % arma::sin(p[0])); };
    arma::mat gradient = sizes % arma::cos(x);
    gradient(1, 2) *= 1.0001;
    return check_gradient(f, {x}, {gradient}, rng).count(Verdict::wrong);
  };
  EXPECT_EQ(wrong_where_the_slope_is(0.02), 1U);
  EXPECT_EQ(wrong_where_the_slope_is(1e-6), 0U);
}

TEST(Gradient, BothZeroAgree) {
  Rng rng(1);
  const Blocks at = {rng.normal(3, 4)}, zero = {arma::mat(3, 4, arma::fill::zeros)};
  const GradientReport report = check_gradient([](const Blocks&) { return 2.5; }, at, zero, rng);
  EXPECT_EQ(report.count(Verdict::agrees), 12U);
  EXPECT_EQ(report.blocks[0].probes[0].error, 0);
}

TEST(Gradient, HiddenByRoundOffIsInconclusiveNotWrong) {
  Rng rng(1);
  const Blocks at = {rng.normal(2, 3)};
  const ScalarFunction f = [](const Blocks& p) { return 1e12 + 1e-3 * arma::accu(p[0]); };
  for (const double slope : {1e-3, -1e-3, 0.5}) {
    const Blocks gradient = {arma::mat(2, 3, arma::fill::value(slope))};
    const GradientReport report = check_gradient(f, at, gradient, rng);
    EXPECT_EQ(report.count(Verdict::wrong), 0U);
    EXPECT_EQ(report.count(Verdict::inconclusive), 6U);
  }
  const Blocks absurd = {arma::mat(2, 3, arma::fill::value(1e6))};  // beyond any round-off
  EXPECT_EQ(check_gradient(f, at, absurd, rng).count(Verdict::wrong), 6U);
}

TEST(Gradient, ANaNIsWrong) {
  Rng rng(1);
  const Blocks at = {rng.normal(2, 3)};
  Blocks gradient = {arma::cos(at[0])};
  gradient[0](1, 2) = arma::datum::nan;
  const ScalarFunction f = [](const Blocks& p) { return arma::accu(arma::sin(p[0])); };
  EXPECT_EQ(check_gradient(f, at, gradient, rng).count(Verdict::wrong), 1U);
}

TEST(Gradient, ExceptionsOfTheFunctionPassThrough) {
  Rng rng(1);
  int calls = 0;
  const ScalarFunction f = [&calls](const Blocks&) -> double {
    if (++calls == 3) throw std::out_of_range("from the function");
    return 0;
  };
  const Blocks at = {arma::mat(2, 2, arma::fill::zeros)};
  EXPECT_THROW((void)check_gradient(f, at, at, rng), std::out_of_range);
}

TEST(Gradient, ShapesThatDoNotFitAreTheCallersMistake) {
  Rng rng(1);
  const ScalarFunction f = [](const Blocks&) { return 0.0; };
  EXPECT_THROW((void)check_gradient(f, {arma::mat(2, 3)}, {arma::mat(3, 2)}, rng),
               std::invalid_argument);
  EXPECT_THROW((void)check_gradient(f, {arma::mat(2, 3)}, {}, rng), std::invalid_argument);
}

TEST(Gradient, OfAMatrixIsCheckedAgainstARandomUpstreamGradient) {
  Rng rng(1);
  const arma::mat X = rng.normal(4, 3), upstream = rng.normal(4, 2);
  const ScalarFunction f =
      against_upstream([&X](const Blocks& p) { return arma::mat(X * p[0]); }, upstream);
  const Blocks at = {rng.normal(3, 2)};
  EXPECT_TRUE(check_gradient(f, at, {X.t() * upstream}, rng).nothing_wrong());
  EXPECT_FALSE(check_gradient(f, at, {X.t() * arma::abs(upstream)}, rng).nothing_wrong());
  EXPECT_THROW((void)f({rng.normal(3, 5)}), std::invalid_argument);
}

TEST(Gradient, EmptyBlocksAreFine) {
  Rng rng(1);
  EXPECT_TRUE(check_gradient([](const Blocks&) { return 1.0; }, {arma::mat()}, {arma::mat()}, rng)
                  .nothing_wrong());
}

TEST(ExpectGradient, ShowsNumericAndYoursAndTheLikelyReason) {
  Rng rng(2);
  const Net net = Net::random(rng);
  Blocks wrong = net.gradient();
  wrong[W1] *= -1;
  const std::string text = told_by([&] {
    EXPECT_FALSE(expect_gradient(net.function(), net.at, wrong, rng,
                                 {.what = "the net", .read = "backprop"},
                                 {.names = {"dW1", "db1", "dW2", "db2"}}));
  });
  EXPECT_THAT(prose(text),
              AllOf(HasSubstr("dW1: 36 of 36 entries differ from the numerical derivative."),
                    HasSubstr("the sign is the wrong way round"), HasSubstr("numerically"),
                    HasSubstr("backprop")));
}

TEST(ExpectGradient, ShowsTheEntryThatIsFurthestOff) {
  Rng rng(2);
  const arma::mat x = rng.normal(3, 4);
  arma::mat wrong = arma::cos(x);
  wrong(0, 0) += 0.1;
  wrong(1, 2) += 1;
  wrong(2, 3) += 0.1;
  const std::function<double(const arma::mat&)> f = [](const arma::mat& p) {
    return arma::accu(arma::sin(p));
  };
  EXPECT_THAT(prose(told_by([&] { expect_gradient(f, x, wrong, rng, {.what = "dx"}); })),
              HasSubstr("worst entry row 1, column 2: yours"));
}

TEST(ExpectGradient, HoldsSilently) {
  Rng rng(2);
  const Net net = Net::random(rng);
  EXPECT_EQ(
      told_by([&] {
        EXPECT_TRUE(expect_gradient(net.function(), net.at, net.gradient(), rng, {.what = "x"}));
      }),
      "");
}

TEST(ExpectGradient, SpeaksOfShapeAndNaNFirst) {
  Rng rng(2);
  const arma::mat x = rng.normal(3, 4);
  const std::function<double(const arma::mat&)> f = [](const arma::mat& p) {
    return arma::accu(arma::sin(p));
  };
  EXPECT_THAT(told_by([&] { expect_gradient(f, x, arma::mat(4, 3), rng, {.what = "dx"}); }),
              HasSubstr("The shape of dx is wrong: 3 x 4 is expected, 4 x 3 came."));
  EXPECT_THAT(told_by([&] {
                expect_gradient(f, x, arma::mat(3, 4, arma::fill::value(arma::datum::nan)), rng,
                                {.what = "dx"});
              }),
              HasSubstr("In dx, all 12 entries are NaN."));
  const std::function<double(const arma::mat&)> bad = [](const arma::mat&) {
    return arma::datum::nan;
  };
  EXPECT_THAT(told_by([&] { expect_gradient(bad, x, x, rng, {.what = "dx"}); }),
              HasSubstr("the function that is to be differentiated is NaN"));
}

TEST(ExpectGradient, NamesTheL2PartThatIsMissing) {
  Rng rng(2);
  const Net net = Net::random(rng);
  const std::string text = told_by([&] {
    expect_gradient(
        [&](const arma::mat& W) {
          Blocks p = net.at;
          p[W1] = W;
          return net.loss(p);
        },
        net.at[W1], net.gradient({.penalty = 0})[W1], rng,
        {.what = "dW1", .setting = {.examples = 5, .weights = &net.at[W1], .lambda = net.lambda}});
  });
  EXPECT_THAT(prose(text), HasSubstr("the part of the L2 penalty is missing: add λ W"));
}

}  // namespace
}  // namespace descent::checks
