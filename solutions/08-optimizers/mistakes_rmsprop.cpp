#include "mistakes.hpp"

namespace descent {
namespace {

using mistakes::divide;
using mistakes::zeros_for;

void rmsprop_swapped(arma::mat& w, const arma::mat& dw, RmspropState& state,
                     const RmspropOptions& options) {
  require_rmsprop_step(w, dw, state, options);
  zeros_for(state.cache, w);
  state.cache = (1 - options.decay_rate) * state.cache + options.decay_rate * arma::square(dw);
  divide(w, dw, state.cache, options.learning_rate, options.eps);
}
DESCENT_MISTAKE(rmsprop, rmsprop_swapped,
                "Your decay rate is the wrong way round: with 0.99 you keep a hundredth of the old "
                "cache. It is the part that stays.",
                "which-part-stays");

void rmsprop_eps_inside(arma::mat& w, const arma::mat& dw, RmspropState& state,
                        const RmspropOptions& options) {
  require_rmsprop_step(w, dw, state, options);
  zeros_for(state.cache, w);
  state.cache = options.decay_rate * state.cache + (1 - options.decay_rate) * arma::square(dw);
  w -= options.learning_rate * dw / arma::sqrt(state.cache + options.eps);
}
DESCENT_MISTAKE(rmsprop, rmsprop_eps_inside,
                "Your eps is inside the root. Here it is added to the root: √cache + eps.",
                "eps-outside-the-root");

void rmsprop_without_root(arma::mat& w, const arma::mat& dw, RmspropState& state,
                          const RmspropOptions& options) {
  require_rmsprop_step(w, dw, state, options);
  zeros_for(state.cache, w);
  state.cache = options.decay_rate * state.cache + (1 - options.decay_rate) * arma::square(dw);
  w -= options.learning_rate * dw / (state.cache + options.eps);
}
DESCENT_MISTAKE(rmsprop, rmsprop_without_root,
                "You divide by the average of the squares. Divide by its root, which has the unit "
                "of a gradient.",
                "rmsprop");

void rmsprop_old_cache(arma::mat& w, const arma::mat& dw, RmspropState& state,
                       const RmspropOptions& options) {
  require_rmsprop_step(w, dw, state, options);
  zeros_for(state.cache, w);
  const arma::mat before = state.cache;
  state.cache = options.decay_rate * state.cache + (1 - options.decay_rate) * arma::square(dw);
  divide(w, dw, before, options.learning_rate, options.eps);
}
DESCENT_MISTAKE(rmsprop, rmsprop_old_cache,
                "You divide by the cache of the step before, which is 0 in the first one. The new "
                "gradient belongs into the cache before it is used.",
                "the-cache-comes-first");

void rmsprop_is_adagrad(arma::mat& w, const arma::mat& dw, RmspropState& state,
                        const RmspropOptions& options) {
  require_rmsprop_step(w, dw, state, options);
  zeros_for(state.cache, w);
  state.cache += arma::square(dw);
  divide(w, dw, state.cache, options.learning_rate, options.eps);
}
DESCENT_MISTAKE(rmsprop, rmsprop_is_adagrad,
                "Your cache never forgets: that is Adagrad. Multiply the old one by decay_rate, "
                "and the new square by 1 - decay_rate.",
                "which-part-stays");

void rmsprop_adds_all(arma::mat& w, const arma::mat& dw, RmspropState& state,
                      const RmspropOptions& options) {
  require_rmsprop_step(w, dw, state, options);
  zeros_for(state.cache, w);
  state.cache = options.decay_rate * state.cache + arma::square(dw);
  divide(w, dw, state.cache, options.learning_rate, options.eps);
}
DESCENT_MISTAKE(
    rmsprop, rmsprop_adds_all,
    "You add the whole new square. The two weights sum to 1: decay_rate and 1 - decay_rate.",
    "which-part-stays");

void rmsprop_keeps_all(arma::mat& w, const arma::mat& dw, RmspropState& state,
                       const RmspropOptions& options) {
  require_rmsprop_step(w, dw, state, options);
  zeros_for(state.cache, w);
  state.cache += (1 - options.decay_rate) * arma::square(dw);
  divide(w, dw, state.cache, options.learning_rate, options.eps);
}
DESCENT_MISTAKE(
    rmsprop, rmsprop_keeps_all,
    "You keep all of the old cache. The two weights sum to 1: decay_rate and 1 - decay_rate.",
    "which-part-stays");

void rmsprop_forgets(arma::mat& w, const arma::mat& dw, RmspropState& state,
                     const RmspropOptions& options) {
  require_rmsprop_step(w, dw, state, options);
  arma::mat cache = state.cache;
  zeros_for(cache, w);
  cache = options.decay_rate * cache + (1 - options.decay_rate) * arma::square(dw);
  divide(w, dw, cache, options.learning_rate, options.eps);
}
DESCENT_MISTAKE(rmsprop, rmsprop_forgets,
                "Your cache is gone at the next step: every step has the length of the first. Keep "
                "it in state.cache.",
                "a-state-for-each-parameter");

void rmsprop_resets(arma::mat& w, const arma::mat& dw, RmspropState& state,
                    const RmspropOptions& options) {
  require_rmsprop_step(w, dw, state, options);
  state.cache = (1 - options.decay_rate) * arma::square(dw);
  divide(w, dw, state.cache, options.learning_rate, options.eps);
}
DESCENT_MISTAKE(rmsprop, rmsprop_resets,
                "You lose the old cache: only (1 - decay_rate) · dw² is left.", "which-part-stays");

void rmsprop_decays_all(arma::mat& w, const arma::mat& dw, RmspropState& state,
                        const RmspropOptions& options) {
  require_rmsprop_step(w, dw, state, options);
  zeros_for(state.cache, w);
  state.cache = options.decay_rate * (state.cache + arma::square(dw));
  divide(w, dw, state.cache, options.learning_rate, options.eps);
}
DESCENT_MISTAKE(rmsprop, rmsprop_decays_all,
                "You multiply the new square by decay_rate, too. Its weight is 1 - decay_rate.",
                "which-part-stays");

void rmsprop_fixed_decay(arma::mat& w, const arma::mat& dw, RmspropState& state,
                         const RmspropOptions& options) {
  require_rmsprop_step(w, dw, state, options);
  zeros_for(state.cache, w);
  state.cache = 0.99 * state.cache + 0.01 * arma::square(dw);
  divide(w, dw, state.cache, options.learning_rate, options.eps);
}
DESCENT_MISTAKE(rmsprop, rmsprop_fixed_decay, "Your decay rate is 0.99, whatever the options say.",
                "which-part-stays");

void rmsprop_uphill(arma::mat& w, const arma::mat& dw, RmspropState& state,
                    const RmspropOptions& options) {
  require_rmsprop_step(w, dw, state, options);
  zeros_for(state.cache, w);
  state.cache = options.decay_rate * state.cache + (1 - options.decay_rate) * arma::square(dw);
  divide(w, dw, state.cache, -options.learning_rate, options.eps);
}
DESCENT_MISTAKE(rmsprop, rmsprop_uphill, "You go uphill: the step is taken off w.",
                "down-is-minus-the-gradient");

void rmsprop_absolute(arma::mat& w, const arma::mat& dw, RmspropState& state,
                      const RmspropOptions& options) {
  require_rmsprop_step(w, dw, state, options);
  zeros_for(state.cache, w);
  state.cache = options.decay_rate * state.cache + (1 - options.decay_rate) * arma::abs(dw);
  divide(w, dw, state.cache, options.learning_rate, options.eps);
}
DESCENT_MISTAKE(rmsprop, rmsprop_absolute,
                "You average absolute values, and take a root of them. Squares are averaged.",
                "rmsprop");

void rmsprop_not_squared(arma::mat& w, const arma::mat& dw, RmspropState& state,
                         const RmspropOptions& options) {
  require_rmsprop_step(w, dw, state, options);
  zeros_for(state.cache, w);
  state.cache = options.decay_rate * state.cache + (1 - options.decay_rate) * dw;
  divide(w, dw, state.cache, options.learning_rate, options.eps);
}
DESCENT_MISTAKE(rmsprop, rmsprop_not_squared,
                "You average the gradient without squaring it: a negative average has no root.",
                "rmsprop");

void rmsprop_keeps_the_root(arma::mat& w, const arma::mat& dw, RmspropState& state,
                            const RmspropOptions& options) {
  require_rmsprop_step(w, dw, state, options);
  zeros_for(state.cache, w);
  state.cache =
      arma::sqrt(options.decay_rate * state.cache + (1 - options.decay_rate) * arma::square(dw));
  w -= options.learning_rate * dw / (state.cache + options.eps);
}
DESCENT_MISTAKE(rmsprop, rmsprop_keeps_the_root,
                "You keep the root in the cache, and average the next square with it. Keep the "
                "average of the squares, and take the root when you use it.",
                "the-cache-comes-first");

void rmsprop_one_rate(arma::mat& w, const arma::mat& dw, RmspropState& state,
                      const RmspropOptions& options) {
  require_rmsprop_step(w, dw, state, options);
  zeros_for(state.cache, w);
  state.cache = options.decay_rate * state.cache +
                (1 - options.decay_rate) * arma::mean(arma::vectorise(arma::square(dw)));
  divide(w, dw, state.cache, options.learning_rate, options.eps);
}
DESCENT_MISTAKE(rmsprop, rmsprop_one_rate,
                "You average over the entries: one rate for the whole parameter. Each entry has a "
                "cache of its own.",
                "entry-by-entry");

void rmsprop_without_eps(arma::mat& w, const arma::mat& dw, RmspropState& state,
                         const RmspropOptions& options) {
  require_rmsprop_step(w, dw, state, options);
  zeros_for(state.cache, w);
  state.cache = options.decay_rate * state.cache + (1 - options.decay_rate) * arma::square(dw);
  w -= options.learning_rate * dw / arma::sqrt(state.cache);
}
DESCENT_MISTAKE(rmsprop, rmsprop_without_eps,
                "There is no eps: an entry that never had a gradient is 0/0.",
                "eps-outside-the-root");

void rmsprop_fixed_eps(arma::mat& w, const arma::mat& dw, RmspropState& state,
                       const RmspropOptions& options) {
  require_rmsprop_step(w, dw, state, options);
  zeros_for(state.cache, w);
  state.cache = options.decay_rate * state.cache + (1 - options.decay_rate) * arma::square(dw);
  divide(w, dw, state.cache, options.learning_rate, 1e-8);
}
DESCENT_MISTAKE(rmsprop, rmsprop_fixed_eps, "Your eps is 1e-8, whatever the options say.",
                "eps-outside-the-root");

void rmsprop_rate_in_the_cache(arma::mat& w, const arma::mat& dw, RmspropState& state,
                               const RmspropOptions& options) {
  require_rmsprop_step(w, dw, state, options);
  zeros_for(state.cache, w);
  state.cache = options.decay_rate * state.cache +
                (1 - options.decay_rate) * arma::square(options.learning_rate * dw);
  divide(w, dw, state.cache, options.learning_rate, options.eps);
}
DESCENT_MISTAKE(rmsprop, rmsprop_rate_in_the_cache,
                "The learning rate is in the cache, too, where it cancels that of the step. The "
                "cache holds squares of gradients.",
                "rmsprop");

void rmsprop_without_rate(arma::mat& w, const arma::mat& dw, RmspropState& state,
                          const RmspropOptions& options) {
  require_rmsprop_step(w, dw, state, options);
  zeros_for(state.cache, w);
  state.cache = options.decay_rate * state.cache + (1 - options.decay_rate) * arma::square(dw);
  divide(w, dw, state.cache, 1, options.eps);
}
DESCENT_MISTAKE(rmsprop, rmsprop_without_rate, "The learning rate is missing.", "rmsprop");

void rmsprop_starts_warm(arma::mat& w, const arma::mat& dw, RmspropState& state,
                         const RmspropOptions& options) {
  require_rmsprop_step(w, dw, state, options);
  if (state.cache.is_empty()) state.cache = arma::square(dw);
  state.cache = options.decay_rate * state.cache + (1 - options.decay_rate) * arma::square(dw);
  divide(w, dw, state.cache, options.learning_rate, options.eps);
}
DESCENT_MISTAKE(rmsprop, rmsprop_starts_warm,
                "A fresh cache of yours begins at the first square. It begins at 0, and that makes "
                "the first steps long.",
                "the-first-steps-are-long");

void rmsprop_by_sign(arma::mat& w, const arma::mat& dw, RmspropState& state,
                     const RmspropOptions& options) {
  require_rmsprop_step(w, dw, state, options);
  zeros_for(state.cache, w);
  state.cache = options.decay_rate * state.cache + (1 - options.decay_rate) * arma::square(dw);
  w -= options.learning_rate * arma::sign(dw) / (arma::sqrt(state.cache) + options.eps);
}
DESCENT_MISTAKE(rmsprop, rmsprop_by_sign,
                "Above the line is only the sign of the gradient. It is the gradient itself.",
                "rmsprop");

void rmsprop_static(arma::mat& w, const arma::mat& dw, RmspropState& state,
                    const RmspropOptions& options) {
  require_rmsprop_step(w, dw, state, options);
  static arma::mat cache;
  if (arma::size(cache) != arma::size(w)) cache.zeros(arma::size(w));
  cache = options.decay_rate * cache + (1 - options.decay_rate) * arma::square(dw);
  divide(w, dw, cache, options.learning_rate, options.eps);
}
DESCENT_MISTAKE(
    rmsprop, rmsprop_static,
    "Your cache is a static variable: all parameters share it. It belongs into the state.",
    "a-state-for-each-parameter");

void rmsprop_without_zeros(arma::mat& w, const arma::mat& dw, RmspropState& state,
                           const RmspropOptions& options) {
  require_rmsprop_step(w, dw, state, options);
  state.cache = options.decay_rate * state.cache + (1 - options.decay_rate) * arma::square(dw);
  divide(w, dw, state.cache, options.learning_rate, options.eps);
}
DESCENT_MISTAKE(
    rmsprop, rmsprop_without_zeros,
    "A fresh cache is an empty matrix. If it is empty, make it zeros of the shape of w.",
    "a-state-for-each-parameter");

void rmsprop_unchecked(arma::mat& w, const arma::mat& dw, RmspropState& state,
                       const RmspropOptions& options) {
  zeros_for(state.cache, w);
  state.cache = options.decay_rate * state.cache + (1 - options.decay_rate) * arma::square(dw);
  divide(w, dw, state.cache, options.learning_rate, options.eps);
}
DESCENT_MISTAKE(rmsprop, rmsprop_unchecked,
                "You do not refuse bad input. Call require_rmsprop_step first: it throws "
                "std::invalid_argument with a sentence.",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
