// The hidden tests of @name@_example. Its random inputs are drawn from a seed that nobody knows
// beforehand, so that these tests may be read and still not be foreseen.

#include <gtest/gtest.h>

#include "harness/checks/properties.hpp"
#include "harness/checks/refusal.hpp"
#include "harness/remote/submission.hpp"
#include "harness/support/rng.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;
using checks::expect_refusal;

constexpr const char* kRead = "centred-columns";

// More examples than features: what mixes up rows and columns shows.
arma::mat draw(Rng& rng) {
  const arma::uword features = 2 + rng.below(4);
  return 3 * rng.normal(features + 2 + rng.below(4), features) + 1;
}

TEST(@Name@Example, IsRightOnRandomInput) {
  Rng rng(remote::test_seed());
  const arma::mat x = draw(rng);
  const double rows = static_cast<double>(x.n_rows);
  const arma::mat yours = submission::@name@_example(x);
  expect_near(yours, reference::@name@_example(x),
              {.what = "the result", .read = kRead, .setting = {.examples = rows}});
}

TEST(@Name@Example, LeavesColumnsWithAMeanOfZero) {
  Rng rng(remote::test_seed());
  const arma::mat x = draw(rng);
  const arma::mat yours = submission::@name@_example(x);
  if (!checks::expect_shape(yours, x.n_rows, x.n_cols, {.what = "the result", .read = kRead})) {
    return;
  }
  const arma::mat means = arma::mean(yours, 0);
  expect_near(means, arma::zeros(1, x.n_cols),
              {.what = "the mean of each column of the result",
               .why = "That is what centring means.",
               .read = kRead});
}

TEST(@Name@Example, RefusesBadInput) {
  expect_refusal("no example", [] { submission::@name@_example(arma::mat(0, 3)); });
  expect_refusal("no column", [] { submission::@name@_example(arma::mat(3, 0)); });
}

}  // namespace
}  // namespace descent::suite
