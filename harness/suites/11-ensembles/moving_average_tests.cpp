#include <gtest/gtest.h>

#include <cmath>

#include "harness/checks/properties.hpp"
#include "harness/checks/refusal.hpp"
#include "harness/remote/submission.hpp"
#include "harness/suites/11-ensembles/networks.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;

constexpr auto kRead = "averaging-weights-along-the-way";
constexpr auto kReadDecay = "decay-is-what-stays";
constexpr auto kReadFirst = "the-first-steps";

Model any_parameters(Rng& rng) { return {rng.normal(3, 2), rng.normal(1, 2), rng.normal(2, 4)}; }

bool expect_average(const ParameterAverage& yours, const ParameterAverage& expected,
                    const std::string& when, const std::string& read = kReadDecay,
                    checks::Tolerance tolerance = checks::kAgainstReference) {
  if (!checks::expect_equal(static_cast<long long>(yours.sum.size()),
                            static_cast<long long>(expected.sum.size()),
                            {.what = "the number of parameters in the average " + when,
                             .why = "One sum for each parameter of the model.",
                             .read = kRead})) {
    return false;
  }
  bool same = true;
  for (std::size_t k = 0; k < yours.sum.size(); ++k) {
    same = expect_near(yours.sum[k], expected.sum[k],
                       {.what = "the sum of parameter " + std::to_string(k) + " " + when,
                        .why = "decay times the old sum and (1 - decay) times the parameter.",
                        .read = read,
                        .tolerance = tolerance}) &&
           same;
  }
  return expect_near(yours.weight, expected.weight,
                     {.what = "the weight " + when,
                      .why = "decay times the old weight and (1 - decay): with one decay it is "
                             "1 - decay^t after t updates.",
                      .read = kReadFirst,
                      .tolerance = tolerance}) &&
         same;
}

TEST(UpdateAverage, HasTheHandValues) {
  // Exact fractions: harness/tests/crosscheck/ensembles.py.
  ParameterAverage average;
  const arma::mat seen = {{2, 8}, {-4, 0}, {4, 5}};
  for (arma::uword t = 0; t < 3; ++t) {
    submission::update_average(average, {seen.row(t)}, 0.8);
    if (average.sum.size() != 1) break;
  }
  expect_average(average, {{arma::mat{{0.416, 2.024}}}, 0.488}, "after three updates", kReadDecay,
                 checks::kHandValue);
}

TEST(UpdateAverage, IsRightForRandomParameters) {
  Rng rng(remote::test_seed());
  struct Run {
    ParameterAverage yours, expected;
  };
  std::vector<Run> runs;
  for (const double decay : {0.9, 0.3, 0.99}) {
    ParameterAverage average;
    for (int t = 0; t < 4; ++t) {
      const Model parameters = any_parameters(rng);
      Run run{average, average};
      submission::update_average(run.yours, parameters, decay);
      reference::update_average(run.expected, parameters, decay);
      average = run.expected;
      runs.push_back(run);
    }
  }
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (!expect_average(runs[i].yours, runs[i].expected,
                        "after update " + std::to_string(i % 4 + 1))) {
      return;
    }
  }
}

TEST(UpdateAverage, CountsAFreshAverageAsZeros) {
  Rng rng(remote::test_seed());
  const Model parameters = any_parameters(rng);
  ParameterAverage yours;
  submission::update_average(yours, parameters, 0.7);
  ParameterAverage expected{parameters, 0.3};
  for (arma::mat& sum : expected.sum) sum *= 0.3;
  expect_average(yours, expected, "after the first update", kReadFirst);
}

TEST(UpdateAverage, ForgetsNothingByItself) {
  // With decay 0.5 the parameters of five updates weigh 1/32, 1/16, 1/8, 1/4, 1/2.
  ParameterAverage yours;
  for (int t = 0; t < 5; ++t) {
    arma::mat seen(1, 5, arma::fill::zeros);
    seen(static_cast<arma::uword>(t)) = 32;
    submission::update_average(yours, {seen}, 0.5);
  }
  expect_average(yours, {{arma::mat{{1, 2, 4, 8, 16}}}, 31.0 / 32},
                 "after five updates that each marked an entry with 32");
}

TEST(UpdateAverage, ReachesWeightOneLittleByLittle) {
  ParameterAverage yours;
  for (int t = 0; t < 50; ++t) submission::update_average(yours, {arma::ones(1, 1)}, 0.95);
  expect_near(yours.weight, 1 - std::pow(0.95, 50),
              {.what = "the weight after 50 updates with decay 0.95",
               .why = "1 - 0.95^50.",
               .read = kReadFirst});
}

TEST(UpdateAverage, TakesADecayThatChanges) {
  ParameterAverage yours;
  submission::update_average(yours, {arma::mat{{8, 16}}}, 0.5);
  submission::update_average(yours, {arma::mat{{40, 0}}}, 0.75);
  submission::update_average(yours, {arma::mat{{10, 20}}}, 0.0);
  expect_average(yours, {{arma::mat{{10, 20}}}, 1}, "after an update with decay 0");
  submission::update_average(yours, {arma::mat{{0, 0}}}, 0.25);
  expect_average(yours, {{arma::mat{{2.5, 5}}}, 1}, "after one more with decay 0.25");
}

TEST(UpdateAverage, RemembersNothingButItsState) {
  Rng rng(remote::test_seed());
  const Model parameters = any_parameters(rng);
  const ParameterAverage before{any_parameters(rng), 0.6};
  ParameterAverage first = before, second = before;
  submission::update_average(first, parameters, 0.8);
  submission::update_average(second, parameters, 0.8);
  expect_average(second, first, "of a second model with the same history", kRead, checks::kExact);
}

TEST(UpdateAverage, RefusesBadInput) {
  using checks::expect_refusal;
  const Model good = {arma::ones(2, 3), arma::ones(1, 3)};
  const auto call = [](const ParameterAverage& average, const Model& parameters, double decay) {
    return [=] {
      ParameterAverage copy = average;
      submission::update_average(copy, parameters, decay);
    };
  };
  const ParameterAverage old{good, 0.5};
  expect_refusal("a model without parameters", call({}, {}, 0.9));
  expect_refusal("an empty parameter", call({}, {arma::mat(0, 2)}, 0.9));
  expect_refusal("a parameter with NaN",
                 call({}, {arma::mat(1, 2, arma::fill::value(arma::datum::nan))}, 0.9));
  expect_refusal("a parameter less than before", call(old, {arma::ones(2, 3)}, 0.9));
  expect_refusal("a parameter of another shape",
                 call(old, {arma::ones(2, 3), arma::ones(3, 1)}, 0.9));
  expect_refusal("decay 1", call(old, good, 1));
  expect_refusal("decay -0.1", call(old, good, -0.1));
  expect_refusal("a decay that is NaN", call(old, good, arma::datum::nan));
}

bool expect_parameters(const Model& yours, const Model& expected, const std::string& what,
                       const std::string& why) {
  if (!expect_models_shaped({yours}, {expected}, "averages", kReadFirst)) return false;
  for (std::size_t k = 0; k < yours.size(); ++k) {
    if (!expect_near(yours[k], expected[k],
                     {.what = "parameter " + std::to_string(k) + " of " + what,
                      .why = why,
                      .read = kReadFirst})) {
      return false;
    }
  }
  return true;
}

TEST(AveragedParameters, IsTheSumDividedByItsWeight) {
  Rng rng(remote::test_seed());
  std::vector<ParameterAverage> averages;
  std::vector<Model> yours;
  for (const double weight : {0.1, 0.35, 0.72, 0.97, 1.0, 1e-6}) {
    averages.push_back({any_parameters(rng), weight});
    yours.push_back(submission::averaged_parameters(averages.back()));
  }
  for (std::size_t i = 0; i < yours.size(); ++i) {
    Model expected = averages[i].sum;
    for (arma::mat& parameter : expected) parameter /= averages[i].weight;
    if (!expect_parameters(yours[i], expected, "the averaged model",
                           "Each sum divided by the weight.")) {
      return;
    }
  }
}

// What the correction is for: an average of equal things is that thing, from the first update on.
TEST(AveragedParameters, OfEqualParametersAreTheseParameters) {
  Rng rng(remote::test_seed());
  const Model parameters = any_parameters(rng);
  ParameterAverage average;
  std::vector<Model> yours;
  for (int t = 0; t < 3; ++t) {
    reference::update_average(average, parameters, 0.999);
    yours.push_back(submission::averaged_parameters(average));
  }
  for (const Model& one : yours) {
    if (!expect_parameters(one, parameters, "the average of equal parameters",
                           "Their average is what they are, and not a thousandth of it: the sum "
                           "began at 0, and the division by the weight makes up for that.")) {
      return;
    }
  }
}

// Near a minimum, noise in the gradient keeps the parameters jumping about. On ½‖w - w*‖² with
// learning rate η and noise of variance 1 in each of n coordinates, a coordinate's variance is
// v = η/(2 - η) = 0.111 for η = 0.2, and neighbouring steps correlate with 1 - η. The average with
// decay d has v·(1-d)/(1+d)·(1 + (1-η)d)/(1 - (1-η)d) = 0.0048 for d = 0.99. With n = 300 the mean
// square of either is within a factor 2 of that in all but 10^-9 of all runs (chi-squared).
TEST(AveragedParameters, BeatTheRawOnesNearANoisyMinimum) {
  Rng rng(remote::test_seed());
  const arma::mat minimum = rng.normal(30, 10);
  Model w = {rng.normal(30, 10)};
  ParameterAverage average;
  constexpr double kRate = 0.2;
  for (int t = 0; t < 600; ++t) {
    const arma::mat gradient = w[0] - minimum + rng.normal(30, 10);
    w[0] -= kRate * gradient;
    if (t >= 100) reference::update_average(average, w, 0.99);
  }
  const Model yours = submission::averaged_parameters(average);
  if (!expect_models_shaped({yours}, {w}, "averages", kReadFirst)) return;
  const double raw = arma::mean(arma::vectorise(arma::square(w[0] - minimum)));
  const double averaged = arma::mean(arma::vectorise(arma::square(yours[0] - minimum)));
  checks::expect_less(averaged, raw / 5,
                      {.what = "the mean square distance from the minimum, of averaged parameters",
                       .why = "The raw ones jump about the minimum, and the average is far closer "
                              "to it: by a factor of 23. (A right solution fails here in fewer "
                              "than one of 1,000,000 runs.)",
                       .read = kRead});
}

// The same with the student's own update in the loop, few steps from a start far away.
TEST(UpdateAverage, BeatsTheRawParametersNearANoisyMinimum) {
  Rng rng(remote::test_seed());
  const arma::mat minimum = 5 + rng.normal(20, 15);
  Model w = {minimum};
  ParameterAverage average;
  for (int t = 0; t < 150; ++t) {
    const arma::mat gradient = w[0] - minimum + rng.normal(20, 15);
    w[0] -= 0.2 * gradient;
    submission::update_average(average, w, 0.98);
    if (average.sum.size() != 1) break;
  }
  if (!checks::expect_equal(static_cast<long long>(average.sum.size()), 1,
                            {.what = "the number of parameters in the average", .read = kRead}) ||
      !checks::expect_shape(average.sum[0], 20, 15, {.what = "the sum", .read = kRead})) {
    return;
  }
  const double raw = arma::mean(arma::vectorise(arma::square(w[0] - minimum)));
  const arma::mat mean = average.sum[0] / average.weight;
  const double averaged = arma::mean(arma::vectorise(arma::square(mean - minimum)));
  checks::expect_less(averaged, raw / 2,
                      {.what = "the mean square distance from the minimum, of averaged parameters",
                       .why = "The raw ones jump about the minimum; the average, sum / weight, is "
                              "far closer to it. (A right solution fails here in fewer than one of "
                              "1,000,000 runs.)",
                       .read = kRead});
}

TEST(AveragedParameters, RemembersNothing) {
  Rng rng(remote::test_seed());
  const ParameterAverage average{any_parameters(rng), 0.4};
  checks::expect_same_twice([&] { return flat({submission::averaged_parameters(average)}); },
                            {.what = "averaged_parameters", .read = kReadFirst});
}

TEST(AveragedParameters, RefuseBadInput) {
  using checks::expect_refusal;
  const auto call = [](const ParameterAverage& average) {
    return [=] { submission::averaged_parameters(average); };
  };
  expect_refusal("an average of nothing", call({}));
  expect_refusal("an average with a weight but no sums", call({{}, 0.5}));
  expect_refusal("a weight of 0", call({{arma::ones(1, 2)}, 0}));
  expect_refusal("a negative weight", call({{arma::ones(1, 2)}, -0.5}));
  expect_refusal("a weight that is NaN", call({{arma::ones(1, 2)}, arma::datum::nan}));
}

}  // namespace
}  // namespace descent::suite
