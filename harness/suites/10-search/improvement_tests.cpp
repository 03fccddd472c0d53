#include <gtest/gtest.h>

#include <cmath>

#include "harness/checks/refusal.hpp"
#include "harness/checks/statistics.hpp"
#include "harness/remote/submission.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;
using checks::expect_refusal;
using checks::kHandValue;

constexpr auto kRead = "expected-improvement";

// harness/tests/crosscheck/search.py integrated max(0, v - best) over the normal density.
TEST(ExpectedImprovement, HasTheValuesOfAnIntegral) {
  expect_near(submission::expected_improvement({0.3, -1.2, 0.9, 2.5, 0.45},
                                               {0.8, 0.5, 0.05, 1.7, 0.001}, 0.5),
              arma::vec{0.229075758579, 4.33298325858e-05, 0.4, 2.10006919658, 0},
              {.what = "the expected improvement over 0.5",
               .why = "The mean of max(0, value - best) over all values, numerically integrated.",
               .read = kRead,
               .tolerance = kHandValue});
}

TEST(ExpectedImprovement, IsRightForRandomBeliefs) {
  Rng rng(remote::test_seed());
  struct Run {
    arma::vec mean, deviation;
    double best;
    arma::vec yours;
  };
  std::vector<Run> runs;
  for (const arma::uword n : arma::uvec{1, 4, 25}) {
    Run run{rng.normal(n, 1), rng.uniform(n, 1, 0.3, 2), rng.normal(), {}};
    run.yours = submission::expected_improvement(run.mean, run.deviation, run.best);
    runs.push_back(run);
  }
  for (const Run& run : runs) {
    arma::vec right(run.mean.n_elem);
    for (arma::uword i = 0; i < right.n_elem; ++i) {
      const double s = run.deviation(i), z = (run.mean(i) - run.best) / s;
      right(i) =
          s * (z * checks::normal_cdf(z) + std::exp(-0.5 * z * z) / std::sqrt(2 * arma::datum::pi));
    }
    if (!expect_near(run.yours, right,
                     {.what = "the expected improvement",
                      .why = "(mean - best)·Φ(z) + deviation·φ(z), with z = (mean - best) / "
                             "deviation.",
                      .read = kRead,
                      .tolerance = {1e-8, 1e-10}})) {
      return;
    }
  }
}

// The mean of max(0, v - best) over many draws: no formula. Hoeffding does not bound a normal, but
// the mean of 4e4 draws is normal to well below its width.
TEST(ExpectedImprovement, IsTheMeanOfTheImprovements) {
  Rng rng(remote::test_seed());
  constexpr arma::uword kDraws = 40000;
  const double mean = rng.uniform(-0.5, 0.5), deviation = rng.uniform(0.5, 2);
  const double best = mean + deviation * rng.uniform(-0.7, 0.7);
  const arma::vec yours = submission::expected_improvement({mean}, {deviation}, best);
  if (!checks::expect_shape(yours, 1, 1, {.what = "the result", .read = kRead})) return;
  arma::vec gains(kDraws);
  for (double& gain : gains) gain = std::max(0.0, mean + deviation * rng.normal() - best);
  const checks::Interval around =
      checks::mean_interval(kDraws, arma::mean(gains), arma::stddev(gains));
  checks::expect_between(
      yours(0), around.low, around.high,
      {.what = "the expected improvement",
       .why = "By how much 40,000 random values with this mean and deviation are "
              "better than best, 0 where they are worse, on average.",
       .read = kRead});
}

TEST(ExpectedImprovement, IsCertainWithoutDeviation) {
  expect_near(submission::expected_improvement({1, 2, 3, 1.5}, {0, 0, 0, 0}, 1.5),
              arma::vec{0, 0.5, 1.5, 0},
              {.what = "the expected improvement where the deviation is 0",
               .why = "Nothing is uncertain: max(0, mean - best). There is no z; 0/0 would be NaN.",
               .read = "where-nothing-is-uncertain"});
}

TEST(ExpectedImprovement, LikesUncertainty) {
  const arma::vec deviation = arma::linspace(0.1, 3, 12);
  const arma::vec yours = submission::expected_improvement(-0.5 * arma::ones(12), deviation, 0);
  if (!checks::expect_shape(yours, 12, 1, {.what = "the result", .read = kRead})) return;
  for (arma::uword i = 1; i < 12; ++i) {
    if (!checks::expect_greater(yours(i), yours(i - 1),
                                {.what = "the expected improvement with a larger deviation",
                                 .why = "With the same mean, more uncertainty means more to gain.",
                                 .read = kRead})) {
      return;
    }
  }
}

TEST(ExpectedImprovement, LikesHighMeans) {
  const arma::vec mean = arma::linspace(-2, 2, 12);
  const arma::vec yours = submission::expected_improvement(mean, arma::ones(12), 0.3);
  if (!checks::expect_shape(yours, 12, 1, {.what = "the result", .read = kRead})) return;
  for (arma::uword i = 1; i < 12; ++i) {
    if (!checks::expect_greater(yours(i), yours(i - 1),
                                {.what = "the expected improvement with a higher mean",
                                 .why = "Higher is better here: accuracies are maximized.",
                                 .read = "higher-is-better"})) {
      return;
    }
  }
}

TEST(ExpectedImprovement, IsNeverNegative) {
  const arma::vec mean = arma::linspace(-60, 0, 200);
  const arma::vec yours = submission::expected_improvement(mean, arma::ones(200), 1);
  if (!checks::expect_shape(yours, 200, 1, {.what = "the result", .read = kRead}) ||
      !checks::expect_finite(yours,
                             {.what = "the expected improvement far below best", .read = kRead})) {
    return;
  }
  checks::expect_that(
      yours.min() >= 0, "a negative number", "0 or more everywhere",
      {.what = "the expected improvement far below best",
       .why = "It is the mean of something that is never negative. Where both terms "
              "nearly cancel, rounding may make it so: std::max(0.0, ...).",
       .read = "where-nothing-is-uncertain"});
}

TEST(ExpectedImprovement, ShiftsAndScales) {
  Rng rng(remote::test_seed());
  const arma::vec mean = rng.normal(6, 1), deviation = rng.uniform(6, 1, 0.3, 2);
  const arma::vec plain = submission::expected_improvement(mean, deviation, 0.2);
  const arma::vec moved = submission::expected_improvement(3 * mean + 10, 3 * deviation, 10.6);
  expect_near(
      moved, 3 * plain,
      {.what = "the expected improvement with everything times 3, and 10 added to means and "
               "best",
       .why = "Only differences to best count, and the result has their unit.",
       .read = kRead,
       .tolerance = {1e-8, 1e-10}});
}

TEST(ExpectedImprovement, RefusesBadInput) {
  const double nan = arma::datum::nan, inf = arma::datum::inf;
  const auto call = [](const arma::vec& mean, const arma::vec& deviation, double best) {
    return [mean, deviation, best] { submission::expected_improvement(mean, deviation, best); };
  };
  expect_refusal("no means", call({}, {}, 0));
  expect_refusal("two means and one deviation", call({1, 2}, {1}, 0));
  expect_refusal("a negative deviation", call({1, 2}, {1, -1}, 0));
  expect_refusal("a mean that is NaN", call({1, nan}, {1, 1}, 0));
  expect_refusal("an infinite deviation", call({1, 2}, {1, inf}, 0));
  expect_refusal("a best that is NaN", call({1, 2}, {1, 1}, nan));
}

}  // namespace
}  // namespace descent::suite
