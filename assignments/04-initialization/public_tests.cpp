// The public tests of stage 04: few, small, and with values that you can check with a pencil.
// Random weights are judged by their statistics: a right solution fails one of these tests by
// chance less than once in a million runs.

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "harness/checks/statistics.hpp"
#include "harness/remote/submission.hpp"

namespace descent {
namespace {

using checks::expect_near;

// A row for each input, a column for each neuron.
bool expect_fans(const arma::mat& W, arma::uword fan_in, arma::uword fan_out) {
  return checks::expect_shape(W, fan_in, fan_out,
                              {.what = "W, fan_in x fan_out", .read = "fan-in-and-fan-out"});
}

// Mean and variance of all weights together, and of every neuron's own.
// `suspects`: wrong variances, and what was probably done.
void expect_spread(const arma::mat& W, double variance,
                   const std::vector<checks::Suspect>& suspects, const std::string& what,
                   const std::string& read) {
  const checks::FalseAlarm alarm{.comparisons = static_cast<double>(W.n_cols) + 2};
  if (!checks::expect_variance(W, variance, suspects, {.what = what, .read = read}, alarm)) return;
  if (!checks::expect_mean(W, 0, std::sqrt(variance), {.what = what, .read = "mean-zero"}, alarm)) {
    return;
  }
  for (arma::uword j = 0; j < W.n_cols; ++j) {
    if (!checks::expect_variance(W.col(j), variance,
                                 {.what = "column " + std::to_string(j) + " of " + what,
                                  .why = "Every weight of every neuron has a draw of its own.",
                                  .read = "one-draw-for-every-weight"},
                                 alarm)) {
      return;
    }
  }
}

TEST(Zeros, AreZero) {
  const arma::mat yours = submission::zeros(2, 3);
  expect_near(yours, arma::mat{{0, 0, 0}, {0, 0, 0}},
              {.what = "zeros(2, 3)", .read = "all-zeros", .tolerance = checks::kExact});
}

TEST(Zeros, RefuseALayerWithoutInputs) {
  EXPECT_THROW(submission::zeros(0, 3), std::invalid_argument);
}

TEST(BiasConstant, IsARowOfOneValue) {
  expect_near(submission::bias_constant(4, 0.01), arma::rowvec{0.01, 0.01, 0.01, 0.01},
              {.what = "bias_constant(4, 0.01)", .read = "biases", .tolerance = checks::kExact});
  expect_near(submission::bias_constant(2, 0), arma::rowvec{0, 0},
              {.what = "bias_constant(2, 0)", .read = "biases", .tolerance = checks::kExact});
}

TEST(BiasConstant, RefusesABiasOfNan) {
  EXPECT_THROW(submission::bias_constant(3, arma::datum::nan), std::invalid_argument);
}

TEST(SmallGaussian, HasTheStandardDeviationSigma) {
  Rng rng(4);
  const arma::mat W = submission::small_gaussian(300, 20, rng, 0.01);
  if (!expect_fans(W, 300, 20)) return;
  expect_spread(W, 1e-4,
                {{1e-8, "That is sigma to the fourth: do not square sigma."},
                 {1e-2, "That is sigma: it is a standard deviation already, take no root of it."}},
                "small_gaussian(300, 20) with sigma = 0.01", "small-random-numbers");
}

TEST(SmallGaussian, DrawsOtherNumbersEveryTime) {
  Rng rng(4);
  const arma::mat W = submission::small_gaussian(20, 30, rng, 1);
  const arma::mat next = submission::small_gaussian(20, 30, rng, 1);
  if (!expect_fans(W, 20, 30) || !expect_fans(next, 20, 30)) return;
  checks::expect_uncorrelated(
      W, next,
      {.what = "two calls of small_gaussian",
       .why = "The second call goes on with the rng where the first one has left it.",
       .read = "one-source-of-chance"});
}

TEST(SmallGaussian, RefusesANegativeSigma) {
  Rng rng(4);
  EXPECT_THROW(submission::small_gaussian(3, 4, rng, -1), std::invalid_argument);
}

TEST(UnitVariance, HasAVarianceOfOneOverFanIn) {
  Rng rng(4);
  const arma::mat W = submission::unit_variance(400, 25, rng);
  if (!expect_fans(W, 400, 25)) return;
  expect_spread(W, 1 / 400.0, {{1 / 25.0, "That is 1/fan_out: fan_in is the number of rows."}},
                "unit_variance(400, 25)", "unit-variance");
}

TEST(UnitVariance, RefusesALayerWithoutNeurons) {
  Rng rng(4);
  EXPECT_THROW(submission::unit_variance(3, 0, rng), std::invalid_argument);
}

TEST(Glorot, HasAVarianceBetweenBothFans) {
  Rng rng(4);
  const arma::mat W = submission::glorot(180, 20, rng);
  if (!expect_fans(W, 180, 20)) return;
  expect_spread(W, 2 / 200.0,
                {{2 / 180.0 + 20, "That is 2/fan_in + fan_out: put brackets around the sum."},
                 {1 / 200.0, "That is 1/(fan_in + fan_out): the factor 2 is missing."}},
                "glorot(180, 20)", "glorot");
}

TEST(Glorot, RefusesALayerWithoutInputs) {
  Rng rng(4);
  EXPECT_THROW(submission::glorot(0, 3, rng), std::invalid_argument);
}

TEST(He, HasAVarianceOfTwoOverFanIn) {
  Rng rng(4);
  const arma::mat W = submission::he(200, 30, rng);
  if (!expect_fans(W, 200, 30)) return;
  expect_spread(W, 2 / 200.0,
                {{1 / 200.0, "That is 1/fan_in: the factor 2 is missing."},
                 {2 / 30.0, "That is 2/fan_out: fan_in is the number of rows."}},
                "he(200, 30)", "he");
}

TEST(He, RefusesALayerWithoutInputs) {
  Rng rng(4);
  EXPECT_THROW(submission::he(0, 3, rng), std::invalid_argument);
}

TEST(Sparse, GivesEachNeuronThatManyInputs) {
  Rng rng(4);
  const arma::mat W = submission::sparse(30, 8, rng, 10, 0.5);
  if (!expect_fans(W, 30, 8)) return;
  const arma::umat used = W != 0;
  checks::expect_equal(arma::uvec(arma::sum(used, 0).t()), arma::uvec(8, arma::fill::value(10)),
                       {.what = "the number of weights in each column that are not 0",
                        .read = "exactly-k-for-each-neuron"});
}

TEST(Sparse, TakesAllInputsWhereThereAreFewer) {
  Rng rng(4);
  const arma::mat W = submission::sparse(3, 5, rng, 10, 0.5);
  if (!expect_fans(W, 3, 5)) return;
  checks::expect_equal(static_cast<long long>(arma::accu(W != 0)), 15,
                       {.what = "the number of weights that are not 0, with three inputs and ten "
                                "connections",
                        .read = "exactly-k-for-each-neuron"});
}

TEST(Sparse, HasValuesOfDeviationSigma) {
  Rng rng(4);
  const arma::mat W = submission::sparse(50, 400, rng, 10, 0.5);
  if (!expect_fans(W, 50, 400)) return;
  checks::expect_variance(
      arma::nonzeros(W), 0.25,
      {.what = "the connections of sparse with sigma = 0.5", .read = "sparse-connections"});
}

// Two inputs, three hidden neurons, one output. Neurons 0 and 2 are the same.
TEST(IsSymmetric, FindsTwins) {
  const bool yours = submission::is_symmetric(arma::mat{{1, 5, 1}, {2, 6, 2}},
                                              arma::rowvec{0, 0, 0}, arma::vec{4, 3, 4});
  checks::expect_that(
      yours, "false", "true",
      {.what = "is_symmetric where neurons 0 and 2 are equal in everything", .read = "symmetry"});
}

TEST(IsSymmetric, LooksAtTheWayOutToo) {
  const bool yours = submission::is_symmetric(arma::mat{{1, 5, 1}, {2, 6, 2}},
                                              arma::rowvec{0, 0, 0}, arma::vec{4, 3, 7});
  checks::expect_that(!yours, "true", "false",
                      {.what = "is_symmetric where the outgoing weights differ",
                       .why = "Neuron 0 gets four times the upstream gradient, neuron 2 seven "
                              "times: after one step they differ.",
                       .read = "the-way-out-counts"});
}

TEST(IsSymmetric, RefusesABiasTooFew) {
  EXPECT_THROW(submission::is_symmetric(arma::ones(2, 3), arma::rowvec{0, 0}, arma::ones(3, 1)),
               std::invalid_argument);
}

// One example, one input, two units in each of two layers of ReLUs:
//     h_1 = max(0, 3·(1 -1)) = max(0, (3, -3)) = (3, 0)
//     h_2 = max(0, (3, 0)·(1 2; 3 4)) = (3, 6)
//     g_2 = (1, -1)                      the upstream gradient
//     g_1 = (1, -1)·(1 2; 3 4)ᵀ = (1 - 2, 3 - 4) = (-1, -1)
TEST(ActivationStatistics, FollowsTwoNumbersThroughTwoLayers) {
  const WeightInitializer init = [](arma::uword fan_in, arma::uword, Rng&) -> arma::mat {
    if (fan_in == 1) return arma::rowvec{1, -1};
    return {{1, 2}, {3, 4}};
  };
  Rng rng(4);
  const std::vector<LayerFlow> yours = submission::activation_statistics(
      arma::rowvec{3}, arma::rowvec{1, -1}, init, FlowNonlinearity::relu, rng,
      {.layers = 2, .units = 2, .bins = 4, .activations = {-0.5, 3.5}, .gradients = {-2.5, 1.5}});
  if (!checks::expect_equal(
          static_cast<long long>(yours.size()), 2,
          {.what = "the number of layers told about", .read = "watching-the-layers"})) {
    return;
  }
  const checks::About forward{.what = "mean and std of the activations, a row for each layer",
                              .why = "(3, 0) has the mean 1.5, and both are 1.5 away from it.",
                              .read = "watching-the-layers"};
  expect_near(arma::mat{{yours[0].mean, yours[0].std}, {yours[1].mean, yours[1].std}},
              arma::mat{{1.5, 1.5}, {4.5, 1.5}}, forward);
  // The 6 lies above the range and counts in the last bin.
  const checks::About counts{.what = "the histogram of activations", .read = "count-every-value"};
  checks::expect_equal(yours[0].histogram, arma::uvec{1, 0, 0, 1}, counts);
  checks::expect_equal(yours[1].histogram, arma::uvec{0, 0, 0, 2}, counts);
  expect_near(arma::mat{{yours[0].gradient_mean, yours[0].gradient_std},
                        {yours[1].gradient_mean, yours[1].gradient_std}},
              arma::mat{{-1, 0}, {0, 1}},
              {.what = "mean and std of the gradients, a row for each layer",
               .why = "The last layer has the upstream gradient (1, -1) itself.",
               .read = "back-through-the-layers"});
  checks::expect_equal(yours[0].gradient_histogram, arma::uvec{0, 2, 0, 0},
                       {.what = "the histogram of gradients", .read = "count-every-value"});
}

TEST(ActivationStatistics, KnowsTheSlopeOfTanh) {
  const WeightInitializer init = [](arma::uword, arma::uword, Rng&) -> arma::mat {
    return arma::rowvec{2};
  };
  Rng rng(4);
  const std::vector<LayerFlow> yours = submission::activation_statistics(
      arma::rowvec{0.25}, arma::rowvec{1}, init, FlowNonlinearity::tanh, rng,
      {.layers = 2, .units = 1, .bins = 3});
  if (yours.size() != 2) return;  // the test above says so
  const double first = std::tanh(0.5);
  const double second = std::tanh(2 * first);
  expect_near(arma::vec{yours[0].mean, yours[1].mean}, arma::vec{first, second},
              {.what = "the means of the activations", .read = "watching-the-layers"});
  expect_near(yours[0].gradient_mean, 2 * (1 - second * second),
              {.what = "the gradient that arrives at the first layer",
               .why = "The slope of tanh at the second layer, times its weight 2.",
               .read = "back-through-the-layers"});
}

TEST(ActivationStatistics, RefusesAnUpstreamGradientOfAnotherShape) {
  const WeightInitializer init = [](arma::uword fan_in, arma::uword fan_out, Rng&) -> arma::mat {
    return arma::ones(fan_in, fan_out);
  };
  Rng rng(4);
  EXPECT_THROW(submission::activation_statistics(arma::ones(3, 2), arma::ones(2, 4), init,
                                                 FlowNonlinearity::tanh, rng,
                                                 {.layers = 2, .units = 4, .bins = 3}),
               std::invalid_argument);
}

}  // namespace
}  // namespace descent
