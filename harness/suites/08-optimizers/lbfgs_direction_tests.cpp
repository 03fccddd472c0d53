// lbfgs_direction: against the inverse Hessian written down as a matrix.

#include <gtest/gtest.h>

#include "harness/checks/expect.hpp"
#include "harness/checks/properties.hpp"
#include "harness/checks/refusal.hpp"
#include "harness/remote/submission.hpp"
#include "harness/support/rng.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;
using checks::expect_refusal;

using Pairs = std::vector<CurvaturePair>;
const char* const kRead = "the-two-loop-recursion";
const char* const kReadBad = "pairs-that-curve-down";

const arma::vec kGradient = {1, -2, 0.5, 0.7};
const Pairs kThree = {{{0.5, -0.2, 0.1, 0.3}, {1, -0.1, 0.3, 0.4}},
                      {{-0.1, 0.4, 0.2, 0}, {0.2, 0.9, 0.1, -0.3}},
                      {{0.3, 0.1, -0.5, 0.2}, {0.5, -0.2, -1.5, 0.9}}};
const CurvaturePair kBad = {{0.2, 0.3, -0.1, 0.4}, {-0.5, 0.2, 0.3, -0.6}};
const arma::vec kOfThree = {-0.53808879922, 1.09696718532, -0.328513382586, 0.00629751421577};

// The BFGS formula, a dense matrix updated with one pair after another; s·y <= 0 left out.
arma::vec dense_direction(const arma::vec& gradient, const Pairs& memory) {
  const arma::uword n = gradient.n_elem;
  Pairs good;
  for (const CurvaturePair& pair : memory) {
    if (arma::dot(pair.s, pair.y) > 0) good.push_back(pair);
  }
  arma::mat inverse = arma::eye(n, n);
  if (!good.empty()) {
    const auto& [s, y] = good.back();
    inverse *= arma::dot(s, y) / arma::dot(y, y);
  }
  for (const auto& [s, y] : good) {
    const double rho = 1 / arma::dot(s, y);
    const arma::mat left = arma::eye(n, n) - rho * s * y.t();
    inverse = left * inverse * left.t() + rho * s * s.t();
  }
  return -inverse * gradient;
}

// Pairs of a bowl: y is a positive definite matrix times s.
Pairs draw_pairs(Rng& rng, arma::uword n, arma::uword count) {
  const arma::mat root = rng.normal(n, n);
  const arma::mat H = root * root.t() / static_cast<double>(n) + arma::eye(n, n);
  Pairs pairs;
  for (arma::uword i = 0; i < count; ++i) {
    const arma::vec s = rng.normal(n, 1);
    pairs.push_back({s, H * s});
  }
  return pairs;
}

CurvaturePair turned(const CurvaturePair& pair) { return {pair.s, -pair.y}; }

TEST(LbfgsDirection, HasTheHandValues) {
  const arma::vec of_one = submission::lbfgs_direction(kGradient, {kThree[0]});
  const arma::vec of_three = submission::lbfgs_direction(kGradient, kThree);
  expect_near(
      of_one, arma::vec{-0.695628997868, 1.40523572613, -0.206586117034, -0.654678986022},
      {.what = "the direction with one pair", .read = kRead, .tolerance = checks::kHandValue});
  expect_near(
      of_three, kOfThree,
      {.what = "the direction with three pairs", .read = kRead, .tolerance = checks::kHandValue});
}

TEST(LbfgsDirection, IsMinusTheGradientWithoutPairs) {
  Rng rng(remote::test_seed());
  const arma::vec gradient = rng.normal(6, 1);
  expect_near(submission::lbfgs_direction(gradient, {}), -gradient,
              {.what = "the direction without pairs", .read = kRead});
}

TEST(LbfgsDirection, AgreesWithTheDenseFormula) {
  Rng rng(remote::test_seed());
  std::vector<std::pair<arma::vec, arma::vec>> results;
  for (const arma::uword n : arma::uvec{2, 5, 9}) {
    for (const arma::uword count : arma::uvec{1, 2, 4, 7}) {
      const Pairs pairs = draw_pairs(rng, n, count);
      const arma::vec gradient = rng.normal(n, 1);
      results.emplace_back(submission::lbfgs_direction(gradient, pairs),
                           dense_direction(gradient, pairs));
    }
  }
  for (const auto& [yours, right] : results) {
    if (!expect_near(yours, right,
                     {.what = "the direction",
                      .why = "The same as with the inverse Hessian of the BFGS formula, kept as a "
                             "matrix and updated from the oldest pair to the newest.",
                      .read = kRead,
                      .tolerance = {1e-6, 1e-8}})) {
      return;
    }
  }
}

TEST(LbfgsDirection, TakesBackTheNewestStep) {
  Rng rng(remote::test_seed());
  const Pairs pairs = draw_pairs(rng, 6, 3);
  expect_near(
      submission::lbfgs_direction(pairs.back().y, pairs), -pairs.back().s,
      {.what = "the direction for a gradient that is the newest y",
       .why = "The approximation has learned from the newest pair that s belongs to y: H·y = "
              "s, exactly.",
       .read = kRead,
       .tolerance = {1e-7, 1e-9}});
}

TEST(LbfgsDirection, IsNewtonsWhereAllIsKnown) {
  // One pair along each eigenvector of a bowl.
  Rng rng(remote::test_seed());
  arma::mat Q, r;
  arma::qr(Q, r, rng.normal(5, 5));
  const arma::vec curvature = {0.3, 8, 1, 2.5, 0.7};
  Pairs pairs;
  for (arma::uword i = 0; i < 5; ++i) {
    const arma::vec s = rng.uniform(0.5, 2) * Q.col(i);
    pairs.push_back({s, curvature(i) * s});
  }
  const arma::vec gradient = rng.normal(5, 1);
  const arma::vec newton = -Q * ((Q.t() * gradient) / curvature);
  expect_near(submission::lbfgs_direction(gradient, pairs), newton,
              {.what = "the direction with a pair along every eigenvector",
               .why = "All curvatures are known then, and the direction is Newton's.",
               .read = kRead,
               .tolerance = {1e-7, 1e-9}});
}

TEST(LbfgsDirection, LeavesOutPairsThatCurveDown) {
  std::vector<arma::vec> directions;
  for (std::size_t place = 0; place <= kThree.size(); ++place) {
    Pairs pairs = kThree;
    pairs.insert(pairs.begin() + static_cast<std::ptrdiff_t>(place), kBad);
    directions.push_back(submission::lbfgs_direction(kGradient, pairs));
  }
  for (const arma::vec& direction : directions) {
    if (!expect_near(direction, kOfThree,
                     {.what = "the direction with three good pairs and one with s·y < 0",
                      .why = "The bad pair counts nowhere: not in the loops, and not in the scale "
                             "either where it is the newest.",
                      .read = kReadBad,
                      .tolerance = checks::kHandValue})) {
      return;
    }
  }
}

TEST(LbfgsDirection, IsMinusTheGradientWhereAllPairsAreBad) {
  const CurvaturePair nothing{arma::zeros(4), arma::zeros(4)};
  const arma::vec of_bad = submission::lbfgs_direction(kGradient, {kBad, turned(kThree[1])});
  const arma::vec of_zero = submission::lbfgs_direction(kGradient, {nothing});
  const arma::vec of_level =  // s·y = 0
      submission::lbfgs_direction(kGradient, {{{1, 0, 0, 0}, {0, 1, 0, 0}}});
  const std::string why = "Nothing is known that could be used.";
  expect_near(of_bad, -kGradient,
              {.what = "the direction with two pairs with s·y < 0", .why = why, .read = kReadBad});
  expect_near(of_zero, -kGradient,
              {.what = "the direction with a pair of zeros", .why = why, .read = kReadBad});
  expect_near(of_level, -kGradient,
              {.what = "the direction with a pair with s·y = 0", .why = why, .read = kReadBad});
}

TEST(LbfgsDirection, AlwaysDescends) {
  Rng rng(remote::test_seed());
  double steepest = -arma::datum::inf;
  for (int i = 0; i < 10; ++i) {
    Pairs pairs = draw_pairs(rng, 5, 4);
    for (CurvaturePair& pair : pairs) {
      if (rng.below(2) == 0) pair = turned(pair);
    }
    const arma::vec gradient = rng.normal(5, 1);
    const arma::vec direction = submission::lbfgs_direction(gradient, pairs);
    if (!checks::expect_shape(direction, 5, 1, {.what = "the direction"})) return;
    steepest = std::max(steepest, arma::dot(direction, gradient));
  }
  checks::expect_less(steepest, 0,
                      {.what = "direction · gradient, the largest of 10",
                       .why = "A line search along a direction that points uphill finds nothing.",
                       .read = kReadBad});
}

TEST(LbfgsDirection, RemembersNothing) {
  Rng rng(remote::test_seed());
  const Pairs pairs = draw_pairs(rng, 4, 3);
  const arma::vec gradient = rng.normal(4, 1);
  checks::expect_same_twice([&] { return arma::mat(submission::lbfgs_direction(gradient, pairs)); },
                            {.what = "lbfgs_direction", .read = "a-state-for-each-parameter"});
}

TEST(LbfgsDirection, RefusesBadInput) {
  const auto with = [](const arma::vec& gradient, const Pairs& pairs) {
    return [=] { submission::lbfgs_direction(gradient, pairs); };
  };
  expect_refusal("a gradient without entries", with({}, {}));
  expect_refusal("an s of 3 numbers for a gradient of 2", with({1, 2}, {{{1, 2, 3}, {1, 2}}}));
  expect_refusal("a y of 3 numbers for a gradient of 2", with({1, 2}, {{{1, 2}, {1, 2, 3}}}));
  expect_refusal("a second pair that is empty", with({1, 2}, {{{1, 2}, {1, 2}}, {}}));
}

}  // namespace
}  // namespace descent::suite
