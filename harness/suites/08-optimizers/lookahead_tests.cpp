// nesterov_lookahead: the gradient is a function that the checker serves, and that notes where it
// is asked.

#include <gtest/gtest.h>

#include <limits>

#include "judge.hpp"
#include "prototypes.hpp"

namespace descent::suite {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
const arma::mat kColumn = arma::vec{1, 2};
const char* const kRead = "the-look-ahead-form";
const MomentumOptions kOptions{.learning_rate = 0.1, .momentum = 0.8};

// The gradient of Σ (½·c·w² - w), entry by entry.
GradientAt bowl(const arma::mat& c) {
  return [c](const arma::mat& w) -> arma::mat { return c % w - 1; };
}

TEST(NesterovLookahead, HasTheHandValues) {
  const GradientAt gradient = bowl({{0.5, 2.0, 1.0}, {4.0, 0.1, 3.0}});
  const LookaheadStep step = your_lookahead(kOptions);
  arma::mat w = hand::kA;
  std::vector<arma::mat> places;
  for (int i = 0; i < 4; ++i) {
    step(w, gradient);
    places.push_back(w);
  }
  const auto compare = [&](std::size_t i, const arma::mat& expected) {
    return expect_near(places[i], expected,
                       {.what = "w after step " + std::to_string(i + 1),
                        .read = kRead,
                        .tolerance = checks::kHandValue});
  };
  if (!compare(0, {{1.05, -1.5, 0.55}, {0.25, 3.07, -0.95}})) return;
  if (!compare(1, {{1.1355, -0.78, 0.631}, {0.25, 3.19474, -0.257}})) return;
  compare(3, {{1.36375555, 0.508192, 0.8221564}, {0.25, 3.56011338376, 0.6322268}});
}

TEST(NesterovLookahead, FollowsTheFormula) {
  Rng rng(remote::test_seed());
  struct Walk {
    std::vector<arma::mat> yours, right;
  };
  std::vector<Walk> walks(3);
  const MomentumOptions all[] = {{.learning_rate = 0.3, .momentum = 0.6},
                                 {.learning_rate = 0.05, .momentum = 0.95},
                                 {.learning_rate = 0.2, .momentum = 0}};
  std::vector<GradientAt> gradients;  // outlive the comparisons
  for (std::size_t k = 0; k < walks.size(); ++k) {
    const arma::uword rows = 2 + k, cols = 5 - k;
    gradients.push_back(bowl(rng.uniform(rows, cols, 0.1, 3)));
    arma::mat mine = rng.normal(rows, cols), its = mine;
    const LookaheadStep yours = your_lookahead(all[k]), right = right_lookahead(all[k]);
    for (int i = 0; i < 6; ++i) {
      yours(mine, gradients[k]);
      right(its, gradients[k]);
      walks[k].yours.push_back(mine);
      walks[k].right.push_back(its);
    }
  }
  for (const Walk& each : walks) {
    for (std::size_t i = 0; i < each.right.size(); ++i) {
      if (!expect_near(each.yours[i], each.right[i],
                       {.what = "w after step " + std::to_string(i + 1),
                        .read = kRead,
                        .tolerance = checks::kTrajectory})) {
        return;
      }
    }
  }
}

TEST(NesterovLookahead, AsksOnceAndAheadOfItself) {
  Rng rng(remote::test_seed());
  std::vector<arma::mat> asked;
  const GradientAt right_gradient = bowl(rng.uniform(3, 2, 0.1, 3));
  const GradientAt gradient = [&](const arma::mat& at) {
    asked.push_back(at);
    return right_gradient(at);
  };
  const arma::mat start = rng.normal(3, 2);
  arma::mat w = start;
  const LookaheadStep step = your_lookahead(kOptions);
  for (int i = 0; i < 5; ++i) step(w, gradient);
  const std::vector<arma::mat> points = asked;

  std::vector<arma::mat> expected;
  const LookaheadStep right = right_lookahead(kOptions);
  arma::mat its = start;
  const GradientAt note = [&](const arma::mat& at) {
    expected.push_back(at);
    return right_gradient(at);
  };
  for (int i = 0; i < 5; ++i) right(its, note);

  if (!checks::expect_equal(static_cast<long long>(points.size()), 5,
                            {.what = "how often the gradient was asked in five steps",
                             .why = "Once a step: it costs as much as all the rest together.",
                             .read = kRead})) {
    return;
  }
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (!expect_near(
            points[i], expected[i],
            {.what = "the point at which the gradient was asked in step " + std::to_string(i + 1),
             .why = "w + momentum · v, with the velocity of the step before.",
             .read = kRead,
             .tolerance = checks::kTrajectory})) {
      return;
    }
  }
}

TEST(NesterovLookahead, AsksWhereTheRewrittenFormStands) {
  // The rewritten form's w is the point ahead: its own rule, in the checker, must pass through the
  // points at which the submission asks.
  Rng rng(remote::test_seed());
  const GradientAt right_gradient = bowl(rng.uniform(2, 4, 0.1, 3));
  const arma::mat start = rng.normal(2, 4);
  std::vector<arma::mat> asked;
  const GradientAt gradient = [&](const arma::mat& at) {
    asked.push_back(at);
    return right_gradient(at);
  };
  arma::mat w = start;
  const LookaheadStep step = your_lookahead(kOptions);
  for (int i = 0; i < 6; ++i) step(w, gradient);
  const std::vector<arma::mat> points = asked;
  const Step rewritten = nesterov_rule(kOptions).right();
  arma::mat ahead = start;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (!expect_near(
            points[i], ahead,
            {.what = "the point at which the gradient was asked in step " + std::to_string(i + 1),
             .why = "In the rewritten form w passes through these points.",
             .read = "the-rewritten-form",
             .tolerance = checks::kTrajectory})) {
      return;
    }
    rewritten(ahead, right_gradient(ahead));
  }
}

TEST(NesterovLookahead, StaysWithoutGradient) {
  Rng rng(remote::test_seed());
  const arma::mat start = rng.normal(3, 4);
  arma::mat w = start;
  const GradientAt zero = [](const arma::mat& at) -> arma::mat {
    return arma::zeros(arma::size(at));
  };
  const LookaheadStep step = your_lookahead(kOptions);
  for (int i = 0; i < 3; ++i) step(w, zero);
  expect_near(w, start,
              {.what = "w without a gradient",
               .why = "The state is fresh and the gradient 0: nothing moves.",
               .read = kRead,
               .tolerance = checks::kExact});
}

TEST(NesterovLookahead, LearnsThePrototypes) {
  Rng rng(remote::test_seed());
  for (const double rate : {0.01, 0.1}) {
    expect_lookahead_prototypes({.learning_rate = rate, .momentum = 0.9}, rng);
  }
}

TEST(NesterovLookahead, KeepsItsStateToItself) {
  Rng rng(remote::test_seed());
  const arma::mat start_a = rng.normal(3, 2), start_b = rng.normal(2, 5);
  const GradientAt bowl_a = bowl(rng.uniform(3, 2, 0.1, 3)),
                   bowl_b = bowl(rng.uniform(2, 5, 0.1, 3));
  const LookaheadStep step_a = your_lookahead(kOptions), step_b = your_lookahead(kOptions);
  const LookaheadStep right_a = right_lookahead(kOptions), right_b = right_lookahead(kOptions);
  arma::mat a = start_a, b = start_b, its_a = a, its_b = b;
  for (int i = 0; i < 5; ++i) {
    step_a(a, bowl_a);
    step_b(b, bowl_b);
    right_a(its_a, bowl_a);
    right_b(its_b, bowl_b);
  }
  const checks::About about{
      .what = "w of two parameters that took turns",
      .why = "Each has a state of its own. Is something kept outside of it, in a static variable?",
      .read = "a-state-for-each-parameter",
      .tolerance = checks::kTrajectory};
  expect_near(a, its_a, about) && expect_near(b, its_b, about);
}

TEST(NesterovLookahead, LetsNanThrough) {
  Rng rng(remote::test_seed());
  const arma::mat start = rng.normal(2, 3);
  const GradientAt broken = [](const arma::mat& at) {
    arma::mat gradient = at;
    gradient(1, 1) = kNan;
    return gradient;
  };
  arma::mat w = start;
  const LookaheadStep step = your_lookahead(kOptions);
  step(w, broken);
  arma::mat expected = 0.9 * start;
  expected(1, 1) = kNan;
  expect_near(w, expected,
              {.what = "w",
               .why = "One entry of the gradient was NaN: that entry of w is lost, and no other.",
               .read = "entry-by-entry"});
}

TEST(NesterovLookahead, RefusesBadInput) {
  const GradientAt same = [](const arma::mat& at) { return at; };
  const GradientAt turned = [](const arma::mat& at) -> arma::mat { return at.t(); };
  const GradientAt nothing = [](const arma::mat&) { return arma::mat(); };
  const auto with = [](const GradientAt& gradient, const MomentumState& given,
                       const MomentumOptions& options, const arma::mat& start = {{1, 2}}) {
    return [=] {
      arma::mat w = start;
      MomentumState state = given;
      submission::nesterov_lookahead(w, gradient, state, options);
    };
  };
  expect_refusal("an empty function", with({}, {}, kOptions));
  expect_refusal("an empty parameter", with(same, {}, kOptions, arma::mat()));
  expect_refusal("a function that returns a gradient of 2 x 1 for 1 x 2",
                 with(turned, {}, kOptions));
  expect_refusal("a function that returns an empty gradient", with(nothing, {}, kOptions));
  expect_refusal("a velocity of 2 x 1 for a parameter of 1 x 2", with(same, {kColumn}, kOptions));
  expect_refusal("a momentum of 1", with(same, {}, {.learning_rate = 0.1, .momentum = 1}));
  expect_refusal("a learning rate that is NaN",
                 with(same, {}, {.learning_rate = kNan, .momentum = 0.9}));
}

}  // namespace
}  // namespace descent::suite
