#include "harness/suites/02-activations/elementwise.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <utility>
#include <vector>

#include "harness/checks/gradient.hpp"
#include "harness/checks/properties.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;

constexpr int kDraws = 3;
constexpr auto kReadAlone = "entry-by-entry";
constexpr auto kReadUpstream = "multiply-by-the-upstream-gradient";

Rng test_rng() { return Rng(remote::test_seed()); }

diagnosis::Setting setting_of(const arma::mat& x) {
  return {.examples = static_cast<double>(x.n_rows), .classes = static_cast<double>(x.n_cols)};
}

struct Comparison {
  arma::mat yours;
  arma::mat expected;
  std::string what;
};

// All calls have been made before the first comparison: the more of them, the better a mistake can
// be named. One failure is enough to learn from.
void compare(const std::vector<Comparison>& comparisons, const std::string& why,
             const std::string& read, checks::Tolerance tolerance) {
  for (const Comparison& one : comparisons) {
    const bool holds = expect_near(one.yours, one.expected,
                                   {.what = one.what,
                                    .why = why,
                                    .read = read,
                                    .tolerance = tolerance,
                                    .setting = setting_of(one.expected)});
    if (!holds) return;
  }
}

constexpr auto kWhyAlone =
    "Every entry is computed from the number in its own place, and from nothing else: not from its "
    "row, not from its column, not from the shape.";

}  // namespace

Shape any_shape(Rng& rng) {
  const arma::uword n = 3 + rng.below(6);
  arma::uword h = 2 + rng.below(8);
  while (h == n) h = 2 + rng.below(8);
  return {n, h};
}

arma::mat away_from_zero(const Shape& shape, double spread, Rng& rng) {
  arma::mat x = spread * rng.normal(shape.n, shape.h);
  x.transform([&](double v) { return std::abs(v) > 1e-2 ? v : std::copysign(spread, v); });
  return x;
}

void expect_right_outputs(const Curve& curve) {
  Rng rng = test_rng();
  std::vector<Comparison> results;
  for (const double spread : {0.4, 3.0, 40.0}) {
    for (int i = 0; i < kDraws; ++i) {
      const arma::mat x = away_from_zero(any_shape(rng), spread, rng);
      results.push_back({curve.yours(x), curve.right(x), "the output"});
    }
  }
  compare(results, "The output for a random batch must be that of the formula.", curve.read,
          checks::kAgainstReference);
}

void expect_entries_alone(const Curve& curve) {
  Rng rng = test_rng();
  const arma::mat x = away_from_zero(any_shape(rng), 2, rng);
  const arma::mat whole = curve.right(x);
  const arma::uvec order = rng.permutation(x.n_rows);
  const arma::uword i = x.n_rows - 1, j = x.n_cols - 1;
  compare({{curve.yours(x.t()), whole.t(), "the output for the transposed batch"},
           {curve.yours(x.row(i)), whole.row(i), "the output for one example alone"},
           {curve.yours(x.col(j)), whole.col(j), "the output for one unit alone"},
           {curve.yours(x.rows(order)), whole.rows(order), "the output in another order"},
           {curve.yours(x.submat(0, 0, 0, 0)), whole.submat(0, 0, 0, 0),
            "the output for a single number"}},
          kWhyAlone, kReadAlone, checks::kAgainstReference);
}

void expect_no_memory(const Curve& curve) {
  Rng rng = test_rng();
  const arma::mat x = away_from_zero(any_shape(rng), 2, rng);
  checks::expect_same_twice([&] { return curve.yours(x); },
                            {.what = "the output", .read = kReadAlone});
}

void expect_emptiness_refused(const Forward& yours, checks::Location location) {
  expect_refusal(
      "no example, 0 x 3", [&] { yours(arma::mat(0, 3)); }, location);
  expect_refusal(
      "no unit, 2 x 0", [&] { yours(arma::mat(2, 0)); }, location);
}

void expect_right_gradients(const Slope& slope) {
  Rng rng = test_rng();
  std::vector<Comparison> results;
  for (const double spread : {0.4, 3.0, 40.0}) {
    for (int i = 0; i < kDraws; ++i) {
      arma::mat x = away_from_zero(any_shape(rng), spread, rng);
      arma::mat dout = rng.normal(x.n_rows, x.n_cols);
      // The absolute error of a slope counts, so the batch must not be saturated throughout: one
      // ordinary entry sets the scale.
      x(0, 0) = 0.7;
      dout(0, 0) = 1.5;
      results.push_back({slope.yours(dout, x), slope.right(dout, x), "dx"});
    }
  }
  compare(results, "dx for a random batch must be dout times the slope at x.", slope.read,
          checks::kBackward);
}

void expect_derivative(const Slope& slope) {
  Rng rng = test_rng();
  for (const double spread : {0.4, 3.0}) {
    const arma::mat x = away_from_zero(any_shape(rng), spread, rng);
    const arma::mat dout = rng.normal(x.n_rows, x.n_cols);
    checks::GradientOptions options{.names = {"dx"}};
    if (slope.kink) {
      options.winners = [](const checks::Blocks& at) {
        const arma::umat sides = at[0] > 0;
        return arma::uvec(arma::vectorise(sides));
      };
    }
    const arma::mat dx = slope.yours(dout, x);
    const bool holds = checks::expect_gradient(
        checks::against_upstream([&](const checks::Blocks& at) { return slope.forward(at[0]); },
                                 dout),
        {x}, {dx}, rng,
        {.what = "dx",
         .why = "dx tells how Σ dout·out moves when x moves: numerical differentiation of the "
                "activation must give the same.",
         .read = slope.read,
         .setting = setting_of(x)},
        options);
    if (!holds) return;
  }
}

void expect_linear_in_upstream(const Slope& slope) {
  Rng rng = test_rng();
  const arma::mat x = away_from_zero(any_shape(rng), 1.5, rng);
  const arma::mat one = rng.normal(x.n_rows, x.n_cols), other = rng.normal(x.n_rows, x.n_cols);
  const arma::mat of_one = slope.yours(one, x);
  const arma::mat of_other = slope.yours(other, x);
  const arma::mat of_both = slope.yours(2 * one - 3 * other, x);
  const arma::mat of_nothing = slope.yours(arma::zeros(arma::size(x)), x);
  const arma::mat of_negative = slope.yours(-one, x);
  if (!checks::expect_shape(of_one, x.n_rows, x.n_cols, {.what = "dx", .read = kReadUpstream}) ||
      !checks::expect_shape(of_other, x.n_rows, x.n_cols, {.what = "dx", .read = kReadUpstream})) {
    return;
  }
  compare({{of_nothing, arma::zeros(arma::size(x)), "dx for dout = 0"},
           {of_negative, -of_one, "dx for the negative of dout"},
           {of_both, 2 * of_one - 3 * of_other, "dx for 2·dout - 3·(another dout)"}},
          "The slope depends on x alone, and dx is dout times the slope: linear in dout.",
          kReadUpstream, checks::kBackward);
}

void expect_entries_alone(const Slope& slope) {
  Rng rng = test_rng();
  const arma::mat x = away_from_zero(any_shape(rng), 1, rng);
  const arma::mat dout = rng.normal(x.n_rows, x.n_cols);
  const arma::mat whole = slope.right(dout, x);
  const arma::uvec order = rng.permutation(x.n_rows);
  const arma::uword i = x.n_rows - 1, j = x.n_cols - 1;
  compare(
      {{slope.yours(dout.t(), x.t()), whole.t(), "dx for the transposed batch"},
       {slope.yours(dout.row(i), x.row(i)), whole.row(i), "dx for one example alone"},
       {slope.yours(dout.col(j), x.col(j)), whole.col(j), "dx for one unit alone"},
       {slope.yours(dout.rows(order), x.rows(order)), whole.rows(order), "dx in another order"}},
      kWhyAlone, kReadAlone, checks::kBackward);
}

void expect_no_memory(const Slope& slope) {
  Rng rng = test_rng();
  const arma::mat x = away_from_zero(any_shape(rng), 2, rng);
  const arma::mat dout = rng.normal(x.n_rows, x.n_cols);
  checks::expect_same_twice([&] { return slope.yours(dout, x); },
                            {.what = "dx", .read = kReadAlone});
}

void expect_slope_at_zero(const Slope& slope, double low, double high) {
  const arma::mat dx =
      slope.yours(arma::mat{{1, -2, 1}, {4, 1, 1}}, arma::mat{{0, 0, 3}, {0, -3, 1}});
  if (!checks::expect_shape(dx, 2, 3, {.what = "dx", .read = slope.read})) return;
  const checks::About about{
      .what = "dx where x is exactly 0",
      .why =
          "There the slope to the left is one number and the slope to the right another. "
          "Anything between them is right; NaN is not.",
      .read = "the-slope-at-zero"};
  constexpr double kSlack = 1e-12;  // round-off
  checks::expect_between(dx(0, 0), low - kSlack, high + kSlack, about);
  checks::expect_between(dx(0, 1), -2 * high - kSlack, -2 * low + kSlack, about);
  checks::expect_between(dx(1, 0), 4 * low - kSlack, 4 * high + kSlack, about);
}

void expect_upstream_checked(const Backward& yours, checks::Location location) {
  const arma::mat x = {{1, -2, 3}, {4, 6, -5}};
  expect_refusal(
      "no example, 0 x 3", [&] { yours(arma::mat(0, 3), arma::mat(0, 3)); }, location);
  expect_refusal(
      "x of 2 x 3, dout of 3 x 2", [&] { yours(arma::ones(3, 2), x); }, location);
  expect_refusal(
      "x of 2 x 3, dout of 1 x 3", [&] { yours(arma::ones(1, 3), x); }, location);
  expect_refusal(
      "x of 2 x 3, dout of 2 x 1", [&] { yours(arma::ones(2, 1), x); }, location);
}

}  // namespace descent::suite
