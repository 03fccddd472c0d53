#include "harness/suites/05-batchnorm/forward_properties.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "harness/checks/properties.hpp"

namespace descent::suite {
namespace {

using checks::expect_near_or_known;

Rng test_rng() { return Rng(remote::test_seed()); }

constexpr auto kReadEps = "eps-is-inside-the-root";
constexpr auto kReadCache = "what-the-backward-pass-needs";
constexpr auto kReadRunning = "running-statistics";
constexpr auto kReadTesting = "training-and-testing";

/// The cache of a pass in train mode, then its output.
bool right_result(const Family& family, const Layer& layer, const BatchnormForward& yours) {
  const BatchnormForward right = train_forward_of(layer);
  const diagnosis::Setting setting = setting_of(layer);
  return expect_near_or_known(yours.cache.inv_std, right.cache.inv_std, known_inv_std(layer),
                              {.what = "cache.inv_std",
                               .why = "1 / √(var + eps), of the batch's own biased variance.",
                               .read = kReadEps,
                               .setting = setting}) &&
         expect_near_or_known(
             yours.cache.x_hat, right.cache.x_hat,
             {{right.out, "It is gamma · x_hat + beta. Keep x_hat as it is before that."},
              {over_all(right.cache.gamma, layer.x) % right.cache.x_hat,
               "It is multiplied with gamma. Keep x_hat as it is before that."},
              {layer.x - over_all(statistics_of(layer).mean, layer.x),
               "It is x - mean: x_hat is also multiplied with inv_std."},
              {layer.x % over_all(right.cache.inv_std, layer.x), "The mean is not subtracted."},
              {layer.x, "It is x itself."}},
             {.what = "cache.x_hat",
              .why = "(x - mean) · inv_std, with the mean of each " +
                     std::string(layer.pixels() > 1 ? "channel." : "column."),
              .read = kReadCache,
              .setting = setting}) &&
         expect_near(yours.cache.gamma, layer.gamma,
                     {.what = "cache.gamma", .why = "A copy of gamma.", .read = kReadCache}) &&
         expect_near_or_known(
             yours.out, right.out,
             {{right.cache.x_hat, "It is x_hat: gamma and beta are missing."},
              {right.cache.x_hat % over_all(layer.gamma, layer.x), "beta is missing."},
              {right.cache.x_hat + over_all(layer.beta, layer.x), "gamma is missing."},
              {(right.cache.x_hat + over_all(layer.beta, layer.x)) % over_all(layer.gamma, layer.x),
               "beta is multiplied with gamma: scale first, shift then."},
              {right.cache.x_hat % over_all(layer.beta, layer.x) + over_all(layer.gamma, layer.x),
               "gamma and beta are swapped."}},
             {.what = "out in train mode",
              .why = "gamma · x_hat + beta.",
              .read = family.read_forward,
              .setting = setting});
}

bool right_running(const RunningStatistics& yours, const RunningStatistics& before,
                   const Layer& layer, const BatchStatistics& batch, const std::string& when) {
  const double momentum = layer.options.momentum;
  const RunningStatistics right = running_after(before, batch, momentum);
  const std::string why = "running ← momentum · running + (1 - momentum) · batch.";
  return expect_near_or_known(yours.mean, right.mean, known_running_mean(before, batch, momentum),
                              {.what = "running.mean " + when, .why = why, .read = kReadRunning}) &&
         expect_near_or_known(
             yours.var, right.var,
             known_running_var(before, batch, momentum, layer.count(), layer.options.eps),
             {.what = "running.var " + when, .why = why, .read = kReadRunning});
}

bool same_bits(const arma::mat& a, const arma::mat& b) {
  return arma::size(a) == arma::size(b) && std::equal(a.begin(), a.end(), b.begin());
}

}  // namespace

void expect_right_training(const Family& family) {
  Rng rng = test_rng();
  std::vector<std::pair<Layer, Pass>> passes;
  for (const Point point : {kOrdinary, kLargeEps, kTiny, kLarge}) {
    for (int i = 0; i < 2; ++i) {
      const Layer layer = family.draw(rng, point);
      passes.emplace_back(layer, run(family, layer));
    }
  }
  for (const auto& [layer, pass] : passes) {
    if (!right_result(family, layer, pass.result)) return;
    if (!right_running(pass.running, layer.running, layer, statistics_of(layer),
                       "after one batch in train mode")) {
      return;
    }
  }
}

void expect_mean_beta_and_variance_gamma_squared(const Family& family) {
  Rng rng = test_rng();
  for (const Point point : {kOrdinary, kLargeEps}) {
    Layer layer = family.draw(rng, point);
    const BatchStatistics batch = statistics_of(layer);
    const arma::mat out = run(family, layer).result.out;
    if (!checks::expect_shape(out, layer.x.n_rows, layer.x.n_cols,
                              {.what = "out", .read = family.read_forward})) {
      return;
    }
    Layer normalized = layer;
    normalized.x = out;
    const BatchStatistics yours = statistics_of(normalized);
    const arma::rowvec expected =
        arma::square(layer.gamma) % batch.var / (batch.var + layer.options.eps);
    const double m = layer.count();
    if (!expect_near(yours.mean, layer.beta,
                     {.what = "the mean of out",
                      .why = "x_hat has mean 0, so the mean of out is beta.",
                      .read = family.read_forward,
                      .tolerance = {1e-9, 1e-9}})) {
      return;
    }
    if (!expect_near_or_known(
            yours.var, expected,
            {{expected * (m - 1) / m, "It is (N - 1)/N of it: your variance is divided by N - 1."},
             {arma::square(layer.gamma), "It is gamma² exactly, as if eps were 0."}},
            {.what = "the variance of out",
             .why = "x_hat has the variance var/(var + eps), so that of out is gamma² times that.",
             .read = "divide-by-n",
             .tolerance = {1e-9, 1e-9}})) {
      return;
    }
  }
}

void expect_the_input_back(const Family& family) {
  Rng rng = test_rng();
  Layer layer = family.draw(rng, kLargeEps);
  const BatchStatistics batch = statistics_of(layer);
  layer.gamma = arma::sqrt(batch.var + layer.options.eps);
  layer.beta = batch.mean;
  expect_near(run(family, layer).result.out, layer.x,
              {.what = "out with gamma = √(var + eps) and beta = mean",
               .why = "That is the way back: the layer can always learn to do nothing.",
               .read = "gamma-and-beta",
               .tolerance = {1e-9, 1e-10},
               .setting = setting_of(layer)});
}

void expect_shift_and_scale_irrelevant(const Family& family) {
  Rng rng = test_rng();
  Layer layer = family.draw(rng, {1.0, 1e-14});
  const arma::rowvec scale = rng.uniform(1, layer.channels(), 0.5, 3);
  const arma::rowvec shift = rng.uniform(1, layer.channels(), -5, 5);
  const arma::mat plain = run(family, layer).result.out;
  layer.x = layer.x % over_all(scale, layer.x) + over_all(shift, layer.x);
  expect_near(run(family, layer).result.out, plain,
              {.what = "out of an x that was scaled and shifted",
               .why = "Scale and mean of the input are taken away, so only gamma and beta decide.",
               .read = "why-normalize-inside-the-network",
               .tolerance = {1e-8, 1e-9}});
}

void expect_order_of_examples_irrelevant(const Family& family) {
  Rng rng = test_rng();
  Layer layer = family.draw(rng, kOrdinary);
  arma::uvec order = arma::regspace<arma::uvec>(0, layer.x.n_rows - 1);
  order = arma::shift(order, 1);
  const Pass plain = run(family, layer);
  layer.x = layer.x.rows(order).eval();
  const Pass shifted = run(family, layer);
  if (!checks::expect_shape(plain.result.out, layer.x.n_rows, layer.x.n_cols,
                            {.what = "out", .read = family.read_forward})) {
    return;
  }
  expect_near(shifted.result.out, plain.result.out.rows(order),
              {.what = "out with the examples in another order",
               .why = "The statistics do not know the order, so the rows move and nothing else.",
               .read = family.read_forward});
  expect_near(shifted.running.var, plain.running.var,
              {.what = "running.var with the examples in another order", .read = kReadRunning});
}

void expect_copies_irrelevant(const Family& family) {
  Rng rng = test_rng();
  Layer layer = family.draw(rng, kOrdinary);
  const Pass once = run(family, layer);
  layer.x = arma::join_vert(layer.x, layer.x);
  const Pass twice = run(family, layer);
  expect_near(twice.result.out, arma::join_vert(once.result.out, once.result.out),
              {.what = "out of the batch put in twice",
               .why = "Mean and variance of a batch do not change when every example comes twice. "
                      "(With N - 1 they would.)",
               .read = "divide-by-n"});
  expect_near(twice.running.var, once.running.var,
              {.what = "running.var after the batch put in twice",
               .why = "The biased variance does not change when every example comes twice.",
               .read = "divide-by-n"});
}

void expect_running_unused_in_training(const Family& family) {
  Rng rng = test_rng();
  Layer layer = family.draw(rng, kOrdinary);
  const arma::mat one = run(family, layer).result.out;
  layer.running.mean += 3;
  layer.running.var *= 7;
  expect_near(run(family, layer).result.out, one,
              {.what = "out in train mode with other running statistics",
               .why = "In train mode a batch is normalized with its own mean and variance only.",
               .read = kReadTesting});
}

void expect_running_averages(const Family& family) {
  Rng rng = test_rng();
  // k equal batches, from 0.
  Layer layer = family.draw(rng, kOrdinary);
  const BatchStatistics batch = statistics_of(layer);
  const int k = 5;
  RunningStatistics running{arma::zeros<arma::rowvec>(layer.channels()),
                            arma::zeros<arma::rowvec>(layer.channels())};
  const auto train = [&](const Layer& on, RunningStatistics& its) {
    family.forward(on.x, on.gamma, on.beta, its, Mode::train, on.options);
  };
  for (int i = 0; i < k; ++i) train(layer, running);

  // Two layers with batches of different statistics take turns.
  const Layer other = family.draw(rng, {2.0, 1e-5});
  RunningStatistics mine = layer.running, its = other.running;
  RunningStatistics mine_expected = mine, its_expected = its;
  for (int i = 0; i < 3; ++i) {
    train(layer, mine);
    train(other, its);
    mine_expected = running_after(mine_expected, batch, layer.options.momentum);
    its_expected = running_after(its_expected, statistics_of(other), other.options.momentum);
  }

  const double part = 1 - std::pow(layer.options.momentum, k);
  const double swapped = 1 - std::pow(1 - layer.options.momentum, k);
  const std::string turned =
      "The momentum is the wrong way round: it is the part of the old average that stays.";
  const std::string why =
      "From 0, after k equal batches, the average is (1 - momentumᵏ) of that of the batch.";
  if (!expect_near_or_known(
          running.mean, part * batch.mean,
          {{swapped * batch.mean, turned},
           {arma::zeros(arma::size(batch.mean)), "It did not move: did you change a copy?"},
           {batch.mean, "It is that of the last batch: the old average is lost."}},
          {.what = "running.mean after 5 equal batches", .why = why, .read = kReadRunning})) {
    return;
  }
  if (!expect_near_or_known(
          running.var, part * batch.var,
          {{swapped * batch.var, turned},
           {arma::zeros(arma::size(batch.var)), "It did not move: did you change a copy?"},
           {batch.var, "It is that of the last batch: the old average is lost."},
           {part * arma::sqrt(batch.var),
            "You store the standard deviation; running.var averages variances."},
           {part * batch.var * layer.count() / (layer.count() - 1),
            "You store the variance that is divided by N - 1 (as PyTorch does); ours divides by "
            "N."}},
          {.what = "running.var after 5 equal batches", .why = why, .read = kReadRunning})) {
    return;
  }
  const std::string turns =
      "Two layers took turns. Each has running statistics of its own; nothing may be kept anywhere "
      "else, in a static variable for example.";
  expect_near(mine.mean, mine_expected.mean,
              {.what = "running.mean of the first of two layers",
               .why = turns,
               .read = "nothing-else-is-remembered"});
  expect_near(its.var, its_expected.var,
              {.what = "running.var of the second of two layers",
               .why = turns,
               .read = "nothing-else-is-remembered"});
}

void expect_right_testing(const Family& family) {
  Rng rng = test_rng();
  std::vector<std::pair<Layer, Pass>> passes;
  for (const Point point : {kOrdinary, kLargeEps, kTiny}) {
    for (int i = 0; i < 2; ++i) {
      const Layer layer = family.draw(rng, point);
      passes.emplace_back(layer, run(family, layer, Mode::test));
    }
  }
  for (const auto& [layer, pass] : passes) {
    if (!expect_near_or_known(pass.result.out, test_output_of(layer), known_test_outputs(layer),
                              {.what = "out in test mode",
                               .why = "gamma · (x - running.mean) / √(running.var + eps) + beta.",
                               .read = kReadTesting,
                               .setting = setting_of(layer)})) {
      return;
    }
    const std::string why =
        "Test mode leaves the running statistics alone, to the last bit: looking at a network must "
        "not change it.";
    const bool untouched = same_bits(pass.running.mean, layer.running.mean) &&
                           same_bits(pass.running.var, layer.running.var);
    if (!untouched) {
      expect_near(pass.running.mean, layer.running.mean,
                  {.what = "running.mean after a pass in test mode",
                   .why = why,
                   .read = kReadTesting,
                   .tolerance = checks::kExact});
      expect_near(pass.running.var, layer.running.var,
                  {.what = "running.var after a pass in test mode",
                   .why = why,
                   .read = kReadTesting,
                   .tolerance = checks::kExact});
      return;
    }
    const BatchnormCache& cache = pass.result.cache;
    const bool empty = cache.x_hat.is_empty() && cache.inv_std.is_empty() && cache.gamma.is_empty();
    if (!checks::expect_that(
            empty, "something in it", "x_hat, inv_std and gamma with no entries",
            {.what = "the cache of a pass in test mode",
             .why = "There is no backward pass through test mode. An empty cache makes sure that "
                    "nobody takes this one for that of a batch.",
             .read = kReadCache})) {
      return;
    }
  }
}

void expect_no_neighbours_in_testing(const Family& family) {
  Rng rng = test_rng();
  const Layer layer = family.draw(rng, kOrdinary);
  const arma::mat together = run(family, layer, Mode::test).result.out;
  Layer alone = layer;
  arma::mat one_by_one(arma::size(layer.x), arma::fill::zeros);
  for (arma::uword i = 0; i < layer.x.n_rows; ++i) {
    alone.x = layer.x.row(i);
    const arma::mat row = run(family, alone, Mode::test).result.out;
    if (!checks::expect_shape(row, 1, layer.x.n_cols, {.what = "out of one example"})) return;
    one_by_one.row(i) = row;
  }
  expect_near(together, one_by_one,
              {.what = "out in test mode of a batch, against its examples one by one",
               .why = "In test mode the output of an example does not depend on its neighbours: "
                      "the statistics are those of the training, not those of this batch.",
               .read = kReadTesting});
}

void expect_testing_to_use_what_training_learned(const Family& family) {
  Rng rng = test_rng();
  Layer layer = family.draw(rng, kOrdinary);
  layer.options.momentum = 0.5;
  RunningStatistics running = fresh_running_statistics(layer.channels());
  for (int i = 0; i < 60; ++i) {  // 2⁻⁶⁰ of the start is left
    family.forward(layer.x, layer.gamma, layer.beta, running, Mode::train, layer.options);
  }
  const arma::mat out =
      family.forward(layer.x, layer.gamma, layer.beta, running, Mode::test, layer.options).out;
  expect_near(out, train_forward_of(layer).out,
              {.what = "out in test mode after 60 times the same batch in train mode",
               .why = "By then the running statistics are those of the batch, so train and test "
                      "mode give the same. A variance that is divided by N - 1, a stored "
                      "deviation, or another place of eps would show here.",
               .read = kReadTesting});
}

void expect_gamma_of_zero_allowed(const Family& family) {
  Rng rng = test_rng();
  Layer layer = family.draw(rng, kOrdinary);
  layer.gamma(0) = 0;
  const Pass pass = run(family, layer);
  const checks::About about{
      .what = "cache.x_hat with a gamma of 0",
      .why = "gamma scales the output, not x_hat: x_hat must not be computed back from out.",
      .read = kReadCache};
  if (checks::expect_finite(pass.result.cache.x_hat, about)) {
    expect_near(pass.result.cache.x_hat, train_forward_of(layer).cache.x_hat, about);
  }
  expect_near(pass.result.out, train_forward_of(layer).out,
              {.what = "out with a gamma of 0",
               .why = "Where gamma is 0, out is beta.",
               .read = family.read_forward});
}

void expect_one_channel_enough(const Family& family) {
  Rng rng = test_rng();
  const Layer layer = one_channel_of(family.draw(rng, kOrdinary));
  const Pass train = run(family, layer), test = run(family, layer, Mode::test);
  if (right_result(family, layer, train.result) &&
      right_running(train.running, layer.running, layer, statistics_of(layer),
                    "after one batch in train mode")) {
    expect_near_or_known(test.result.out, test_output_of(layer), known_test_outputs(layer),
                         {.what = "out in test mode", .read = kReadTesting});
  }
}

void expect_no_memory(const Family& family) {
  Rng rng = test_rng();
  const Layer layer = family.draw(rng, kOrdinary);
  for (const Mode mode : {Mode::train, Mode::test}) {
    const bool same = checks::expect_same_twice(
        [&] {
          const Pass pass = run(family, layer, mode);
          return arma::join_vert(pass.result.out, over_all(pass.running.mean, layer.x),
                                 over_all(pass.running.var, layer.x));
        },
        {.what = family.forward_name, .read = "nothing-else-is-remembered"});
    if (!same) return;
  }
}

void expect_forward_refusals(const Family& family) {
  Rng rng(5);
  const Layer good = family.draw(rng, kOrdinary);
  const arma::uword c = good.channels();
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto refuses = [&](const std::string& input, const auto& spoil) {
    for (const Mode mode : {Mode::train, Mode::test}) {
      Layer bad = good;
      spoil(bad);
      expect_refusal(input + (mode == Mode::train ? ", train mode" : ", test mode"),
                     [&] { run(family, bad, mode); });
    }
  };
  refuses("no example", [](Layer& l) { l.x.set_size(0, l.x.n_cols); });
  refuses("no column", [](Layer& l) { l.x.set_size(l.x.n_rows, 0); });
  refuses("gamma and beta of one entry too many", [&](Layer& l) {
    l.gamma.ones(c + 1);
    l.beta.ones(c + 1);
  });
  refuses("beta of one entry too many", [&](Layer& l) { l.beta.ones(c + 1); });
  refuses("beta of one entry only", [](Layer& l) { l.beta.ones(1); });
  refuses("running.mean of one entry too few", [&](Layer& l) { l.running.mean.zeros(c - 1); });
  refuses("running.var without entries", [](Layer& l) { l.running.var.reset(); });
  refuses("a negative running variance", [](Layer& l) { l.running.var(1) = -0.5; });
  refuses("a running variance that is NaN", [&](Layer& l) { l.running.var(0) = nan; });
  refuses("eps = 0", [](Layer& l) { l.options.eps = 0; });
  refuses("eps = -1e-5", [](Layer& l) { l.options.eps = -1e-5; });
  refuses("momentum = 1.1", [](Layer& l) { l.options.momentum = 1.1; });
  refuses("momentum = -0.1", [](Layer& l) { l.options.momentum = -0.1; });
  refuses("momentum is NaN", [&](Layer& l) { l.options.momentum = nan; });
}

}  // namespace descent::suite
