#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "harness/checks/gradient.hpp"
#include "harness/checks/properties.hpp"
#include "harness/suites/02-activations/elementwise.hpp"
#include "harness/suites/02-activations/hand.hpp"

namespace descent::suite {
namespace {

using checks::expect_between;
using checks::expect_near;
using checks::kHandValue;

constexpr auto kRead = "maxout";
constexpr auto kReadWinner = "the-winner-takes-the-gradient";
constexpr auto kReadFive = "five-gradients";
constexpr auto kReadTies = "ties";

struct Problem {
  arma::mat x, dout;
  MaxoutParameters parameters;
};

// How far the first piece is ahead, entry by entry.
arma::mat lead(const arma::mat& x, const MaxoutParameters& p) {
  arma::mat difference = x * (p.W1 - p.W2);
  difference.each_row() += p.b1 - p.b2;
  return difference;
}

// N, D and H all different; nowhere near a tie, and both pieces win somewhere.
Problem any_problem(Rng& rng, double spread) {
  while (true) {
    const arma::uword n = 4 + rng.below(4), d = 2 + rng.below(5), h = 2 + rng.below(6);
    if (n == d || n == h || d == h) continue;
    Problem problem;
    problem.x = rng.normal(n, d);
    problem.dout = rng.normal(n, h);
    problem.parameters = {spread * rng.normal(d, h), spread * rng.normal(1, h),
                          spread * rng.normal(d, h), spread * rng.normal(1, h)};
    const arma::mat ahead = lead(problem.x, problem.parameters);
    if (arma::abs(ahead).min() > 1e-2 && ahead.min() < 0 && ahead.max() > 0) return problem;
  }
}

MaxoutParameters exchanged(const MaxoutParameters& p) { return {p.W2, p.b2, p.W1, p.b1}; }

bool expect_gradients(const MaxoutGradients& yours, const MaxoutGradients& expected,
                      const std::string& why, const std::string& read) {
  const double n = static_cast<double>(expected.dx.n_rows);
  const auto part = [&](const std::string& name, const arma::mat& came, const arma::mat& wanted) {
    return expect_near(came, wanted,
                       {.what = name,
                        .why = why,
                        .read = read,
                        .tolerance = checks::kBackward,
                        .setting = {.examples = n}});
  };
  return part("dx", yours.dx, expected.dx) && part("dW1", yours.dW1, expected.dW1) &&
         part("db1", yours.db1, expected.db1) && part("dW2", yours.dW2, expected.dW2) &&
         part("db2", yours.db2, expected.db2);
}

constexpr auto kWhy =
    "Each entry of dout goes to the piece that won there, through it to its weights and its bias, "
    "summed over the batch, and back to x.";

TEST(MaxoutForward, HasTheHandValues) {
  expect_near(submission::maxout_forward(hand::kInput, hand::kMaxout),
              arma::mat{{-0.8, 2.025, 1.175, -0.3},
                        {2.225, 0.9625, 2.575, 3.35},
                        {0.5125, 1.425, -0.2625, 2.325}},
              {.what = "the output",
               .why = "The larger one of x W1 + b1 and x W2 + b2; it may be negative.",
               .read = kRead,
               .tolerance = kHandValue});
}

TEST(MaxoutForward, CanBeAReluOrAnAbsoluteValue) {
  const arma::vec x = {-3, -0.5, 2};
  const MaxoutParameters relu = {arma::vec{1}, arma::rowvec{0}, arma::vec{0}, arma::rowvec{0}};
  const MaxoutParameters size = {arma::vec{1}, arma::rowvec{0}, arma::vec{-1}, arma::rowvec{0}};
  const MaxoutParameters floor = {arma::vec{1}, arma::rowvec{0}, arma::vec{0}, arma::rowvec{-2}};
  const arma::mat of_relu = submission::maxout_forward(x, relu);
  const arma::mat of_size = submission::maxout_forward(x, size);
  const arma::mat of_floor = submission::maxout_forward(x, floor);
  expect_near(of_relu, arma::vec{0, 0, 2}, {.what = "max(x, 0)", .read = kRead});
  expect_near(of_size, arma::vec{3, 0.5, 2}, {.what = "max(x, -x)", .read = kRead});
  expect_near(of_floor, arma::vec{-2, -0.5, 2}, {.what = "max(x, -2)", .read = kRead});
}

TEST(MaxoutForward, IsRightOnRandomBatches) {
  Rng rng(remote::test_seed());
  std::vector<std::pair<arma::mat, arma::mat>> results;
  for (const double spread : {0.4, 2.0, 100.0}) {
    for (int i = 0; i < 3; ++i) {
      const Problem p = any_problem(rng, spread);
      results.emplace_back(submission::maxout_forward(p.x, p.parameters),
                           reference::maxout_forward(p.x, p.parameters));
    }
  }
  for (const auto& [yours, right] : results) {
    if (!expect_near(yours, right,
                     {.what = "the output",
                      .why = "The output for a random layer must be that of the formula.",
                      .read = kRead})) {
      return;
    }
  }
}

TEST(MaxoutForward, DoesNotMindWhichPieceIsCalledTheFirst) {
  Rng rng(remote::test_seed());
  const Problem p = any_problem(rng, 1);
  const arma::mat plain = submission::maxout_forward(p.x, p.parameters);
  const arma::mat swapped = submission::maxout_forward(p.x, exchanged(p.parameters));
  expect_near(swapped, plain,
              {.what = "the output with both pieces exchanged",
               .why = "The maximum of two numbers does not depend on their order.",
               .read = kRead});
}

TEST(MaxoutForward, TreatsExamplesAlone) {
  Rng rng(remote::test_seed());
  const Problem p = any_problem(rng, 1);
  const arma::mat whole = reference::maxout_forward(p.x, p.parameters);
  const arma::uvec order = rng.permutation(p.x.n_rows);
  const arma::mat shuffled = submission::maxout_forward(p.x.rows(order), p.parameters);
  const arma::mat one = submission::maxout_forward(p.x.row(1), p.parameters);
  expect_near(shuffled, whole.rows(order),
              {.what = "the output in another order of the examples", .read = "entry-by-entry"});
  expect_near(one, whole.row(1),
              {.what = "the output for one example alone", .read = "entry-by-entry"});
}

TEST(MaxoutForward, RemembersNothing) {
  checks::expect_same_twice([] { return submission::maxout_forward(hand::kInput, hand::kMaxout); },
                            {.what = "the output", .read = kRead});
}

// Calls with one thing wrong at a time.
void expect_maxout_checked(
    const std::function<void(const arma::mat& x, const MaxoutParameters& p)>& call) {
  const arma::mat x = arma::ones(3, 2);
  const MaxoutParameters good = {arma::ones(2, 4), arma::ones<arma::rowvec>(4), arma::zeros(2, 4),
                                 arma::zeros<arma::rowvec>(4)};
  expect_refusal("no example, 0 x 2", [&] { call(arma::mat(0, 2), good); });
  expect_refusal("x of 3 x 5, W1 of 2 x 4", [&] { call(arma::ones(3, 5), good); });
  MaxoutParameters bad = good;
  bad.W2 = arma::zeros(2, 3);
  expect_refusal("W1 of 2 x 4, W2 of 2 x 3", [&] { call(x, bad); });
  bad = good;
  bad.b1 = arma::ones<arma::rowvec>(2);
  expect_refusal("b1 of 2 entries for 4 units", [&] { call(x, bad); });
  bad = good;
  bad.b2 = arma::zeros<arma::rowvec>(1);
  expect_refusal("b2 of 1 entry for 4 units", [&] { call(x, bad); });
  const MaxoutParameters none = {arma::mat(2, 0), arma::rowvec(), arma::mat(2, 0), arma::rowvec()};
  expect_refusal("no unit", [&] { call(x, none); });
}

TEST(MaxoutForward, RefusesBadInput) {
  expect_maxout_checked(
      [](const arma::mat& x, const MaxoutParameters& p) { submission::maxout_forward(x, p); });
}

TEST(MaxoutBackward, HasTheHandValues) {
  const MaxoutGradients yours =
      submission::maxout_backward(hand::kUpstream, hand::kInput, hand::kMaxout);
  expect_gradients(yours,
                   {{{-4.875, 3.875}, {-0.0625, -2.3125}, {-3.5, 3.625}},
                    {{-3, -1.875, 4.75, -1.5}, {-1.125, 0.3125, -1.25, -0.5625}},
                    {-1.5, 1.25, -2.5, -0.75},
                    {{-5.5, -0.5, 4, 2.25}, {0, 2.1875, 1.5, -3.125}},
                    {5, -1.75, 2, 2.5}},
                   kWhy, kReadWinner);
}

TEST(MaxoutBackward, IsRightOnRandomBatches) {
  Rng rng(remote::test_seed());
  std::vector<std::pair<MaxoutGradients, MaxoutGradients>> results;
  for (const double spread : {0.4, 2.0, 100.0}) {
    for (int i = 0; i < 3; ++i) {
      const Problem p = any_problem(rng, spread);
      results.emplace_back(submission::maxout_backward(p.dout, p.x, p.parameters),
                           reference::maxout_backward(p.dout, p.x, p.parameters));
    }
  }
  for (const auto& [yours, right] : results) {
    if (!expect_gradients(yours, right, kWhy, kReadWinner)) return;
  }
}

TEST(MaxoutBackward, IsTheDerivativeByInputWeightsAndBiases) {
  Rng rng(remote::test_seed());
  for (const double spread : {0.4, 2.0}) {
    const Problem p = any_problem(rng, spread);
    const auto unpacked = [](const checks::Blocks& at) {
      return MaxoutParameters{at[1], at[2], at[3], at[4]};
    };
    const MaxoutGradients yours = submission::maxout_backward(p.dout, p.x, p.parameters);
    const bool holds = checks::expect_gradient(
        checks::against_upstream(
            [&](const checks::Blocks& at) {
              return reference::maxout_forward(at[0], unpacked(at));
            },
            p.dout),
        {p.x, p.parameters.W1, p.parameters.b1, p.parameters.W2, p.parameters.b2},
        {yours.dx, yours.dW1, yours.db1, yours.dW2, yours.db2}, rng,
        {.what = "maxout_backward",
         .why = "Numerical differentiation of the layer, by every one of its arguments, must give "
                "the same.",
         .read = kReadFive,
         .setting = {.examples = static_cast<double>(p.x.n_rows)}},
        {.names = {"dx", "dW1", "db1", "dW2", "db2"}, .winners = [&](const checks::Blocks& at) {
           const arma::umat first = lead(at[0], unpacked(at)) > 0;
           return arma::uvec(arma::vectorise(first));
         }});
    if (!holds) return;
  }
}

TEST(MaxoutBackward, SumsOverTheBatch) {
  Rng rng(remote::test_seed());
  const Problem p = any_problem(rng, 1);
  const MaxoutGradients right = reference::maxout_backward(p.dout, p.x, p.parameters);
  const MaxoutGradients once = submission::maxout_backward(p.dout, p.x, p.parameters);
  const MaxoutGradients twice = submission::maxout_backward(arma::repmat(p.dout, 2, 1),
                                                            arma::repmat(p.x, 2, 1), p.parameters);
  if (!expect_gradients(once, right, kWhy, kReadWinner)) return;
  expect_gradients(
      twice,
      {arma::repmat(right.dx, 2, 1), 2 * right.dW1, 2 * right.db1, 2 * right.dW2, 2 * right.db2},
      "The batch twice over: dx is the same for both copies, and the gradients of the "
      "parameters, sums over the examples, are twice as large.",
      kReadFive);
}

TEST(MaxoutBackward, DoesNotMindTheOrderOfExamples) {
  Rng rng(remote::test_seed());
  const Problem p = any_problem(rng, 1);
  const MaxoutGradients right = reference::maxout_backward(p.dout, p.x, p.parameters);
  const arma::uvec order = arma::regspace<arma::uvec>(p.x.n_rows - 1, -1, 0);
  const arma::uvec other = rng.permutation(p.x.n_rows);
  const MaxoutGradients reversed =
      submission::maxout_backward(p.dout.rows(order), p.x.rows(order), p.parameters);
  const MaxoutGradients shuffled =
      submission::maxout_backward(p.dout.rows(other), p.x.rows(other), p.parameters);
  const std::string why =
      "Another order of the examples changes the order of dx's rows, and "
      "nothing in the gradients of the parameters.";
  MaxoutGradients expected = right;
  expected.dx = right.dx.rows(order);
  if (!expect_gradients(reversed, expected, why, kReadFive)) return;
  expected.dx = right.dx.rows(other);
  expect_gradients(shuffled, expected, why, kReadFive);
}

TEST(MaxoutBackward, DoesNotMindWhichPieceIsCalledTheFirst) {
  Rng rng(remote::test_seed());
  const Problem p = any_problem(rng, 1);
  const MaxoutGradients plain = submission::maxout_backward(p.dout, p.x, p.parameters);
  const MaxoutGradients swapped = submission::maxout_backward(p.dout, p.x, exchanged(p.parameters));
  expect_gradients(swapped, {plain.dx, plain.dW2, plain.db2, plain.dW1, plain.db1},
                   "With both pieces exchanged dx stays, and the gradients of the pieces are "
                   "exchanged as well.",
                   kReadWinner);
}

TEST(MaxoutBackward, IsLinearInTheUpstreamGradient) {
  Rng rng(remote::test_seed());
  const Problem p = any_problem(rng, 1);
  const MaxoutGradients plain = submission::maxout_backward(p.dout, p.x, p.parameters);
  const MaxoutGradients scaled = submission::maxout_backward(-3 * p.dout, p.x, p.parameters);
  expect_gradients(scaled,
                   {-3 * plain.dx, -3 * plain.dW1, -3 * plain.db1, -3 * plain.dW2, -3 * plain.db2},
                   "An upstream gradient of -3·dout gives -3 times every gradient.",
                   "multiply-by-the-upstream-gradient");
}

// Both pieces give 3 for the input (1, 2), with small whole numbers, so that the tie is exact
// whatever the order of the sums.
TEST(MaxoutBackward, SharesTheGradientOnATie) {
  const MaxoutParameters p = {arma::vec{1, 1}, arma::rowvec{0}, arma::vec{3, -1}, arma::rowvec{2}};
  const MaxoutGradients yours = submission::maxout_backward(arma::vec{4}, arma::mat{{1, 2}}, p);
  const std::string why =
      "Both pieces give 3: a tie. dout = 4 may go to either piece or be shared, but what the two "
      "get together is 4, no more and no less.";
  const checks::About about{.what = "db1 + db2 on a tie", .why = why, .read = kReadTies};
  if (!checks::expect_shape(yours.db1, 1, 1, {.what = "db1", .read = kReadTies}) ||
      !checks::expect_shape(yours.db2, 1, 1, {.what = "db2", .read = kReadTies})) {
    return;
  }
  const double first = yours.db1(0);
  if (!expect_near(first + yours.db2(0), 4, about)) return;
  if (!expect_between(first, -1e-12, 4 + 1e-12,
                      {.what = "db1 on a tie", .why = why, .read = kReadTies}))
    return;
  const double second = 4 - first;
  const MaxoutGradients expected = {arma::mat{{first + 3 * second, first - second}},
                                    arma::vec{first, 2 * first}, arma::rowvec{first},
                                    arma::vec{second, 2 * second}, arma::rowvec{second}};
  expect_gradients(yours, expected,
                   "The share that a piece gets is the same for its bias, its weights and its part "
                   "of dx.",
                   kReadTies);
}

TEST(MaxoutBackward, LosesNothingWhereBothPiecesAreEqual) {
  Rng rng(remote::test_seed());
  const arma::mat W = rng.normal(3, 2), x = rng.normal(5, 3), dout = rng.normal(5, 2);
  const arma::rowvec b = rng.normal(1, 2);
  const MaxoutGradients yours = submission::maxout_backward(dout, x, {W, b, W, b});
  const std::string why =
      "Both pieces are the same, so that every entry is a tie: what they get together is what one "
      "linear layer would get.";
  expect_near(yours.dx, dout * W.t(), {.what = "dx", .why = why, .read = kReadTies});
  if (!checks::expect_shape(yours.dW1, 3, 2, {.what = "dW1", .read = kReadTies}) ||
      !checks::expect_shape(yours.dW2, 3, 2, {.what = "dW2", .read = kReadTies}) ||
      !checks::expect_shape(yours.db1, 1, 2, {.what = "db1", .read = kReadTies}) ||
      !checks::expect_shape(yours.db2, 1, 2, {.what = "db2", .read = kReadTies})) {
    return;
  }
  expect_near(yours.dW1 + yours.dW2, x.t() * dout,
              {.what = "dW1 + dW2", .why = why, .read = kReadTies});
  expect_near(yours.db1 + yours.db2, arma::sum(dout, 0),
              {.what = "db1 + db2", .why = why, .read = kReadTies});
}

TEST(MaxoutBackward, RemembersNothing) {
  const auto call = [] {
    return submission::maxout_backward(hand::kUpstream, hand::kInput, hand::kMaxout);
  };
  checks::expect_same_twice([&] { return call().dW1; }, {.what = "dW1", .read = kReadFive});
  checks::expect_same_twice([&]() -> arma::mat { return call().db2; },
                            {.what = "db2", .read = kReadFive});
  checks::expect_same_twice([&] { return call().dx; }, {.what = "dx", .read = kReadFive});
}

TEST(MaxoutBackward, RefusesBadInput) {
  expect_maxout_checked([](const arma::mat& x, const MaxoutParameters& p) {
    submission::maxout_backward(arma::ones(x.n_rows, p.W1.n_cols), x, p);
  });
  const auto call = [](const arma::mat& dout) {
    submission::maxout_backward(dout, hand::kInput, hand::kMaxout);
  };
  expect_refusal("dout of 4 x 3 for an output of 3 x 4", [&] { call(hand::kUpstream.t()); });
  expect_refusal("dout of the shape of x", [&] { call(hand::kInput); });
  expect_refusal("dout of one row for three", [&] { call(arma::ones(1, 4)); });
}

}  // namespace
}  // namespace descent::suite
