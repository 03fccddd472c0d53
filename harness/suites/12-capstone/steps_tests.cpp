// update_parameters, sanity_checks, ensemble_of_best, leaderboard_line.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <deque>

#include "harness/checks/refusal.hpp"
#include "harness/suites/12-capstone/plain.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;
using checks::expect_refusal;

constexpr auto kReadStep = "one-step";
constexpr auto kReadSanity = "before-the-expensive-run";
constexpr auto kReadEnsemble = "the-last-two-percent";
constexpr auto kReadLine = "the-leaderboard";
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

Parameters any_gradients(const Parameters& parameters, Rng& rng) {
  Parameters gradients;
  for (const arma::mat& p : parameters) gradients.push_back(rng.normal(p.n_rows, p.n_cols));
  return gradients;
}

TEST(UpdateParameters, FollowsTheRuleForSeveralSteps) {
  Rng rng(remote::test_seed());
  for (const UpdateRule rule : {UpdateRule::nesterov, UpdateRule::adam}) {
    Parameters yours = any_network({4, 3, 5, 2}, rng).parameters;
    Parameters expected = yours, as_pytorch = yours;
    std::vector<UpdateState> states;
    PlainUpdater plain{rule}, pytorch{rule, RateMeets::velocity};
    const std::string name = rule == UpdateRule::adam ? "Adam" : "Nesterov momentum";
    for (int step = 1; step <= 6; ++step) {
      const Parameters gradients = any_gradients(yours, rng);
      const double rate = 0.1 / step;
      submission::update_parameters(yours, gradients, states, rule, rate);
      plain.step(expected, gradients, rate);
      pytorch.step(as_pytorch, gradients, rate);
      const bool is_pytorch = distance(yours, as_pytorch) < distance(yours, expected);
      if (!expect_parameters(
              yours, is_pytorch ? as_pytorch : expected, "parameters",
              {.what = {},
               .why = fmt::format("After step {} of {}, each with other gradients and another "
                                  "learning rate. Every parameter is updated, with a state of its "
                                  "own that lives from step to step.",
                                  step, name),
               .read = kReadStep,
               .tolerance = checks::kTrajectory})) {
        return;
      }
      if (!checks::expect_equal(static_cast<long long>(states.size()), 8,
                                {.what = "the number of states after a step",
                                 .why = "One for each parameter.",
                                 .read = kReadStep})) {
        return;
      }
    }
  }
}

TEST(UpdateParameters, KeepsTwoRunsApart) {
  Rng rng(remote::test_seed());
  const Parameters start = any_network({3, 4, 2}, rng).parameters;
  for (const UpdateRule rule : {UpdateRule::nesterov, UpdateRule::adam}) {
    Parameters one = start, two = start, expected = start;
    std::vector<UpdateState> states_of_one, states_of_two;
    PlainUpdater plain{rule};
    for (int step = 0; step < 3; ++step) {
      const Parameters gradients = any_gradients(start, rng);
      submission::update_parameters(one, gradients, states_of_one, rule, 0.05);
      submission::update_parameters(two, any_gradients(start, rng), states_of_two, rule, 0.05);
      plain.step(expected, gradients, 0.05);
    }
    if (!expect_parameters(
            one, expected, "parameters",
            {.what = {},
             .why = "Two networks in turn, each with its own states: nothing is kept "
                    "anywhere else.",
             .read = kReadStep,
             .tolerance = checks::kTrajectory})) {
      return;
    }
  }
}

TEST(UpdateParameters, RefusesBadInput) {
  Rng rng(remote::test_seed());
  const Parameters parameters = any_network({3, 4, 2}, rng).parameters;
  const Parameters gradients = any_gradients(parameters, rng);
  Parameters misfit = gradients;
  misfit[1] = rng.normal(4, 1);
  const auto refused = [&](const std::string& what, Parameters p, const Parameters& g,
                           std::vector<UpdateState> states, double rate) {
    return expect_refusal(
        what, [&] { submission::update_parameters(p, g, states, UpdateRule::adam, rate); });
  };
  EXPECT_TRUE(
      refused("no parameters", {}, {}, {}, 0.1) &&
      refused("gradients that are fewer", parameters, {gradients.begin(), gradients.end() - 1}, {},
              0.1) &&
      refused("a gradient of another shape", parameters, misfit, {}, 0.1) &&
      refused("states that are fewer", parameters, gradients, std::vector<UpdateState>(2), 0.1) &&
      refused("a negative learning rate", parameters, gradients, {}, -0.1) &&
      refused("a learning rate that is NaN", parameters, gradients, {}, kNan));
}

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

TEST(EnsembleOfBest, AveragesWhatTheBestSay) {
  Rng rng(remote::test_seed());
  std::vector<Network> networks;
  std::vector<arma::mat> answers;
  const arma::mat x = rng.normal(8, 5);
  for (const arma::uword hidden : arma::uvec{4, 4, 7, 4, 3}) {
    networks.push_back(any_network({5, hidden, 6, 3}, rng));
    answers.push_back(plain_softmax(plain_test_scores(networks.back(), x)));
  }
  const std::vector<arma::uvec> orders = {{3, 0, 4, 2, 1}, {1, 2, 3, 4, 0}, {0, 4, 1, 3, 2}};
  for (const arma::uvec& order : orders) {
    arma::vec accuracy(5);
    for (arma::uword place = 0; place < 5; ++place) {
      accuracy(order(place)) = 0.9 - 0.15 * static_cast<double>(place);
    }
    for (const arma::uword k : arma::uvec{1, 2, 3, 5}) {
      arma::mat expected(8, 3, arma::fill::zeros);
      for (arma::uword place = 0; place < k; ++place) expected += answers[order(place)];
      if (!expect_near(submission::ensemble_of_best(networks, accuracy, k, x),
                       expected / static_cast<double>(k),
                       {.what = fmt::format("what the {} best of five networks say", k),
                        .why = "The mean of their probabilities; the highest validation accuracies "
                               "say which they are.",
                        .read = kReadEnsemble})) {
        return;
      }
    }
  }
}

TEST(EnsembleOfBest, TakesTheFirstOfEqualOnes) {
  Rng rng(remote::test_seed());
  std::vector<Network> networks;
  std::vector<arma::mat> answers;
  const arma::mat x = rng.normal(6, 4);
  for (int k = 0; k < 4; ++k) {
    networks.push_back(any_network({4, 5, 3}, rng));
    answers.push_back(plain_softmax(plain_test_scores(networks.back(), x)));
  }
  expect_near(submission::ensemble_of_best(networks, {0.5, 0.8, 0.5, 0.5}, 2, x),
              (answers[1] + answers[0]) / 2,
              {.what = "what the two best say, where three are equally good",
               .why = "Of equal ones the first.",
               .read = kReadEnsemble});
}

TEST(EnsembleOfBest, RefusesBadInput) {
  Rng rng(remote::test_seed());
  const std::vector<Network> networks = {any_network({4, 5, 3}, rng), any_network({4, 5, 3}, rng)};
  const arma::mat x = rng.normal(6, 4);
  const auto refused = [&](const std::string& what, const std::vector<Network>& members,
                           const arma::vec& accuracy, arma::uword k, const arma::mat& input) {
    return expect_refusal(what, [&] { submission::ensemble_of_best(members, accuracy, k, input); });
  };
  EXPECT_TRUE(refused("no networks", {}, {}, 1, x) &&
              refused("a k of 0", networks, {0.1, 0.2}, 0, x) &&
              refused("a k above the number of networks", networks, {0.1, 0.2}, 3, x) &&
              refused("accuracies that are fewer", networks, {0.1}, 1, x) &&
              refused("an accuracy that is NaN", networks, {0.1, kNan}, 1, x) &&
              refused("an accuracy above 1", networks, {0.1, 70}, 1, x) &&
              refused("x of another width", networks, {0.1, 0.2}, 1, rng.normal(6, 3)));
}

bool expect_line(const std::string& yours, const std::string& expected) {
  return checks::expect_that(yours == expected, "\"" + yours + "\"", "\"" + expected + "\"",
                             {.what = "the line",
                              .why = "Words, digits and blanks exactly as in the header.",
                              .read = kReadLine});
}

TEST(LeaderboardLine, HasEveryField) {
  Rng rng(remote::test_seed());
  const Network small = any_network({3, 2, 2}, rng);    // 6 + 2 + 2 + 4 + 2 = 16
  const Network deep = any_network({5, 4, 3, 2}, rng);  // 20+4+4 + 12+3+3 + 6+2 = 54
  EXPECT_TRUE(
      expect_line(submission::leaderboard_line("digits", {small}, 0.98056, 1.8499, 0),
                  "capstone data=digits accuracy=0.9806 parameters=16 seconds=1.8 seed=0") &&
      expect_line(
          submission::leaderboard_line("cifar10", {deep}, 0.5, 61.97, 18446744073709551615u),
          "capstone data=cifar10 accuracy=0.5000 parameters=54 seconds=62.0 "
          "seed=18446744073709551615") &&
      expect_line(submission::leaderboard_line("a-b", {small, deep, small}, 1, 0, 7),
                  "capstone data=a-b accuracy=1.0000 parameters=86 seconds=0.0 seed=7") &&
      expect_line(submission::leaderboard_line("x", {deep}, 0, 123456.78, 42),
                  "capstone data=x accuracy=0.0000 parameters=54 seconds=123456.8 seed=42"));
}

TEST(LeaderboardLine, CountsLargeNetworks) {
  Rng rng(remote::test_seed());
  const Network large = any_network({300, 100, 10}, rng);  // 30000 + 200 + 1000 + 10
  expect_line(submission::leaderboard_line("digits", {large}, 0.12344, 9.96, 3),
              "capstone data=digits accuracy=0.1234 parameters=31210 seconds=10.0 seed=3");
}

TEST(LeaderboardLine, RefusesBadInput) {
  Rng rng(remote::test_seed());
  const std::vector<Network> members = {any_network({3, 2, 2}, rng)};
  const auto refused = [&](const std::string& what, const std::string& data,
                           const std::vector<Network>& who, double accuracy, double seconds) {
    return expect_refusal(what,
                          [&] { submission::leaderboard_line(data, who, accuracy, seconds, 0); });
  };
  EXPECT_TRUE(refused("an empty name", "", members, 0.5, 1) &&
              refused("a name with a blank", "my data", members, 0.5, 1) &&
              refused("a name with a line break", "my\ndata", members, 0.5, 1) &&
              refused("no members", "digits", {}, 0.5, 1) &&
              refused("a member without parameters", "digits", {Network{}}, 0.5, 1) &&
              refused("an accuracy in percent", "digits", members, 98, 1) &&
              refused("an accuracy that is NaN", "digits", members, kNan, 1) &&
              refused("negative seconds", "digits", members, 0.5, -1));
}

}  // namespace
}  // namespace descent::suite
