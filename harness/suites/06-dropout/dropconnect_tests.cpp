#include <gtest/gtest.h>

#include "harness/checks/properties.hpp"
#include "harness/checks/two_oracles.hpp"
#include "harness/suites/06-dropout/masks.hpp"

namespace descent::suite {
namespace {

using checks::expect_near;
using checks::expect_refusal;
using checks::kHandValue;

constexpr auto kRead = "dropconnect";
constexpr auto kReadBack = "through-the-mask-twice";
constexpr auto kReadModes = "train-and-test";

// The layer behind the values that harness/tests/crosscheck/dropout.py computed, keep_prob 0.8.
const arma::mat kX = {{1, -2, 0.5}, {0.25, 3, -1}};
const arma::mat kW = {{0.4, -0.6, 1, 0.2}, {-1.5, 0.8, 0.3, 2}, {0.7, 1.2, -0.9, -0.1}};
const arma::rowvec kB = {0.1, -0.2, 0.3, 0.5};
const arma::mat kMask = {{1.25, 0, 1.25, 1.25}, {1.25, 1.25, 0, 1.25}, {0, 1.25, 1.25, 1.25}};
const arma::mat kDout = {{0.5, -1, 2, 0.3}, {-0.7, 0.4, 1.1, -0.2}};

struct Layer {
  arma::mat x, W;
  arma::rowvec b;
  double keep_prob;
};

// N, D and M in [3, 8], never equal.
Layer any_layer(Rng& rng, double spread = 1) {
  const arma::uvec sizes = rng.permutation(6) + 3;
  return {spread * rng.normal(sizes(0), sizes(1)), spread * rng.normal(sizes(1), sizes(2)),
          spread * rng.normal(1, sizes(2)), any_keep_prob(rng)};
}

// out = x·(W % mask) + b, in loops.
arma::mat layer_output(const arma::mat& x, const arma::mat& W, const arma::mat& b,
                       const arma::mat& mask) {
  arma::mat out(x.n_rows, W.n_cols);
  for (arma::uword i = 0; i < x.n_rows; ++i) {
    for (arma::uword m = 0; m < W.n_cols; ++m) {
      double sum = b(m);
      for (arma::uword d = 0; d < W.n_rows; ++d) sum += x(i, d) * W(d, m) * mask(d, m);
      out(i, m) = sum;
    }
  }
  return out;
}

DropConnectResult trained(const Layer& layer, Rng& rng) {
  return submission::dropconnect_forward(layer.x, layer.W, layer.b, layer.keep_prob, Mode::train,
                                         rng);
}

MaskCase weight_masks() {
  return {.units = "weights",
          .row = "input",
          .col = "neuron",
          .scaled = true,
          .draw = [](const arma::mat& values, double keep_prob, Rng& rng) {
            return submission::dropconnect_forward(arma::ones(2, values.n_rows), values,
                                                   arma::ones<arma::rowvec>(values.n_cols),
                                                   keep_prob, Mode::train, rng)
                .cache.mask;
          }};
}

bool expect_mask_of_weights(const DropConnectResult& yours, const Layer& layer) {
  return checks::expect_shape(
      yours.cache.mask, layer.W.n_rows, layer.W.n_cols,
      {.what = "the mask in the cache",
       .why = "DropConnect drops weights: its mask has the shape of W, and not that of the inputs "
              "or outputs.",
       .read = kRead});
}

TEST(DropconnectForward, UsesTheMaskedWeights) {
  Rng rng(remote::test_seed());
  struct Run {
    Layer layer;
    DropConnectResult yours;
  };
  std::vector<Run> runs;
  for (int i = 0; i < 6; ++i) {
    const Layer layer = any_layer(rng);
    runs.push_back({layer, trained(layer, rng)});
  }
  for (const Run& run : runs) {
    const auto& [layer, yours] = run;
    if (!expect_mask_of_weights(yours, layer)) return;
    if (!expect_near(yours.out, layer_output(layer.x, layer.W, layer.b, yours.cache.mask),
                     {.what = "the output",
                      .why = "x·(W % mask) + b, with the mask that the cache returns. One mask "
                             "serves the whole batch, and the biases are neither dropped nor "
                             "scaled.",
                      .read = kRead,
                      .tolerance = checks::kForwardOracle})) {
      return;
    }
  }
}

TEST(DropconnectForward, KeepsInputsAndWeightsInTheCache) {
  Rng rng(remote::test_seed());
  const Layer layer = any_layer(rng);
  const DropConnectResult yours = trained(layer, rng);
  expect_near(yours.cache.x, layer.x,
              {.what = "x in the cache",
               .why = "The cache holds the inputs as they came.",
               .read = kReadBack,
               .tolerance = checks::kExact});
  expect_near(
      yours.cache.W, layer.W,
      {.what = "W in the cache",
       .why = "The cache holds the weights as they came, not masked: the mask stands beside "
              "them.",
       .read = kReadBack,
       .tolerance = checks::kExact});
}

TEST(DropconnectForward, HasOneMaskForTheBatch) {
  Rng rng(remote::test_seed());
  Layer layer = any_layer(rng);
  layer.x = arma::repmat(layer.x.row(0), 9, 1);
  layer.keep_prob = 0.5;
  const DropConnectResult yours = trained(layer, rng);
  if (!checks::expect_shape(yours.out, 9, layer.W.n_cols, {.what = "the output", .read = kRead})) {
    return;
  }
  expect_near(yours.out, arma::repmat(yours.out.row(0), 9, 1),
              {.what = "the outputs of nine equal examples",
               .why = "One mask serves all examples of a call: equal inputs have equal outputs.",
               .read = "one-mask-for-the-batch"});
}

TEST(DropconnectForward, HasItsFactorInTheMask) { expect_zero_or_factor(weight_masks()); }
TEST(DropconnectForward, KeepsWithProbabilityKeepProb) { expect_keep_rate(weight_masks()); }
TEST(DropconnectForward, DrawsEachWeightForItself) { expect_independent_entries(weight_masks()); }
TEST(DropconnectForward, DrawsANewMaskAtEachCall) { expect_new_mask_each_call(weight_masks()); }
TEST(DropconnectForward, TakesItsMaskFromRng) { expect_mask_from_rng(weight_masks()); }
TEST(DropconnectForward, DoesNotLookAtTheWeights) { expect_mask_ignores_values(weight_masks()); }

// For one state of rng the mask is a constant, and the layer can be differentiated numerically.
TEST(DropconnectForward, HasTheDerivativeThatItsMaskSays) {
  Rng rng(remote::test_seed());
  for (const double spread : {0.4, 2.0}) {
    const Layer layer = any_layer(rng, spread);
    const Rng start(rng.bits());
    Rng draws = start;
    const DropConnectResult yours = trained(layer, draws);
    if (!expect_mask_of_weights(yours, layer)) return;
    const arma::mat& mask = yours.cache.mask;
    const arma::mat upstream = rng.normal(layer.x.n_rows, layer.W.n_cols);
    const checks::Blocks through_the_mask = {upstream * (layer.W % mask).t(),
                                             (layer.x.t() * upstream) % mask, arma::sum(upstream)};
    const bool holds = checks::expect_forward_and_backward(
        {yours.out, through_the_mask},
        checks::ForwardBackward{layer_output(layer.x, layer.W, layer.b, mask), through_the_mask},
        [&](const checks::Blocks& at) {
          Rng same = start;
          return trained({at[0], at[1], at[2], layer.keep_prob}, same).out;
        },
        upstream, {layer.x, layer.W, layer.b}, rng, {.what = "dropconnect_forward", .read = kRead},
        {.names = {"the gradient on x through your mask", "the gradient on W through your mask",
                   "the gradient on b"}});
    if (!holds) return;
  }
}

TEST(DropconnectForward, IsAPlainLayerInTestMode) {
  Rng rng(remote::test_seed());
  struct Run {
    Layer layer;
    DropConnectResult yours;
    bool rng_untouched;
  };
  std::vector<Run> runs;
  for (int i = 0; i < 4; ++i) {
    const Layer layer = any_layer(rng);
    const Rng before = rng;
    const DropConnectResult yours = submission::dropconnect_forward(
        layer.x, layer.W, layer.b, layer.keep_prob, Mode::test, rng);
    runs.push_back({layer, yours, rng == before});
  }
  for (const auto& [layer, yours, rng_untouched] : runs) {
    const arma::mat ones = arma::ones(arma::size(layer.W));
    const bool holds = expect_near(yours.out, layer_output(layer.x, layer.W, layer.b, ones),
                                   {.what = "the output in test mode",
                                    .why = "All weights work, and nothing is scaled: x·W + b.",
                                    .read = kReadModes,
                                    .tolerance = checks::kForwardOracle}) &&
                       expect_near(yours.cache.mask, ones,
                                   {.what = "the mask in test mode",
                                    .why = "Nothing is dropped and nothing scaled: 1 everywhere.",
                                    .read = kReadModes,
                                    .tolerance = checks::kExact}) &&
                       checks::expect_that(rng_untouched, "rng in another state", "rng as it was",
                                           {.what = "rng after a call in test mode",
                                            .why = "Nothing is random in test mode.",
                                            .read = kReadModes});
    if (!holds) return;
  }
}

TEST(DropconnectForward, KeepsEverythingAtOne) {
  Rng rng(remote::test_seed());
  Layer layer = any_layer(rng);
  layer.keep_prob = 1;
  const DropConnectResult yours = trained(layer, rng);
  const arma::mat ones = arma::ones(arma::size(layer.W));
  expect_near(yours.cache.mask, ones,
              {.what = "the mask with keep_prob 1", .read = kRead, .tolerance = checks::kExact});
  expect_near(yours.out, layer_output(layer.x, layer.W, layer.b, ones),
              {.what = "the output with keep_prob 1",
               .why = "A keep_prob of 1 keeps all weights: x·W + b.",
               .read = kRead});
}

TEST(DropconnectForward, RefusesBadInput) {
  Rng rng(remote::test_seed());
  for (const Mode mode : {Mode::train, Mode::test}) {
    const auto call = [&](const arma::mat& x, const arma::mat& W, const arma::rowvec& b,
                          double keep_prob) {
      return [&rng, mode, x, W, b, keep_prob] {
        submission::dropconnect_forward(x, W, b, keep_prob, mode, rng);
      };
    };
    expect_refusal("no examples", call(arma::mat(0, 3), kW, kB, 0.5));
    expect_refusal("no weights", call(kX, arma::mat(), arma::rowvec(), 0.5));
    expect_refusal("weights that do not fit the inputs", call(kX, kW.rows(0, 1), kB, 0.5));
    expect_refusal("three biases for four neurons", call(kX, kW, arma::rowvec{1, 2, 3}, 0.5));
    expect_refusal("a keep_prob of 0", call(kX, kW, kB, 0));
    expect_refusal("a keep_prob of 1.5", call(kX, kW, kB, 1.5));
    expect_refusal("a keep_prob that is NaN", call(kX, kW, kB, arma::datum::nan));
  }
}

// A cache as a forward pass returns it, with a mask drawn here.
DropConnectCache any_cache(const Layer& layer, Rng& rng) {
  arma::mat mask(arma::size(layer.W));
  for (double& entry : mask) entry = rng.uniform() < layer.keep_prob ? 1 / layer.keep_prob : 0;
  mask(0, 0) = 0;  // one of each kind at least
  mask(1, 1) = 1 / layer.keep_prob;
  return {layer.x, layer.W, mask};
}

bool expect_gradients(const DropConnectGradients& yours, const DropConnectGradients& right,
                      const std::string& why, checks::Tolerance tolerance = checks::kBackward) {
  const diagnosis::Setting setting{.examples = static_cast<double>(right.dx.n_rows)};
  const auto about = [&](const char* what) {
    return checks::About{
        .what = what, .why = why, .read = kReadBack, .tolerance = tolerance, .setting = setting};
  };
  const bool dx = expect_near(yours.dx, right.dx, about("dx"));
  const bool dW = expect_near(yours.dW, right.dW, about("dW"));
  const bool db = expect_near(yours.db, right.db, about("db"));
  return dx && dW && db;
}

TEST(DropconnectBackward, HasTheHandValues) {
  expect_gradients(
      submission::dropconnect_backward(kDout, {kX, kW, kMask}),
      {{{2.825, -1.1875, -3.7875}, {0.975, 1.2125, -0.6125}},
       {{0.40625, 0, 2.84375, 0.3125}, {-3.875, 4, 0, -1.5}, {0, -1.125, -0.125, 0.4375}},
       {-0.2, -0.6, 3.1, 0.1}},
      "", kHandValue);
}

TEST(DropconnectBackward, IsRightForRandomMasks) {
  Rng rng(remote::test_seed());
  std::vector<std::pair<DropConnectGradients, DropConnectGradients>> runs;
  for (int i = 0; i < 6; ++i) {
    const Layer layer = any_layer(rng, i % 2 == 0 ? 1 : 100);
    const DropConnectCache cache = any_cache(layer, rng);
    const arma::mat dout = rng.normal(layer.x.n_rows, layer.W.n_cols);
    runs.emplace_back(submission::dropconnect_backward(dout, cache),
                      reference::dropconnect_backward(dout, cache));
  }
  for (const auto& [yours, right] : runs) {
    if (!expect_gradients(yours, right,
                          "dx goes through the masked weights, dW is masked once more, and db is "
                          "the sum of dout's rows.")) {
      return;
    }
  }
}

TEST(DropconnectBackward, IsTheDerivativeOfTheLayer) {
  Rng rng(remote::test_seed());
  for (const double spread : {0.4, 2.0}) {
    const Layer layer = any_layer(rng, spread);
    const DropConnectCache cache = any_cache(layer, rng);
    const arma::mat dout = rng.normal(layer.x.n_rows, layer.W.n_cols);
    const DropConnectGradients yours = submission::dropconnect_backward(dout, cache);
    const bool holds = checks::expect_gradient(
        checks::against_upstream(
            [&](const checks::Blocks& at) { return layer_output(at[0], at[1], at[2], cache.mask); },
            dout),
        {layer.x, layer.W, layer.b}, {yours.dx, yours.dW, yours.db}, rng,
        {.what = "dropconnect_backward",
         .why = "out = x·(W % mask) + b, differentiated numerically.",
         .read = kReadBack},
        {.names = {"dx", "dW", "db"}});
    if (!holds) return;
  }
}

TEST(DropconnectBackward, SumsOverTheExamples) {
  Rng rng(remote::test_seed());
  const Layer layer = any_layer(rng);
  const DropConnectCache cache = any_cache(layer, rng);
  const arma::mat dout = rng.normal(layer.x.n_rows, layer.W.n_cols);
  const DropConnectGradients whole = submission::dropconnect_backward(dout, cache);
  DropConnectGradients sum{arma::zeros(arma::size(layer.x)), arma::zeros(arma::size(layer.W)),
                           arma::zeros<arma::rowvec>(layer.b.n_elem)};
  for (arma::uword i = 0; i < layer.x.n_rows; ++i) {
    const DropConnectGradients one =
        submission::dropconnect_backward(dout.row(i), {layer.x.row(i), cache.W, cache.mask});
    if (one.dx.n_elem != layer.x.n_cols || arma::size(one.dW) != arma::size(layer.W) ||
        one.db.n_elem != layer.b.n_elem) {
      continue;  // the comparison will say so
    }
    sum.dx.row(i) = one.dx;
    sum.dW += one.dW;
    sum.db += one.db;
  }
  expect_gradients(whole, sum,
                   "Each example has its own row in dx, and adds its own part to dW and db: the "
                   "batch gives what its examples give alone.");
}

TEST(DropconnectBackward, RemembersNothing) {
  checks::expect_same_twice(
      [] {
        const DropConnectGradients yours = submission::dropconnect_backward(kDout, {kX, kW, kMask});
        const arma::vec dx = arma::vectorise(yours.dx), dW = arma::vectorise(yours.dW);
        return arma::mat(arma::join_cols(dx, dW, arma::vec(yours.db.t())));
      },
      {.what = "dropconnect_backward", .read = kReadBack});
}

TEST(DropconnectBackward, RefusesBadInput) {
  const auto call = [](const arma::mat& dout, const DropConnectCache& cache) {
    return [=] { submission::dropconnect_backward(dout, cache); };
  };
  expect_refusal("no gradient", call(arma::mat(), {kX, kW, kMask}));
  expect_refusal("a gradient for three examples of two", call(arma::ones(3, 4), {kX, kW, kMask}));
  expect_refusal("a gradient for three neurons of four", call(arma::ones(2, 3), {kX, kW, kMask}));
  expect_refusal("a mask of the shape of the inputs", call(kDout, {kX, kW, arma::ones(2, 3)}));
  expect_refusal("weights that do not fit the inputs", call(kDout, {kX.cols(0, 1), kW, kMask}));
}

}  // namespace
}  // namespace descent::suite
