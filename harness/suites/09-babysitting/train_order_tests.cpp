// train: which examples it sees, in which order, and what it does with its functions.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "harness/checks/refusal.hpp"
#include "harness/checks/statistics.hpp"
#include "harness/suites/09-babysitting/recorded.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;
using checks::expect_refusal;
using Parameters = std::vector<arma::mat>;

constexpr auto kReadOrder = "a-new-order-every-epoch";

// The mean of the indices themselves, so that whoever sees others has another loss.
double code_of(const arma::uvec& which) {
  double sum = 0;
  for (const arma::uword i : which) sum += static_cast<double>(i);
  return sum / static_cast<double>(which.n_elem);
}

Model counting(arma::uword batches_per_epoch, arma::uword epochs) {
  return counting_model(batches_per_epoch, arma::linspace(0.2, 0.8, epochs),
                        arma::linspace(0.1, 0.7, epochs), code_of);
}

arma::uword batches_of(arma::uword n, arma::uword batch_size) { return (n - 1) / batch_size + 1; }

// The examples of an epoch in their order. Empty if the run has not so many batches.
arma::uvec epoch_order(const Log& log, arma::uword epoch, arma::uword batches) {
  arma::uvec order;
  for (arma::uword b = 0; b < batches; ++b) {
    const arma::uword k = epoch * batches + b;
    if (k >= log.batches.size()) return {};
    order = arma::join_cols(order, log.batches[k]);
  }
  return order;
}

struct Case {
  arma::uword examples, batch_size, epochs;
};

TEST(Train, SeesEachExampleOnceAnEpoch) {
  Rng rng(remote::test_seed());
  const std::vector<Case> cases = {{11, 4, 3}, {12, 4, 2}, {9, 1, 2}, {7, 7, 3}, {5, 100, 3}};
  std::vector<RecordedRun> runs;
  std::vector<arma::uvec> trainings;
  for (const Case& c : cases) {
    trainings.push_back(scattered_indices(c.examples, rng));
    runs.push_back(train_recorded(count_from_zero(), trainings.back(),
                                  counting(batches_of(c.examples, c.batch_size), c.epochs),
                                  {c.epochs, c.batch_size, 0.1, 1, 0}, rng));
  }
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const Case& c = cases[i];
    const Log& log = runs[i].log;
    const std::string what = fmt::format("{} examples in batches of {}", c.examples, c.batch_size);
    const arma::uword batches = batches_of(c.examples, c.batch_size);
    if (!checks::expect_equal(
            static_cast<long long>(log.batches.size()), static_cast<long long>(batches * c.epochs),
            {.what = fmt::format("calls of loss_and_gradients in {} epochs of {}", c.epochs, what),
             .why = "One for each batch, and the last batch of an epoch has what "
                    "is left.",
             .read = "the-last-batch"})) {
      return;
    }
    for (arma::uword k = 0; k < log.batches.size(); ++k) {
      const arma::uword left = c.examples - (k % batches) * c.batch_size;
      if (!checks::expect_equal(
              static_cast<long long>(log.batches[k].n_elem),
              static_cast<long long>(std::min(left, c.batch_size)),
              {.what = fmt::format("the size of batch {} of an epoch of {}", k % batches + 1, what),
               .read = "the-last-batch"})) {
        return;
      }
    }
    for (arma::uword epoch = 0; epoch < c.epochs; ++epoch) {
      const arma::uvec seen = arma::sort(epoch_order(log, epoch, batches));
      if (!checks::expect_that(
              arma::approx_equal(seen, arma::sort(trainings[i]), "absdiff", 0),
              "others, or some of them twice and some never", "each entry of training exactly once",
              {.what = fmt::format("the examples of epoch {} of {}", epoch + 1, what),
               .why = "An order of all entries of training, cut into pieces. The entries are the "
                      "indices; other indices belong to the validation set.",
               .read = "whose-examples"})) {
        return;
      }
    }
  }
}

TEST(Train, TakesANewOrderEachEpoch) {
  Rng rng(remote::test_seed());
  const arma::uvec training = scattered_indices(40, rng);
  Rng draws(rng.bits());
  const RecordedRun first =
      train_recorded(count_from_zero(), training, counting(4, 4), {4, 10, 0.1, 1, 0}, draws);
  const RecordedRun second =
      train_recorded(count_from_zero(), training, counting(4, 2), {2, 10, 0.1, 1, 0}, draws);
  std::vector<arma::uvec> orders;
  for (arma::uword e = 0; e < 4; ++e) orders.push_back(epoch_order(first.log, e, 4));
  for (arma::uword e = 0; e < 2; ++e) orders.push_back(epoch_order(second.log, e, 4));
  // Two of these six orders of 40 are the same with a probability of 15/40!, or 10^-46.
  for (std::size_t a = 0; a < orders.size(); ++a) {
    if (!checks::expect_that(!arma::approx_equal(orders[a], training, "absdiff", 0),
                             "the order in which training lists them", "a random order",
                             {.what = "the order of an epoch", .read = kReadOrder})) {
      return;
    }
    for (std::size_t b = 0; b < a; ++b) {
      if (!checks::expect_that(
              !arma::approx_equal(orders[a], orders[b], "absdiff", 0), "twice the same order",
              "another one each time",
              {.what = "the orders of two epochs",
               .why = "Each epoch, and each run with the same rng, draws a new order, from the "
                      "rng that it was given. Is it a copy that you draw from?",
               .read = kReadOrder})) {
        return;
      }
    }
  }
}

// Six examples in batches of two, many epochs: who comes when, and with whom. Rotating an order,
// shuffling fixed batches or drawing with replacement all show here.
TEST(Train, TakesAllOrdersEquallyOften) {
  constexpr arma::uword kEpochs = 120;
  Rng rng(remote::test_seed());
  const arma::uvec training = scattered_indices(6, rng);
  const Model model = counting_model(
      3, arma::ones(kEpochs), arma::ones(kEpochs),
      [](const arma::uvec& which) { return which(0) > which(which.n_elem - 1) ? 1.0 : 0.5; });
  const RecordedRun run =
      train_recorded(count_from_zero(), training, model, {kEpochs, 2, 0.1, 1, 0}, rng);
  std::map<arma::uword, arma::uword> number;
  for (arma::uword i = 0; i < 6; ++i) number[training(i)] = i;
  arma::umat batch(6, 3, arma::fill::zeros), together(6, 6, arma::fill::zeros);
  for (std::size_t k = 0; k < run.log.batches.size(); ++k) {
    const arma::uvec& which = run.log.batches[k];
    if (which.n_elem != 2 || !number.contains(which(0)) || !number.contains(which(1))) continue;
    const arma::uword a = number[which(0)], b = number[which(1)];
    ++batch(a, k % 3);
    ++batch(b, k % 3);
    ++together(std::min(a, b), std::max(a, b));
  }
  const checks::FalseAlarm alarm{.comparisons = 6 * 3 + 15};
  for (arma::uword i = 0; i < 6; ++i) {
    for (arma::uword b = 0; b < 3; ++b) {
      if (!checks::expect_frequency(
              batch(i, b), kEpochs, 1.0 / 3,
              {.what = "epochs in which one of six examples was in one of the three batches",
               .why = "All orders are equally likely, so each batch is.",
               .read = kReadOrder},
              alarm)) {
        return;
      }
    }
    for (arma::uword j = i + 1; j < 6; ++j) {
      if (!checks::expect_frequency(
              together(i, j), kEpochs, 1.0 / 5,
              {.what = "epochs in which two of six examples shared a batch of two",
               .why = "All orders are equally likely, so each of the five others is the partner "
                      "equally often. Are the batches cut once, and only their order is new?",
               .read = kReadOrder},
              alarm)) {
        return;
      }
    }
  }
}

// Each run has one epoch of two batches. So all begin with the order of training, whether a
// solution shuffles that or what the epoch before has left.
TEST(Train, PrefersNoOrderEvenSlightly) {
  constexpr arma::uword kExamples = 16, kHalf = kExamples / 2, kRuns = 2800;
  Rng rng(remote::test_seed());
  const arma::uvec training = scattered_indices(kExamples, rng);
  const auto batches = std::make_shared<std::vector<arma::uvec>>();
  const BatchLossFunction loss = [batches](const Parameters&, const arma::uvec& which) {
    batches->push_back(which);
    return BatchLoss{code_of(which), {arma::ones(1, 1)}};
  };
  const ParameterUpdate update = [](Parameters& at, const Parameters&, double) { at[0] += 1; };
  const AccuracyFunction accuracy = [](const Parameters&) { return 0.5; };
  std::map<arma::uword, double> times;
  for (arma::uword run = 0; run < kRuns; ++run) {
    batches->clear();
    submission::train({arma::ones(1, 1)}, training, loss, update, accuracy, accuracy,
                      {1, kHalf, 0.1, 1, 0}, rng);
    if (batches->empty()) continue;
    for (const arma::uword i : batches->front()) times[i] += 1;
  }
  arma::vec came(kExamples);
  for (arma::uword i = 0; i < kExamples; ++i) came(i) = times[training(i)];
  checks::expect_even_halves(
      came, kRuns,
      {.what = "how unequally examples come into the first of two batches", .read = kReadOrder});
}

TEST(Train, GivesTheSameForTheSameSeed) {
  Rng rng(remote::test_seed());
  const arma::uvec training = scattered_indices(23, rng);
  const std::uint64_t seed = rng.bits();
  std::vector<TrainResult> results;
  for (int run = 0; run < 2; ++run) {
    Rng draws(seed);
    results.push_back(
        train_recorded(count_from_zero(), training, counting(5, 3), {3, 5, 0.1, 0.9, 0}, draws)
            .result);
  }
  for (const auto& [a, b, what] :
       {std::tuple{results[0].history.batch_losses, results[1].history.batch_losses,
                   "history.batch_losses"},
        std::tuple{results[0].history.loss, results[1].history.loss, "history.loss"}}) {
    if (!expect_near(b, a,
                     {.what = fmt::format("{} of a second run with the same seed", what),
                      .why = "All randomness comes from rng, and nothing is kept from one "
                             "call to the next.",
                      .read = kReadOrder,
                      .tolerance = checks::kExact})) {
      return;
    }
  }
}

TEST(Train, UsesItsFunctionsInTurn) {
  Rng rng(remote::test_seed());
  const arma::uvec training = scattered_indices(11, rng);
  const RecordedRun run =
      train_recorded(count_from_zero(), training, counting(3, 4), {4, 4, 0.5, 0.5, 0}, rng);
  const Log& log = run.log;
  if (!checks::expect_equal(static_cast<long long>(log.rates.size()), 12,
                            {.what = "updates in 4 epochs of 3 batches",
                             .why = "One after each call of loss_and_gradients.",
                             .read = "the-training-loop"}) ||
      !checks::expect_equal(static_cast<long long>(log.trained.size()), 4,
                            {.what = "calls of training_accuracy in 4 epochs",
                             .why = "One after each epoch.",
                             .read = "the-training-loop"}) ||
      !checks::expect_equal(static_cast<long long>(log.held.size()), 4,
                            {.what = "calls of validation_accuracy in 4 epochs",
                             .why = "One after each epoch.",
                             .read = "the-training-loop"}) ||
      !checks::expect_equal(static_cast<long long>(log.at.size()), 12,
                            {.what = "calls of loss_and_gradients in 4 epochs of 3 batches",
                             .read = "the-training-loop"})) {
    return;
  }
  // The first parameter counts the updates.
  for (std::size_t k = 0; k < 12; ++k) {
    if (!expect_near(log.at[k][0](0, 0), static_cast<double>(k),
                     {.what = fmt::format("the updates that parameters had behind them at call {} "
                                          "of loss_and_gradients",
                                          k + 1),
                      .why = "Each batch has the parameters that the update of the last one left.",
                      .read = "the-training-loop"})) {
      return;
    }
  }
  for (std::size_t e = 0; e < 4; ++e) {
    for (const Parameters& at : {log.trained[e], log.held[e]}) {
      if (!expect_near(at[0](0, 0), 3 * static_cast<double>(e + 1),
                       {.what = fmt::format("the updates that parameters had behind them when an "
                                            "accuracy was asked for after epoch {}",
                                            e + 1),
                        .why = "The accuracies are those of the parameters after the epoch.",
                        .read = "the-training-loop"})) {
        return;
      }
    }
  }
}

TEST(Train, RefusesBadInput) {
  Rng rng(remote::test_seed());
  const Model model = counting(2, 1);
  const Parameters start = count_from_zero();
  const arma::uvec training = {8, 5, 9};
  const TrainOptions options{1, 2, 0.1, 1, 0};
  const auto call = [&rng](const Parameters& parameters, const arma::uvec& examples, const Model& m,
                           const TrainOptions& o) {
    return [=, &rng] {
      submission::train(parameters, examples, m.loss_and_gradients, m.update, m.training_accuracy,
                        m.validation_accuracy, o, rng);
    };
  };
  expect_refusal("no parameters", call({}, training, model, options));
  expect_refusal("an empty parameter", call({arma::mat(0, 3)}, training, model, options));
  expect_refusal("no examples", call(start, {}, model, options));
  Model without = model;
  without.loss_and_gradients = {};
  expect_refusal("an empty function for the loss", call(start, training, without, options));
  without = model;
  without.update = {};
  expect_refusal("an empty function for the update", call(start, training, without, options));
  without = model;
  without.training_accuracy = {};
  expect_refusal("an empty function for the training accuracy",
                 call(start, training, without, options));
  without = model;
  without.validation_accuracy = {};
  expect_refusal("an empty function for the validation accuracy",
                 call(start, training, without, options));
  without = model;
  without.loss_and_gradients = [](const Parameters& at, const arma::uvec&) {
    return BatchLoss{1, {at[0]}};
  };
  expect_refusal("a gradient too few", call(start, training, without, options));
  without.loss_and_gradients = [](const Parameters& at, const arma::uvec&) {
    return BatchLoss{1, {at[0], at[1].t()}};
  };
  expect_refusal("a gradient of another shape", call(start, training, without, options));
  expect_refusal("0 epochs", call(start, training, model, {0, 2, 0.1, 1, 0}));
  expect_refusal("a batch_size of 0", call(start, training, model, {1, 0, 0.1, 1, 0}));
  expect_refusal("a learning rate of 0", call(start, training, model, {1, 2, 0, 1, 0}));
  expect_refusal("a learning rate of NaN",
                 call(start, training, model, {1, 2, arma::datum::nan, 1, 0}));
  expect_refusal("a negative decay", call(start, training, model, {1, 2, 0.1, -0.5, 0}));
}

}  // namespace
}  // namespace descent::suite
