// newton_step: the Hessian is given, and one step solves a quadratic.

#include <gtest/gtest.h>

#include <limits>

#include "harness/checks/expect.hpp"
#include "harness/checks/refusal.hpp"
#include "harness/checks/terms.hpp"
#include "harness/remote/submission.hpp"
#include "harness/support/rng.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;
using checks::expect_refusal;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
const char* const kRead = "newtons-method";

arma::vec step(const arma::vec& from, const arma::vec& gradient, const arma::mat& hessian) {
  arma::vec w = from;
  submission::newton_step(w, gradient, hessian);
  return w;
}

// A symmetric matrix of which the eigenvectors (columns of Q) and the eigenvalues are known.
struct Curved {
  arma::mat Q;
  arma::vec eigenvalues;

  [[nodiscard]] arma::mat hessian() const {
    const arma::mat H = Q * arma::diagmat(eigenvalues) * Q.t();
    return 0.5 * (H + H.t());
  }
  // Q·f(eigenvalues)·Qᵀ·v
  [[nodiscard]] arma::vec apply(const arma::vec& values, const arma::vec& v) const {
    return Q * (values % (Q.t() * v));
  }
};

arma::mat draw_orthogonal(Rng& rng, arma::uword n) {
  arma::mat q, r;
  arma::qr(q, r, rng.normal(n, n));
  return q;
}

// Sizes of eigenvalues between 0.2 and 5; the first `negative` of them curve down.
Curved draw_curved(Rng& rng, arma::uword n, arma::uword negative) {
  Curved curved{draw_orthogonal(rng, n), rng.uniform(n, 1, 0.2, 5)};
  for (arma::uword i = 0; i < negative; ++i) curved.eigenvalues(i) *= -1;
  return curved;
}

TEST(NewtonStep, HasTheHandValues) {
  const arma::vec w = {0.5, -1, 2}, gradient = {1, -2, 0.5};
  const arma::vec bowl = step(w, gradient, {{4, 1, 0}, {1, 3, 0.5}, {0, 0.5, 2}});
  const arma::vec saddle = step(w, gradient, {{1, 2, 0.5}, {2, -1, 0.3}, {0.5, 0.3, 0.8}});
  expect_near(bowl, arma::vec{0.0238095238095, -0.0952380952381, 1.52380952381},
              {.what = "w after a step in a bowl", .read = kRead, .tolerance = checks::kHandValue});
  checks::expect_near_or_known(
      saddle, arma::vec{0.242995386485, 0.0139972861677, 1.14096079997},
      {{arma::vec{1.29012345679, -1.67901234568, 1.13580246914},
        "You divide by the eigenvalues themselves. One of them is negative, and along it the step "
        "goes uphill, to the saddle."}},
      {.what = "w after a step at a saddle",
       .why = "One eigenvalue is negative: its absolute value counts.",
       .read = "never-uphill",
       .tolerance = checks::kHandValue});
}

TEST(NewtonStep, SolvesQuadraticsInOneStep) {
  Rng rng(remote::test_seed());
  std::vector<std::pair<arma::vec, arma::vec>> results;
  for (const arma::uword n : arma::uvec{1, 2, 5, 8}) {
    const Curved curved = draw_curved(rng, n, 0);
    const arma::mat H = curved.hessian();
    const arma::vec minimum = rng.normal(n, 1), start = 3 * rng.normal(n, 1);
    results.emplace_back(step(start, H * (start - minimum), H), minimum);
  }
  for (const auto& [yours, minimum] : results) {
    if (!expect_near(yours, minimum,
                     {.what = "w after one step on a quadratic",
                      .why = "A quadratic is its own parabola: its minimum is one step away, from "
                             "anywhere.",
                      .read = kRead,
                      .tolerance = checks::kTrajectory})) {
      return;
    }
  }
}

TEST(NewtonStep, GoesDownWhereTheLossCurvesDown) {
  Rng rng(remote::test_seed());
  struct Result {
    arma::vec yours, right, uphill;
  };
  std::vector<Result> results;
  for (const arma::uword negative : arma::uvec{1, 2, 4}) {
    const Curved curved = draw_curved(rng, 4, negative);
    const arma::vec gradient = rng.normal(4, 1), start = rng.normal(4, 1);
    results.push_back({step(start, gradient, curved.hessian()),
                       start - curved.apply(1 / arma::abs(curved.eigenvalues), gradient),
                       start - curved.apply(1 / curved.eigenvalues, gradient)});
  }
  for (const Result& each : results) {
    if (!checks::expect_near_or_known(
            each.yours, each.right,
            {{each.uphill,
              "You divide by the eigenvalues themselves (or solve with the Hessian as it is). "
              "Where "
              "one of them is negative that goes uphill."}},
            {.what = "w after a step where some eigenvalues are negative",
             .why = "Along such an eigenvector the parabola has a highest point, not a lowest one. "
                    "The step has the same length, and goes the other way: down.",
             .read = "never-uphill",
             .tolerance = checks::kTrajectory})) {
      return;
    }
  }
}

TEST(NewtonStep, AlwaysDescends) {
  Rng rng(remote::test_seed());
  double steepest = -arma::datum::inf;
  for (int i = 0; i < 12; ++i) {
    const Curved curved = draw_curved(rng, 3, rng.below(4));
    const arma::vec gradient = rng.normal(3, 1);
    const arma::vec moved = step(arma::zeros(3), gradient, curved.hessian());
    if (!checks::expect_shape(moved, 3, 1, {.what = "w"})) return;
    steepest = std::max(steepest, arma::dot(moved, gradient));
  }
  checks::expect_less(steepest, 0,
                      {.what = "step · gradient, the largest of 12",
                       .why = "The loss falls at first along a step only if this is negative, "
                              "whatever the eigenvalues are.",
                       .read = "never-uphill"});
}

TEST(NewtonStep, StaysWhereTheGradientIsZero) {
  Rng rng(remote::test_seed());
  const arma::vec start = rng.normal(4, 1);
  expect_near(step(start, arma::zeros(4), draw_curved(rng, 4, 1).hessian()), start,
              {.what = "w without a gradient", .read = kRead});
}

TEST(NewtonStep, DoesNotMindTheUnitsOfW) {
  // Half the unit of an entry, and its gradient is half as large, its curvature a quarter.
  Rng rng(remote::test_seed());
  const Curved curved = draw_curved(rng, 3, 0);
  const arma::vec gradient = rng.normal(3, 1), units = {1, 0.1, 20};
  const arma::mat D = arma::diagmat(units);
  const arma::vec plain = step(arma::zeros(3), gradient, curved.hessian());
  const arma::vec scaled = step(arma::zeros(3), D * gradient, D * curved.hessian() * D);
  if (!checks::expect_shape(scaled, 3, 1, {.what = "w"})) return;
  expect_near(D * scaled, plain,
              {.what = "a step in other units",
               .why = "The same bowl measured in other units has the same bottom. No learning rate "
                      "has to be chosen for it.",
               .read = kRead,
               .tolerance = checks::kTrajectory});
}

TEST(NewtonStep, AcceptsAnIllConditionedHessian) {
  Rng rng(remote::test_seed());
  const Curved curved{draw_orthogonal(rng, 3), {-1e-8, 1, 100}};
  const arma::vec gradient = curved.Q * arma::vec{1e-8, 1, 50};
  expect_near(curved.Q.t() * step(arma::zeros(3), gradient, curved.hessian()),
              arma::vec{-1, -1, -0.5},
              {.what = "a step with curvatures of -1e-8, 1 and 100, along its eigenvectors",
               .why = "1e-10 of the largest is small, but not 0: the limit is 1e-12.",
               .read = "a-direction-without-curvature",
               .tolerance = {1e-4, 1e-5}});
}

TEST(NewtonStep, RefusesASingularHessian) {
  Rng rng(remote::test_seed());
  const arma::mat Q = draw_orthogonal(rng, 4);
  const auto with = [&](const arma::vec& eigenvalues) {
    return [=] { step(arma::ones(4), arma::ones(4), Curved{Q, eigenvalues}.hessian()); };
  };
  expect_refusal("a Hessian of zeros", with({0, 0, 0, 0}));
  expect_refusal("a Hessian with an eigenvalue of 0", with({0, 1, 2, 3}));
  expect_refusal("a Hessian with the eigenvalues -3, -1, 0, 2", with({-3, -1, 0, 2}));
  expect_refusal("a Hessian with eigenvalues 1e-15 and 1 ... 3", with({1e-15, 1, 2, 3}));
  expect_refusal("a Hessian with eigenvalues -1, 0, 0, 0", with({-1, 0, 0, 0}));
  expect_refusal("a Hessian with eigenvalues -1e9, 1e-5, 1, 2", with({-1e9, 1e-5, 1, 2}));
}

TEST(NewtonStep, RefusesBadInput) {
  const arma::mat H = {{2, 0}, {0, 3}};
  const auto with = [](const arma::vec& w, const arma::vec& gradient, const arma::mat& hessian) {
    return [=] { step(w, gradient, hessian); };
  };
  expect_refusal("no parameters", with({}, {}, {}));
  expect_refusal("a gradient of 3 numbers for 2 parameters", with({1, 2}, {1, 2, 3}, H));
  expect_refusal("a Hessian of 2 x 3", with({1, 2}, {1, 2}, arma::ones(2, 3)));
  expect_refusal("a Hessian of 3 x 3 for 2 parameters", with({1, 2}, {1, 2}, arma::eye(3, 3)));
  expect_refusal("a Hessian that is not symmetric", with({1, 2}, {1, 2}, {{2, 1}, {0, 3}}));
  expect_refusal("a Hessian with NaN", with({1, 2}, {1, 2}, {{2, kNan}, {kNan, 3}}));
  expect_refusal("a gradient with NaN", with({1, 2}, {1, kNan}, H));
}

}  // namespace
}  // namespace descent::suite
