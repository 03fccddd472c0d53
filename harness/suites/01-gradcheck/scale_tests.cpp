#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "harness/checks/expect.hpp"
#include "harness/checks/refusal.hpp"
#include "harness/remote/submission.hpp"

namespace descent::suite {
namespace {

using checks::expect_between;
using checks::expect_near;
using checks::expect_refusal;

using Gradients = std::vector<arma::mat>;
constexpr auto kRead = "tiny-gradients";

// Three blocks whose largest |g| is m, in a random place of a random block, with a random sign.
Gradients with_largest(double m, Rng& rng) {
  Gradients gradients = {0.3 * m * rng.uniform(4, 3, -1, 1), 0.3 * m * rng.uniform(1, 3, -1, 1),
                         0.3 * m * rng.uniform(3, 2, -1, 1)};
  arma::mat& block = gradients[rng.below(gradients.size())];
  block(rng.below(block.n_elem)) = rng.below(2) == 0 ? m : -m;
  return gradients;
}

struct Result {
  double m;
  double yours;
};

void expect_about_one(const std::vector<Result>& results, const std::string& why) {
  for (const auto& [m, yours] : results) {
    const bool holds =
        expect_between(yours * m, 0.1 - 1e-12, 10 + 1e-9,
                       {.what = fmt::format("the scale times the largest gradient ({:.3g})", m),
                        .why = why,
                        .read = kRead});
    if (!holds) return;
  }
}

TEST(LossScale, BringsTheLargestGradientToAboutOne) {
  Rng rng(remote::test_seed());
  std::vector<Result> results;
  for (const double power : {-10.5, -12.0, -14.3, -20.7, -45.0, -120.2, -290.0}) {
    for (int i = 0; i < 4; ++i) {
      const double m = std::pow(10, power) * rng.uniform(0.2, 1);
      results.push_back({m, submission::loss_scale(with_largest(m, rng))});
    }
  }
  expect_about_one(results,
                   "One factor for the whole loss, chosen by the largest |g| of all blocks.");
}

TEST(LossScale, LeavesGradientsAloneThatAreLargeEnough) {
  Rng rng(remote::test_seed());
  std::vector<Result> results;
  for (const double m : {1.01e-10, 5e-10, 3e-9, 1e-7, 0.02, 1.0, 7.5, 3e8}) {
    for (int i = 0; i < 3; ++i) {
      results.push_back({m, submission::loss_scale(with_largest(m, rng))});
    }
  }
  for (const auto& [m, yours] : results) {
    const bool holds =
        expect_near(yours, 1,
                    {.what = fmt::format("the scale for gradients up to {:.3g}", m),
                     .why = "One gradient above 1e-10 is enough: nothing need be scaled.",
                     .read = kRead,
                     .tolerance = checks::kExact});
    if (!holds) return;
  }
}

TEST(LossScale, ScalesOnTheBorder) {
  Rng rng(remote::test_seed());
  const std::vector<Result> results = {
      {1e-10, submission::loss_scale(with_largest(1e-10, rng))},
      {9.9e-11, submission::loss_scale(with_largest(9.9e-11, rng))}};
  expect_about_one(results, "A largest gradient of 1e-10 or less needs scaling.");
}

TEST(LossScale, IsOneForGradientsOfZero) {
  const double one = submission::loss_scale({arma::zeros(2, 3)});
  const double more = submission::loss_scale({arma::zeros(2, 3), arma::zeros(1, 4)});
  const std::string why = "No factor brings 0 anywhere: leave the loss as it is.";
  expect_near(one, 1, {.what = "the scale for gradients of 0", .why = why, .read = kRead});
  expect_near(more, 1, {.what = "the scale for two gradients of 0", .why = why, .read = kRead});
}

TEST(LossScale, GoesByTheLargestNotByTheRest) {
  arma::mat lonely = arma::zeros(40, 50);
  lonely(1234) = -3e-11;
  arma::mat mixed = arma::zeros(2, 2);
  mixed(0) = 1e-300;
  mixed(3) = 2e-13;
  const std::vector<Result> results = {
      {3e-11, submission::loss_scale({lonely})},
      {3e-11, submission::loss_scale({arma::mat{1e-12}, lonely, arma::mat{-1e-15}})},
      {2e-13, submission::loss_scale({mixed})}};
  const double fine = submission::loss_scale({arma::mat{1e-13}, arma::mat{{1e-300, -0.5}}});
  expect_about_one(results, "However many zeros or tiny numbers stand beside it.");
  expect_near(fine, 1,
              {.what = "the scale for gradients of 1e-13, 1e-300 and -0.5",
               .why = "The largest |g| is 0.5.",
               .read = kRead});
}

TEST(LossScale, StaysFinite) {
  std::vector<Result> results;
  for (const double m : {5e-324, 1e-320, 1e-310, 4e-309}) {
    results.push_back({m, submission::loss_scale({arma::mat{{m, -m}}})});
  }
  for (const auto& [m, yours] : results) {
    const bool holds = expect_between(
        yours, 1, std::numeric_limits<double>::max(),
        {.what = fmt::format("the scale for gradients of {:.3g}", m),
         .why = "1/m is infinite there, and an infinite loss has no gradient at all.",
         .read = kRead});
    if (!holds) return;
  }
}

TEST(LossScale, RefusesBadInput) {
  const auto call = [](const Gradients& gradients) {
    return [=] { submission::loss_scale(gradients); };
  };
  expect_refusal("no gradients", call({}));
  expect_refusal("an empty gradient", call({arma::ones(2, 2), arma::mat()}));
  expect_refusal("a gradient without rows", call({arma::mat(0, 3)}));
  expect_refusal("NaN", call({arma::mat{{1e-12, arma::datum::nan}}}));
  expect_refusal("infinity", call({arma::mat{1e-12}, arma::mat{-arma::datum::inf}}));
}

}  // namespace
}  // namespace descent::suite
