#include <gtest/gtest.h>

#include <cmath>

#include "harness/checks/properties.hpp"
#include "harness/checks/refusal.hpp"
#include "harness/checks/two_oracles.hpp"
#include "harness/remote/submission.hpp"
#include "harness/suites/11-ensembles/networks.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;

constexpr auto kReadSoft = "softening-with-a-temperature";
constexpr auto kReadLarge = "large-scores";
constexpr auto kRead = "distillation";
constexpr auto kReadSquare = "why-t-squared";

// The scores behind the values that harness/tests/crosscheck/ensembles.py computed with PyTorch.
const arma::mat kStudent = {{1.5, -0.5, 0.25, 2.0}, {-1.0, 0.75, 3.0, 0.5}, {0.1, 0.2, -0.3, 0.0}};
const arma::mat kTeacher = {{4.0, 0.5, -1.0, 3.5}, {0.0, 2.5, 5.0, -2.0}, {1.0, -1.0, 0.5, 2.0}};
const arma::uvec kLabels = {0, 2, 3};

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

struct HandValue {
  DistillOptions options;
  double loss;
  arma::mat dscores;
};

TEST(DistillLoss, HasTheHandValues) {
  const std::vector<HandValue> hand = {
      {{2.5, 0.7},
       5.664468503210993,
       {{-0.154510207840889, 0.0190195495787744, 0.0814160257218955, 0.0540746325402187},
        {0.010634328832070, -0.00846463532666665, -0.0948793123635341, 0.0927096188581309},
        {0.0233928261292273, 0.117862666035351, 0.0201775491256050, -0.161433041290184}}},
      {{1, 0.5},
       0.9149951218105584,
       {{-0.159520575412048, 0.0116293305886902, 0.0304190190098041, 0.117472225813554},
        {0.00403268806226613, 0.0165824609558233, -0.0431673980908135, 0.0225522490727241},
        {0.0532036583762874, 0.0950399245648133, 0.0380471585857432, -0.186290741526844}}},
      {{8, 1},
       87.6622002545556,
       {{-0.133626754824164, 0.00972494506254566, 0.159250640774235, -0.0353488310126165},
        {-0.00892640818264622, -0.076164617245861, -0.131472769069606, 0.21656379449811},
        {-0.0175269542063145, 0.144119234537701, -0.00849055662776846, -0.118101723703618}}},
      {{3, 0},
       0.9040018368244676,
       {{-0.224775550162246, 0.0146916983329978, 0.0311023256150248, 0.178981526214224},
        {0.00506320588924914, 0.0291367381594411, -0.0568916585434093, 0.0226917144947192},
        {0.0905716280509876, 0.100097129324716, 0.0607119778846608, -0.251380735260364}}}};
  std::vector<DistillResult> yours;
  for (const HandValue& one : hand) {
    yours.push_back(submission::distill_loss(kStudent, kTeacher, kLabels, one.options));
  }
  for (std::size_t i = 0; i < hand.size(); ++i) {
    const std::string setting = " with temperature " + std::to_string(hand[i].options.temperature) +
                                " and soft_weight " + std::to_string(hand[i].options.soft_weight);
    expect_near(yours[i].loss, hand[i].loss,
                {.what = "the loss" + setting, .read = kRead, .tolerance = checks::kHandValue});
    expect_near(
        yours[i].dscores, hand[i].dscores,
        {.what = "the gradient" + setting, .read = kReadSquare, .tolerance = checks::kHandValue});
    if (testing::Test::HasFailure()) return;
  }
}

checks::LossAndGradient both(const DistillResult& result) { return {result.loss, result.dscores}; }

// Two operating points: a student that knows little, and one that is sure of itself.
TEST(DistillLoss, HasTheRightValueAndGradient) {
  Rng rng(remote::test_seed());
  for (const double spread : {0.5, 2.0}) {
    for (const DistillOptions& options :
         {DistillOptions{3, 0.6}, DistillOptions{0.7, 0.3}, DistillOptions{6, 0.9}}) {
      const arma::uword examples = 3 + rng.below(3), classes = 4 + rng.below(3);
      const arma::mat student = spread * rng.normal(examples, classes);
      const arma::mat teacher = 2 * rng.normal(examples, classes);
      const arma::uvec labels = rng.labels(examples, classes);
      const DistillResult yours = submission::distill_loss(student, teacher, labels, options);
      const DistillResult right = reference::distill_loss(student, teacher, labels, options);
      if (!checks::expect_loss_and_gradient(
              both(yours), both(right),
              [&](const arma::mat& at) {
                return submission::distill_loss(at, teacher, labels, options).loss;
              },
              student, rng,
              {.what = "distill_loss",
               .read = kReadSquare,
               .setting = {.examples = static_cast<double>(examples),
                           .classes = static_cast<double>(classes)}})) {
        return;
      }
    }
  }
}

// A loss of the student's scores alone, for the properties: the teacher follows the student's rows
// and columns wherever they go.
checks::LossFunction followed(const DistillOptions& options) {
  return [options](const arma::mat& scores, const arma::uvec& labels) {
    const arma::mat teacher = 3 * arma::sin(2 * scores + 1);
    const DistillResult result = submission::distill_loss(scores, teacher, labels, options);
    return std::pair(result.loss, result.dscores);
  };
}

TEST(DistillLoss, IsAMeanOverExamples) {
  Rng rng(remote::test_seed());
  const arma::mat scores = rng.normal(4, 5);
  const checks::About about{.what = "distill_loss", .read = kRead};
  const arma::uvec labels = rng.labels(4, 5);
  checks::expect_mean_over_examples(followed({2.5, 0.5}), scores, labels, about);
  checks::expect_order_of_examples_irrelevant(followed({2.5, 0.5}), scores, labels, rng, about);
}

TEST(DistillLoss, KnowsNoSpecialClass) {
  Rng rng(remote::test_seed());
  checks::expect_names_of_classes_irrelevant(followed({2.5, 0.5}), rng.normal(5, 4),
                                             rng.labels(5, 4), rng,
                                             {.what = "distill_loss", .read = kRead});
}

TEST(DistillLoss, LooksAtDifferencesOfScoresOnly) {
  Rng rng(remote::test_seed());
  const arma::mat student = rng.normal(4, 5), teacher = 2 * rng.normal(4, 5);
  const arma::uvec labels = rng.labels(4, 5);
  const DistillOptions options{3, 0.6};
  checks::expect_shift_irrelevant(
      [&](const arma::mat& scores, const arma::uvec& of) {
        const DistillResult result = submission::distill_loss(scores, teacher, of, options);
        return std::pair(result.loss, result.dscores);
      },
      student, labels, 1e4, {.what = "distill_loss", .read = kReadLarge});
  const DistillResult plain = submission::distill_loss(student, teacher, labels, options);
  const DistillResult shifted = submission::distill_loss(student, teacher + 1e4, labels, options);
  expect_near(shifted.dscores, plain.dscores,
              {.what = "the gradient with 10,000 added to the teacher's scores",
               .why = "Only differences between the teacher's scores matter.",
               .read = kReadLarge,
               .tolerance = {1e-10, 1e-10}});
}

TEST(DistillLoss, StandsScoresFarApart) {
  // The student is sure, and wrong by 2000 at T = 1: its probability of the label is 0 in a double.
  const DistillResult yours = submission::distill_loss(arma::mat{{2000, 0}}, arma::mat{{0, 1000}},
                                                       arma::uvec{1}, {2, 0.25});
  expect_near(yours.loss, 0.25 * 4 * 1000 + 0.75 * 2000,
              {.what = "the loss of a student that is wrong by far",
               .why = "ln q is about -1000 at temperature 2, and -2000 at 1, though q itself is 0: "
                      "take the logarithm before the exponential.",
               .read = kReadLarge});
  expect_near(yours.dscores, arma::mat{{0.25 * 2 + 0.75, -0.25 * 2 - 0.75}},
              {.what = "its gradient", .read = kReadLarge});
}

TEST(DistillLoss, ListensToTheLabelsAloneWithoutSoftWeight) {
  Rng rng(remote::test_seed());
  const arma::mat student = rng.normal(4, 3);
  const arma::uvec labels = rng.labels(4, 3);
  const DistillResult one = submission::distill_loss(student, rng.normal(4, 3), labels, {1, 0});
  const DistillResult other = submission::distill_loss(student, rng.normal(4, 3), labels, {7, 0});
  arma::mat gradient = reference::softened_probabilities(student, 1);
  const double loss = log_loss_of(gradient, labels);
  for (arma::uword i = 0; i < 4; ++i) gradient(i, labels(i)) -= 1;
  const std::string why =
      "With soft_weight 0 it is the plain softmax loss at temperature 1, whatever the teacher says "
      "and whatever T is.";
  for (const DistillResult& yours : {one, other}) {
    expect_near(yours.loss, loss,
                {.what = "the loss with soft_weight 0", .why = why, .read = kRead});
    expect_near(yours.dscores, gradient / 4,
                {.what = "the gradient with soft_weight 0", .why = why, .read = kRead});
  }
}

TEST(DistillLoss, ListensToTheTeacherAloneWithSoftWeightOne) {
  Rng rng(remote::test_seed());
  const arma::mat student = rng.normal(4, 3), teacher = rng.normal(4, 3);
  const DistillResult one =
      submission::distill_loss(student, teacher, arma::uvec{0, 1, 2, 0}, {3, 1});
  const DistillResult other =
      submission::distill_loss(student, teacher, arma::uvec{2, 2, 1, 1}, {3, 1});
  expect_near(other.loss, one.loss,
              {.what = "the loss with soft_weight 1 and other labels",
               .why = "With soft_weight 1 the labels have no say.",
               .read = kRead});
  expect_near(other.dscores, one.dscores,
              {.what = "the gradient with soft_weight 1 and other labels", .read = kRead});
}

TEST(DistillLoss, RestsWhereTheStudentSaysWhatTheTeacherSays) {
  Rng rng(remote::test_seed());
  arma::mat student = 2 * rng.normal(4, 3);
  const arma::mat teacher = student;
  student.each_col() += rng.normal(4, 1);  // differences within a row are all that counts
  const arma::uvec labels = rng.labels(4, 3);
  const DistillResult yours = submission::distill_loss(student, teacher, labels, {3, 1});
  checks::expect_less(arma::abs(yours.dscores).max(), 1e-12,
                      {.what = "the largest gradient where student and teacher agree",
                       .why = "q = p: there is nothing to learn from the teacher any more.",
                       .read = kRead});
  const arma::mat p = reference::softened_probabilities(teacher, 3);
  expect_near(
      yours.loss, -9 * arma::accu(p % arma::log(p)) / 4,
      {.what = "the loss where student and teacher agree",
       .why = "A cross entropy is smallest where q = p, and is then the entropy of p (times "
              "T²), not 0. The divergence is 0 there; its gradient is the same.",
       .read = "cross-entropy-or-divergence"});
}

TEST(DistillLoss, MixesBothParts) {
  Rng rng(remote::test_seed());
  const arma::mat student = rng.normal(4, 3), teacher = rng.normal(4, 3);
  const arma::uvec labels = rng.labels(4, 3);
  const auto at = [&](double soft_weight) {
    return submission::distill_loss(student, teacher, labels, {4, soft_weight});
  };
  const DistillResult hard = at(0), soft = at(1), mixed = at(0.3);
  expect_near(mixed.loss, 0.3 * soft.loss + 0.7 * hard.loss,
              {.what = "the loss with soft_weight 0.3",
               .why = "0.3 of the loss with soft_weight 1 and 0.7 of that with 0.",
               .read = kRead});
  if (!checks::expect_shape(soft.dscores, 4, 3, {.what = "the gradient"}) ||
      !checks::expect_shape(hard.dscores, 4, 3, {.what = "the gradient"})) {
    return;
  }
  expect_near(mixed.dscores, 0.3 * soft.dscores + 0.7 * hard.dscores,
              {.what = "the gradient with soft_weight 0.3", .read = kRead});
}

// At a high temperature the softmax is linear: q - p = (s - t)/(T·C) up to the means of the rows.
// So the gradient of the soft part, T·(q - p)/N, is (s - t)/(N·C): T is gone. Without the factor T²
// it would be smaller by T² = 10,000 at T = 100.
TEST(DistillLoss, HasAGradientThatDoesNotShrinkWithTemperature) {
  Rng rng(remote::test_seed());
  const arma::uword examples = 4, classes = 5;
  const arma::mat student = rng.normal(examples, classes);
  const arma::mat teacher = 2 * rng.normal(examples, classes);
  const arma::uvec labels = rng.labels(examples, classes);
  arma::mat limit = student - teacher;
  limit.each_col() -= arma::mean(limit, 1);
  limit /= static_cast<double>(examples * classes);
  std::vector<arma::mat> yours;
  for (const double temperature : {100.0, 1000.0, 10000.0}) {
    yours.push_back(submission::distill_loss(student, teacher, labels, {temperature, 1}).dscores);
  }
  double allowed = 0.3;  // the next term of the series is about (largest score)/T
  for (const arma::mat& gradient : yours) {
    if (!expect_near(gradient, limit,
                     {.what = "the gradient of the soft part at a high temperature",
                      .why = "(s - t)/(N·C), with the mean of each row taken off: T² makes the "
                             "gradient independent of T, so that the two parts keep their balance "
                             "when T is tuned.",
                      .read = kReadSquare,
                      .tolerance = {0, allowed}})) {
      return;
    }
    allowed /= 10;
  }
}

// An ensemble is a teacher, too: the logarithms of its averaged probabilities are scores.
TEST(DistillLoss, TakesAnEnsembleForATeacher) {
  Rng rng(remote::test_seed());
  const std::vector<arma::mat> members = any_members(4, 5, 3, rng);
  const arma::mat together = reference::average_probabilities(members, {});
  const arma::mat student = rng.normal(5, 3);
  const arma::uvec labels = rng.labels(5, 3);
  const DistillResult yours =
      submission::distill_loss(student, arma::log(together), labels, {1, 1});
  const arma::mat q = reference::softened_probabilities(student, 1);
  expect_near(
      yours.loss, -arma::accu(together % arma::log(q)) / 5,
      {.what = "the loss with the logarithms of averaged probabilities for scores, at T = 1",
       .why = "Their softmax at temperature 1 is the averaged probabilities again.",
       .read = kRead});
  expect_near(yours.dscores, (q - together) / 5, {.what = "its gradient", .read = kReadSquare});
}

TEST(DistillLoss, RemembersNothing) {
  Rng rng(remote::test_seed());
  checks::expect_same_twice(followed({3, 0.5}), rng.normal(4, 3), rng.labels(4, 3),
                            {.what = "distill_loss", .read = kRead});
}

TEST(DistillLoss, RefusesBadInput) {
  using checks::expect_refusal;
  const auto call = [](const arma::mat& student, const arma::mat& teacher, const arma::uvec& labels,
                       const DistillOptions& options) {
    return [=] { submission::distill_loss(student, teacher, labels, options); };
  };
  const arma::mat good = arma::ones(2, 3);
  const arma::uvec labels = {0, 2};
  expect_refusal("no examples", call(arma::mat(0, 3), arma::mat(0, 3), {}, {2, 0.5}));
  expect_refusal("a teacher of another shape", call(good, arma::ones(2, 4), labels, {2, 0.5}));
  expect_refusal("three labels for two examples", call(good, good, {0, 1, 2}, {2, 0.5}));
  expect_refusal("a label that is no class", call(good, good, {0, 3}, {2, 0.5}));
  expect_refusal("a student's score that is NaN",
                 call(arma::datum::nan * good, good, labels, {2, 0.5}));
  expect_refusal("a teacher's score that is infinite",
                 call(good, arma::datum::inf * good, labels, {2, 0.5}));
  expect_refusal("temperature 0", call(good, good, labels, {0, 0.5}));
  expect_refusal("soft_weight above 1", call(good, good, labels, {2, 1.5}));
  expect_refusal("a negative soft_weight", call(good, good, labels, {2, -0.5}));
}

}  // namespace
}  // namespace descent::suite
