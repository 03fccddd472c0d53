// step_decay, exponential_decay and inverse_time_decay.

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "harness/checks/expect.hpp"
#include "harness/checks/refusal.hpp"
#include "harness/remote/submission.hpp"
#include "harness/support/rng.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;
using checks::expect_refusal;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

using Schedule = std::function<double(double epoch)>;

arma::rowvec rates_of(const Schedule& schedule, const arma::rowvec& epochs) {
  arma::rowvec rates(epochs.n_elem);
  for (arma::uword i = 0; i < epochs.n_elem; ++i) rates(i) = schedule(epochs(i));
  return rates;
}

// Asked in another order, and twice: a schedule is a function of the epoch, and of nothing else.
void expect_no_memory(const Schedule& schedule) {
  const arma::rowvec forwards = {0, 1, 4, 9, 12.5};
  const arma::rowvec first = rates_of(schedule, forwards);
  const arma::rowvec backwards = rates_of(schedule, arma::fliplr(forwards));
  expect_near(
      arma::fliplr(backwards), first,
      {.what = "the rates when the epochs are asked in reverse order",
       .why = "The rate at an epoch does not depend on who asked before: it starts from the "
              "initial rate each time.",
       .read = "decay-from-the-initial-rate"});
}

void expect_start(const Schedule& schedule, double initial_rate) {
  expect_near(schedule(0), initial_rate,
              {.what = "the rate at epoch 0",
               .why = "Before the first epoch nothing has decayed.",
               .read = "schedules"});
}

// Refusals that all three have in common: initial rate and epoch.
void expect_bad_times_refused(const std::function<double(double rate, double epoch)>& call) {
  expect_refusal("an initial rate of -0.1", [&] { call(-0.1, 3); });
  expect_refusal("an initial rate that is NaN", [&] { call(kNan, 3); });
  expect_refusal("an epoch of -1", [&] { call(0.1, -1); });
  expect_refusal("an epoch that is NaN", [&] { call(0.1, kNan); });
  expect_refusal("an infinite epoch", [&] { call(0.1, kInfinity); });
}

TEST(StepDecay, HasTheHandValues) {
  const StepDecayOptions options{.factor = 0.25, .every = 3};
  expect_near(rates_of([&](double epoch) { return submission::step_decay(0.8, epoch, options); },
                       {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}),
              arma::rowvec{0.8, 0.8, 0.8, 0.2, 0.2, 0.2, 0.05, 0.05, 0.05, 0.0125},
              {.what = "the rates at epochs 0 to 9, a quarter every 3", .read = "step-decay"});
}

TEST(StepDecay, StaysOnAStepAndFallsAtItsEnd) {
  Rng rng(remote::test_seed());
  arma::rowvec yours(24), right(24);
  for (arma::uword i = 0; i < 24; ++i) {
    const double rate = rng.uniform(0.01, 2), factor = rng.uniform(0.1, 0.9);
    const double every = i % 2 == 0 ? rng.uniform(0.5, 8) : 1.0 + static_cast<double>(rng.below(6));
    const double steps = static_cast<double>(rng.below(6));
    const double epoch = (steps + rng.uniform(0.05, 0.95)) * every;
    yours(i) = submission::step_decay(rate, epoch, {.factor = factor, .every = every});
    right(i) = rate * std::exp(steps * std::log(factor));
  }
  expect_near(
      yours, right,
      {.what = "24 rates with random options, between the steps",
       .why = "Only complete steps count, and epochs as well as the length of a step may be "
              "fractions.",
       .read = "step-decay"});
}

TEST(StepDecay, StartsFromTheInitialRate) {
  const Schedule schedule = [](double epoch) {
    return submission::step_decay(0.3, epoch, {.factor = 0.5, .every = 2});
  };
  expect_start(schedule, 0.3);
  expect_no_memory(schedule);
}

TEST(StepDecay, MayKeepTheRate) {
  expect_near(submission::step_decay(0.3, 17, {.factor = 1, .every = 2}), 0.3,
              {.what = "the rate with a factor of 1", .read = "step-decay"});
}

TEST(StepDecay, RefusesBadInput) {
  const StepDecayOptions options{.factor = 0.5, .every = 2};
  expect_bad_times_refused(
      [&](double rate, double epoch) { return submission::step_decay(rate, epoch, options); });
  const auto with = [](const StepDecayOptions& bad) {
    return [bad] { submission::step_decay(0.1, 3, bad); };
  };
  expect_refusal("a factor of 0", with({.factor = 0, .every = 2}));
  expect_refusal("a factor of 1.5", with({.factor = 1.5, .every = 2}));
  expect_refusal("a factor of -0.5", with({.factor = -0.5, .every = 2}));
  expect_refusal("a factor that is NaN", with({.factor = kNan, .every = 2}));
  expect_refusal("steps of 0 epochs", with({.factor = 0.5, .every = 0}));
  expect_refusal("steps of -2 epochs", with({.factor = 0.5, .every = -2}));
  expect_refusal("steps of NaN epochs", with({.factor = 0.5, .every = kNan}));
}

TEST(ExponentialDecay, HasTheHandValues) {
  expect_near(submission::exponential_decay(0.8, 2.5, 0.3), 0.377893242193,
              {.what = "the rate after 2.5 epochs, from 0.8 with k = 0.3",
               .read = "exponential-decay",
               .tolerance = checks::kHandValue});
}

TEST(ExponentialDecay, LosesTheSamePartInTheSameTime) {
  Rng rng(remote::test_seed());
  arma::rowvec together(10), apart(10), right(10);
  for (arma::uword i = 0; i < 10; ++i) {
    const double rate = rng.uniform(0.01, 2), k = rng.uniform(0.05, 0.8);
    const double first = rng.uniform(0, 5), second = rng.uniform(0, 5);
    together(i) = submission::exponential_decay(rate, first + second, k);
    apart(i) =
        submission::exponential_decay(submission::exponential_decay(rate, first, k), second, k);
    right(i) = rate * std::pow(std::exp(k), -(first + second));
  }
  const std::string why = "exp(-k·(a + b)) = exp(-k·a)·exp(-k·b), whole epochs or not.";
  if (!expect_near(
          together, right,
          {.what = "10 rates with random options", .why = why, .read = "exponential-decay"})) {
    return;
  }
  expect_near(apart, together,
              {.what = "the rates when the time is taken in two parts",
               .why = why,
               .read = "exponential-decay"});
}

TEST(ExponentialDecay, StartsFromTheInitialRate) {
  const Schedule schedule = [](double epoch) {
    return submission::exponential_decay(0.3, epoch, 0.2);
  };
  expect_start(schedule, 0.3);
  expect_no_memory(schedule);
  expect_near(submission::exponential_decay(0.3, 7, 0), 0.3,
              {.what = "the rate with k = 0", .read = "exponential-decay"});
}

TEST(ExponentialDecay, RefusesBadInput) {
  expect_bad_times_refused(
      [](double rate, double epoch) { return submission::exponential_decay(rate, epoch, 0.1); });
  expect_refusal("k of -0.1", [] { submission::exponential_decay(0.1, 3, -0.1); });
  expect_refusal("k that is NaN", [] { submission::exponential_decay(0.1, 3, kNan); });
}

TEST(InverseTimeDecay, HasTheHandValues) {
  expect_near(submission::inverse_time_decay(0.8, 2.5, 0.3), 0.457142857143,
              {.what = "the rate after 2.5 epochs, from 0.8 with k = 0.3",
               .read = "one-over-the-time",
               .tolerance = checks::kHandValue});
}

TEST(InverseTimeDecay, HasAnInverseThatGrowsSteadily) {
  Rng rng(remote::test_seed());
  arma::rowvec yours(10), right(10);
  for (arma::uword i = 0; i < 10; ++i) {
    const double rate = rng.uniform(0.01, 2), k = rng.uniform(0.05, 3), epoch = rng.uniform(0, 20);
    yours(i) = 1 / submission::inverse_time_decay(rate, epoch, k);
    right(i) = 1 / rate + k / rate * epoch;
  }
  expect_near(yours, right,
              {.what = "1/rate, for 10 rates with random options",
               .why = "1/rate = (1 + k·epoch)/initial_rate is a straight line over the epochs.",
               .read = "one-over-the-time"});
}

TEST(InverseTimeDecay, StartsFromTheInitialRate) {
  const Schedule schedule = [](double epoch) {
    return submission::inverse_time_decay(0.3, epoch, 0.5);
  };
  expect_start(schedule, 0.3);
  expect_no_memory(schedule);
  expect_near(submission::inverse_time_decay(0.3, 7, 0), 0.3,
              {.what = "the rate with k = 0", .read = "one-over-the-time"});
}

TEST(InverseTimeDecay, RefusesBadInput) {
  expect_bad_times_refused(
      [](double rate, double epoch) { return submission::inverse_time_decay(rate, epoch, 0.1); });
  expect_refusal("k of -0.1", [] { submission::inverse_time_decay(0.1, 3, -0.1); });
  expect_refusal("k that is NaN", [] { submission::inverse_time_decay(0.1, 3, kNan); });
}

}  // namespace
}  // namespace descent::suite
