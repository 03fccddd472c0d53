#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "assignments/09-babysitting/small_network.hpp"
#include "datasets/digits.hpp"
#include "harness/checks/refusal.hpp"
#include "harness/checks/sanity.hpp"
#include "harness/remote/submission.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;
using checks::expect_refusal;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

// What a check asked a model: which examples, with which strength.
struct Question {
  arma::uvec which;
  double lambda;
};

// Indices that are not 0, 1, 2, ...: whoever counts instead of looking takes other examples.
const arma::uvec kTraining = {31, 7, 12, 40, 3, 25, 18};

// A model whose loss tells whom it was asked about: mean(code) + slope · lambda, and the codes of
// examples that are not for training are far off.
struct Codes {
  double level = 2.3;
  double slope = 40;

  double operator()(const arma::uvec& which, double lambda) const {
    double sum = 0;
    for (const arma::uword i : which) {
      const bool training = std::find(kTraining.begin(), kTraining.end(), i) != kTraining.end();
      sum += training ? level + 0.001 * static_cast<double>(i) - 0.136 / 7 : 50 + level;
    }
    return sum / static_cast<double>(which.n_elem) + slope * lambda;
  }
};

bool same_questions(const arma::uvec& a, const arma::uvec& b) {
  return a.n_elem == b.n_elem && arma::approx_equal(arma::sort(a), arma::sort(b), "absdiff", 0);
}

void expect_report(const SanityReport& yours, const SanityReport& expected, const std::string& what,
                   const std::string& why, const std::string& read) {
  expect_near(yours.measured, expected.measured,
              {.what = "measured, for " + what, .why = why, .read = read});
  expect_near(yours.expected, expected.expected,
              {.what = "expected, for " + what, .why = why, .read = read});
  checks::expect_that(yours.passed == expected.passed, yours.passed ? "passed" : "not passed",
                      expected.passed ? "passed" : "not passed",
                      {.what = "the report on " + what, .why = why, .read = read});
}

// --- initial_loss_check

constexpr auto kReadInitial = "loss-at-chance";

struct InitialCase {
  double loss, expected, tolerance;
  bool passed;
  std::string what;
};

void expect_initial(const std::vector<InitialCase>& cases, const std::string& why) {
  std::vector<SanityReport> yours;
  for (const InitialCase& c : cases) {
    yours.push_back(submission::initial_loss_check(
        [loss = c.loss](const arma::uvec&, double lambda) { return loss + 0.37 * lambda; },
        kTraining, c.expected, c.tolerance));
  }
  for (std::size_t i = 0; i < cases.size(); ++i) {
    expect_report(yours[i], {cases[i].passed, cases[i].loss, cases[i].expected}, cases[i].what, why,
                  kReadInitial);
    if (testing::Test::HasFailure()) return;
  }
}

TEST(InitialLossCheck, LooksAboveAndBelow) {
  expect_initial({{2.303, 2.302, 0.05, true, "a loss at chance"},
                  {2.38, 2.302, 0.05, true, "a loss a little above chance"},
                  {2.22, 2.302, 0.05, true, "a loss a little below chance"},
                  {2.60, 2.302, 0.05, false, "a loss well above chance"},
                  {2.00, 2.302, 0.05, false, "a loss well below chance"},
                  {0.00, 2.302, 0.05, false, "a loss of 0"},
                  {23.0, 2.302, 0.05, false, "a loss ten times too large"},
                  {0.2302, 2.302, 0.05, false, "a loss ten times too small"},
                  {-2.302, 2.302, 0.05, false, "a loss with the wrong sign"}},
                 "Within tolerance · expected of what is expected, on either side. A loss that is "
                 "too small before training is as suspicious as one that is too large.");
}

TEST(InitialLossCheck, TakesTheToleranceAsAPartOfWhatIsExpected) {
  expect_initial({{9.3, 9, 0.05, true, "an SVM a little above 9"},
                  {8.7, 9, 0.05, true, "an SVM a little below 9"},
                  {9.6, 9, 0.05, false, "an SVM farther above 9"},
                  {0.72, 0.693, 0.05, true, "two classes, a little above ln 2"},
                  {0.735, 0.693, 0.05, false, "two classes, farther above ln 2"},
                  {0.651, 0.693, 0.05, false, "two classes, farther below ln 2"},
                  {100, 70, 0.5, true, "a tolerance of one half"},
                  {40, 70, 0.5, true, "a tolerance of one half, below"},
                  {110, 70, 0.5, false, "a tolerance of one half, beyond it"},
                  {69.8, 70, 0.001, false, "a tolerance of a thousandth"}},
                 "The tolerance is relative: 0.05 of 9 is 0.45, and 0.05 of ln 2 is 0.035.");
}

TEST(InitialLossCheck, LetsNothingPassThatIsNoNumber) {
  expect_initial({{kNan, 2.302, 0.05, false, "a loss of NaN"},
                  {kInf, 2.302, 0.05, false, "an infinite loss"},
                  {-kInf, 2.302, 0.05, false, "a loss of minus infinity"}},
                 "Every comparison with NaN is false: `if (difference > allowed) fail` lets it "
                 "pass.");
}

TEST(InitialLossCheck, AsksForAllTrainingExamplesWithoutRegularization) {
  std::vector<Question> asked;
  const Codes codes;
  const SanityReport yours = submission::initial_loss_check(
      [&](const arma::uvec& which, double lambda) {
        asked.push_back({which, lambda});
        return codes(which, lambda);
      },
      kTraining, 2.302, 0.05);
  const std::vector<Question> questions = asked;
  expect_report(yours, {true, codes(kTraining, 0), 2.302}, "a model at chance",
                "The loss is that of the training examples, all of them, with lambda 0.",
                kReadInitial);
  if (!checks::expect_equal(
          static_cast<long long>(questions.size()), 1,
          {.what = "the number of times that the loss was asked for", .read = kReadInitial})) {
    return;
  }
  expect_near(questions[0].lambda, 0,
              {.what = "lambda",
               .why = "The data loss alone is at chance; a penalty on the weights comes on top.",
               .read = kReadInitial});
  checks::expect_that(same_questions(questions[0].which, kTraining), "other examples",
                      "the training examples, each once",
                      {.what = "the examples that it was asked for",
                       .why = "The entries of `training` are the indices. Others may belong to the "
                              "validation set.",
                       .read = "whose-examples"});
}

TEST(InitialLossCheck, FindsTheNetworkThatStartsWrong) {
  Rng rng(remote::test_seed());
  datasets::Dataset digits = datasets::digits_split().train;
  digits.inputs = digits.inputs.head_rows(300) / 16;
  digits.labels = digits.labels.head(300);
  const arma::uvec training = rng.permutation(300).head(250);
  std::vector<SanityReport> yours;
  for (const double gain : {0.1, 30.0}) {
    const std::vector<arma::mat> parameters = small_network::initialize({64, 20, 10}, gain, rng);
    yours.push_back(submission::initial_loss_check(
        [&digits, parameters](const arma::uvec& which, double lambda) {
          return small_network::loss_and_gradients(parameters, datasets::subset(digits, which),
                                                   lambda)
              .loss;
        },
        training, std::log(10.0), 0.05));
  }
  checks::expect_that(yours[0].passed, "not passed", "passed",
                      {.what = "a network with small weights",
                       .why = "It cannot decide between ten digits, so its loss is ln 10.",
                       .read = kReadInitial});
  checks::expect_that(!yours[1].passed, "passed", "not passed",
                      {.what = "a network with large weights",
                       .why = "It is sure of itself, and wrong.",
                       .read = kReadInitial});
}

TEST(InitialLossCheck, RefusesBadInput) {
  const StartingLoss loss = [](const arma::uvec&, double) { return 1.0; };
  const auto call = [](const StartingLoss& f, const arma::uvec& training, double expected,
                       double tolerance) {
    return [=] { submission::initial_loss_check(f, training, expected, tolerance); };
  };
  expect_refusal("an empty function for the loss", call({}, kTraining, 1, 0.1));
  expect_refusal("no examples", call(loss, {}, 1, 0.1));
  expect_refusal("an expected loss of 0", call(loss, kTraining, 0, 0.1));
  expect_refusal("an expected loss of NaN", call(loss, kTraining, kNan, 0.1));
  expect_refusal("a tolerance of 0", call(loss, kTraining, 1, 0));
  expect_refusal("a negative tolerance", call(loss, kTraining, 1, -0.1));
}

// --- regularization_check

constexpr auto kReadStrength = "more-regularization-more-loss";

struct StrengthCase {
  arma::vec strengths, losses;
  SanityReport report;
  std::string what;
};

void expect_strengths(const std::vector<StrengthCase>& cases, const std::string& why) {
  std::vector<SanityReport> yours;
  for (const StrengthCase& c : cases) {
    // The losses at the strengths as listed; anywhere else, something that no test expects.
    yours.push_back(submission::regularization_check(
        [c](const arma::uvec&, double lambda) {
          for (arma::uword i = 0; i < c.strengths.n_elem; ++i) {
            if (std::abs(c.strengths(i) - lambda) < 1e-12) return c.losses(i);
          }
          return 1234.5 + lambda;
        },
        kTraining, c.strengths));
  }
  for (std::size_t i = 0; i < cases.size(); ++i) {
    expect_report(yours[i], cases[i].report, cases[i].what, why, kReadStrength);
    if (testing::Test::HasFailure()) return;
  }
}

TEST(RegularizationCheck, WantsEveryStepToRise) {
  expect_strengths(
      {{{0, 0.5, 2}, {2.5, 3, 4.5}, {true, 0.5, 0}, "losses that rise"},
       {{0, 0.1}, {2.5, 2.75}, {true, 0.25, 0}, "two strengths"},
       {{0.1, 1, 10, 100}, {2, 8, 8.125, 9}, {true, 0.125, 0}, "a small rise in the middle"},
       {{0, 1, 2}, {2, 2, 2}, {false, 0, 0}, "losses that do not move"},
       {{0, 1, 2}, {2, 1.5, 1}, {false, -0.5, 0}, "losses that fall"},
       {{0, 1, 2, 3}, {2, 3, 2.5, 4}, {false, -0.5, 0}, "losses that dip in the middle"},
       {{0, 1, 2, 3}, {2, 3, 3, 4}, {false, 0, 0}, "losses that rest in the middle"},
       {{0, 1, 2}, {2, 4, 3.5}, {false, -0.5, 0}, "losses that dip at the end"},
       {{0, 1, 2}, {2, 1.75, 3}, {false, -0.25, 0}, "losses that dip at the beginning"},
       {{0, 1, 2}, {-3, -2, -0.5}, {true, 1, 0}, "losses below 0 that rise"}},
      "The smallest of the rises from each strength to the next must be above 0.");
}

TEST(RegularizationCheck, LetsNothingPassThatIsNoNumber) {
  std::vector<StrengthCase> cases;
  const arma::vec strengths = {0, 0.25, 1, 4};
  for (const double bad : {kNan, kInf}) {
    for (arma::uword at = 0; at < 4; ++at) {
      arma::vec losses = {1, 2, 4, 8};
      losses(at) = bad;
      cases.push_back({strengths,
                       losses,
                       {false, kNan, 0},
                       std::string(std::isnan(bad) ? "NaN" : "infinity") + " among the losses"});
    }
  }
  cases.push_back({strengths, {1, 2, kInf, kInf}, {false, kNan, 0}, "losses that become infinite"});
  expect_strengths(cases, "A loss that is not finite is no rise. measured is NaN then.");
}

TEST(RegularizationCheck, AsksForTheTrainingExamplesAtEachStrength) {
  std::vector<Question> asked;
  const Codes codes{.slope = 3};
  const arma::vec strengths = {0, 0.01, 0.1, 5};
  const SanityReport yours = submission::regularization_check(
      [&](const arma::uvec& which, double lambda) {
        asked.push_back({which, lambda});
        return codes(which, lambda);
      },
      kTraining, strengths);
  const std::vector<Question> questions = asked;
  expect_report(yours, {true, 0.03, 0}, "a loss that rises by 3 · lambda",
                "The smallest rise is that from 0 to 0.01.", kReadStrength);
  if (!checks::expect_equal(static_cast<long long>(questions.size()), 4,
                            {.what = "the number of times that the loss was asked for",
                             .why = "Once for each of four strengths.",
                             .read = kReadStrength})) {
    return;
  }
  for (arma::uword i = 0; i < 4; ++i) {
    if (!expect_near(questions[i].lambda, strengths(i),
                     {.what = "lambda of a question", .read = kReadStrength}) ||
        !checks::expect_that(same_questions(questions[i].which, kTraining), "other examples",
                             "the training examples, each once",
                             {.what = "the examples that it was asked for",
                              .why = "The entries of `training` are the indices. Others may belong "
                                     "to the validation set.",
                              .read = "whose-examples"})) {
      return;
    }
  }
}

// A model in which other examples than those of training do the contrary.
TEST(RegularizationCheck, JudgesByTheTrainingExamples) {
  const auto loss = [](const arma::uvec& which, double lambda) {
    double sum = 0;
    for (const arma::uword i : which) {
      const bool training = std::find(kTraining.begin(), kTraining.end(), i) != kTraining.end();
      sum += training ? 2 + lambda : 7 - 3 * lambda;
    }
    return sum / static_cast<double>(which.n_elem);
  };
  const SanityReport yours = submission::regularization_check(loss, kTraining, {0.5, 1, 1.25});
  expect_report(yours, {true, 0.25, 0}, "a loss that rises on the training examples",
                "Other examples have other losses: the indices are the entries of `training`.",
                "whose-examples");
}

TEST(RegularizationCheck, RefusesBadInput) {
  const StartingLoss loss = [](const arma::uvec&, double lambda) { return lambda; };
  const auto call = [](const StartingLoss& f, const arma::uvec& training,
                       const arma::vec& strengths) {
    return [=] { submission::regularization_check(f, training, strengths); };
  };
  expect_refusal("an empty function for the loss", call({}, kTraining, {0, 1}));
  expect_refusal("no examples", call(loss, {}, {0, 1}));
  expect_refusal("one strength", call(loss, kTraining, {0.5}));
  expect_refusal("no strengths", call(loss, kTraining, {}));
  expect_refusal("strengths that fall", call(loss, kTraining, {0, 2, 1}));
  expect_refusal("a strength twice", call(loss, kTraining, {0, 1, 1}));
  expect_refusal("a negative strength", call(loss, kTraining, {-1, 1}));
  expect_refusal("an infinite strength", call(loss, kTraining, {0, kInf}));
}

}  // namespace
}  // namespace descent::suite
