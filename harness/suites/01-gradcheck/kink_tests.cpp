#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "harness/checks/expect.hpp"
#include "harness/checks/refusal.hpp"
#include "harness/remote/submission.hpp"

namespace descent::suite {
namespace {

using checks::expect_refusal;

constexpr auto kRead = "kinks";

/// A question that the submission has answered, and the right answer.
struct Answer {
  std::string situation;
  bool yours;
  bool expected;
};

void expect_answers(const std::vector<Answer>& answers, const std::string& why) {
  for (const Answer& answer : answers) {
    const auto in_words = [](bool crossed) { return crossed ? "a kink" : "no kink"; };
    const bool holds = checks::expect_that(
        answer.yours == answer.expected, in_words(answer.yours), in_words(answer.expected),
        {.what = "the answer for " + answer.situation, .why = why, .read = kRead});
    if (!holds) return;
  }
}

// One winner for each threshold: 1 where the entry is above it.
WinnersOfMatrix above(const arma::mat& thresholds) {
  return [thresholds](const arma::mat& x) {
    arma::uvec winners(thresholds.n_elem, arma::fill::zeros);
    for (arma::uword k = 0; k < std::min(x.n_elem, thresholds.n_elem); ++k) {
      winners(k) = x(k) > thresholds(k) ? 1 : 0;
    }
    return winners;
  };
}

TEST(KinkCrossed, SeesAKinkOnEitherSide) {
  const arma::mat x = {{1, 2}, {3, 4}};
  std::vector<Answer> answers;
  for (const double distance : {0.05, -0.05, 0.15, -0.15, 0.0999, -0.0999, 0.1001, -0.1001}) {
    arma::mat thresholds = x + 100;
    thresholds(2) = x(2) + distance;
    answers.push_back({fmt::format("a kink {:+.4g} from x, h = 0.1", distance),
                       submission::kink_crossed(above(thresholds), x, 2, 0.1),
                       std::abs(distance) < 0.1});
  }
  expect_answers(answers, "The step reaches from x - h to x + h, and so does what it may cross.");
}

TEST(KinkCrossed, SeesOneKinkAmongMany) {
  Rng rng(remote::test_seed());
  const arma::mat x = rng.normal(3, 5);
  std::vector<Answer> answers;
  for (arma::uword k = 0; k < 40; ++k) {
    // Forty winners that never change, but for one.
    const bool crosses = k % 3 != 0;
    const WinnersOfMatrix winners = [&, k, crosses](const arma::mat& at) {
      arma::uvec all = arma::regspace<arma::uvec>(5, 44);
      if (crosses) all(k) = at(7) > x(7) + 0.02 ? 1 : 0;
      return all;
    };
    answers.push_back({fmt::format("40 winners, of which number {} {}", k,
                                   crosses ? "changes" : "does not change, nor does any other"),
                       submission::kink_crossed(winners, x, 7, 0.05), crosses});
  }
  expect_answers(answers, "One winner that changes is a kink, whichever it is.");
}

TEST(KinkCrossed, SeesUnitsThatChangePlaces) {
  // One ReLU goes off where another goes on; and two inputs of a max-pool change places.
  const WinnersOfMatrix relus = [](const arma::mat& x) {
    return arma::uvec{x(1) > 0.01 ? 1u : 0u, x(1) > 0.01 ? 0u : 1u, 1u};
  };
  const WinnersOfMatrix pool = [](const arma::mat& x) {
    return x(1) > -0.02 ? arma::uvec{3, 0, 8} : arma::uvec{0, 3, 8};
  };
  const arma::mat x = {{5, 0, 5}};
  const std::vector<Answer> answers = {
      {"a ReLU that goes off where another goes on", submission::kink_crossed(relus, x, 1, 0.1),
       true},
      {"two winners that change places", submission::kink_crossed(pool, x, 1, 0.1), true},
      {"a step too short to reach either", submission::kink_crossed(relus, x, 1, 0.001), false}};
  expect_answers(answers,
                 "How many units are on, or the sum of the winners, may stay the same: compare "
                 "them one by one.");
}

TEST(KinkCrossed, SeesAnotherNumberOfWinners) {
  const WinnersOfMatrix grows = [](const arma::mat& x) {
    return x(0) > 1.03 ? arma::uvec{4, 2, 0} : arma::uvec{4, 2};
  };
  const WinnersOfMatrix shrinks = [](const arma::mat& x) {
    return x(0) > 0.98 ? arma::uvec{} : arma::uvec{7};
  };
  const WinnersOfMatrix none = [](const arma::mat&) { return arma::uvec{}; };
  const arma::mat x = arma::ones(1, 1);
  const std::vector<Answer> answers = {
      {"2 winners below and 3 above, of which two are the same",
       submission::kink_crossed(grows, x, 0, 0.1), true},
      {"1 winner below and none above", submission::kink_crossed(shrinks, x, 0, 0.1), true},
      {"a smooth loss, which has no winners", submission::kink_crossed(none, x, 0, 0.1), false}};
  expect_answers(answers, "Winners that come or go are other winners.");
}

TEST(KinkCrossed, MovesOnlyTheEntryInQuestion) {
  Rng rng(remote::test_seed());
  // In a third of the entries the kink is near, in the others far away.
  const arma::mat x = rng.normal(4, 7);
  arma::mat thresholds = x;
  for (arma::uword k = 0; k < x.n_elem; ++k) {
    const double distance = rng.below(3) == 0 ? rng.uniform(0.1, 0.9) : rng.uniform(1.1, 3);
    thresholds(k) += rng.below(2) == 0 ? distance * 1e-3 : -distance * 1e-3;
  }
  thresholds(0) = x(0) + 0.6e-3;  // whoever looks at the first winner alone is right here, no other
  thresholds(5) = x(5) + 0.5e-3;  // one of each at least
  thresholds(6) = x(6) + 2e-3;
  std::vector<Answer> answers;
  for (arma::uword k = 0; k < x.n_elem; ++k) {
    answers.push_back({fmt::format("entry {} of a 4 x 7 matrix, with a kink {:+.4g} from it and h "
                                   "= 0.001",
                                   k, thresholds(k) - x(k)),
                       submission::kink_crossed(above(thresholds), x, k, 1e-3),
                       std::abs(thresholds(k) - x(k)) < 1e-3});
  }
  expect_answers(answers,
                 "Only entry `index`, counted column by column, is moved; the kinks of the other "
                 "entries are not on its way.");
}

TEST(KinkCrossed, IsRightForALayerOfReLUs) {
  Rng rng(remote::test_seed());
  const arma::mat inputs = rng.normal(6, 4);
  const arma::mat weights = rng.normal(4, 3);
  const auto sides = [&](const arma::mat& w) -> arma::uvec {
    const arma::mat scores = inputs * w;
    return arma::vectorise(arma::umat(scores > 0));
  };
  std::vector<Answer> answers;
  for (const double h : {1e-5, 0.05, 0.3}) {
    for (arma::uword k = 0; k < weights.n_elem; ++k) {
      arma::mat up = weights, down = weights;
      up(k) += h;
      down(k) -= h;
      answers.push_back({fmt::format("weight {} of a layer of ReLUs, h = {}", k, h),
                         submission::kink_crossed(sides, weights, k, h),
                         arma::any(sides(up) != sides(down))});
    }
  }
  expect_answers(answers, "A weight moves the pre-activations of all examples.");
}

TEST(KinkCrossed, AsksAtBothEndsOfTheStep) {
  Rng rng(remote::test_seed());
  const arma::mat x = rng.normal(3, 2);
  arma::uword calls = 0;
  arma::uword elsewhere = 0;
  const auto winners = [&](const arma::mat& at) {
    ++calls;
    for (arma::uword k = 0; k < std::min(at.n_elem, x.n_elem); ++k) {
      const double move = std::abs(at(k) - x(k));
      if (move > 1e-9 && (k != 4 || std::abs(move - 0.25) > 1e-9)) ++elsewhere;
    }
    return arma::uvec{at.n_elem == x.n_elem && at(4) > x(4) + 0.24 ? 1u : 0u};
  };
  const bool yours = submission::kink_crossed(winners, x, 4, 0.25);
  const arma::uword all_calls = calls;
  const arma::uword wrong_points = elsewhere;
  expect_answers({{"a kink just below x + h", yours, true}}, "The step ends at x + h.");
  checks::expect_equal(
      static_cast<long long>(wrong_points), 0,
      {.what = "the number of entries moved that are not x(4) ± h", .read = kRead});
  checks::expect_between(static_cast<double>(all_calls), 2, 3,
                         {.what = "the number of calls of winners", .read = kRead});
}

TEST(KinkCrossed, RefusesBadInput) {
  const WinnersOfMatrix winners = [](const arma::mat&) { return arma::uvec{1}; };
  const auto call = [](const WinnersOfMatrix& w, const arma::mat& x, arma::uword index, double h) {
    return [=] { submission::kink_crossed(w, x, index, h); };
  };
  expect_refusal("index 6 of 6 entries", call(winners, arma::ones(2, 3), 6, 1e-5));
  expect_refusal("an index far behind the end", call(winners, arma::ones(2, 3), 1000000, 1e-5));
  expect_refusal("a step of 0", call(winners, arma::ones(2, 3), 0, 0));
  expect_refusal("a negative step", call(winners, arma::ones(2, 3), 0, -1e-5));
  expect_refusal("a step that is NaN",
                 call(winners, arma::ones(2, 3), 0, std::numeric_limits<double>::quiet_NaN()));
  expect_refusal("no entries", call(winners, arma::mat(), 0, 1e-5));
  expect_refusal("nobody who reports winners", call({}, arma::ones(2, 3), 0, 1e-5));
}

}  // namespace
}  // namespace descent::suite
