#include <gtest/gtest.h>

#include <cmath>

#include "harness/checks/properties.hpp"
#include "harness/checks/refusal.hpp"
#include "harness/remote/submission.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;

constexpr auto kReadSoft = "softening-with-a-temperature";
constexpr auto kReadLarge = "large-scores";

// The scores behind the values that harness/tests/crosscheck/ensembles.py computed with PyTorch.
const arma::mat kTeacher = {{4.0, 0.5, -1.0, 3.5}, {0.0, 2.5, 5.0, -2.0}, {1.0, -1.0, 0.5, 2.0}};

TEST(SoftenedProbabilities, HasTheHandValues) {
  const arma::mat warm = submission::softened_probabilities(kTeacher, 2.5);
  const arma::mat hot = submission::softened_probabilities(kTeacher, 10);
  expect_near(
      warm,
      arma::mat{{0.45440851229087786, 0.11205575952015263, 0.06149750471601376, 0.372038223472956},
                {0.08653013964908061, 0.2352133062221194, 0.63937605611536, 0.0388804980134399},
                {0.26596562278723457, 0.11950605777777981, 0.21775423463744703, 0.396774084797538}},
      {.what = "the softmax at temperature 2.5",
       .read = kReadSoft,
       .tolerance = checks::kHandValue});
  expect_near(
      hot,
      arma::mat{{0.3065182791225007, 0.21599978057870242, 0.18591273405015146, 0.291569206248646},
                {0.21046085402479708, 0.27023708578564803, 0.34699128668039764, 0.172310773509157},
                {0.2580557858084909, 0.21127820785111615, 0.24547025662369035, 0.28519574971670}},
      {.what = "the softmax at temperature 10",
       .read = kReadSoft,
       .tolerance = checks::kHandValue});
}

TEST(SoftenedProbabilities, IsRightForRandomScores) {
  Rng rng(remote::test_seed());
  struct Run {
    arma::mat scores;
    double temperature;
    arma::mat yours;
  };
  std::vector<Run> runs;
  for (const double temperature : {3.0, 0.4, 1.0, 20.0}) {
    Run run{2 * rng.normal(3 + rng.below(4), 3 + rng.below(3)), temperature, {}};
    run.yours = submission::softened_probabilities(run.scores, temperature);
    runs.push_back(run);
  }
  for (const Run& run : runs) {
    if (!expect_near(run.yours, reference::softened_probabilities(run.scores, run.temperature),
                     {.what = "the softened probabilities",
                      .why = "Row by row, exp(s/T) divided by the sum of the row.",
                      .read = kReadSoft})) {
      return;
    }
  }
}

TEST(SoftenedProbabilities, AreProbabilities) {
  Rng rng(remote::test_seed());
  for (const double temperature : {0.5, 4.0}) {
    const arma::mat yours = submission::softened_probabilities(rng.normal(6, 3), temperature);
    if (!checks::expect_shape(yours, 6, 3, {.what = "the probabilities", .read = kReadSoft})) {
      return;
    }
    expect_near(arma::sum(yours, 1), arma::ones(6, 1),
                {.what = "the sums of the rows",
                 .why = "Each row is a distribution over the classes.",
                 .read = kReadSoft});
  }
}

TEST(SoftenedProbabilities, AgreeWithTheSoftmaxOfDividedScores) {
  Rng rng(remote::test_seed());
  const arma::mat scores = rng.normal(4, 5);
  const arma::mat at_four = submission::softened_probabilities(scores, 4);
  const arma::mat divided = submission::softened_probabilities(scores / 4, 1);
  expect_near(at_four, divided,
              {.what = "the softmax at temperature 4, against that of scores / 4 at 1",
               .why = "The temperature divides the scores, before the exponential.",
               .read = kReadSoft});
}

TEST(SoftenedProbabilities, BecomeUniformWhenHotAndCertainWhenCold) {
  const arma::mat scores = {{1, 3, 2}, {0, -1, -0.5}};
  const arma::mat hot = submission::softened_probabilities(scores, 1e9);
  const arma::mat cold = submission::softened_probabilities(scores, 1e-3);
  expect_near(hot, arma::mat(2, 3, arma::fill::value(1.0 / 3)),
              {.what = "the softmax at a very high temperature",
               .why = "All classes become equally likely.",
               .read = kReadSoft,
               .tolerance = {1e-7, 1e-7}});
  expect_near(cold, arma::mat{{0, 1, 0}, {1, 0, 0}},
              {.what = "the softmax at a very low temperature",
               .why = "Only the best class is left.",
               .read = kReadSoft});
}

TEST(SoftenedProbabilities, StandLargeScores) {
  const arma::mat scores = {{1e4, 1e4 - 2, 9e3}, {-1e4, -1e4 - 4, -1e4 - 2}, {3, 1, -1}};
  const arma::mat yours = submission::softened_probabilities(scores, 2);
  const double e = std::exp(-1.0), f = std::exp(-2.0);
  const double two = 1 / (1 + e), three = 1 / (1 + e + f);
  expect_near(
      yours,
      arma::mat{{two, e * two, 0}, {three, f * three, e * three}, {three, e * three, f * three}},
      {.what = "the softmax of scores around 10,000, -10,000 and 1, at temperature 2",
       .why = "exp(5000) is infinite, and exp(-5000) is 0. Take the largest score of each "
              "row off that row first.",
       .read = kReadLarge});
}

TEST(SoftenedProbabilities, RemembersNothing) {
  checks::expect_same_twice([] { return submission::softened_probabilities(kTeacher, 3); },
                            {.what = "softened_probabilities", .read = kReadSoft});
}

TEST(SoftenedProbabilities, RefusesBadInput) {
  using checks::expect_refusal;
  const auto call = [](const arma::mat& scores, double temperature) {
    return [=] { submission::softened_probabilities(scores, temperature); };
  };
  expect_refusal("no examples", call(arma::mat(0, 3), 2));
  expect_refusal("no classes", call(arma::mat(3, 0), 2));
  expect_refusal("a score that is NaN", call(arma::mat{{1, arma::datum::nan}}, 2));
  expect_refusal("a score that is infinite", call(arma::mat{{1, arma::datum::inf}}, 2));
  expect_refusal("temperature 0", call(kTeacher, 0));
  expect_refusal("a negative temperature", call(kTeacher, -1));
  expect_refusal("a temperature that is NaN", call(kTeacher, arma::datum::nan));
}

}  // namespace
}  // namespace descent::suite
