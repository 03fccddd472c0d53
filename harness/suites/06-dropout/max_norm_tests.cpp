#include <gtest/gtest.h>

#include <cmath>

#include "harness/checks/properties.hpp"
#include "harness/checks/refusal.hpp"
#include "harness/remote/submission.hpp"
#include "harness/support/rng.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;
using checks::expect_refusal;

constexpr auto kRead = "max-norm";
constexpr auto kReadShort = "shorter-columns-stay";
constexpr auto kReadColumn = "a-neuron-is-a-column";

// Columns of length 5, 0.5, 0, 13 and √2: harness/tests/crosscheck/dropout.py.
const arma::mat kColumns = {{3, 0.3, 0, -5, 1}, {-4, 0.4, 0, 12, -1}};

arma::rowvec lengths_of(const arma::mat& W) { return arma::sqrt(arma::sum(arma::square(W))); }

// Columns of random direction. The even ones are longer than c, the odd ones shorter, none by less
// than a tenth, and one is all zeros.
arma::mat mixed_columns(arma::uword rows, arma::uword cols, double c, Rng& rng) {
  arma::mat W = arma::normalise(rng.normal(rows, cols));
  for (arma::uword j = 0; j < cols; ++j) {
    W.col(j) *= c * (j % 2 == 0 ? rng.uniform(1.1, 4) : rng.uniform(0.1, 0.9));
  }
  W.col(1 + 2 * rng.below(cols / 2)).zeros();
  return W;
}

TEST(MaxNormProject, HasTheHandValues) {
  const arma::mat yours = submission::max_norm_project(kColumns, 2.0);
  expect_near(
      yours, arma::mat{{1.2, 0.3, 0, -10.0 / 13, 1}, {-1.6, 0.4, 0, 24.0 / 13, -1}},
      {.what = "the weights with c = 2",
       .why = "The columns have lengths 5, 0.5, 0, 13 and 1.41. The first and the fourth become 2 "
              "long, the others stay.",
       .read = kRead});
}

TEST(MaxNormProject, BringsLongColumnsToTheBound) {
  Rng rng(remote::test_seed());
  const arma::mat W = mixed_columns(5, 8, 0.7, rng);
  const arma::mat yours = submission::max_norm_project(W, 0.7);
  if (!checks::expect_shape(yours, 5, 8, {.what = "the weights"})) return;
  const arma::rowvec lengths = lengths_of(yours);
  for (arma::uword j = 0; j < W.n_cols; j += 2) {
    if (!expect_near(lengths(j), 0.7,
                     {.what = "the length of a column that was longer than c = 0.7",
                      .why = "It is scaled back to exactly c, by the factor c / length.",
                      .read = kRead}) ||
        !expect_near(arma::normalise(yours.col(j)), arma::normalise(W.col(j)),
                     {.what = "its direction",
                      .why = "All weights of the column are multiplied by the same factor, so the "
                             "direction stays.",
                      .read = kRead})) {
      return;
    }
  }
}

TEST(MaxNormProject, LeavesShortColumnsAlone) {
  Rng rng(remote::test_seed());
  const arma::mat W = mixed_columns(4, 9, 2.5, rng);
  const arma::mat all_short = 0.2 * W;
  const arma::mat yours = submission::max_norm_project(W, 2.5);
  const arma::mat nothing_to_do = submission::max_norm_project(all_short, 2.5);
  const checks::About about{.what = "the columns that are shorter than c",
                            .why =
                                "The bound is an upper one. What is short enough comes back as it "
                                "is, to the last bit, and a column of zeros stays zeros.",
                            .read = kReadShort,
                            .tolerance = checks::kExact};
  if (!checks::expect_shape(yours, 4, 9, {.what = "the weights"})) return;
  const arma::uvec odd = {1, 3, 5, 7};
  if (!expect_near(yours.cols(odd), W.cols(odd), about)) return;
  expect_near(nothing_to_do, all_short, about);
}

TEST(MaxNormProject, TreatsEachNeuronByItself) {
  Rng rng(remote::test_seed());
  const arma::mat W = mixed_columns(3, 6, 1.5, rng);
  const arma::mat together = submission::max_norm_project(W, 1.5);
  arma::mat apart(arma::size(W));
  for (arma::uword j = 0; j < W.n_cols; ++j) {
    const arma::mat one = submission::max_norm_project(W.col(j), 1.5);
    if (one.n_elem == 3) apart.col(j) = arma::vectorise(one);
  }
  expect_near(together, apart,
              {.what = "the weights",
               .why = "A neuron is a column, and has the bound for itself: all columns together "
                      "come out as each of them alone.",
               .read = kReadColumn});
}

TEST(MaxNormProject, IsRightForRandomWeights) {
  Rng rng(remote::test_seed());
  struct Run {
    arma::mat yours, right;
  };
  std::vector<Run> runs;
  for (const double c : {0.3, 1.0, 4.0}) {
    for (int i = 0; i < 3; ++i) {
      const arma::uword rows = 2 + rng.below(6);
      arma::uword cols = 2 + rng.below(8);
      while (cols == rows) cols = 2 + rng.below(8);
      const arma::mat W = mixed_columns(rows, cols, c, rng);
      runs.push_back({submission::max_norm_project(W, c), reference::max_norm_project(W, c)});
    }
  }
  for (const Run& run : runs) {
    if (!expect_near(run.yours, run.right,
                     {.what = "the weights",
                      .why = "Each column that is longer than c is scaled back to c.",
                      .read = kRead})) {
      return;
    }
  }
}

TEST(MaxNormProject, GrowsWithWeightsAndBoundTogether) {
  Rng rng(remote::test_seed());
  const arma::mat W = mixed_columns(4, 6, 1.2, rng);
  const arma::mat plain = submission::max_norm_project(W, 1.2);
  std::vector<std::pair<double, arma::mat>> scaled;
  for (const double factor : {1e-3, 0.1, 30.0, 1e60}) {
    scaled.emplace_back(factor, submission::max_norm_project(factor * W, factor * 1.2));
  }
  for (const auto& [factor, yours] : scaled) {
    if (!expect_near(yours, factor * plain,
                     {.what = "the weights, with weights and bound multiplied alike",
                      .why = "Lengths are compared with lengths: in other units the answer is the "
                             "same.",
                      .read = kRead})) {
      return;
    }
  }
}

TEST(MaxNormProject, HasNothingLeftToDoTheSecondTime) {
  Rng rng(remote::test_seed());
  const arma::mat W = mixed_columns(5, 7, 0.9, rng);
  const arma::mat once = submission::max_norm_project(W, 0.9);
  if (!checks::expect_shape(once, 5, 7, {.what = "the weights"})) return;
  expect_near(submission::max_norm_project(once, 0.9), once,
              {.what = "the weights after a second projection",
               .why = "It is a projection: what satisfies the bound stays.",
               .read = kRead});
}

TEST(MaxNormProject, TakesASingleWeight) {
  const arma::mat yours = submission::max_norm_project(arma::mat{{-3, 0.5, 0, 2}}, 1.0);
  expect_near(yours, arma::mat{{-1, 0.5, 0, 1}},
              {.what = "the weights of neurons with one input, c = 1", .read = kReadColumn});
}

TEST(MaxNormProject, RemembersNothing) {
  checks::expect_same_twice([] { return submission::max_norm_project(kColumns, 2.0); },
                            {.what = "max_norm_project", .read = kRead});
}

TEST(MaxNormProject, RefusesBadInput) {
  const auto call = [](const arma::mat& W, double c) {
    return [=] { submission::max_norm_project(W, c); };
  };
  expect_refusal("no weights", call(arma::mat(), 1));
  expect_refusal("a bound of 0", call(kColumns, 0));
  expect_refusal("a negative bound", call(kColumns, -1));
  expect_refusal("a bound that is NaN", call(kColumns, arma::datum::nan));
  expect_refusal("an infinite bound", call(kColumns, arma::datum::inf));
}

}  // namespace
}  // namespace descent::suite
