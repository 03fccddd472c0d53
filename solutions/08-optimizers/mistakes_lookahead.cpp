#include "mistakes.hpp"

namespace descent {
namespace {

// Asks at w + ahead · v, keeps `keep` of the velocity, and moves by the new one.
void look(arma::mat& w, const GradientAt& gradient, MomentumState& state,
          const MomentumOptions& options, double ahead, const mistakes::Linear& rule) {
  require_lookahead_step(w, gradient, state, options);
  mistakes::zeros_for(state.velocity, w);
  const arma::mat dw = gradient(w + ahead * state.velocity);
  require_gradient_of(w, dw);
  mistakes::move(w, dw, state, rule);
}

void lookahead_at_w(arma::mat& w, const GradientAt& gradient, MomentumState& state,
                    const MomentumOptions& options) {
  look(w, gradient, state, options, 0, mistakes::right_momentum(options));
}
DESCENT_MISTAKE(nesterov_lookahead, lookahead_at_w,
                "You ask for the gradient at w: that is plain momentum. Ask at w + momentum · v.",
                "the-look-ahead-form");

void lookahead_behind(arma::mat& w, const GradientAt& gradient, MomentumState& state,
                      const MomentumOptions& options) {
  look(w, gradient, state, options, -options.momentum, mistakes::right_momentum(options));
}
DESCENT_MISTAKE(nesterov_lookahead, lookahead_behind,
                "You look behind you: the point ahead is w + momentum · v.", "the-look-ahead-form");

void lookahead_too_far(arma::mat& w, const GradientAt& gradient, MomentumState& state,
                       const MomentumOptions& options) {
  look(w, gradient, state, options, 1, mistakes::right_momentum(options));
}
DESCENT_MISTAKE(
    nesterov_lookahead, lookahead_too_far,
    "You look ahead by the whole velocity. Friction will have taken its part: momentum · "
    "v.",
    "the-look-ahead-form");

void lookahead_steps_from_ahead(arma::mat& w, const GradientAt& gradient, MomentumState& state,
                                const MomentumOptions& options) {
  look(w, gradient, state, options, options.momentum,
       {options.momentum, -options.learning_rate, 1, options.momentum});
}
DESCENT_MISTAKE(nesterov_lookahead, lookahead_steps_from_ahead,
                "Your step begins at the point ahead. It was only looked at: the step begins at w, "
                "and the velocity carries it there.",
                "one-look-ahead-is-enough");

void lookahead_rewritten_too(arma::mat& w, const GradientAt& gradient, MomentumState& state,
                             const MomentumOptions& options) {
  look(w, gradient, state, options, options.momentum, mistakes::right_nesterov(options));
}
DESCENT_MISTAKE(
    nesterov_lookahead, lookahead_rewritten_too,
    "Nesterov twice: you ask ahead, and then step as in the rewritten form. That form is "
    "for gradients at w. Here w moves by the new velocity.",
    "one-look-ahead-is-enough");

void lookahead_uphill(arma::mat& w, const GradientAt& gradient, MomentumState& state,
                      const MomentumOptions& options) {
  look(w, gradient, state, options, options.momentum, {options.momentum, options.learning_rate});
}
DESCENT_MISTAKE(nesterov_lookahead, lookahead_uphill,
                "You go uphill: learning_rate · gradient is taken off the velocity.",
                "which-sign-has-the-velocity");

void lookahead_taken_off(arma::mat& w, const GradientAt& gradient, MomentumState& state,
                         const MomentumOptions& options) {
  look(w, gradient, state, options, options.momentum,
       {options.momentum, -options.learning_rate, -1});
}
DESCENT_MISTAKE(nesterov_lookahead, lookahead_taken_off,
                "The velocity has its minus already, and you take it off w: two signs make uphill.",
                "which-sign-has-the-velocity");

void lookahead_resets(arma::mat& w, const GradientAt& gradient, MomentumState& state,
                      const MomentumOptions& options) {
  require_lookahead_step(w, gradient, state, options);
  state.velocity.zeros(arma::size(w));
  look(w, gradient, state, options, options.momentum, mistakes::right_momentum(options));
}
DESCENT_MISTAKE(nesterov_lookahead, lookahead_resets,
                "You set the velocity to zeros at every step. Only a fresh state needs them.",
                "the-velocity-stays");

void lookahead_forgets(arma::mat& w, const GradientAt& gradient, MomentumState& state,
                       const MomentumOptions& options) {
  require_lookahead_step(w, gradient, state, options);
  MomentumState copy;
  look(w, gradient, copy, options, options.momentum, mistakes::right_momentum(options));
}
DESCENT_MISTAKE(nesterov_lookahead, lookahead_forgets,
                "Your velocity is a variable of your own that is 0 again at the next step. Keep it "
                "in state.velocity.",
                "the-velocity-stays");

void lookahead_average(arma::mat& w, const GradientAt& gradient, MomentumState& state,
                       const MomentumOptions& options) {
  look(w, gradient, state, options, options.momentum,
       {options.momentum, -(1 - options.momentum) * options.learning_rate});
}
DESCENT_MISTAKE(nesterov_lookahead, lookahead_average,
                "You weigh the gradient with 1 - momentum. Here it counts in full.",
                "which-part-is-new");

void lookahead_fixed(arma::mat& w, const GradientAt& gradient, MomentumState& state,
                     const MomentumOptions& options) {
  look(w, gradient, state, options, 0.9, {0.9, -options.learning_rate});
}
DESCENT_MISTAKE(nesterov_lookahead, lookahead_fixed,
                "Your momentum is 0.9, whatever the options say.", "the-look-ahead-form");

void lookahead_without_rate(arma::mat& w, const GradientAt& gradient, MomentumState& state,
                            const MomentumOptions& options) {
  look(w, gradient, state, options, options.momentum, {options.momentum, -1});
}
DESCENT_MISTAKE(nesterov_lookahead, lookahead_without_rate, "The learning rate is missing.",
                "the-look-ahead-form");

void lookahead_along_the_gradient(arma::mat& w, const GradientAt& gradient, MomentumState& state,
                                  const MomentumOptions& options) {
  require_lookahead_step(w, gradient, state, options);
  mistakes::zeros_for(state.velocity, w);
  const arma::mat here = gradient(w);
  require_gradient_of(w, here);
  mistakes::move(w, gradient(w - options.learning_rate * here), state,
                 mistakes::right_momentum(options));
}
DESCENT_MISTAKE(nesterov_lookahead, lookahead_along_the_gradient,
                "You look ahead along the gradient, which costs a second one. Look along the "
                "velocity, which is known.",
                "the-look-ahead-form");

void lookahead_coasts_only(arma::mat& w, const GradientAt& gradient, MomentumState& state,
                           const MomentumOptions& options) {
  look(w, gradient, state, options, options.momentum,
       {options.momentum, -options.learning_rate, 0, options.momentum});
}
DESCENT_MISTAKE(
    nesterov_lookahead, lookahead_coasts_only,
    "You leave w at the point ahead. From w it moves by the new velocity, which has the "
    "gradient in it.",
    "the-look-ahead-form");

void lookahead_static(arma::mat& w, const GradientAt& gradient, MomentumState& state,
                      const MomentumOptions& options) {
  static MomentumState shared;
  require_lookahead_step(w, gradient, state, options);
  if (arma::size(shared.velocity) != arma::size(w)) shared.velocity.zeros(arma::size(w));
  look(w, gradient, shared, options, options.momentum, mistakes::right_momentum(options));
}
DESCENT_MISTAKE(nesterov_lookahead, lookahead_static,
                "Your velocity is a static variable: all parameters share it. It belongs into the "
                "state.",
                "a-state-for-each-parameter");

void lookahead_trusts_the_gradient(arma::mat& w, const GradientAt& gradient, MomentumState& state,
                                   const MomentumOptions& options) {
  require_lookahead_step(w, gradient, state, options);
  mistakes::zeros_for(state.velocity, w);
  mistakes::move(w, gradient(w + options.momentum * state.velocity), state,
                 mistakes::right_momentum(options));
}
DESCENT_MISTAKE(nesterov_lookahead, lookahead_trusts_the_gradient,
                "You do not check what the function returns. Call require_gradient_of(w, dw) with "
                "it: a gradient of another shape is refused.",
                "refuse-bad-input");

void lookahead_unchecked(arma::mat& w, const GradientAt& gradient, MomentumState& state,
                         const MomentumOptions& options) {
  mistakes::zeros_for(state.velocity, w);
  const arma::mat dw = gradient ? gradient(w + options.momentum * state.velocity) : w;
  mistakes::move(w, dw, state, mistakes::right_momentum(options));
}
DESCENT_MISTAKE(nesterov_lookahead, lookahead_unchecked,
                "You do not refuse bad input. Call require_lookahead_step first: it throws "
                "std::invalid_argument with a sentence.",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
