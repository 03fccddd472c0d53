// Known mistakes: vanilla dropout, while training and when the network is used.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

DropoutResult vanilla_with(const arma::mat& x, const arma::mat& mask) { return {x % mask, mask}; }

DropoutResult vanilla_drops_with_keep_prob(const arma::mat& x, double keep_prob, Rng& rng) {
  require_dropout(x, keep_prob);
  arma::mat mask(arma::size(x));
  for (double& entry : mask) entry = rng.uniform() >= keep_prob ? 1 : 0;
  return vanilla_with(x, mask);
}
DESCENT_MISTAKE(dropout_forward_vanilla, vanilla_drops_with_keep_prob,
                "You drop with probability keep_prob. It is the probability of keeping: keep a "
                "unit where rng.uniform() < keep_prob.",
                "keep-or-drop");

DropoutResult vanilla_keeps_half(const arma::mat& x, double keep_prob, Rng& rng) {
  require_dropout(x, keep_prob);
  return vanilla_with(x, coins(x.n_rows, x.n_cols, 0.5, rng));
}
DESCENT_MISTAKE(dropout_forward_vanilla, vanilla_keeps_half,
                "You keep half of the units, whatever keep_prob is.", "keep-or-drop");

DropoutResult vanilla_scaled_up(const arma::mat& x, double keep_prob, Rng& rng) {
  DropoutResult result = dropout_forward_vanilla(x, keep_prob, rng);
  return {result.out / keep_prob, result.mask / keep_prob};
}
DESCENT_MISTAKE(dropout_forward_vanilla, vanilla_scaled_up,
                "You divide by keep_prob: that is inverted dropout. The vanilla form leaves what "
                "it keeps as it is, and predict_scale makes up for it.",
                "vanilla-dropout");

DropoutResult vanilla_scaled_down(const arma::mat& x, double keep_prob, Rng& rng) {
  DropoutResult result = dropout_forward_vanilla(x, keep_prob, rng);
  return {result.out * keep_prob, result.mask};
}
DESCENT_MISTAKE(dropout_forward_vanilla, vanilla_scaled_down,
                "You multiply by keep_prob while training. Dropping has made the outputs smaller "
                "already; the factor belongs into predict_scale.",
                "vanilla-dropout");

DropoutResult vanilla_one_coin_a_unit(const arma::mat& x, double keep_prob, Rng& rng) {
  require_dropout(x, keep_prob);
  return vanilla_with(x, coins_of_columns(x.n_rows, x.n_cols, keep_prob, rng));
}
DESCENT_MISTAKE(dropout_forward_vanilla, vanilla_one_coin_a_unit,
                "You throw one coin for each unit, so it is dropped for all examples of the batch "
                "alike. Every example has coins of its own.",
                "every-unit-of-every-example");

DropoutResult vanilla_one_coin_an_example(const arma::mat& x, double keep_prob, Rng& rng) {
  require_dropout(x, keep_prob);
  return vanilla_with(x, coins_of_rows(x.n_rows, x.n_cols, keep_prob, rng));
}
DESCENT_MISTAKE(dropout_forward_vanilla, vanilla_one_coin_an_example,
                "You throw one coin for each example: all of its units stay, or all of them go. "
                "Every unit has a coin of its own.",
                "every-unit-of-every-example");

DropoutResult vanilla_copies_rng(const arma::mat& x, double keep_prob, Rng& rng) {
  Rng copy = rng;
  return dropout_forward_vanilla(x, keep_prob, copy);
}
DESCENT_MISTAKE(dropout_forward_vanilla, vanilla_copies_rng,
                "You draw from a copy of rng, so the caller's never moves on, and every call (and "
                "every layer) gets the same mask. Draw from the reference itself.",
                "a-new-mask-every-time");

DropoutResult vanilla_own_rng(const arma::mat& x, double keep_prob, Rng&) {
  Rng own(42);
  return dropout_forward_vanilla(x, keep_prob, own);
}
DESCENT_MISTAKE(dropout_forward_vanilla, vanilla_own_rng,
                "You make an Rng of your own with a fixed seed: every call gets the same mask. "
                "Draw from the rng that you are given.",
                "a-new-mask-every-time");

DropoutResult vanilla_exact_share(const arma::mat& x, double keep_prob, Rng& rng) {
  require_dropout(x, keep_prob);
  return vanilla_with(x, exact_share(x.n_rows, x.n_cols, keep_prob, rng));
}
DESCENT_MISTAKE(dropout_forward_vanilla, vanilla_exact_share,
                "You keep exactly keep_prob of all units. Each is to be kept for itself, so that "
                "their number differs by chance from mask to mask.",
                "every-unit-of-every-example");

DropoutResult vanilla_mask_of_the_dropped(const arma::mat& x, double keep_prob, Rng& rng) {
  const DropoutResult right = dropout_forward_vanilla(x, keep_prob, rng);
  return {right.out, 1 - right.mask};
}
DESCENT_MISTAKE(dropout_forward_vanilla, vanilla_mask_of_the_dropped,
                "Your mask has 1 where a unit was dropped. It should have 1 where it was kept, so "
                "that out = x % mask.",
                "keep-or-drop");

DropoutResult vanilla_second_mask(const arma::mat& x, double keep_prob, Rng& rng) {
  const arma::mat out = dropout_forward_vanilla(x, keep_prob, rng).out;
  return {out, dropout_forward_vanilla(x, keep_prob, rng).mask};
}
DESCENT_MISTAKE(dropout_forward_vanilla, vanilla_second_mask,
                "The mask that you return is not the one that you used: it is drawn a second time. "
                "Draw once, and keep it.",
                "the-way-back");

DropoutResult vanilla_not_applied(const arma::mat& x, double keep_prob, Rng& rng) {
  return {x, dropout_forward_vanilla(x, keep_prob, rng).mask};
}
DESCENT_MISTAKE(dropout_forward_vanilla, vanilla_not_applied,
                "You draw a mask and do not apply it: out is x. It should be x % mask.",
                "keep-or-drop");

DropoutResult vanilla_mask_from_the_output(const arma::mat& x, double keep_prob, Rng& rng) {
  const DropoutResult right = dropout_forward_vanilla(x, keep_prob, rng);
  return {right.out, arma::conv_to<arma::mat>::from(right.out != 0)};
}
DESCENT_MISTAKE(dropout_forward_vanilla, vanilla_mask_from_the_output,
                "You read the mask off the output. Where x is 0 (behind a ReLU that is often), a "
                "unit that was kept looks dropped.",
                "keep-or-drop");

DropoutResult vanilla_uniform_mask(const arma::mat& x, double keep_prob, Rng& rng) {
  require_dropout(x, keep_prob);
  return vanilla_with(x, rng.uniform(x.n_rows, x.n_cols, 0, 1));
}
DESCENT_MISTAKE(dropout_forward_vanilla, vanilla_uniform_mask,
                "You multiply by the random numbers themselves. Compare each with keep_prob first: "
                "the mask has 1 or 0.",
                "keep-or-drop");

DropoutResult vanilla_without_checks(const arma::mat& x, double keep_prob, Rng& rng) {
  return vanilla_with(x, coins(x.n_rows, x.n_cols, keep_prob, rng));
}
DESCENT_MISTAKE(dropout_forward_vanilla, vanilla_without_checks,
                "You do not check the input. Begin with require_dropout(x, keep_prob): a keep_prob "
                "of 0 or of 80 is a mistake of the caller's.",
                "refuse-bad-input");

arma::mat predict_scaled_up(const arma::mat& x, double keep_prob) {
  require_dropout(x, keep_prob);
  return x / keep_prob;
}
DESCENT_MISTAKE(
    predict_scale, predict_scaled_up,
    "You divide by keep_prob. While training a unit was x in keep_prob of all cases and "
    "0 else, which is keep_prob·x on average: multiply.",
    "scale-when-you-predict");

arma::mat predict_with_drop_probability(const arma::mat& x, double keep_prob) {
  require_dropout(x, keep_prob);
  return x * (1 - keep_prob);
}
DESCENT_MISTAKE(predict_scale, predict_with_drop_probability,
                "You multiply by 1 - keep_prob, the probability of dropping. The mean while "
                "training was keep_prob·x.",
                "scale-when-you-predict");

arma::mat predict_unscaled(const arma::mat& x, double keep_prob) {
  require_dropout(x, keep_prob);
  return x;
}
DESCENT_MISTAKE(
    predict_scale, predict_unscaled,
    "You return x as it is. That is right for inverted dropout; behind the vanilla form "
    "the next layer would see larger inputs than it was trained with.",
    "scale-when-you-predict");

arma::mat predict_scaled_twice(const arma::mat& x, double keep_prob) {
  require_dropout(x, keep_prob);
  return x * keep_prob * keep_prob;
}
DESCENT_MISTAKE(predict_scale, predict_scaled_twice,
                "You multiply by keep_prob twice. Once is right.", "scale-when-you-predict");

arma::mat predict_root(const arma::mat& x, double keep_prob) {
  require_dropout(x, keep_prob);
  return x * std::sqrt(keep_prob);
}
DESCENT_MISTAKE(predict_scale, predict_root,
                "You multiply by the root of keep_prob, which keeps the mean square. It is the "
                "mean that must stay: keep_prob.",
                "scale-when-you-predict");

arma::mat predict_drops(const arma::mat& x, double keep_prob) {
  Rng own(1);
  return dropout_forward_vanilla(x, keep_prob, own).out;
}
DESCENT_MISTAKE(predict_scale, predict_drops,
                "You still drop units. When the network is used all of them work, and nothing is "
                "random.",
                "scale-when-you-predict");

arma::mat predict_without_checks(const arma::mat& x, double keep_prob) { return x * keep_prob; }
DESCENT_MISTAKE(predict_scale, predict_without_checks,
                "You do not check the input. Begin with require_dropout(x, keep_prob).",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
