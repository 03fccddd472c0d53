#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "harness/checks/properties.hpp"
#include "harness/checks/refusal.hpp"
#include "harness/remote/submission.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;
using checks::expect_refusal;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr auto kRead = "relative-error";
constexpr auto kReadNaN = "nan-must-not-pass";

struct Pair {
  arma::mat analytic;
  arma::mat numeric;
};

// Gradients of every size, from 1e-200 to 1e200, and others beside them: a little off, far off, of
// the other sign, 0. Among them are pairs of zeros.
Pair draw(Rng& rng, arma::uword rows, arma::uword cols) {
  Pair pair{rng.normal(rows, cols), arma::zeros(rows, cols)};
  const arma::vec sizes = {1e-200, 1e-12, 1e-3, 1, 1e6, 1e200};
  for (arma::uword k = 0; k < pair.analytic.n_elem; ++k) {
    double& a = pair.analytic(k);
    a *= sizes(rng.below(sizes.n_elem));
    const double kind = rng.uniform();
    pair.numeric(k) = kind < 0.5 ? a * (1 + 0.1 * rng.normal()) : a * 3 * rng.normal();
    if (kind > 0.9) pair.numeric(k) = 0;
    if (kind > 0.95) a = 0;
    if (rng.below(2) == 0) std::swap(a, pair.numeric(k));
  }
  return pair;
}

// The same value, put together in another way than the solution does.
arma::mat expected_of(const Pair& pair) {
  arma::mat errors(arma::size(pair.analytic), arma::fill::zeros);
  for (arma::uword k = 0; k < errors.n_elem; ++k) {
    const double larger = std::fmax(std::abs(pair.analytic(k)), std::abs(pair.numeric(k)));
    if (larger == 0) continue;
    errors(k) = std::abs(pair.analytic(k) / larger - pair.numeric(k) / larger);
  }
  return errors;
}

TEST(RelativeError, HasTheHandValues) {
  const arma::mat analytic = {{3, -2, 1e-12, 0}, {5, -1e-200, 0.3, 250}};
  const arma::mat numeric = {{2, 2, 3e-12, 1e-300}, {5, -4e-200, 0.30003, 249}};
  const arma::mat yours = submission::relative_error(analytic, numeric);
  expect_near(yours,
              {{0.333333333333333, 2, 0.666666666666667, 1}, {0, 0.75, 9.9990001e-05, 0.004}},
              {.what = "the relative errors", .read = kRead, .tolerance = checks::kHandValue});
}

TEST(RelativeError, IsRightOnRandomGradients) {
  Rng rng(remote::test_seed());
  std::vector<std::pair<arma::mat, arma::mat>> results;
  for (const auto& [rows, cols] : {std::pair{4u, 7u}, {9u, 3u}, {1u, 5u}, {6u, 1u}}) {
    const Pair pair = draw(rng, rows, cols);
    results.emplace_back(submission::relative_error(pair.analytic, pair.numeric),
                         expected_of(pair));
  }
  for (const auto& [yours, expected] : results) {
    if (!expect_near(yours, expected, {.what = "the relative errors", .read = kRead})) return;
  }
}

TEST(RelativeError, DoesNotMindWhichIsWhich) {
  Rng rng(remote::test_seed());
  const Pair pair = draw(rng, 5, 8);
  const arma::mat one = submission::relative_error(pair.analytic, pair.numeric);
  const arma::mat other = submission::relative_error(pair.numeric, pair.analytic);
  const arma::mat flipped = submission::relative_error(-pair.analytic, -pair.numeric);
  expect_near(other, one,
              {.what = "the relative errors, analytic and numeric exchanged",
               .why = "|a - n| and max(|a|, |n|) are the same the other way round.",
               .read = kRead});
  expect_near(flipped, one,
              {.what = "the relative errors, both with the other sign",
               .why = "Only absolute values enter the formula.",
               .read = kRead});
}

TEST(RelativeError, DoesNotMindTheScale) {
  Rng rng(remote::test_seed());
  const arma::mat analytic = rng.normal(3, 4);
  const arma::mat numeric = analytic + 0.01 * rng.normal(3, 4);
  const arma::mat plain = submission::relative_error(analytic, numeric);
  std::vector<std::pair<double, arma::mat>> scaled;
  for (const double scale : {0x1p-40, 0x1p-500, 0x1p60}) {
    scaled.emplace_back(scale, submission::relative_error(scale * analytic, scale * numeric));
  }
  for (const auto& [scale, yours] : scaled) {
    const bool holds = expect_near(
        yours, plain,
        {.what = "the relative errors of gradients that are " + std::to_string(std::log2(scale)) +
                 " powers of two larger",
         .why = "That is what relative means: gradients of 1e-12 are compared as those of 1.",
         .read = kRead});
    if (!holds) return;
  }
}

TEST(RelativeError, IsNeverMoreThanTwo) {
  const arma::mat yours = submission::relative_error({{-1, 1e-9, 7, -7}, {0, 5, 0, -3}},
                                                     {{1, -1e-9, 0, 7}, {-2, 0, 4, -3}});
  expect_near(yours, {{2, 2, 1, 2}, {1, 1, 1, 0}},
              {.what = "the relative errors of opposite gradients, and of 0 and others",
               .why = "Opposite gradients are 2 apart, and 0 is 1 apart from everything but 0.",
               .read = kRead});
}

TEST(RelativeError, IsZeroForDeadUnits) {
  const arma::mat yours =
      submission::relative_error({{0, -0.0, 2}, {0, 3, 0}}, arma::mat{{0, 0, 2}, {0, 3, -0.0}});
  expect_near(yours, arma::zeros(2, 3),
              {.what = "the relative errors of gradients that are equal, many of them 0",
               .why = "A unit that is off has a gradient of 0, analytic and numeric: they agree.",
               .read = kReadNaN});
}

TEST(RelativeError, IsInfiniteWhereAGradientIsNotFinite) {
  const arma::mat analytic = {{kNaN, 1, kNaN, kInfinity, kInfinity, 1, kNaN, 4},
                              {0, kNaN, kInfinity, 1, -kInfinity, -kInfinity, kInfinity, 4}};
  const arma::mat numeric = {{1, kNaN, kNaN, kInfinity, 1, -kInfinity, 0, 2},
                             {kNaN, kInfinity, kNaN, kInfinity, -kInfinity, kInfinity, 0, 5}};
  arma::mat expected(2, 8, arma::fill::value(kInfinity));
  expected.col(7) = arma::vec{0.5, 0.2};
  const arma::mat yours = submission::relative_error(analytic, numeric);
  expect_near(yours, expected,
              {.what = "the relative errors where a gradient is NaN or infinite",
               .why = "A gradient that is not finite is wrong, and its error must be above every "
                      "threshold. NaN is above none. Entries beside it keep their own error.",
               .read = kReadNaN});
}

TEST(RelativeError, RemembersNothing) {
  Rng rng(remote::test_seed());
  const Pair pair = draw(rng, 3, 5);
  checks::expect_same_twice([&] { return submission::relative_error(pair.analytic, pair.numeric); },
                            {.what = "relative_error", .read = kRead});
}

TEST(RelativeError, RefusesBadInput) {
  const auto call = [](const arma::mat& a, const arma::mat& n) {
    return [=] { submission::relative_error(a, n); };
  };
  expect_refusal("no entries", call(arma::mat(), arma::mat()));
  expect_refusal("no rows", call(arma::mat(0, 3), arma::mat(0, 3)));
  expect_refusal("2 x 3 and 3 x 2", call(arma::ones(2, 3), arma::ones(3, 2)));
  expect_refusal("2 x 3 and 1 x 3", call(arma::ones(2, 3), arma::ones(1, 3)));
  expect_refusal("2 x 3 and 6 x 1", call(arma::ones(2, 3), arma::ones(6, 1)));
  expect_refusal("2 x 3 and one number", call(arma::ones(2, 3), arma::ones(1, 1)));
}

}  // namespace
}  // namespace descent::suite
