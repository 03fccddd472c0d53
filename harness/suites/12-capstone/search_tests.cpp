// search_network.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>

#include "harness/checks/refusal.hpp"
#include "harness/checks/statistics.hpp"
#include "harness/suites/12-capstone/plain.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;
using checks::expect_refusal;

constexpr auto kReadTest = "the-test-part-is-not-there";
constexpr auto kReadSearch = "the-search";

NetworkSearchOptions search_of(arma::uword stages, arma::uword trials) {
  NetworkSearchOptions search{1e-4, 1e-1, 1e-6, 1e-2, {}};
  search.stages.stages = stages;
  search.stages.trials = trials;
  search.stages.epochs = 1;
  search.stages.growth = 2;
  search.stages.shrink = 0.3;
  return search;
}

bool expect_trials(const NetworkSearch& yours, arma::uword stages, arma::uword trials) {
  bool well = checks::expect_equal(static_cast<long long>(yours.search.stages.size()),
                                   static_cast<long long>(stages),
                                   {.what = "stages of the search", .read = kReadSearch}) &&
              checks::expect_equal(static_cast<long long>(yours.networks.size()),
                                   static_cast<long long>(stages * trials),
                                   {.what = "trained networks",
                                    .why = "That of every trial of every stage.",
                                    .read = kReadSearch});
  for (std::size_t s = 0; well && s < stages; ++s) {
    well = checks::expect_equal(static_cast<long long>(yours.search.stages[s].result.trials.size()),
                                static_cast<long long>(trials),
                                {.what = "trials of a stage", .read = kReadSearch});
    for (arma::uword t = 0; well && t < trials; ++t) {
      const SearchTrial& trial = yours.search.stages[s].result.trials[t];
      const Parameters& parameters = yours.networks[s * trials + t].network.parameters;
      well = checks::expect_equal(static_cast<long long>(trial.point.n_elem), 2,
                                  {.what = "numbers in a point",
                                   .why = "Learning rate and lambda.",
                                   .read = kReadSearch}) &&
             checks::expect_equal(static_cast<long long>(parameters.size()), 5,
                                  {.what = "parameters of a network with one hidden layer",
                                   .why = "W, gamma, beta, and the last W and b.",
                                   .read = kReadSearch});
    }
  }
  return well;
}

TEST(SearchNetwork, TrainsANetworkForEachTrial) {
  Rng rng(remote::test_seed());
  const CapstoneData data = easy_data(30, 25, rng);
  NetworkTraining options = training_of(99, 10, 0.7);
  options.learning_rate_decay = 0.5;
  const NetworkSearch yours =
      submission::search_network(data, {6, 5, 3}, options, search_of(2, 4), rng);
  if (!expect_trials(yours, 2, 4)) return;
  for (std::size_t t = 0; t < 8; ++t) {
    const SearchTrial& trial = yours.search.stages[t / 4].result.trials[t % 4];
    const TrainedNetwork& trained = yours.networks[t];
    if (!checks::expect_between(trial.point(0), 1e-4, 1e-1,
                                {.what = "point(0), a learning rate", .read = kReadSearch}) ||
        !checks::expect_between(trial.point(1), 1e-6, 1e-2,
                                {.what = "point(1), a lambda", .read = kReadSearch}) ||
        !checks::expect_equal(static_cast<long long>(trained.history.loss.n_elem), t < 4 ? 1 : 2,
                              {.what = "epochs of the network of a trial",
                               .why = "As many as the search says, not as options has.",
                               .read = kReadSearch}) ||
        !expect_near(trained.history.learning_rate(0), trial.point(0),
                     {.what = "the learning rate of the network of a trial",
                      .why = "That of the trial's point; and networks stand in the order of the "
                             "trials.",
                      .read = kReadSearch}) ||
        !expect_near(trial.validation, trained.history.validation_accuracy.max(),
                     {.what = "the validation accuracy of a trial",
                      .why = "That of its network: the highest of its history.",
                      .read = kReadSearch}) ||
        !expect_near(plain_accuracy(trained.network, data.validation), trial.validation,
                     {.what = "the validation accuracy of the network of a trial, measured again",
                      .read = kReadSearch}) ||
        !checks::expect_that(std::isnan(trial.test), fmt::format("{}", trial.test), "NaN",
                             {.what = "the test accuracy of a trial",
                              .why = "It is not measured: nothing may depend on it.",
                              .read = kReadTest})) {
      return;
    }
    if (t % 4 > 0 && trained.history.loss.n_elem == 2 &&
        !expect_near(trained.history.learning_rate(1), 0.5 * trial.point(0),
                     {.what = "the learning rate of the second epoch",
                      .why = "All other options hold for every trial, the decay too.",
                      .read = kReadSearch})) {
      return;
    }
  }
}

// Learning rates that are far too high: the last epoch is seldom the best.
TEST(SearchNetwork, JudgesATrialByTheBestOfItsEpochs) {
  Rng rng(remote::test_seed());
  const CapstoneData data = easy_data(12, 30, rng);
  NetworkSearchOptions search = search_of(1, 20);
  search.stages.epochs = 7;
  search.lowest_rate = 0.3;
  search.highest_rate = 3;
  const NetworkSearch yours =
      submission::search_network(data, {6, 5, 3}, training_of(1, 4, 1), search, rng);
  if (!expect_trials(yours, 1, 20)) return;
  for (std::size_t t = 0; t < 20; ++t) {
    const SearchTrial& trial = yours.search.stages[0].result.trials[t];
    if (!expect_near(trial.validation, yours.networks[t].history.validation_accuracy.max(),
                     {.what = "the validation accuracy of a trial that goes up and down",
                      .why = "The highest of its history, which is that of the network that it "
                             "leaves.",
                      .read = kReadSearch})) {
      return;
    }
  }
}

TEST(SearchNetwork, BeginsAnewWithEachTrial) {
  Rng rng(remote::test_seed());
  const CapstoneData data = easy_data(12, 10, rng);
  NetworkSearchOptions search = search_of(1, 5);
  search.lowest_rate = 1e-9;
  search.highest_rate = 2e-9;  // so that each network stays where it began
  const NetworkSearch yours =
      submission::search_network(data, {6, 20, 3}, training_of(1, 12, 1), search, rng);
  if (!expect_trials(yours, 1, 5)) return;
  for (std::size_t t = 1; t < 5; ++t) {
    const Parameters &a = yours.networks[t - 1].network.parameters,
                     &b = yours.networks[t].network.parameters;
    if (!checks::expect_uncorrelated(a[0], b[0],
                                     {.what = "the weights of the networks of two trials",
                                      .why = "Each trial initializes a network of its own.",
                                      .read = kReadSearch},
                                     {1e-6, 4})) {
      return;
    }
  }
}

TEST(SearchNetwork, HandsTheLambdaOn) {
  Rng rng(remote::test_seed());
  const CapstoneData data = easy_data(12, 10, rng);
  NetworkSearchOptions search = search_of(1, 3);
  search.lowest_lambda = 10;
  search.highest_lambda = 1000;
  search.lowest_rate = 1e-9;
  search.highest_rate = 2e-9;
  const NetworkSearch yours =
      submission::search_network(data, {6, 5, 3}, training_of(1, 12, 1), search, rng);
  if (!expect_trials(yours, 1, 3)) return;
  for (std::size_t t = 0; t < 3; ++t) {
    const Parameters& p = yours.networks[t].network.parameters;
    const SearchTrial& trial = yours.search.stages[0].result.trials[t];
    // With so slow a learning rate the weights are those of the beginning.
    const double penalty =
        0.5 * trial.point(1) * (arma::accu(arma::square(p[0])) + arma::accu(arma::square(p[3])));
    if (!checks::expect_between(yours.networks[t].history.loss(0), penalty,
                                penalty + 1.3 * std::log(3.0),
                                {.what = "the loss of a trial with a large lambda",
                                 .why = "½·lambda·Σw² and about ln 3, with the lambda of the "
                                        "trial's point.",
                                 .read = kReadSearch})) {
      return;
    }
  }
}

// With so small a keep_prob no unit is left (a thousand draws keep one in 10^-9 of all runs), and
// the scores are b, which begins at 0: the loss of the first batch is known for any weights.
constexpr double kNoneIsKept = 1e-12;

TEST(SearchNetwork, HandsKeepProbAndBatchSizeOn) {
  Rng rng(remote::test_seed());
  const CapstoneData data = easy_data(31, 10, rng);
  NetworkTraining options = training_of(1, 7, 1);
  options.regularization.keep_prob = kNoneIsKept;
  NetworkSearchOptions search = search_of(1, 3);
  search.stages.epochs = 2;
  search.lowest_rate = 1e-12;
  search.highest_rate = 2e-12;  // so that the weights stay where they began
  const NetworkSearch yours = submission::search_network(data, {6, 5, 3}, options, search, rng);
  if (!expect_trials(yours, 1, 3)) return;
  for (std::size_t t = 0; t < 3; ++t) {
    const TrainedNetwork& trained = yours.networks[t];
    const Parameters& p = trained.network.parameters;
    const SearchTrial& trial = yours.search.stages[0].result.trials[t];
    const double penalty =
        0.5 * trial.point(1) * (arma::accu(arma::square(p[0])) + arma::accu(arma::square(p[3])));
    if (!checks::expect_equal(static_cast<long long>(trained.history.batch_losses.n_elem), 10,
                              {.what = "batches of a trial: two epochs of 31 examples, with a "
                                       "batch_size of 7",
                               .why = "Every trial trains with options, its batch_size too.",
                               .read = kReadSearch}) ||
        !expect_near(trained.history.batch_losses(0), std::log(3.0) + penalty,
                     {.what = "the first loss of a trial with a keep_prob so small that no unit is "
                              "left",
                      .why = "Every trial trains with options, its keep_prob too: then all scores "
                             "are 0, and the loss is ln 3 and the penalty.",
                      .read = kReadSearch})) {
      return;
    }
  }
}

// One update: without a hidden unit the gradient on b is 1/3 less the share of each class. No
// share of 31 examples is 1/3.
TEST(SearchNetwork, HandsTheRuleOn) {
  Rng rng(remote::test_seed());
  for (const UpdateRule rule : {UpdateRule::nesterov, UpdateRule::adam}) {
    const CapstoneData data = easy_data(31, 10, rng);
    NetworkTraining options = training_of(1, 100, 1);
    options.rule = rule;
    options.regularization.keep_prob = kNoneIsKept;
    const NetworkSearch yours =
        submission::search_network(data, {6, 5, 3}, options, search_of(1, 2), rng);
    if (!expect_trials(yours, 1, 2)) return;
    arma::rowvec gradient(3);
    for (arma::uword c = 0; c < 3; ++c) {
      gradient(c) = 1.0 / 3 - static_cast<double>(arma::accu(data.train.y == c)) / 31;
    }
    for (std::size_t t = 0; t < 2; ++t) {
      const Parameters& p = yours.networks[t].network.parameters;
      const SearchTrial& trial = yours.search.stages[0].result.trials[t];
      Parameters b = {arma::zeros(1, 3)};
      PlainUpdater{rule}.step(b, {gradient}, trial.point(0));
      if (!expect_near(p[4], b[0],
                       {.what = fmt::format("b after one step of a trial, with the rule {}",
                                            rule == UpdateRule::adam ? "adam" : "nesterov"),
                        .why = "Every trial trains with options, its rule too.",
                        .read = kReadSearch,
                        .tolerance = checks::kTrajectory})) {
        return;
      }
    }
  }
}

// The accuracy on one example is 0 or 1: the first epoch is the best, or one of the two behind it.
TEST(SearchNetwork, HandsPatienceOn) {
  Rng rng(remote::test_seed());
  const CapstoneData data = easy_data(31, 1, rng);
  NetworkTraining options = training_of(1, 7, 1);
  options.patience = 2;
  NetworkSearchOptions search = search_of(1, 3);
  search.stages.epochs = 8;
  const NetworkSearch yours = submission::search_network(data, {6, 5, 3}, options, search, rng);
  if (!expect_trials(yours, 1, 3)) return;
  for (const TrainedNetwork& trained : yours.networks) {
    if (!checks::expect_between(static_cast<double>(trained.history.loss.n_elem), 3, 5,
                                {.what = "epochs of a trial with a patience of 2 and a single "
                                         "validation example",
                                 .why = "Every trial trains with options, its patience too. Of "
                                        "new bests there can be two: at 0, and at 1.",
                                 .read = kReadSearch})) {
      return;
    }
  }
}

// One batch of all pictures, and a network that stays where it began (its step changes the loss by
// less than 1e-10): the loss is that of the pictures as they are, unless some are mirrored. Then it
// is off by 1e-3 or so, by less than 1e-8 in one trial of 10^5, and in all three in 10^-15 of all
// runs.
TEST(SearchNetwork, HandsMirroredOn) {
  Rng rng(remote::test_seed());
  const CapstoneData data = easy_data(60, 10, rng);
  NetworkTraining options = training_of(1, 60, 1);
  options.mirrored = {2, 3, 1};
  NetworkSearchOptions search = search_of(1, 3);
  search.lowest_rate = 1e-12;
  search.highest_rate = 2e-12;
  const NetworkSearch yours = submission::search_network(data, {6, 5, 3}, options, search, rng);
  if (!expect_trials(yours, 1, 3)) return;
  double apart = 0;
  for (std::size_t t = 0; t < 3; ++t) {
    const Parameters& p = yours.networks[t].network.parameters;
    const SearchTrial& trial = yours.search.stages[0].result.trials[t];
    const double unmirrored = plain_loss(p, data.train, trial.point(1)).loss;
    apart = std::max(apart, std::abs(yours.networks[t].history.loss(0) - unmirrored));
  }
  checks::expect_greater(apart, 1e-8,
                         {.what = "how far the losses of three trials are from those of the "
                                  "pictures as they are",
                          .why = "Every trial trains with options, and mirrors where "
                                 "options.mirrored says so.",
                          .read = kReadSearch});
}

TEST(SearchNetwork, SearchesByFactors) {
  Rng rng(remote::test_seed());
  const CapstoneData data = easy_data(6, 4, rng);
  const NetworkSearch yours =
      submission::search_network(data, {6, 2, 3}, training_of(1, 6, 1), search_of(1, 60), rng);
  if (!expect_trials(yours, 1, 60)) return;
  arma::vec rates(60), lambdas(60);
  for (std::size_t t = 0; t < 60; ++t) {
    const arma::vec& point = yours.search.stages[0].result.trials[t].point;
    if (!checks::expect_greater(
            point.min(), 0, {.what = "learning rate and lambda of a trial", .read = kReadSearch})) {
      return;
    }
    rates(t) = (std::log10(point(0)) + 4) / 3;
    lambdas(t) = (std::log10(point(1)) + 6) / 4;
  }
  const auto uniform = [](double u) { return std::min(1.0, std::max(0.0, u)); };
  const auto spread = [&](const arma::vec& sample, const std::string& what) {
    return checks::expect_distribution(
        sample, uniform,
        {.what = what, .why = "Each power of ten is hit equally often.", .read = "by-factors"},
        {1e-6, 2});
  };
  EXPECT_TRUE(spread(rates, "the logarithms of the learning rates, from 0 to 1") &&
              spread(lambdas, "the logarithms of the lambdas, from 0 to 1"));
}

TEST(SearchNetwork, NeverSeesTheTestPart) {
  Rng rng(remote::test_seed());
  const CapstoneData data = easy_data(20, 15, rng);
  CapstoneData poisoned = data;
  poisoned.test.x.fill(std::numeric_limits<double>::infinity());
  poisoned.test.y.fill(123);
  Rng one(3), two(3);
  const NetworkTraining options = training_of(1, 10, 1);
  const NetworkSearch yours =
      submission::search_network(data, {6, 4, 3}, options, search_of(2, 3), one);
  const NetworkSearch blind =
      submission::search_network(poisoned, {6, 4, 3}, options, search_of(2, 3), two);
  if (!expect_trials(yours, 2, 3) || !expect_trials(blind, 2, 3)) return;
  for (std::size_t t = 0; t < 6; ++t) {
    if (!expect_near(flat(blind.networks[t].network), flat(yours.networks[t].network),
                     {.what = "the networks of a search, if the test part holds nonsense",
                      .why = "The test part is not there until the very end.",
                      .read = kReadTest,
                      .tolerance = checks::kExact})) {
      return;
    }
  }
}

TEST(SearchNetwork, RefusesBadInput) {
  Rng rng(remote::test_seed());
  const CapstoneData data = easy_data(12, 6, rng);
  const NetworkTraining options = training_of(1, 5, 0.1);
  const auto refused = [&](const std::string& what, const CapstoneData& d, const arma::uvec& sizes,
                           const NetworkSearchOptions& search) {
    return expect_refusal(what,
                          [&] { submission::search_network(d, sizes, options, search, rng); });
  };
  NetworkSearchOptions upside_down = search_of(1, 2), from_zero = search_of(1, 2);
  std::swap(upside_down.lowest_rate, upside_down.highest_rate);
  from_zero.lowest_lambda = 0;
  CapstoneData empty = data;
  empty.train = {};
  EXPECT_TRUE(refused("no hidden layer", data, {6, 3}, search_of(1, 2)) &&
              refused("sizes that do not fit the data", data, {5, 4, 3}, search_of(1, 2)) &&
              refused("no training part", empty, {6, 4, 3}, search_of(1, 2)) &&
              refused("learning rates from high to low", data, {6, 4, 3}, upside_down) &&
              refused("lambdas from 0", data, {6, 4, 3}, from_zero) &&
              refused("no trials", data, {6, 4, 3}, search_of(1, 0)) &&
              refused("no stages", data, {6, 4, 3}, search_of(0, 2)));
}

}  // namespace
}  // namespace descent::suite
