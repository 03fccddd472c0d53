// The public tests of stage 11: few, small, and with values that you can check with a pencil.

#include <gtest/gtest.h>

#include <cmath>

#include "harness/checks/gradient.hpp"
#include "harness/remote/submission.hpp"

namespace descent {
namespace {

using checks::expect_equal;
using checks::expect_near;
using Model = std::vector<arma::mat>;

// Three members, two examples, two classes. In the first example two of them lean a little towards
// class 0, and the third is nearly sure of class 1.
const std::vector<arma::mat> kMembers = {
    {{0.6, 0.4}, {0.5, 0.5}}, {{0.6, 0.4}, {0.7, 0.3}}, {{0.0, 1.0}, {0.9, 0.1}}};

TEST(AverageProbabilities, IsTheMeanEntryByEntry) {
  expect_near(submission::average_probabilities(kMembers, arma::vec{}),
              arma::mat{{0.4, 0.6}, {0.7, 0.3}},
              {.what = "the averaged probabilities of three members",
               .why = "First example, class 0: (0.6 + 0.6 + 0.0) / 3.",
               .read = "average-the-probabilities"});
}

TEST(AverageProbabilities, WeighsTheMembers) {
  expect_near(submission::average_probabilities(kMembers, arma::vec{1, 1, 6}),
              arma::mat{{0.15, 0.85}, {0.825, 0.175}},
              {.what = "the averaged probabilities with weights 1, 1 and 6",
               .why = "First example, class 0: (1·0.6 + 1·0.6 + 6·0.0) / 8.",
               .read = "weights-of-the-members"});
}

TEST(AverageProbabilities, RefusesScores) {
  EXPECT_THROW(submission::average_probabilities({arma::mat{{2, -1}}}, arma::vec{}),
               std::invalid_argument);
}

TEST(EnsemblePredict, AveragesFirstAndThenDecides) {
  expect_equal(submission::ensemble_predict(kMembers, arma::vec{}), arma::uvec{1, 0},
               {.what = "the decisions of the ensemble",
                .why = "The averages are (0.4, 0.6) and (0.7, 0.3). Two of three members would "
                       "vote for class 0 in the first example, but they are not sure of it.",
                .read = "average-first-then-decide"});
}

TEST(EnsemblePredict, TakesTheFirstOfEqualClasses) {
  expect_equal(
      submission::ensemble_predict({arma::mat{{0.25, 0.75, 0}}, arma::mat{{0.5, 0, 0.5}}}, {}),
      arma::uvec{0},
      {.what = "the decision for averaged probabilities 0.375, 0.375 and 0.25", .read = "ties"});
}

TEST(EnsembleReport, ComparesTheEnsembleWithItsMembers) {
  const EnsembleReport yours = submission::ensemble_report(kMembers, arma::uvec{1, 0});
  const std::string read = "what-an-ensemble-gains";
  expect_near(yours.mean_accuracy, 2.0 / 3,
              {.what = "the mean accuracy of the members",
               .why = "They have ½, ½ and 1. (The first calls a tie in its second row; then the "
                      "first class counts.)",
               .read = read});
  expect_near(yours.best_accuracy, 1, {.what = "the accuracy of the best member", .read = read});
  expect_near(yours.accuracy, 1, {.what = "the accuracy of the ensemble", .read = read});
  expect_near(yours.log_loss, -(std::log(0.6) + std::log(0.7)) / 2,
              {.what = "the log loss of the ensemble",
               .why = "It gives the labels the probabilities 0.6 and 0.7.",
               .read = "the-log-loss-cannot-lose"});
  const double sum = std::log(0.4) + std::log(0.5) + std::log(0.4) + std::log(0.7) + std::log(0.9);
  expect_near(yours.mean_log_loss, -sum / 6,
              {.what = "the mean log loss of the members",
               .why = "The labels have probabilities 0.4 and 0.5, 0.4 and 0.7, 1 and 0.9.",
               .read = "the-log-loss-cannot-lose"});
  expect_near(yours.disagreement, 1.0 / 3,
              {.what = "the disagreement",
               .why = "Three pairs of members and two examples: six comparisons. The third member "
                      "differs from both others in the first example.",
               .read = "disagreement"});
}

// A model with one parameter, the probability that it gives class 0: for two examples alike.
arma::mat say(const Model& parameters) {
  const double p = parameters.at(0)(0, 0);
  return {{p, 1 - p}, {p * p, 1 - p * p}};
}

TEST(EnsembleProbabilities, AveragesWhatTheModelsSay) {
  const std::vector<Model> members = {{arma::vec{0.2}}, {arma::vec{0.6}}};
  const PredictMember predict = say;
  expect_near(submission::ensemble_probabilities(members, predict),
              arma::mat{{0.4, 0.6}, {0.2, 0.8}},
              {.what = "what an ensemble of two models says",
               .why = "Second example: one says 0.04, the other 0.36. (A model with the mean "
                      "parameter, 0.4, would say 0.16.)",
               .read = "never-average-independent-weights"});
}

TEST(SameModelDifferentSeeds, TrainsDifferentModels) {
  Rng rng(1);
  int calls = 0;
  const TrainMember train = [&](Rng& random) -> Model {
    ++calls;
    return {random.normal(2, 3), random.normal(1, 3)};
  };
  const std::vector<Model> yours = submission::same_model_different_seeds(train, 3, rng);
  const int trained = calls;
  expect_equal(trained, 3,
               {.what = "the number of models trained", .read = "same-model-different-seeds"});
  if (!expect_equal(static_cast<long long>(yours.size()), 3,
                    {.what = "the number of members", .read = "same-model-different-seeds"})) {
    return;
  }
  for (std::size_t k = 0; k < 3; ++k) {
    const arma::mat& mine = yours[k].at(0);
    const arma::mat& next = yours[(k + 1) % 3].at(0);
    checks::expect_that(!arma::approx_equal(mine, next, "absdiff", 0), "the same parameters",
                        "different ones",
                        {.what = "the parameters of two members",
                         .why = "Each must be trained with random numbers of its own.",
                         .read = "a-seed-for-each-member"});
  }
}

TEST(TopKModels, AreTheBestFirst) {
  const std::vector<EnsembleCandidate> candidates = {
      {0.80, 0.90}, {0.95, 0.70}, {0.85, 0.99}, {0.95, 0.80}, {0.60, 0.95}};
  expect_equal(submission::top_k_models(candidates, 3), arma::uvec{1, 3, 2},
               {.what = "the three best of validation accuracies 0.80, 0.95, 0.85, 0.95, 0.60",
                .why = "Indices, the best first; of equally good ones the earlier first.",
                .read = "the-best-of-a-search"});
}

TEST(TopKModels, RefusesMoreThanThereAre) {
  EXPECT_THROW(submission::top_k_models({{0.5, 0.5}}, 2), std::invalid_argument);
}

TEST(SnapshotLearningRate, FallsAndStartsAgain) {
  const arma::vec expected = {0.8, 0.8 * (2 + std::sqrt(2)) / 4, 0.4, 0.8 * (2 - std::sqrt(2)) / 4,
                              0.8};
  arma::vec yours(5);
  for (arma::uword step = 0; step < 5; ++step) {
    yours(step) = submission::snapshot_learning_rate(step, 4, 0.8);
  }
  expect_near(yours, expected,
              {.what = "the rate in steps 0 to 4, with 4 steps per cycle, from 0.8",
               .why = "cos of 0, π/4, π/2, 3π/4, and then the next cycle begins.",
               .read = "the-cosine"});
}

TEST(SnapshotEnsemble, KeepsTheModelOfEachMoment) {
  // Each step adds 1, so that a model says how many steps it has seen.
  const SnapshotStep step = [](Model& parameters, double) { parameters.at(0) += 1; };
  const std::vector<Model> yours =
      submission::snapshot_ensemble({arma::zeros(1, 2)}, step, {3, 4, 0.1});
  if (!expect_equal(static_cast<long long>(yours.size()), 3,
                    {.what = "the number of snapshots", .read = "snapshots-of-one-run"})) {
    return;
  }
  for (std::size_t k = 0; k < 3; ++k) {
    expect_near(yours[k].at(0),
                arma::mat(1, 2, arma::fill::value(4.0 * (static_cast<double>(k) + 1))),
                {.what = "snapshot " + std::to_string(k) + ": how many steps it has seen",
                 .why = "Three cycles of four steps, and a snapshot at the end of each.",
                 .read = "copies-not-references"});
  }
}

TEST(UpdateAverage, LetsTheOldDecay) {
  ParameterAverage average{{arma::mat{{1, 2}}}, 0.5};
  submission::update_average(average, {arma::mat{{10, -10}}}, 0.9);
  if (!expect_equal(static_cast<long long>(average.sum.size()), 1,
                    {.what = "the number of parameters in the average"})) {
    return;
  }
  expect_near(average.sum[0], arma::mat{{1.9, 0.8}},
              {.what = "the sum with decay 0.9",
               .why = "0.9 · 1 + 0.1 · 10 and 0.9 · 2 + 0.1 · (-10).",
               .read = "decay-is-what-stays"});
  expect_near(average.weight, 0.55,
              {.what = "the weight", .why = "0.9 · 0.5 + 0.1.", .read = "the-first-steps"});
}

TEST(UpdateAverage, BeginsWithZeros) {
  ParameterAverage average;
  submission::update_average(average, {arma::mat{{10, -10}}, arma::vec{4}}, 0.75);
  if (!expect_equal(static_cast<long long>(average.sum.size()), 2,
                    {.what = "the number of parameters in the average"})) {
    return;
  }
  expect_near(average.sum[0], arma::mat{{2.5, -2.5}},
              {.what = "the sum after the first update, with decay 0.75",
               .why = "A fresh average counts as zeros: 0.75 · 0 + 0.25 · 10.",
               .read = "the-first-steps"});
  expect_near(average.weight, 0.25, {.what = "the weight", .read = "the-first-steps"});
}

TEST(AveragedParameters, DivideByTheWeight) {
  const std::vector<arma::mat> yours =
      submission::averaged_parameters({{arma::mat{{2.5, -2.5}}, arma::vec{1}}, 0.25});
  if (!expect_equal(static_cast<long long>(yours.size()), 2,
                    {.what = "the number of parameters"})) {
    return;
  }
  expect_near(yours[0], arma::mat{{10, -10}},
              {.what = "the averaged parameter",
               .why = "The sum divided by the weight, 0.25.",
               .read = "the-first-steps"});
}

TEST(AveragedParameters, RefuseAnAverageOfNothing) {
  EXPECT_THROW(submission::averaged_parameters(ParameterAverage{}), std::invalid_argument);
}

// Scores ln 1 and ln 9: probabilities 0.1 and 0.9. At temperature 2 they are 1/4 and 3/4.
const arma::mat kScores = {{0, std::log(9.0)}};

TEST(SoftenedProbabilities, AreThePlainSoftmaxAtOne) {
  expect_near(submission::softened_probabilities(kScores, 1), arma::mat{{0.1, 0.9}},
              {.what = "the softmax of 0 and ln 9", .read = "softening-with-a-temperature"});
}

TEST(SoftenedProbabilities, AreMoreAlikeWhenHot) {
  expect_near(submission::softened_probabilities(kScores, 2), arma::mat{{0.25, 0.75}},
              {.what = "the softmax of 0 and ln 9 at temperature 2",
               .why = "½ ln 9 is ln 3: 1 against 3.",
               .read = "softening-with-a-temperature"});
}

TEST(DistillLoss, HasTheValueOfItsFormula) {
  // The student says 1/2, 1/2 at every temperature, so both cross entropies are ln 2.
  const DistillResult yours =
      submission::distill_loss(arma::mat{{0, 0}}, kScores, arma::uvec{1}, {2, 0.75});
  expect_near(yours.loss, 3.25 * std::log(2.0),
              {.what = "the loss with temperature 2 and soft_weight 0.75",
               .why = "0.75 · 2² · ln 2 + 0.25 · ln 2.",
               .read = "distillation"});
  expect_near(yours.dscores, arma::mat{{0.5, -0.5}},
              {.what = "the gradient",
               .why = "Soft part: 0.75 · 2² · ½ · (1/2 - 1/4) = 0.375. Hard part: 0.25 · 1/2.",
               .read = "why-t-squared"});
}

TEST(DistillLoss, HasTheDerivativeOfItsValue) {
  Rng rng(11);
  const arma::mat student = rng.normal(3, 4), teacher = 2 * rng.normal(3, 4);
  const arma::uvec labels = {3, 0, 2};
  const DistillOptions options{3, 0.6};
  const DistillResult yours = submission::distill_loss(student, teacher, labels, options);
  checks::expect_gradient(
      [&](const arma::mat& at) {
        return submission::distill_loss(at, teacher, labels, options).loss;
      },
      student, yours.dscores, rng, {.what = "the gradient", .read = "why-t-squared"});
}

}  // namespace
}  // namespace descent
