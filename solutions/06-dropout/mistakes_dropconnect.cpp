// Known mistakes: DropConnect, forward and backward.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

arma::mat layer_of(const arma::mat& x, const arma::mat& W, const arma::rowvec& b) {
  arma::mat out = x * W;
  out.each_row() += b;
  return out;
}

// DropConnect, right in test mode, with another mask while training.
template <class MakeMask>
DropConnectResult dropconnect_with(const arma::mat& x, const arma::mat& W, const arma::rowvec& b,
                                   double keep_prob, Mode mode, Rng& rng, MakeMask make_mask) {
  if (mode == Mode::test) return dropconnect_forward(x, W, b, keep_prob, mode, rng);
  require_dropconnect(x, W, b, keep_prob);
  const arma::mat mask = make_mask(W.n_rows, W.n_cols, keep_prob, rng);
  return {layer_of(x, W % mask, b), {x, W, mask}};
}

DropConnectResult dropconnect_drops_inputs(const arma::mat& x, const arma::mat& W,
                                           const arma::rowvec& b, double keep_prob, Mode mode,
                                           Rng& rng) {
  if (mode == Mode::test) return dropconnect_forward(x, W, b, keep_prob, mode, rng);
  require_dropconnect(x, W, b, keep_prob);
  const arma::mat mask = coins(x.n_rows, x.n_cols, keep_prob, rng) / keep_prob;
  return {layer_of(x % mask, W, b), {x, W, mask}};
}
DESCENT_MISTAKE(
    dropconnect_forward, dropconnect_drops_inputs,
    "You drop inputs: that is dropout in front of the layer. DropConnect drops weights, "
    "with a mask of the shape of W.",
    "dropconnect");

DropConnectResult dropconnect_drops_outputs(const arma::mat& x, const arma::mat& W,
                                            const arma::rowvec& b, double keep_prob, Mode mode,
                                            Rng& rng) {
  if (mode == Mode::test) return dropconnect_forward(x, W, b, keep_prob, mode, rng);
  require_dropconnect(x, W, b, keep_prob);
  const arma::mat mask = coins(x.n_rows, W.n_cols, keep_prob, rng) / keep_prob;
  return {layer_of(x, W, b) % mask, {x, W, mask}};
}
DESCENT_MISTAKE(dropconnect_forward, dropconnect_drops_outputs,
                "You drop outputs: that is dropout behind the layer. DropConnect drops weights, "
                "with a mask of the shape of W.",
                "dropconnect");

DropConnectResult dropconnect_unscaled(const arma::mat& x, const arma::mat& W,
                                       const arma::rowvec& b, double keep_prob, Mode mode,
                                       Rng& rng) {
  return dropconnect_with(x, W, b, keep_prob, mode, rng, coins);
}
DESCENT_MISTAKE(dropconnect_forward, dropconnect_unscaled,
                "The weights that you keep are not scaled. Multiply them by 1/keep_prob while "
                "training, as in inverted dropout.",
                "one-over-keep-prob");

DropConnectResult dropconnect_scaled_by_drop_probability(const arma::mat& x, const arma::mat& W,
                                                         const arma::rowvec& b, double keep_prob,
                                                         Mode mode, Rng& rng) {
  return dropconnect_with(x, W, b, keep_prob, mode, rng,
                          [](auto rows, auto cols, double p, Rng& r) {
                            return arma::mat(coins(rows, cols, p, r) / (1 - p));
                          });
}
DESCENT_MISTAKE(dropconnect_forward, dropconnect_scaled_by_drop_probability,
                "You scale by 1/(1 - keep_prob). keep_prob is the probability of keeping: the "
                "factor is 1/keep_prob.",
                "one-over-keep-prob");

DropConnectResult dropconnect_drops_with_keep_prob(const arma::mat& x, const arma::mat& W,
                                                   const arma::rowvec& b, double keep_prob,
                                                   Mode mode, Rng& rng) {
  return dropconnect_with(x, W, b, keep_prob, mode, rng,
                          [](auto rows, auto cols, double p, Rng& r) {
                            return arma::mat((1 - coins(rows, cols, p, r)) / p);
                          });
}
DESCENT_MISTAKE(dropconnect_forward, dropconnect_drops_with_keep_prob,
                "You drop with probability keep_prob. Keep a weight where rng.uniform() < "
                "keep_prob.",
                "keep-or-drop");

DropConnectResult dropconnect_one_coin_a_neuron(const arma::mat& x, const arma::mat& W,
                                                const arma::rowvec& b, double keep_prob, Mode mode,
                                                Rng& rng) {
  return dropconnect_with(x, W, b, keep_prob, mode, rng,
                          [](auto rows, auto cols, double p, Rng& r) {
                            return arma::mat(coins_of_columns(rows, cols, p, r) / p);
                          });
}
DESCENT_MISTAKE(dropconnect_forward, dropconnect_one_coin_a_neuron,
                "You throw one coin for each column of W, so all weights into a neuron go at once. "
                "Every single weight has a coin of its own.",
                "dropconnect");

DropConnectResult dropconnect_one_coin_an_input(const arma::mat& x, const arma::mat& W,
                                                const arma::rowvec& b, double keep_prob, Mode mode,
                                                Rng& rng) {
  return dropconnect_with(x, W, b, keep_prob, mode, rng,
                          [](auto rows, auto cols, double p, Rng& r) {
                            return arma::mat(coins_of_rows(rows, cols, p, r) / p);
                          });
}
DESCENT_MISTAKE(dropconnect_forward, dropconnect_one_coin_an_input,
                "You throw one coin for each row of W, so all weights of an input go at once. "
                "Every single weight has a coin of its own.",
                "dropconnect");

DropConnectResult dropconnect_drops_biases(const arma::mat& x, const arma::mat& W,
                                           const arma::rowvec& b, double keep_prob, Mode mode,
                                           Rng& rng) {
  DropConnectResult result = dropconnect_forward(x, W, b, keep_prob, mode, rng);
  if (mode == Mode::train) {
    const arma::rowvec mask = coins(1, b.n_elem, keep_prob, rng) / keep_prob;
    result.out.each_row() += b % mask - b;
  }
  return result;
}
DESCENT_MISTAKE(dropconnect_forward, dropconnect_drops_biases,
                "You drop biases as well (as the paper does). Here they stay: only weights have a "
                "mask.",
                "dropconnect");

DropConnectResult dropconnect_scales_biases(const arma::mat& x, const arma::mat& W,
                                            const arma::rowvec& b, double keep_prob, Mode mode,
                                            Rng& rng) {
  DropConnectResult result = dropconnect_forward(x, W, b, keep_prob, mode, rng);
  if (mode == Mode::train) result.out.each_row() += b / keep_prob - b;
  return result;
}
DESCENT_MISTAKE(dropconnect_forward, dropconnect_scales_biases,
                "Your biases are divided by keep_prob, too. They are not dropped, so they must not "
                "be scaled: scale the mask, not the output.",
                "dropconnect");

DropConnectResult dropconnect_without_biases(const arma::mat& x, const arma::mat& W,
                                             const arma::rowvec& b, double keep_prob, Mode mode,
                                             Rng& rng) {
  DropConnectResult result = dropconnect_forward(x, W, b, keep_prob, mode, rng);
  result.out.each_row() -= b;
  return result;
}
DESCENT_MISTAKE(dropconnect_forward, dropconnect_without_biases,
                "The biases are missing: add b to every row of the output.", "dropconnect");

DropConnectResult dropconnect_always_drops(const arma::mat& x, const arma::mat& W,
                                           const arma::rowvec& b, double keep_prob, Mode,
                                           Rng& rng) {
  return dropconnect_forward(x, W, b, keep_prob, Mode::train, rng);
}
DESCENT_MISTAKE(dropconnect_forward, dropconnect_always_drops,
                "You drop weights in test mode as well. When the network is used all of them work.",
                "train-and-test");

DropConnectResult dropconnect_scales_in_test_mode(const arma::mat& x, const arma::mat& W,
                                                  const arma::rowvec& b, double keep_prob,
                                                  Mode mode, Rng& rng) {
  DropConnectResult result = dropconnect_forward(x, W, b, keep_prob, mode, rng);
  if (mode == Mode::test) result.out = layer_of(x, keep_prob * W, b);
  return result;
}
DESCENT_MISTAKE(dropconnect_forward, dropconnect_scales_in_test_mode,
                "You multiply the weights by keep_prob in test mode. Training has made up for the "
                "dropping already: the layer is x·W + b.",
                "train-and-test");

DropConnectResult dropconnect_draws_in_test_mode(const arma::mat& x, const arma::mat& W,
                                                 const arma::rowvec& b, double keep_prob, Mode mode,
                                                 Rng& rng) {
  if (mode == Mode::test) coins(W.n_rows, W.n_cols, keep_prob, rng);
  return dropconnect_forward(x, W, b, keep_prob, mode, rng);
}
DESCENT_MISTAKE(dropconnect_forward, dropconnect_draws_in_test_mode,
                "You draw random numbers in test mode and do not use them. Leave rng alone there.",
                "train-and-test");

DropConnectResult dropconnect_copies_rng(const arma::mat& x, const arma::mat& W,
                                         const arma::rowvec& b, double keep_prob, Mode mode,
                                         Rng& rng) {
  Rng copy = rng;
  return dropconnect_forward(x, W, b, keep_prob, mode, copy);
}
DESCENT_MISTAKE(dropconnect_forward, dropconnect_copies_rng,
                "You draw from a copy of rng, so the caller's never moves on, and every call gets "
                "the same mask. Draw from the reference itself.",
                "a-new-mask-every-time");

DropConnectResult dropconnect_own_rng(const arma::mat& x, const arma::mat& W, const arma::rowvec& b,
                                      double keep_prob, Mode mode, Rng&) {
  Rng own(42);
  return dropconnect_forward(x, W, b, keep_prob, mode, own);
}
DESCENT_MISTAKE(dropconnect_forward, dropconnect_own_rng,
                "You make an Rng of your own with a fixed seed: every call gets the same mask. "
                "Draw from the rng that you are given.",
                "a-new-mask-every-time");

DropConnectResult dropconnect_caches_masked_weights(const arma::mat& x, const arma::mat& W,
                                                    const arma::rowvec& b, double keep_prob,
                                                    Mode mode, Rng& rng) {
  DropConnectResult result = dropconnect_forward(x, W, b, keep_prob, mode, rng);
  result.cache.W %= result.cache.mask;
  return result;
}
DESCENT_MISTAKE(dropconnect_forward, dropconnect_caches_masked_weights,
                "Your cache holds the masked weights. It should hold W as it came: the backward "
                "pass applies the mask itself, and would scale twice.",
                "through-the-mask-twice");

DropConnectResult dropconnect_plain_mask(const arma::mat& x, const arma::mat& W,
                                         const arma::rowvec& b, double keep_prob, Mode mode,
                                         Rng& rng) {
  DropConnectResult result = dropconnect_forward(x, W, b, keep_prob, mode, rng);
  if (mode == Mode::train) result.cache.mask *= keep_prob;
  return result;
}
DESCENT_MISTAKE(dropconnect_forward, dropconnect_plain_mask,
                "Your output is scaled, but the mask in the cache has only 0 and 1. The backward "
                "pass sees nothing but the mask: put 1/keep_prob into it.",
                "the-way-back");

DropConnectResult dropconnect_mask_for_each_example(const arma::mat& x, const arma::mat& W,
                                                    const arma::rowvec& b, double keep_prob,
                                                    Mode mode, Rng& rng) {
  DropConnectResult result = dropconnect_forward(x, W, b, keep_prob, mode, rng);
  for (arma::uword i = 1; i < x.n_rows && mode == Mode::train; ++i) {
    const DropConnectResult one = dropconnect_forward(x.row(i), W, b, keep_prob, mode, rng);
    result.out.row(i) = one.out;
    result.cache.mask = one.cache.mask;
  }
  return result;
}
DESCENT_MISTAKE(dropconnect_forward, dropconnect_mask_for_each_example,
                "You draw a new mask for every example (as the paper does), but the cache has room "
                "for one. Here one mask serves all examples of a call.",
                "one-mask-for-the-batch");

DropConnectResult dropconnect_without_checks(const arma::mat& x, const arma::mat& W,
                                             const arma::rowvec& b, double keep_prob, Mode mode,
                                             Rng& rng) {
  const arma::mat mask = mode == Mode::test
                             ? arma::mat(arma::ones(W.n_rows, W.n_cols))
                             : arma::mat(coins(W.n_rows, W.n_cols, keep_prob, rng) / keep_prob);
  return {layer_of(x, W % mask, b), {x, W, mask}};
}
DESCENT_MISTAKE(dropconnect_forward, dropconnect_without_checks,
                "You do not check the input. Begin with require_dropconnect(x, W, b, keep_prob).",
                "refuse-bad-input");

DropConnectGradients connect_back_dx_unmasked(const arma::mat& dout,
                                              const DropConnectCache& cache) {
  DropConnectGradients right = dropconnect_backward(dout, cache);
  right.dx = dout * cache.W.t();
  return right;
}
DESCENT_MISTAKE(dropconnect_backward, connect_back_dx_unmasked,
                "Your dx goes through the whole W. The forward pass used the masked weights, and "
                "the gradient goes the same way: dout · (W % mask)ᵀ.",
                "through-the-mask-twice");

DropConnectGradients connect_back_dW_unmasked(const arma::mat& dout,
                                              const DropConnectCache& cache) {
  DropConnectGradients right = dropconnect_backward(dout, cache);
  right.dW = cache.x.t() * dout;
  return right;
}
DESCENT_MISTAKE(dropconnect_backward, connect_back_dW_unmasked,
                "Your dW is that of the masked weights. One step is missing: multiply by the mask. "
                "A dropped weight had no say, so its gradient is 0.",
                "through-the-mask-twice");

DropConnectGradients connect_back_unmasked(const arma::mat& dout, const DropConnectCache& cache) {
  DropConnectGradients right = dropconnect_backward(dout, cache);
  return {dout * cache.W.t(), cache.x.t() * dout, right.db};
}
DESCENT_MISTAKE(dropconnect_backward, connect_back_unmasked,
                "These are the gradients of a layer without a mask. It belongs into dx and into "
                "dW.",
                "through-the-mask-twice");

DropConnectGradients connect_back_unscaled(const arma::mat& dout, const DropConnectCache& cache) {
  DropConnectCache plain = cache;
  plain.mask = arma::conv_to<arma::mat>::from(cache.mask != 0);
  DropConnectGradients right = dropconnect_backward(dout, cache);
  const DropConnectGradients yours = dropconnect_backward(dout, plain);
  return {yours.dx, yours.dW, right.db};
}
DESCENT_MISTAKE(dropconnect_backward, connect_back_unscaled,
                "You use the mask as 0 and 1. Its entries carry the factor 1/keep_prob, which "
                "belongs into dx and dW as well.",
                "through-the-mask-twice");

DropConnectGradients connect_back_dx_scaled_twice(const arma::mat& dout,
                                                  const DropConnectCache& cache) {
  DropConnectGradients right = dropconnect_backward(dout, cache);
  right.dx = dout * (cache.W % cache.mask % cache.mask).t();
  return right;
}
DESCENT_MISTAKE(
    dropconnect_backward, connect_back_dx_scaled_twice,
    "Your dx has the mask twice, and with it the factor 1/keep_prob. The W in the cache "
    "is not masked, so once is right.",
    "through-the-mask-twice");

DropConnectGradients connect_back_dW_scaled_twice(const arma::mat& dout,
                                                  const DropConnectCache& cache) {
  DropConnectGradients right = dropconnect_backward(dout, cache);
  right.dW %= cache.mask;
  return right;
}
DESCENT_MISTAKE(dropconnect_backward, connect_back_dW_scaled_twice,
                "Your dW has the mask twice, and with it the factor 1/keep_prob. Once is right.",
                "through-the-mask-twice");

DropConnectGradients connect_back_dW_averaged(const arma::mat& dout,
                                              const DropConnectCache& cache) {
  DropConnectGradients right = dropconnect_backward(dout, cache);
  right.dW /= count(dout.n_rows);
  right.db /= count(dout.n_rows);
  return right;
}
DESCENT_MISTAKE(dropconnect_backward, connect_back_dW_averaged,
                "You divide dW and db by the number of examples. The upstream gradient carries the "
                "1/N of the loss already: sum.",
                "through-the-mask-twice");

DropConnectGradients connect_back_db_averaged(const arma::mat& dout,
                                              const DropConnectCache& cache) {
  DropConnectGradients right = dropconnect_backward(dout, cache);
  right.db = arma::mean(dout);
  return right;
}
DESCENT_MISTAKE(dropconnect_backward, connect_back_db_averaged,
                "Your db is the mean of dout's rows. It is their sum: the bias is added to every "
                "example.",
                "through-the-mask-twice");

DropConnectGradients connect_back_db_scaled(const arma::mat& dout, const DropConnectCache& cache) {
  DropConnectGradients right = dropconnect_backward(dout, cache);
  right.db *= cache.mask.max();
  return right;
}
DESCENT_MISTAKE(dropconnect_backward, connect_back_db_scaled,
                "You scale db by 1/keep_prob. The biases were neither dropped nor scaled: db is "
                "the plain sum of dout's rows.",
                "through-the-mask-twice");

DropConnectGradients connect_back_without_checks(const arma::mat& dout,
                                                 const DropConnectCache& cache) {
  return {dout * (cache.W % cache.mask).t(), (cache.x.t() * dout) % cache.mask, arma::sum(dout)};
}
DESCENT_MISTAKE(dropconnect_backward, connect_back_without_checks,
                "You do not check the input. Begin with require_dropconnect_upstream(dout, cache).",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
