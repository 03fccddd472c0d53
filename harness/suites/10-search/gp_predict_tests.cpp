#include <gtest/gtest.h>

#include <cmath>

#include "harness/checks/properties.hpp"
#include "harness/checks/refusal.hpp"
#include "harness/suites/10-search/process.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;
using checks::expect_refusal;

constexpr auto kRead = "a-gaussian-process";
constexpr auto kReadNoise = "noise-on-the-diagonal";

// What harness/tests/crosscheck/search.py had from scikit-learn.
const arma::mat kX = {{0.1, 0.7}, {0.4, 0.2}, {0.9, 0.5}, {0.35, 0.25}};
const arma::vec kY = {1.2, -0.4, 0.3, -0.1};
const arma::mat kQueries = {{0.1, 0.7}, {0.5, 0.5}, {0.38, 0.22}, {5, -3}, {0, 1}};

bool expect_prediction(const GaussianProcessPrediction& yours,
                       const GaussianProcessPrediction& right, const std::string& why,
                       checks::Tolerance mean = {1e-7, 1e-9},
                       checks::Tolerance deviation = {1e-6, 1e-7}) {
  const bool means = expect_near(
      yours.mean, right.mean, {.what = "the mean", .why = why, .read = kRead, .tolerance = mean});
  return expect_near(
             yours.deviation, right.deviation,
             {.what = "the deviation", .why = why, .read = kRead, .tolerance = deviation}) &&
         means;
}

TEST(GpPredict, HasTheValuesOfAnotherImplementation) {
  const GaussianProcessPrediction first =
      submission::gp_predict(kX, kY, kQueries, {.length_scale = 0.3, .signal = 1, .noise = 0.1});
  const GaussianProcessPrediction second =
      submission::gp_predict(kX, kY, kQueries, {.length_scale = 0.7, .signal = 2.5, .noise = 0.5});
  const char* why = "As another library has it for the same kernel and noise.";
  if (!expect_prediction(first,
                         {{1.18959480418, 0.354460830016, -0.277318334571, 0, 0.621278290337},
                          {0.0994375517498, 0.679079298168, 0.0724499457634, 1, 0.804441056843}},
                         why)) {
    return;
  }
  expect_prediction(second,
                    {{1.09980071087, 0.407159912106, -0.212260415269, 0, 1.41970125932},
                     {0.478436978506, 0.533152142678, 0.34612081913, 2.5, 0.992303162605}},
                    why);
}

TEST(GpPredict, IsRightForRandomObservations) {
  Rng rng(remote::test_seed());
  struct Run {
    arma::mat X, queries;
    arma::vec y;
    GaussianProcessOptions options;
    GaussianProcessPrediction yours;
  };
  std::vector<Run> runs;
  for (int i = 0; i < 6; ++i) {
    const arma::uvec sizes = rng.permutation(7) + 2;  // n, D and m differ
    Run run{rng.uniform(sizes(0), sizes(1), 0, 1),
            rng.uniform(sizes(2), sizes(1), 0, 1),
            rng.normal(sizes(0), 1),
            {rng.uniform(0.2, 1.5), rng.uniform(0.4, 3), rng.uniform(0.05, 0.5)},
            {}};
    run.yours = submission::gp_predict(run.X, run.y, run.queries, run.options);
    runs.push_back(run);
  }
  for (const Run& run : runs) {
    if (!expect_prediction(run.yours, right_prediction(run.X, run.y, run.queries, run.options),
                           "k(q, X)·A⁻¹·y and the root of signal² - k(q, X)·A⁻¹·k(X, q), with A = "
                           "K(X, X) + noise²·I.")) {
      return;
    }
  }
}

TEST(GpPredict, GoesThroughItsObservations) {
  Rng rng(remote::test_seed());
  const arma::mat X = arma::join_rows(arma::linspace(0, 3, 6), rng.uniform(6, 1, 0, 1));
  const arma::vec y = rng.normal(6, 1);
  const GaussianProcessPrediction yours =
      submission::gp_predict(X, y, X, {.length_scale = 0.3, .signal = 2, .noise = 1e-3});
  if (!checks::expect_shape(yours.deviation, 6, 1, {.what = "the deviation", .read = kRead})) {
    return;
  }
  expect_near(yours.mean, y,
              {.what = "the mean at the observations, with hardly any noise",
               .why = "What has been seen is believed.",
               .read = kRead,
               .tolerance = {1e-3, 1e-3}});
  checks::expect_less(yours.deviation.max(), 2e-3,
                      {.what = "the deviation at the observations, with hardly any noise",
                       .why = "Where it has looked it is sure: not more unsure than the noise of "
                              "what it saw.",
                       .read = kRead});
}

TEST(GpPredict, KnowsNothingFarAway) {
  Rng rng(remote::test_seed());
  const GaussianProcessPrediction yours = submission::gp_predict(
      rng.uniform(5, 2, 0, 1), rng.normal(5, 1) + 3, arma::mat{{40, 0}, {0, -40}, {25, 25}},
      {.length_scale = 0.5, .signal = 1.7, .noise = 0.1});
  expect_prediction(
      yours, {arma::zeros(3), 1.7 * arma::ones(3)},
      "Far from all that it has seen it believes what it did at the beginning: mean 0, "
      "deviation `signal`.");
}

// Two observations at one place, without any difference between them that the kernel could see.
TEST(GpPredict, TakesTheSamePointTwice) {
  Rng rng(remote::test_seed());
  const arma::rowvec at = rng.uniform(1, 2, 0, 1);
  const arma::mat X = arma::join_cols(at, at, at);
  const GaussianProcessOptions options{.length_scale = 0.3, .signal = 1, .noise = 0.3};
  const GaussianProcessPrediction yours = submission::gp_predict(X, {1, 2, 4.5}, at, options);
  // Three equal measurements of one number: sum / (3 + noise²), and noise²/(3 + noise²) is left.
  const double all = 3 + 0.09;
  expect_prediction(yours, {{7.5 / all}, {std::sqrt(0.09 / all)}},
                    "Three observations at one place are three measurements of one number.");
}

TEST(GpPredict, SurvivesNearlyEqualPoints) {
  const arma::vec t = arma::linspace(0, 1, 40);
  const arma::mat X = arma::join_rows(t, t % t);
  const GaussianProcessPrediction yours = submission::gp_predict(
      X, arma::sin(6 * t), X, {.length_scale = 1, .signal = 1, .noise = 1e-4});
  if (!checks::expect_finite(yours.mean, {.what = "the mean", .read = kReadNoise}) ||
      !checks::expect_finite(
          yours.deviation,
          {.what = "the deviation",
           .why = "A variance that rounding has made negative counts as 0: there is no root of it.",
           .read = kReadNoise})) {
    return;
  }
  expect_near(yours.mean, arma::sin(6 * t),
              {.what = "the mean at forty observations that are close to each other",
               .why = "Noise² on the diagonal keeps the system solvable.",
               .read = kReadNoise,
               .tolerance = {1e-2, 1e-2}});
}

TEST(GpPredict, IsLinearInTheObservations) {
  Rng rng(remote::test_seed());
  const GaussianProcessOptions options{.length_scale = 0.4, .signal = 1, .noise = 0.2};
  const arma::mat X = rng.uniform(5, 3, 0, 1), queries = rng.uniform(4, 3, 0, 1);
  const arma::vec y = rng.normal(5, 1);
  const GaussianProcessPrediction once = submission::gp_predict(X, y, queries, options);
  const GaussianProcessPrediction twice = submission::gp_predict(X, -2 * y, queries, options);
  expect_near(twice.mean, -2 * once.mean,
              {.what = "the mean for observations times -2",
               .why = "The mean is a weighted sum of the observations.",
               .read = kRead,
               .tolerance = {1e-8, 1e-10}});
  expect_near(twice.deviation, once.deviation,
              {.what = "the deviation for other observations at the same points",
               .why = "How sure one is depends on where one has looked, not on what one saw.",
               .read = kRead,
               .tolerance = {1e-8, 1e-10}});
}

TEST(GpPredict, AnswersEachQueryForItself) {
  Rng rng(remote::test_seed());
  const GaussianProcessOptions options{.length_scale = 0.4, .signal = 1.3, .noise = 0.2};
  const arma::mat X = rng.uniform(6, 2, 0, 1), queries = rng.uniform(3, 2, 0, 1);
  const arma::vec y = rng.normal(6, 1);
  const GaussianProcessPrediction all = submission::gp_predict(X, y, queries, options);
  arma::mat one(3, 2);
  for (arma::uword q = 0; q < 3; ++q) {
    const GaussianProcessPrediction alone = submission::gp_predict(X, y, queries.row(q), options);
    if (!checks::expect_shape(alone.mean, 1, 1,
                              {.what = "the mean for one query", .read = kRead}) ||
        !checks::expect_shape(alone.deviation, 1, 1,
                              {.what = "the deviation for one query", .read = kRead})) {
      return;
    }
    one.row(q) = arma::rowvec{alone.mean(0), alone.deviation(0)};
  }
  expect_near(all.mean, one.col(0),
              {.what = "the means for three queries at once",
               .why = "Queries have nothing to do with each other.",
               .read = kRead});
  expect_near(all.deviation, one.col(1),
              {.what = "the deviations for three queries at once",
               .why = "Queries have nothing to do with each other.",
               .read = kRead,
               .tolerance = {1e-7, 1e-9}});
}

TEST(GpPredict, RemembersNothing) {
  Rng rng(remote::test_seed());
  const arma::mat X = rng.uniform(6, 2, 0, 1), queries = rng.uniform(3, 2, 0, 1);
  const arma::vec y = rng.normal(6, 1);
  checks::expect_same_twice(
      [&] {
        const GaussianProcessPrediction yours = submission::gp_predict(X, y, queries, {});
        return arma::mat(arma::join_cols(yours.mean, yours.deviation));
      },
      {.what = "mean and deviation", .read = kRead});
}

TEST(GpPredict, RefusesBadInput) {
  const double nan = arma::datum::nan;
  const auto call = [](const arma::mat& X, const arma::vec& y, const arma::mat& queries,
                       const GaussianProcessOptions& options) {
    return [X, y, queries, options] { submission::gp_predict(X, y, queries, options); };
  };
  arma::mat with_nan = kX;
  with_nan(1, 1) = nan;
  expect_refusal("no observations", call(arma::mat(0, 2), {}, kQueries, {}));
  expect_refusal("no queries", call(kX, kY, arma::mat(0, 2), {}));
  expect_refusal("three values for four points", call(kX, kY.head(3), kQueries, {}));
  expect_refusal("queries of another dimension", call(kX, kY, arma::ones(2, 3), {}));
  expect_refusal("a point with NaN", call(with_nan, kY, kQueries, {}));
  expect_refusal("a query with NaN", call(kX, kY, with_nan, {}));
  expect_refusal("a value that is NaN", call(kX, {1, nan, 2, 3}, kQueries, {}));
  expect_refusal("a length scale of 0", call(kX, kY, kQueries, {.length_scale = 0}));
  expect_refusal("a negative signal", call(kX, kY, kQueries, {.signal = -1}));
  expect_refusal("a noise of 0", call(kX, kY, kQueries, {.noise = 0}));
}

}  // namespace
}  // namespace descent::suite
