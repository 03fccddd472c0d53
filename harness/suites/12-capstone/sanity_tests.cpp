// sanity_checks.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <deque>
#include <limits>

#include "harness/checks/refusal.hpp"
#include "harness/suites/12-capstone/plain.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;
using checks::expect_refusal;

constexpr auto kReadSanity = "before-the-expensive-run";
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

// A model that does as it is told: loss = chance + slope·lambda at the start, and a bowl for the
// overfit check, in which each step of gradient descent with rate r shrinks the parameters by
// 1 - r.
struct Model {
  std::vector<double> errors = {1e-8, 3e-7, 2e-6};
  double chance = std::log(5.0);
  double slope = 4;
  double depth = 1;  ///< of the bowl: 0 cannot be learned
};

struct Asked {
  int gradients = 0, losses = 0, updates = 0;
  bool strange_examples = false;
  bool loss_before_gradients = false;
};

struct Checked {
  std::vector<SanityStep> steps;
  Asked asked;
};

const Parameters& start() {
  static const Parameters all = {arma::mat{{1, -2}, {0.5, 1}}, arma::mat{{1, 1}}};
  return all;
}

double size_of(const Parameters& at) {
  double sum = 0;
  for (const arma::mat& p : at) sum += arma::accu(p % p);
  return sum;
}

// Callbacks and what they note live until the test ends: mistakes are tried while it fails.
class SanityChecks : public testing::Test {
 protected:
  Checked check(const Model& model, const SanityOptions& options) {
    models_.push_back(model);
    const Model& mine = models_.back();
    Asked& note = asked_.emplace_back();
    const GradientCheck gradient_check = [&mine, &note] {
      ++note.gradients;
      std::vector<GradcheckReport> reports;
      for (const double error : mine.errors) {
        reports.push_back({"block", {0}, {1}, {1}, {error}, 0, error});
      }
      return reports;
    };
    const RegularizedLossFunction loss = [&mine, &note](const Parameters& at,
                                                        const arma::uvec& which, double lambda) {
      ++note.losses;
      if (note.gradients == 0) note.loss_before_gradients = true;
      if (which.is_empty() || which.min() < 50 || which.max() >= 80) note.strange_examples = true;
      const double whole = size_of(start());
      const double part = size_of(at) / whole;
      BatchLoss result{mine.chance * (1 - mine.depth + mine.depth * part) + mine.slope * lambda,
                       {}};
      for (const arma::mat& p : at) result.gradients.push_back(p);
      return result;
    };
    const ParameterUpdate update = [&note](Parameters& at, const Parameters& gradients,
                                           double rate) {
      ++note.updates;
      for (std::size_t p = 0; p < at.size(); ++p) at[p] -= rate * gradients[p];
    };
    const std::vector<SanityStep> steps = submission::sanity_checks(
        start(), arma::regspace<arma::uvec>(50, 79), gradient_check, loss, update, options);
    return {steps, note};
  }

  std::deque<Model> models_;
  std::deque<Asked> asked_;
};

SanityOptions usual() {
  SanityOptions options;
  options.worst_error = 1e-5;
  options.classes = 5;
  options.initial_tolerance = 0.1;
  options.strengths = {0, 0.01, 0.2};
  options.overfit = {20, 30, 0.2, 0.01};
  return options;
}

bool expect_steps(const Checked& yours, const std::vector<SanityStep>& expected,
                  const std::string& about) {
  if (!checks::expect_equal(static_cast<long long>(yours.steps.size()),
                            static_cast<long long>(expected.size()),
                            {.what = "the number of steps, " + about,
                             .why = "All four where all pass; else up to the first that has not, "
                                    "and that one as well.",
                             .read = "the-first-that-fails"})) {
    return false;
  }
  const std::vector<std::string> names = {"gradient", "initial_loss", "regularization", "overfit"};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const SanityStep &mine = yours.steps[i], &right = expected[i];
    const auto name = [&](SanityCheck c) { return names[static_cast<std::size_t>(c) % 4]; };
    if (!checks::expect_that(mine.check == right.check, name(mine.check), name(right.check),
                             {.what = fmt::format("step {}, {}", i + 1, about),
                              .why = "The order of the notes.",
                              .read = kReadSanity}) ||
        !checks::expect_that(mine.report.passed == right.report.passed,
                             mine.report.passed ? "passed" : "not passed",
                             right.report.passed ? "passed" : "not passed",
                             {.what = fmt::format("the check {}, {}", name(right.check), about),
                              .read = kReadSanity}) ||
        !expect_near(mine.report.expected, right.report.expected,
                     {.what = fmt::format("expected of {}, {}", name(right.check), about),
                      .read = kReadSanity})) {
      return false;
    }
    if (!std::isfinite(right.report.measured)) continue;
    if (!expect_near(mine.report.measured, right.report.measured,
                     {.what = fmt::format("measured of {}, {}", name(right.check), about),
                      .read = kReadSanity,
                      .tolerance = checks::kTrajectory})) {
      return false;
    }
  }
  return true;
}

double left_after(int steps, double rate) { return std::log(5.0) * std::pow(1 - rate, 2 * steps); }

const SanityStep& passed_gradient() {
  static const SanityStep step{SanityCheck::gradient, {true, 2e-6, 1e-5}};
  return step;
}
const SanityStep& passed_initial() {
  static const SanityStep step{SanityCheck::initial_loss, {true, std::log(5.0), std::log(5.0)}};
  return step;
}
const SanityStep& passed_regularization() {
  static const SanityStep step{SanityCheck::regularization, {true, 0.04, 0}};
  return step;
}

TEST_F(SanityChecks, GoInTheOrderOfTheNotes) {
  const Checked yours = check({}, usual());
  if (!expect_steps(yours,
                    {passed_gradient(),
                     passed_initial(),
                     passed_regularization(),
                     {SanityCheck::overfit, {true, left_after(30, 0.2), 0.01}}},
                    "where all is well")) {
    return;
  }
  const auto count = [](int yours_count, int expected, const std::string& what) {
    return checks::expect_equal(yours_count, expected, {.what = what, .read = kReadSanity});
  };
  EXPECT_TRUE(
      checks::expect_equal(yours.asked.gradients, 1,
                           {.what = "how often the gradient check was asked",
                            .why = "It is expensive: keep what it reports.",
                            .read = kReadSanity,
                            .mistake = yours.asked.gradients > 1 ? "sanity_asks_twice" : ""}) &&
      count(yours.asked.updates, 30, "updates in the overfit check") &&
      count(yours.asked.losses, 1 + 3 + 31, "how often the loss was asked") &&
      checks::expect_that(!yours.asked.strange_examples, "others", "those of training",
                          {.what = "the examples that were used", .read = kReadSanity}));
}

TEST_F(SanityChecks, EndWithAWrongGradient) {
  struct Case {
    std::vector<double> errors;
    double worst;
    std::string what;
  };
  for (const Case& c :
       std::vector<Case>{{{1e-9, 0.3, 1e-7}, 0.3, "with a wrong block in the middle"},
                         {{2e-3}, 2e-3, "with one wrong block"},
                         {{1e-9, 2e-5}, 2e-5, "with a last block above worst_error"},
                         {{kInfinity, 1e-9}, kInfinity, "with a block of infinity"},
                         {{1e-8, kNan, 1e-9}, kNan, "with a block of NaN"},
                         {{kNan}, kNan, "with NaN alone"}}) {
    Model model;
    model.errors = c.errors;
    const Checked yours = check(model, usual());
    if (!expect_steps(yours, {{SanityCheck::gradient, {false, c.worst, 1e-5}}}, c.what)) return;
    if (!checks::expect_equal(yours.asked.losses, 0,
                              {.what = "how often the loss was asked after a wrong gradient",
                               .why = "What stands behind a step that fails is not looked at.",
                               .read = "the-first-that-fails"})) {
      return;
    }
  }
  Model model;
  model.errors = {1e-5, 1e-6};
  expect_steps(check(model, usual()),
               {{SanityCheck::gradient, {true, 1e-5, 1e-5}},
                passed_initial(),
                passed_regularization(),
                {SanityCheck::overfit, {true, left_after(30, 0.2), 0.01}}},
               "with an error of exactly worst_error");
}

TEST_F(SanityChecks, EndWithAWrongInitialLoss) {
  for (const double chance : {2.5, 1.2, kNan}) {
    Model model;
    model.chance = chance;
    const Checked yours = check(model, usual());
    if (!expect_steps(
            yours, {passed_gradient(), {SanityCheck::initial_loss, {false, chance, std::log(5.0)}}},
            fmt::format("with an initial loss of {} for 5 classes", chance))) {
      return;
    }
    if (!checks::expect_equal(
            yours.asked.updates, 0,
            {.what = "updates after a wrong initial loss", .read = "the-first-that-fails"})) {
      return;
    }
  }
  SanityOptions generous = usual();
  generous.initial_tolerance = 0.6;
  Model model;
  model.chance = 2.5;
  expect_steps(check(model, generous),
               {passed_gradient(),
                {SanityCheck::initial_loss, {true, 2.5, std::log(5.0)}},
                passed_regularization(),
                {SanityCheck::overfit, {true, 2.5 * std::pow(0.8, 60), 0.01}}},
               "with an initial loss within a generous tolerance");
}

TEST_F(SanityChecks, EndWithARegularizationThatCostsNothing) {
  for (const double slope : {0.0, -1.0}) {
    Model model;
    model.slope = slope;
    const Checked yours = check(model, usual());
    const double rise = slope == 0 ? 0 : slope * 0.19;
    if (!expect_steps(
            yours,
            {passed_gradient(), passed_initial(), {SanityCheck::regularization, {false, rise, 0}}},
            "with a penalty that costs nothing, or pays")) {
      return;
    }
  }
}

TEST_F(SanityChecks, EndWithAModelThatDoesNotLearn) {
  Model model;
  model.depth = 0;
  if (!expect_steps(check(model, usual()),
                    {passed_gradient(),
                     passed_initial(),
                     passed_regularization(),
                     {SanityCheck::overfit, {false, std::log(5.0), 0.01}}},
                    "with a model that does not learn")) {
    return;
  }
  SanityOptions short_of_time = usual();
  short_of_time.overfit = {20, 3, 0.1, 0.5};
  expect_steps(check({}, short_of_time),
               {passed_gradient(),
                passed_initial(),
                passed_regularization(),
                {SanityCheck::overfit, {false, left_after(3, 0.1), 0.5}}},
               "with three steps, which are too few");
}

TEST_F(SanityChecks, RefuseBadInput) {
  const GradientCheck gradients = [] { return std::vector<GradcheckReport>{{}}; };
  const GradientCheck none = [] { return std::vector<GradcheckReport>{}; };
  const RegularizedLossFunction loss = [](const Parameters& at, const arma::uvec&, double) {
    return BatchLoss{1, at};
  };
  const ParameterUpdate update = [](Parameters&, const Parameters&, double) {};
  const arma::uvec training = {1, 2, 3};
  SanityOptions no_error = usual(), no_classes = usual();
  no_error.worst_error = 0;
  no_classes.classes = 0;
  const auto refused = [&](const std::string& what, const Parameters& at, const arma::uvec& which,
                           const GradientCheck& g, const RegularizedLossFunction& l,
                           const ParameterUpdate& u, const SanityOptions& options) {
    return expect_refusal(what, [&] { submission::sanity_checks(at, which, g, l, u, options); });
  };
  EXPECT_TRUE(
      refused("no gradient check", start(), training, {}, loss, update, usual()) &&
      refused("no loss", start(), training, gradients, {}, update, usual()) &&
      refused("no update", start(), training, gradients, loss, {}, usual()) &&
      refused("no parameters", {}, training, gradients, loss, update, usual()) &&
      refused("no examples", start(), {}, gradients, loss, update, usual()) &&
      refused("a worst_error of 0", start(), training, gradients, loss, update, no_error) &&
      refused("no classes", start(), training, gradients, loss, update, no_classes) &&
      refused("a gradient check without a block", start(), training, none, loss, update, usual()));
}

}  // namespace
}  // namespace descent::suite
