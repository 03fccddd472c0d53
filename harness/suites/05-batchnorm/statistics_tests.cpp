#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "harness/checks/properties.hpp"
#include "harness/suites/05-batchnorm/hand.hpp"
#include "harness/suites/05-batchnorm/layer.hpp"

namespace descent::suite {
namespace {

using checks::expect_near_or_known;
using checks::kHandValue;

constexpr auto kRead = "one-feature-of-one-batch";
constexpr auto kReadBias = "divide-by-n";
constexpr auto kReadSquares = "subtract-first-then-square";
constexpr auto kReadRunning = "running-statistics";
constexpr auto kNan = std::numeric_limits<double>::quiet_NaN();

std::vector<checks::KnownResult> known_variances(const arma::mat& x) {
  const double n = static_cast<double>(x.n_rows);
  const arma::rowvec var = arma::var(x, 1, 0);
  return {
      {var * n / (n - 1), "It is divided by N - 1. In batchnorm the variance is divided by N."},
      {arma::sqrt(var), "It is the standard deviation. The variance has no root."},
      {var * n, "It is a sum: divide it by N."},
      {arma::mean(arma::square(x), 0),
       "It is the mean of the squares: subtract the mean before you square."},
      {arma::var(x, 1, 1).t(), "It is the variance of the rows."},
  };
}

void expect_right_statistics(const arma::mat& x, const BatchStatistics& yours,
                             const std::string& of) {
  Layer layer{.x = x, .gamma = arma::ones<arma::rowvec>(x.n_cols)};
  const BatchStatistics right = statistics_of(layer);
  expect_near_or_known(yours.mean, right.mean,
                       {{arma::sum(x, 0), "It is a sum: divide it by N."},
                        {arma::mean(x, 1).t(), "It is the mean of the rows."}},
                       {.what = "mean of " + of,
                        .why = "One mean for each column.",
                        .read = kRead,
                        .tolerance = {1e-9, 1e-12},
                        .setting = {.examples = static_cast<double>(x.n_rows),
                                    .classes = static_cast<double>(x.n_cols)}});
  expect_near_or_known(yours.var, right.var, known_variances(x),
                       {.what = "var of " + of,
                        .why = "The mean over the examples of the squared distance from the mean.",
                        .read = kReadBias,
                        .setting = {.examples = static_cast<double>(x.n_rows),
                                    .classes = static_cast<double>(x.n_cols)}});
}

TEST(BatchStatistics, HasTheHandValues) {
  const BatchStatistics yours = submission::batch_statistics(hand::kX);
  expect_near(yours.mean, hand::kMean, {.what = "mean", .read = kRead, .setting = {.examples = 4}});
  expect_near_or_known(yours.var, hand::kVar, known_variances(hand::kX),
                       {.what = "var", .read = kReadBias, .setting = {.examples = 4}});
}

TEST(BatchStatistics, IsRightOnRandomBatches) {
  Rng rng(remote::test_seed());
  std::vector<std::pair<arma::mat, BatchStatistics>> results;
  for (const Point point : {kOrdinary, kTiny, kLarge}) {
    for (int i = 0; i < 3; ++i) {
      const arma::mat x = draw_features(rng, point).x;
      results.emplace_back(x, submission::batch_statistics(x));
    }
  }
  for (const auto& [x, yours] : results) {
    expect_right_statistics(x, yours, "a random batch");
    if (testing::Test::HasFailure()) return;
  }
}

TEST(BatchStatistics, DividesByNAlsoForTwoExamples) {
  const BatchStatistics yours = submission::batch_statistics(arma::mat{{1, 4, -3}, {5, 4, -2.5}});
  expect_near_or_known(
      yours.var, arma::rowvec{4, 0, 0.0625},
      {{arma::rowvec{8, 0, 0.125}, "It is twice that: you divide by N - 1, and here N - 1 is 1."}},
      {.what = "var of two examples",
       .why = "1 and 5 are both 2 away from their mean of 3: (4 + 4) / 2.",
       .read = kReadBias});
}

TEST(BatchStatistics, HasNoVarianceInABatchOfOne) {
  const arma::mat x = {{3, -2, 0.5, 7}};
  const BatchStatistics yours = submission::batch_statistics(x);
  expect_near(yours.mean, x, {.what = "mean of one example", .read = "a-batch-of-one"});
  expect_near(yours.var, arma::zeros(1, 4),
              {.what = "var of one example",
               .why = "One number is its own mean. (Divided by N - 1 it would be 0/0.)",
               .read = "a-batch-of-one"});
}

TEST(BatchStatistics, WorksForOneFeature) {
  Rng rng(remote::test_seed());
  const arma::mat x = 2 + rng.normal(5 + rng.below(4), 1);
  expect_right_statistics(x, submission::batch_statistics(x), "a batch of one column");
}

TEST(BatchStatistics, KeepsItsDigitsFarFromZero) {
  Rng rng(remote::test_seed());
  const arma::mat near_zero = rng.normal(50, 3);
  arma::mat x = near_zero;
  x.each_row() += arma::rowvec{1e6, -1e6, 3e6};
  const arma::mat exact = x.each_row() - arma::rowvec{1e6, -1e6, 3e6};  // as x was rounded
  const BatchStatistics yours = submission::batch_statistics(x);
  expect_near(
      yours.var, arma::rowvec(arma::var(exact, 1, 0)),
      {.what = "var of columns around a million",
       .why = "The mean of the squares minus the square of the mean loses twelve of sixteen "
              "digits here. Subtract the mean first, square then.",
       .read = kReadSquares,
       .tolerance = {1e-6, 1e-6}});
}

TEST(BatchStatistics, IsNeverNegative) {
  const arma::mat x = arma::repmat(arma::rowvec{0.1, 1e8 + 0.3, -7e3 / 3}, 7, 1);
  const BatchStatistics yours = submission::batch_statistics(x);
  const checks::About about{.what = "var of columns that are constant",
                            .why =
                                "Squares are not negative, and neither is their mean. The mean "
                                "of the squares minus the square of the mean may be.",
                            .read = kReadSquares};
  if (!checks::expect_shape(yours.var, 1, 3, about)) return;
  for (const double var : yours.var) checks::expect_between(var, 0, 1e-12, about);
}

TEST(BatchStatistics, DoesNotMindTheOrderOfExamples) {
  Rng rng(remote::test_seed());
  const arma::mat x = rng.normal(9, 4);
  const BatchStatistics plain = submission::batch_statistics(x);
  const BatchStatistics turned = submission::batch_statistics(arma::flipud(x));
  expect_near(turned.mean, plain.mean, {.what = "mean of a batch upside down", .read = kRead});
  expect_near(turned.var, plain.var, {.what = "var of a batch upside down", .read = kRead});
}

TEST(BatchStatistics, DoesNotMindCopies) {
  Rng rng(remote::test_seed());
  const arma::mat x = rng.normal(5, 3);
  const BatchStatistics once = submission::batch_statistics(x);
  const BatchStatistics thrice = submission::batch_statistics(arma::repmat(x, 3, 1));
  expect_near(thrice.mean, once.mean, {.what = "mean of a batch put in three times"});
  expect_near(thrice.var, once.var,
              {.what = "var of a batch put in three times",
               .why = "Nothing has been spread further. Divided by N - 1 it would change.",
               .read = kReadBias});
}

TEST(BatchStatistics, RemembersNothing) {
  Rng rng(remote::test_seed());
  const arma::mat x = rng.normal(6, 3);
  checks::expect_same_twice(
      [&] {
        const BatchStatistics yours = submission::batch_statistics(x);
        return arma::mat(arma::join_horiz(yours.mean, yours.var));
      },
      {.what = "batch_statistics", .read = "nothing-else-is-remembered"});
}

TEST(BatchStatistics, RefusesBadInput) {
  expect_refusal("no example", [] { submission::batch_statistics(arma::mat(0, 3)); });
  expect_refusal("no column", [] { submission::batch_statistics(arma::mat(3, 0)); });
}

TEST(UpdateRunningStatistics, HasTheHandValues) {
  const BatchStatistics batch{hand::kMean, hand::kVar};
  RunningStatistics usual{hand::kRunningMean, hand::kRunningVar};
  RunningStatistics quick = usual;
  submission::update_running_statistics(usual, batch, 0.9);
  submission::update_running_statistics(quick, batch, 0.25);
  const RunningStatistics before{hand::kRunningMean, hand::kRunningVar};
  const auto judge = [&](const RunningStatistics& yours, const RunningStatistics& expected,
                         double momentum, const std::string& with) {
    expect_near_or_known(
        yours.mean, expected.mean, known_running_mean(before, batch, momentum),
        {.what = "running.mean with " + with, .read = kReadRunning, .tolerance = kHandValue});
    expect_near_or_known(
        yours.var, expected.var, known_running_var(before, batch, momentum, 4, 1e-5),
        {.what = "running.var with " + with, .read = kReadRunning, .tolerance = kHandValue});
  };
  judge(usual, {{0.575, -0.24375, 0.9375}, {2.01875, 0.610546875, 0.1265625}}, 0.9,
        "a momentum of 0.9");
  judge(quick, {{1.0625, -0.203125, 0.53125}, {2.140625, 1.3291015625, 0.13671875}}, 0.25,
        "a momentum of 0.25");
}

struct Update {
  RunningStatistics before;
  BatchStatistics batch;
  double momentum;
};

Update draw_update(Rng& rng) {
  const arma::uword d = 2 + rng.below(6);
  return {{rng.normal(1, d), rng.uniform(1, d, 0.2, 3)},
          {rng.normal(1, d), rng.uniform(1, d, 0.2, 3)},
          rng.uniform(0.55, 0.95)};
}

TEST(UpdateRunningStatistics, IsRightOnRandomStatistics) {
  Rng rng(remote::test_seed());
  std::vector<std::pair<Update, RunningStatistics>> results;
  for (int i = 0; i < 4; ++i) {
    const Update update = draw_update(rng);
    RunningStatistics running = update.before;
    submission::update_running_statistics(running, update.batch, update.momentum);
    results.emplace_back(update, running);
  }
  for (const auto& [update, yours] : results) {
    const RunningStatistics right = running_after(update.before, update.batch, update.momentum);
    expect_near_or_known(yours.mean, right.mean,
                         known_running_mean(update.before, update.batch, update.momentum),
                         {.what = "running.mean", .read = kReadRunning});
    expect_near_or_known(yours.var, right.var,
                         known_running_var(update.before, update.batch, update.momentum, 8, 1e-5),
                         {.what = "running.var", .read = kReadRunning});
    if (testing::Test::HasFailure()) return;
  }
}

TEST(UpdateRunningStatistics, ComesCloserWithEveryEqualBatch) {
  Rng rng(remote::test_seed());
  const Update update = draw_update(rng);
  const arma::uword d = update.batch.mean.n_elem;
  RunningStatistics running{arma::zeros<arma::rowvec>(d), arma::zeros<arma::rowvec>(d)};
  RunningStatistics fresh = fresh_running_statistics(d);
  for (int k = 0; k < 7; ++k) {
    submission::update_running_statistics(running, update.batch, update.momentum);
    submission::update_running_statistics(fresh, update.batch, update.momentum);
  }
  const double left = std::pow(update.momentum, 7);
  const std::string why =
      "After k equal batches momentumᵏ of the start is left, and the rest is that of the batch.";
  expect_near(
      running.mean, (1 - left) * update.batch.mean,
      {.what = "running.mean after 7 equal batches, from 0", .why = why, .read = kReadRunning});
  expect_near(
      running.var, (1 - left) * update.batch.var,
      {.what = "running.var after 7 equal batches, from 0", .why = why, .read = kReadRunning});
  expect_near(
      fresh.var, left + (1 - left) * update.batch.var,
      {.what = "running.var after 7 equal batches, from 1", .why = why, .read = kReadRunning});
}

TEST(UpdateRunningStatistics, WeighsTheLastBatchMost) {
  RunningStatistics running{{0}, {0}};
  for (const double value : {64.0, 0.0, 8.0}) {
    submission::update_running_statistics(running, {{value}, {2 * value}}, 0.5);
  }
  const std::string why = "64·½·½·½ + 0 + 8·½: every batch counts half as much as the next.";
  expect_near(
      running.mean, arma::rowvec{12.0},
      {.what = "running.mean after means of 64, 0 and 8", .why = why, .read = kReadRunning});
  expect_near(
      running.var, arma::rowvec{24.0},
      {.what = "running.var after variances of 128, 0 and 16", .why = why, .read = kReadRunning});
}

TEST(UpdateRunningStatistics, KeepsAllOrNothingAtTheEnds) {
  const BatchStatistics batch{{3, -4}, {2, 5}};
  RunningStatistics last{{1, 1}, {7, 8}}, first = last;
  submission::update_running_statistics(last, batch, 0);
  submission::update_running_statistics(first, batch, 1);
  expect_near(last.mean, batch.mean,
              {.what = "running.mean with a momentum of 0",
               .why = "Nothing of the old stays.",
               .read = "which-way-the-momentum-goes"});
  expect_near(last.var, batch.var,
              {.what = "running.var with a momentum of 0", .read = "which-way-the-momentum-goes"});
  expect_near(first.mean, arma::rowvec{1, 1},
              {.what = "running.mean with a momentum of 1",
               .why = "All of the old stays.",
               .read = "which-way-the-momentum-goes"});
  expect_near(first.var, arma::rowvec{7, 8},
              {.what = "running.var with a momentum of 1", .read = "which-way-the-momentum-goes"});
}

TEST(UpdateRunningStatistics, RemembersNothingElse) {
  Rng rng(remote::test_seed());
  const Update one = draw_update(rng);
  Update two = one;
  two.batch.mean += 5;
  two.batch.var *= 3;
  RunningStatistics mine = one.before, its = two.before;
  RunningStatistics mine_expected = mine, its_expected = its;
  for (int i = 0; i < 3; ++i) {  // two layers take turns
    submission::update_running_statistics(mine, one.batch, one.momentum);
    submission::update_running_statistics(its, two.batch, two.momentum);
    mine_expected = running_after(mine_expected, one.batch, one.momentum);
    its_expected = running_after(its_expected, two.batch, two.momentum);
  }
  const std::string why =
      "Two layers took turns; each has statistics of its own, and nothing may be kept elsewhere.";
  expect_near(mine.mean, mine_expected.mean,
              {.what = "running.mean of the first layer",
               .why = why,
               .read = "nothing-else-is-remembered"});
  expect_near(its.var, its_expected.var,
              {.what = "running.var of the second layer",
               .why = why,
               .read = "nothing-else-is-remembered"});
}

TEST(UpdateRunningStatistics, RefusesBadInput) {
  const BatchStatistics batch{{1, 2, 3}, {1, 1, 2}};
  const RunningStatistics running{{0, 0, 0}, {1, 1, 1}};
  const auto call = [](RunningStatistics r, const BatchStatistics& b, double momentum) {
    return [=]() mutable { submission::update_running_statistics(r, b, momentum); };
  };
  expect_refusal("no features", call({}, {}, 0.9));
  expect_refusal("running.mean of 2, batch of 3", call({{0, 0}, {1, 1, 1}}, batch, 0.9));
  expect_refusal("running.var of 4, batch of 3", call({{0, 0, 0}, {1, 1, 1, 1}}, batch, 0.9));
  expect_refusal("batch.var of 2, batch.mean of 3", call(running, {{1, 2, 3}, {1, 1}}, 0.9));
  expect_refusal("a negative running variance", call({{0, 0, 0}, {1, -1, 1}}, batch, 0.9));
  expect_refusal("a running mean that is NaN", call({{0, kNan, 0}, {1, 1, 1}}, batch, 0.9));
  expect_refusal("momentum = 1.5", call(running, batch, 1.5));
  expect_refusal("momentum = -0.1", call(running, batch, -0.1));
  expect_refusal("momentum is NaN", call(running, batch, kNan));
}

}  // namespace
}  // namespace descent::suite
