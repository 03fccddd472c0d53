// The public tests of stage 10: few, small, and with values that you can check with a pencil. Those
// of the worker and the master are in worker_tests.cpp.

#include <gtest/gtest.h>

#include <cmath>

#include "harness/checks/refusal.hpp"
#include "harness/checks/statistics.hpp"
#include "harness/remote/submission.hpp"

namespace descent {
namespace {

using checks::expect_near;

const SearchSpace kRateAndDropout = {{"learning rate", 1e-6, 1, SearchScale::logarithmic},
                                     {"dropout", 0, 0.5, SearchScale::linear}};

// Best at a learning rate of 1e-3, at any dropout. The test accuracy says the opposite.
SearchScore peak_at_a_thousandth(const arma::vec& point, arma::uword) {
  const double off = std::abs(std::log10(point(0)) + 3);
  return {1 - off / 6, off / 6};
}

std::string side(BorderSide which) {
  return which == BorderSide::low ? "low" : which == BorderSide::high ? "high" : "inside";
}

TEST(LogUniform, HitsEachPowerOfTenEquallyOften) {
  Rng rng(1);
  arma::vec numbers(400);
  for (double& number : numbers) number = submission::log_uniform(1e-4, 1, rng);
  checks::expect_frequency(arma::accu(numbers < 1e-2), 400, 0.5,
                           {.what = "numbers below 0.01, between 0.0001 and 1",
                            .why = "0.01 is in the middle: two powers of ten below, two above.",
                            .read = "uniform-in-the-logarithm"});
}

TEST(LogUniform, StaysBetweenItsEnds) {
  Rng rng(2);
  for (int i = 0; i < 50; ++i) {
    const double yours = submission::log_uniform(0.01, 10, rng);
    if (!checks::expect_between(
            yours, 0.01 * (1 - 1e-12), 10 * (1 + 1e-12),
            {.what = "a number between 0.01 and 10", .read = "uniform-in-the-logarithm"})) {
      return;
    }
  }
}

TEST(UniformChoice, TakesEachValueEquallyOften) {
  Rng rng(3);
  const arma::vec layers = {50, 100, 200, 400};
  arma::vec seen(200);
  for (double& value : seen) value = submission::uniform_choice(layers, rng);
  for (const double value : layers) {
    if (!checks::expect_frequency(arma::accu(seen == value), 200, 0.25,
                                  {.what = "how often one of four values is chosen",
                                   .why = "Each of them equally often, first and last included.",
                                   .read = "one-of-several-values"},
                                  {.comparisons = 4})) {
      return;
    }
  }
}

TEST(SamplePoint, UsesTheScaleOfEachRange) {
  Rng rng(4);
  arma::mat points(2, 400);
  for (arma::uword i = 0; i < points.n_cols; ++i) {
    const arma::vec point = submission::sample_point(kRateAndDropout, rng);
    if (!checks::expect_shape(point, 2, 1, {.what = "the point", .read = "a-random-point"})) return;
    points.col(i) = point;
  }
  checks::expect_frequency(arma::accu(points.row(0) < 1e-3), 400, 0.5,
                           {.what = "learning rates below 0.001, between 1e-6 and 1",
                            .why = "This range is logarithmic.",
                            .read = "a-random-point"},
                           {.comparisons = 2});
  checks::expect_frequency(arma::accu(points.row(1) < 0.25), 400, 0.5,
                           {.what = "dropout rates below 0.25, between 0 and 0.5",
                            .why = "This range is linear.",
                            .read = "a-random-point"},
                           {.comparisons = 2});
}

TEST(RandomSearch, FindsItsBestByValidation) {
  Rng rng(5);
  const SearchResult yours =
      submission::random_search(kRateAndDropout, peak_at_a_thousandth, 8, 2, rng);
  if (!checks::expect_equal(static_cast<long long>(yours.trials.size()), 8,
                            {.what = "the number of trials", .read = "random-search"})) {
    return;
  }
  arma::uword best = 0;
  for (arma::uword i = 0; i < 8; ++i) {
    if (yours.trials[i].validation > yours.trials[best].validation) best = i;
  }
  checks::expect_equal(static_cast<long long>(yours.best), static_cast<long long>(best),
                       {.what = "the index of the best trial",
                        .why = "The one with the highest validation accuracy.",
                        .read = "the-test-set-decides-nothing"});
}

TEST(GridSearch, HasTheCorners) {
  const SearchResult yours =
      submission::grid_search(kRateAndDropout, peak_at_a_thousandth, {3, 2}, 1);
  if (!checks::expect_equal(
          static_cast<long long>(yours.trials.size()), 6,
          {.what = "the number of points of a 3 x 2 grid", .read = "grid-search"})) {
    return;
  }
  arma::vec rates(6);
  for (arma::uword i = 0; i < 6; ++i) {
    if (!checks::expect_shape(yours.trials[i].point, 2, 1, {.what = "a point of the grid"})) return;
    rates(i) = std::log10(yours.trials[i].point(0));
  }
  expect_near(arma::sort(rates), arma::vec{-6, -6, -3, -3, 0, 0},
              {.what = "the logarithms of the learning rates",
               .why = "Three values from 1e-6 to 1 with equal factors between them: 1e-6, 1e-3, 1; "
                      "each with both dropout rates.",
               .read = "grid-search"});
}

TEST(OnBorder, MeasuresOnTheScaleOfTheRange) {
  const auto expect_sides = [](const arma::vec& point, const char* rate, const char* dropout) {
    const std::vector<BorderSide> yours = submission::on_border(kRateAndDropout, point, 0.1);
    if (yours.size() != 2) {
      checks::expect_equal(
          static_cast<long long>(yours.size()), 2,
          {.what = "the number of answers for two ranges", .read = "careful-with-the-border"});
      return;
    }
    checks::expect_that(
        side(yours[0]) == rate && side(yours[1]) == dropout, side(yours[0]) + ", " + side(yours[1]),
        std::string(rate) + ", " + dropout,
        {.what = "where " + std::to_string(point(0)) +
                 " lies between 1e-6 and 1, "
                 "and " +
                 std::to_string(point(1)) + " between 0 and 0.5",
         .why = "The tenth at each end counts as the border: 1e-6 to about 4e-6 "
                "and 0.25 to 1 for the rate, 0 to 0.05 and 0.45 to 0.5 for dropout.",
         .read = "careful-with-the-border"});
  };
  expect_sides({1e-3, 0.25}, "inside", "inside");
  expect_sides({2e-6, 0.02}, "low", "low");
  expect_sides({0.5, 0.48}, "high", "high");
  expect_sides({0.01, 0.1}, "inside", "inside");
}

TEST(CoarseToFine, NarrowsAroundItsBest) {
  Rng rng(6);
  const CoarseToFineResult yours = submission::coarse_to_fine(
      kRateAndDropout, peak_at_a_thousandth,
      {.stages = 2, .trials = 30, .epochs = 1, .growth = 5, .shrink = 0.5}, rng);
  if (!checks::expect_equal(static_cast<long long>(yours.stages.size()), 2,
                            {.what = "the number of stages", .read = "from-coarse-to-fine"})) {
    return;
  }
  checks::expect_equal(
      static_cast<long long>(yours.stages[1].epochs), 5,
      {.what = "the epochs of a trial in the second stage, with growth 5", .read = "train-longer"});
  if (yours.stages[1].space.size() != 2) return;
  const SearchRange& window = yours.stages[1].space[0];
  expect_near(std::log10(window.high / window.low), 3,
              {.what = "how many powers of ten the second stage covers",
               .why = "The first one has six, 1e-6 to 1, and shrink is 0.5.",
               .read = "windows"});
}

TEST(AbandonEarly, GivesUpWhatExplodes) {
  const auto expect_answer = [](const arma::vec& costs, bool answer, const char* why) {
    const bool yours = submission::abandon_early(costs, 3);
    checks::expect_that(yours == answer, yours ? "true" : "false", answer ? "true" : "false",
                        {.what = "abandon_early", .why = why, .read = "give-up-early"});
  };
  expect_answer({2.3, 1.9, 1.7}, false, "The cost falls: 2.3, 1.9, 1.7.");
  expect_answer({2.3, 5, 7}, true, "7 is above 3 · 2.3 = 6.9.");
  expect_answer({2.3, 2.0, arma::datum::nan}, true, "The cost is NaN.");
}

TEST(HoldoutSplit, HasEveryExampleOnce) {
  Rng rng(7);
  const SearchFold yours = submission::holdout_split(10, 0.3, rng);
  checks::expect_equal(static_cast<long long>(yours.validation.n_elem), 3,
                       {.what = "the validation examples of 10, with a fraction of 0.3",
                        .read = "one-validation-set"});
  checks::expect_equal(arma::sort(arma::join_cols(yours.train, yours.validation)),
                       arma::regspace<arma::uvec>(0, 9),
                       {.what = "both parts together, sorted",
                        .why = "Each example is in one part and not in the other.",
                        .read = "nothing-in-both-parts"});
}

TEST(KFoldSplit, SharesTheExamples) {
  Rng rng(8);
  const std::vector<SearchFold> yours = submission::k_fold_split(7, 3, rng);
  if (!checks::expect_equal(static_cast<long long>(yours.size()), 3,
                            {.what = "the number of folds", .read = "cross-validation"})) {
    return;
  }
  arma::uvec validated;
  for (const SearchFold& fold : yours) {
    validated = arma::join_cols(validated, fold.validation);
    checks::expect_equal(
        arma::sort(arma::join_cols(fold.train, fold.validation)), arma::regspace<arma::uvec>(0, 6),
        {.what = "both parts of a fold together, sorted", .read = "nothing-in-both-parts"});
  }
  checks::expect_equal(arma::sort(validated), arma::regspace<arma::uvec>(0, 6),
                       {.what = "all validation parts together, sorted",
                        .why = "Each of the 7 examples is validated once; the parts have 2 or 3.",
                        .read = "cross-validation"});
}

TEST(ExpectedImprovement, HasKnownValues) {
  // φ(0) = 1/√(2π) = 0.3989423 and Φ(1) = 0.8413447, φ(1) = 0.2419707.
  expect_near(
      submission::expected_improvement({1, 2, 1, 3}, {1, 1, 0, 0}, 1),
      arma::vec{0.3989423, 1.0833155, 0, 2},
      {.what = "the expected improvement over 1",
       .why = "Means 1, 2, 1, 3 with deviations 1, 1, 0, 0: φ(0); Φ(1) + φ(1); nothing; and "
              "2 for certain.",
       .read = "expected-improvement",
       .tolerance = checks::kHandValue});
}

TEST(GpPredict, KnowsWhatItHasSeen) {
  // One observation, y = 2 at x = 0, hardly any noise. At distance 1 with length scale 1 the kernel
  // is exp(-½) = 0.6065307.
  const GaussianProcessPrediction yours =
      submission::gp_predict(arma::zeros(1, 1), {2}, arma::vec{0, 1, 100},
                             {.length_scale = 1, .signal = 1, .noise = 1e-3});
  const double k = std::exp(-0.5), seen = 1 + 1e-6;
  expect_near(yours.mean, arma::vec{2 / seen, 2 * k / seen, 0},
              {.what = "the means at distances 0, 1 and 100",
               .why = "At the observation itself, 2; then 2·exp(-½); far away nothing is known.",
               .read = "a-gaussian-process"});
  expect_near(yours.deviation, arma::vec{std::sqrt(1 - 1 / seen), std::sqrt(1 - k * k / seen), 1},
              {.what = "the deviations at distances 0, 1 and 100",
               .why = "Where it has looked it is sure, far away as unsure as it was.",
               .read = "a-gaussian-process",
               .tolerance = {1e-6, 1e-9}});
}

TEST(BayesianSearch, AsksAsOftenAsItIsTold) {
  Rng rng(9);
  int asked = 0;
  const SearchResult yours = submission::bayesian_search(
      kRateAndDropout,
      [&](const arma::vec& point, arma::uword epochs) {
        ++asked;
        return peak_at_a_thousandth(point, epochs);
      },
      {.trials = 12, .initial = 4, .candidates = 50}, rng);
  const int count = asked;
  checks::expect_equal(
      count, 12,
      {.what = "how often the objective was asked",
       .why = "Once for each trial; never for a candidate that is not chosen.",
       .read = "bayesian-search",
       .mistake = count > static_cast<int>(yours.trials.size()) ? "bayes_asks_candidates" : ""});
  checks::expect_equal(static_cast<long long>(yours.trials.size()), 12,
                       {.what = "the number of trials in the result", .read = "bayesian-search"});
}

}  // namespace
}  // namespace descent
