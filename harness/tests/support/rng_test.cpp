#include "harness/support/rng.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <random>
#include <sstream>

#include "harness/checks/statistics.hpp"

namespace descent {
namespace {

// [rand.predef] of the C++ standard: the 10000th number of a mt19937_64 seeded with 5489.
TEST(Rng, HasTheBitsThatTheStandardFixes) {
  Rng rng(5489);
  for (int i = 1; i < 10000; ++i) rng.bits();
  EXPECT_EQ(rng.bits(), 9981545732273789042ULL);
}

TEST(Rng, UniformNumbersAreUniform) {
  Rng rng(1);
  const arma::mat sample = rng.uniform(300, 40, -2, 5);
  EXPECT_GE(sample.min(), -2);
  EXPECT_LT(sample.max(), 5);
  checks::expect_distribution(sample, [](double x) { return (x + 2) / 7; },
                              {.what = "The uniform numbers"});
}

TEST(Rng, NormalNumbersAreNormal) {
  Rng rng(2);
  const arma::mat sample = rng.normal(300, 40);
  checks::expect_distribution(sample, checks::normal_cdf, {.what = "The normal numbers"});
  checks::expect_mean(sample, 0, 1, {.what = "normal numbers"});
  checks::expect_variance(sample, 1, {.what = "normal numbers"});
  // One after the other: no number knows the next.
  const arma::vec all = arma::vectorise(sample);
  checks::expect_uncorrelated(all.head(all.n_elem - 1), all.tail(all.n_elem - 1),
                              {.what = "a number and the next"});
}

// The tails, where a careless Box and Muller would take the logarithm of 0 or stop short.
TEST(Rng, NormalNumbersReachFarAndStayFinite) {
  Rng rng(3);
  arma::uword beyond = 0;
  const arma::uword draws = 400000;
  for (arma::uword i = 0; i < draws; ++i) {
    const double x = rng.normal();
    ASSERT_TRUE(std::isfinite(x));
    if (std::abs(x) > 3.5) ++beyond;
  }
  checks::expect_frequency(beyond, draws, 2 * checks::normal_cdf(-3.5), {.what = "far ones"});
}

TEST(Rng, BoundedIntegersAreEquallyLikely) {
  Rng rng(4);
  arma::uvec seen(7, arma::fill::zeros);
  for (int i = 0; i < 21000; ++i) ++seen(rng.below(7));
  for (const arma::uword count : seen) {
    checks::expect_frequency(count, 21000, 1.0 / 7, {.what = "a number below 7"}, {1e-6, 7});
  }
  EXPECT_EQ(rng.below(1), 0U);
  EXPECT_THROW(rng.below(0), std::invalid_argument);
}

// A bound that is no divisor of 2^64: without rejection the lower third would come twice as often.
TEST(Rng, BoundedIntegersHaveNoBiasForHugeBounds) {
  Rng rng(5);
  const std::uint64_t third = std::uint64_t{1} << 62;
  arma::uword low = 0;
  for (int i = 0; i < 9000; ++i) {
    if (rng.below(3 * third) < third) ++low;
  }
  checks::expect_frequency(low, 9000, 1.0 / 3, {.what = "the lowest third"});
}

TEST(Rng, EveryOrderIsEquallyLikely) {
  Rng rng(6);
  arma::uvec seen(27, arma::fill::zeros);
  for (int i = 0; i < 12000; ++i) {
    const arma::uvec order = rng.permutation(3);
    ++seen(9 * order(0) + 3 * order(1) + order(2));
  }
  for (const arma::uword code : arma::uvec{5, 7, 11, 15, 19, 21}) {  // 012 021 102 120 201 210
    checks::expect_frequency(seen(code), 12000, 1.0 / 6, {.what = "an order of three"}, {1e-6, 6});
  }
  EXPECT_TRUE(rng.permutation(0).is_empty());
}

TEST(Rng, LabelsCoverAllClasses) {
  Rng rng(7);
  const arma::uvec labels = rng.labels(9000, 3);
  for (arma::uword c = 0; c < 3; ++c) {
    checks::expect_frequency(arma::accu(labels == c), 9000, 1.0 / 3, {.what = "a label"},
                             {1e-6, 3});
  }
}

TEST(Rng, TheStateIsWhatTheEnginePrints) {
  std::mt19937_64 engine(8);
  Rng rng(8);
  for (int draws : {0, 1, 311, 1, 400}) {
    for (int draw = 0; draw < draws; ++draw) EXPECT_EQ(rng.bits(), engine());
    std::stringstream text;
    text << engine;
    for (const std::uint64_t word : rng.state()) {
      std::uint64_t printed = 0;
      text >> printed;
      EXPECT_EQ(word, printed) << "after " << draws << " draws more";
    }
  }
}

TEST(Rng, TheStateIsAllThereIs) {
  Rng rng(8);
  rng.normal();
  Rng copy = Rng::from_state(rng.state());
  EXPECT_EQ(copy, rng);
  EXPECT_EQ(copy.normal(), rng.normal());
  Rng::State behind = rng.state();
  behind.back() = behind.size();
  EXPECT_THROW(Rng::from_state(behind), std::invalid_argument);
}

}  // namespace
}  // namespace descent
