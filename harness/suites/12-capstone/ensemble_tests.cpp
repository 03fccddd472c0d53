// ensemble_of_best.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <limits>

#include "harness/checks/refusal.hpp"
#include "harness/suites/12-capstone/plain.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;
using checks::expect_refusal;

constexpr auto kReadEnsemble = "the-last-two-percent";
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

TEST(EnsembleOfBest, AveragesWhatTheBestSay) {
  Rng rng(remote::test_seed());
  std::vector<Network> networks;
  std::vector<arma::mat> answers;
  const arma::mat x = rng.normal(8, 5);
  for (const arma::uword hidden : arma::uvec{4, 4, 7, 4, 3}) {
    networks.push_back(any_network({5, hidden, 6, 3}, rng));
    answers.push_back(plain_softmax(plain_test_scores(networks.back(), x)));
  }
  const std::vector<arma::uvec> orders = {{3, 0, 4, 2, 1}, {1, 2, 3, 4, 0}, {0, 4, 1, 3, 2}};
  for (const arma::uvec& order : orders) {
    arma::vec accuracy(5);
    for (arma::uword place = 0; place < 5; ++place) {
      accuracy(order(place)) = 0.9 - 0.15 * static_cast<double>(place);
    }
    for (const arma::uword k : arma::uvec{1, 2, 3, 5}) {
      arma::mat expected(8, 3, arma::fill::zeros);
      for (arma::uword place = 0; place < k; ++place) expected += answers[order(place)];
      if (!expect_near(submission::ensemble_of_best(networks, accuracy, k, x),
                       expected / static_cast<double>(k),
                       {.what = fmt::format("what the {} best of five networks say", k),
                        .why = "The mean of their probabilities; the highest validation accuracies "
                               "say which they are.",
                        .read = kReadEnsemble})) {
        return;
      }
    }
  }
}

TEST(EnsembleOfBest, TakesTheFirstOfEqualOnes) {
  Rng rng(remote::test_seed());
  std::vector<Network> networks;
  std::vector<arma::mat> answers;
  const arma::mat x = rng.normal(6, 4);
  for (int k = 0; k < 4; ++k) {
    networks.push_back(any_network({4, 5, 3}, rng));
    answers.push_back(plain_softmax(plain_test_scores(networks.back(), x)));
  }
  expect_near(submission::ensemble_of_best(networks, {0.5, 0.8, 0.5, 0.5}, 2, x),
              (answers[1] + answers[0]) / 2,
              {.what = "what the two best say, where three are equally good",
               .why = "Of equal ones the first.",
               .read = kReadEnsemble});
}

TEST(EnsembleOfBest, RefusesBadInput) {
  Rng rng(remote::test_seed());
  const std::vector<Network> networks = {any_network({4, 5, 3}, rng), any_network({4, 5, 3}, rng)};
  const arma::mat x = rng.normal(6, 4);
  const auto refused = [&](const std::string& what, const std::vector<Network>& members,
                           const arma::vec& accuracy, arma::uword k, const arma::mat& input) {
    return expect_refusal(what, [&] { submission::ensemble_of_best(members, accuracy, k, input); });
  };
  EXPECT_TRUE(refused("no networks", {}, {}, 1, x) &&
              refused("a k of 0", networks, {0.1, 0.2}, 0, x) &&
              refused("a k above the number of networks", networks, {0.1, 0.2}, 3, x) &&
              refused("accuracies that are fewer", networks, {0.1}, 1, x) &&
              refused("an accuracy that is NaN", networks, {0.1, kNan}, 1, x) &&
              refused("an accuracy above 1", networks, {0.1, 70}, 1, x) &&
              refused("x of another width", networks, {0.1, 0.2}, 1, rng.normal(6, 3)));
}

}  // namespace
}  // namespace descent::suite
