#include "harness/suites/06-dropout/penalties.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>

#include "harness/checks/properties.hpp"
#include "harness/checks/two_oracles.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;

constexpr double kStrength = 0.37;

Rng test_rng() { return Rng(remote::test_seed()); }

// Normal numbers at least 0.1·spread away from 0.
arma::mat away_from_zero(arma::uword rows, arma::uword cols, double spread, Rng& rng) {
  arma::mat values = rng.normal(rows, cols);
  values.transform([](double v) { return v + std::copysign(0.1, v); });
  return spread * values;
}

void expect_same(const PenaltyResult& yours, const PenaltyResult& right, const Layers& layers,
                 const std::string& why, const std::string& read,
                 checks::Tolerance tolerance = checks::kAgainstReference) {
  expect_near(yours.loss, right.loss,
              {.what = "the loss", .why = why, .read = read, .tolerance = tolerance});
  if (!expect_layered(yours, layers, read)) return;
  for (std::size_t k = 0; k < layers.size(); ++k) {
    expect_near(yours.gradients[k].W, right.gradients[k].W,
                {.what = fmt::format("the gradient on W of layer {}", k),
                 .why = why,
                 .read = read,
                 .tolerance = tolerance});
    expect_near(yours.gradients[k].b, right.gradients[k].b,
                {.what = fmt::format("the gradient on b of layer {}", k),
                 .why = "Biases stay free.",
                 .read = "biases-stay-free",
                 .tolerance = tolerance});
  }
}

checks::Blocks blocks_of(const Layers& layers) {
  checks::Blocks blocks;
  for (const DenseLayer& layer : layers) {
    blocks.push_back(layer.W);
    blocks.push_back(layer.b);
  }
  return blocks;
}

Layers layers_of(const checks::Blocks& blocks) {
  Layers layers;
  for (std::size_t i = 0; i < blocks.size(); i += 2) layers.push_back({blocks[i], blocks[i + 1]});
  return layers;
}

arma::mat one_by_one(double value) { return arma::mat(1, 1, arma::fill::value(value)); }

PenaltyResult times(PenaltyResult result, double factor) {
  result.loss *= factor;
  for (DenseLayer& layer : result.gradients) {
    layer.W *= factor;
    layer.b *= factor;
  }
  return result;
}

}  // namespace

Layers any_layers(Rng& rng, double spread) {
  Layers layers;
  arma::uword fan_in = 2 + rng.below(4);
  const arma::uword count = 2 + rng.below(2);
  while (layers.size() < count) {
    arma::uword fan_out = 2 + rng.below(5);
    while (fan_out == fan_in) fan_out = 2 + rng.below(5);
    layers.push_back(
        {away_from_zero(fan_in, fan_out, spread, rng), away_from_zero(1, fan_out, spread, rng)});
    fan_in = fan_out;
  }
  return layers;
}

bool expect_layered(const PenaltyResult& yours, const Layers& layers, const std::string& read) {
  if (!checks::expect_equal(static_cast<long long>(yours.gradients.size()),
                            static_cast<long long>(layers.size()),
                            {.what = "the number of layers in gradients",
                             .why = "gradients holds one DenseLayer for each layer.",
                             .read = read})) {
    return false;
  }
  for (std::size_t k = 0; k < layers.size(); ++k) {
    const DenseLayer& mine = layers[k];
    const DenseLayer& gradient = yours.gradients[k];
    if (!checks::expect_shape(
            gradient.W, mine.W.n_rows, mine.W.n_cols,
            {.what = fmt::format("the gradient on W of layer {}", k), .read = read}) ||
        !checks::expect_shape(gradient.b, 1, mine.b.n_elem,
                              {.what = fmt::format("the gradient on b of layer {}", k),
                               .why = "Biases stay free, so their gradient is 0: a row of zeros.",
                               .read = "biases-stay-free"})) {
      return false;
    }
  }
  return true;
}

void expect_right_penalties(const PenaltyCase& penalty) {
  Rng rng = test_rng();
  struct Run {
    Layers layers;
    PenaltyResult yours, right;
  };
  std::vector<Run> runs;  // all calls before the first comparison: a mistake is named more surely
  for (const double spread : {0.4, 3.0, 1000.0}) {
    for (int i = 0; i < 3; ++i) {
      const Layers layers = any_layers(rng, spread);
      const double strength = rng.uniform(0.05, 3);
      runs.push_back({layers, penalty.yours(layers, strength), penalty.right(layers, strength)});
    }
  }
  for (const Run& run : runs) {
    expect_same(run.yours, run.right, run.layers,
                "Loss and gradients of random layers must be those of the formula.", penalty.read);
    if (testing::Test::HasFailure()) return;  // one network is enough to learn from
  }
}

void expect_penalty_derivative(const PenaltyCase& penalty) {
  Rng rng = test_rng();
  for (const double spread : {0.4, 3.0}) {
    const Layers layers = any_layers(rng, spread);
    const PenaltyResult yours = penalty.yours(layers, kStrength);
    const PenaltyResult right = penalty.right(layers, kStrength);
    if (!expect_layered(yours, layers, penalty.read)) return;
    checks::GradientOptions options;
    for (std::size_t k = 0; k < layers.size(); ++k) {
      options.names.push_back(fmt::format("the gradient on W of layer {}", k));
      options.names.push_back(fmt::format("the gradient on b of layer {}", k));
    }
    if (!penalty.smooth) {
      options.winners = [](const checks::Blocks& at) {
        arma::uvec sides;
        for (std::size_t i = 0; i < at.size(); i += 2) {
          sides = arma::join_cols(sides, arma::uvec(arma::vectorise(at[i] > 0)));
        }
        return sides;
      };
    }
    const bool holds = checks::expect_forward_and_backward(
        {one_by_one(yours.loss), blocks_of(yours.gradients)},
        checks::ForwardBackward{one_by_one(right.loss), blocks_of(right.gradients)},
        [&](const checks::Blocks& at) {
          return one_by_one(penalty.yours(layers_of(at), kStrength).loss);
        },
        arma::ones(1, 1), blocks_of(layers), rng, {.what = penalty.exercise, .read = penalty.read},
        options);
    if (!holds) return;
  }
}

void expect_biases_free(const PenaltyCase& penalty) {
  Rng rng = test_rng();
  const Layers layers = any_layers(rng, 1);
  Layers others = layers;
  for (DenseLayer& layer : others) layer.b = 100 * layer.b + 7;
  const PenaltyResult yours = penalty.yours(layers, kStrength);
  const PenaltyResult with_others = penalty.yours(others, kStrength);
  const std::string read = "biases-stay-free";
  expect_near(with_others.loss, yours.loss,
              {.what = "the loss with other biases",
               .why = "Biases stay free: whatever they are, the penalty is the same.",
               .read = read});
  if (!expect_layered(with_others, layers, read)) return;
  for (std::size_t k = 0; k < layers.size(); ++k) {
    expect_near(with_others.gradients[k].b, arma::zeros(1, layers[k].b.n_elem),
                {.what = fmt::format("the gradient on b of layer {}", k),
                 .why = "Biases stay free: no bias is pulled anywhere.",
                 .read = read,
                 .tolerance = checks::kExact});
  }
}

void expect_sum_over_layers(const PenaltyCase& penalty) {
  Rng rng = test_rng();
  const Layers layers = any_layers(rng, 1);
  Layers twice = layers;
  twice.insert(twice.end(), layers.begin(), layers.end());
  const PenaltyResult whole = penalty.yours(layers, kStrength);
  const PenaltyResult doubled = penalty.yours(twice, kStrength);
  PenaltyResult sum;
  for (const DenseLayer& layer : layers) {
    const PenaltyResult one = penalty.yours({layer}, kStrength);
    sum.loss += one.loss;
    sum.gradients.insert(sum.gradients.end(), one.gradients.begin(), one.gradients.end());
  }
  const std::string read = "what-is-summed";
  if (!expect_layered(whole, layers, read) || !expect_layered(sum, layers, read)) return;
  expect_same(whole, sum, layers,
              "The penalty is a sum over all layers: each costs what it costs alone.", read);
  expect_near(doubled.loss, 2 * whole.loss,
              {.what = "the loss of twice as many layers",
               .why = "A sum, not a mean: every layer there twice costs twice as much.",
               .read = read});
}

void expect_proportional_to_strength(const PenaltyCase& penalty) {
  Rng rng = test_rng();
  const Layers layers = any_layers(rng, 1);
  const PenaltyResult none = penalty.yours(layers, 0);
  const PenaltyResult once = penalty.yours(layers, kStrength);
  const PenaltyResult five = penalty.yours(layers, 5 * kStrength);
  const auto loss = [&](double strength) { return penalty.yours(layers, strength).loss; };
  const checks::About about{.what = "the loss of " + penalty.exercise, .read = penalty.read};
  if (!checks::expect_linear_in_strength(loss, kStrength, about) ||
      !checks::expect_more_regularization_more_loss(loss, {0, 1e-4, 0.1, 20}, about)) {
    return;
  }
  expect_near(none.loss, 0, {.what = "the loss without regularization", .read = penalty.read});
  if (!expect_layered(once, layers, penalty.read)) return;
  expect_same(five, times(once, 5), layers,
              "Five times the strength: five times the loss and five times the gradients.",
              penalty.read);
}

void expect_even(const PenaltyCase& penalty) {
  Rng rng = test_rng();
  const Layers layers = any_layers(rng, 1);
  Layers negated = layers;
  for (DenseLayer& layer : negated) layer.W *= -1;
  const PenaltyResult plain = penalty.yours(layers, kStrength);
  const PenaltyResult mirrored = penalty.yours(negated, kStrength);
  if (!expect_layered(plain, layers, penalty.read)) return;
  PenaltyResult expected = times(plain, -1);
  expected.loss = plain.loss;
  expect_same(mirrored, expected, layers,
              "Positive and negative weights cost the same: with all signs turned the loss stays, "
              "and the gradients on W turn theirs.",
              penalty.read);
}

void expect_no_penalty_memory(const PenaltyCase& penalty) {
  Rng rng = test_rng();
  const Layers layers = any_layers(rng, 1);
  checks::expect_same_twice(
      [&] {
        const PenaltyResult yours = penalty.yours(layers, kStrength);
        arma::vec all = {yours.loss};
        for (const arma::mat& block : blocks_of(yours.gradients)) {
          all = arma::join_cols(all, arma::vec(arma::vectorise(block)));
        }
        return arma::mat(all);
      },
      {.what = penalty.exercise, .read = "what-is-summed"});
}

void expect_penalty_refusals(const PenaltyFunction& yours, const std::string& strength) {
  using checks::expect_refusal;
  const Layers good = {{arma::ones(2, 3), arma::ones<arma::rowvec>(3)}};
  const auto call = [&](const Layers& layers, double lambda) {
    return [&yours, layers, lambda] { yours(layers, lambda); };
  };
  expect_refusal("no layers", call({}, 0.1));
  expect_refusal("a layer without weights", call({good[0], DenseLayer{}}, 0.1));
  expect_refusal("three neurons with two biases",
                 call({{arma::ones(2, 3), arma::ones<arma::rowvec>(2)}}, 0.1));
  expect_refusal("a negative " + strength, call(good, -0.1));
  expect_refusal(strength + " that is NaN", call(good, arma::datum::nan));
  expect_refusal(strength + " that is infinite", call(good, arma::datum::inf));
}

}  // namespace descent::suite
