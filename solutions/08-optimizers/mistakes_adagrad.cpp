#include "mistakes.hpp"

namespace descent {
namespace {

using mistakes::divide;
using mistakes::zeros_for;

void adagrad_eps_inside(arma::mat& w, const arma::mat& dw, AdagradState& state,
                        const AdagradOptions& options) {
  require_adagrad_step(w, dw, state, options);
  zeros_for(state.cache, w);
  state.cache += arma::square(dw);
  w -= options.learning_rate * dw / arma::sqrt(state.cache + options.eps);
}
DESCENT_MISTAKE(adagrad, adagrad_eps_inside,
                "Your eps is inside the root. Here it is added to the root: √cache + eps.",
                "eps-outside-the-root");

void adagrad_without_root(arma::mat& w, const arma::mat& dw, AdagradState& state,
                          const AdagradOptions& options) {
  require_adagrad_step(w, dw, state, options);
  zeros_for(state.cache, w);
  state.cache += arma::square(dw);
  w -= options.learning_rate * dw / (state.cache + options.eps);
}
DESCENT_MISTAKE(
    adagrad, adagrad_without_root,
    "You divide by the sum of the squares. Divide by its root, which has the unit of a gradient.",
    "adagrad");

void adagrad_old_cache(arma::mat& w, const arma::mat& dw, AdagradState& state,
                       const AdagradOptions& options) {
  require_adagrad_step(w, dw, state, options);
  zeros_for(state.cache, w);
  const arma::mat before = state.cache;
  state.cache += arma::square(dw);
  divide(w, dw, before, options.learning_rate, options.eps);
}
DESCENT_MISTAKE(adagrad, adagrad_old_cache,
                "You divide by the cache of the step before, which is 0 in the first one. The new "
                "gradient belongs into the cache before it is used.",
                "the-cache-comes-first");

void adagrad_absolute(arma::mat& w, const arma::mat& dw, AdagradState& state,
                      const AdagradOptions& options) {
  require_adagrad_step(w, dw, state, options);
  zeros_for(state.cache, w);
  state.cache += arma::abs(dw);
  divide(w, dw, state.cache, options.learning_rate, options.eps);
}
DESCENT_MISTAKE(adagrad, adagrad_absolute,
                "You add up absolute values, and take a root of them. Squares are added up.",
                "adagrad");

void adagrad_not_squared(arma::mat& w, const arma::mat& dw, AdagradState& state,
                         const AdagradOptions& options) {
  require_adagrad_step(w, dw, state, options);
  zeros_for(state.cache, w);
  state.cache += dw;
  divide(w, dw, state.cache, options.learning_rate, options.eps);
}
DESCENT_MISTAKE(
    adagrad, adagrad_not_squared,
    "You add the gradient to the cache without squaring it: a negative sum has no root.",
    "adagrad");

void adagrad_keeps_the_root(arma::mat& w, const arma::mat& dw, AdagradState& state,
                            const AdagradOptions& options) {
  require_adagrad_step(w, dw, state, options);
  zeros_for(state.cache, w);
  state.cache = arma::sqrt(state.cache + arma::square(dw));
  w -= options.learning_rate * dw / (state.cache + options.eps);
}
DESCENT_MISTAKE(adagrad, adagrad_keeps_the_root,
                "You keep the root in the cache, and add the next square to it. Keep the sum of "
                "the squares, and take the root when you use it.",
                "the-cache-comes-first");

void adagrad_forgets(arma::mat& w, const arma::mat& dw, AdagradState& state,
                     const AdagradOptions& options) {
  require_adagrad_step(w, dw, state, options);
  arma::mat cache = state.cache;
  zeros_for(cache, w);
  cache += arma::square(dw);
  divide(w, dw, cache, options.learning_rate, options.eps);
}
DESCENT_MISTAKE(adagrad, adagrad_forgets,
                "Your cache is gone at the next step: every step has the length of the first. Keep "
                "it in state.cache.",
                "a-state-for-each-parameter");

void adagrad_resets(arma::mat& w, const arma::mat& dw, AdagradState& state,
                    const AdagradOptions& options) {
  require_adagrad_step(w, dw, state, options);
  state.cache = arma::square(dw);
  divide(w, dw, state.cache, options.learning_rate, options.eps);
}
DESCENT_MISTAKE(adagrad, adagrad_resets,
                "You replace the cache by the newest square. It is a sum over all steps: +=.",
                "adagrad");

void adagrad_uphill(arma::mat& w, const arma::mat& dw, AdagradState& state,
                    const AdagradOptions& options) {
  require_adagrad_step(w, dw, state, options);
  zeros_for(state.cache, w);
  state.cache += arma::square(dw);
  divide(w, dw, state.cache, -options.learning_rate, options.eps);
}
DESCENT_MISTAKE(adagrad, adagrad_uphill, "You go uphill: the step is taken off w.",
                "down-is-minus-the-gradient");

void adagrad_leaks(arma::mat& w, const arma::mat& dw, AdagradState& state,
                   const AdagradOptions& options) {
  require_adagrad_step(w, dw, state, options);
  zeros_for(state.cache, w);
  state.cache = 0.9 * state.cache + 0.1 * arma::square(dw);
  divide(w, dw, state.cache, options.learning_rate, options.eps);
}
DESCENT_MISTAKE(adagrad, adagrad_leaks,
                "Your cache forgets: that is RMSprop. Adagrad adds up all squares for ever.",
                "adagrad");

void adagrad_one_rate(arma::mat& w, const arma::mat& dw, AdagradState& state,
                      const AdagradOptions& options) {
  require_adagrad_step(w, dw, state, options);
  zeros_for(state.cache, w);
  state.cache += arma::accu(arma::square(dw));
  divide(w, dw, state.cache, options.learning_rate, options.eps);
}
DESCENT_MISTAKE(adagrad, adagrad_one_rate,
                "You add up the squares of all entries: one rate for the whole parameter. Each "
                "entry has a cache of its own.",
                "entry-by-entry");

void adagrad_by_column(arma::mat& w, const arma::mat& dw, AdagradState& state,
                       const AdagradOptions& options) {
  require_adagrad_step(w, dw, state, options);
  zeros_for(state.cache, w);
  state.cache.each_row() += arma::rowvec(arma::sum(arma::square(dw), 0));
  divide(w, dw, state.cache, options.learning_rate, options.eps);
}
DESCENT_MISTAKE(adagrad, adagrad_by_column,
                "You add up the squares of each column. Each entry has a cache of its own.",
                "entry-by-entry");

void adagrad_without_eps(arma::mat& w, const arma::mat& dw, AdagradState& state,
                         const AdagradOptions& options) {
  require_adagrad_step(w, dw, state, options);
  zeros_for(state.cache, w);
  state.cache += arma::square(dw);
  w -= options.learning_rate * dw / arma::sqrt(state.cache);
}
DESCENT_MISTAKE(adagrad, adagrad_without_eps,
                "There is no eps: an entry that never had a gradient is 0/0.",
                "eps-outside-the-root");

void adagrad_fixed_eps(arma::mat& w, const arma::mat& dw, AdagradState& state,
                       const AdagradOptions& options) {
  require_adagrad_step(w, dw, state, options);
  zeros_for(state.cache, w);
  state.cache += arma::square(dw);
  divide(w, dw, state.cache, options.learning_rate, 1e-8);
}
DESCENT_MISTAKE(adagrad, adagrad_fixed_eps, "Your eps is 1e-8, whatever the options say.",
                "eps-outside-the-root");

void adagrad_subtracts_eps(arma::mat& w, const arma::mat& dw, AdagradState& state,
                           const AdagradOptions& options) {
  require_adagrad_step(w, dw, state, options);
  zeros_for(state.cache, w);
  state.cache += arma::square(dw);
  divide(w, dw, state.cache, options.learning_rate, -options.eps);
}
DESCENT_MISTAKE(adagrad, adagrad_subtracts_eps,
                "You take eps off the root. It is added, so that the sum is never 0.",
                "eps-outside-the-root");

void adagrad_rate_in_the_cache(arma::mat& w, const arma::mat& dw, AdagradState& state,
                               const AdagradOptions& options) {
  require_adagrad_step(w, dw, state, options);
  zeros_for(state.cache, w);
  state.cache += arma::square(options.learning_rate * dw);
  divide(w, dw, state.cache, options.learning_rate, options.eps);
}
DESCENT_MISTAKE(adagrad, adagrad_rate_in_the_cache,
                "The learning rate is in the cache, too, where it cancels that of the step. The "
                "cache holds squares of gradients.",
                "adagrad");

void adagrad_without_rate(arma::mat& w, const arma::mat& dw, AdagradState& state,
                          const AdagradOptions& options) {
  require_adagrad_step(w, dw, state, options);
  zeros_for(state.cache, w);
  state.cache += arma::square(dw);
  divide(w, dw, state.cache, 1, options.eps);
}
DESCENT_MISTAKE(adagrad, adagrad_without_rate, "The learning rate is missing.", "adagrad");

void adagrad_square_above(arma::mat& w, const arma::mat& dw, AdagradState& state,
                          const AdagradOptions& options) {
  require_adagrad_step(w, dw, state, options);
  zeros_for(state.cache, w);
  state.cache += arma::square(dw);
  w -= options.learning_rate * arma::square(dw) / (arma::sqrt(state.cache) + options.eps);
}
DESCENT_MISTAKE(
    adagrad, adagrad_square_above,
    "You have the square of the gradient above the line as well: then the step has lost its sign.",
    "adagrad");

void adagrad_by_sign(arma::mat& w, const arma::mat& dw, AdagradState& state,
                     const AdagradOptions& options) {
  require_adagrad_step(w, dw, state, options);
  zeros_for(state.cache, w);
  state.cache += arma::square(dw);
  w -= options.learning_rate * arma::sign(dw) / (arma::sqrt(state.cache) + options.eps);
}
DESCENT_MISTAKE(adagrad, adagrad_by_sign,
                "Above the line is only the sign of the gradient. It is the gradient itself.",
                "adagrad");

void adagrad_starts_at_one(arma::mat& w, const arma::mat& dw, AdagradState& state,
                           const AdagradOptions& options) {
  require_adagrad_step(w, dw, state, options);
  if (state.cache.is_empty()) state.cache.ones(arma::size(w));
  state.cache += arma::square(dw);
  divide(w, dw, state.cache, options.learning_rate, options.eps);
}
DESCENT_MISTAKE(adagrad, adagrad_starts_at_one,
                "A fresh cache of yours begins at 1. It begins at 0.", "adagrad");

void adagrad_static(arma::mat& w, const arma::mat& dw, AdagradState& state,
                    const AdagradOptions& options) {
  require_adagrad_step(w, dw, state, options);
  static arma::mat cache;
  if (arma::size(cache) != arma::size(w)) cache.zeros(arma::size(w));
  cache += arma::square(dw);
  divide(w, dw, cache, options.learning_rate, options.eps);
}
DESCENT_MISTAKE(
    adagrad, adagrad_static,
    "Your cache is a static variable: all parameters share it. It belongs into the state.",
    "a-state-for-each-parameter");

void adagrad_without_zeros(arma::mat& w, const arma::mat& dw, AdagradState& state,
                           const AdagradOptions& options) {
  require_adagrad_step(w, dw, state, options);
  state.cache += arma::square(dw);
  divide(w, dw, state.cache, options.learning_rate, options.eps);
}
DESCENT_MISTAKE(
    adagrad, adagrad_without_zeros,
    "A fresh cache is an empty matrix. If it is empty, make it zeros of the shape of w.",
    "a-state-for-each-parameter");

void adagrad_unchecked(arma::mat& w, const arma::mat& dw, AdagradState& state,
                       const AdagradOptions& options) {
  zeros_for(state.cache, w);
  state.cache += arma::square(dw);
  divide(w, dw, state.cache, options.learning_rate, options.eps);
}
DESCENT_MISTAKE(adagrad, adagrad_unchecked,
                "You do not refuse bad input. Call require_adagrad_step first: it throws "
                "std::invalid_argument with a sentence.",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
