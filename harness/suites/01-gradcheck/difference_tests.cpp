#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "harness/checks/properties.hpp"
#include "harness/checks/refusal.hpp"
#include "harness/remote/submission.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;
using checks::expect_refusal;
using checks::expect_that;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// One of the two exercises, and what is known about it.
struct Difference {
  std::string name;
  std::string read;
  std::function<arma::mat(const FunctionOfMatrix&, const arma::mat&, double)> yours;
  bool centered;
};

Difference forward() {
  return {"the forward difference", "one-step-forward",
          [](const FunctionOfMatrix& f, const arma::mat& x, double h) {
            return submission::forward_difference(f, x, h);
          },
          false};
}

Difference centered() {
  return {"the centered difference", "a-step-to-both-sides",
          [](const FunctionOfMatrix& f, const arma::mat& x, double h) {
            return submission::centered_difference(f, x, h);
          },
          true};
}

/// Σ c·x³ + (Σ d·x)², whose difference quotients are known: a step of h adds to the derivative
/// 3·c·x·h + c·h² + d²·h one-sided, and c·h² centered.
struct Cubic {
  arma::mat c;
  arma::mat d;

  Cubic(arma::uword rows, arma::uword cols, Rng& rng)
      : c(rng.normal(rows, cols)), d(rng.normal(rows, cols)) {}

  double operator()(const arma::mat& x) const {
    return arma::accu(c % arma::pow(x, 3)) + std::pow(arma::accu(d % x), 2);
  }
  arma::mat derivative(const arma::mat& x) const {
    return 3 * c % arma::square(x) + 2 * arma::accu(d % x) * d;
  }
  arma::mat quotient(const arma::mat& x, double h, bool is_centered) const {
    arma::mat slopes = derivative(x) + c * (h * h);
    if (!is_centered) slopes += (3 * c % x + arma::square(d)) * h;
    return slopes;
  }
};

// Values of about 100, whose last digit is 1e-14, divided by the step.
checks::Tolerance tolerance_of(double h) { return {1e-9, 1e-9 + 1e-12 / h}; }

void expect_hand_values(const Difference& difference, const arma::mat& half,
                        const arma::mat& small) {
  const auto f = [](const arma::mat& x) {
    return x(0) * x(0) * x(0) + x(0) * x(1) - 2 * x(1) * x(1) * x(1) * x(2) + std::exp(x(3));
  };
  const arma::mat x = {{1.5, 2}, {-0.5, 0.25}};
  const arma::mat yours_half = difference.yours(f, x, 0.5);
  const arma::mat yours_small = difference.yours(f, x, 0.001);
  expect_near(yours_half, half,
              {.what = difference.name + " with h = 0.5",
               .read = difference.read,
               .tolerance = checks::kHandValue});
  expect_near(yours_small, small,
              {.what = difference.name + " with h = 0.001",
               .read = difference.read,
               .tolerance = {1e-8, 1e-9}});
}

void expect_quotients(const Difference& difference) {
  Rng rng(remote::test_seed());
  struct Result {
    double h;
    arma::mat yours, expected;
  };
  std::vector<Result> results;
  for (const auto& [rows, cols] : {std::pair{3u, 5u}, {4u, 2u}, {1u, 6u}, {5u, 1u}}) {
    for (const double h : {0.5, 0.1, 1e-3}) {
      const Cubic f(rows, cols, rng);
      const arma::mat x = 2 * rng.normal(rows, cols);
      results.push_back({h, difference.yours(f, x, h), f.quotient(x, h, difference.centered)});
    }
  }
  for (const auto& [h, yours, expected] : results) {
    const bool holds = expect_near(
        yours, expected,
        {.what = difference.name + " with h = " + std::to_string(h),
         .why = "It is the quotient itself that is asked for, not the derivative: with a step that "
                "is not small the two differ, and show which formula you used.",
         .read = difference.read,
         .tolerance = tolerance_of(h)});
    if (!holds) return;
  }
}

// The error over a step of h and of h/2: what is their ratio?
void expect_order(const Difference& difference, double ratio, const std::string& law) {
  Rng rng(remote::test_seed());
  const arma::mat slopes = rng.uniform(2, 3, 0.5, 2);
  const auto f = [&](const arma::mat& x) { return arma::accu(arma::exp(slopes % x)); };
  const arma::mat x = rng.uniform(2, 3, -1, 1);
  const arma::mat exact = slopes % arma::exp(slopes % x);
  const arma::mat coarse = difference.yours(f, x, 0.02);
  const arma::mat fine = difference.yours(f, x, 0.01);
  if (!checks::expect_shape(coarse, 2, 3, {.what = difference.name}) ||
      !checks::expect_shape(fine, 2, 3, {.what = difference.name})) {
    return;
  }
  const arma::mat ratios = (coarse - exact) / (fine - exact);
  checks::expect_between(ratios.min(), 0.95 * ratio, 1.05 * ratio,
                         {.what = "the error with h = 0.02 over the error with h = 0.01",
                          .why = law,
                          .read = "how-small-a-step"});
  checks::expect_between(ratios.max(), 0.95 * ratio, 1.05 * ratio,
                         {.what = "the error with h = 0.02 over the error with h = 0.01",
                          .why = law,
                          .read = "how-small-a-step"});
}

// With the usual step, on a smooth function with values of about 1.
void expect_accuracy(const Difference& difference, double tolerance) {
  Rng rng(remote::test_seed());
  const arma::mat w = rng.normal(3, 4);
  const auto f = [&](const arma::mat& x) { return std::tanh(0.1 * arma::accu(w % arma::sin(x))); };
  const arma::mat x = rng.normal(3, 4);
  const double outside = 1 - std::pow(f(x), 2);
  const arma::mat exact = 0.1 * outside * w % arma::cos(x);
  const arma::mat yours = difference.yours(f, x, 1e-5);
  expect_near(yours, exact,
              {.what = difference.name + " with h = 1e-5",
               .why = "With the usual step it comes close to the derivative.",
               .read = "how-small-a-step",
               .tolerance = {0, tolerance}});
}

// f is asked at x, and at points where one entry has moved by h, and nowhere else.
void expect_one_entry_moved(const Difference& difference, arma::uword most_calls_an_entry) {
  Rng rng(remote::test_seed());
  const arma::mat x = rng.normal(4, 3);
  constexpr double h = 0.125;
  arma::uword calls = 0;
  arma::uword most_moved = 0;
  double wrong_move = 0;  // one that is neither 0 nor allowed
  const Cubic f(4, 3, rng);
  difference.yours(
      [&](const arma::mat& at) {
        ++calls;
        arma::uword moved = 0;
        for (arma::uword k = 0; k < std::min(x.n_elem, at.n_elem); ++k) {
          const double move = at(k) - x(k);
          if (std::abs(move) < 1e-9) continue;  // putting it back may cost the last digit
          ++moved;
          const bool allowed =
              std::abs(move - h) < 1e-9 || (difference.centered && std::abs(move + h) < 1e-9);
          if (!allowed) wrong_move = move;
        }
        most_moved = std::max(most_moved, moved);
        return f(at);
      },
      x, h);
  const arma::uword all_calls = calls;
  const arma::uword entries = most_moved;
  const double move = wrong_move;
  checks::expect_between(
      static_cast<double>(entries), 0, 1,
      {.what = "the number of entries that are moved at the same time",
       .why = "The derivative by an entry is taken with all others at their places. Was an entry "
              "not put back after its step?",
       .read = "put-it-back"});
  expect_that(move == 0, "moved by " + std::to_string(move),
              difference.centered ? "moved by +0.125 or -0.125" : "moved by +0.125",
              {.what = "a point at which f is evaluated, h = 0.125", .read = "put-it-back"});
  checks::expect_between(static_cast<double>(all_calls), 1,
                         static_cast<double>(most_calls_an_entry * x.n_elem + 2),
                         {.what = "the number of evaluations of f for 12 entries",
                          .why = "Every evaluation of a network is expensive.",
                          .read = difference.read});
}

void expect_not_finite_where_f_is_not(const Difference& difference) {
  Rng rng(remote::test_seed());
  const arma::mat x = rng.normal(2, 3);
  const Cubic f(2, 3, rng);
  constexpr arma::uword bad = 3;
  arma::mat results[2];
  const double values[] = {kNaN, kInfinity};
  for (int i = 0; i < 2; ++i) {
    results[i] = difference.yours(
        [&x, &f, value = values[i]](const arma::mat& at) {
          const bool in_the_dark = at.n_elem == 6 && std::abs(at(bad) - x(bad)) > 1e-9;
          return in_the_dark ? value : f(at);
        },
        x, 0.25);
  }
  arma::mat expected = f.quotient(x, 0.25, difference.centered);
  expected(bad) = 0;  // compared by itself
  for (arma::mat& yours : results) {
    if (!checks::expect_shape(yours, 2, 3, {.what = difference.name})) return;
    expect_that(!std::isfinite(yours(bad)), std::to_string(yours(bad)), "NaN or infinity",
                {.what = "the entry along which f is not finite",
                 .why = "Nobody knows the slope there, and a number would be believed.",
                 .read = "nan-must-not-pass"});
    yours(bad) = 0;
    expect_near(yours, expected,
                {.what = "the other entries of " + difference.name,
                 .why = "Where f is finite at both points, the quotient is as always.",
                 .read = difference.read,
                 .tolerance = tolerance_of(0.25)});
  }
}

void expect_no_memory(const Difference& difference) {
  Rng rng(remote::test_seed());
  const Cubic f(3, 2, rng);
  const arma::mat x = rng.normal(3, 2);
  checks::expect_same_twice([&] { return difference.yours(f, x, 1e-3); },
                            {.what = difference.name, .read = difference.read});
}

void expect_refusals(const Difference& difference) {
  const auto f = [](const arma::mat& x) { return arma::accu(x); };
  const auto call = [&](const FunctionOfMatrix& function, const arma::mat& x, double h) {
    return [=] { difference.yours(function, x, h); };
  };
  expect_refusal("a step of 0", call(f, {{1, 2}}, 0));
  expect_refusal("a negative step", call(f, {{1, 2}}, -1e-5));
  expect_refusal("a step that is NaN", call(f, {{1, 2}}, kNaN));
  expect_refusal("an infinite step", call(f, {{1, 2}}, kInfinity));
  expect_refusal("no entries", call(f, arma::mat(), 1e-5));
  expect_refusal("no rows", call(f, arma::mat(0, 3), 1e-5));
  expect_refusal("an empty function", call({}, {{1, 2}}, 1e-5));
}

TEST(ForwardDifference, HasTheHandValues) {
  expect_hand_values(forward(), {{8.75, 0.25}, {0.5, 1.66594919984987}},
                     {{6.254501, 0.25}, {-1.494004, 1.28466764345383}});
}
TEST(CenteredDifference, HasTheHandValues) {
  expect_hand_values(centered(), {{6.5, 0.25}, {-2.5, 1.33819923354127}},
                     {{6.250001, 0.25}, {-1.500004, 1.28402563069199}});
}

TEST(ForwardDifference, IsTheQuotientOnRandomFunctions) { expect_quotients(forward()); }
TEST(CenteredDifference, IsTheQuotientOnRandomFunctions) { expect_quotients(centered()); }

TEST(ForwardDifference, HasAnErrorThatFallsWithH) {
  expect_order(forward(), 2, "Half the step, half the error: the one-sided formula is of order h.");
}
TEST(CenteredDifference, HasAnErrorThatFallsWithTheSquareOfH) {
  expect_order(centered(), 4,
               "Half the step, a quarter of the error: the centered formula is of order h².");
}

TEST(ForwardDifference, ComesCloseWithTheUsualStep) { expect_accuracy(forward(), 3e-4); }
TEST(CenteredDifference, ComesCloseWithTheUsualStep) { expect_accuracy(centered(), 1e-8); }

TEST(ForwardDifference, MovesOneEntryAtATime) { expect_one_entry_moved(forward(), 2); }
TEST(CenteredDifference, MovesOneEntryAtATime) { expect_one_entry_moved(centered(), 3); }

TEST(ForwardDifference, IsNotFiniteWhereFIsNot) { expect_not_finite_where_f_is_not(forward()); }
TEST(CenteredDifference, IsNotFiniteWhereFIsNot) { expect_not_finite_where_f_is_not(centered()); }

TEST(CenteredDifference, IsExactForParabolas) {
  Rng rng(remote::test_seed());
  Cubic f(3, 4, rng);
  f.c.zeros();
  const arma::mat x = rng.normal(3, 4);
  const arma::mat yours = submission::centered_difference(f, x, 0.75);
  expect_near(yours, f.derivative(x),
              {.what = "the centered difference of a parabola with h = 0.75",
               .why = "The terms of first order in h cancel, so the formula is exact for "
                      "parabolas, however large the step.",
               .read = "a-step-to-both-sides",
               .tolerance = tolerance_of(0.75)});
}
TEST(ForwardDifference, IsExactForStraightLines) {
  Rng rng(remote::test_seed());
  const arma::mat slopes = rng.normal(3, 4);
  const arma::mat yours = submission::forward_difference(
      [&](const arma::mat& x) { return 7 + arma::accu(slopes % x); }, rng.normal(3, 4), 0.75);
  expect_near(yours, slopes,
              {.what = "the forward difference of a straight line with h = 0.75",
               .read = "one-step-forward",
               .tolerance = tolerance_of(0.75)});
}

TEST(ForwardDifference, RemembersNothing) { expect_no_memory(forward()); }
TEST(CenteredDifference, RemembersNothing) { expect_no_memory(centered()); }
TEST(ForwardDifference, RefusesBadInput) { expect_refusals(forward()); }
TEST(CenteredDifference, RefusesBadInput) { expect_refusals(centered()); }

}  // namespace
}  // namespace descent::suite
