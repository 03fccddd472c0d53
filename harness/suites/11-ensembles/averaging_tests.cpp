#include <gtest/gtest.h>

#include "harness/checks/properties.hpp"
#include "harness/checks/refusal.hpp"
#include "harness/checks/terms.hpp"
#include "harness/remote/submission.hpp"
#include "harness/suites/11-ensembles/networks.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;
using checks::expect_refusal;
using Members = std::vector<arma::mat>;

constexpr auto kRead = "average-the-probabilities";
constexpr auto kReadWeights = "weights-of-the-members";
constexpr auto kReadDecide = "average-first-then-decide";

// The members behind the values that harness/tests/crosscheck/ensembles.py computed.
const Members kHand = {{{0.7, 0.2, 0.1}, {0.05, 0.15, 0.8}},
                       {{0.1, 0.65, 0.25}, {0.3, 0.3, 0.4}},
                       {{0.0, 0.55, 0.45}, {0.9, 0.04, 0.06}}};
const arma::vec kHandWeights = {2, 0.5, 1.5};

// Members, and weights of any sum: none at all in every other case.
struct Case {
  Members members;
  arma::vec weights;
};

std::vector<Case> any_cases(Rng& rng) {
  std::vector<Case> cases;
  for (const arma::uword members : arma::uvec{3, 5, 2, 4, 7, 1}) {
    Case one{any_members(members, 4 + rng.below(5), 3, rng), {}};
    if (members != 3 && members != 2) one.weights = rng.uniform(members, 1, 0.1, 3);
    cases.push_back(one);
  }
  return cases;
}

TEST(AverageProbabilities, HasTheHandValues) {
  expect_near(submission::average_probabilities(kHand, {}),
              arma::mat{{0.266666666666667, 0.466666666666667, 0.266666666666667},
                        {0.416666666666667, 0.163333333333333, 0.42}},
              {.what = "the averaged probabilities of three members",
               .read = kRead,
               .tolerance = checks::kHandValue});
  expect_near(submission::average_probabilities(kHand, kHandWeights),
              arma::mat{{0.3625, 0.3875, 0.25}, {0.4, 0.1275, 0.4725}},
              {.what = "the averaged probabilities with weights",
               .read = kReadWeights,
               .tolerance = checks::kHandValue});
}

TEST(AverageProbabilities, IsRightForRandomMembers) {
  Rng rng(remote::test_seed());
  const std::vector<Case> cases = any_cases(rng);
  Members yours;
  for (const Case& one : cases) {
    yours.push_back(submission::average_probabilities(one.members, one.weights));
  }
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const bool weighted = !cases[i].weights.is_empty();
    if (!expect_near(yours[i], reference::average_probabilities(cases[i].members, cases[i].weights),
                     {.what = weighted ? "the weighted average" : "the average",
                      .why = "Each entry is the mean of that entry over the members.",
                      .read = weighted ? kReadWeights : kRead})) {
      return;
    }
  }
}

TEST(AverageProbabilities, AreProbabilitiesAgain) {
  Rng rng(remote::test_seed());
  const Members members = any_members(6, 5, 4, rng);
  const arma::vec weights = rng.uniform(6, 1, 0.5, 20);
  for (const arma::vec& of : {arma::vec{}, weights}) {
    const arma::mat yours = submission::average_probabilities(members, of);
    if (!checks::expect_shape(yours, 5, 4, {.what = "the average", .read = kRead})) return;
    expect_near(arma::sum(yours, 1), arma::ones(5, 1),
                {.what = "the sums of the rows",
                 .why = "A mean of distributions is a distribution, whatever the weights sum to.",
                 .read = kRead});
  }
}

TEST(AverageProbabilities, LiesBetweenTheMembers) {
  Rng rng(remote::test_seed());
  const arma::mat member = any_probabilities(5, 3, rng);
  expect_near(submission::average_probabilities({member, member, member, member}, {}), member,
              {.what = "the average of four equal members",
               .why = "If all say the same, their mean says it, too.",
               .read = kRead});
  expect_near(submission::average_probabilities({member}, {}), member,
              {.what = "the average of a single member", .read = kRead});
}

TEST(AverageProbabilities, DependsOnRatiosOfWeightsOnly) {
  Rng rng(remote::test_seed());
  const Members members = any_members(3, 5, 4, rng);
  const arma::vec weights = {1, 2, 5};
  const arma::mat once = submission::average_probabilities(members, weights);
  const arma::mat many = submission::average_probabilities(members, 40 * weights);
  const arma::mat equal = submission::average_probabilities(members, {0.2, 0.2, 0.2});
  const arma::mat plain = submission::average_probabilities(members, {});
  const arma::mat alone = submission::average_probabilities(members, {0, 3, 0});
  const arma::mat twice = submission::average_probabilities(
      {members[0], members[1], members[1], members[2], members[2]}, {1, 1, 1, 2, 3});
  expect_near(many, once,
              {.what = "the average with all weights times 40",
               .why = "The weights are divided by their sum: only their ratios count.",
               .read = kReadWeights});
  expect_near(equal, plain,
              {.what = "the average with equal weights",
               .why = "Equal weights are no weights.",
               .read = kReadWeights});
  expect_near(alone, members[1],
              {.what = "the average with weights 0, 3, 0",
               .why = "Only one member has a say.",
               .read = kReadWeights});
  expect_near(twice, once,
              {.what = "the average with members listed twice",
               .why = "A member of weight 2 is a member that is there twice.",
               .read = kReadWeights});
}

// Members may be sure: then logarithms are infinite, and a geometric mean is 0.
TEST(AverageProbabilities, TakesCertaintyAsItIs) {
  const Members members = {{{1, 0}, {0, 1}}, {{0, 1}, {0, 1}}, {{0.5, 0.5}, {1, 0}}};
  expect_near(submission::average_probabilities(members, {}),
              arma::mat{{0.5, 0.5}, {1.0 / 3, 2.0 / 3}},
              {.what = "the average of members that are certain",
               .why = "Probabilities of 0 and 1 are averaged like any others.",
               .read = "not-the-logarithms"});
}

// One member is nearly certain of class 1, two lean towards class 0 with 0.9. Averaged
// probabilities say class 0; averaged logits say class 1.
const Members kLogitsDiffer = {{{0.001, 0.999}}, {{0.9, 0.1}}, {{0.9, 0.1}}};

TEST(AverageProbabilities, AveragesProbabilitiesAndNotLogits) {
  const arma::mat yours = submission::average_probabilities(kLogitsDiffer, {});
  checks::expect_near_or_known(
      yours, arma::mat{{0.600333333333333, 0.399666666666667}},
      {{arma::mat{{0.302075233642795, 0.697924766357205}},
        "That is the softmax of the averaged logarithms: one member that is nearly certain then "
        "overrules all others."}},
      {.what = "the average where one member is nearly certain",
       .why = "(0.001 + 0.9 + 0.9) / 3.",
       .read = "not-the-logarithms",
       .tolerance = checks::kHandValue});
}

TEST(AverageProbabilities, RemembersNothing) {
  Rng rng(remote::test_seed());
  const Members members = any_members(3, 4, 5, rng);
  checks::expect_same_twice(
      [&] {
        return submission::average_probabilities(members, {1, 2, 3});
      },
      {.what = "average_probabilities", .read = kRead});
}

void expect_ensemble_refusals(const std::function<void(const Members&, const arma::vec&)>& yours) {
  const arma::mat good = {{0.5, 0.5}, {0.25, 0.75}};
  const auto call = [&](const Members& members, const arma::vec& weights) {
    return [&yours, members, weights] { yours(members, weights); };
  };
  expect_refusal("no members", call({}, {}));
  expect_refusal("a member without examples", call({arma::mat(0, 2)}, {}));
  expect_refusal("members of different shapes", call({good, arma::mat{{0.5, 0.5}}}, {}));
  expect_refusal("members with different classes",
                 call({good, arma::mat{{0.5, 0.25, 0.25}, {1, 0, 0}}}, {}));
  expect_refusal("scores instead of probabilities", call({good, arma::mat{{2, -1}, {0, 1}}}, {}));
  expect_refusal("rows that sum to 2", call({2 * good, good}, {}));
  expect_refusal("a probability that is NaN",
                 call({good, arma::mat{{arma::datum::nan, 0.5}, {0, 1}}}, {}));
  expect_refusal("three weights for two members", call({good, good}, {1, 1, 1}));
  expect_refusal("a negative weight", call({good, good}, {1, -0.5}));
  expect_refusal("weights that are all 0", call({good, good}, {0, 0}));
  expect_refusal("a weight that is NaN", call({good, good}, {1, arma::datum::nan}));
}

TEST(AverageProbabilities, RefusesBadInput) {
  expect_ensemble_refusals([](const Members& members, const arma::vec& weights) {
    submission::average_probabilities(members, weights);
  });
}

TEST(EnsemblePredict, HasTheHandValues) {
  checks::expect_equal(submission::ensemble_predict(kHand, {}), arma::uvec{1, 2},
                       {.what = "the decisions of three members", .read = kReadDecide});
  checks::expect_equal(submission::ensemble_predict(kHand, {9, 1, 1}), arma::uvec{0, 2},
                       {.what = "the decisions with weights 9, 1, 1", .read = kReadWeights});
}

TEST(EnsemblePredict, IsRightForRandomMembers) {
  Rng rng(remote::test_seed());
  struct Run {
    Members members;
    arma::vec weights;
    arma::uvec yours;
  };
  std::vector<Run> runs;
  for (const arma::uword members : arma::uvec{3, 5, 6}) {
    Run run{any_members(members, 60, 4, rng), {}, {}};
    if (members > 3) run.weights = arma::square(rng.uniform(members, 1, 0.1, 3));
    run.yours = submission::ensemble_predict(run.members, run.weights);
    runs.push_back(run);
  }
  for (const Run& run : runs) {
    if (!checks::expect_equal(run.yours, reference::ensemble_predict(run.members, run.weights),
                              {.what = "the decisions",
                               .why = "In each row the class with the largest averaged "
                                      "probability, counted from 0.",
                               .read = kReadDecide})) {
      return;
    }
  }
}

TEST(EnsemblePredict, LetsOneSureMemberOutvoteTwoDoubters) {
  const Members members = {
      {{0.51, 0.49}, {0.1, 0.9}}, {{0.51, 0.49}, {0.52, 0.48}}, {{0.02, 0.98}, {0.52, 0.48}}};
  checks::expect_equal(submission::ensemble_predict(members, {}), arma::uvec{1, 1},
                       {.what = "the decisions where two members doubt and one is sure",
                        .why = "The averaged probability of class 0 is 0.347 in the first example "
                               "and 0.38 in the second. A vote would forget who was sure.",
                        .read = kReadDecide});
}

TEST(EnsemblePredict, LetsTwoMembersOutvoteOneThatIsCertain) {
  checks::expect_equal(submission::ensemble_predict(kLogitsDiffer, {}), arma::uvec{0},
                       {.what = "the decision where one member is nearly certain",
                        .why = "Averaged probabilities are 0.6 and 0.4. Averaged logits would let "
                               "the certain one decide alone.",
                        .read = "not-the-logarithms"});
}

// Class 2 wins on average; nobody but the mean of the class numbers would say 1.
TEST(EnsemblePredict, DoesNotAverageTheNumbersOfClasses) {
  const Members members = {{{0.9, 0.0, 0.1, 0.0}}, {{0, 0, 1, 0}}, {{0, 0.1, 0.9, 0}}};
  checks::expect_equal(submission::ensemble_predict(members, {}), arma::uvec{2},
                       {.what = "the decision where members say class 0, 2 and 2",
                        .why = "Labels are names: the mean of a zero and a two is no one.",
                        .read = kReadDecide});
}

TEST(EnsemblePredict, TakesTheFirstOfEqualClasses) {
  const Members members = {{{0.25, 0.5, 0.25, 0}, {0.5, 0, 0, 0.5}, {0, 0.25, 0.25, 0.5}},
                           {{0.25, 0, 0.25, 0.5}, {0, 0.5, 0, 0.5}, {0.25, 0.25, 0.5, 0}}};
  checks::expect_equal(submission::ensemble_predict(members, {}), arma::uvec{0, 3, 2},
                       {.what = "the decisions where averaged probabilities may be equal",
                        .why = "Of several classes with the largest probability the first one "
                               "counts.",
                        .read = "ties"});
}

TEST(EnsemblePredict, RefusesBadInput) {
  expect_ensemble_refusals([](const Members& members, const arma::vec& weights) {
    submission::ensemble_predict(members, weights);
  });
}

}  // namespace
}  // namespace descent::suite
