// plateau_decay.

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <utility>
#include <vector>

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

const char* const kReadPlateau = "when-the-error-stops-improving";

// The rates after each error, each step with the rate of the one before.
arma::rowvec plateau_rates(double rate, const arma::rowvec& errors, const PlateauOptions& options) {
  PlateauState state;
  arma::rowvec rates(errors.n_elem);
  for (arma::uword i = 0; i < errors.n_elem; ++i) {
    rate = submission::plateau_decay(rate, errors(i), state, options);
    rates(i) = rate;
  }
  return rates;
}

const arma::rowvec kErrors = {0.9,  0.7,  0.75, 0.72,  0.71, 0.70, 0.69, 0.60,
                              0.61, 0.65, 0.62, 0.605, 0.64, 0.63, 0.59, 0.595};

TEST(PlateauDecay, HasTheHandValues) {
  const arma::rowvec patient =
      plateau_rates(0.8, kErrors, {.factor = 0.5, .patience = 3, .min_improvement = 0});
  const arma::rowvec demanding =
      plateau_rates(0.8, kErrors, {.factor = 0.5, .patience = 2, .min_improvement = 0.05});
  expect_near(
      patient,
      arma::rowvec{0.8, 0.8, 0.8, 0.8, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.2, 0.2, 0.2, 0.1, 0.1, 0.1},
      {.what = "16 rates with a patience of 3", .read = kReadPlateau});
  expect_near(demanding,
              arma::rowvec{0.8, 0.8, 0.8, 0.4, 0.4, 0.2, 0.2, 0.2, 0.2, 0.1, 0.1, 0.05, 0.05, 0.025,
                           0.025, 0.0125},
              {.what = "16 rates with a patience of 2 and a smallest improvement of 0.05",
               .read = "how-much-is-an-improvement"});
}

TEST(PlateauDecay, LeavesAFallingErrorAlone) {
  const arma::rowvec errors = arma::linspace<arma::rowvec>(1, 0.1, 20);
  expect_near(plateau_rates(0.3, errors, {.factor = 0.1, .patience = 1, .min_improvement = 0}),
              arma::rowvec(20, arma::fill::value(0.3)),
              {.what = "the rates while the error falls in every epoch", .read = kReadPlateau});
}

TEST(PlateauDecay, CountsEqualErrorsAsNoImprovement) {
  const arma::rowvec errors(7, arma::fill::value(0.25));
  expect_near(
      plateau_rates(1, errors, {.factor = 0.1, .patience = 2, .min_improvement = 0}),
      arma::rowvec{1, 1, 0.1, 0.1, 0.01, 0.01, 0.001},
      {.what = "the rates while the error stays the same, with a patience of 2",
       .why = "The first error is the best so far. After that every second epoch lowers the "
              "rate: the count begins anew each time.",
       .read = kReadPlateau});
}

TEST(PlateauDecay, ComparesWithTheBestOfAll) {
  // Better than the epoch before is not better than the best.
  const arma::rowvec errors = {0.2, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4};
  expect_near(plateau_rates(1, errors, {.factor = 0.5, .patience = 3, .min_improvement = 0}),
              arma::rowvec{1, 1, 1, 0.5, 0.5, 0.5, 0.25},
              {.what = "the rates after errors 0.2, 0.9, 0.8, ..., 0.4",
               .why = "The best error, 0.2, is never reached again, and never forgotten.",
               .read = "the-best-error-is-never-forgotten"});
}

TEST(PlateauDecay, AddsUpStepsThatAreTooSmallAlone) {
  const arma::rowvec errors = arma::linspace<arma::rowvec>(0.5, 0.3, 21);
  expect_near(plateau_rates(1, errors, {.factor = 0.5, .patience = 3, .min_improvement = 0.025}),
              arma::rowvec(21, arma::fill::ones),
              {.what = "the rates while the error falls by 0.01 in every epoch, with a smallest "
                       "improvement of 0.025",
               .why = "Every third error is 0.03 below the best so far. A lower error that is no "
                      "improvement does not become the best.",
               .read = "how-much-is-an-improvement"});
}

TEST(PlateauDecay, TakesNanForNoImprovement) {
  const arma::rowvec errors = {kNan, 0.5, kNan, kNan, 0.4, kNan, 0.45, 0.41, 0.39};
  expect_near(plateau_rates(1, errors, {.factor = 0.5, .patience = 2, .min_improvement = 0}),
              arma::rowvec{1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25},
              {.what = "the rates where some errors are NaN",
               .why = "NaN is no improvement, and it must not become the best error either: then "
                      "nothing would ever be better.",
               .read = "the-best-error-is-never-forgotten"});
}

TEST(PlateauDecay, FollowsTheRuleOnRandomErrors) {
  Rng rng(remote::test_seed());
  std::vector<std::pair<arma::rowvec, arma::rowvec>> results;
  for (int k = 0; k < 6; ++k) {
    const PlateauOptions options{.factor = rng.uniform(0.2, 0.9),
                                 .patience = 1 + rng.below(4),
                                 .min_improvement = k % 2 == 0 ? 0 : rng.uniform(0.01, 0.05)};
    arma::rowvec errors(40), right(40);
    double rate = rng.uniform(0.01, 1), best = kInfinity;
    const double first_rate = rate;
    std::size_t last_good = 0;  // the epoch from which the waiting is counted
    for (arma::uword i = 0; i < 40; ++i) {
      errors(i) = 0.3 + 0.7 * std::exp(-0.1 * static_cast<double>(i)) + 0.05 * rng.normal();
      if (best - errors(i) > options.min_improvement) {
        best = errors(i);
        last_good = i;
      } else if (i - last_good == options.patience) {
        rate *= options.factor;
        last_good = i;
      }
      right(i) = rate;
    }
    results.emplace_back(plateau_rates(first_rate, errors, options), right);
  }
  for (const auto& [yours, right] : results) {
    if (!expect_near(yours, right, {.what = "40 rates on a noisy curve", .read = kReadPlateau})) {
      return;
    }
  }
}

TEST(PlateauDecay, UsesTheRateThatItIsGiven) {
  // Somebody else may have changed the rate in between.
  PlateauState state;
  const PlateauOptions options{.factor = 0.5, .patience = 1, .min_improvement = 0};
  submission::plateau_decay(0.8, 0.5, state, options);
  const double lowered = submission::plateau_decay(0.3, 0.6, state, options);
  const double kept = submission::plateau_decay(0.7, 0.4, state, options);
  expect_near(lowered, 0.15,
              {.what = "the rate after a bad epoch, called with 0.3", .read = kReadPlateau});
  expect_near(kept, 0.7,
              {.what = "the rate after a good epoch, called with 0.7", .read = kReadPlateau});
}

TEST(PlateauDecay, KeepsItsStateToItself) {
  const PlateauOptions options{.factor = 0.5, .patience = 2, .min_improvement = 0};
  PlateauState one, other;
  arma::rowvec rates(5);
  double rate = 1, its = 1;
  for (arma::uword i = 0; i < 5; ++i) {
    rate = submission::plateau_decay(rate, 0.5 - 0.01 * static_cast<double>(i), one, options);
    its = submission::plateau_decay(its, 0.9, other, options);
    rates(i) = its;
  }
  expect_near(rate, 1.0,
              {.what = "the rate of a run that gets better all the time",
               .why = "Another run, with a state of its own, took turns with it.",
               .read = "a-state-for-each-parameter"});
  expect_near(rates, arma::rowvec{1, 1, 0.5, 0.5, 0.25},
              {.what = "the rates of a run that does not get better",
               .why = "Another run, with a state of its own, took turns with it.",
               .read = "a-state-for-each-parameter"});
}

TEST(PlateauDecay, RefusesBadInput) {
  const auto with = [](double rate, const PlateauOptions& options) {
    return [=] {
      PlateauState state;
      submission::plateau_decay(rate, 0.5, state, options);
    };
  };
  const PlateauOptions good{.factor = 0.5, .patience = 2, .min_improvement = 0};
  expect_refusal("a learning rate of -1", with(-1, good));
  expect_refusal("a learning rate that is NaN", with(kNan, good));
  expect_refusal("a factor of 0", with(1, {.factor = 0, .patience = 2, .min_improvement = 0}));
  expect_refusal("a factor of 2", with(1, {.factor = 2, .patience = 2, .min_improvement = 0}));
  expect_refusal("a patience of 0", with(1, {.factor = 0.5, .patience = 0, .min_improvement = 0}));
  expect_refusal("a smallest improvement of -0.1",
                 with(1, {.factor = 0.5, .patience = 2, .min_improvement = -0.1}));
  expect_refusal("a smallest improvement that is NaN",
                 with(1, {.factor = 0.5, .patience = 2, .min_improvement = kNan}));
}

}  // namespace
}  // namespace descent::suite
