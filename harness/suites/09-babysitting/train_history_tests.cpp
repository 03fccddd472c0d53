// train: what it writes down, and what it gives back.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "assignments/09-babysitting/small_network.hpp"
#include "datasets/generators.hpp"
#include "harness/suites/09-babysitting/recorded.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;
using Parameters = std::vector<arma::mat>;

constexpr auto kReadMean = "the-loss-of-an-epoch";
constexpr auto kReadBest = "keep-the-best";
constexpr auto kReadRatios = "ratios-of-a-run";
constexpr auto kReadRate = "the-learning-rate-of-an-epoch";

TrainResult train_counting(arma::uword examples, const Model& model, const TrainOptions& options,
                           Rng& rng) {
  return train_recorded(count_from_zero(), scattered_indices(examples, rng), model, options, rng)
      .result;
}

// A model whose loss tells the size of the batch, so that the order of the examples is of no
// matter: 1 for a full batch, 5 for any other.
Model size_coded(arma::uword batches, arma::uword full, const arma::vec& training_accuracy,
                 const arma::vec& validation_accuracy) {
  return counting_model(
      batches, training_accuracy, validation_accuracy,
      [full](const arma::uvec& which) { return which.n_elem == full ? 1.0 : 5.0; });
}

TEST(Train, WeighsEachBatchByItsSize) {
  Rng rng(remote::test_seed());
  const arma::vec up = {0.2, 0.4, 0.6};
  const TrainResult yours = train_counting(10, size_coded(3, 4, up, up), {3, 4, 0.1, 1, 0}, rng);
  const TrainResult even = train_counting(12, size_coded(3, 4, up, up), {3, 4, 0.1, 1, 0}, rng);
  const TrainResult one = train_counting(5, size_coded(2, 4, up, up), {2, 4, 0.1, 1, 0}, rng);
  expect_near(yours.history.loss, arma::vec{1.8, 1.8, 1.8},
              {.what = "history.loss of 3 epochs, with batches of 4, 4 and 2 examples and losses "
                       "of 1, 1 and 5",
               .why = "(4·1 + 4·1 + 2·5) / 10: each batch counts with its examples, and the last "
                      "one counts, too.",
               .read = kReadMean});
  if (testing::Test::HasFailure()) return;
  expect_near(one.history.loss, arma::vec{1.8, 1.8},
              {.what = "history.loss, with batches of 4 and 1 examples and losses of 1 and 5",
               .why = "(4·1 + 1·5) / 5.",
               .read = kReadMean});
  if (testing::Test::HasFailure()) return;
  expect_near(even.history.loss, arma::vec{1, 1, 1},
              {.what = "history.loss, with full batches and losses of 1", .read = kReadMean});
  if (testing::Test::HasFailure()) return;
  expect_near(yours.history.batch_losses, arma::vec{1, 1, 5, 1, 1, 5, 1, 1, 5},
              {.what = "history.batch_losses of 3 epochs of 3 batches",
               .why = "One entry for each batch of the whole run, as it came.",
               .read = kReadMean});
}

TEST(Train, HasTheMeanOverAllExamples) {
  Rng rng(remote::test_seed());
  const arma::vec codes = rng.normal(200, 1) + 3;
  const auto loss = [codes](const arma::uvec& which) { return arma::mean(codes.elem(which)); };
  const arma::uvec training = scattered_indices(23, rng);
  const TrainResult yours =
      train_recorded(count_from_zero(), training,
                     counting_model(5, arma::ones(4), arma::ones(4), loss), {4, 5, 0.1, 1, 0}, rng)
          .result;
  const arma::vec mean(4, arma::fill::value(arma::mean(codes.elem(training))));
  expect_near(yours.history.loss, mean,
              {.what = "history.loss of a model that does not learn",
               .why = "The same in every epoch, whatever the order: the mean over the examples.",
               .read = kReadMean});
}

// The loss falls with each update: what an epoch saw is not what is true at its end.
TEST(Train, TakesTheLossWhileItRuns) {
  Rng rng(remote::test_seed());
  Model model = counting_model(4, arma::ones(3), arma::ones(3), {});
  model.loss_and_gradients = [](const Parameters& at, const arma::uvec& which) {
    const double n = static_cast<double>(which.n_elem);
    return BatchLoss{100 - at[0](0, 0) + 0.01 * n,
                     {arma::mat(1, 1, arma::fill::value(-1.0)), arma::zeros(2, 3)}};
  };
  const TrainResult yours = train_counting(10, model, {3, 3, 0.1, 1, 0}, rng);
  arma::vec batch_losses(12), losses(3);
  for (arma::uword k = 0; k < 12; ++k) {
    const double n = k % 4 == 3 ? 1 : 3;
    batch_losses(k) = 100 - static_cast<double>(k) + 0.01 * n;
    losses(k / 4) += n * batch_losses(k) / 10;
  }
  expect_near(yours.history.loss, losses,
              {.what = "history.loss of a model whose loss is 1 less after each update",
               .why = "The mean over the epoch of the losses that its batches had, each before its "
                      "own update.",
               .read = kReadMean});
  if (testing::Test::HasFailure()) return;
  expect_near(yours.history.batch_losses, batch_losses,
              {.what = "history.batch_losses", .read = kReadMean});
}

TEST(Train, CountsInEpochs) {
  Rng rng(remote::test_seed());
  const arma::vec training = {0.30, 0.50, 0.60, 0.65, 0.90},
                  validation = {0.25, 0.45, 0.5, 0.4, 0.55};
  const TrainResult yours =
      train_counting(14, size_coded(4, 4, training, validation), {5, 4, 0.1, 1, 0}, rng);
  const TrainResult once =
      train_counting(14, size_coded(4, 4, training, validation), {1, 4, 0.1, 1, 0}, rng);
  const std::string why = "One entry for each epoch, taken after it.";
  expect_near(yours.history.training_accuracy, training,
              {.what = "history.training_accuracy", .why = why, .read = "the-training-loop"});
  if (testing::Test::HasFailure()) return;
  expect_near(yours.history.validation_accuracy, validation,
              {.what = "history.validation_accuracy", .why = why, .read = "the-training-loop"});
  if (testing::Test::HasFailure()) return;
  expect_near(once.history.validation_accuracy, validation.head(1),
              {.what = "history.validation_accuracy of one epoch",
               .why = why,
               .read = "the-training-loop"});
  if (testing::Test::HasFailure()) return;
  checks::expect_shape(yours.history.update_ratios, 5, 2,
                       {.what = "history.update_ratios",
                        .why = "A row for each epoch, a column for each parameter.",
                        .read = kReadRatios});
}

TEST(Train, DecaysTheLearningRateOnceAnEpoch) {
  Rng rng(remote::test_seed());
  const arma::vec up = arma::linspace(0.1, 0.9, 6);
  const TrainResult yours = train_counting(9, size_coded(3, 4, up, up), {4, 4, 0.8, 0.5, 0}, rng);
  const TrainResult constant = train_counting(9, size_coded(3, 4, up, up), {3, 4, 0.2, 1, 0}, rng);
  const TrainResult slow = train_counting(9, size_coded(3, 4, up, up), {6, 4, 2, 0.9, 0}, rng);
  const std::string why =
      "learning_rate · decay^(e-1): the first epoch runs with learning_rate itself, and it changes "
      "between epochs only.";
  expect_near(
      yours.history.learning_rate, arma::vec{0.8, 0.4, 0.2, 0.1},
      {.what = "history.learning_rate, from 0.8 with a decay of ½", .why = why, .read = kReadRate});
  if (testing::Test::HasFailure()) return;
  expect_near(
      slow.history.learning_rate, arma::vec{2, 1.8, 1.62, 1.458, 1.3122, 1.18098},
      {.what = "history.learning_rate, from 2 with a decay of 0.9", .why = why, .read = kReadRate});
  if (testing::Test::HasFailure()) return;
  expect_near(constant.history.learning_rate, arma::vec{0.2, 0.2, 0.2},
              {.what = "history.learning_rate without decay", .why = why, .read = kReadRate});
  if (testing::Test::HasFailure()) return;
  // The second parameter has gathered the rates that the updates really got, three in each epoch.
  if (yours.parameters.size() != 2) return;
  expect_near(yours.parameters[1], arma::mat(2, 3, arma::fill::value(1 + 3 * 1.5)),
              {.what = "1 and the sum of all learning rates that the updates got",
               .why = "Three updates in each epoch, with the learning rate of that epoch.",
               .read = kReadRate});
}

TEST(Train, KeepsACopyOfTheBest) {
  Rng rng(remote::test_seed());
  struct Case {
    arma::vec validation;
    arma::uword best;
    std::string what;
  };
  const arma::vec up = {0.5, 0.6, 0.7, 0.8, 0.9};
  const std::vector<Case> cases = {
      {{0.3, 0.7, 0.5, 0.7, 0.6}, 2, "a highest value that comes twice"},
      {{0.3, 0.4, 0.2, 0.6, 0.5}, 4, "a second peak that is higher"},
      {{0.9, 0.8, 0.7, 0.6, 0.5}, 1, "accuracies that fall from the beginning"},
      {{0.1, 0.2, 0.3, 0.4, 0.5}, 5, "accuracies that rise to the end"},
      {{0.4, 0.4, 0.4, 0.4, 0.4}, 1, "accuracies that do not move"},
      {{0, 0, 0, 0, 0}, 1, "accuracies of 0"}};
  std::vector<TrainResult> yours;
  for (const Case& c : cases) {
    yours.push_back(train_counting(10, size_coded(3, 4, up, c.validation), {5, 4, 0.1, 1, 0}, rng));
  }
  for (std::size_t i = 0; i < cases.size(); ++i) {
    if (!checks::expect_equal(static_cast<long long>(yours[i].best_epoch),
                              static_cast<long long>(cases[i].best),
                              {.what = "best_epoch, for " + cases[i].what,
                               .why = "The first epoch with the highest validation accuracy, "
                                      "counted from 1.",
                               .read = kReadBest})) {
      return;
    }
    for (const auto& [parameters, epochs, what] :
         {std::tuple{yours[i].best, cases[i].best, "best"},
          std::tuple{yours[i].parameters, arma::uword{5}, "parameters"}}) {
      if (!checks::expect_equal(
              static_cast<long long>(parameters.size()), 2,
              {.what = fmt::format("the number of matrices in {}", what), .read = kReadBest}) ||
          !expect_near(
              parameters[0], arma::mat(1, 1, arma::fill::value(3 * static_cast<double>(epochs))),
              {.what = fmt::format("the number of updates in {}, for {}", what, cases[i].what),
               .why = "best are the parameters as they were after the best epoch, a copy "
                      "that later updates do not touch; parameters are those after the "
                      "last epoch.",
               .read = kReadBest}) ||
          !expect_near(
              parameters[1],
              arma::mat(2, 3, arma::fill::value(1 + 0.3 * static_cast<double>(epochs))),
              {.what = fmt::format("the second parameter in {}", what), .read = kReadBest})) {
        return;
      }
    }
  }
}

TEST(Train, StopsWhenItsPatienceIsOver) {
  Rng rng(remote::test_seed());
  struct Case {
    arma::vec validation;
    arma::uword patience, epochs, best;
    std::string what;
  };
  const arma::vec up = arma::linspace(0.2, 0.9, 8);
  const arma::vec ridge = {0.3, 0.5, 0.4, 0.45, 0.6, 0.5, 0.55, 0.5};
  const arma::vec lame = {0.3, 0.2, 0.4, 0.3, 0.5, 0.4, 0.6, 0.5};
  const std::vector<Case> cases = {{ridge, 2, 4, 2, "a patience of 2"},
                                   {ridge, 3, 8, 5, "a patience of 3"},
                                   {ridge, 1, 3, 2, "a patience of 1"},
                                   {ridge, 0, 8, 5, "no patience asked for"},
                                   {lame, 2, 8, 7, "every second epoch a new best"},
                                   {up, 1, 8, 8, "every epoch a new best"},
                                   {arma::vec(8, arma::fill::value(0.4)), 3, 4, 1, "no progress"}};
  std::vector<TrainResult> yours;
  for (const Case& c : cases) {
    yours.push_back(
        train_counting(7, size_coded(2, 4, up, c.validation), {8, 4, 0.1, 1, c.patience}, rng));
  }
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const Case& c = cases[i];
    const std::string why =
        "It stops after so many epochs in a row without a new best; a new best starts the count "
        "again. A patience of 0 never stops.";
    if (!checks::expect_equal(
            static_cast<long long>(yours[i].history.validation_accuracy.n_elem),
            static_cast<long long>(c.epochs),
            {.what = "the number of epochs in history.validation_accuracy, for " + c.what,
             .why = why,
             .read = "patience"}) ||
        !expect_near(yours[i].history.loss, (4 * 1.0 + 3 * 5.0) / 7 * arma::ones(c.epochs),
                     {.what = "history.loss, for " + c.what, .why = why, .read = "patience"}) ||
        !checks::expect_equal(static_cast<long long>(yours[i].best_epoch),
                              static_cast<long long>(c.best),
                              {.what = "best_epoch, for " + c.what, .read = "patience"})) {
      return;
    }
  }
}

// Momentum as an independent loop sees it. The velocity is a parameter too, so that the update
// needs no memory of its own; the gradients do not depend on the batch.
TEST(Train, MeasuresTheUpdateThatWasMade) {
  Rng rng(remote::test_seed());
  const arma::mat pull = rng.normal(4, 3), bias_pull = rng.normal(1, 3);
  const Parameters start = {rng.normal(4, 3), rng.normal(1, 3), 0.1 * rng.normal(4, 3),
                            0.1 * rng.normal(1, 3)};
  const auto gradients_at = [=](const Parameters& at) {
    return Parameters{at[0] - pull, at[1] - bias_pull, 100 * at[2], 100 * at[3]};
  };
  const auto momentum = [](Parameters& at, const Parameters& gradients, double rate) {
    for (std::size_t p = 0; p < 2; ++p) {
      at[p + 2] = 0.9 * at[p + 2] - rate * gradients[p];
      at[p] += at[p + 2];
    }
  };
  const Model model = {[=](const Parameters& at, const arma::uvec&) {
                         return BatchLoss{1, gradients_at(at)};
                       },
                       momentum, [](const Parameters&) { return 0.5; },
                       [](const Parameters&) { return 0.5; }};
  const TrainResult yours =
      train_recorded(start, scattered_indices(11, rng), model, {4, 4, 0.05, 0.8, 0}, rng).result;

  Parameters at = start;
  arma::mat expected(4, 4);
  double rate = 0.05;
  for (arma::uword epoch = 0; epoch < 4; ++epoch, rate *= 0.8) {
    for (int batch = 0; batch < 3; ++batch) {
      const Parameters before = at;
      momentum(at, gradients_at(before), rate);
      for (arma::uword p = 0; p < 4; ++p) {
        double update = 0, size = 0;
        for (arma::uword i = 0; i < before[p].n_elem; ++i) {
          update += std::pow(at[p][i] - before[p][i], 2);
          size += std::pow(before[p][i], 2);
        }
        expected(epoch, p) = std::sqrt(update / size);
      }
    }
  }
  expect_near(yours.history.update_ratios, expected,
              {.what = "history.update_ratios under momentum",
               .why = "What the last update of the epoch added to each parameter, in the Frobenius "
                      "norm, divided by the norm of the parameter before it. Momentum adds a "
                      "velocity, not learning rate times gradient.",
               .read = kReadRatios,
               .tolerance = checks::kTrajectory});
}

// A run of a real network, with the validation labels permuted in the second run.
TEST(Train, LearnsNothingFromTheValidationSet) {
  Rng rng(remote::test_seed());
  const datasets::Dataset all = datasets::gaussian_blobs(
      rng, {.classes = 3, .per_class = 20, .dimensions = 4, .centre_spread = 2});
  const arma::uvec order = rng.permutation(60);
  const arma::uvec training = order.head(40);
  datasets::Dataset held = datasets::subset(all, order.tail(20));
  const Parameters start = small_network::initialize({4, 6, 3}, std::sqrt(2.0), rng);
  const std::uint64_t seed = rng.bits();
  std::vector<TrainResult> results;
  for (int run = 0; run < 2; ++run) {
    Rng draws(seed);
    const Model model = {
        [all](const Parameters& at, const arma::uvec& which) {
          return small_network::loss_and_gradients(at, datasets::subset(all, which));
        },
        &small_network::descend,
        [all, training](const Parameters& at) {
          return small_network::accuracy(at, datasets::subset(all, training));
        },
        [held](const Parameters& at) { return small_network::accuracy(at, held); }};
    results.push_back(train_recorded(start, training, model, {6, 9, 0.2, 0.9, 0}, draws).result);
    held.labels = 2 - held.labels;
  }
  for (std::size_t p = 0; p < start.size(); ++p) {
    if (results[0].parameters.size() != start.size()) return;
    if (results[1].parameters.size() != start.size()) return;
    if (!expect_near(results[1].parameters[p], results[0].parameters[p],
                     {.what = "parameters of a run with other validation labels",
                      .why = "Validation labels choose `best`, and nothing else: the run itself "
                             "must not know them. Does it go on from the best parameters?",
                      .read = "the-validation-set-only-watches",
                      .tolerance = checks::kExact})) {
      return;
    }
  }
  if (!expect_near(results[1].history.loss, results[0].history.loss,
                   {.what = "history.loss of a run with other validation labels",
                    .read = "the-validation-set-only-watches",
                    .tolerance = checks::kExact})) {
    return;
  }
  checks::expect_less(results[0].history.loss(5), 0.8 * results[0].history.loss(0),
                      {.what = "the loss of the sixth epoch of a run that learns",
                       .why = "Gradients and updates are right, so the loss falls.",
                       .read = "the-training-loop"});
}

TEST(Train, GoesOnAfterNaN) {
  Rng rng(remote::test_seed());
  const double nan = std::numeric_limits<double>::quiet_NaN();
  Model model = counting_model(2, arma::vec{0.1, 0.2, 0.3}, arma::vec{0.3, 0.4, 0.2}, {});
  model.loss_and_gradients = [nan](const Parameters& at, const arma::uvec&) {
    const double updates = at[0](0, 0);
    return BatchLoss{updates == 3 ? nan : 2.0,
                     {arma::mat(1, 1, arma::fill::value(-1.0)), arma::zeros(2, 3)}};
  };
  const TrainResult yours = train_counting(7, model, {3, 4, 0.1, 1, 0}, rng);
  expect_near(yours.history.batch_losses, arma::vec{2, 2, 2, nan, 2, 2},
              {.what = "history.batch_losses of a run with one loss of NaN",
               .why = "It is recorded as it is, and the run goes on: to stop it is the business "
                      "of whoever reads the dials.",
               .read = "the-training-loop"});
  if (testing::Test::HasFailure()) return;
  expect_near(yours.history.loss, arma::vec{2, nan, 2},
              {.what = "history.loss of that run",
               .why = "The mean of an epoch with a NaN is NaN.",
               .read = kReadMean});
}

}  // namespace
}  // namespace descent::suite
