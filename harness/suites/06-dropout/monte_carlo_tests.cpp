#include <gtest/gtest.h>

#include <cmath>

#include "harness/checks/refusal.hpp"
#include "harness/checks/statistics.hpp"
#include "harness/remote/submission.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;
using checks::expect_refusal;

constexpr auto kRead = "monte-carlo-dropout";
constexpr auto kReadRng = "a-new-mask-every-time";

// A network of ours: dropout on the inputs, a layer, a ReLU, and another layer. Its outputs have
// either sign and another shape than its inputs.
struct Network {
  arma::mat first, second;
  double keep_prob;

  arma::mat operator()(const arma::mat& x, Rng& rng) const {
    arma::mat mask(arma::size(x));
    for (double& entry : mask) entry = rng.uniform() < keep_prob ? 1 / keep_prob : 0;
    const arma::mat hidden = arma::clamp((x % mask) * first, 0, arma::datum::inf);
    return hidden * second;
  }
};

Network any_network(arma::uword inputs, arma::uword outputs, Rng& rng) {
  return {rng.normal(inputs, 6), rng.normal(6, outputs), rng.uniform(0.5, 0.8)};
}

TEST(MonteCarloPredict, HasTheMeanOfItsSamples) {
  Rng rng(remote::test_seed());
  struct Run {
    arma::mat yours, mean;
    Rng after, expected;
  };
  std::vector<Run> runs;  // all calls before the first comparison
  for (const arma::uword samples : arma::uvec{1, 2, 3, 10}) {
    const Network network = any_network(5, 3, rng);
    const arma::mat x = rng.normal(4, 5);
    Rng yours_draws(rng.bits());
    Rng draws = yours_draws;
    Run run;
    run.yours = submission::monte_carlo_predict(network, x, samples, yours_draws);
    run.mean.zeros(4, 3);
    for (arma::uword k = 0; k < samples; ++k) {
      run.mean += network(x, draws) / static_cast<double>(samples);
    }
    run.after = yours_draws;
    run.expected = draws;
    runs.push_back(run);
  }
  for (const Run& run : runs) {
    if (!expect_near(run.yours, run.mean,
                     {.what = "the mean of the samples",
                      .why = "Each sample is network(x, rng) with the same rng, which goes on from "
                             "sample to sample; their sum is divided by their number.",
                      .read = kRead}) ||
        !checks::expect_that(run.after == run.expected, "rng in another state",
                             "rng where the network left it at its last sample",
                             {.what = "the rng after the call",
                              .why = "The network draws from the caller's rng, and nobody else "
                                     "does. Is it a copy that you hand over?",
                              .read = kReadRng})) {
      return;
    }
  }
}

TEST(MonteCarloPredict, AsksAsOftenAsItIsTold) {
  std::vector<std::pair<arma::uword, arma::uword>> asked;
  bool same_inputs = true;
  const arma::mat x = {{1, -2, 3}, {4, 0, -6}};
  for (const arma::uword samples : arma::uvec{1, 2, 7, 30}) {
    arma::uword calls = 0;
    Rng rng(remote::test_seed());
    submission::monte_carlo_predict(
        [&](const arma::mat& given, Rng& random) -> arma::mat {
          ++calls;
          same_inputs = same_inputs && arma::approx_equal(given, x, "absdiff", 0);
          return given * random.uniform();
        },
        x, samples, rng);
    asked.emplace_back(samples, calls);
  }
  for (const auto& [samples, calls] : asked) {
    if (!checks::expect_equal(static_cast<long long>(calls), static_cast<long long>(samples),
                              {.what = "the number of times that the network was asked",
                               .why = "Exactly `samples` times: not once more for the shape, not "
                                      "once less.",
                               .read = kRead})) {
      return;
    }
  }
  checks::expect_that(same_inputs, "other inputs", "x as it is",
                      {.what = "what the network was given",
                       .why = "Every sample is about the same inputs.",
                       .read = kRead});
}

TEST(MonteCarloPredict, DrawsNothingItself) {
  const std::uint64_t seed = remote::test_seed();
  Rng rng(seed);
  const arma::mat x = rng.normal(3, 4);
  const Rng before = rng;
  const arma::mat yours = submission::monte_carlo_predict(
      [](const arma::mat& given, Rng&) { return arma::mat(given.cols(0, 1) - 2); }, x, 5, rng);
  expect_near(yours, x.cols(0, 1) - 2,
              {.what = "the mean of five samples of a network without masks",
               .why = "Five times the same answer: the mean is that answer.",
               .read = kRead});
  checks::expect_that(
      rng == before, "rng in another state", "rng as it was",
      {.what = "the rng after the call", .why = "Only the network draws.", .read = kReadRng});
}

TEST(MonteCarloPredict, KeepsHowSureEachSampleWas) {
  // Probabilities of two classes. Decisions would say 0 or 1, votes a multiple of ¼.
  Rng rng(remote::test_seed());
  Rng same = rng;
  const auto network = [](const arma::mat& given, Rng& random) {
    const arma::vec second = 0.6 * random.uniform() + 0.35 * arma::ones(given.n_rows);
    return arma::mat(arma::join_rows(1 - second, second));
  };
  const arma::mat x = arma::ones(2, 1);
  const arma::mat yours = submission::monte_carlo_predict(network, x, 4, rng);
  arma::mat mean(2, 2, arma::fill::zeros);
  for (int k = 0; k < 4; ++k) mean += network(x, same) / 4;
  expect_near(yours, mean,
              {.what = "the mean of four samples of probabilities",
               .why = "The outputs themselves are averaged, as they are: no rounding, no voting, "
                      "no logarithms.",
               .read = "average-before-you-decide"});
}

TEST(MonteCarloPredict, GivesOtherSamplesTheNextTime) {
  Rng rng(remote::test_seed());
  const Network network = any_network(30, 3, rng);
  const arma::mat x = rng.normal(4, 30);
  const arma::mat first = submission::monte_carlo_predict(network, x, 3, rng);
  const arma::mat second = submission::monte_carlo_predict(network, x, 3, rng);
  // 360 coins fall alike with a probability of at most 0.68^360, and a ReLU that is closed for all
  // samples of all examples is as unlikely.
  checks::expect_that(!arma::approx_equal(first, second, "absdiff", 0),
                      "the same numbers in both calls", "other numbers in the second call",
                      {.what = "two calls with one rng",
                       .why = "The rng has moved on, so the second call has other masks.",
                       .read = kReadRng});
}

// The mean over all masks of a small network is known exactly
// (harness/tests/crosscheck/dropout.py): max(0, Σ w·m·x - 1) with w = (1, 1, 1, -2), keep_prob ¾,
// is 39/64 on average, between 0 and 3. Without masks it is 0: behind a ReLU the mean of the
// outputs is not the output of the means.
TEST(MonteCarloPredict, ComesCloseToTheMeanOverAllMasks) {
  Rng rng(remote::test_seed());
  constexpr arma::uword kSamples = 100, kRows = 120;
  const arma::mat yours = submission::monte_carlo_predict(
      [](const arma::mat& given, Rng& random) {
        arma::mat mask(arma::size(given));
        for (double& entry : mask) entry = random.uniform() < 0.75 ? 4.0 / 3 : 0;
        return arma::mat(
            arma::clamp((given % mask) * arma::vec{1, 1, 1, -2} - 1, 0, arma::datum::inf));
      },
      arma::ones(kRows, 4), kSamples, rng);
  if (!checks::expect_shape(yours, kRows, 1, {.what = "the mean of the samples"})) return;
  // Hoeffding's inequality: P(|mean - expectation| >= t) <= 2·exp(-2nt²/3²) = 1e-6.
  const double reach = 3 * std::sqrt(std::log(2e6) / (2.0 * kSamples * kRows));
  checks::expect_between(arma::mean(yours.col(0)), 39.0 / 64 - reach, 39.0 / 64 + reach,
                         {.what = "the mean over many masks",
                          .why = "The exact mean over all masks is 39/64 = 0.61. Without masks the "
                                 "network says 0. (A right solution is outside in fewer than one "
                                 "of 1,000,000 runs.)",
                          .read = kRead});
}

TEST(MonteCarloPredict, RefusesBadInput) {
  Rng rng(remote::test_seed());
  const StochasticNetwork echo = [](const arma::mat& x, Rng&) { return x; };
  const auto call = [&](const StochasticNetwork& network, const arma::mat& x, arma::uword samples) {
    return
        [&rng, network, x, samples] { submission::monte_carlo_predict(network, x, samples, rng); };
  };
  expect_refusal("no samples", call(echo, arma::ones(2, 3), 0));
  expect_refusal("no examples", call(echo, arma::mat(0, 3), 2));
  expect_refusal("inputs without columns", call(echo, arma::mat(2, 0), 2));
  expect_refusal("an empty function for a network", call({}, arma::ones(2, 3), 2));
}

}  // namespace
}  // namespace descent::suite
