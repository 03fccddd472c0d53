// zeros and bias_constant.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <vector>

#include "harness/checks/properties.hpp"
#include "harness/checks/refusal.hpp"
#include "harness/remote/submission.hpp"
#include "harness/support/rng.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;
using checks::expect_refusal;
using checks::kExact;

TEST(Zeros, HasOneRowForEachInput) {
  Rng rng(remote::test_seed());
  const arma::uword fan_in = 3 + rng.below(5);
  const arma::uword fan_out = 9 + rng.below(5);
  const arma::mat wide = submission::zeros(fan_in, fan_out);
  const arma::mat tall = submission::zeros(fan_out, fan_in);
  const arma::mat one = submission::zeros(1, 1);
  const checks::About about{
      .what = "the result of zeros",
      .why = "W is fan_in x fan_out: a row for each input, a column for each neuron.",
      .read = "fan-in-and-fan-out"};
  if (!checks::expect_shape(wide, fan_in, fan_out, about)) return;
  if (!checks::expect_shape(tall, fan_out, fan_in, about)) return;
  checks::expect_shape(one, 1, 1, about);
}

TEST(Zeros, IsZeroEverywhere) {
  const arma::mat yours = submission::zeros(37, 23);
  expect_near(yours, arma::zeros(37, 23),
              {.what = "zeros(37, 23)",
               .why = "Exactly 0, not a small number.",
               .read = "all-zeros",
               .tolerance = kExact});
}

TEST(Zeros, RefusesBadInput) {
  expect_refusal("a layer without inputs, fan_in = 0", [] { submission::zeros(0, 4); });
  expect_refusal("a layer without neurons, fan_out = 0", [] { submission::zeros(4, 0); });
}

TEST(BiasConstant, IsARowOfTheValue) {
  Rng rng(remote::test_seed());
  std::vector<arma::rowvec> yours;
  std::vector<arma::rowvec> expected;
  for (const double value : {0.0, 0.01, -1.5, rng.normal()}) {
    const arma::uword fan_out = 1 + rng.below(30);
    yours.push_back(submission::bias_constant(fan_out, value));
    expected.push_back(arma::rowvec(fan_out, arma::fill::value(value)));
  }
  for (std::size_t i = 0; i < yours.size(); ++i) {
    if (!expect_near(
            yours[i], expected[i],
            {.what = fmt::format("bias_constant({}, {:.4g})", expected[i].n_elem, expected[i](0)),
             .why = "All biases have the same value, the one that is asked for.",
             .read = "biases",
             .tolerance = kExact})) {
      return;
    }
  }
}

TEST(BiasConstant, IsNotRandom) {
  checks::expect_same_twice(
      [] { return arma::mat(submission::bias_constant(12, 0.0)); },
      {.what = "bias_constant(12, 0)",
       .why = "Biases need no randomness: the weights make the neurons different already.",
       .read = "biases"});
  expect_near(submission::bias_constant(12, 0.0), arma::zeros(1, 12),
              {.what = "bias_constant(12, 0)", .read = "biases", .tolerance = kExact});
}

TEST(BiasConstant, RefusesBadInput) {
  expect_refusal("a layer without neurons, fan_out = 0", [] { submission::bias_constant(0, 0.1); });
  expect_refusal("a bias of NaN", [] { submission::bias_constant(3, arma::datum::nan); });
  expect_refusal("an infinite bias", [] { submission::bias_constant(3, -arma::datum::inf); });
}

}  // namespace
}  // namespace descent::suite
