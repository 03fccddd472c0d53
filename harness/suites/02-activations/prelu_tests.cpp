#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "harness/checks/gradient.hpp"
#include "harness/checks/properties.hpp"
#include "harness/suites/02-activations/elementwise.hpp"
#include "harness/suites/02-activations/hand.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;
using checks::kHandValue;

constexpr auto kRead = "prelu-a-slope-for-every-unit";
constexpr auto kReadSteep = "slopes-above-one";
constexpr auto kReadAlpha = "the-gradient-of-alpha";

struct Problem {
  arma::mat x, dout;
  arma::rowvec alpha;
};

// Slopes of every kind: ordinary ones, and one above 1, in another unit one below 0.
Problem any_problem(Rng& rng, double spread) {
  const Shape shape = any_shape(rng);
  Problem problem;
  problem.x = away_from_zero(shape, spread, rng);
  // In every unit an example below 0 is followed by one above: dalpha has something to sum, and the
  // last example is not the only one.
  problem.x.row(0) = -arma::abs(problem.x.row(0));
  problem.x.row(1) = -arma::abs(problem.x.row(1));
  problem.x.row(shape.n - 1) = arma::abs(problem.x.row(shape.n - 1));
  problem.dout = rng.normal(shape.n, shape.h);
  problem.alpha = rng.uniform(1, shape.h, 0.1, 0.9);
  problem.alpha(0) = rng.uniform(1.2, 2.5);
  problem.alpha(shape.h - 1) = rng.uniform(-1.5, -0.2);
  return problem;
}

diagnosis::Setting setting_of(const arma::mat& x) {
  return {.examples = static_cast<double>(x.n_rows), .classes = static_cast<double>(x.n_cols)};
}

// Whether both parts are right; dalpha with a reason of its own.
bool expect_gradients(const PreluGradients& yours, const PreluGradients& expected,
                      const std::string& why_dx = "dx is dout times 1 or the slope of the unit.",
                      const std::string& why_dalpha =
                          "dalpha_j collects dout·x over the examples for which x is negative.") {
  const bool dx = expect_near(yours.dx, expected.dx,
                              {.what = "dx",
                               .why = why_dx,
                               .read = kRead,
                               .tolerance = checks::kBackward,
                               .setting = setting_of(expected.dx)});
  const bool dalpha = expect_near(yours.dalpha, expected.dalpha,
                                  {.what = "dalpha",
                                   .why = why_dalpha,
                                   .read = kReadAlpha,
                                   .tolerance = checks::kBackward,
                                   .setting = setting_of(expected.dx)});
  return dx && dalpha;
}

TEST(PreluForward, HasTheHandValues) {
  expect_near(
      submission::prelu_forward(hand::kX, hand::kAlpha),
      arma::mat{{0.5, 0.625, 2, 0}, {-0.75, 0.75, -0.65625, 1.5}, {0.25, 0.3125, -3.9375, 3.5}},
      {.what = "the output for alpha = (0.25, -0.5, 1.75, 0)",
       .why = "Each column has the slope of its own unit on the negative side.",
       .read = kRead,
       .tolerance = kHandValue});
}

TEST(PreluForward, TakesEverySlope) {
  const arma::mat x = {{-2, -2, -2, -2, -2}, {3, 3, 3, 3, 3}};
  const arma::mat yours = submission::prelu_forward(x, arma::rowvec{-1, 0, 0.5, 1, 4});
  expect_near(yours, arma::mat{{2, 0, -1, -2, -8}, {3, 3, 3, 3, 3}},
              {.what = "the output of -2 and 3 for alpha = (-1, 0, 0.5, 1, 4)",
               .why = "A learned slope may be above 1 or below 0. Whether it is used is decided by "
                      "the sign of x, not by which of x and alpha·x is larger.",
               .read = kReadSteep});
}

TEST(PreluForward, IsRightOnRandomBatches) {
  Rng rng(remote::test_seed());
  std::vector<std::pair<arma::mat, arma::mat>> results;
  for (const double spread : {0.4, 3.0, 40.0}) {
    for (int i = 0; i < 3; ++i) {
      const Problem p = any_problem(rng, spread);
      results.emplace_back(submission::prelu_forward(p.x, p.alpha),
                           reference::prelu_forward(p.x, p.alpha));
    }
  }
  for (const auto& [yours, right] : results) {
    if (!expect_near(yours, right,
                     {.what = "the output",
                      .why = "The output for a random batch must be that of the formula.",
                      .read = kRead,
                      .setting = setting_of(right)})) {
      return;
    }
  }
}

TEST(PreluForward, TreatsUnitsAndExamplesAlone) {
  Rng rng(remote::test_seed());
  const Problem p = any_problem(rng, 2);
  const arma::mat whole = reference::prelu_forward(p.x, p.alpha);
  const arma::uvec rows = rng.permutation(p.x.n_rows), cols = rng.permutation(p.x.n_cols);
  const arma::mat shuffled = submission::prelu_forward(p.x.rows(rows), p.alpha);
  const arma::mat renamed =
      submission::prelu_forward(p.x.cols(cols), arma::rowvec(p.alpha.cols(cols)));
  const arma::mat one = submission::prelu_forward(p.x.row(1), p.alpha);
  const arma::mat unit = submission::prelu_forward(p.x.col(0), arma::rowvec(p.alpha.cols(0, 0)));
  expect_near(shuffled, whole.rows(rows),
              {.what = "the output in another order of the examples", .read = "entry-by-entry"});
  expect_near(renamed, whole.cols(cols),
              {.what = "the output in another order of the units",
               .why = "Units in another order, their slopes with them: the output follows.",
               .read = kRead});
  expect_near(one, whole.row(1),
              {.what = "the output for one example alone", .read = "entry-by-entry"});
  expect_near(unit, whole.col(0), {.what = "the output for one unit alone", .read = kRead});
}

TEST(PreluForward, RemembersNothing) {
  checks::expect_same_twice([] { return submission::prelu_forward(hand::kX, hand::kAlpha); },
                            {.what = "the output", .read = "entry-by-entry"});
}

TEST(PreluForward, RefusesBadInput) {
  const arma::mat x = {{1, -2, 3}, {4, 6, -5}};
  const auto call = [](const arma::mat& at, const arma::rowvec& alpha) {
    submission::prelu_forward(at, alpha);
  };
  expect_refusal("no example, 0 x 3", [&] { call(arma::mat(0, 3), {0.1, 0.1, 0.1}); });
  expect_refusal("a slope for each example instead of each unit", [&] { call(x, {0.1, 0.2}); });
  expect_refusal("one slope for three units", [&] { call(x, {0.1}); });
  expect_refusal("a slope that is NaN", [&] { call(x, {0.1, arma::datum::nan, 0.1}); });
  expect_refusal("a slope that is infinite", [&] { call(x, {0.1, arma::datum::inf, 0.1}); });
}

TEST(PreluBackward, HasTheHandValues) {
  const PreluGradients yours = submission::prelu_backward(hand::kUpstream, hand::kX, hand::kAlpha);
  expect_gradients(yours, {{{1, 1, 0.5, 0}, {-0.375, 0.25, 3.5, -0.75}, {4, -0.625, -5.25, -0.5}},
                           {4.5, 1.71875, 6, -0.375}});
}

TEST(PreluBackward, IsRightOnRandomBatches) {
  Rng rng(remote::test_seed());
  std::vector<std::pair<PreluGradients, PreluGradients>> results;
  for (const double spread : {0.4, 3.0, 40.0}) {
    for (int i = 0; i < 3; ++i) {
      const Problem p = any_problem(rng, spread);
      results.emplace_back(submission::prelu_backward(p.dout, p.x, p.alpha),
                           reference::prelu_backward(p.dout, p.x, p.alpha));
    }
  }
  for (const auto& [yours, right] : results) {
    if (!expect_gradients(yours, right)) return;
  }
}

TEST(PreluBackward, IsTheDerivativeByInputAndSlopes) {
  Rng rng(remote::test_seed());
  for (const double spread : {0.4, 3.0}) {
    const Problem p = any_problem(rng, spread);
    const PreluGradients yours = submission::prelu_backward(p.dout, p.x, p.alpha);
    const bool holds = checks::expect_gradient(
        checks::against_upstream(
            [](const checks::Blocks& at) {
              return reference::prelu_forward(at[0], arma::rowvec(at[1]));
            },
            p.dout),
        {p.x, p.alpha}, {yours.dx, yours.dalpha}, rng,
        {.what = "prelu_backward",
         .why = "Numerical differentiation of the activation, by every input and by every slope, "
                "must give the same.",
         .read = kReadAlpha,
         .setting = {.examples = static_cast<double>(p.x.n_rows)}},
        {.names = {"dx", "dalpha"}, .winners = [](const checks::Blocks& at) {
           const arma::umat sides = at[0] > 0;
           return arma::uvec(arma::vectorise(sides));
         }});
    if (!holds) return;
  }
}

TEST(PreluBackward, SumsOverTheBatch) {
  Rng rng(remote::test_seed());
  const Problem p = any_problem(rng, 2);
  const PreluGradients right = reference::prelu_backward(p.dout, p.x, p.alpha);
  const PreluGradients once = submission::prelu_backward(p.dout, p.x, p.alpha);
  const PreluGradients thrice =
      submission::prelu_backward(arma::repmat(p.dout, 3, 1), arma::repmat(p.x, 3, 1), p.alpha);
  const PreluGradients one = submission::prelu_backward(p.dout.row(0), p.x.row(0), p.alpha);
  if (!expect_gradients(once, right)) return;
  const std::string why =
      "The batch three times over: dx is the same for every copy, and dalpha, a "
      "sum over the examples, is three times as large.";
  if (!expect_gradients(thrice, {arma::repmat(right.dx, 3, 1), 3 * right.dalpha}, why, why)) {
    return;
  }
  expect_gradients(one, {right.dx.row(0), p.dout.row(0) % p.x.row(0)},
                   "One example alone, all of its inputs negative.",
                   "One example alone, all of its inputs negative: dalpha is dout·x.");
}

TEST(PreluBackward, DoesNotMindTheOrderOfExamples) {
  Rng rng(remote::test_seed());
  const Problem p = any_problem(rng, 2);
  const PreluGradients right = reference::prelu_backward(p.dout, p.x, p.alpha);
  const arma::uvec order = arma::regspace<arma::uvec>(p.x.n_rows - 1, -1, 0);
  const arma::uvec other = rng.permutation(p.x.n_rows);
  const PreluGradients reversed =
      submission::prelu_backward(p.dout.rows(order), p.x.rows(order), p.alpha);
  const PreluGradients shuffled =
      submission::prelu_backward(p.dout.rows(other), p.x.rows(other), p.alpha);
  const std::string why =
      "Another order of the examples changes the order of dx's rows, and "
      "nothing in dalpha.";
  if (!expect_gradients(reversed, {right.dx.rows(order), right.dalpha}, why, why)) return;
  expect_gradients(shuffled, {right.dx.rows(other), right.dalpha}, why, why);
}

TEST(PreluBackward, KnowsThatOnlyNegativeInputsMeetAlpha) {
  Rng rng(remote::test_seed());
  const Problem p = any_problem(rng, 2);
  const PreluGradients above = submission::prelu_backward(p.dout, arma::abs(p.x), p.alpha);
  const PreluGradients below = submission::prelu_backward(p.dout, -arma::abs(p.x), p.alpha);
  const std::string why = "All inputs are positive: alpha takes no part in the output.";
  if (!expect_gradients(above, {p.dout, arma::zeros<arma::rowvec>(p.x.n_cols)}, why, why)) return;
  arma::mat dx = p.dout;
  dx.each_row() %= p.alpha;
  expect_gradients(below, {dx, -arma::sum(p.dout % arma::abs(p.x), 0)}, "All inputs are negative.",
                   "All inputs are negative: every one counts.");
}

TEST(PreluBackward, IsLinearInTheUpstreamGradient) {
  Rng rng(remote::test_seed());
  const Problem p = any_problem(rng, 2);
  const PreluGradients plain = submission::prelu_backward(p.dout, p.x, p.alpha);
  const PreluGradients scaled = submission::prelu_backward(-2 * p.dout, p.x, p.alpha);
  const std::string why = "An upstream gradient of -2·dout gives -2 times both gradients.";
  expect_gradients(scaled, {-2 * plain.dx, -2 * plain.dalpha}, why, why);
}

TEST(PreluBackward, TakesAnySlopeBetweenTheTwoAtZero) {
  const PreluGradients yours = submission::prelu_backward(
      arma::mat{{1, 1, 1}, {2, -3, 4}}, arma::mat{{0, 0, 0}, {1, 1, 1}}, arma::rowvec{0.25, 2, -1});
  if (!checks::expect_shape(yours.dx, 2, 3, {.what = "dx", .read = kRead})) return;
  const checks::About about{.what = "dx where x is exactly 0",
                            .why =
                                "Anything between the slopes of the two sides, alpha and 1, is "
                                "right.",
                            .read = "the-slope-at-zero"};
  constexpr double kSlack = 1e-12;  // round-off
  checks::expect_between(yours.dx(0, 0), 0.25 - kSlack, 1 + kSlack, about);
  checks::expect_between(yours.dx(0, 1), 1 - kSlack, 2 + kSlack, about);
  checks::expect_between(yours.dx(0, 2), -1 - kSlack, 1 + kSlack, about);
  expect_near(yours.dalpha, arma::zeros(1, 3),
              {.what = "dalpha of inputs that are 0 or positive", .read = kReadAlpha});
}

TEST(PreluBackward, RemembersNothing) {
  const auto call = [] {
    return submission::prelu_backward(hand::kUpstream, hand::kX, hand::kAlpha);
  };
  checks::expect_same_twice([&]() -> arma::mat { return call().dalpha; },
                            {.what = "dalpha", .read = kReadAlpha});
  checks::expect_same_twice([&] { return call().dx; }, {.what = "dx", .read = kRead});
}

TEST(PreluBackward, RefusesBadInput) {
  expect_upstream_checked([](const arma::mat& dout, const arma::mat& x) {
    return submission::prelu_backward(dout, x, arma::rowvec(x.n_cols, arma::fill::value(0.2))).dx;
  });
  const arma::mat x = {{1, -2, 3}, {4, 6, -5}};
  const auto call = [&x](const arma::rowvec& alpha) { submission::prelu_backward(x, x, alpha); };
  expect_refusal("a slope for each example instead of each unit", [&] { call({0.1, 0.2}); });
  expect_refusal("one slope for three units", [&] { call({0.1}); });
  expect_refusal("a slope that is NaN", [&] { call({0.1, arma::datum::nan, 0.1}); });
}

}  // namespace
}  // namespace descent::suite
