#include <gtest/gtest.h>

#include "harness/checks/refusal.hpp"
#include "harness/remote/submission.hpp"
#include "harness/suites/11-ensembles/networks.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;

constexpr auto kRead = "never-average-independent-weights";

// The mean of what the networks say about the inputs.
arma::mat mean_answer(const std::vector<Model>& members, const arma::mat& inputs) {
  arma::mat sum = network_probabilities(members.at(0), inputs);
  for (std::size_t k = 1; k < members.size(); ++k) {
    sum += network_probabilities(members[k], inputs);
  }
  return sum / static_cast<double>(members.size());
}

TEST(EnsembleProbabilities, AveragesTheAnswersOfRandomNetworks) {
  Rng rng(remote::test_seed());
  const arma::mat inputs = rng.normal(6, 5);
  const PredictMember predict = [&](const Model& network) {
    return network_probabilities(network, inputs);
  };
  struct Run {
    arma::mat yours, expected;
  };
  std::vector<Run> runs;
  for (const arma::uword members : arma::uvec{3, 2, 6, 1}) {
    std::vector<Model> networks;
    while (networks.size() < members) networks.push_back(new_network(5, 4, 3, rng));
    runs.push_back(
        {submission::ensemble_probabilities(networks, predict), mean_answer(networks, inputs)});
  }
  for (const Run& run : runs) {
    if (!expect_near(run.yours, run.expected,
                     {.what = "what the ensemble says",
                      .why = "Each network is asked, and the answers are averaged, entry by entry.",
                      .read = kRead})) {
      return;
    }
  }
}

// The best networks of a search have layers of different sizes: there is no mean of their weights.
TEST(EnsembleProbabilities, AsksNetworksOfDifferentSizes) {
  Rng rng(remote::test_seed());
  const arma::mat inputs = rng.normal(5, 4);
  const PredictMember predict = [&](const Model& network) {
    return network_probabilities(network, inputs);
  };
  const std::vector<Model> networks = {new_network(4, 3, 3, rng), new_network(4, 7, 3, rng),
                                       new_network(4, 5, 3, rng)};
  expect_near(submission::ensemble_probabilities(networks, predict), mean_answer(networks, inputs),
              {.what = "what networks with 3, 7 and 5 hidden units say together",
               .why = "Only their answers have a common shape.",
               .read = kRead});
}

// The same function twice, with the hidden units in another order and pairs of signs turned: a
// network that computes the same, and whose weights have nothing to do with those of the first.
TEST(EnsembleProbabilities, SeesThroughAPermutationOfUnits) {
  Rng rng(remote::test_seed());
  const arma::mat inputs = rng.normal(7, 4);
  const PredictMember predict = [&](const Model& network) {
    return network_probabilities(network, inputs);
  };
  const Model network = new_network(4, 6, 3, rng);
  const arma::uvec order = {3, 5, 0, 1, 2, 4};
  const Model renamed = {network[0].cols(order), network[1].cols(order), network[2].rows(order),
                         network[3]};
  expect_near(submission::ensemble_probabilities({network, renamed}, predict),
              network_probabilities(network, inputs),
              {.what = "what a network and the same network with its hidden units renamed say",
               .why = "Both compute the same function, so the ensemble computes it, too. The mean "
                      "of their weights computes something else.",
               .read = kRead});
}

TEST(EnsembleProbabilities, AsksEachMemberOnceAndInOrder) {
  Rng rng(remote::test_seed());
  std::vector<Model> members;
  for (int k = 0; k < 5; ++k) members.push_back({rng.uniform(1, 1, 0.05, 0.95)});
  std::vector<double> asked;
  const PredictMember predict = [&](const Model& member) {
    const double p = member.at(0)(0, 0);
    asked.push_back(p);
    return arma::mat{{p, 1 - p}};
  };
  const arma::mat yours = submission::ensemble_probabilities(members, predict);
  const arma::vec in_order = asked;  // predict is asked again where a check below fails
  arma::vec expected(5);
  for (arma::uword k = 0; k < 5; ++k) expected(k) = members[k][0](0, 0);
  expect_near(yours, arma::mat{{arma::mean(expected), 1 - arma::mean(expected)}},
              {.what = "what five members say together", .read = kRead});
  expect_near(in_order, expected,
              {.what = "the members that predict was asked about",
               .why = "Each member once, from the first to the last.",
               .read = kRead,
               .tolerance = checks::kExact});
}

// Ensembles of networks that learned the digits from a hundred examples each, in four worlds. One
// network has an accuracy of 0.78 here, five together 0.86; a network whose weights are the mean of
// theirs has 0.39. The gain over four worlds has a mean of 0.073 and a deviation of 0.0123: it is
// below 0.01 in fewer than one of a million runs (5.1 deviations).
TEST(EnsembleProbabilities, BeatsTheMeanMemberOnTheDigits) {
  Rng rng(remote::test_seed());
  double gain = 0, loss_gain = 0, together = 0, averaged_weights = 0;
  constexpr int kWorlds = 4, kMembers = 5;
  for (int world = 0; world < kWorlds; ++world) {
    const DigitsTask task = any_digits(100, 300, rng);
    std::vector<Model> members;
    double accuracy = 0, loss = 0;
    for (int k = 0; k < kMembers; ++k) {
      members.push_back(trained_network(task, 8, 60, 0.5, rng));
      const arma::mat said = network_probabilities(members.back(), task.test_inputs);
      accuracy += accuracy_of(said, task.test_labels) / kMembers;
      loss += log_loss_of(said, task.test_labels) / kMembers;
    }
    // By value: it may be asked again when this world is gone.
    const PredictMember predict = [inputs = task.test_inputs](const Model& network) {
      return network_probabilities(network, inputs);
    };
    const arma::mat yours = submission::ensemble_probabilities(members, predict);
    if (!expect_near(yours, mean_answer(members, task.test_inputs),
                     {.what = "what five networks say about the digits", .read = kRead})) {
      return;
    }
    const double mine = accuracy_of(yours, task.test_labels);
    together += mine / kWorlds;
    gain += (mine - accuracy) / kWorlds;
    loss_gain += (loss - log_loss_of(yours, task.test_labels)) / kWorlds;
    averaged_weights +=
        accuracy_of(network_probabilities(mean_parameters(members), task.test_inputs),
                    task.test_labels) /
        kWorlds;
  }
  checks::expect_greater(gain, 0.01,
                         {.what = "the gain in accuracy of five networks over one of them",
                          .why = "On digits, after a hundred examples, five networks together are "
                                 "about 7 % better than one. (A right solution fails here in "
                                 "fewer than one of 1,000,000 runs.)",
                          .read = kRead});
  checks::expect_greater(loss_gain, 0,
                         {.what = "the gain in log loss", .read = "the-log-loss-cannot-lose"});
  checks::expect_greater(together, averaged_weights,
                         {.what = "the accuracy, against one network with the mean weights",
                          .why = "Averaging the weights of independent networks destroys them.",
                          .read = kRead});
}

TEST(EnsembleProbabilities, RefusesBadInput) {
  using checks::expect_refusal;
  const PredictMember fine = [](const Model&) { return arma::mat{{0.5, 0.5}}; };
  const PredictMember scores = [](const Model& m) { return m.at(0); };
  const Model model = {arma::ones(1, 2)};
  const auto call = [](const std::vector<Model>& members, const PredictMember& predict) {
    return [=] { submission::ensemble_probabilities(members, predict); };
  };
  expect_refusal("no members", call({}, fine));
  expect_refusal("an empty function for predict", call({model}, {}));
  expect_refusal("a member without parameters", call({model, {}}, fine));
  expect_refusal("a member with an empty parameter", call({model, {arma::mat(0, 3)}}, fine));
  expect_refusal("answers that are scores", call({{arma::mat{{3, -1}}}}, scores));
  expect_refusal("answers of different shapes",
                 call({{arma::mat{{0.5, 0.5}}}, {arma::mat{{0.5, 0.25, 0.25}}}}, scores));
}

}  // namespace
}  // namespace descent::suite
