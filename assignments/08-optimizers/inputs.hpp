#pragma once

#include <armadillo>
#include <stdexcept>
#include <string>
#include <vector>

#include "harness/support/require.hpp"
#include "optimizer_types.hpp"

/// Given to you: the checks of the input. Each throws std::invalid_argument with a sentence that
/// says what was expected and what came, and does nothing if all is well. Call the right one first
/// in every exercise.
namespace descent {

/// How small an eigenvalue counts as 0, relative to the largest: see newton_step.
inline constexpr double kSingular = 1e-12;

/// A part that stays from step to step: from 0 to below 1.
inline void require_kept_part(double part, const std::string& name) {
  if (part >= 0 && part < 1) return;
  throw std::invalid_argument("expected " + name + " in [0, 1), got " + std::to_string(part));
}

/// A factor by which a learning rate is multiplied: above 0, and at most 1.
inline void require_decay_factor(double factor) {
  if (factor > 0 && factor <= 1) return;
  throw std::invalid_argument("expected a factor above 0 and at most 1, got " +
                              std::to_string(factor));
}

/// A parameter with entries, and a gradient of its shape.
inline void require_gradient_of(const arma::mat& w, const arma::mat& dw) {
  require_not_empty(w, "the parameter w");
  require_same_shape(dw, "the gradient dw", w, "w");
}

/// Something that is remembered for w: of its shape, or empty while the state is fresh.
inline void require_memory_of(const arma::mat& w, const arma::mat& memory,
                              const std::string& name) {
  if (memory.is_empty()) return;
  require_same_shape(memory, name + " in the state", w, "w");
}

inline void require_sgd(const arma::mat& w, const arma::mat& dw, double learning_rate) {
  require_gradient_of(w, dw);
  require_not_negative(learning_rate, "a learning rate");
}

inline void require_momentum_options(const arma::mat& w, const MomentumState& state,
                                     const MomentumOptions& options) {
  require_memory_of(w, state.velocity, "velocity");
  require_not_negative(options.learning_rate, "a learning rate");
  require_kept_part(options.momentum, "momentum");
}

/// For momentum and nesterov.
inline void require_momentum_step(const arma::mat& w, const arma::mat& dw,
                                  const MomentumState& state, const MomentumOptions& options) {
  require_gradient_of(w, dw);
  require_momentum_options(w, state, options);
}

/// For nesterov_lookahead. What the function returns is checked with require_gradient_of.
inline void require_lookahead_step(const arma::mat& w, const GradientAt& gradient,
                                   const MomentumState& state, const MomentumOptions& options) {
  if (!gradient) throw std::invalid_argument("expected a gradient, got an empty function");
  require_not_empty(w, "the parameter w");
  require_momentum_options(w, state, options);
}

inline void require_adagrad_step(const arma::mat& w, const arma::mat& dw, const AdagradState& state,
                                 const AdagradOptions& options) {
  require_gradient_of(w, dw);
  require_memory_of(w, state.cache, "cache");
  require_not_negative(options.learning_rate, "a learning rate");
  require_positive(options.eps, "eps");
}

inline void require_rmsprop_step(const arma::mat& w, const arma::mat& dw, const RmspropState& state,
                                 const RmspropOptions& options) {
  require_gradient_of(w, dw);
  require_memory_of(w, state.cache, "cache");
  require_not_negative(options.learning_rate, "a learning rate");
  require_kept_part(options.decay_rate, "decay_rate");
  require_positive(options.eps, "eps");
}

inline void require_adam_step(const arma::mat& w, const arma::mat& dw, const AdamState& state,
                              const AdamOptions& options) {
  require_gradient_of(w, dw);
  require_memory_of(w, state.m, "m");
  require_memory_of(w, state.v, "v");
  require_not_negative(options.learning_rate, "a learning rate");
  require_kept_part(options.beta1, "beta1");
  require_kept_part(options.beta2, "beta2");
  require_positive(options.eps, "eps");
}

inline void require_step_decay(double initial_rate, double epoch, const StepDecayOptions& options) {
  require_not_negative(initial_rate, "an initial rate");
  require_not_negative(epoch, "an epoch");
  require_decay_factor(options.factor);
  require_positive(options.every, "number of epochs between two steps");
}

/// For exponential_decay and inverse_time_decay.
inline void require_decay(double initial_rate, double epoch, double k) {
  require_not_negative(initial_rate, "an initial rate");
  require_not_negative(epoch, "an epoch");
  require_not_negative(k, "a decay constant k");
}

inline void require_plateau(double learning_rate, const PlateauOptions& options) {
  require_not_negative(learning_rate, "a learning rate");
  require_decay_factor(options.factor);
  require_some(options.patience, "epochs of patience");
  require_not_negative(options.min_improvement, "a smallest improvement");
}

/// A point, the gradient there, and a symmetric matrix that may be its Hessian. Whether that is
/// singular is not looked at here: that is part of the exercise.
inline void require_newton(const arma::vec& w, const arma::vec& gradient,
                           const arma::mat& hessian) {
  require_not_empty(w, "the parameters w");
  require_shape(gradient, "the gradient", w.n_elem, 1);
  require_shape(hessian, "the Hessian", w.n_elem, w.n_elem);
  require_finite(gradient, "the gradient");
  require_finite(hessian, "the Hessian");
  const double size = arma::abs(hessian).max();
  if (arma::abs(hessian - hessian.t()).max() <= 1e-8 * size) return;
  throw std::invalid_argument(
      "expected a symmetric Hessian, got one that differs from its "
      "transpose");
}

/// A gradient, and pairs of its length.
inline void require_curvature_pairs(const arma::vec& gradient,
                                    const std::vector<CurvaturePair>& memory) {
  require_not_empty(gradient, "the gradient");
  for (const CurvaturePair& pair : memory) {
    require_shape(pair.s, "a pair's s", gradient.n_elem, 1);
    require_shape(pair.y, "a pair's y", gradient.n_elem, 1);
  }
}

inline void require_lbfgs(const FullBatchObjective& objective, const arma::vec& start,
                          const LbfgsOptions& options) {
  if (!objective) throw std::invalid_argument("expected an objective, got an empty function");
  require_not_empty(start, "the start");
  require_some(options.memory, "remembered pairs");
  require_not_negative(options.gradient_tolerance, "a gradient tolerance");
}

/// What the objective said at the start: a finite loss, and a finite gradient of D numbers.
inline void require_lbfgs_start(const arma::vec& start, const FullBatchLoss& at_start) {
  require_shape(at_start.gradient, "a gradient", start.n_elem, 1);
  require_finite(arma::vec{at_start.loss}, "the loss at the start");
  require_finite(at_start.gradient, "the gradient at the start");
}

}  // namespace descent
