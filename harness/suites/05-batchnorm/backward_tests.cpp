#include <gtest/gtest.h>

#include "harness/suites/05-batchnorm/backward_properties.hpp"
#include "harness/suites/05-batchnorm/hand.hpp"

namespace descent::suite {
namespace {

using checks::kHandValue;

constexpr auto kRead = "three-paths-back";

TEST(BatchnormBackward, HasTheHandValues) {
  const BatchnormCache cache{hand::kXHat, hand::kInvStd, hand::kGamma};
  const BatchnormGradients yours = submission::batchnorm_backward(hand::kDout, cache);
  checks::expect_sum_of_terms(
      yours.dx, paths_of(hand::kDout, cache),
      {.what = "dx", .read = kRead, .tolerance = kHandValue, .setting = {.examples = 4}});
  expect_near(yours.dx,
              arma::mat{{0.753392091711, 0.262114585839, 7.33314371002},
                        {-0.202830704252, 0.0864104920315, -7.33300150297},
                        {-0.318750687416, 0.16417918213, 0.000213310579801},
                        {-0.231810700043, -0.512704260001, -0.000355517633001}},
              {.what = "dx", .read = kRead, .tolerance = kHandValue});
  expect_near(yours.dgamma, arma::rowvec{4.26801923092, 1.81273817147, 2.24992000427},
              {.what = "dgamma",
               .why = "The sum of dout · x_hat over the examples.",
               .read = "gradients-of-gamma-and-beta",
               .tolerance = kHandValue});
  expect_near(yours.dbeta, arma::rowvec{-0.25, 1.25, 1.75},
              {.what = "dbeta",
               .why = "The sum of dout over the examples.",
               .read = "gradients-of-gamma-and-beta",
               .tolerance = kHandValue});
}

TEST(BatchnormBackward, HasTheHandValuesWithALargeEps) {
  const BatchnormCache cache{hand::kXHatLargeEps, hand::kInvStdLargeEps, hand::kGamma};
  const BatchnormGradients yours = submission::batchnorm_backward(hand::kDout, cache);
  expect_near(yours.dx,
              arma::mat{{0.728923416885, 0.268866405101, 5.92382125113},
                        {-0.143616881394, 0.0803266885429, -5.2884169605},
                        {-0.382075099557, 0.145745585544, 0.953106435935},
                        {-0.203231435935, -0.494938679188, -1.58851072656}},
              {.what = "dx with eps = 0.1",
               .why = "inv_std is 1 / √(var + eps). With an eps as large as the variance, a "
                      "gradient that forgets it is off.",
               .read = "the-variance-path",
               .tolerance = kHandValue});
  expect_near(yours.dgamma, arma::rowvec{4.17369625598, 1.7587960344, 1.7200592711},
              {.what = "dgamma with eps = 0.1",
               .read = "gradients-of-gamma-and-beta",
               .tolerance = kHandValue});
}

TEST(BatchnormBackward, GivesNothingForABatchOfOne) {
  const BatchnormCache cache{arma::zeros(1, 3), arma::rowvec{316, 316, 316}, {2, -1, 0.5}};
  const BatchnormGradients yours = submission::batchnorm_backward(arma::mat{{3, -1, 0.25}}, cache);
  expect_near(yours.dx, arma::zeros(1, 3),
              {.what = "dx of a batch of one",
               .why = "out is beta, whatever x is, so x has no gradient: the mean path takes away "
                      "exactly what the direct path brings.",
               .read = "a-batch-of-one",
               .tolerance = {0, 1e-9}});
  expect_near(yours.dgamma, arma::zeros(1, 3),
              {.what = "dgamma of a batch of one",
               .why = "x_hat is 0.",
               .read = "a-batch-of-one",
               .tolerance = {0, 1e-12}});
  expect_near(yours.dbeta, arma::rowvec{3, -1, 0.25},
              {.what = "dbeta of a batch of one", .read = "gradients-of-gamma-and-beta"});
}

TEST(BatchnormBackward, StaysFiniteForAConstantFeature) {
  Rng rng(remote::test_seed());
  Layer layer = draw_features(rng, kOrdinary);
  layer.x.col(1).fill(4.0);
  const BatchnormCache cache = train_forward_of(layer).cache;
  const BatchnormGradients yours = submission::batchnorm_backward(layer.dout, cache);
  const checks::About about{
      .what = "dx with a constant feature",
      .why =
          "x_hat of that feature is 0, and 1/√eps is large but finite. Do not divide by x_hat or "
          "by a variance without eps.",
      .read = "a-constant-feature",
      .tolerance = checks::kBackward,
      .setting = {.examples = static_cast<double>(layer.x.n_rows)}};
  if (!checks::expect_finite(yours.dx, about)) return;
  checks::expect_sum_of_terms(yours.dx, paths_of(layer.dout, cache), about);
}

TEST(BatchnormBackward, HasThreePaths) { expect_right_gradients(features()); }
TEST(BatchnormBackward, IsTheDerivativeOfTheForwardPass) {
  expect_gradients_of_the_forward_pass(features());
}
TEST(BatchnormBackward, IsBlindForMeanAndVariance) {
  expect_dx_across_mean_and_variance(features());
}
TEST(BatchnormBackward, LosesConstantsOfDout) { expect_constants_in_dout_lost(features()); }
TEST(BatchnormBackward, IsLinearInDout) { expect_linear_in_dout(features()); }
TEST(BatchnormBackward, DoesNotMindTheOrderOfExamples) {
  expect_order_irrelevant_for_gradients(features());
}
TEST(BatchnormBackward, AllowsAGammaOfZero) { expect_gradients_of_a_zero_gamma(features()); }
TEST(BatchnormBackward, WorksForOneFeature) { expect_gradients_of_one_channel(features()); }
TEST(BatchnormBackward, RemembersNothing) { expect_no_memory_of_gradients(features()); }
TEST(BatchnormBackward, RefusesBadInput) { expect_backward_refusals(features()); }

}  // namespace
}  // namespace descent::suite
