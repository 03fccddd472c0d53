#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>
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
using Parameters = std::vector<arma::mat>;

constexpr auto kRead = "overfit-twenty-examples";
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// 30 training examples among 100; none of the first 20 is among them.
arma::uvec training_of_a_hundred(Rng& rng) { return 20 + rng.permutation(80).head(30); }

// A bowl: every training example wants the parameters at the same place, and every other example
// somewhere else. So what a check finds does not depend on which training examples it takes:
// gradient descent with rate r halves the way (1 - r) at each step. The loss also tells how many
// examples were asked for (a thousandth for each), and whether one came twice (7).
struct Bowl {
  Parameters target;
  std::set<arma::uword> training;

  BatchLoss operator()(const Parameters& parameters, const arma::uvec& which, double lambda) const {
    const double n = static_cast<double>(which.n_elem);
    double strangers = 0;
    for (const arma::uword i : which) strangers += training.contains(i) ? 0 : 1;
    BatchLoss result;
    for (std::size_t p = 0; p < parameters.size(); ++p) {
      const arma::mat there = parameters[p] - target[p], elsewhere = there - 5;
      result.loss += 0.5 * arma::accu(there % there) * (1 - strangers / n) +
                     0.5 * arma::accu(elsewhere % elsewhere) * strangers / n +
                     0.5 * lambda * arma::accu(parameters[p] % parameters[p]);
      result.gradients.push_back(there - 5 * strangers / n + lambda * parameters[p]);
    }
    const arma::uvec different = arma::unique(which);
    result.loss += 0.001 * n + (different.n_elem < which.n_elem ? 7 : 0);
    return result;
  }
};

// Where gradient descent in the bowl is after so many steps.
double loss_after(arma::uword steps, double rate, double first, arma::uword examples) {
  return first * std::pow(1 - rate, 2 * static_cast<double>(steps)) +
         0.001 * static_cast<double>(examples);
}

struct BowlCase {
  OverfitCheckOptions options;
  bool passed;
  std::string what;
};

TEST(OverfitCheck, TakesExactlyTheStepsThatItIsTold) {
  Rng rng(remote::test_seed());
  const arma::uvec training = training_of_a_hundred(rng);
  const Bowl bowl{{rng.normal(3, 4), rng.normal(1, 4)}, {training.begin(), training.end()}};
  const Parameters start = {rng.normal(3, 4), rng.normal(1, 4)};
  double distance = 0;
  for (std::size_t p = 0; p < 2; ++p) {
    distance += 0.5 * arma::accu(arma::square(start[p] - bowl.target[p]));
  }
  const std::vector<BowlCase> cases = {
      {{20, 60, 0.1, 0.05}, true, "60 steps of a model that learns"},
      {{20, 3, 0.1, 0.05}, false, "3 steps of a model that needs more"},
      {{20, 1, 0.25, 0.05}, false, "a single step"},
      {{5, 40, 0.2, 0.01}, true, "5 examples"},
      {{20, 40, 0.2, 0.01}, false, "a target that cannot be reached"},
      {{20, 50, 0.02, 0.05}, false, "a learning rate that is too low"},
      {{40, 60, 0.1, 0.05}, true, "more examples than there are"}};
  std::vector<SanityReport> yours;
  for (const BowlCase& c : cases) {
    yours.push_back(
        submission::overfit_check(start, training, bowl, &small_network::descend, c.options));
  }
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const OverfitCheckOptions& options = cases[i].options;
    const arma::uword examples = std::min<arma::uword>(options.examples, training.n_elem);
    const checks::About about{
        .what = "measured, for " + cases[i].what,
        .why =
            "The loss after the last of options.steps updates, of options.examples different "
            "training examples (or all, if there are fewer), with lambda 0.",
        .read = kRead,
        .tolerance = checks::kTrajectory};
    if (!expect_near(yours[i].measured,
                     loss_after(options.steps, options.learning_rate, distance, examples), about) ||
        !expect_near(yours[i].expected, options.target,
                     {.what = "expected, for " + cases[i].what,
                      .why = "It is options.target.",
                      .read = kRead}) ||
        !checks::expect_that(yours[i].passed == cases[i].passed,
                             yours[i].passed ? "passed" : "not passed",
                             cases[i].passed ? "passed" : "not passed",
                             {.what = "the report on " + cases[i].what,
                              .why = "Passed if measured < expected.",
                              .read = kRead})) {
      return;
    }
  }
}

TEST(OverfitCheck, StaysWithTheSameTrainingExamples) {
  Rng rng(remote::test_seed());
  const arma::uvec training = training_of_a_hundred(rng);
  const Bowl bowl{{rng.normal(2, 3)}, {training.begin(), training.end()}};
  const Parameters start = {rng.normal(2, 3)};
  std::vector<arma::uvec> asked;
  std::vector<double> lambdas, rates;
  submission::overfit_check(
      start, training,
      [&](const Parameters& parameters, const arma::uvec& which, double lambda) {
        asked.push_back(which);
        lambdas.push_back(lambda);
        return bowl(parameters, which, lambda);
      },
      [&](Parameters& parameters, const Parameters& gradients, double rate) {
        rates.push_back(rate);
        small_network::descend(parameters, gradients, rate);
      },
      {12, 9, 0.3, 0.1});
  const std::vector<arma::uvec> batches = asked;
  const std::vector<double> strengths = lambdas, learning_rates = rates;
  if (!checks::expect_equal(static_cast<long long>(batches.size()), 10,
                            {.what = "calls of loss_and_gradients, for 9 steps",
                             .why = "One before each update, and one after the last, for the loss.",
                             .read = kRead}) ||
      !checks::expect_equal(static_cast<long long>(learning_rates.size()), 9,
                            {.what = "updates, for 9 steps", .read = kRead})) {
    return;
  }
  for (const arma::uvec& which : batches) {
    const arma::uvec different = arma::unique(which);
    bool ours = true;
    for (const arma::uword i : which) ours = ours && bowl.training.contains(i);
    if (!checks::expect_equal(
            static_cast<long long>(different.n_elem), 12,
            {.what = "different examples in a step, of 12 asked for", .read = kRead}) ||
        !checks::expect_that(ours, "examples that are not in training",
                             "examples out of training only",
                             {.what = "the examples to overfit",
                              .why = "The entries of `training` are the indices. What it does not "
                                     "list may belong to the validation set.",
                              .read = "whose-examples"}) ||
        !checks::expect_that(arma::approx_equal(different, arma::unique(batches[0]), "absdiff", 0),
                             "other examples than in the first step", "the same in every step",
                             {.what = "the examples to overfit", .read = kRead})) {
      return;
    }
  }
  for (const double lambda : strengths) {
    if (!expect_near(lambda, 0,
                     {.what = "lambda",
                      .why = "Regularization keeps a model from learning by heart, "
                             "which is what it shall do here.",
                      .read = kRead})) {
      return;
    }
  }
  for (const double rate : learning_rates) {
    if (!expect_near(rate, 0.3, {.what = "the learning rate of an update", .read = kRead})) return;
  }
}

TEST(OverfitCheck, LetsNothingPassThatIsNoNumber) {
  // Falls at first, then it breaks: with every step the parameter grows by 1.
  const auto model = [](double broken) -> RegularizedLossFunction {
    return [broken](const Parameters& parameters, const arma::uvec&, double lambda) {
      const double step = parameters[0](0, 0);
      return BatchLoss{step < 4 ? 1 / (1 + step) + lambda : broken,
                       {arma::mat(1, 1, arma::fill::value(-1.0))}};
    };
  };
  struct Case {
    double broken;
    bool passed;
    std::string what;
  };
  const std::vector<Case> cases = {{kNan, false, "a loss that becomes NaN"},
                                   {arma::datum::inf, false, "a loss that becomes infinite"},
                                   {0.9, false, "a loss that has risen again"},
                                   {0.001, true, "a loss that has fallen at the very end"}};
  std::vector<SanityReport> yours;
  for (const Case& c : cases) {
    yours.push_back(submission::overfit_check({arma::mat(1, 1, arma::fill::value(0.0))}, {5, 6, 7},
                                              model(c.broken), &small_network::descend,
                                              {20, 4, 1, 0.3}));
  }
  for (std::size_t i = 0; i < cases.size(); ++i) {
    if (!expect_near(yours[i].measured, cases[i].broken,
                     {.what = "measured, for " + cases[i].what,
                      .why = "The loss after the last update, whatever it was before.",
                      .read = kRead}) ||
        !checks::expect_that(yours[i].passed == cases[i].passed,
                             yours[i].passed ? "passed" : "not passed",
                             cases[i].passed ? "passed" : "not passed",
                             {.what = "the report on " + cases[i].what,
                              .why = "Passed if measured < expected, which NaN never is.",
                              .read = kRead})) {
      return;
    }
  }
}

// An optimizer that remembers, and that is not gradient descent: what counts is what it does.
TEST(OverfitCheck, LeavesTheStepToTheUpdate) {
  Rng rng(remote::test_seed());
  const arma::mat target = rng.normal(2, 2);
  // The second parameter is the velocity of the first: its gradient means nothing.
  const auto model = [target](const Parameters& parameters, const arma::uvec&, double lambda) {
    const arma::mat there = parameters[0] - target;
    return BatchLoss{0.5 * arma::accu(there % there) + lambda,
                     {there, arma::mat(2, 2, arma::fill::value(1e3))}};
  };
  const auto momentum = [](Parameters& parameters, const Parameters& gradients, double rate) {
    parameters[1] = 0.8 * parameters[1] - rate * gradients[0];
    parameters[0] += parameters[1];
  };
  const Parameters start = {rng.normal(2, 2), arma::zeros(2, 2)};
  const SanityReport yours =
      submission::overfit_check(start, {9, 4, 2}, model, momentum, {20, 25, 0.1, 0.01});
  Parameters expected = start;
  for (int step = 0; step < 25; ++step) {
    const arma::mat there = expected[0] - target;
    momentum(expected, {there, there}, 0.1);
  }
  const arma::mat there = expected[0] - target;
  expect_near(yours.measured, 0.5 * arma::accu(there % there),
              {.what = "measured, with momentum",
               .why = "update changes the parameters in place, as it likes. Nothing else does.",
               .read = "the-model-behind-functions",
               .tolerance = checks::kTrajectory});
}

TEST(OverfitCheck, RefusesBadInput) {
  Rng rng(remote::test_seed());
  const Parameters start = {arma::ones(2, 3)};
  const RegularizedLossFunction model = [](const Parameters& parameters, const arma::uvec&,
                                           double) {
    return BatchLoss{1, parameters};
  };
  const ParameterUpdate update = &small_network::descend;
  const auto call = [](const Parameters& parameters, const arma::uvec& training,
                       const RegularizedLossFunction& f, const ParameterUpdate& u,
                       const OverfitCheckOptions& options) {
    return [=] { submission::overfit_check(parameters, training, f, u, options); };
  };
  const arma::uvec training = {3, 1, 2};
  const OverfitCheckOptions options{2, 3, 0.1, 0.1};
  expect_refusal("no parameters", call({}, training, model, update, options));
  expect_refusal("no examples", call(start, {}, model, update, options));
  expect_refusal("an empty function for the loss", call(start, training, {}, update, options));
  expect_refusal("an empty function for the update", call(start, training, model, {}, options));
  expect_refusal("0 examples", call(start, training, model, update, {0, 3, 0.1, 0.1}));
  expect_refusal("0 steps", call(start, training, model, update, {2, 0, 0.1, 0.1}));
  expect_refusal("a learning rate of 0", call(start, training, model, update, {2, 3, 0, 0.1}));
  expect_refusal("a negative target", call(start, training, model, update, {2, 3, 0.1, -1}));
  expect_refusal("a model that returns no gradients",
                 call(
                     start, training,
                     [](const Parameters&, const arma::uvec&, double) {
                       return BatchLoss{1, {}};
                     },
                     update, options));
  expect_refusal("gradients of another shape",
                 call(
                     start, training,
                     [](const Parameters&, const arma::uvec&, double) {
                       return BatchLoss{1, {arma::ones(3, 2)}};
                     },
                     update, options));
}

// --- on real data

struct Digits {
  datasets::Dataset data;
  arma::uvec training;
};

Digits some_digits(Rng& rng) {
  datasets::Dataset all = datasets::digits_split().train;
  const arma::uvec order = rng.permutation(all.labels.n_elem);
  Digits digits{datasets::subset(all, order.head(120)), 60 + rng.permutation(60)};
  digits.data.inputs /= 16;
  return digits;
}

RegularizedLossFunction network_on(const datasets::Dataset& data) {
  return [data](const Parameters& parameters, const arma::uvec& which, double lambda) {
    return small_network::loss_and_gradients(parameters, datasets::subset(data, which), lambda);
  };
}

TEST(OverfitCheck, LearnsTwentyDigitsByHeart) {
  Rng rng(remote::test_seed());
  const Digits digits = some_digits(rng);
  Digits shuffled = digits;
  shuffled.data.labels = digits.data.labels.elem(rng.permutation(120));
  const Parameters start = small_network::initialize({64, 25, 10}, std::sqrt(2.0), rng);
  const OverfitCheckOptions options{20, 150, 0.3, 0.1};
  std::vector<SanityReport> yours;
  for (const Digits& d : {digits, shuffled}) {
    yours.push_back(submission::overfit_check(start, d.training, network_on(d.data),
                                              &small_network::descend, options));
  }
  for (std::size_t i = 0; i < 2; ++i) {
    const std::string what = i == 0 ? "20 digits" : "20 digits with the labels of others";
    if (!checks::expect_less(yours[i].measured, 0.1,
                             {.what = "measured, for " + what,
                              .why = "A network with 1,900 parameters learns them by heart, and "
                                     "needs no sense in the labels for it.",
                              .read = kRead}) ||
        !checks::expect_that(yours[i].passed, "not passed", "passed",
                             {.what = "the report on " + what, .read = kRead})) {
      return;
    }
  }
}

TEST(OverfitCheck, CannotLearnFromNothing) {
  Rng rng(remote::test_seed());
  Digits digits = some_digits(rng);
  digits.data.inputs.zeros();
  const RegularizedLossFunction model = network_on(digits.data);
  arma::uvec first;
  const SanityReport yours = submission::overfit_check(
      small_network::initialize({64, 25, 10}, std::sqrt(2.0), rng), digits.training,
      [&](const Parameters& parameters, const arma::uvec& which, double lambda) {
        if (first.is_empty()) first = which;
        return model(parameters, which, lambda);
      },
      &small_network::descend, {20, 150, 0.3, 0.1});
  const double entropy = checks::label_entropy(digits.data.labels.elem(first), 10);
  if (!checks::expect_that(yours.measured > entropy - 1e-9, fmt::format("{:.4g}", yours.measured),
                           fmt::format("{:.4g} or more", entropy),
                           {.what = "measured, for digits without any ink",
                            .why = "A model that sees nothing cannot do better than the "
                                   "frequencies of the labels: their entropy is the least.",
                            .read = "the-control"})) {
    return;
  }
  checks::expect_that(!yours.passed, "passed", "not passed",
                      {.what = "the report on digits without any ink", .read = "the-control"});
}

}  // namespace
}  // namespace descent::suite
