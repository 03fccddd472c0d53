// The public tests of stage 09: few, small, and with values that you can check with a pencil.

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "datasets/generators.hpp"
#include "harness/remote/submission.hpp"
#include "small_network.hpp"

namespace descent {
namespace {

using checks::expect_near;
using Parameters = std::vector<arma::mat>;

void expect_truth(bool yours, bool expected, const std::string& what, const std::string& why,
                  const std::string& read) {
  checks::expect_that(yours == expected, yours ? "true" : "false", expected ? "true" : "false",
                      {.what = what, .why = why, .read = read});
}

TEST(Exploded, IsMoreThanThreeTimesTheFirst) {
  expect_truth(submission::exploded({2, 1.5, 6.5}), true, "exploded, for 2, 1.5, 6.5",
               "6.5 is more than three times 2.", "exploded");
  expect_truth(submission::exploded({2, 1.5, 5.5}), false, "exploded, for 2, 1.5, 5.5",
               "5.5 is not more than three times 2.", "exploded");
}

TEST(Exploded, IsNaN) {
  expect_truth(submission::exploded({2, arma::datum::nan, 1}), true, "exploded, for 2, NaN, 1",
               "NaN is not finite.", "exploded");
}

TEST(Exploded, RefusesNoLosses) {
  EXPECT_THROW(submission::exploded(arma::vec()), std::invalid_argument);
}

TEST(EpochsSeen, CountsALastBatchThatIsSmaller) {
  arma::vec yours(4);
  for (arma::uword k = 0; k < 4; ++k) yours(k) = submission::epochs_seen(k + 1, 10, 4);
  expect_near(yours, arma::vec{0.4, 0.8, 1, 1.4},
              {.what = "the epochs seen after 1, 2, 3 and 4 batches of 4, of 10 examples",
               .why = "4 of 10, 8 of 10, all, and 4 of the next 10.",
               .read = "epochs-not-iterations"});
}

TEST(EpochsSeen, RefusesABatchOfNothing) {
  EXPECT_THROW(submission::epochs_seen(3, 10, 0), std::invalid_argument);
}

TEST(Smooth, IsTheMeanOfTheLastThree) {
  expect_near(submission::smooth({3, 6, 9, 12, 0}, 3), arma::vec{3, 4.5, 6, 9, 7},
              {.what = "3, 6, 9, 12, 0 smoothed with window 3",
               .why = "3; (3 + 6)/2; (3 + 6 + 9)/3; (6 + 9 + 12)/3; (9 + 12 + 0)/3.",
               .read = "smoothing"});
}

TEST(Smooth, RefusesAWindowOfNothing) {
  EXPECT_THROW(submission::smooth({1, 2}, 0), std::invalid_argument);
}

// ‖before‖ = 10 and ‖after - before‖ = 0.05 (one entry has moved).
TEST(UpdateRatio, ComparesFrobeniusNorms) {
  expect_near(submission::update_ratio({{{6, 0}, {0, 8}}}, {{{6, 0.05}, {0, 8}}}),
              arma::rowvec{0.005},
              {.what = "the ratio of one parameter",
               .why = "√(0.05²) = 0.05, divided by √(6² + 8²) = 10.",
               .read = "the-update-ratio"});
}

TEST(UpdateRatio, KnowsZeros) {
  const arma::mat zeros(1, 3, arma::fill::zeros);
  expect_near(submission::update_ratio({zeros, zeros}, {zeros, zeros + 1}),
              arma::rowvec{0, arma::datum::inf},
              {.what = "the ratios of zeros that stay, and of zeros that move",
               .read = "zeros-over-zeros"});
}

TEST(UpdateRatio, RefusesOtherShapes) {
  EXPECT_THROW(submission::update_ratio({arma::mat(2, 3, arma::fill::ones)},
                                        {arma::mat(3, 2, arma::fill::ones)}),
               std::invalid_argument);
}

TEST(InitialLossCheck, AllowsALittleOnBothSides) {
  // 3 examples with the numbers 4, 7 and 9. Regularization would cost 10.
  const auto model = [](double loss) {
    return [loss](const arma::uvec& which, double lambda) {
      return (which.n_elem == 3 ? loss : 77) + 10 * lambda;
    };
  };
  const auto check = [&](double loss) {
    return submission::initial_loss_check(model(loss), {4, 7, 9}, 2, 0.1);
  };
  const SanityReport chance = check(2.1), high = check(2.5), low = check(0.5);
  expect_near(chance.measured, 2.1,
              {.what = "measured", .why = "The loss with lambda 0.", .read = "loss-at-chance"});
  expect_truth(chance.passed, true, "passed, for a loss of 2.1 where 2 is expected",
               "0.1 of 2 is allowed.", "loss-at-chance");
  expect_truth(high.passed, false, "passed, for a loss of 2.5 where 2 is expected",
               "That is 0.5 too much, and 0.2 is allowed.", "loss-at-chance");
  expect_truth(low.passed, false, "passed, for a loss of 0.5 where 2 is expected",
               "A loss that is much too small is suspicious, too.", "loss-at-chance");
}

TEST(RegularizationCheck, WantsTheLossToRise) {
  const arma::vec strengths = {0, 1, 2};
  const SanityReport rises = submission::regularization_check(
      [](const arma::uvec&, double lambda) { return 2 + lambda * lambda; }, {4, 7, 9}, strengths);
  const SanityReport rests = submission::regularization_check(
      [](const arma::uvec&, double) { return 2.0; }, {4, 7, 9}, strengths);
  expect_near(rises.measured, 1,
              {.what = "measured, for losses of 2, 3, 6",
               .why = "The smallest rise from one strength to the next.",
               .read = "more-regularization-more-loss"});
  expect_truth(rises.passed, true, "passed, for losses of 2, 3, 6", "Each is above the last.",
               "more-regularization-more-loss");
  expect_truth(rests.passed, false, "passed, for losses of 2, 2, 2",
               "Regularization that costs nothing is not there.", "more-regularization-more-loss");
}

TEST(OverfitCheck, LearnsByHeart) {
  // Every example wants the one parameter at 3. A step with learning rate ½ goes half the way.
  const SanityReport yours = submission::overfit_check(
      {arma::mat(1, 1, arma::fill::value(1.0))}, {12, 15, 11},
      [](const Parameters& parameters, const arma::uvec& which, double lambda) {
        const double away = parameters[0](0, 0) - 3;
        double loss = 0.5 * away * away + lambda;
        for (const arma::uword i : which) loss += i < 10 ? 100 : 0;  // not for training
        return BatchLoss{loss, {arma::mat(1, 1, arma::fill::value(away))}};
      },
      [](Parameters& parameters, const Parameters& gradients, double learning_rate) {
        parameters[0] -= learning_rate * gradients[0];
      },
      {2, 4, 0.5, 0.01});
  expect_near(yours.measured, 0.0078125,
              {.what = "measured, after 4 steps",
               .why = "The way to go is 2, 1, 1/2, 1/4, 1/8: the loss is ½ · (1/8)².",
               .read = "overfit-twenty-examples"});
  expect_truth(yours.passed, true, "passed", "0.0078 is below the target of 0.01.",
               "overfit-twenty-examples");
}

// A parameter that counts updates; the loss is 1 in a batch of two, and 4 in a batch of one.
TEST(Train, KeepsTheRecord) {
  Rng rng(9);
  std::vector<arma::uword> seen;
  const TrainResult yours = submission::train(
      {arma::mat(1, 1, arma::fill::value(10.0))}, {8, 5, 6},
      [&](const Parameters&, const arma::uvec& which) {
        seen.insert(seen.end(), which.begin(), which.end());
        return BatchLoss{which.n_elem == 2 ? 1.0 : 4.0, {arma::mat(1, 1, arma::fill::value(-1.0))}};
      },
      [](Parameters& parameters, const Parameters& gradients, double) {
        parameters[0] -= gradients[0];
      },
      [](const Parameters& parameters) { return parameters[0](0, 0) / 100; },
      [](const Parameters& parameters) { return parameters[0](0, 0) == 14 ? 0.9 : 0.4; },
      {3, 2, 0.8, 0.5, 0}, rng);
  const arma::uvec examples(seen);
  if (!checks::expect_equal(static_cast<long long>(examples.n_elem), 9,
                            {.what = "examples seen in 3 epochs of 3", .read = "the-last-batch"})) {
    return;
  }
  for (arma::uword epoch = 0; epoch < 3; ++epoch) {
    checks::expect_equal(arma::uvec(arma::sort(examples.subvec(3 * epoch, 3 * epoch + 2))),
                         arma::uvec{5, 6, 8},
                         {.what = "the examples of an epoch, sorted", .read = "whose-examples"});
  }
  const TrainHistory& history = yours.history;
  expect_near(history.loss, arma::vec{2, 2, 2},
              {.what = "history.loss",
               .why = "Two examples with a loss of 1 and one with a loss of 4: (2·1 + 1·4)/3.",
               .read = "the-loss-of-an-epoch"});
  expect_near(history.training_accuracy, arma::vec{0.12, 0.14, 0.16},
              {.what = "history.training_accuracy", .read = "the-training-loop"});
  expect_near(history.learning_rate, arma::vec{0.8, 0.4, 0.2},
              {.what = "history.learning_rate", .read = "the-learning-rate-of-an-epoch"});
  expect_near(history.update_ratios, arma::vec{1.0 / 11, 1.0 / 13, 1.0 / 15},
              {.what = "history.update_ratios",
               .why = "The last update of the first epoch takes the parameter from 11 to 12.",
               .read = "ratios-of-a-run"});
  checks::expect_equal(static_cast<long long>(yours.best_epoch), 2,
                       {.what = "best_epoch", .read = "keep-the-best"});
  if (yours.best.size() != 1 || yours.parameters.size() != 1) return;  // the hidden tests say so
  expect_near(yours.best[0], arma::mat(1, 1, arma::fill::value(14.0)),
              {.what = "best", .read = "keep-the-best"});
  expect_near(yours.parameters[0], arma::mat(1, 1, arma::fill::value(16.0)),
              {.what = "parameters", .read = "keep-the-best"});
}

TEST(Train, RefusesABatchOfNothing) {
  Rng rng(1);
  EXPECT_THROW(
      submission::train(
          {arma::mat(1, 1, arma::fill::value(1.0))}, {1, 2},
          [](const Parameters& p, const arma::uvec&) {
            return BatchLoss{1, p};
          },
          [](Parameters&, const Parameters&, double) {}, [](const Parameters&) { return 0.5; },
          [](const Parameters&) { return 0.5; }, {1, 0, 0.1, 1, 0}, rng),
      std::invalid_argument);
}

// Real runs of a small network on four clouds of points, at learning rates far apart.
TEST(DiagnoseLearningRate, ReadsCurvesOfRealRuns) {
  Rng rng(4);
  const datasets::Split data = datasets::split_at_random(
      datasets::gaussian_blobs(
          rng, {.classes = 4, .per_class = 30, .dimensions = 5, .centre_spread = 3}),
      20, rng);
  struct Run {
    double learning_rate;
    LearningRateDiagnosis expected;
    std::string what, why;
  };
  const std::vector<Run> runs = {
      {1e-6, LearningRateDiagnosis::too_low, "1e-6", "It hardly moves: too_low."},
      {1e-4, LearningRateDiagnosis::too_low, "1e-4", "It falls along a straight line: too_low."},
      {0.1, LearningRateDiagnosis::good, "0.1", "It bends and arrives far down: good."},
      {1e4, LearningRateDiagnosis::too_high, "1e4", "It explodes: too_high."}};
  std::vector<LearningRateDiagnosis> yours;
  for (const Run& run : runs) {
    Rng draws(7);
    const arma::vec losses =
        small_network::run(
            data,
            {.hidden = {8}, .learning_rate = run.learning_rate, .epochs = 30, .batch_size = 10},
            draws)
            .losses;
    yours.push_back(submission::diagnose_learning_rate(losses));
  }
  for (std::size_t i = 0; i < runs.size(); ++i) {
    checks::expect_that(yours[i] == runs[i].expected, "another diagnosis", runs[i].why,
                        {.what = "the diagnosis of a run with learning rate " + runs[i].what,
                         .read = "what-the-loss-curve-says"});
  }
}

// Ten entries, so that a fifth is two of them. The comments have start, middle and end.
TEST(DiagnoseLearningRate, ReadsCurvesDrawnByHand) {
  const LearningRateDiagnosis high =
      submission::diagnose_learning_rate({2, 1.4, 1.1, 1, 1, 1, 1, 1, 1, 1});  // 2, 1, 1
  const LearningRateDiagnosis late =
      submission::diagnose_learning_rate({2, 2, 2, 2, 2, 2, 1.8, 1.4, 1, 1});  // 2, 2, 1
  checks::expect_that(high == LearningRateDiagnosis::high, "another diagnosis", "high",
                      {.what = "the diagnosis of a fall to a plateau at half of the start",
                       .why = "All of the fall is done by the middle, and the end is above 0.3 of "
                              "the start.",
                       .read = "the-order-of-the-questions"});
  checks::expect_that(late == LearningRateDiagnosis::bad_initialization, "another diagnosis",
                      "bad_initialization",
                      {.what = "the diagnosis of a curve that is flat, and falls late",
                       .why = "Nothing of the fall is done by the middle.",
                       .read = "the-order-of-the-questions"});
}

TEST(DiagnoseLearningRate, RefusesShortCurves) {
  EXPECT_THROW(submission::diagnose_learning_rate({2, 1, 0.5}), std::invalid_argument);
}

TEST(DiagnoseFit, ComparesTheEnds) {
  const FitDiagnosis gap = submission::diagnose_fit({0.5, 0.8, 0.99}, {0.5, 0.6, 0.65});
  const FitDiagnosis low = submission::diagnose_fit({0.4, 0.6, 0.7}, {0.4, 0.6, 0.68});
  const FitDiagnosis high = submission::diagnose_fit({0.5, 0.8, 0.98}, {0.5, 0.8, 0.95});
  checks::expect_that(
      gap == FitDiagnosis::overfitting, "another diagnosis", "overfitting",
      {.what = "the diagnosis of accuracies that end at 0.99 and 0.65", .read = "the-gap"});
  checks::expect_that(
      low == FitDiagnosis::more_capacity, "another diagnosis", "more_capacity",
      {.what = "the diagnosis of accuracies that end at 0.7 and 0.68", .read = "the-gap"});
  checks::expect_that(
      high == FitDiagnosis::good, "another diagnosis", "good",
      {.what = "the diagnosis of accuracies that end at 0.98 and 0.95", .read = "the-gap"});
}

TEST(DiagnoseFit, RefusesPercents) {
  EXPECT_THROW(submission::diagnose_fit({99}, {65}), std::invalid_argument);
}

TEST(LayerHistograms, CountsInBinsOfEachLayer) {
  const LayerHistograms yours =
      submission::layer_histograms({{{0, 0, 1}, {3, 4, 4}}}, {{{-1, 0.5, 0.8, 1}}}, 2);
  const checks::About about{.what = "the number of histograms", .read = "histograms-of-the-layers"};
  if (!checks::expect_equal(static_cast<long long>(yours.activations.size()), 1, about)) return;
  if (!checks::expect_equal(static_cast<long long>(yours.gradients.size()), 1, about)) return;
  const LayerHistogram &forward = yours.activations[0], &back = yours.gradients[0];
  const std::string read = "histograms-of-the-layers";
  expect_near(forward.edges, arma::vec{0, 2, 4},
              {.what = "edges of 0, 0, 1, 3, 4, 4", .read = read});
  checks::expect_equal(forward.counts, arma::uvec{3, 3},
                       {.what = "counts of 0, 0, 1, 3, 4, 4",
                        .why = "0, 0, 1 are in the first bin, and 3, 4, 4 in the last, with its "
                               "upper edge.",
                        .read = read});
  expect_near(forward.mean, 2, {.what = "mean of 0, 0, 1, 3, 4, 4", .read = read});
  expect_near(forward.zeros, 1.0 / 3, {.what = "zeros of 0, 0, 1, 3, 4, 4", .read = read});
  checks::expect_equal(back.counts, arma::uvec{1, 3},
                       {.what = "counts of the gradients -1, 0.5, 0.8, 1",
                        .why = "Each matrix has edges of its own: -1, 0, 1.",
                        .read = read});
}

TEST(LayerHistograms, RefusesNoLayers) {
  EXPECT_THROW(submission::layer_histograms({}, {}, 5), std::invalid_argument);
}

TEST(WeightsToImages, MakesAPictureOfEachColumn) {
  const std::vector<arma::cube> yours = submission::weights_to_images(
      {{1, 50}, {2, 40}, {3, 30}, {4, 20}, {5, 10}, {3, 30}}, 2, 3, 1);
  const checks::About about{.what = "the number of pictures", .read = "weights-as-pictures"};
  if (!checks::expect_equal(static_cast<long long>(yours.size()), 2, about)) return;
  if (!checks::expect_equal(static_cast<long long>(yours[0].n_slices), 1,
                            {.what = "the number of channels"})) {
    return;
  }
  expect_near(yours[0].slice(0), arma::mat{{0, 0.25, 0.5}, {0.75, 1, 0.5}},
              {.what = "the picture of the weights 1, 2, 3, 4, 5, 3",
               .why = "Two rows of three pixels, from 0 for the smallest weight to 1 for the "
                      "largest.",
               .read = "weights-as-pictures"});
}

TEST(WeightsToImages, RefusesPicturesOfAnotherSize) {
  EXPECT_THROW(submission::weights_to_images(arma::mat(6, 2, arma::fill::ones), 2, 2, 1),
               std::invalid_argument);
}

}  // namespace
}  // namespace descent
