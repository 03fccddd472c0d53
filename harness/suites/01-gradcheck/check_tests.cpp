#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include "harness/checks/expect.hpp"
#include "harness/checks/refusal.hpp"
#include "harness/suites/01-gradcheck/model.hpp"
#include "harness/support/not_implemented.hpp"

namespace descent::suite {
namespace {

using checks::expect_equal;
using checks::expect_near;
using checks::expect_refusal;
using checks::expect_that;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr auto kRead = "a-gradient-check-for-a-model";
constexpr auto kReadDice = "the-same-dice";
constexpr auto kReadKinks = "leave-out-the-kinks";
constexpr auto kReadReport = "a-report-not-a-verdict";

Reports your_check(const RandomModel& model, const Parameters& gradients,
                   const GradcheckOptions& options) {
  return submission::check_gradient(
      [&](const Parameters& at, Rng& rng) { return model.loss(at, rng); }, model.blocks(gradients),
      options, {});
}

std::vector<BlockShape> some_shapes() { return {{7, 5}, {1, 5}, {5, 3}, {1, 3}}; }

// The model with the wrong gradients of a student: everything is a little off.
Parameters disturbed(Parameters gradients, Rng& rng) {
  for (arma::mat& gradient : gradients) {
    gradient += 0.01 * rng.normal(gradient.n_rows, gradient.n_cols);
  }
  return gradients;
}

TEST(CheckGradient, ReportsWhatItFound) {
  Rng rng(remote::test_seed());
  struct Call {
    std::vector<GradcheckBlock> blocks;
    GradcheckOptions options;
    Parameters quotients;
    Reports yours;
  };
  std::vector<Call> calls;
  for (const double step : {0.25, 0.01}) {
    for (const arma::uword entries : {4u, 6u, 100u}) {
      const RandomModel model(some_shapes(), rng);
      const GradcheckOptions options{
          .step = step, .entries_per_block = entries, .seed = 1 + rng.below(1000000)};
      const Parameters gradients = disturbed(model.gradients(options.seed), rng);
      calls.push_back({model.blocks(gradients), options, model.quotients(options.seed, step),
                       your_check(model, gradients, options)});
    }
  }
  for (const Call& call : calls) {
    if (!expect_well_formed(call.yours, call.blocks, call.options)) return;
    if (!expect_right_reports(call.yours, call.blocks, call.quotients)) return;
    for (const GradcheckReport& report : call.yours) {
      expect_equal(static_cast<long long>(report.kinks), 0,
                   {.what = "the number of kinks of a loss without winners", .read = kReadKinks});
    }
  }
}

TEST(CheckGradient, GivesEveryEvaluationTheSameRandomNumbers) {
  Rng rng(remote::test_seed());
  const RandomModel model(some_shapes(), rng);
  const GradcheckOptions options{
      .step = 0.125, .entries_per_block = 9, .seed = 1 + rng.below(1000000)};
  const Parameters gradients = model.gradients(options.seed);
  const Rng fresh(options.seed);
  arma::uword evaluations = 0;
  arma::uword other = 0;
  std::vector<Rng::State> states;
  const Reports yours = submission::check_gradient(
      [&](const Parameters& at, Rng& dice) {
        ++evaluations;
        if (!(dice == fresh)) ++other;
        states.push_back(dice.state());
        return model.loss(at, dice);
      },
      model.blocks(gradients), options, {});
  const arma::uword all = evaluations;
  const arma::uword others = other;
  std::sort(states.begin(), states.end());
  const bool all_alike = !states.empty() && states.front() == states.back();
  expect_that(
      others == 0, fmt::format("{} of {} evaluations got another one", others, all),
      "a new Rng(options.seed) for each of them",
      {.what = "the random numbers of the loss",
       .why = all_alike ? "All evaluations got the same Rng, but not that of options.seed, with "
                          "which the analytic gradients were computed. Was it drawn from before?"
                        : "Evaluations got different Rngs, so they saw different dropout masks: "
                          "each of them was another network.",
       .read = kReadDice});
  if (!expect_well_formed(yours, model.blocks(gradients), options)) return;
  expect_right_reports(yours, model.blocks(gradients), model.quotients(options.seed, options.step));
}

TEST(CheckGradient, MovesOneEntryAtATime) {
  Rng rng(remote::test_seed());
  const RandomModel model({{4, 3}, {1, 3}, {3, 2}}, rng);
  const GradcheckOptions options{
      .step = 0.125, .entries_per_block = 100, .seed = 1 + rng.below(1000000)};
  const Parameters gradients = model.gradients(options.seed);
  arma::uword most_moved = 0;
  double wrong_move = 0;
  const Reports yours = submission::check_gradient(
      [&](const Parameters& at, Rng& dice) {
        arma::uword moved = 0;
        for (std::size_t b = 0; b < std::min(at.size(), model.values.size()); ++b) {
          for (arma::uword k = 0; k < std::min(at[b].n_elem, model.values[b].n_elem); ++k) {
            const double move = std::abs(at[b](k) - model.values[b](k));
            if (move < 1e-9) continue;
            ++moved;
            if (std::abs(move - options.step) > 1e-9) wrong_move = move;
          }
        }
        most_moved = std::max(most_moved, moved);
        return model.loss(at, dice);
      },
      model.blocks(gradients), options, {});
  const arma::uword entries = most_moved;
  const double move = wrong_move;
  checks::expect_between(
      static_cast<double>(entries), 1, 1,
      {.what = "the number of entries that are moved at the same time",
       .why = "All other parameters, of all blocks, stay at their values. Was an "
              "entry not put back after its step?",
       .read = "put-it-back"});
  expect_near(move == 0 ? options.step : move, options.step,
              {.what = "the length of a step", .read = "how-small-a-step"});
  if (!expect_well_formed(yours, model.blocks(gradients), options)) return;
  expect_right_reports(yours, model.blocks(gradients), model.quotients(options.seed, options.step));
}

TEST(CheckGradient, FindsAWrongBiasNextToManyWeights) {
  Rng rng(remote::test_seed());
  const RandomModel model({{60, 50}, {1, 3}, {50, 3}}, rng);
  const GradcheckOptions options{
      .step = 0.03125, .entries_per_block = 5, .seed = 1 + rng.below(1000000)};
  const Parameters quotients = model.quotients(options.seed, options.step);
  Parameters gradients = quotients;
  gradients[1](rng.below(3)) *= 1.25;  // an error of 1/5
  const std::vector<GradcheckBlock> blocks = model.blocks(gradients);
  const Reports yours = your_check(model, gradients, options);
  if (!expect_well_formed(yours, blocks, options)) return;
  expect_near(yours[1].worst, 0.2,
              {.what = "the worst error of a bias of 3 entries, one of which is wrong by a quarter",
               .why = "A small block is checked whole.",
               .read = "a-few-entries-of-every-block",
               .tolerance = {1e-3, 0}});
  for (const std::size_t b : {0u, 2u}) {
    checks::expect_between(yours[b].worst, 0, 1e-2,
                           {.what = "the worst error of a block whose gradient is right",
                            .why = "Each block has its own worst error, which says where the bug "
                                   "is.",
                            .read = kReadReport});
  }
  expect_right_reports(yours, blocks, quotients);
}

TEST(CheckGradient, CostsAFewEvaluationsAnEntryHoweverLargeTheBlocks) {
  Rng rng(remote::test_seed());
  const RandomModel model({{30, 20}, {1, 20}}, rng);
  const GradcheckOptions options{.step = 1e-3, .entries_per_block = 6, .seed = 5};
  arma::uword calls = 0;
  const Reports yours = submission::check_gradient(
      [&](const Parameters& at, Rng& dice) {
        ++calls;
        return model.loss(at, dice);
      },
      model.blocks(model.gradients(options.seed)), options, {});
  const arma::uword all = calls;
  checks::expect_between(
      static_cast<double>(all), 2 * 12, 4 * 12,
      {.what = "the number of evaluations for 6 entries of each of 2 blocks",
       .why = "A network with a million weights cannot be evaluated two million times: only the "
              "drawn entries are moved.",
       .read = kRead});
  expect_well_formed(yours, model.blocks(model.gradients(options.seed)), options);
}

// Σ m·|p| over all blocks, with a dropout mask m; the winner of each |p| that is not dropped is its
// sign. Its kinks are at 0.
struct KinkedModel {
  Parameters values;

  static Parameters masks(const Parameters& parameters, Rng& rng) {
    Parameters result;
    for (const arma::mat& block : parameters) {
      arma::mat mask(arma::size(block));
      for (double& entry : mask) entry = rng.uniform() < 0.3 ? 0 : 1;
      result.push_back(mask);
    }
    return result;
  }
  static double loss(const Parameters& parameters, Rng& rng) {
    const Parameters mask = masks(parameters, rng);
    double sum = 0;
    for (std::size_t b = 0; b < mask.size(); ++b) {
      sum += arma::accu(mask[b] % arma::abs(parameters[b]));
    }
    return sum;
  }
  static arma::uvec winners(const Parameters& parameters, Rng& rng) {
    const Parameters mask = masks(parameters, rng);
    std::vector<arma::uword> all;
    for (std::size_t b = 0; b < mask.size(); ++b) {
      for (arma::uword k = 0; k < mask[b].n_elem; ++k) {
        all.push_back(mask[b](k) > 0 && parameters[b](k) > 0 ? 1 : 0);
      }
    }
    return all;
  }
  std::vector<GradcheckBlock> blocks(const Parameters& mask) const {
    std::vector<GradcheckBlock> result;
    for (std::size_t b = 0; b < values.size(); ++b) {
      result.push_back({.name = fmt::format("V{}", b),
                        .value = values[b],
                        .gradient = mask[b] % arma::sign(values[b])});
    }
    return result;
  }
};

TEST(CheckGradient, LeavesEntriesAtKinksOutAndCountsThem) {
  Rng rng(remote::test_seed());
  KinkedModel model;
  for (const BlockShape& shape : {BlockShape{5, 6}, BlockShape{1, 7}}) {
    arma::mat block = rng.uniform(shape.rows, shape.cols, 0.2, 2);
    for (double& entry : block) {
      if (rng.below(3) == 0) entry = rng.uniform(0.001, 0.099);
      if (rng.below(2) == 0) entry = -entry;
    }
    block(0) = 0.05;
    block(1) = 1;
    model.values.push_back(block);
  }
  std::uint64_t seed = 1 + rng.below(1000000);
  Parameters mask;
  do {  // the first entry of each block is not dropped, so that there is a kink
    Rng dice(++seed);
    mask = KinkedModel::masks(model.values, dice);
  } while (mask[0](0) == 0 || mask[1](0) == 0);
  const std::vector<GradcheckBlock> blocks = model.blocks(mask);

  arma::uword other = 0;
  const Rng fresh(seed);
  const auto winners = [&](const Parameters& at, Rng& dice) {
    if (!(dice == fresh)) ++other;
    return KinkedModel::winners(at, dice);
  };
  const GradcheckOptions all_entries{.step = 0.1, .entries_per_block = 50, .seed = seed};
  const GradcheckOptions a_few{.step = 0.1, .entries_per_block = 12, .seed = seed};
  const Reports yours = submission::check_gradient(KinkedModel::loss, blocks, all_entries, winners);
  const Reports sampled = submission::check_gradient(KinkedModel::loss, blocks, a_few, winners);
  const arma::uword others = other;

  if (!expect_well_formed(yours, blocks, all_entries)) return;
  Parameters slopes;
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    slopes.push_back(blocks[b].gradient);
    const arma::uvec kinked = arma::find(mask[b] % (arma::abs(model.values[b]) < 0.1));
    const arma::uvec smooth = arma::find(
        arma::conv_to<arma::mat>::from(arma::abs(model.values[b]) >= 0.1) + (1 - mask[b]) > 0);
    if (!expect_equal(static_cast<long long>(yours[b].kinks), static_cast<long long>(kinked.n_elem),
                      {.what = "the number of kinks of block " + blocks[b].name,
                       .why = "An entry is at a kink if the winners differ between the two ends of "
                              "its step, both with the random numbers of a new Rng(options.seed).",
                       .read = kReadKinks}) ||
        !expect_equal(arma::sort(yours[b].entries), smooth,
                      {.what = "the entries of block " + blocks[b].name + " that are compared",
                       .why = "All that are not at a kink; the others are left out.",
                       .read = kReadKinks})) {
      return;
    }
  }
  expect_right_reports(yours, blocks, slopes);
  expect_equal(static_cast<long long>(others), 0,
               {.what = "the calls of winners with another Rng than a new Rng(options.seed)",
                .read = kReadDice});
  if (!expect_well_formed(sampled, blocks, a_few)) return;
  expect_right_reports(sampled, blocks, slopes);
}

TEST(CheckGradient, TakesAnotherNumberOfWinnersForAKink) {
  // Who reports the open units only, by their numbers, reports more of them at one end.
  const auto winners = [](const Parameters& at, Rng&) {
    return arma::uvec(arma::find(at.at(0) > 0));
  };
  const auto loss = [](const Parameters& at, Rng&) {
    return arma::accu(arma::clamp(at.at(0), 0.0, kInfinity));
  };
  const arma::mat open = {{2, 0.05}, {-0.03, 1}, {-1, 0.5}};
  const arma::mat alone(1, 1, arma::fill::value(0.02));  // on one side there are no winners at all
  const GradcheckOptions options{.step = 0.1, .entries_per_block = 10, .seed = 3};
  struct Call {
    std::vector<GradcheckBlock> blocks;
    arma::uvec smooth;
    Reports yours;
  };
  std::vector<Call> calls;
  for (const auto& [value, smooth] : {std::pair<arma::mat, arma::uvec>{open, {0, 2, 4, 5}},
                                      std::pair<arma::mat, arma::uvec>{alone, {}}}) {
    const arma::mat slope = arma::conv_to<arma::mat>::from(value > 0);
    const std::vector<GradcheckBlock> blocks = {{.name = "V", .value = value, .gradient = slope}};
    try {
      calls.push_back({blocks, smooth, submission::check_gradient(loss, blocks, options, winners)});
    } catch (const NotImplemented&) {
      throw;
    } catch (const std::logic_error& error) {  // caught here, where the mistake can be named
      expect_that(false, fmt::format("an exception: {}", error.what()), "a counted kink",
                  {.what = "a step with more winners at one end than at the other",
                   .why = "In Armadillo `a != b` throws where the lengths differ. Compare the "
                          "lengths first.",
                   .read = kReadKinks});
      return;
    }
  }
  for (const Call& call : calls) {
    const GradcheckBlock& block = call.blocks.front();
    if (!expect_well_formed(call.yours, call.blocks, options) ||
        !expect_equal(static_cast<long long>(call.yours[0].kinks),
                      static_cast<long long>(block.value.n_elem - call.smooth.n_elem),
                      {.what = "the number of kinks, where winners come and go",
                       .why = "Another number of winners at the two ends of a step is a kink, too.",
                       .read = kReadKinks}) ||
        !expect_equal(arma::sort(call.yours[0].entries), call.smooth,
                      {.what = "the entries that are compared, where winners come and go",
                       .why = "All that are not at a kink.",
                       .read = kReadKinks})) {
      return;
    }
    expect_right_reports(call.yours, call.blocks, {block.gradient});
  }
}

TEST(CheckGradient, IsNotProudOfHavingCheckedNothing) {
  Rng rng(remote::test_seed());
  KinkedModel model;
  model.values = {rng.uniform(3, 2, -0.09, 0.09), rng.uniform(1, 4, 0.5, 2)};
  // Without dropout.
  const auto loss = [](const Parameters& at, Rng&) {
    return arma::accu(arma::abs(at.at(0))) + arma::accu(arma::abs(at.at(1)));
  };
  const auto winners = [](const Parameters& at, Rng&) {
    const arma::umat one = at.at(0) > 0;
    const arma::umat other = at.at(1) > 0;
    return arma::uvec(arma::join_cols(arma::vectorise(one), arma::vectorise(other)));
  };
  const std::vector<GradcheckBlock> blocks = model.blocks({arma::ones(3, 2), arma::ones(1, 4)});
  const GradcheckOptions options{.step = 0.1, .entries_per_block = 10, .seed = 3};
  const Reports yours = submission::check_gradient(loss, blocks, options, winners);
  if (!expect_well_formed(yours, blocks, options)) return;
  expect_equal(
      static_cast<long long>(yours[0].kinks), 6,
      {.what = "the number of kinks of a block in which every entry has one", .read = kReadKinks});
  expect_near(yours[0].worst, kInfinity,
              {.what = "the worst error of a block in which every entry is at a kink",
               .why = "No entry was left to compare, so nothing is known about this gradient: that "
                      "must not look like an error of 0.",
               .read = kReadReport});
  expect_near(yours[1].worst, 0,
              {.what = "the worst error of the other block, which is right",
               .read = kReadReport,
               .tolerance = {0, 1e-9}});
}

TEST(CheckGradient, SeesNaN) {
  Rng rng(remote::test_seed());
  const RandomModel model({{3, 4}, {1, 4}}, rng);
  const GradcheckOptions options{.step = 0.01, .entries_per_block = 20, .seed = 11};
  Parameters gradients = model.gradients(options.seed);
  gradients[0](rng.below(12)) = arma::datum::nan;
  const std::vector<GradcheckBlock> blocks = model.blocks(gradients);
  const Reports nan_gradient = your_check(model, gradients, options);
  const std::vector<GradcheckBlock> good = model.blocks(model.gradients(options.seed));
  const Reports nan_loss = submission::check_gradient(
      [&](const Parameters& at, Rng& dice) {
        const double loss = model.loss(at, dice);
        return at.at(1)(2) == model.values[1](2) ? loss : arma::datum::nan;
      },
      good, options, {});
  if (!expect_well_formed(nan_gradient, blocks, options) ||
      !expect_well_formed(nan_loss, good, options)) {
    return;
  }
  expect_near(nan_gradient[0].worst, kInfinity,
              {.what = "the worst error of a block with a gradient of NaN",
               .why = "A gradient that is NaN is wrong, and must not disappear in a maximum.",
               .read = "nan-must-not-pass"});
  expect_near(nan_loss[1].worst, kInfinity,
              {.what = "the worst error of a block in which a step makes the loss NaN",
               .why = "The numeric gradient is NaN there: nothing was confirmed.",
               .read = "nan-must-not-pass"});
  for (const double worst : {nan_gradient[1].worst, nan_loss[0].worst}) {
    checks::expect_between(
        worst, 0, 2,
        {.what = "the worst error of the other block, without NaN",
         .why = "No relative error of finite numbers is above 2, and each block has its own worst.",
         .read = kReadReport});
  }
}

// W1, b1, W2, b2 of a network with ReLUs, softmax and dropout, with the usual step.
TEST(CheckGradient, AcceptsTheGradientOfANetworkAndRejectsWrongOnes) {
  Rng rng(remote::test_seed());
  ReluNet net(rng);
  GradcheckOptions options{.step = 1e-5, .entries_per_block = 12, .seed = 0};
  Parameters right, other_mask;
  do {  // two masks that agree on all open units say nothing: db2 must tell them apart
    net = ReluNet(rng);
    options.seed = 1 + rng.below(1000000);
    right = net.gradients(options.seed);
    other_mask = net.gradients(options.seed + 1);
  } while (arma::abs(other_mask[3] - right[3]).max() < 1e-2);
  const auto check = [&](const Parameters& gradients) {
    return submission::check_gradient(
        [&](const Parameters& at, Rng& dice) { return net.loss(at, dice); }, net.blocks(gradients),
        options, [&](const Parameters& at, Rng& dice) { return net.winners(at, dice); });
  };
  Parameters scaled = right;
  scaled[0] *= 1.25;
  const Reports of_right = check(right);
  const Reports of_scaled = check(scaled);
  const Reports of_other_mask = check(other_mask);
  if (!expect_well_formed(of_right, net.blocks(right), options) ||
      !expect_well_formed(of_scaled, net.blocks(scaled), options) ||
      !expect_well_formed(of_other_mask, net.blocks(other_mask), options)) {
    return;
  }
  for (std::size_t b = 0; b < right.size(); ++b) {
    const GradcheckReport& report = of_right[b];
    const arma::vec analytic = right[b].elem(report.entries);
    const arma::vec differences = arma::abs(report.numeric - analytic);
    checks::expect_between(
        differences.is_empty() ? 0 : differences.max(), 0, 1e-7,
        {.what = "the largest difference between numeric and analytic gradient of " + report.name,
         .why = "The analytic gradient is right, and entries at kinks are left out.",
         .read = kRead});
    if (testing::Test::HasFailure()) return;
  }
  const bool any = arma::any(arma::abs(of_scaled[0].analytic) > 1e-3);
  if (any) {
    checks::expect_between(
        of_scaled[0].worst, 0.19, 2,
        {.what = "the worst error of dW1, which is too large by a quarter", .read = kRead});
  }
  checks::expect_greater(of_other_mask[3].worst, 1e-4,
                         {.what = "the worst error of db2, computed with another dropout mask",
                          .why = "The masks are those of Rng(options.seed), so a gradient with "
                                 "other masks is wrong.",
                          .read = kReadDice});
}

TEST(CheckGradient, RemembersNothing) {
  Rng rng(remote::test_seed());
  const RandomModel model(some_shapes(), rng);
  const GradcheckOptions options{.step = 0.125, .entries_per_block = 100, .seed = 7};
  const Parameters gradients = disturbed(model.gradients(options.seed), rng);
  const Reports first = your_check(model, gradients, options);
  const Reports second = your_check(model, gradients, options);
  if (!expect_well_formed(first, model.blocks(gradients), options) ||
      !expect_well_formed(second, model.blocks(gradients), options)) {
    return;
  }
  for (std::size_t b = 0; b < first.size(); ++b) {
    expect_near(second[b].worst, first[b].worst,
                {.what = "the worst error, when the same check is made again",
                 .why = "Nothing is kept from one call to the next.",
                 .read = kReadReport,
                 .tolerance = {1e-9, 0}});
  }
}

TEST(CheckGradient, RefusesBadInput) {
  const GradcheckLoss loss = [](const Parameters& at, Rng&) { return arma::accu(at.at(0)); };
  const GradcheckBlock good{.name = "W", .value = arma::ones(2, 3), .gradient = arma::ones(2, 3)};
  const GradcheckOptions options{.step = 1e-5, .entries_per_block = 3, .seed = 1};
  const auto call = [](const GradcheckLoss& f, const std::vector<GradcheckBlock>& blocks,
                       const GradcheckOptions& o) {
    return [=] { submission::check_gradient(f, blocks, o, {}); };
  };
  expect_refusal("no loss", call({}, {good}, options));
  expect_refusal("no blocks", call(loss, {}, options));
  expect_refusal("an empty block", call(loss, {good, {.name = "b"}}, options));
  expect_refusal(
      "a gradient of 3 x 2 for a block of 2 x 3",
      call(loss, {{.name = "W", .value = arma::ones(2, 3), .gradient = arma::ones(3, 2)}},
           options));
  expect_refusal("a gradient that is missing",
                 call(loss, {good, {.name = "b", .value = arma::ones(1, 3)}}, options));
  expect_refusal("a step of 0", call(loss, {good}, {.step = 0, .entries_per_block = 3, .seed = 1}));
  expect_refusal("a negative step",
                 call(loss, {good}, {.step = -1e-5, .entries_per_block = 3, .seed = 1}));
  expect_refusal("no entries asked for",
                 call(loss, {good}, {.step = 1e-5, .entries_per_block = 0, .seed = 1}));
}

}  // namespace
}  // namespace descent::suite
