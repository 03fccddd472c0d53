#include <gtest/gtest.h>

#include <cmath>

#include "harness/checks/properties.hpp"
#include "harness/checks/refusal.hpp"
#include "harness/remote/submission.hpp"
#include "harness/suites/11-ensembles/networks.hpp"

namespace descent::suite {
namespace {

using checks::About;
using checks::expect_near;
using Members = std::vector<arma::mat>;

constexpr auto kRead = "what-an-ensemble-gains";
constexpr auto kReadLoss = "the-log-loss-cannot-lose";
constexpr auto kReadPairs = "disagreement";

struct Field {
  double EnsembleReport::*value;
  About about;
};

// Every number of a report, in the order in which a student should look at them.
std::vector<Field> fields() {
  return {
      {&EnsembleReport::mean_accuracy,
       {.what = "mean_accuracy",
        .why = "The mean of the members' accuracies: the share of examples that each gets right.",
        .read = kRead}},
      {&EnsembleReport::best_accuracy,
       {.what = "best_accuracy", .why = "The largest of the members' accuracies.", .read = kRead}},
      {&EnsembleReport::accuracy,
       {.what = "accuracy",
        .why = "Decide by the averaged probabilities, and count what is right.",
        .read = kRead}},
      {&EnsembleReport::mean_log_loss,
       {.what = "mean_log_loss",
        .why = "Of each member the mean of -ln p at the label; then the mean over the members.",
        .read = kReadLoss}},
      {&EnsembleReport::log_loss,
       {.what = "log_loss",
        .why = "The mean of -ln p at the label, p being the averaged probabilities: first the "
               "average, then the logarithm.",
        .read = kReadLoss}},
      {&EnsembleReport::disagreement,
       {.what = "disagreement",
        .why = "Over all pairs of different members, each pair once: the share of examples in "
               "which the two decide differently.",
        .read = kReadPairs}},
  };
}

bool expect_report(const EnsembleReport& yours, const EnsembleReport& expected,
                   checks::Tolerance tolerance = checks::kAgainstReference) {
  bool same = true;
  for (const Field& field : fields()) {
    About about = field.about;
    about.tolerance = tolerance;
    same = expect_near(yours.*field.value, expected.*field.value, about) && same;
  }
  return same;
}

arma::mat as_numbers(const EnsembleReport& report) {
  arma::mat numbers(1, 6);
  arma::uword i = 0;
  for (const Field& field : fields()) numbers(i++) = report.*field.value;
  return numbers;
}

// Computed by harness/tests/crosscheck/ensembles.py. Decisions: 0 1 2 0, 0 1 1 2 and 2 1 2 1; the
// ensemble's: 0 1 2 0.
TEST(EnsembleReport, HasTheHandValues) {
  const Members members = {{{0.6, 0.3, 0.1}, {0.2, 0.5, 0.3}, {0.1, 0.2, 0.7}, {0.8, 0.1, 0.1}},
                           {{0.5, 0.4, 0.1}, {0.1, 0.6, 0.3}, {0.3, 0.4, 0.3}, {0.2, 0.3, 0.5}},
                           {{0.2, 0.2, 0.6}, {0.3, 0.4, 0.3}, {0.25, 0.25, 0.5}, {0.3, 0.4, 0.3}}};
  expect_report(submission::ensemble_report(members, {0, 1, 2, 2}),
                {.mean_accuracy = 2.0 / 3,
                 .best_accuracy = 0.75,
                 .accuracy = 0.75,
                 .mean_log_loss = 0.948931188305389,
                 .log_loss = 0.856628797411611,
                 .disagreement = 7.0 / 12},
                checks::kHandValue);
}

TEST(EnsembleReport, IsRightForRandomMembers) {
  Rng rng(remote::test_seed());
  struct Run {
    Members members;
    arma::uvec labels;
    EnsembleReport yours;
  };
  std::vector<Run> runs;
  for (const arma::uword members : arma::uvec{4, 3, 7, 2}) {
    Run run{any_members(members, 50 + rng.below(20), 3 + rng.below(3), rng), {}, {}};
    // Labels that the members know something about.
    run.labels = arma::index_max(
        run.members[0] + any_probabilities(run.members[0].n_rows, run.members[0].n_cols, rng), 1);
    run.yours = submission::ensemble_report(run.members, run.labels);
    runs.push_back(run);
  }
  for (const Run& run : runs) {
    if (!expect_report(run.yours, reference::ensemble_report(run.members, run.labels))) return;
  }
}

TEST(EnsembleReport, OfASingleMemberGainsNothing) {
  Rng rng(remote::test_seed());
  const arma::mat member = any_probabilities(30, 4, rng);
  const arma::uvec labels = rng.labels(30, 4);
  const double accuracy = accuracy_of(member, labels), loss = log_loss_of(member, labels);
  expect_report(submission::ensemble_report({member}, labels),
                {accuracy, accuracy, accuracy, loss, loss, 0});
}

TEST(EnsembleReport, OfEqualMembersGainsNothing) {
  Rng rng(remote::test_seed());
  const arma::mat member = any_probabilities(30, 4, rng);
  const arma::uvec labels = rng.labels(30, 4);
  const double accuracy = accuracy_of(member, labels), loss = log_loss_of(member, labels);
  expect_report(submission::ensemble_report({member, member, member}, labels),
                {accuracy, accuracy, accuracy, loss, loss, 0});
}

// Jensen's inequality: -ln is convex, so the loss of the mean is below the mean of the losses, by
// more the more the members differ. For every ensemble, every label.
TEST(EnsembleReport, NeverLosesInLogLoss) {
  Rng rng(remote::test_seed());
  for (int i = 0; i < 5; ++i) {
    const Members members = any_members(2 + rng.below(6), 20, 5, rng);
    const EnsembleReport yours = submission::ensemble_report(members, rng.labels(20, 5));
    if (!checks::expect_less(yours.log_loss, yours.mean_log_loss,
                             {.what = "the log loss of the ensemble, against the members' mean",
                              .why = "Jensen's inequality: the log loss of averaged probabilities "
                                     "is below the mean of the members' log losses, always.",
                              .read = kReadLoss})) {
      return;
    }
  }
}

// Three members, each wrong in a third of all examples of its own: together they are never wrong.
TEST(EnsembleReport, SeesErrorsThatCancel) {
  Members members(3, arma::mat(9, 2));
  const arma::uvec labels = {0, 1, 0, 1, 0, 1, 0, 1, 0};
  for (arma::uword i = 0; i < 9; ++i) {
    for (arma::uword k = 0; k < 3; ++k) {
      const double right = i % 3 == k ? 0.4 : 0.7;
      members[k](i, labels(i)) = right;
      members[k](i, 1 - labels(i)) = 1 - right;
    }
  }
  const EnsembleReport yours = submission::ensemble_report(members, labels);
  expect_near(yours.mean_accuracy, 2.0 / 3,
              {.what = "the mean accuracy of members that err in different thirds", .read = kRead});
  expect_near(yours.best_accuracy, 2.0 / 3,
              {.what = "the accuracy of the best member",
               .why = "The best of the members: the ensemble is none of them.",
               .read = kRead});
  expect_near(yours.accuracy, 1,
              {.what = "the accuracy of the ensemble",
               .why = "Where one member is wrong, the two others are right: (0.4 + 0.7 + 0.7) / 3 "
                      "is above ½.",
               .read = kRead});
  expect_near(yours.disagreement, 2.0 / 3,
              {.what = "the disagreement",
               .why = "Of the three pairs, the two with the member that is wrong differ.",
               .read = kReadPairs});
}

// The first member is always right and never sure; the second is sure once, and wrong once.
TEST(EnsembleReport, TellsAccuracyFromLogLoss) {
  const Members members = {{{0.51, 0.49}, {0.51, 0.49}}, {{0.99, 0.01}, {0.49, 0.51}}};
  const EnsembleReport yours = submission::ensemble_report(members, {0, 0});
  expect_near(yours.best_accuracy, 1,
              {.what = "the best accuracy, of a member with the higher log loss",
               .why = "best_accuracy is the largest accuracy, whoever has the lowest loss.",
               .read = kRead});
  expect_near(yours.mean_accuracy, 0.75, {.what = "the mean accuracy", .read = kRead});
}

TEST(EnsembleReport, HoldsNoVote) {
  const Members members = {{{0.51, 0.49}}, {{0.51, 0.49}}, {{0.02, 0.98}}};
  const EnsembleReport yours = submission::ensemble_report(members, arma::uvec{1});
  expect_near(yours.accuracy, 1,
              {.what = "the accuracy where one sure member is right, and two doubters are not",
               .why = "The averaged probability of the label is 0.65: average first, then decide.",
               .read = "average-first-then-decide"});
}

// A member that gives the label no chance has an infinite loss; the ensemble need not.
TEST(EnsembleReport, HasInfiniteLossForCertainErrors) {
  const Members members = {{{1, 0}, {0.5, 0.5}}, {{0.5, 0.5}, {0.5, 0.5}}};
  const EnsembleReport yours = submission::ensemble_report(members, {1, 0});
  expect_near(yours.mean_log_loss, arma::datum::inf,
              {.what = "the mean log loss where one member gives a label probability 0",
               .why = "-ln 0 is infinite. Nothing is added to p, and nothing is cut off.",
               .read = kReadLoss});
  expect_near(yours.log_loss, -(std::log(0.25) + std::log(0.5)) / 2,
              {.what = "the log loss of the ensemble",
               .why = "It gives the labels 0.25 and 0.5.",
               .read = kReadLoss});
}

TEST(EnsembleReport, CountsTheFirstOfEqualClasses) {
  const Members members = {{{0.5, 0.5, 0}, {0.25, 0.25, 0.5}}, {{0.5, 0.5, 0}, {0.75, 0.25, 0}}};
  const EnsembleReport first = submission::ensemble_report(members, {0, 0});
  const EnsembleReport second = submission::ensemble_report(members, {1, 2});
  const About about{.what = "the mean accuracy with ties",
                    .why = "Of several classes with the largest probability the first counts.",
                    .read = "ties"};
  expect_near(first.mean_accuracy, 0.75, about);
  expect_near(second.mean_accuracy, 0.25, about);
  expect_near(first.accuracy, 1, {.what = "the accuracy of the ensemble", .read = "ties"});
}

TEST(EnsembleReport, DoesNotMindTheOrderOfMembers) {
  Rng rng(remote::test_seed());
  const Members members = any_members(4, 40, 3, rng);
  const Members turned = {members[2], members[0], members[3], members[1]};
  const arma::uvec labels = rng.labels(40, 3);
  const EnsembleReport yours = submission::ensemble_report(members, labels);
  const EnsembleReport other = submission::ensemble_report(turned, labels);
  expect_near(as_numbers(other), as_numbers(yours),
              {.what = "the report of the same members in another order",
               .why = "All members count the same.",
               .read = kRead});
}

// Networks that learned the digits from a hundred examples, in three worlds: five of them gain
// 0.073 in accuracy over one, with a deviation of 0.014. Below 0 is 5.1 deviations away.
TEST(EnsembleReport, TellsTheGainOfTrainedNetworks) {
  Rng rng(remote::test_seed());
  double gain = 0;
  for (int world = 0; world < 3; ++world) {
    const DigitsTask task = any_digits(100, 300, rng);
    Members members;
    for (int k = 0; k < 5; ++k) {
      members.push_back(
          network_probabilities(trained_network(task, 8, 60, 0.5, rng), task.test_inputs));
    }
    const EnsembleReport yours = submission::ensemble_report(members, task.test_labels);
    if (!expect_report(yours, reference::ensemble_report(members, task.test_labels))) return;
    gain += (yours.accuracy - yours.mean_accuracy) / 3;
  }
  checks::expect_greater(gain, 0,
                         {.what = "what five networks gain over one of them, on digits",
                          .why = "Their errors differ, and are averaged away. (A right solution "
                                 "fails here in fewer than one of 1,000,000 runs.)",
                          .read = kRead});
}

TEST(EnsembleReport, RemembersNothing) {
  Rng rng(remote::test_seed());
  const Members members = any_members(3, 20, 4, rng);
  const arma::uvec labels = rng.labels(20, 4);
  checks::expect_same_twice(
      [&] { return as_numbers(submission::ensemble_report(members, labels)); },
      {.what = "ensemble_report", .read = kRead});
}

TEST(EnsembleReport, RefusesBadInput) {
  using checks::expect_refusal;
  const arma::mat good = {{0.5, 0.5}, {0.25, 0.75}};
  const auto call = [&](const Members& members, const arma::uvec& labels) {
    return [members, labels] { submission::ensemble_report(members, labels); };
  };
  expect_refusal("no members", call({}, {}));
  expect_refusal("a member without classes", call({arma::mat(2, 0)}, {0, 0}));
  expect_refusal("members of different shapes", call({good, arma::mat{{0.5, 0.5}}}, {0, 1}));
  expect_refusal("scores instead of probabilities", call({arma::mat{{2, -1}, {0, 1}}}, {0, 1}));
  expect_refusal("three labels for two examples", call({good, good}, {0, 1, 1}));
  expect_refusal("a label that is no class", call({good, good}, {0, 2}));
}

}  // namespace
}  // namespace descent::suite
