// network_forward, network_loss, network_probabilities.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>

#include "harness/checks/gradient.hpp"
#include "harness/checks/refusal.hpp"
#include "harness/checks/statistics.hpp"
#include "harness/suites/12-capstone/hand.hpp"
#include "harness/suites/12-capstone/plain.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;
using checks::expect_refusal;

constexpr auto kReadForward = "forward";
constexpr auto kReadRunning = "running-statistics";
constexpr auto kReadDropout = "dropout-behind-the-relu";
constexpr auto kReadBack = "the-way-back";
constexpr auto kReadPenalty = "what-the-penalty-costs";
constexpr auto kReadUse = "in-use";

const std::vector<arma::uvec>& shapes() {
  static const std::vector<arma::uvec> all = {{5, 4, 3}, {7, 6, 4, 2}, {3, 8, 5, 6, 4}};
  return all;
}

TEST(NetworkForward, GivesTheScoresOfTraining) {
  Rng rng(remote::test_seed());
  for (const arma::uvec& sizes : shapes()) {
    const Network network = any_network(sizes, rng);
    const arma::mat x = rng.normal(9, sizes(0)) + 0.5;
    Running running = network.running;
    const NetworkPass yours =
        submission::network_forward(network.parameters, running, x, 1.0, Mode::train, rng);
    if (!expect_near(yours.scores, plain_training_scores(network.parameters, x),
                     {.what = "scores in Mode::train, without dropout",
                      .why = "In each hidden layer affine, batchnorm with this batch, ReLU; then "
                             "the last affine layer with its bias.",
                      .read = kReadForward})) {
      return;
    }
  }
}

TEST(NetworkForward, UpdatesTheRunningStatisticsWhileItTrains) {
  Rng rng(remote::test_seed());
  for (const arma::uvec& sizes : shapes()) {
    const Network network = any_network(sizes, rng);
    const arma::mat x = 2 * rng.normal(7, sizes(0)) - 1;
    Running running = network.running;
    submission::network_forward(network.parameters, running, x, 1.0, Mode::train, rng);
    if (!expect_running(running, plain_running(network.parameters, network.running, x),
                        "running statistics after one batch",
                        {.what = {},
                         .why = "0.9 of what was there and 0.1 of this batch, each layer its own.",
                         .read = kReadRunning})) {
      return;
    }
  }
}

TEST(NetworkForward, UsesTheRunningStatisticsInTheTest) {
  Rng rng(remote::test_seed());
  for (const arma::uvec& sizes : shapes()) {
    const Network network = any_network(sizes, rng);
    const arma::mat x = rng.normal(6, sizes(0)) + 1;
    Running running = network.running;
    Rng untouched(5);
    const NetworkPass yours =
        submission::network_forward(network.parameters, running, x, 0.5, Mode::test, untouched);
    const arma::mat expected = plain_test_scores(network, x);
    if (!expect_near(yours.scores, expected,
                     {.what = "scores in Mode::test",
                      .why = "Normalized with the running statistics, and nothing is dropped, "
                             "whatever keep_prob says.",
                      .read = kReadUse}) ||
        !expect_near(flat(Network{{}, running}), flat(Network{{}, network.running}),
                     {.what = "the running statistics after a pass in Mode::test",
                      .why = "Nobody learns from the test.",
                      .read = kReadRunning,
                      .tolerance = checks::kExact}) ||
        !checks::expect_that(untouched == Rng(5), "a state that has moved on", "the same state",
                             {.what = "rng after a pass in Mode::test",
                              .why = "Nothing is random there.",
                              .read = kReadUse}) ||
        !checks::expect_that(yours.hidden.empty() && yours.last_input.is_empty(),
                             "a pass with more in it", "scores, and nothing else",
                             {.what = "what a pass in Mode::test keeps",
                              .why = "There is no way back from it, and a whole test set would "
                                     "fill the memory.",
                              .read = kReadUse})) {
      return;
    }
    const NetworkPass alone = submission::network_forward(network.parameters, running, x.row(2),
                                                          1.0, Mode::test, untouched);
    if (!expect_near(alone.scores, expected.row(2),
                     {.what = "scores of one example alone in Mode::test",
                      .why = "They depend on no other example.",
                      .read = kReadUse})) {
      return;
    }
  }
}

// Masks as they should be; with those that came, the scores must be what they are.
TEST(NetworkForward, DropsBehindEachRelu) {
  Rng rng(remote::test_seed());
  const arma::uvec sizes = {6, 30, 30, 4};
  const Network network = any_network(sizes, rng);
  const arma::mat x = rng.normal(50, 6);
  for (const double keep_prob : {0.7, 0.25}) {
    Running running = network.running;
    const NetworkPass yours =
        submission::network_forward(network.parameters, running, x, keep_prob, Mode::train, rng);
    if (!checks::expect_equal(static_cast<long long>(yours.hidden.size()), 2,
                              {.what = "hidden layers in the pass",
                               .why = "The way back needs all of them.",
                               .read = kReadForward})) {
      return;
    }
    for (const HiddenPass& hidden : yours.hidden) {
      if (!checks::expect_shape(hidden.mask, 50, 30, {.what = "mask", .read = kReadDropout}))
        return;
      const arma::uvec kept = arma::find(hidden.mask != 0);
      if (!expect_near(arma::vec(hidden.mask.elem(kept)),
                       arma::vec(kept.n_elem, arma::fill::value(1 / keep_prob)),
                       {.what = "mask where units are kept",
                        .why = "Inverted dropout scales them up by 1/keep_prob.",
                        .read = kReadDropout}) ||
          !checks::expect_frequency(kept.n_elem, hidden.mask.n_elem, keep_prob,
                                    {.what = "how many units are kept", .read = kReadDropout},
                                    {1e-6, 8})) {
        return;
      }
    }
    const std::vector<arma::mat> masks = {yours.hidden[0].mask, yours.hidden[1].mask};
    if (!checks::expect_uncorrelated(masks[0], masks[1],
                                     {.what = "the masks of two layers",
                                      .why = "Each layer draws a mask of its own.",
                                      .read = kReadDropout},
                                     {1e-6, 8}) ||
        !expect_near(yours.scores, plain_training_scores(network.parameters, x, masks),
                     {.what = "scores with dropout, given the masks in the pass",
                      .why = "Behind each ReLU the activations are multiplied by the mask; the "
                             "inputs and the scores are not.",
                      .read = kReadDropout}) ||
        !expect_running(running, plain_running(network.parameters, network.running, x, masks),
                        "running statistics after a batch with dropout",
                        {.what = {}, .read = kReadRunning})) {
      return;
    }
  }
}

// What the pass holds is what HiddenPass says.
TEST(NetworkForward, KeepsWhatTheWayBackNeeds) {
  Rng rng(remote::test_seed());
  const Network network = any_network({5, 7, 6, 3}, rng);
  const arma::mat x = rng.normal(8, 5);
  Running running = network.running;
  const NetworkPass yours =
      submission::network_forward(network.parameters, running, x, 1.0, Mode::train, rng);
  if (yours.hidden.size() != 2) {
    ADD_FAILURE();
    return;
  }
  // A network whose last layer is the identity shows what went into it.
  Parameters first(network.parameters.begin(), network.parameters.begin() + 3);
  first.push_back(arma::eye(7, 7));
  first.push_back(arma::zeros(1, 7));
  const arma::mat a1 = plain_training_scores(first, x);
  const auto same = [&](const arma::mat& a, const arma::mat& b, const std::string& what) {
    return expect_near(a, b, {.what = what, .why = "See HiddenPass.", .read = kReadForward});
  };
  if (!same(yours.hidden[0].input, x, "hidden[0].input") ||
      !same(yours.hidden[1].input, a1, "hidden[1].input") ||
      !same(arma::clamp(yours.hidden[0].preactivation, 0, arma::datum::inf), a1,
            "what a ReLU makes of hidden[0].preactivation") ||
      !checks::expect_less(yours.hidden[0].preactivation.min(), 0,
                           {.what = "the smallest of hidden[0].preactivation",
                            .why = "What goes into the ReLU, not what comes out.",
                            .read = kReadForward})) {
    return;
  }
  same(yours.last_input * network.parameters[6] + arma::repmat(network.parameters[7], 8, 1),
       yours.scores, "scores made of last_input");
}

TEST(NetworkForward, RefusesBadInput) {
  Rng rng(remote::test_seed());
  const Network network = any_network({4, 3, 2}, rng);
  const arma::mat x = rng.normal(5, 4);
  const auto refused = [&](const std::string& what, const Parameters& parameters, Running running,
                           const arma::mat& input, double keep_prob) {
    return expect_refusal(what, [&] {
      submission::network_forward(parameters, running, input, keep_prob, Mode::train, rng);
    });
  };
  Parameters fewer(network.parameters.begin(), network.parameters.end() - 1);
  Parameters misfit = network.parameters;
  misfit[3] = rng.normal(4, 2);
  Running negative = network.running;
  negative[0].var(1) = -1;
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(
      refused("no parameters", {}, {}, x, 1) &&
      refused("a parameter too few", fewer, network.running, x, 1) &&
      refused("layers that do not fit", misfit, network.running, x, 1) &&
      refused("no running statistics", network.parameters, {}, x, 1) &&
      refused("a negative running variance", network.parameters, negative, x, 1) &&
      refused("x without rows", network.parameters, network.running, arma::mat(0, 4), 1) &&
      refused("x of another width", network.parameters, network.running, rng.normal(5, 3), 1) &&
      refused("a keep_prob of 0", network.parameters, network.running, x, 0) &&
      refused("a keep_prob above 1", network.parameters, network.running, x, 1.1) &&
      refused("a keep_prob that is NaN", network.parameters, network.running, x, nan));
}

TEST(NetworkLoss, GivesLossAndGradients) {
  Rng rng(remote::test_seed());
  for (const double lambda : {0.0, 0.3}) {
    for (const arma::uvec& sizes : shapes()) {
      const Network network = any_network(sizes, rng);
      const Examples batch = any_examples(11, sizes(0), sizes(sizes.n_elem - 1), rng);
      Running running = network.running;
      const BatchLoss yours =
          submission::network_loss(network.parameters, running, batch, {1.0, lambda}, rng);
      const BatchLoss expected = plain_loss(network.parameters, batch, lambda);
      checks::About about{
          .what = lambda == 0 ? "the loss without a penalty" : "the loss with a penalty",
          .why =
              "The softmax loss, the mean over the batch, and ½·lambda·Σw² over "
              "all W.",
          .read = lambda == 0 ? kReadBack : kReadPenalty};
      if (!expect_near(yours.loss, expected.loss, about)) return;
      about.why = lambda == 0 ? "The way back through every layer, in reverse order."
                              : "The penalty adds lambda·W to the gradient of each W, and nothing "
                                "to those of gamma, beta and b.";
      about.tolerance = checks::kBackward;
      about.setting = {.examples = 11, .classes = static_cast<double>(sizes(sizes.n_elem - 1))};
      if (!expect_parameters(yours.gradients, expected.gradients, "gradients", about)) return;
    }
  }
}

TEST(NetworkLoss, GivesTheValuesOfAnotherProgram) {
  Running running = hand::network().running;
  Rng rng(1);
  const BatchLoss yours = submission::network_loss(hand::network().parameters, running,
                                                   hand::batch(), {1.0, hand::kLambda}, rng);
  const checks::About about{.what = "the loss",
                            .why = "Worked out once by another program.",
                            .read = kReadBack,
                            .tolerance = checks::kHandValue};
  if (!expect_near(yours.loss, hand::kLoss, about)) return;
  if (!expect_parameters(yours.gradients, hand::gradients(), "gradients", about)) return;
  expect_running(running, hand::running_after(), "running statistics", about);
}

// With dropout there is no other program to compare with: but the gradient must be the slope.
TEST(NetworkLoss, HasTheSlopeOfItsOwnLossUnderDropout) {
  Rng rng(remote::test_seed());
  for (const arma::uvec& sizes : {arma::uvec{5, 6, 3}, arma::uvec{4, 6, 5, 3}}) {
    const Network network = any_network(sizes, rng);
    const Examples batch = any_examples(7, sizes(0), 3, rng);
    const NetworkOptions options{0.6, 0.05};
    const std::uint64_t seed = rng.bits();
    const auto at = [&](const checks::Blocks& parameters) {
      Running running = network.running;
      Rng masks(seed);
      return submission::network_loss(parameters, running, batch, options, masks);
    };
    const BatchLoss yours = at(network.parameters);
    checks::GradientOptions how;
    how.names = parameter_names(network.parameters.size());
    how.whole = 20;
    how.largest = 6;
    how.random = 8;
    how.directions = 2;
    if (!checks::expect_gradient([&](const checks::Blocks& p) { return at(p).loss; },
                                 network.parameters, yours.gradients, rng,
                                 {.what = "the gradients under dropout",
                                  .why = "The way back goes through the same masks as the way "
                                         "forward.",
                                  .read = kReadDropout},
                                 how)) {
      return;
    }
  }
}

TEST(NetworkLoss, DrawsNewMasksForEachBatch) {
  Rng rng(remote::test_seed());
  const Network network = any_network({5, 40, 3}, rng);
  const Examples batch = any_examples(20, 5, 3, rng);
  std::vector<double> losses;
  for (const std::uint64_t seed : {3u, 3u, 4u}) {
    Running running = network.running;
    Rng masks(seed);
    losses.push_back(
        submission::network_loss(network.parameters, running, batch, {0.5, 0}, masks).loss);
  }
  Running running = network.running;
  Rng masks(3);
  submission::network_loss(network.parameters, running, batch, {0.5, 0}, masks);
  running = network.running;
  const double next =
      submission::network_loss(network.parameters, running, batch, {0.5, 0}, masks).loss;
  const checks::About about{.what = "the loss with the same rng",
                            .why = "All masks come from the caller's rng.",
                            .read = kReadDropout,
                            .tolerance = checks::kExact};
  if (!expect_near(losses[1], losses[0], about)) return;
  checks::expect_that(losses[2] != losses[0] && next != losses[0], "the same loss", "another loss",
                      {.what = "the loss with other masks", .read = kReadDropout});
}

TEST(NetworkLoss, UpdatesTheRunningStatisticsOnce) {
  Rng rng(remote::test_seed());
  const Network network = any_network({5, 7, 6, 3}, rng);
  const Examples batch = any_examples(9, 5, 3, rng);
  Running running = network.running;
  submission::network_loss(network.parameters, running, batch, {1, 0.1}, rng);
  expect_running(running, plain_running(network.parameters, network.running, batch.x),
                 "running statistics after one batch",
                 {.what = {}, .why = "One pass forward, one update.", .read = kReadRunning});
}

TEST(NetworkLoss, RefusesBadInput) {
  Rng rng(remote::test_seed());
  const Network network = any_network({4, 3, 2}, rng);
  const Examples batch = any_examples(5, 4, 2, rng);
  const auto refused = [&](const std::string& what, const Examples& examples,
                           const NetworkOptions& options) {
    return expect_refusal(what, [&] {
      Running running = network.running;
      submission::network_loss(network.parameters, running, examples, options, rng);
    });
  };
  Examples wrong = batch;
  wrong.y(3) = 2;
  EXPECT_TRUE(refused("an empty batch", {}, {}) &&
              refused("labels that are fewer than rows", {batch.x, batch.y.head(3)}, {}) &&
              refused("a label that is no class", wrong, {}) &&
              refused("a batch of another width", {rng.normal(5, 3), batch.y}, {}) &&
              refused("a negative lambda", batch, {1, -0.1}) &&
              refused("a keep_prob of 0", batch, {0, 0.1}));
}

TEST(NetworkProbabilities, AreTheSoftmaxOfTheTest) {
  Rng rng(remote::test_seed());
  for (const arma::uvec& sizes : shapes()) {
    const Network network = any_network(sizes, rng);
    for (const arma::uword n : arma::uvec{1, 13}) {
      const arma::mat x = 2 * rng.normal(n, sizes(0)) + 1;
      const arma::mat yours = submission::network_probabilities(network, x);
      if (!expect_near(yours, plain_softmax(plain_test_scores(network, x)),
                       {.what = "the probabilities",
                        .why = "The softmax of each row of the scores in Mode::test: running "
                               "statistics, no dropout.",
                        .read = kReadUse})) {
        return;
      }
    }
  }
}

TEST(NetworkProbabilities, AreExactForLargeScores) {
  Rng rng(remote::test_seed());
  Network network = any_network({4, 6, 3}, rng);
  network.parameters[3] *= 3000;
  network.parameters[4] = {{2000, -9000, 500}};
  const arma::mat x = rng.normal(12, 4);
  const arma::mat yours = submission::network_probabilities(network, x);
  if (!checks::expect_finite(yours, {.what = "the probabilities for scores in the thousands",
                                     .why = "exp(1000) is infinite: take the row's maximum off "
                                            "first.",
                                     .read = kReadUse})) {
    return;
  }
  expect_near(yours, plain_softmax(plain_test_scores(network, x)),
              {.what = "the probabilities for scores in the thousands",
               .read = kReadUse,
               .tolerance = {1e-7, 1e-9}});
}

TEST(NetworkProbabilities, RefusesBadInput) {
  Rng rng(remote::test_seed());
  const Network network = any_network({4, 3, 2}, rng);
  const arma::mat x = rng.normal(5, 4);
  EXPECT_TRUE(
      expect_refusal("no network", [&] { submission::network_probabilities({}, x); }) &&
      expect_refusal("x without rows",
                     [&] { submission::network_probabilities(network, arma::mat(0, 4)); }) &&
      expect_refusal("x of another width",
                     [&] { submission::network_probabilities(network, rng.normal(5, 6)); }) &&
      expect_refusal("a network without running statistics", [&] {
        submission::network_probabilities({network.parameters, {}}, x);
      }));
}

}  // namespace
}  // namespace descent::suite
