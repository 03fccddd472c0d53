// Other right ways to solve the update rules and the schedules of stage 08. Every one must pass
// every test: a suite that refuses one of them tests a habit, not the formula.

#include <cmath>

#include "harness/wire/variants.hpp"
#include "optimizers.hpp"

namespace descent {
namespace {

double real(arma::uword n) { return static_cast<double>(n); }

void zeros_if_fresh(arma::mat& memory, const arma::mat& w) {
  if (memory.is_empty()) memory = arma::zeros<arma::mat>(w.n_rows, w.n_cols);
}

void sgd_by_loops(arma::mat& w, const arma::mat& dw, double learning_rate) {
  require_sgd(w, dw, learning_rate);
  for (arma::uword i = 0; i < w.n_rows; ++i) {
    for (arma::uword j = 0; j < w.n_cols; ++j) w(i, j) -= learning_rate * dw(i, j);
  }
}
DESCENT_ALTERNATIVE(sgd, sgd_by_loops, "Loops over rows and columns.");

void sgd_by_assignment(arma::mat& w, const arma::mat& dw, double learning_rate) {
  require_sgd(w, dw, learning_rate);
  w = w + (-learning_rate) * dw;
}
DESCENT_ALTERNATIVE(sgd, sgd_by_assignment, "Assigns a sum with the negative gradient.");

void momentum_of_the_other_sign(arma::mat& w, const arma::mat& dw, MomentumState& state,
                                const MomentumOptions& options) {
  require_momentum_step(w, dw, state, options);
  zeros_if_fresh(state.velocity, w);
  state.velocity = options.momentum * state.velocity + options.learning_rate * dw;
  w -= state.velocity;
}
DESCENT_ALTERNATIVE(momentum, momentum_of_the_other_sign,
                    "The velocity points uphill, and is taken off.");

void momentum_of_gradients(arma::mat& w, const arma::mat& dw, MomentumState& state,
                           const MomentumOptions& options) {
  require_momentum_step(w, dw, state, options);
  if (state.velocity.is_empty()) {
    state.velocity = dw;
  } else {
    state.velocity = options.momentum * state.velocity + dw;
  }
  w -= options.learning_rate * state.velocity;
}
DESCENT_ALTERNATIVE(momentum, momentum_of_gradients,
                    "PyTorch's way: a velocity without the learning rate, which is multiplied in "
                    "when w moves.");

void momentum_by_loops(arma::mat& w, const arma::mat& dw, MomentumState& state,
                       const MomentumOptions& options) {
  require_momentum_step(w, dw, state, options);
  zeros_if_fresh(state.velocity, w);
  for (arma::uword i = 0; i < w.n_elem; ++i) {
    const double push = options.learning_rate * dw(i);
    w(i) += state.velocity(i) = options.momentum * state.velocity(i) - push;
  }
}
DESCENT_ALTERNATIVE(momentum, momentum_by_loops, "A loop over all entries.");

void nesterov_short(arma::mat& w, const arma::mat& dw, MomentumState& state,
                    const MomentumOptions& options) {
  require_momentum_step(w, dw, state, options);
  zeros_if_fresh(state.velocity, w);
  state.velocity = options.momentum * state.velocity - options.learning_rate * dw;
  w += options.momentum * state.velocity - options.learning_rate * dw;
}
DESCENT_ALTERNATIVE(nesterov, nesterov_short,
                    "momentum · v - learning_rate · dw: the old velocity cancels.");

void nesterov_of_gradients(arma::mat& w, const arma::mat& dw, MomentumState& state,
                           const MomentumOptions& options) {
  require_momentum_step(w, dw, state, options);
  zeros_if_fresh(state.velocity, w);
  state.velocity *= options.momentum;
  state.velocity += dw;
  w -= options.learning_rate * (dw + options.momentum * state.velocity);
}
DESCENT_ALTERNATIVE(nesterov, nesterov_of_gradients,
                    "PyTorch's way: a velocity without the learning rate.");

void nesterov_through_the_ball(arma::mat& w, const arma::mat& dw, MomentumState& state,
                               const MomentumOptions& options) {
  require_momentum_step(w, dw, state, options);
  zeros_if_fresh(state.velocity, w);
  arma::mat ball = w - options.momentum * state.velocity;
  state.velocity = options.momentum * state.velocity - options.learning_rate * dw;
  ball += state.velocity;
  w = ball + options.momentum * state.velocity;
}
DESCENT_ALTERNATIVE(nesterov, nesterov_through_the_ball,
                    "Goes back to the ball, moves it, and looks ahead again.");

void nesterov_from_the_old_velocity(arma::mat& w, const arma::mat& dw, MomentumState& state,
                                    const MomentumOptions& options) {
  require_momentum_step(w, dw, state, options);
  zeros_if_fresh(state.velocity, w);
  w += options.momentum * options.momentum * state.velocity -
       (1 + options.momentum) * options.learning_rate * dw;
  state.velocity = options.momentum * state.velocity - options.learning_rate * dw;
}
DESCENT_ALTERNATIVE(nesterov, nesterov_from_the_old_velocity,
                    "w first, with the old velocity and the square of the momentum.");

void lookahead_from_the_point_ahead(arma::mat& w, const GradientAt& gradient, MomentumState& state,
                                    const MomentumOptions& options) {
  require_lookahead_step(w, gradient, state, options);
  zeros_if_fresh(state.velocity, w);
  const arma::mat before = w;
  w += options.momentum * state.velocity;
  const arma::mat dw = gradient(w);
  require_gradient_of(w, dw);
  w -= options.learning_rate * dw;
  state.velocity = w - before;
}
DESCENT_ALTERNATIVE(
    nesterov_lookahead, lookahead_from_the_point_ahead,
    "Coasts to the point ahead, corrects there, and takes the way for the velocity.");

void lookahead_of_the_other_sign(arma::mat& w, const GradientAt& gradient, MomentumState& state,
                                 const MomentumOptions& options) {
  require_lookahead_step(w, gradient, state, options);
  zeros_if_fresh(state.velocity, w);
  const arma::mat dw = gradient(w - options.momentum * state.velocity);
  require_gradient_of(w, dw);
  state.velocity = options.momentum * state.velocity + options.learning_rate * dw;
  w -= state.velocity;
}
DESCENT_ALTERNATIVE(nesterov_lookahead, lookahead_of_the_other_sign,
                    "The velocity points uphill, and is taken off.");

void lookahead_of_gradients(arma::mat& w, const GradientAt& gradient, MomentumState& state,
                            const MomentumOptions& options) {
  require_lookahead_step(w, gradient, state, options);
  zeros_if_fresh(state.velocity, w);
  const arma::mat dw = gradient(w - options.learning_rate * options.momentum * state.velocity);
  require_gradient_of(w, dw);
  state.velocity = options.momentum * state.velocity + dw;
  w -= options.learning_rate * state.velocity;
}
DESCENT_ALTERNATIVE(
    nesterov_lookahead, lookahead_of_gradients,
    "A velocity without the learning rate, which is multiplied in when it is used.");

void adagrad_by_loops(arma::mat& w, const arma::mat& dw, AdagradState& state,
                      const AdagradOptions& options) {
  require_adagrad_step(w, dw, state, options);
  zeros_if_fresh(state.cache, w);
  for (arma::uword i = 0; i < w.n_elem; ++i) {
    state.cache(i) += dw(i) * dw(i);
    w(i) -= options.learning_rate * dw(i) / (std::sqrt(state.cache(i)) + options.eps);
  }
}
DESCENT_ALTERNATIVE(adagrad, adagrad_by_loops, "A loop over all entries.");

void adagrad_of_lengths(arma::mat& w, const arma::mat& dw, AdagradState& state,
                        const AdagradOptions& options) {
  require_adagrad_step(w, dw, state, options);
  zeros_if_fresh(state.cache, w);
  state.cache = arma::hypot(state.cache, dw);
  w -= options.learning_rate * dw / (state.cache + options.eps);
}
DESCENT_ALTERNATIVE(adagrad, adagrad_of_lengths,
                    "Keeps the root of the sum: the length of all gradients as one vector.");

void adagrad_of_rates(arma::mat& w, const arma::mat& dw, AdagradState& state,
                      const AdagradOptions& options) {
  require_adagrad_step(w, dw, state, options);
  state.cache = state.cache.is_empty() ? arma::mat(dw % dw) : arma::mat(state.cache + dw % dw);
  const arma::mat rates = options.learning_rate / (arma::pow(state.cache, 0.5) + options.eps);
  w -= rates % dw;
}
DESCENT_ALTERNATIVE(adagrad, adagrad_of_rates, "The rates first, the step then.");

void rmsprop_by_loops(arma::mat& w, const arma::mat& dw, RmspropState& state,
                      const RmspropOptions& options) {
  require_rmsprop_step(w, dw, state, options);
  zeros_if_fresh(state.cache, w);
  for (arma::uword i = 0; i < w.n_elem; ++i) {
    const double kept = options.decay_rate * state.cache(i);
    state.cache(i) = kept + (1 - options.decay_rate) * std::pow(dw(i), 2);
    w(i) -= options.learning_rate * dw(i) / (std::sqrt(state.cache(i)) + options.eps);
  }
}
DESCENT_ALTERNATIVE(rmsprop, rmsprop_by_loops, "A loop over all entries.");

void rmsprop_by_difference(arma::mat& w, const arma::mat& dw, RmspropState& state,
                           const RmspropOptions& options) {
  require_rmsprop_step(w, dw, state, options);
  zeros_if_fresh(state.cache, w);
  state.cache += (1 - options.decay_rate) * (dw % dw - state.cache);
  w += -options.learning_rate * dw / (arma::sqrt(state.cache) + options.eps);
}
DESCENT_ALTERNATIVE(rmsprop, rmsprop_by_difference, "A step of 1 - decay_rate towards the square.");

void rmsprop_of_sums(arma::mat& w, const arma::mat& dw, RmspropState& state,
                     const RmspropOptions& options) {
  require_rmsprop_step(w, dw, state, options);
  zeros_if_fresh(state.cache, w);
  state.cache = options.decay_rate * state.cache + dw % dw;
  w -= options.learning_rate * dw /
       (std::sqrt(1 - options.decay_rate) * arma::sqrt(state.cache) + options.eps);
}
DESCENT_ALTERNATIVE(rmsprop, rmsprop_of_sums,
                    "Keeps the decaying sum, and multiplies with 1 - decay_rate when it is used.");

void adam_by_loops(arma::mat& w, const arma::mat& dw, AdamState& state,
                   const AdamOptions& options) {
  require_adam_step(w, dw, state, options);
  zeros_if_fresh(state.m, w);
  zeros_if_fresh(state.v, w);
  ++state.t;
  for (arma::uword i = 0; i < w.n_elem; ++i) {
    state.m(i) += (1 - options.beta1) * (dw(i) - state.m(i));
    state.v(i) += (1 - options.beta2) * (dw(i) * dw(i) - state.v(i));
    double m = state.m(i), v = state.v(i);
    if (options.bias_correction) {
      m /= 1 - std::pow(options.beta1, real(state.t));
      v /= 1 - std::pow(options.beta2, real(state.t));
    }
    w(i) -= options.learning_rate * m / (std::sqrt(v) + options.eps);
  }
}
DESCENT_ALTERNATIVE(adam, adam_by_loops, "A loop over all entries, averages by difference.");

void adam_with_one_rate(arma::mat& w, const arma::mat& dw, AdamState& state,
                        const AdamOptions& options) {
  require_adam_step(w, dw, state, options);
  zeros_if_fresh(state.m, w);
  zeros_if_fresh(state.v, w);
  state.t += 1;
  state.m = options.beta1 * state.m + (1 - options.beta1) * dw;
  state.v = options.beta2 * state.v + (1 - options.beta2) * dw % dw;
  double rate = options.learning_rate, eps = options.eps;
  if (options.bias_correction) {
    const double root = std::sqrt(1 - std::pow(options.beta2, real(state.t)));
    rate *= root / (1 - std::pow(options.beta1, real(state.t)));
    eps *= root;
  }
  w -= rate * state.m / (arma::sqrt(state.v) + eps);
}
DESCENT_ALTERNATIVE(adam, adam_with_one_rate,
                    "Both corrections in one rate; eps is corrected with them.");

void adam_of_hats(arma::mat& w, const arma::mat& dw, AdamState& state, const AdamOptions& options) {
  require_adam_step(w, dw, state, options);
  if (state.m.is_empty()) state = {arma::zeros(arma::size(w)), arma::zeros(arma::size(w)), 0};
  const double t = real(++state.t);
  // The state holds averages that are corrected already, which need weights of their own.
  const auto weight = [&](double beta) {
    return options.bias_correction ? (1 - beta) / (1 - std::pow(beta, t)) : 1 - beta;
  };
  state.m += weight(options.beta1) * (dw - state.m);
  state.v += weight(options.beta2) * (arma::square(dw) - state.v);
  w -= options.learning_rate * state.m / (arma::sqrt(state.v) + options.eps);
}
DESCENT_ALTERNATIVE(adam, adam_of_hats,
                    "Keeps corrected averages, and weighs the new gradient so that they stay so.");

double step_decay_by_a_loop(double initial_rate, double epoch, const StepDecayOptions& options) {
  require_step_decay(initial_rate, epoch, options);
  double rate = initial_rate;
  for (double end = options.every; end <= epoch; end += options.every) rate *= options.factor;
  return rate;
}
DESCENT_ALTERNATIVE(step_decay, step_decay_by_a_loop, "One multiplication for each complete step.");

double step_decay_by_a_whole_number(double initial_rate, double epoch,
                                    const StepDecayOptions& options) {
  require_step_decay(initial_rate, epoch, options);
  const int steps = static_cast<int>(epoch / options.every);
  return initial_rate * std::exp(steps * std::log(options.factor));
}
DESCENT_ALTERNATIVE(step_decay, step_decay_by_a_whole_number, "Cuts to a whole number of steps.");

double exponential_decay_by_division(double initial_rate, double epoch, double k) {
  require_decay(initial_rate, epoch, k);
  return initial_rate / std::exp(k * epoch);
}
DESCENT_ALTERNATIVE(exponential_decay, exponential_decay_by_division,
                    "Divides by a growing power.");

double exponential_decay_by_power(double initial_rate, double epoch, double k) {
  require_decay(initial_rate, epoch, k);
  return initial_rate * std::pow(std::exp(-k), epoch);
}
DESCENT_ALTERNATIVE(exponential_decay, exponential_decay_by_power,
                    "What an epoch leaves, to a power.");

double inverse_time_decay_by_power(double initial_rate, double epoch, double k) {
  require_decay(initial_rate, epoch, k);
  return initial_rate * std::pow(1 + k * epoch, -1);
}
DESCENT_ALTERNATIVE(inverse_time_decay, inverse_time_decay_by_power, "A power of -1.");

double inverse_time_decay_of_times(double initial_rate, double epoch, double k) {
  require_decay(initial_rate, epoch, k);
  if (k == 0) return initial_rate;
  const double half = 1 / k;  // after which the rate is a half
  return initial_rate * half / (half + epoch);
}
DESCENT_ALTERNATIVE(inverse_time_decay, inverse_time_decay_of_times, "With the time to a half.");

double plateau_decay_counting_down(double learning_rate, double validation_error,
                                   PlateauState& state, const PlateauOptions& options) {
  require_plateau(learning_rate, options);
  // waited holds the epochs that are left, plus one, so that a fresh 0 can be told from none left.
  if (state.waited == 0) state.waited = options.patience + 1;
  if (state.best - validation_error > options.min_improvement) {
    state.best = validation_error;
    state.waited = options.patience + 1;
  } else if (--state.waited == 1) {
    state.waited = 0;
    learning_rate *= options.factor;
  }
  return learning_rate;
}
DESCENT_ALTERNATIVE(plateau_decay, plateau_decay_counting_down, "Counts the epochs that are left.");

double plateau_decay_with_a_flag(double learning_rate, double validation_error, PlateauState& state,
                                 const PlateauOptions& options) {
  require_plateau(learning_rate, options);
  const bool better =
      !std::isnan(validation_error) && validation_error + options.min_improvement < state.best;
  state.best = better ? validation_error : state.best;
  state.waited = better ? 0 : state.waited + 1;
  const bool enough = !better && state.waited % options.patience == 0;
  return enough ? options.factor * learning_rate : learning_rate;
}
DESCENT_ALTERNATIVE(plateau_decay, plateau_decay_with_a_flag,
                    "Never begins to count anew, and looks for multiples of the patience.");

}  // namespace
}  // namespace descent
