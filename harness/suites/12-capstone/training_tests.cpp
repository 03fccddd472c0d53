// train_network, search_network, and the three steps on the digits.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>

#include "datasets/digits.hpp"
#include "harness/checks/refusal.hpp"
#include "harness/checks/statistics.hpp"
#include "harness/suites/12-capstone/plain.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;
using checks::expect_refusal;

constexpr auto kReadRun = "the-expensive-run";
constexpr auto kReadBest = "best-parameters-and-their-statistics";
constexpr auto kReadTest = "the-test-part-is-not-there";
constexpr auto kReadSearch = "the-search";

// What was trained has the shapes and the history that it must have.
bool expect_trained(const TrainedNetwork& yours, const Network& shaped, arma::uword epochs) {
  return checks::expect_equal(static_cast<long long>(yours.history.validation_accuracy.n_elem),
                              static_cast<long long>(epochs),
                              {.what = "epochs in history.validation_accuracy",
                               .why = "train of stage 09 writes it.",
                               .read = kReadRun}) &&
         checks::expect_equal(static_cast<long long>(yours.history.loss.n_elem),
                              static_cast<long long>(epochs),
                              {.what = "epochs in history.loss", .read = kReadRun}) &&
         checks::expect_equal(static_cast<long long>(yours.network.parameters.size()),
                              static_cast<long long>(shaped.parameters.size()),
                              {.what = "parameters of the trained network", .read = kReadRun}) &&
         checks::expect_equal(
             static_cast<long long>(yours.network.running.size()),
             static_cast<long long>(shaped.running.size()),
             {.what = "running statistics of the trained network", .read = kReadBest}) &&
         checks::expect_between(static_cast<double>(yours.best_epoch), 1,
                                static_cast<double>(epochs),
                                {.what = "best_epoch", .why = "Counted from 1.", .read = kReadRun});
}

/// A training of one batch an epoch, without dropout: after each epoch.
struct PlainTraining {
  std::vector<Network> networks = {};
  arma::vec loss, training, validation, rates;
};

PlainTraining plain_training(Network network, const CapstoneData& data,
                             const NetworkTraining& options, RateMeets rate_meets) {
  const arma::uword epochs = options.epochs;
  PlainTraining plain{
      {}, arma::vec(epochs), arma::vec(epochs), arma::vec(epochs), arma::vec(epochs)};
  PlainUpdater updater{options.rule, rate_meets};
  double rate = options.learning_rate;
  for (arma::uword e = 0; e < epochs; ++e, rate *= options.learning_rate_decay) {
    const BatchLoss batch =
        plain_loss(network.parameters, data.train, options.regularization.lambda);
    network.running = plain_running(network.parameters, network.running, data.train.x);
    updater.step(network.parameters, batch.gradients, rate);
    plain.loss(e) = batch.loss;
    plain.rates(e) = rate;
    plain.training(e) = plain_accuracy(network, data.train);
    plain.validation(e) = plain_accuracy(network, data.validation);
    plain.networks.push_back(network);
  }
  return plain;
}

// One batch an epoch, no dropout, no mirrors: nothing is random, and every number is known.
TEST(TrainNetwork, DoesExactlyWhatItIsTold) {
  Rng rng(remote::test_seed());
  struct Case {
    UpdateRule rule;
    double rate, decay, lambda;
    arma::uword epochs;
  };
  for (const Case& c :
       {Case{UpdateRule::nesterov, 0.2, 0.8, 0, 1}, Case{UpdateRule::nesterov, 0.1, 0.7, 0.05, 5},
        Case{UpdateRule::adam, 0.02, 0.9, 0.1, 4}}) {
    CapstoneData data = easy_data(30, 40, rng);
    const Network start = any_network({6, 5, 4, 3}, rng);
    NetworkTraining options = training_of(c.epochs, 100, c.rate);
    options.rule = c.rule;
    options.learning_rate_decay = c.decay;
    options.regularization = {1.0, c.lambda};
    const TrainedNetwork yours = submission::train_network(start, data, options, rng);
    if (!expect_trained(yours, start, c.epochs)) return;

    PlainTraining plain = plain_training(start, data, options, RateMeets::gradient);
    const PlainTraining pytorch = plain_training(start, data, options, RateMeets::velocity);
    if (distance({yours.history.loss}, {pytorch.loss}) <
        distance({yours.history.loss}, {plain.loss})) {
      plain = pytorch;
    }
    checks::About about{.what = "history.loss",
                        .why =
                            "With one batch an epoch and no dropout nothing is random: the loss "
                            "of the batch with its penalty, before its update.",
                        .read = kReadRun,
                        .tolerance = checks::kTrajectory};
    if (!expect_near(yours.history.loss, plain.loss, about)) return;
    about.what = "history.learning_rate";
    about.why =
        "The first epoch runs with learning_rate, each later one with the last one's times "
        "learning_rate_decay.";
    if (!expect_near(yours.history.learning_rate, plain.rates, about)) return;
    about.what = "history.training_accuracy";
    about.why =
        "Of the network in Mode::test after each epoch, with its running statistics of "
        "that moment.";
    about.read = "accuracies-in-test-mode";
    if (!expect_near(yours.history.training_accuracy, plain.training, about)) return;
    about.what = "history.validation_accuracy";
    if (!expect_near(yours.history.validation_accuracy, plain.validation, about)) return;
    const Network& best = plain.networks[plain.validation.index_max()];
    about.why =
        "As they were after the epoch with the highest validation accuracy, the first of "
        "them: parameters and running statistics of the same moment.";
    about.read = kReadBest;
    if (!expect_parameters(yours.network.parameters, best.parameters, "trained parameters",
                           about) ||
        !expect_running(yours.network.running, best.running, "trained running statistics", about)) {
      return;
    }
  }
}

// Runs whose validation accuracy goes up and down: what comes back must be what was measured.
TEST(TrainNetwork, ReturnsTheNetworkThatItMeasured) {
  Rng rng(remote::test_seed());
  for (const double keep_prob : {1.0, 0.6}) {
    const CapstoneData data = easy_data(40, 60, rng);
    const Network start = any_network({6, 8, 3}, rng);
    NetworkTraining options = training_of(12, 9, 0.3);
    options.rule = UpdateRule::nesterov;  // too fast on purpose
    options.regularization = {keep_prob, 1e-3};
    const TrainedNetwork yours = submission::train_network(start, data, options, rng);
    if (!expect_trained(yours, start, 12)) return;
    const arma::vec& measured = yours.history.validation_accuracy;
    if (!checks::expect_equal(static_cast<long long>(yours.history.batch_losses.n_elem), 60,
                              {.what = "batches in 12 epochs of 40 examples in batches of 9",
                               .why = "All of data.train: four batches of 9 and one of 4 an epoch.",
                               .read = kReadRun})) {
      return;
    }
    if (!checks::expect_equal(static_cast<long long>(yours.best_epoch),
                              static_cast<long long>(measured.index_max()) + 1,
                              {.what = "best_epoch",
                               .why = "The first with the highest validation accuracy.",
                               .read = kReadBest}) ||
        !expect_near(
            plain_accuracy(yours.network, data.validation), measured.max(),
            {.what = "the validation accuracy of the network that came back",
             .why = "The one that it had after its best epoch: with the running statistics "
                    "of that epoch, too.",
             .read = kReadBest}) ||
        !expect_near(
            plain_accuracy(yours.network, data.train),
            yours.history.training_accuracy(yours.best_epoch - 1),
            {.what = "the training accuracy of the network that came back", .read = kReadBest})) {
      return;
    }
  }
}

TEST(TrainNetwork, DropsUnitsWhileItTrains) {
  Rng rng(remote::test_seed());
  const CapstoneData data = easy_data(30, 20, rng);
  const Network start = any_network({6, 8, 3}, rng);
  NetworkTraining options = training_of(2, 30, 0.01);
  const double whole = plain_loss(start.parameters, data.train, 0).loss;
  arma::vec losses(3);
  for (arma::uword run = 0; run < 3; ++run) {
    options.regularization.keep_prob = 0.5;
    losses(run) = submission::train_network(start, data, options, rng).history.loss.at(0);
  }
  checks::expect_that(losses(0) != losses(1) && losses(1) != losses(2) && losses(0) != whole,
                      "the same loss again, or that without dropout", "another one each time",
                      {.what = "the loss of the first batch with keep_prob ½, in three runs",
                       .why = "Masks are drawn anew, from rng, which moves on from run to run.",
                       .read = kReadRun});
}

TEST(TrainNetwork, LearnsFromTheTrainingPartAlone) {
  Rng rng(remote::test_seed());
  const CapstoneData data = easy_data(40, 30, rng);
  const Network start = any_network({6, 7, 3}, rng);
  NetworkTraining options = training_of(3, 10, 0.01);
  options.regularization.keep_prob = 0.8;
  CapstoneData poisoned = data;
  poisoned.test.x.fill(std::numeric_limits<double>::quiet_NaN());
  poisoned.test.y.fill(77);
  CapstoneData relabelled = data;
  relabelled.validation.y = 2 - relabelled.validation.y;
  Rng one(11), two(11), three(11), other(12);
  const TrainedNetwork yours = submission::train_network(start, data, options, one);
  const TrainedNetwork untested = submission::train_network(start, poisoned, options, two);
  const TrainedNetwork blind = submission::train_network(start, relabelled, options, three);
  const TrainedNetwork different = submission::train_network(start, data, options, other);
  EXPECT_TRUE(expect_near(flat(untested.network), flat(yours.network),
                          {.what = "the network, if the test part holds nothing but NaN",
                           .why = "Nobody looks at the test part while training.",
                           .read = kReadTest,
                           .tolerance = checks::kExact}) &&
              expect_near(blind.history.loss, yours.history.loss,
                          {.what = "history.loss, if the validation labels are others",
                           .why = "Validation examples choose, and teach nothing.",
                           .read = kReadRun,
                           .tolerance = checks::kExact}) &&
              checks::expect_that(arma::abs(different.history.loss - yours.history.loss).max() > 0,
                                  "the same losses", "others",
                                  {.what = "history.loss with another seed",
                                   .why = "Order and masks come from rng.",
                                   .read = kReadRun}) &&
              checks::expect_that(!(one == Rng(11)), "where it was", "moved on",
                                  {.what = "rng after a training", .read = kReadRun}));
}

// The pictures are dark on their left half, so that the weights of these pixels get no gradient
// unless the picture is mirrored.
TEST(TrainNetwork, MirrorsWhatItLearnsFromAndNothingElse) {
  Rng rng(remote::test_seed());
  CapstoneData data = easy_data(40, 30, rng);
  const arma::uvec dark = {0, 3}, bright = {2, 5};  // two lines of three pixels
  for (Examples* part : {&data.train, &data.validation}) part->x.cols(dark).zeros();
  const Network start = any_network({6, 5, 3}, rng);
  NetworkTraining options = training_of(1, 8, 0.05);
  for (const bool mirrors : {false, true}) {
    options.mirrored = mirrors ? PictureSize{2, 3, 1} : PictureSize{};
    const TrainedNetwork yours = submission::train_network(start, data, options, rng);
    if (!expect_trained(yours, start, 1)) return;
    const arma::mat moved = arma::abs(yours.network.parameters[0] - start.parameters[0]);
    if (mirrors) {
      if (!checks::expect_greater(moved.rows(dark).max(), 1e-6,
                                  {.what = "how far weights went whose pixels are dark unless a "
                                           "picture is mirrored",
                                   .why = "With options.mirrored every batch goes through "
                                          "flip_at_random.",
                                   .read = "mirrors-in-training"})) {
        return;
      }
    } else if (!checks::expect_between(
                   moved.rows(dark).max(), 0, 0,
                   {.what = "how far weights went whose pixels are always dark",
                    .why = "Where options.mirrored has a height of 0, no picture is mirrored.",
                    .read = "mirrors-in-training"})) {
      return;
    }
    if (!expect_near(yours.history.training_accuracy(0), plain_accuracy(yours.network, data.train),
                     {.what = "history.training_accuracy",
                      .why = "Of the pictures as they are, not mirrored.",
                      .read = "mirrors-in-training"}) ||
        !expect_near(yours.history.validation_accuracy(0),
                     plain_accuracy(yours.network, data.validation),
                     {.what = "history.validation_accuracy", .read = "mirrors-in-training"})) {
      return;
    }
  }
}

TEST(TrainNetwork, StopsWhenItsPatienceIsOver) {
  Rng rng(remote::test_seed());
  const CapstoneData data = easy_data(12, 10, rng);
  const Network start = any_network({6, 4, 3}, rng);
  NetworkTraining options = training_of(40, 12, 1e-9);  // so slow that no accuracy changes but once
  options.patience = 4;
  // Running statistics that agree with the data already: nothing moves at all.
  Network still = start;
  for (int batch = 0; batch < 400; ++batch) {
    still.running = plain_running(still.parameters, still.running, data.train.x);
  }
  const TrainedNetwork yours = submission::train_network(still, data, options, rng);
  checks::expect_equal(static_cast<long long>(yours.history.loss.n_elem), 5,
                       {.what = "epochs of a run that makes no progress, with a patience of 4",
                        .why = "options.patience is handed on to train.",
                        .read = kReadRun});
}

TEST(TrainNetwork, RefusesBadInput) {
  Rng rng(remote::test_seed());
  const CapstoneData data = easy_data(12, 6, rng);
  const Network start = any_network({6, 4, 3}, rng);
  const NetworkTraining options = training_of(1, 5, 0.1);
  const auto refused = [&](const std::string& what, const Network& network, const CapstoneData& d,
                           const NetworkTraining& o) {
    return expect_refusal(what, [&] { submission::train_network(network, d, o, rng); });
  };
  CapstoneData no_training = data, no_validation = data, wide = data, labels = data;
  no_training.train = {};
  no_validation.validation = {};
  wide.train.x = rng.normal(12, 7);
  labels.validation.y(2) = 3;
  const auto with = [&](auto change) {
    NetworkTraining changed = options;
    change(changed);
    return changed;
  };
  EXPECT_TRUE(refused("no network", {}, data, options) &&
              refused("no training part", start, no_training, options) &&
              refused("no validation part", start, no_validation, options) &&
              refused("a training part of another width", start, wide, options) &&
              refused("a validation label that is no class", start, labels, options) &&
              refused("no epochs", start, data, with([](NetworkTraining& o) { o.epochs = 0; })) &&
              refused("a batch_size of 0", start, data,
                      with([](NetworkTraining& o) { o.batch_size = 0; })) &&
              refused("a learning rate of 0", start, data,
                      with([](NetworkTraining& o) { o.learning_rate = 0; })) &&
              refused("a negative lambda", start, data,
                      with([](NetworkTraining& o) { o.regularization.lambda = -1; })) &&
              refused("a keep_prob of 0", start, data,
                      with([](NetworkTraining& o) { o.regularization.keep_prob = 0; })) &&
              refused("pictures of another size", start, data, with([](NetworkTraining& o) {
                        o.mirrored = {2, 2, 1};
                      })));
}

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
    if (!checks::expect_equal(static_cast<long long>(trial.point.n_elem), 2,
                              {.what = "numbers in a point",
                               .why = "Learning rate and lambda.",
                               .read = kReadSearch}) ||
        !checks::expect_between(trial.point(0), 1e-4, 1e-1,
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
    if (a.size() != 5 || b.size() != 5) {
      ADD_FAILURE();
      return;
    }
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
    if (p.size() != 5 || trial.point.n_elem != 2) {
      ADD_FAILURE();
      return;
    }
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

TEST(SearchNetwork, SearchesByFactors) {
  Rng rng(remote::test_seed());
  const CapstoneData data = easy_data(6, 4, rng);
  const NetworkSearch yours =
      submission::search_network(data, {6, 2, 3}, training_of(1, 6, 1), search_of(1, 60), rng);
  if (!expect_trials(yours, 1, 60)) return;
  arma::vec rates(60), lambdas(60);
  for (std::size_t t = 0; t < 60; ++t) {
    const arma::vec& point = yours.search.stages[0].result.trials[t].point;
    if (point.n_elem != 2 || point.min() <= 0) {
      ADD_FAILURE();
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

// The whole chain on real pictures: your pieces, put together by this test as the program does.
double digits_accuracy() {
  Rng rng(remote::test_seed());
  const datasets::Split split = datasets::digits_split(0);
  const CapstoneData data = submission::prepare_data(
      {split.train.inputs, split.train.labels}, {split.test.inputs, split.test.labels}, 0.2, rng);
  NetworkTraining options = training_of(12, 50, 3e-3);
  options.learning_rate_decay = 0.8;
  options.regularization = {0.9, 1e-4};
  const Network start = submission::initialize_network({64, 64, 10}, rng);
  const TrainedNetwork trained = submission::train_network(start, data, options, rng);
  // All that it has not learned from: 287 digits of the validation part and 360 of the test part.
  const Examples unseen{arma::join_cols(data.validation.x, data.test.x),
                        arma::join_cols(data.validation.y, data.test.y)};
  if (trained.network.running.size() != 1 || trained.network.parameters.size() != 5) return 0;
  return plain_accuracy(trained.network, unseen);
}

void expect_digits(double share) {
  checks::expect_greater(
      digits_accuracy(), share,
      {.what = "accuracy on digits that the network has not learned from",
       .why = "prepare_data, initialize_network and train_network with 64 hidden units, 12 epochs "
              "of Adam in batches of 50, a learning rate of 0.003 that falls by 0.8, keep_prob 0.9 "
              "and lambda 0.0001.",
       .read = "the-three-steps"});
}

TEST(Digits85, AreReached) { expect_digits(0.85); }
TEST(Digits90, AreReached) { expect_digits(0.90); }
TEST(Digits93, AreReached) { expect_digits(0.93); }

}  // namespace
}  // namespace descent::suite
