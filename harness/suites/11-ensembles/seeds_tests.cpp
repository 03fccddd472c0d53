#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <set>

#include "harness/checks/refusal.hpp"
#include "harness/remote/submission.hpp"
#include "harness/suites/11-ensembles/networks.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;
using checks::expect_that;

constexpr auto kRead = "same-model-different-seeds";
constexpr auto kReadSeed = "a-seed-for-each-member";

// "Trains" a model: all of it is random numbers, as many as `draws`.
TrainMember random_training(arma::uword draws) {
  return [draws](Rng& random) -> Model {
    arma::mat first(1, 2);
    for (double& entry : first) entry = random.uniform();
    arma::mat second(draws, 1);
    for (double& entry : second) entry = random.uniform();
    return {first, second};
  };
}

// One ensemble, and what became of rng.
struct Trained {
  std::vector<Model> members;
  Rng after;
};

Trained train_members(arma::uword members, arma::uword draws, Rng rng) {
  Trained trained;
  trained.members = submission::same_model_different_seeds(random_training(draws), members, rng);
  trained.after = rng;
  return trained;
}

bool expect_members(const Trained& trained, std::size_t members) {
  if (!checks::expect_equal(
          static_cast<long long>(trained.members.size()), static_cast<long long>(members),
          {.what = "the number of members", .why = "One for each call of train.", .read = kRead})) {
    return false;
  }
  return std::all_of(trained.members.begin(), trained.members.end(), [](const Model& model) {
    return checks::expect_equal(static_cast<long long>(model.size()), 2,
                                {.what = "the number of parameters of a member",
                                 .why = "Keep the model as train returns it.",
                                 .read = kRead});
  });
}

// How often a random number occurs again anywhere among these models. 53 random bits: a right
// solution repeats one of 10,000 numbers with a probability below 1e-8.
std::size_t repeated_numbers(const std::vector<Model>& models) {
  const arma::mat all = flat(models);
  const std::set<double> different(all.begin(), all.end());
  return all.n_elem - different.size();
}

TEST(SameModelDifferentSeeds, KeepsEachModelAsItWasTrained) {
  // What was trained goes into a record, which outlives the comparisons: where one of them fails,
  // all is trained again.
  std::deque<std::vector<Model>> records;
  for (const arma::uword members : arma::uvec{4, 1, 9}) {
    Rng rng(remote::test_seed());
    std::vector<Model>& record = records.emplace_back();
    const TrainMember train = [&record](Rng& random) -> Model {
      record.push_back({random.normal(2, 3), random.normal(1, 3), random.normal(3, 2)});
      return record.back();
    };
    const std::vector<Model> yours = submission::same_model_different_seeds(train, members, rng);
    const std::vector<Model> trained = record;
    if (!checks::expect_equal(static_cast<long long>(trained.size()),
                              static_cast<long long>(members),
                              {.what = "the number of times that train was called",
                               .why = "Once for each member: training is expensive.",
                               .read = kRead}) ||
        !expect_models_shaped(yours, trained, "members", kRead) ||
        !expect_near(flat(yours), flat(trained),
                     {.what = "the parameters of the members, one below the other",
                      .why = "What train has returned, in that order, untouched.",
                      .read = kRead,
                      .tolerance = checks::kExact})) {
      return;
    }
  }
}

TEST(SameModelDifferentSeeds, TrainsEachMemberWithNumbersOfItsOwn) {
  const Trained trained = train_members(5, 30, Rng(remote::test_seed()));
  if (!expect_members(trained, 5)) return;
  const arma::mat& first = trained.members[0][0];
  const arma::mat& second = trained.members[1][0];
  if (!expect_that(!arma::approx_equal(first, second, "absdiff", 0), "the same parameters twice",
                   "two different models",
                   {.what = "the first two members",
                    .why = "Every member began with the same random numbers, so it is the same "
                           "model several times, and the mean of equal things is no mean. Do you "
                           "hand over a copy of rng, or an Rng with a fixed seed?",
                    .read = kReadSeed})) {
    return;
  }
  expect_that(repeated_numbers(trained.members) == 0,
              std::to_string(repeated_numbers(trained.members)) + " numbers occur again",
              "no random number in two members",
              {.what = "the random numbers of five members",
               .why = "Members that share some of their random numbers are related. A generator "
                      "that starts one number later gives the same numbers one place further.",
               .read = kReadSeed});
}

// With n seeds to choose from, 60 members are all different with probability exp(-1770/n): seeds
// between 0 and 99 collide all but surely.
TEST(SameModelDifferentSeeds, HasASeedForEveryoneInALargeEnsemble) {
  const Trained trained = train_members(60, 4, Rng(remote::test_seed()));
  if (!expect_members(trained, 60)) return;
  expect_that(repeated_numbers(trained.members) == 0,
              std::to_string(repeated_numbers(trained.members)) + " numbers occur again",
              "no random number in two members",
              {.what = "the random numbers of sixty members",
               .why = "Seeds from a small range are soon drawn twice (with 100 of them, among 60 "
                      "members, for sure): take all 64 bits.",
               .read = kReadSeed});
}

TEST(SameModelDifferentSeeds, TakesAllRandomnessFromRng) {
  const Rng one(remote::test_seed()), other(remote::test_seed() + 1);
  const Trained first = train_members(3, 5, one);
  const Trained again = train_members(3, 5, one);
  const Trained different = train_members(3, 5, other);
  if (!expect_members(first, 3) || !expect_members(again, 3) || !expect_members(different, 3)) {
    return;
  }
  if (!expect_near(flat(again.members), flat(first.members),
                   {.what = "the members for the same state of rng",
                    .why = "The state of rng decides everything: the same one, the same ensemble. "
                           "That is what makes an experiment repeatable.",
                    .read = kReadSeed,
                    .tolerance = checks::kExact})) {
    return;
  }
  std::vector<Model> both = first.members;
  both.insert(both.end(), different.members.begin(), different.members.end());
  expect_that(repeated_numbers(both) == 0, "some of the same models", "other models",
              {.what = "the members for another state of rng",
               .why = "Another rng must give other members. Seeds 0, 1, 2 ... of your own give the "
                      "same ensemble for everybody.",
               .read = kReadSeed});
}

TEST(SameModelDifferentSeeds, MovesRngOn) {
  const Rng before(remote::test_seed());
  const Trained first = train_members(3, 5, before);
  const Trained next = train_members(3, 5, first.after);
  if (!expect_that(!(first.after == before), "rng as it was", "rng moved on",
                   {.what = "the rng after the call",
                    .why = "Whoever trains a second ensemble with the same rng wants another one. "
                           "Do you draw from a copy?",
                    .read = kReadSeed})) {
    return;
  }
  if (!expect_members(first, 3) || !expect_members(next, 3)) return;
  std::vector<Model> both = first.members;
  both.insert(both.end(), next.members.begin(), next.members.end());
  expect_that(repeated_numbers(both) == 0, "some of the same models", "other models",
              {.what = "the members of the next call",
               .why = "rng has moved on, so the next ensemble is another one.",
               .read = kReadSeed});
}

// The digits, learned from a hundred examples, in three worlds. Five networks of one size that
// began elsewhere make errors of their own, and together they are right more often. One network
// five times over gains nothing. (The gain over three worlds is 0.073, with a deviation of 0.014:
// below 0 is 5.1 deviations away.)
TEST(SameModelDifferentSeeds, MakesMembersThatGainOnTheDigits) {
  Rng rng(remote::test_seed());
  double gain = 0, accuracy = 0;
  std::vector<DigitsTask> worlds;
  for (int world = 0; world < 3; ++world) worlds.push_back(any_digits(100, 300, rng));
  for (const DigitsTask& task : worlds) {
    const TrainMember train = [&task](Rng& random) {
      return trained_network(task, 8, 60, 0.5, random);
    };
    Rng theirs(rng.bits());
    const std::vector<Model> yours = submission::same_model_different_seeds(train, 5, theirs);
    if (!checks::expect_equal(static_cast<long long>(yours.size()), 5,
                              {.what = "the number of members", .read = kRead})) {
      return;
    }
    arma::mat together(300, 10, arma::fill::zeros);
    for (const Model& member : yours) {
      if (!checks::expect_equal(static_cast<long long>(member.size()), 4,
                                {.what = "the number of parameters of a member", .read = kRead}) ||
          !checks::expect_shape(member[0], 64, 8, {.what = "the weights", .read = kRead})) {
        return;
      }
      const arma::mat said = network_probabilities(member, task.test_inputs);
      together += said / 5;
      accuracy += accuracy_of(said, task.test_labels) / 15;
    }
    gain += accuracy_of(together, task.test_labels) / 3;
  }
  gain -= accuracy;
  checks::expect_greater(accuracy, 0.5,
                         {.what = "the mean accuracy of networks that learned the digits",
                          .why = "Each member is a network as train has returned it.",
                          .read = kRead});
  checks::expect_greater(gain, 0,
                         {.what = "the gain of five members over one of them, on digits",
                          .why = "Members that began elsewhere make other errors, and the mean of "
                                 "their answers is right more often. (A right solution fails here "
                                 "in fewer than one of 1,000,000 runs.)",
                          .read = kRead});
}

TEST(SameModelDifferentSeeds, RefusesBadInput) {
  using checks::expect_refusal;
  Rng rng(remote::test_seed());
  expect_refusal("no members",
                 [&] { submission::same_model_different_seeds(random_training(2), 0, rng); });
  expect_refusal("an empty function for train",
                 [&] { submission::same_model_different_seeds({}, 3, rng); });
}

}  // namespace
}  // namespace descent::suite
