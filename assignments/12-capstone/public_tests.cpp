// Public tests of stage 12: small cases that can be checked by hand. What else is promised stands
// in capstone.hpp.

#include <gtest/gtest.h>

#include <cmath>

#include "datasets/digits.hpp"
#include "harness/checks/expect.hpp"
#include "harness/remote/submission.hpp"

namespace descent {
namespace {

using checks::expect_near;

// 2 inputs, 2 hidden units, 2 classes: W1 and W2 are identities, gamma 1, beta and b 0.
Network identity_network() {
  return {
      {arma::eye(2, 2), arma::ones(1, 2), arma::zeros(1, 2), arma::eye(2, 2), arma::zeros(1, 2)},
      {{arma::rowvec{0, 0}, arma::rowvec{1, 1}}}};
}

TEST(PrepareData, TransformsAllPartsAlike) {
  // Every example of the pool is the same, and so is the mean of each training part.
  const Examples pool{arma::repmat(arma::rowvec{5, -1}, 10, 1), arma::regspace<arma::uvec>(0, 9)};
  const Examples test{{{6, 1}}, {3}};
  Rng rng(1);
  const CapstoneData data = submission::prepare_data(pool, test, 0.3, rng);
  EXPECT_TRUE(
      checks::expect_equal(static_cast<long long>(data.validation.y.n_elem), 3,
                           {.what = "examples in the validation part", .read = "three-parts"}) &&
      expect_near(data.test.x, arma::mat{{1, 2}},
                  {.what = "test.x of {6, 1}, where all training examples are {5, -1}",
                   .why = "The mean of the training part is {5, -1}; constant features have "
                          "scale 1.",
                   .read = "statistics-of-the-training-part"}));
}

TEST(InitializeNetwork, HasThreeParametersAHiddenLayer) {
  Rng rng(1);
  const Network network = submission::initialize_network({4, 3, 2}, rng);
  EXPECT_TRUE(
      checks::expect_equal(static_cast<long long>(network.parameters.size()), 5,
                           {.what = "parameters of a network with one hidden layer",
                            .why = "W1, gamma1, beta1, W2, b2.",
                            .read = "where-it-begins"}) &&
      checks::expect_shape(network.parameters[0], 4, 3,
                           {.what = "W1", .read = "where-it-begins"}) &&
      checks::expect_shape(network.parameters[4], 1, 2, {.what = "b2", .read = "where-it-begins"}));
}

TEST(NetworkForward, NormalizesWithTheBatchWhileItTrains) {
  // Both columns are -1 and 1 in the mean 0 and variance 1: batchnorm changes next to nothing.
  const Network network = identity_network();
  std::vector<RunningStatistics> running = network.running;
  Rng rng(1);
  const NetworkPass pass = submission::network_forward(network.parameters, running,
                                                       {{4, -2}, {6, 2}}, 1.0, Mode::train, rng);
  expect_near(pass.scores, arma::mat{{0, 0}, {1, 1}},
              {.what = "scores of the batch {4, -2}, {6, 2} through identities",
               .why = "Batchnorm makes -1 and 1 of each column, and the ReLU 0 and 1.",
               .read = "forward",
               .tolerance = {1e-4, 1e-4}});
}

TEST(NetworkForward, NormalizesWithTheRunningStatisticsInTheTest) {
  Network network = identity_network();
  network.running[0] = {arma::rowvec{1, 1}, arma::rowvec{4, 4}};
  Rng rng(1);
  const NetworkPass pass = submission::network_forward(network.parameters, network.running,
                                                       {{4, -2}, {6, 2}}, 0.5, Mode::test, rng);
  expect_near(pass.scores, arma::mat{{1.5, 0}, {2.5, 0.5}},
              {.what = "scores of {4, -2}, {6, 2} with a running mean of 1 and variance of 4",
               .why = "(4 - 1)/2 = 1.5, (-2 - 1)/2 < 0, and nothing is dropped.",
               .read = "in-use",
               .tolerance = {1e-4, 1e-4}});
}

TEST(NetworkLoss, IsThatOfTheSoftmaxWithAPenalty) {
  Network network = identity_network();
  network.parameters[3].zeros();  // all scores are 0
  Rng rng(1);
  const BatchLoss result = submission::network_loss(network.parameters, network.running,
                                                    {{{4, -2}, {6, 2}}, {0, 1}}, {1.0, 0.5}, rng);
  if (!expect_near(result.loss, std::log(2.0) + 0.5,
                   {.what = "the loss of a network whose scores are 0",
                    .why = "ln 2, and ½ · 0.5 · (1 + 1) for the two ones in W1.",
                    .read = "what-the-penalty-costs"}) ||
      !checks::expect_equal(static_cast<long long>(result.gradients.size()), 5,
                            {.what = "gradients", .read = "the-way-back"})) {
    return;
  }
  expect_near(result.gradients[0], arma::mat(0.5 * arma::eye(2, 2)),
              {.what = "the gradient on W1",
               .why = "Nothing comes back through a W2 of zeros; the penalty adds 0.5 · W1.",
               .read = "what-the-penalty-costs"});
}

TEST(NetworkProbabilities, SumToOne) {
  const arma::mat p = submission::network_probabilities(identity_network(), {{3, 3}, {0, 700}});
  expect_near(p, arma::mat{{0.5, 0.5}, {0, 1}},
              {.what = "the probabilities of {3, 3} and {0, 700} through identities",
               .why = "Equal scores are undecided, and 700 is sure.",
               .read = "in-use"});
}

TEST(FlipAtRandom, GivesAPictureOrItsMirror) {
  const arma::mat x = {{1, 2, 3, 4, 5, 6}};  // two lines of three
  Rng rng(1);
  for (int call = 0; call < 20; ++call) {
    const arma::mat y = submission::flip_at_random(x, {2, 3, 1}, rng);
    if (!checks::expect_shape(y, 1, 6, {.what = "x", .read = "mirrors"})) return;
    if (!expect_near(y, y(0) == 1 ? x : arma::mat{{3, 2, 1, 6, 5, 4}},
                     {.what = "the picture 1 2 3 over 4 5 6", .read = "mirrors"})) {
      return;
    }
  }
}

TEST(NetworkGradientCheck, NamesItsBlocks) {
  Rng rng(1);
  Network network = identity_network();
  network.parameters[2] = {{0.3, 0.4}};
  const std::vector<GradcheckReport> reports = submission::network_gradient_check(
      network.parameters, {rng.normal(6, 2), {0, 1, 0, 0, 1, 1}}, {1.0, 0.1}, {});
  if (!checks::expect_equal(static_cast<long long>(reports.size()), 5,
                            {.what = "reports", .read = "trust-but-verify"})) {
    return;
  }
  const std::vector<std::string> names = {"W1", "gamma1", "beta1", "W2", "b2"};
  for (std::size_t p = 0; p < 5; ++p) {
    if (!checks::expect_that(reports[p].name == names[p], reports[p].name, names[p],
                             {.what = "the name of a block", .read = "trust-but-verify"})) {
      return;
    }
  }
}

TEST(UpdateParameters, MakesAFirstStepOfAdam) {
  std::vector<arma::mat> parameters = {arma::mat{{1, 2}}, arma::mat{{3, 4}}};
  std::vector<UpdateState> states;
  submission::update_parameters(parameters, {arma::mat{{0.5, -8}}, arma::mat{{2, 1}}}, states,
                                UpdateRule::adam, 0.1);
  EXPECT_TRUE(
      expect_near(parameters[0], arma::mat{{0.9, 2.1}},
                  {.what = "the first parameter after the first step of Adam",
                   .why = "Adam's first step has the length of the learning rate.",
                   .read = "one-step",
                   .tolerance = {1e-6, 1e-6}}) &&
      expect_near(parameters[1], arma::mat{{2.9, 3.9}},
                  {.what = "the second parameter", .read = "one-step", .tolerance = {1e-6, 1e-6}}));
}

TEST(SanityChecks, EndWithTheFirstThatFails) {
  const GradientCheck wrong = [] {
    return std::vector<GradcheckReport>{{"W1", {0}, {1}, {2}, {0.5}, 0, 0.5}};
  };
  const RegularizedLossFunction loss = [](const std::vector<arma::mat>& at, const arma::uvec&,
                                          double) {
    return BatchLoss{2.3, at};
  };
  const ParameterUpdate update = [](std::vector<arma::mat>&, const std::vector<arma::mat>&,
                                    double) {};
  const std::vector<SanityStep> steps =
      submission::sanity_checks({arma::ones(2, 2)}, {0, 1, 2}, wrong, loss, update, {});
  EXPECT_TRUE(
      checks::expect_equal(static_cast<long long>(steps.size()), 1,
                           {.what = "steps where the gradient is wrong",
                            .why = "Nothing behind it is looked at.",
                            .read = "the-first-that-fails"}) &&
      checks::expect_that(!steps[0].report.passed, "passed", "not passed",
                          {.what = "a relative error of ½", .read = "before-the-expensive-run"}));
}

TEST(TrainNetwork, MakesOneStepAnEpochWithOneBatch) {
  Rng rng(1);
  Network start = identity_network();
  start.parameters[3] = {{0.3, -0.2}, {0.1, 0.4}};
  CapstoneData data;
  data.train = {{{4, -2}, {6, 2}, {5, 1}}, {0, 1, 1}};
  data.validation = data.train;
  data.statistics = {arma::rowvec{0, 0}, arma::rowvec{1, 1}};
  NetworkTraining options;
  options.epochs = 3;
  options.learning_rate = 0.1;
  options.learning_rate_decay = 0.5;
  const TrainedNetwork trained = submission::train_network(start, data, options, rng);
  expect_near(trained.history.learning_rate, arma::vec{0.1, 0.05, 0.025},
              {.what = "history.learning_rate", .read = "the-expensive-run"});
}

TEST(SearchNetwork, KeepsANetworkForEachTrial) {
  Rng rng(1);
  CapstoneData data;
  data.train = {{{4, -2}, {6, 2}, {5, 1}}, {0, 1, 1}};
  data.validation = data.train;
  data.statistics = {arma::rowvec{0, 0}, arma::rowvec{1, 1}};
  NetworkSearchOptions search;
  search.stages.stages = 2;
  search.stages.trials = 3;
  const NetworkSearch found = submission::search_network(data, {2, 3, 2}, {}, search, rng);
  checks::expect_equal(static_cast<long long>(found.networks.size()), 6,
                       {.what = "networks of 2 stages of 3 trials", .read = "the-search"});
}

TEST(EnsembleOfBest, IsOneNetworkForAKOfOne) {
  Network other = identity_network();
  other.parameters[4] = {{100, 0}};
  expect_near(submission::ensemble_of_best({identity_network(), other}, {0.4, 0.6}, 1, {{1, 1}}),
              arma::mat{{1, 0}},
              {.what = "what the best of two networks says", .read = "the-last-two-percent"});
}

TEST(LeaderboardLine, IsALine) {
  const std::string line =
      submission::leaderboard_line("digits", {identity_network()}, 0.97224, 3.14, 5);
  const std::string expected =
      "capstone data=digits accuracy=0.9722 parameters=14 seconds=3.1 seed=5";
  checks::expect_that(
      line == expected, line, expected,
      {.what = "the line", .why = "4 + 2 + 2 + 4 + 2 parameters.", .read = "the-leaderboard"});
}

// The whole chain on real pictures, as the program puts it together.
void expect_digits(double share) {
  Rng rng(1);
  const datasets::Split split = datasets::digits_split(0);
  const CapstoneData data = submission::prepare_data(
      {split.train.inputs, split.train.labels}, {split.test.inputs, split.test.labels}, 0.2, rng);
  NetworkTraining options;
  options.epochs = 12;
  options.batch_size = 50;
  options.learning_rate = 3e-3;
  options.learning_rate_decay = 0.8;
  options.regularization = {0.9, 1e-4};
  const TrainedNetwork trained = submission::train_network(
      submission::initialize_network({64, 64, 10}, rng), data, options, rng);
  // All that it has not learned from: 287 digits of the validation part and 360 of the test part.
  const arma::mat p = submission::network_probabilities(
      trained.network, arma::join_cols(data.validation.x, data.test.x));
  const arma::uvec labels = arma::join_cols(data.validation.y, data.test.y);
  if (!checks::expect_shape(p, labels.n_elem, 10, {.what = "probabilities", .read = "in-use"}))
    return;
  const arma::uvec right = arma::index_max(p, 1) == labels;
  checks::expect_greater(
      static_cast<double>(arma::accu(right)) / static_cast<double>(labels.n_elem), share,
      {.what = "accuracy on digits that the network has not learned from",
       .why = "64 hidden units, 12 epochs of Adam.",
       .read = "the-three-steps"});
}

TEST(Digits85, AreReached) { expect_digits(0.85); }
TEST(Digits90, AreReached) { expect_digits(0.90); }
TEST(Digits93, AreReached) { expect_digits(0.93); }

}  // namespace
}  // namespace descent
