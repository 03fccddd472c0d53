#include "mistakes.hpp"

namespace descent {
namespace {

using mistakes::Linear;
using mistakes::move;
using mistakes::right_momentum;

void momentum_uphill(arma::mat& w, const arma::mat& dw, MomentumState& state,
                     const MomentumOptions& options) {
  require_momentum_step(w, dw, state, options);
  move(w, dw, state, {options.momentum, options.learning_rate});
}
DESCENT_MISTAKE(
    momentum, momentum_uphill,
    "Your ball rolls uphill: the gradient pushes the velocity with the wrong sign. Take "
    "learning_rate · dw off the velocity, and add the velocity to w.",
    "which-sign-has-the-velocity");

void momentum_taken_off(arma::mat& w, const arma::mat& dw, MomentumState& state,
                        const MomentumOptions& options) {
  require_momentum_step(w, dw, state, options);
  move(w, dw, state, {options.momentum, -options.learning_rate, -1});
}
DESCENT_MISTAKE(momentum, momentum_taken_off,
                "The velocity has its minus already, and you take it off w: two signs make uphill. "
                "Either v = momentum · v - learning_rate · dw and w += v, or both signs the other "
                "way round.",
                "which-sign-has-the-velocity");

void momentum_forgets(arma::mat& w, const arma::mat& dw, MomentumState& state,
                      const MomentumOptions& options) {
  require_momentum_step(w, dw, state, options);
  MomentumState copy;
  move(w, dw, copy, right_momentum(options));
}
DESCENT_MISTAKE(momentum, momentum_forgets,
                "Your velocity is a variable of your own that is 0 again at the next step. Keep it "
                "in state.velocity: the state is the caller's, and comes again.",
                "the-velocity-stays");

void momentum_resets(arma::mat& w, const arma::mat& dw, MomentumState& state,
                     const MomentumOptions& options) {
  require_momentum_step(w, dw, state, options);
  state.velocity.zeros(arma::size(w));
  move(w, dw, state, right_momentum(options));
}
DESCENT_MISTAKE(
    momentum, momentum_resets,
    "You set the velocity to zeros at every step. Only a fresh state, one that is empty, "
    "needs them.",
    "the-velocity-stays");

void momentum_of_a_copy(arma::mat& w, const arma::mat& dw, MomentumState& state,
                        const MomentumOptions& options) {
  require_momentum_step(w, dw, state, options);
  mistakes::zeros_for(state.velocity, w);
  MomentumState copy = state;
  move(w, dw, copy, right_momentum(options));
}
DESCENT_MISTAKE(
    momentum, momentum_of_a_copy,
    "You update a copy of the velocity, and state.velocity stays zeros for ever. Assign "
    "to state.velocity itself.",
    "the-velocity-stays");

void momentum_one_step_late(arma::mat& w, const arma::mat& dw, MomentumState& state,
                            const MomentumOptions& options) {
  require_momentum_step(w, dw, state, options);
  move(w, dw, state, {options.momentum, -options.learning_rate, 0, 1});
}
DESCENT_MISTAKE(
    momentum, momentum_one_step_late,
    "You move w by the old velocity, and update the velocity then. The gradient acts one "
    "step late: velocity first, w then.",
    "momentum");

void momentum_average(arma::mat& w, const arma::mat& dw, MomentumState& state,
                      const MomentumOptions& options) {
  require_momentum_step(w, dw, state, options);
  move(w, dw, state, {options.momentum, -(1 - options.momentum) * options.learning_rate});
}
DESCENT_MISTAKE(momentum, momentum_average,
                "Your velocity is an average: you weigh the gradient with 1 - momentum. Here it "
                "counts in full, and the velocity may grow to 1/(1 - momentum) of a step.",
                "which-part-is-new");

void momentum_swapped(arma::mat& w, const arma::mat& dw, MomentumState& state,
                      const MomentumOptions& options) {
  require_momentum_step(w, dw, state, options);
  move(w, dw, state, {1 - options.momentum, -options.learning_rate});
}
DESCENT_MISTAKE(momentum, momentum_swapped,
                "You keep 1 - momentum of the velocity. With 0.9 nine tenths of it stay.",
                "which-part-is-new");

void momentum_rate_twice(arma::mat& w, const arma::mat& dw, MomentumState& state,
                         const MomentumOptions& options) {
  require_momentum_step(w, dw, state, options);
  move(w, dw, state, {options.momentum, -options.learning_rate, options.learning_rate});
}
DESCENT_MISTAKE(momentum, momentum_rate_twice,
                "The learning rate acts twice: in the velocity, and again when w moves.",
                "momentum");

void momentum_without_rate(arma::mat& w, const arma::mat& dw, MomentumState& state,
                           const MomentumOptions& options) {
  require_momentum_step(w, dw, state, options);
  move(w, dw, state, {options.momentum, -1});
}
DESCENT_MISTAKE(momentum, momentum_without_rate, "The learning rate is missing.", "momentum");

void momentum_gradient_twice(arma::mat& w, const arma::mat& dw, MomentumState& state,
                             const MomentumOptions& options) {
  require_momentum_step(w, dw, state, options);
  move(w, dw, state, {options.momentum, -options.learning_rate, 1, 0, -options.learning_rate});
}
DESCENT_MISTAKE(momentum, momentum_gradient_twice,
                "You move w by the velocity and by the gradient. The gradient is in the velocity "
                "already.",
                "momentum");

void momentum_looks_ahead(arma::mat& w, const arma::mat& dw, MomentumState& state,
                          const MomentumOptions& options) {
  require_momentum_step(w, dw, state, options);
  move(w, dw, state, mistakes::right_nesterov(options));
}
DESCENT_MISTAKE(
    momentum, momentum_looks_ahead,
    "This is Nesterov's momentum. Here w moves by the new velocity, and by nothing else.",
    "momentum");

void momentum_on_all(arma::mat& w, const arma::mat& dw, MomentumState& state,
                     const MomentumOptions& options) {
  require_momentum_step(w, dw, state, options);
  move(w, dw, state, {options.momentum, -options.momentum * options.learning_rate});
}
DESCENT_MISTAKE(momentum, momentum_on_all,
                "You multiply the new gradient by the momentum, too. Friction takes from the old "
                "velocity only.",
                "which-part-is-new");

void momentum_without_friction(arma::mat& w, const arma::mat& dw, MomentumState& state,
                               const MomentumOptions& options) {
  require_momentum_step(w, dw, state, options);
  move(w, dw, state, {1, -options.learning_rate});
}
DESCENT_MISTAKE(momentum, momentum_without_friction,
                "There is no friction: you keep all of the old velocity. Multiply it by momentum.",
                "momentum");

void momentum_ignored(arma::mat& w, const arma::mat& dw, MomentumState& state,
                      const MomentumOptions& options) {
  require_momentum_step(w, dw, state, options);
  mistakes::zeros_for(state.velocity, w);
  state.velocity = options.momentum * state.velocity - options.learning_rate * dw;
  w -= options.learning_rate * dw;
}
DESCENT_MISTAKE(
    momentum, momentum_ignored,
    "You keep a velocity, and then move w by the gradient alone. w moves by the velocity.",
    "momentum");

void momentum_fixed(arma::mat& w, const arma::mat& dw, MomentumState& state,
                    const MomentumOptions& options) {
  require_momentum_step(w, dw, state, options);
  move(w, dw, state, {0.9, -options.learning_rate});
}
DESCENT_MISTAKE(momentum, momentum_fixed, "Your momentum is 0.9, whatever the options say.",
                "momentum");

void momentum_static(arma::mat& w, const arma::mat& dw, MomentumState& state,
                     const MomentumOptions& options) {
  static arma::mat velocity;
  require_momentum_step(w, dw, state, options);
  if (arma::size(velocity) != arma::size(w)) velocity.zeros(arma::size(w));
  velocity = options.momentum * velocity - options.learning_rate * dw;
  w += velocity;
}
DESCENT_MISTAKE(
    momentum, momentum_static,
    "Your velocity is a static variable: all parameters share it. Every parameter has a "
    "state of its own, and the velocity belongs there.",
    "a-state-for-each-parameter");

void momentum_without_zeros(arma::mat& w, const arma::mat& dw, MomentumState& state,
                            const MomentumOptions& options) {
  require_momentum_step(w, dw, state, options);
  state.velocity = options.momentum * state.velocity - options.learning_rate * dw;
  w += state.velocity;
}
DESCENT_MISTAKE(momentum, momentum_without_zeros,
                "A fresh velocity is an empty matrix, and you add it to one with entries. If it is "
                "empty, make it zeros of the shape of w.",
                "a-state-for-each-parameter");

void momentum_restarts(arma::mat& w, const arma::mat& dw, MomentumState& state,
                       const MomentumOptions& options) {
  require_momentum_step(w, dw, state, options);
  mistakes::zeros_for(state.velocity, w);
  state.velocity.elem(arma::find(state.velocity % dw > 0)).zeros();
  move(w, dw, state, right_momentum(options));
}
DESCENT_MISTAKE(momentum, momentum_restarts,
                "You stop the ball where it rolls against the slope. It may: friction and gradient "
                "slow it down, nothing else.",
                "the-velocity-stays");

void momentum_of_the_mean(arma::mat& w, const arma::mat& dw, MomentumState& state,
                          const MomentumOptions& options) {
  require_momentum_step(w, dw, state, options);
  const arma::mat mean(arma::size(w), arma::fill::value(arma::mean(arma::vectorise(dw))));
  move(w, mean, state, right_momentum(options));
}
DESCENT_MISTAKE(momentum, momentum_of_the_mean,
                "All entries have the same velocity. Each entry has its own, pushed by its own "
                "gradient.",
                "entry-by-entry");

void momentum_unchecked(arma::mat& w, const arma::mat& dw, MomentumState& state,
                        const MomentumOptions& options) {
  move(w, dw, state, right_momentum(options));
}
DESCENT_MISTAKE(momentum, momentum_unchecked,
                "You do not refuse bad input. Call require_momentum_step first: it throws "
                "std::invalid_argument with a sentence.",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
