#include "mistakes.hpp"

namespace descent {
namespace {

using mistakes::move;
using mistakes::right_nesterov;

void nesterov_is_plain(arma::mat& w, const arma::mat& dw, MomentumState& state,
                       const MomentumOptions& options) {
  require_momentum_step(w, dw, state, options);
  move(w, dw, state, mistakes::right_momentum(options));
}
DESCENT_MISTAKE(nesterov, nesterov_is_plain,
                "This is plain momentum. Either you left out the look ahead, or you copied the old "
                "velocity after you had changed it, so that the two are the same.",
                "the-rewritten-form");

void nesterov_twice(arma::mat& w, const arma::mat& dw, MomentumState& state,
                    const MomentumOptions& options) {
  require_momentum_step(w, dw, state, options);
  move(w, dw, state,
       {options.momentum, -options.learning_rate, 1 + 2 * options.momentum, -options.momentum});
}
DESCENT_MISTAKE(
    nesterov, nesterov_twice,
    "You look ahead twice. w is the point ahead already: the factor 1 + momentum has all "
    "of it.",
    "one-look-ahead-is-enough");

void nesterov_adds_before(arma::mat& w, const arma::mat& dw, MomentumState& state,
                          const MomentumOptions& options) {
  require_momentum_step(w, dw, state, options);
  move(w, dw, state,
       {options.momentum, -options.learning_rate, 1 + options.momentum, options.momentum});
}
DESCENT_MISTAKE(
    nesterov, nesterov_adds_before,
    "The old velocity has the wrong sign: the old look ahead is taken back, - momentum · "
    "v_before.",
    "the-rewritten-form");

void nesterov_one_minus(arma::mat& w, const arma::mat& dw, MomentumState& state,
                        const MomentumOptions& options) {
  require_momentum_step(w, dw, state, options);
  move(w, dw, state,
       {options.momentum, -options.learning_rate, 1 - options.momentum, options.momentum});
}
DESCENT_MISTAKE(
    nesterov, nesterov_one_minus,
    "Both signs are the wrong way round: it is - momentum · v_before + (1 + momentum) · v.",
    "the-rewritten-form");

void nesterov_keeps_the_old_look(arma::mat& w, const arma::mat& dw, MomentumState& state,
                                 const MomentumOptions& options) {
  require_momentum_step(w, dw, state, options);
  move(w, dw, state, {options.momentum, -options.learning_rate, 1 + options.momentum});
}
DESCENT_MISTAKE(nesterov, nesterov_keeps_the_old_look,
                "You forgot to take back the old look ahead, - momentum · v_before.",
                "the-rewritten-form");

void nesterov_uphill(arma::mat& w, const arma::mat& dw, MomentumState& state,
                     const MomentumOptions& options) {
  require_momentum_step(w, dw, state, options);
  move(w, dw, state,
       {options.momentum, options.learning_rate, 1 + options.momentum, -options.momentum});
}
DESCENT_MISTAKE(nesterov, nesterov_uphill,
                "You go uphill: learning_rate · dw is taken off the velocity.",
                "which-sign-has-the-velocity");

void nesterov_taken_off(arma::mat& w, const arma::mat& dw, MomentumState& state,
                        const MomentumOptions& options) {
  require_momentum_step(w, dw, state, options);
  move(w, dw, state,
       {options.momentum, -options.learning_rate, -(1 + options.momentum), options.momentum});
}
DESCENT_MISTAKE(nesterov, nesterov_taken_off,
                "The velocity has its minus already, and you take it off w: two signs make uphill.",
                "which-sign-has-the-velocity");

void nesterov_average(arma::mat& w, const arma::mat& dw, MomentumState& state,
                      const MomentumOptions& options) {
  require_momentum_step(w, dw, state, options);
  mistakes::Linear rule = right_nesterov(options);
  rule.push *= 1 - options.momentum;
  move(w, dw, state, rule);
}
DESCENT_MISTAKE(nesterov, nesterov_average,
                "You weigh the gradient with 1 - momentum. Here it counts in full.",
                "which-part-is-new");

void nesterov_swapped(arma::mat& w, const arma::mat& dw, MomentumState& state,
                      const MomentumOptions& options) {
  require_momentum_step(w, dw, state, options);
  mistakes::Linear rule = right_nesterov(options);
  rule.keep = 1 - options.momentum;
  move(w, dw, state, rule);
}
DESCENT_MISTAKE(nesterov, nesterov_swapped,
                "You keep 1 - momentum of the velocity. With 0.9 nine tenths of it stay.",
                "which-part-is-new");

void nesterov_forgets(arma::mat& w, const arma::mat& dw, MomentumState& state,
                      const MomentumOptions& options) {
  require_momentum_step(w, dw, state, options);
  MomentumState copy;
  move(w, dw, copy, right_nesterov(options));
}
DESCENT_MISTAKE(nesterov, nesterov_forgets,
                "Your velocity is a variable of your own that is 0 again at the next step. Keep it "
                "in state.velocity.",
                "the-velocity-stays");

void nesterov_resets(arma::mat& w, const arma::mat& dw, MomentumState& state,
                     const MomentumOptions& options) {
  require_momentum_step(w, dw, state, options);
  state.velocity.zeros(arma::size(w));
  move(w, dw, state, right_nesterov(options));
}
DESCENT_MISTAKE(nesterov, nesterov_resets,
                "You set the velocity to zeros at every step. Only a fresh state needs them.",
                "the-velocity-stays");

void nesterov_only_coasts(arma::mat& w, const arma::mat& dw, MomentumState& state,
                          const MomentumOptions& options) {
  require_momentum_step(w, dw, state, options);
  move(w, dw, state, {options.momentum, -options.learning_rate, options.momentum});
}
DESCENT_MISTAKE(
    nesterov, nesterov_only_coasts,
    "You move by momentum · v alone. The short form is w += momentum · v - learning_rate · "
    "dw: the gradient is missing.",
    "the-rewritten-form");

void nesterov_mixes_velocities(arma::mat& w, const arma::mat& dw, MomentumState& state,
                               const MomentumOptions& options) {
  require_momentum_step(w, dw, state, options);
  move(w, dw, state,
       {options.momentum, -options.learning_rate, 0, options.momentum,
        -(1 + options.momentum) * options.learning_rate});
}
DESCENT_MISTAKE(nesterov, nesterov_mixes_velocities,
                "Written with the old velocity the step is momentum² · v_before - (1 + momentum) · "
                "learning_rate · dw: the square is missing.",
                "the-rewritten-form");

void nesterov_rate_twice(arma::mat& w, const arma::mat& dw, MomentumState& state,
                         const MomentumOptions& options) {
  require_momentum_step(w, dw, state, options);
  mistakes::Linear rule = right_nesterov(options);
  rule.by_new *= options.learning_rate;
  rule.by_old *= options.learning_rate;
  move(w, dw, state, rule);
}
DESCENT_MISTAKE(nesterov, nesterov_rate_twice,
                "The learning rate acts twice: in the velocity, and again when w moves.",
                "the-rewritten-form");

void nesterov_fixed(arma::mat& w, const arma::mat& dw, MomentumState& state,
                    const MomentumOptions& options) {
  require_momentum_step(w, dw, state, options);
  move(w, dw, state, right_nesterov({.learning_rate = options.learning_rate, .momentum = 0.9}));
}
DESCENT_MISTAKE(nesterov, nesterov_fixed, "Your momentum is 0.9, whatever the options say.",
                "the-rewritten-form");

void nesterov_static(arma::mat& w, const arma::mat& dw, MomentumState& state,
                     const MomentumOptions& options) {
  static MomentumState shared;
  require_momentum_step(w, dw, state, options);
  if (arma::size(shared.velocity) != arma::size(w)) shared.velocity.zeros(arma::size(w));
  move(w, dw, shared, right_nesterov(options));
}
DESCENT_MISTAKE(nesterov, nesterov_static,
                "Your velocity is a static variable: all parameters share it. It belongs into the "
                "state.",
                "a-state-for-each-parameter");

void nesterov_without_zeros(arma::mat& w, const arma::mat& dw, MomentumState& state,
                            const MomentumOptions& options) {
  require_momentum_step(w, dw, state, options);
  const arma::mat before = state.velocity;
  state.velocity = options.momentum * before - options.learning_rate * dw;
  w += (1 + options.momentum) * state.velocity - options.momentum * before;
}
DESCENT_MISTAKE(
    nesterov, nesterov_without_zeros,
    "A fresh velocity is an empty matrix. If it is empty, make it zeros of the shape of w.",
    "a-state-for-each-parameter");

void nesterov_unchecked(arma::mat& w, const arma::mat& dw, MomentumState& state,
                        const MomentumOptions& options) {
  move(w, dw, state, right_nesterov(options));
}
DESCENT_MISTAKE(nesterov, nesterov_unchecked,
                "You do not refuse bad input. Call require_momentum_step first: it throws "
                "std::invalid_argument with a sentence.",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
