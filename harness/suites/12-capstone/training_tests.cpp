// train_network.

#include <gtest/gtest.h>

#include <cmath>

#include "harness/checks/refusal.hpp"
#include "harness/suites/12-capstone/plain.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;
using checks::expect_refusal;

constexpr auto kReadRun = "the-expensive-run";
constexpr auto kReadBest = "best-parameters-and-their-statistics";
constexpr auto kReadTest = "the-test-part-is-not-there";

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
  data.train.x.cols(dark).zeros();
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
  }
}

// Of 400 pictures that are dark on one side, and know nothing of it, as many are right mirrored as
// not once in some twenty times.
TEST(TrainNetwork, MeasuresPicturesAsTheyAre) {
  Rng rng(remote::test_seed());
  NetworkTraining options = training_of(1, 8, 0.05);
  options.mirrored = {2, 3, 1};
  for (int draw = 0; draw < 6; ++draw) {
    CapstoneData data = easy_data(40, 400, rng);
    for (Examples* part : {&data.train, &data.validation}) part->x.cols(arma::uvec{0, 3}).zeros();
    const Network start = any_network({6, 5, 3}, rng);
    const TrainedNetwork yours = submission::train_network(start, data, options, rng);
    if (!expect_trained(yours, start, 1) ||
        !expect_near(yours.history.training_accuracy(0), plain_accuracy(yours.network, data.train),
                     {.what = "history.training_accuracy",
                      .why = "Of the pictures as they are, not mirrored.",
                      .read = "mirrors-in-training"}) ||
        !expect_near(yours.history.validation_accuracy(0),
                     plain_accuracy(yours.network, data.validation),
                     {.what = "history.validation_accuracy",
                      .why = "Of the pictures as they are, not mirrored.",
                      .read = "mirrors-in-training"})) {
      return;
    }
  }
}

// With a keep_prob so small that no hidden unit is left, and no bias, all scores are 0. That one of
// these units is kept after all happens less than once in 10^9 times.
TEST(TrainNetwork, DropsHiddenUnits) {
  Rng rng(remote::test_seed());
  const CapstoneData data = easy_data(12, 6, rng);
  Network start = any_network({6, 5, 3}, rng);
  start.parameters.back().zeros();
  NetworkTraining options = training_of(1, 12, 1e-12);
  options.regularization = {.lambda = 0, .keep_prob = 1e-12};
  const TrainedNetwork yours = submission::train_network(start, data, options, rng);
  if (!expect_trained(yours, start, 1)) return;
  expect_near(
      yours.history.batch_losses, arma::vec{std::log(3.0)},
      {.what = "the loss of the first batch with a keep_prob so small that no unit is left",
       .why = "Training drops hidden units, with options.regularization.keep_prob: then all "
              "scores are 0, and the loss is ln 3.",
       .read = kReadRun});
}

// One batch an epoch of a network that stays where it is: its loss tells which pictures were
// mirrored. Two epochs toss 40 coins alike once in 10^12; else their losses differ by some
// hundredths. What eight steps change is below 1e-9.
TEST(TrainNetwork, TossesTheCoinsAnewInEachEpoch) {
  Rng rng(remote::test_seed());
  const CapstoneData data = easy_data(40, 10, rng);
  const Network start = any_network({6, 5, 3}, rng);
  NetworkTraining options = training_of(8, 40, 1e-12);
  options.mirrored = {2, 3, 1};
  const TrainedNetwork yours = submission::train_network(start, data, options, rng);
  if (!expect_trained(yours, start, 8)) return;
  checks::expect_greater(arma::range(yours.history.loss), 1e-7,
                         {.what = "how far the losses of eight epochs are apart, each with all "
                                  "pictures in one batch, of a network that hardly moves",
                          .why = "A picture that is seen again is mirrored at random again: every "
                                 "batch goes through flip_at_random.",
                          .read = "mirrors-in-training"});
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

}  // namespace
}  // namespace descent::suite
