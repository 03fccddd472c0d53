#include <gtest/gtest.h>

#include "harness/checks/refusal.hpp"
#include "harness/checks/terms.hpp"
#include "harness/remote/submission.hpp"
#include "harness/suites/11-ensembles/networks.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;

constexpr auto kReadRate = "the-cosine";
constexpr auto kRead = "snapshots-of-one-run";
constexpr auto kReadCopies = "copies-not-references";

arma::vec rates(arma::uword steps, arma::uword steps_per_cycle, double largest) {
  arma::vec yours(steps);
  for (arma::uword step = 0; step < steps; ++step) {
    yours(step) = submission::snapshot_learning_rate(step, steps_per_cycle, largest);
  }
  return yours;
}

TEST(SnapshotLearningRate, HasTheHandValues) {
  // harness/tests/crosscheck/ensembles.py: ½·0.3·(1 + cos(π·t/5)).
  expect_near(rates(8, 5, 0.3),
              arma::vec{0.3, 0.271352549156242, 0.196352549156242, 0.103647450843758,
                        0.0286474508437579, 0.3, 0.271352549156242, 0.196352549156242},
              {.what = "the rate in steps 0 to 7, with 5 steps per cycle, from 0.3",
               .why = "Half a wave of a cosine in each cycle of five steps.",
               .read = kReadRate,
               .tolerance = checks::kHandValue});
}

TEST(SnapshotLearningRate, IsRightForRandomCycles) {
  Rng rng(remote::test_seed());
  arma::vec yours(30), expected(30);
  for (arma::uword i = 0; i < 30; ++i) {
    const arma::uword length = 2 + rng.below(40), step = rng.below(200);
    const double largest = rng.uniform(0.01, 2);
    yours(i) = submission::snapshot_learning_rate(step, length, largest);
    expected(i) = reference::snapshot_learning_rate(step, length, largest);
  }
  expect_near(yours, expected,
              {.what = "the rate in random steps of random cycles", .read = kReadRate});
}

TEST(SnapshotLearningRate, BeginsEachCycleAnew) {
  const arma::vec yours = rates(36, 12, 0.7);
  expect_near(yours.subvec(12, 23), yours.head(12),
              {.what = "the rates of the second cycle",
               .why = "Every cycle is like the first: full rate again in its first step.",
               .read = kReadRate});
  expect_near(yours.tail(12), yours.head(12),
              {.what = "the rates of the third cycle", .read = kReadRate});
}

TEST(SnapshotLearningRate, FallsFromTheLargestToNearlyZero) {
  const arma::vec yours = rates(100, 100, 0.4);
  expect_near(yours(0), 0.4, {.what = "the rate of the first step", .read = kReadRate});
  expect_near(yours(50), 0.2,
              {.what = "the rate in the middle of the cycle",
               .why = "cos(π/2) is 0: half of the largest rate.",
               .read = kReadRate});
  // ½·0.4·(1 + cos(0.99·π)) = 9.87e-5.
  checks::expect_between(yours(99), 5e-5, 2e-4,
                         {.what = "the rate of the last step of a hundred",
                          .why = "Nearly 0, but not 0: that step, too, does something.",
                          .read = kReadRate});
  checks::expect_less(arma::max(arma::diff(yours)), 0,
                      {.what = "the largest change of the rate within a cycle",
                       .why = "The rate falls in every step of a cycle.",
                       .read = kReadRate});
}

TEST(SnapshotLearningRate, IsTheLargestInCyclesOfOneStep) {
  expect_near(rates(4, 1, 0.25), arma::vec(4, arma::fill::value(0.25)),
              {.what = "the rates of cycles of a single step",
               .why = "Each step is the first of its cycle.",
               .read = kReadRate});
}

TEST(SnapshotLearningRate, IsProportionalToTheLargest) {
  expect_near(
      rates(20, 7, 3.0), 30 * rates(20, 7, 0.1),
      {.what = "the rates with a largest rate of 3, against those of 0.1", .read = kReadRate});
}

TEST(SnapshotLearningRate, RefusesBadInput) {
  using checks::expect_refusal;
  const auto call = [](arma::uword length, double largest) {
    return [=] { submission::snapshot_learning_rate(3, length, largest); };
  };
  expect_refusal("cycles of 0 steps", call(0, 0.1));
  expect_refusal("a largest rate of 0", call(5, 0));
  expect_refusal("a negative largest rate", call(5, -0.1));
  expect_refusal("a largest rate that is NaN", call(5, arma::datum::nan));
  expect_refusal("a largest rate that is infinite", call(5, arma::datum::inf));
}

// One step of a training that nobody can shorten: it depends on the model, not linearly, and on
// the rate; other rates, or the same in another order, lead elsewhere.
void wander(Model& model, double rate) {
  require_parameters(model, 2);
  model[0] -= rate * (arma::sin(3 * model[0]) + 0.3 * arma::mean(model[1].row(0)) - 0.2);
  model[1] -= rate * (model[1] - arma::accu(model[0]) / static_cast<double>(model[0].n_elem) - 1);
}

Model any_model(Rng& rng) { return {rng.normal(2, 3), rng.normal(1, 4)}; }

TEST(SnapshotEnsemble, IsTheModelAtTheEndOfEachCycle) {
  Rng rng(remote::test_seed());
  struct Run {
    std::vector<Model> yours, expected;
  };
  std::vector<Run> runs;
  for (const SnapshotOptions& options : {SnapshotOptions{4, 7, 0.3}, SnapshotOptions{3, 5, 0.9},
                                         SnapshotOptions{1, 6, 0.2}, SnapshotOptions{5, 1, 0.4}}) {
    const Model first = any_model(rng);
    Run run{submission::snapshot_ensemble(first, wander, options), {}};
    Model model = first;
    for (arma::uword step = 1; step <= options.cycles * options.steps_per_cycle; ++step) {
      wander(model, reference::snapshot_learning_rate(step - 1, options.steps_per_cycle,
                                                      options.largest_rate));
      if (step % options.steps_per_cycle == 0) run.expected.push_back(model);
    }
    runs.push_back(run);
  }
  for (const Run& run : runs) {
    if (!expect_models_shaped(run.yours, run.expected, "snapshots", kRead)) return;
    for (std::size_t k = 0; k < run.yours.size(); ++k) {
      for (std::size_t i = 0; i < 2; ++i) {
        if (!expect_near(
                run.yours[k][i], run.expected[k][i],
                {.what = "parameter " + std::to_string(i) + " of snapshot " + std::to_string(k),
                 .why = "A copy of the model after the last step of a cycle, trained with "
                        "the rates of snapshot_learning_rate.",
                 .read = kReadCopies,
                 .tolerance = checks::kTrajectory})) {
          return;
        }
      }
    }
  }
}

TEST(SnapshotEnsemble, AsksForTheRightRates) {
  std::vector<double> record;
  const SnapshotStep step = [&](Model& model, double rate) {
    record.push_back(rate);
    model.at(0) += rate;
  };
  const std::vector<Model> yours =
      submission::snapshot_ensemble({arma::zeros(1, 1)}, step, {3, 6, 0.5});
  const arma::vec asked = record;
  arma::vec expected(18);
  for (arma::uword t = 0; t < 18; ++t) expected(t) = reference::snapshot_learning_rate(t, 6, 0.5);
  if (!expect_models_shaped(yours, std::vector<Model>(3, Model{arma::zeros(1, 1)}), "snapshots",
                            kRead)) {
    return;
  }
  // The cosines of a cycle of S steps sum to 1, so that each cycle adds ½·0.5·(S + 1).
  expect_near(
      yours[2][0], arma::vec{3 * 1.75},
      {.what = "the sum of all rates of three cycles of six steps, from 0.5", .read = kRead});
  expect_near(asked, expected,
              {.what = "the rates of the steps, in order",
               .why = "cycles · steps_per_cycle steps with snapshot_learning_rate of 0, 1, 2, ...",
               .read = kRead});
}

// Across the calls of a training the model changes in place. What was kept must not.
TEST(SnapshotEnsemble, KeepsCopies) {
  const SnapshotStep step = [](Model& model, double) {
    for (arma::mat& parameter : model) parameter += 1;
  };
  const Model first = {arma::zeros(2, 2), arma::zeros(1, 3), arma::zeros(3, 1)};
  const std::vector<Model> yours = submission::snapshot_ensemble(first, step, {4, 3, 0.1});
  if (!expect_models_shaped(yours, std::vector<Model>(4, first), "snapshots", kRead)) return;
  arma::mat seen(4, 3), expected(4, 3);
  for (arma::uword k = 0; k < 4; ++k) {
    for (arma::uword i = 0; i < 3; ++i) {
      seen(k, i) = arma::mean(arma::vectorise(yours[k][i]));
      expected(k, i) = 3 * (static_cast<double>(k) + 1);
    }
  }
  checks::expect_near_or_known(
      seen, expected,
      {{arma::mat(4, 3, arma::fill::value(12)),
        "All of your snapshots are the model of the last moment: they point to it, or were taken "
        "after the loop. Append a copy in each cycle."}},
      {.what = "how many steps each parameter (column) of each snapshot (row) has seen",
       .why = "Four cycles of three steps. A snapshot holds all parameters as they were at the end "
              "of its cycle.",
       .read = kReadCopies});
}

TEST(SnapshotEnsemble, LeavesTheModelToBeginWithOut) {
  const SnapshotStep step = [](Model& model, double) { model.at(0) *= 2; };
  const std::vector<Model> yours =
      submission::snapshot_ensemble({arma::ones(1, 2)}, step, {3, 2, 0.1});
  if (!expect_models_shaped(yours, std::vector<Model>(3, Model{arma::ones(1, 2)}), "snapshots",
                            kRead)) {
    return;
  }
  expect_near(yours.front()[0], arma::mat{{4, 4}},
              {.what = "the first snapshot",
               .why = "The model after the first cycle, not the one to begin with.",
               .read = kRead});
  expect_near(yours.back()[0], arma::mat{{64, 64}},
              {.what = "the last snapshot",
               .why = "It is the trained model: no cycle starts from the beginning again.",
               .read = kRead});
}

// Three cycles on the digits. Jensen's inequality: the averaged answers of the snapshots have a
// lower log loss than the mean snapshot, always; by about 0.08 here.
TEST(SnapshotEnsemble, GainsOnTheDigits) {
  Rng rng(remote::test_seed());
  const DigitsTask task = any_digits(80, 300, rng);
  const SnapshotStep step = [&](Model& network, double rate) {
    network_step(network, task.inputs, task.labels, rate);
  };
  const Model first = new_network(64, 8, 10, rng);
  const std::vector<Model> yours = submission::snapshot_ensemble(first, step, {3, 20, 0.5});
  if (!expect_models_shaped(yours, std::vector<Model>(3, first), "snapshots", kRead)) return;
  arma::mat together(300, 10, arma::fill::zeros);
  double loss = 0;
  for (const Model& snapshot : yours) {
    const arma::mat said = network_probabilities(snapshot, task.test_inputs);
    together += said / 3;
    loss += log_loss_of(said, task.test_labels) / 3;
  }
  checks::expect_less(log_loss_of(together, task.test_labels), loss,
                      {.what = "the log loss of three snapshots together, on digits",
                       .why = "Below the mean of the three, since they differ. Equal snapshots "
                              "gain nothing.",
                       .read = kRead});
}

TEST(SnapshotEnsemble, RefusesBadInput) {
  using checks::expect_refusal;
  const Model good = {arma::ones(1, 2), arma::ones(1, 3)};
  const SnapshotStep nothing = [](Model&, double) {};
  const auto call = [](const Model& model, const SnapshotStep& step,
                       const SnapshotOptions& options) {
    return [=] { submission::snapshot_ensemble(model, step, options); };
  };
  expect_refusal("a model without parameters", call({}, nothing, {2, 2, 0.1}));
  expect_refusal("an empty parameter", call({arma::mat(0, 2)}, nothing, {2, 2, 0.1}));
  expect_refusal("an empty function for step", call(good, {}, {2, 2, 0.1}));
  expect_refusal("no cycles", call(good, nothing, {0, 2, 0.1}));
  expect_refusal("cycles of 0 steps", call(good, nothing, {2, 0, 0.1}));
  expect_refusal("a largest rate of 0", call(good, nothing, {2, 2, 0}));
}

}  // namespace
}  // namespace descent::suite
