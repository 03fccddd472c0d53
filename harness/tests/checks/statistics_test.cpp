#include "harness/checks/statistics.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <functional>
#include <utility>

#include "harness/support/rng.hpp"
#include "harness/tests/checks/caught.hpp"

namespace descent::checks {
namespace {

using testing::HasSubstr;

// Quantiles as SciPy 1.10 gives them: stats.binom.ppf(5e-7, 1000, 0.3), .isf(...), stats.norm,
// stats.chi2 and stats.t likewise.
TEST(Statistics, QuantilesAreSciPys) {
  const Interval heads = binomial_interval(1000, 0.3);
  EXPECT_NEAR(heads.low, 231, 1);  // rounded outwards, hence one may be added
  EXPECT_LE(heads.low, 231);
  EXPECT_NEAR(heads.high, 372, 1);
  EXPECT_GE(heads.high, 372);
  EXPECT_NEAR(mean_interval(1, 0, 1).high, 4.891638475698591, 1e-9);
  EXPECT_NEAR(mean_interval(400, 3, 2).low, 3 - 0.4891638475698591, 1e-9);
  EXPECT_NEAR(mean_square_interval(500, 1).low, 0.7205762572257313, 1e-9);
  EXPECT_NEAR(mean_square_interval(500, 4).high, 4 * 1.3404915755068423, 1e-8);
  EXPECT_NEAR(correlation_interval(100).high, 0.46647496500437735, 1e-9);
  EXPECT_NEAR(normal_cdf(-4.891638475698591), 5e-7, 1e-15);
}

TEST(Statistics, ProbabilitiesOfZeroAndOneLeaveNoRoom) {
  EXPECT_EQ(binomial_interval(50, 0).high, 0);
  EXPECT_EQ(binomial_interval(50, 1).low, 50);
  EXPECT_THROW(binomial_interval(50, 1.5), std::invalid_argument);
}

TEST(Statistics, ComparisonsShareTheAlarm) {
  EXPECT_LT(mean_interval(1, 0, 1).high, mean_interval(1, 0, 1, {1e-6, 100}).high);
  EXPECT_NEAR(mean_interval(1, 0, 1, {1e-6, 100}).high, mean_interval(1, 0, 1, {1e-8, 1}).high,
              1e-12);
}

// At an alarm of 2 %, a right sample must fail about that often, and not more: 2000 trials, of
// which at most 40 + 4.9 standard deviations of 6.3 fail by chance.
TEST(Statistics, FailsARightSampleAsOftenAsItSaysAndNotMoreOften) {
  Rng rng(11);
  const FalseAlarm alarm{0.02, 1};
  int frequency = 0, mean = 0, variance = 0, correlation = 0, distribution = 0;
  for (int trial = 0; trial < 2000; ++trial) {
    const arma::mat normal = rng.normal(20, 5);
    const arma::mat other = rng.normal(20, 5);
    const arma::uword heads = arma::accu(rng.uniform(50, 6, 0, 1) < 0.3);
    const auto fails = [](const auto& check) { return failures_of(check).empty() ? 0 : 1; };
    frequency += fails([&] { expect_frequency(heads, 300, 0.3, {.what = "x"}, alarm); });
    mean += fails([&] { expect_mean(normal, 0, 1, {.what = "x"}, alarm); });
    variance += fails([&] { expect_variance(normal, 1, {.what = "x"}, alarm); });
    correlation += fails([&] { expect_uncorrelated(normal, other, {.what = "x"}, alarm); });
    distribution += fails([&] { expect_distribution(normal, normal_cdf, {.what = "x"}, alarm); });
  }
  for (const int failed : {frequency, mean, variance, correlation, distribution}) {
    EXPECT_LE(failed, 71);
  }
  for (const int failed : {mean, variance, correlation}) EXPECT_GE(failed, 14);  // exact checks
  EXPECT_GT(frequency, 0);
  EXPECT_GT(distribution, 0);
}

/// How often each of 16 things is in the first half of an order, of so many.
arma::vec drawn(int draws, const std::function<arma::uvec()>& order) {
  arma::vec times(16, arma::fill::zeros);
  for (int d = 0; d < draws; ++d) times.elem(order().head(8)) += 1;
  return times;
}

TEST(Statistics, FailsEvenHalvesAsOftenAsItSays) {
  Rng rng(8);
  int alarms = 0;
  for (int run = 0; run < 500; ++run) {
    const arma::vec times = drawn(300, [&] { return rng.permutation(16); });
    if (!told_by([&] { expect_even_halves(times, 300, {.what = "x"}, {0.2}); }).empty()) ++alarms;
  }
  const Interval tenth = binomial_interval(500, 0.1);  // only what is too unequal is an alarm
  EXPECT_GE(alarms, tenth.low);
  EXPECT_LE(alarms, tenth.high);
}

TEST(Statistics, SeesTheTwoUnevenShuffles) {
  Rng rng(9);
  const auto start = [] { return arma::uvec(arma::regspace<arma::uvec>(0, 15)); };
  const auto with_any = [&] {
    arma::uvec order = start();
    for (arma::uword& entry : order) std::swap(entry, order(rng.below(16)));
    return order;
  };
  const auto never_with_itself = [&] {
    arma::uvec order = start();
    for (arma::uword i = 15; i > 0; --i) std::swap(order(i), order(rng.below(i)));
    return order;
  };
  for (const std::function<arma::uvec()>& shuffle :
       {std::function<arma::uvec()>(with_any), std::function<arma::uvec()>(never_with_itself)}) {
    const arma::vec times = drawn(2800, shuffle);
    EXPECT_THAT(told_by([&] { expect_even_halves(times, 2800, {.what = "x"}); }),
                HasSubstr("A shuffle is even if"));
  }
}

TEST(Statistics, NamesTheWayInWhichANumberIsWrong) {
  Rng rng(5);
  const arma::mat sample = rng.normal(100, 100);
  const auto told = [](const auto& check) { return prose(told_by(check)); };
  EXPECT_THAT(told([&] { expect_variance(sample * 0.01, 0.01, {.what = "W"}); }),
              HasSubstr("variance was taken for a standard deviation"));
  EXPECT_THAT(told([&] { expect_variance(sample * std::sqrt(0.1), 0.01, {.what = "W"}); }),
              HasSubstr("root was taken once too often"));
  EXPECT_THAT(told_by([&] { expect_variance(sample, 0.5, {.what = "W"}); }), HasSubstr("times"));
  EXPECT_THAT(told_by([&] { expect_variance(sample * 0, 0.5, {.what = "W"}); }),
              HasSubstr("All numbers are 0"));
  EXPECT_THAT(told_by([&] { expect_frequency(203, 1000, 0.8, {.what = "kept units"}); }),
              HasSubstr("wrong way round"));
  EXPECT_THAT(told_by([&] { expect_uncorrelated(sample, sample, {.what = "W"}); }),
              HasSubstr("copies"));
  EXPECT_THAT(told_by([&] { expect_uncorrelated(sample * 0, sample, {.what = "W"}); }),
              HasSubstr("same number everywhere"));
  EXPECT_THAT(told_by([&] { expect_mean(sample + 1, 0, 1, {.what = "W"}); }), HasSubstr("mean"));
  EXPECT_THAT(
      told_by([&] { expect_distribution(sample * 2, normal_cdf, {.what = "The weights"}); }),
      HasSubstr("distribution"));
}

TEST(Statistics, TellsTheSuspectThatFitsBest) {
  Rng rng(6);
  const arma::mat sample = rng.normal(100, 100);
  const std::vector<Suspect> suspects = {
      {0.97, "nearly"}, {1, "the factor 2"}, {1.02, "nearly, too"}, {0.5, "far off"}};
  const auto told = [&](double scale) {
    return told_by([&] { expect_variance(scale * sample, 2, suspects, {.what = "W"}); });
  };
  EXPECT_THAT(told(1), HasSubstr("the factor 2"));
  EXPECT_THAT(told(0.01), HasSubstr("times"));  // none of them
  EXPECT_THAT(told(0), HasSubstr("All numbers are 0"));
  EXPECT_EQ(told(std::sqrt(2)), "");
}

TEST(Statistics, IsNotFooledByNothingAndByNan) {
  EXPECT_NE(told_by([] { expect_variance(arma::mat(), 1, {.what = "W"}); }), "");
  EXPECT_NE(told_by([] { expect_frequency(0, 0, 0.5, {.what = "W"}); }), "");
  const arma::mat nan(3, 3, arma::fill::value(arma::datum::nan));
  EXPECT_NE(told_by([&] { expect_variance(nan, 1, {.what = "W"}); }), "");
  EXPECT_NE(told_by([&] { expect_mean(nan, 0, 1, {.what = "W"}); }), "");
  EXPECT_NE(told_by([&] { expect_uncorrelated(nan, nan, {.what = "W"}); }), "");
  EXPECT_NE(told_by([&] { expect_distribution(nan, normal_cdf, {.what = "W"}); }), "");
}

}  // namespace
}  // namespace descent::checks
