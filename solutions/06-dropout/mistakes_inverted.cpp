// Known mistakes: inverted dropout, forward and backward.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

// Inverted dropout, right in test mode, with another mask while training.
template <class MakeMask>
DropoutResult inverted_with(const arma::mat& x, double keep_prob, Mode mode, Rng& rng,
                            MakeMask make_mask) {
  if (mode == Mode::test) return dropout_forward(x, keep_prob, mode, rng);
  require_dropout(x, keep_prob);
  const arma::mat mask = make_mask(x.n_rows, x.n_cols, keep_prob, rng);
  return {x % mask, mask};
}

// The right result, with the output and the mask of training multiplied by a factor each.
DropoutResult inverted_times(const arma::mat& x, double keep_prob, Mode mode, Rng& rng, double out,
                             double mask) {
  const DropoutResult right = dropout_forward(x, keep_prob, mode, rng);
  if (mode == Mode::test) return right;
  return {right.out * out, right.mask * mask};
}

DropoutResult inverted_scaled_by_drop_probability(const arma::mat& x, double keep_prob, Mode mode,
                                                  Rng& rng) {
  const double factor = keep_prob / (1 - keep_prob);
  return inverted_times(x, keep_prob, mode, rng, factor, factor);
}
DESCENT_MISTAKE(dropout_forward, inverted_scaled_by_drop_probability,
                "You scale by 1/(1 - keep_prob). keep_prob is the probability of keeping: the "
                "factor is 1/keep_prob.",
                "one-over-keep-prob");

DropoutResult inverted_drops_with_keep_prob(const arma::mat& x, double keep_prob, Mode mode,
                                            Rng& rng) {
  return inverted_with(x, keep_prob, mode, rng, [](auto rows, auto cols, double p, Rng& r) {
    arma::mat mask(rows, cols);
    for (double& entry : mask) entry = r.uniform() >= p ? 1 / p : 0;
    return mask;
  });
}
DESCENT_MISTAKE(dropout_forward, inverted_drops_with_keep_prob,
                "You drop with probability keep_prob. Keep a unit where rng.uniform() < keep_prob; "
                "your scaling is right.",
                "keep-or-drop");

DropoutResult inverted_takes_drop_probability(const arma::mat& x, double keep_prob, Mode mode,
                                              Rng& rng) {
  return inverted_with(x, keep_prob, mode, rng, [](auto rows, auto cols, double p, Rng& r) {
    arma::mat mask(rows, cols);
    for (double& entry : mask) entry = r.uniform() >= p ? 1 / (1 - p) : 0;
    return mask;
  });
}
DESCENT_MISTAKE(dropout_forward, inverted_takes_drop_probability,
                "You take keep_prob for the probability of dropping, in the mask and in the "
                "scaling. Some libraries do; here it is the probability of keeping.",
                "keep-or-drop");

DropoutResult inverted_unscaled(const arma::mat& x, double keep_prob, Mode mode, Rng& rng) {
  return inverted_times(x, keep_prob, mode, rng, keep_prob, keep_prob);
}
DESCENT_MISTAKE(dropout_forward, inverted_unscaled,
                "What you keep is not scaled, so that the outputs are too small on average. In "
                "inverted dropout the factor 1/keep_prob is applied while training.",
                "one-over-keep-prob");

DropoutResult inverted_scaled_down(const arma::mat& x, double keep_prob, Mode mode, Rng& rng) {
  const double factor = keep_prob * keep_prob;
  return inverted_times(x, keep_prob, mode, rng, factor, factor);
}
DESCENT_MISTAKE(dropout_forward, inverted_scaled_down,
                "You multiply by keep_prob while training, which makes small outputs smaller. "
                "Divide by it.",
                "one-over-keep-prob");

DropoutResult inverted_scaled_twice(const arma::mat& x, double keep_prob, Mode mode, Rng& rng) {
  return inverted_times(x, keep_prob, mode, rng, 1 / keep_prob, 1);
}
DESCENT_MISTAKE(dropout_forward, inverted_scaled_twice,
                "The output is scaled twice: your mask has the factor 1/keep_prob in it already.",
                "one-over-keep-prob");

DropoutResult inverted_plain_mask(const arma::mat& x, double keep_prob, Mode mode, Rng& rng) {
  return inverted_times(x, keep_prob, mode, rng, 1, keep_prob);
}
DESCENT_MISTAKE(dropout_forward, inverted_plain_mask,
                "Your output is scaled, but the mask that you return has only 0 and 1. The "
                "backward pass sees nothing but the mask: put 1/keep_prob into it.",
                "the-way-back");

DropoutResult inverted_plain_output(const arma::mat& x, double keep_prob, Mode mode, Rng& rng) {
  return inverted_times(x, keep_prob, mode, rng, keep_prob, 1);
}
DESCENT_MISTAKE(dropout_forward, inverted_plain_output,
                "The mask that you return is scaled, but the output is not: out = x % mask.",
                "one-over-keep-prob");

DropoutResult inverted_scaled_by_the_count(const arma::mat& x, double keep_prob, Mode mode,
                                           Rng& rng) {
  return inverted_with(x, keep_prob, mode, rng, [](auto rows, auto cols, double p, Rng& r) {
    arma::mat mask = coins(rows, cols, p, r);
    if (arma::accu(mask) > 0) mask *= count(mask.n_elem) / arma::accu(mask);
    return mask;
  });
}
DESCENT_MISTAKE(dropout_forward, inverted_scaled_by_the_count,
                "You scale by the share that happened to be kept. The factor is 1/keep_prob, "
                "always the same; chance evens out over the masks.",
                "one-over-keep-prob");

DropoutResult inverted_always_drops(const arma::mat& x, double keep_prob, Mode, Rng& rng) {
  return dropout_forward(x, keep_prob, Mode::train, rng);
}
DESCENT_MISTAKE(dropout_forward, inverted_always_drops,
                "You drop units in test mode as well. When the network is used all of them work.",
                "train-and-test");

DropoutResult inverted_modes_swapped(const arma::mat& x, double keep_prob, Mode mode, Rng& rng) {
  return dropout_forward(x, keep_prob, mode == Mode::test ? Mode::train : Mode::test, rng);
}
DESCENT_MISTAKE(dropout_forward, inverted_modes_swapped,
                "Your modes are swapped: units are dropped in Mode::train, and in Mode::test "
                "nothing happens.",
                "train-and-test");

DropoutResult inverted_scales_in_test_mode(const arma::mat& x, double keep_prob, Mode mode,
                                           Rng& rng) {
  DropoutResult result = dropout_forward(x, keep_prob, mode, rng);
  if (mode == Mode::test) result.out *= keep_prob;
  return result;
}
DESCENT_MISTAKE(dropout_forward, inverted_scales_in_test_mode,
                "You multiply by keep_prob in test mode, as vanilla dropout does. Here training "
                "has made up for the dropping already: out is x.",
                "train-and-test");

DropoutResult inverted_scales_up_in_test_mode(const arma::mat& x, double keep_prob, Mode mode,
                                              Rng& rng) {
  DropoutResult result = dropout_forward(x, keep_prob, mode, rng);
  if (mode == Mode::test) return {result.out / keep_prob, result.mask / keep_prob};
  return result;
}
DESCENT_MISTAKE(dropout_forward, inverted_scales_up_in_test_mode,
                "You divide by keep_prob in test mode, too. There nothing is dropped, and nothing "
                "has to be made up for: out is x.",
                "train-and-test");

DropoutResult inverted_no_mask_in_test_mode(const arma::mat& x, double keep_prob, Mode mode,
                                            Rng& rng) {
  DropoutResult result = dropout_forward(x, keep_prob, mode, rng);
  if (mode == Mode::test) result.mask.reset();
  return result;
}
DESCENT_MISTAKE(dropout_forward, inverted_no_mask_in_test_mode,
                "In test mode you return no mask. Return one that is 1 everywhere, so that the "
                "backward pass works in both modes.",
                "train-and-test");

DropoutResult inverted_zeros_in_test_mode(const arma::mat& x, double keep_prob, Mode mode,
                                          Rng& rng) {
  DropoutResult result = dropout_forward(x, keep_prob, mode, rng);
  if (mode == Mode::test) result.mask.zeros();
  return result;
}
DESCENT_MISTAKE(dropout_forward, inverted_zeros_in_test_mode,
                "Your mask is 0 in test mode, which says that everything was dropped. Nothing was: "
                "it is 1 everywhere.",
                "train-and-test");

DropoutResult inverted_draws_in_test_mode(const arma::mat& x, double keep_prob, Mode mode,
                                          Rng& rng) {
  if (mode == Mode::test) coins(x.n_rows, x.n_cols, keep_prob, rng);
  return dropout_forward(x, keep_prob, mode, rng);
}
DESCENT_MISTAKE(
    dropout_forward, inverted_draws_in_test_mode,
    "You draw random numbers in test mode and do not use them. A look at the validation "
    "error must not change what training does next: leave rng alone.",
    "train-and-test");

DropoutResult inverted_one_coin_a_unit(const arma::mat& x, double keep_prob, Mode mode, Rng& rng) {
  return inverted_with(x, keep_prob, mode, rng, [](auto rows, auto cols, double p, Rng& r) {
    return arma::mat(coins_of_columns(rows, cols, p, r) / p);
  });
}
DESCENT_MISTAKE(dropout_forward, inverted_one_coin_a_unit,
                "You throw one coin for each unit, so it is dropped for all examples of the batch "
                "alike. Every example has coins of its own.",
                "every-unit-of-every-example");

DropoutResult inverted_one_coin_an_example(const arma::mat& x, double keep_prob, Mode mode,
                                           Rng& rng) {
  return inverted_with(x, keep_prob, mode, rng, [](auto rows, auto cols, double p, Rng& r) {
    return arma::mat(coins_of_rows(rows, cols, p, r) / p);
  });
}
DESCENT_MISTAKE(dropout_forward, inverted_one_coin_an_example,
                "You throw one coin for each example: all of its units stay, or all of them go. "
                "Every unit has a coin of its own.",
                "every-unit-of-every-example");

DropoutResult inverted_exact_share(const arma::mat& x, double keep_prob, Mode mode, Rng& rng) {
  return inverted_with(x, keep_prob, mode, rng, [](auto rows, auto cols, double p, Rng& r) {
    return arma::mat(exact_share(rows, cols, p, r) / p);
  });
}
DESCENT_MISTAKE(dropout_forward, inverted_exact_share,
                "You keep exactly keep_prob of all units. Each is to be kept for itself, so that "
                "their number differs by chance from mask to mask.",
                "every-unit-of-every-example");

DropoutResult inverted_copies_rng(const arma::mat& x, double keep_prob, Mode mode, Rng& rng) {
  Rng copy = rng;
  return dropout_forward(x, keep_prob, mode, copy);
}
DESCENT_MISTAKE(dropout_forward, inverted_copies_rng,
                "You draw from a copy of rng, so the caller's never moves on, and every call (and "
                "every layer) gets the same mask. Draw from the reference itself.",
                "a-new-mask-every-time");

DropoutResult inverted_own_rng(const arma::mat& x, double keep_prob, Mode mode, Rng&) {
  Rng own(42);
  return dropout_forward(x, keep_prob, mode, own);
}
DESCENT_MISTAKE(dropout_forward, inverted_own_rng,
                "You make an Rng of your own with a fixed seed: every call gets the same mask. "
                "Draw from the rng that you are given.",
                "a-new-mask-every-time");

DropoutResult inverted_second_mask(const arma::mat& x, double keep_prob, Mode mode, Rng& rng) {
  const arma::mat out = dropout_forward(x, keep_prob, mode, rng).out;
  return {out, dropout_forward(x, keep_prob, mode, rng).mask};
}
DESCENT_MISTAKE(dropout_forward, inverted_second_mask,
                "The mask that you return is not the one that you used: it is drawn a second time. "
                "Draw once, and keep it.",
                "the-way-back");

DropoutResult inverted_mask_from_the_output(const arma::mat& x, double keep_prob, Mode mode,
                                            Rng& rng) {
  DropoutResult result = dropout_forward(x, keep_prob, mode, rng);
  for (arma::uword i = 0; i < x.n_elem; ++i) {
    if (result.out(i) == 0) result.mask(i) = 0;
  }
  return result;
}
DESCENT_MISTAKE(dropout_forward, inverted_mask_from_the_output,
                "You read the mask off the output. Where x is 0 (behind a ReLU that is often), a "
                "unit that was kept looks dropped.",
                "keep-or-drop");

DropoutResult inverted_unchecked_in_test_mode(const arma::mat& x, double keep_prob, Mode mode,
                                              Rng& rng) {
  if (mode == Mode::test) return {x, arma::ones(arma::size(x))};
  return dropout_forward(x, keep_prob, mode, rng);
}
DESCENT_MISTAKE(dropout_forward, inverted_unchecked_in_test_mode,
                "In test mode you return before you have checked the input. Check first: a wrong "
                "keep_prob should not wait until the next training.",
                "refuse-bad-input");

DropoutResult inverted_without_checks(const arma::mat& x, double keep_prob, Mode mode, Rng& rng) {
  if (mode == Mode::test) return {x, arma::ones(arma::size(x))};
  const arma::mat mask = coins(x.n_rows, x.n_cols, keep_prob, rng) / keep_prob;
  return {x % mask, mask};
}
DESCENT_MISTAKE(dropout_forward, inverted_without_checks,
                "You do not check the input. Begin with require_dropout(x, keep_prob): a keep_prob "
                "of 0 divides by 0.",
                "refuse-bad-input");

arma::mat backward_unscaled(const arma::mat& dout, const arma::mat& mask) {
  dropout_backward(dout, mask);
  return dout % arma::conv_to<arma::mat>::from(mask != 0);
}
DESCENT_MISTAKE(dropout_backward, backward_unscaled,
                "You let the gradient through where the mask is not 0, but without its factor. "
                "What was multiplied on the way there is multiplied on the way back.",
                "the-way-back");

arma::mat backward_unmasked(const arma::mat& dout, const arma::mat& mask) {
  dropout_backward(dout, mask);
  return dout;
}
DESCENT_MISTAKE(dropout_backward, backward_unmasked,
                "You return dout as it is. A dropped unit had no say in the output, so nothing "
                "comes back through it.",
                "the-way-back");

arma::mat backward_scaled_twice(const arma::mat& dout, const arma::mat& mask) {
  return dropout_backward(dropout_backward(dout, mask), mask);
}
DESCENT_MISTAKE(dropout_backward, backward_scaled_twice,
                "The mask is applied twice, and with it the factor 1/keep_prob. It is in the mask "
                "already: once is enough.",
                "the-way-back");

arma::mat backward_divides(const arma::mat& dout, const arma::mat& mask) {
  arma::mat dx = dropout_backward(dout, mask);
  for (arma::uword i = 0; i < dx.n_elem; ++i) dx(i) = mask(i) == 0 ? 0 : dout(i) / mask(i);
  return dx;
}
DESCENT_MISTAKE(dropout_backward, backward_divides,
                "You divide by the factor of the mask. Backward, too, it multiplies: the "
                "derivative of m·x is m.",
                "the-way-back");

arma::mat backward_through_the_dropped(const arma::mat& dout, const arma::mat& mask) {
  arma::mat dx = dropout_backward(dout, mask);
  for (arma::uword i = 0; i < dx.n_elem; ++i) dx(i) = mask(i) == 0 ? dout(i) : 0;
  return dx;
}
DESCENT_MISTAKE(dropout_backward, backward_through_the_dropped,
                "Your gradient goes through the units that were dropped, and stops at the others. "
                "It is the other way round.",
                "the-way-back");

arma::mat backward_fresh_mask(const arma::mat& dout, const arma::mat& mask) {
  dropout_backward(dout, mask);
  Rng own(42);
  const double scale = std::max(mask.max(), 1.0);
  return dout % coins(dout.n_rows, dout.n_cols, 1 / scale, own) * scale;
}
DESCENT_MISTAKE(dropout_backward, backward_fresh_mask,
                "You draw a new mask for the way back. The gradient must go through the units that "
                "were kept on the way there: use the mask that you are given.",
                "the-way-back");

arma::mat backward_averaged(const arma::mat& dout, const arma::mat& mask) {
  return dropout_backward(dout, mask) / count(dout.n_rows);
}
DESCENT_MISTAKE(dropout_backward, backward_averaged,
                "You divide by the number of examples. The upstream gradient carries the 1/N of "
                "the loss already.",
                "the-way-back");

arma::mat backward_returns_the_mask(const arma::mat& dout, const arma::mat& mask) {
  dropout_backward(dout, mask);
  return mask;
}
DESCENT_MISTAKE(dropout_backward, backward_returns_the_mask,
                "You return the mask, which is the derivative of the layer alone. The chain rule "
                "multiplies it with the upstream gradient: dout % mask.",
                "the-way-back");

arma::mat backward_without_checks(const arma::mat& dout, const arma::mat& mask) {
  arma::mat dx = dout;
  for (arma::uword i = 0; i < std::min(dx.n_elem, mask.n_elem); ++i) dx(i) *= mask(i);
  return dx;
}
DESCENT_MISTAKE(dropout_backward, backward_without_checks,
                "You do not check the input. A mask of another shape belongs to another layer: "
                "require_same_shape(mask, \"the mask\", dout, \"the upstream gradient\").",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
