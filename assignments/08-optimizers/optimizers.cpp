#include "optimizers.hpp"

#include <cmath>

// Stage 08: optimizers. The formulas and everything that is promised stand in optimizers.hpp, the
// reasons in the chapter, docs/stages/08-optimizers.md. Write loops or matrix operations, as you
// like: only the numbers count.
//
// Every exercise begins in the same way: refuse bad input with the function of inputs.hpp that is
// named there. Later functions may call earlier ones.
//
// What you need of Armadillo: % and / go entry by entry, also with arma::square(X) and
// arma::sqrt(X); X.is_empty(); X.zeros(arma::size(w)) makes zeros of the shape of w. Write down the
// types of results, arma::mat or arma::vec, never auto.

namespace descent {

void sgd(arma::mat& w, const arma::mat& dw, double learning_rate) {
  // TODO     one step down
  // FORMULA  w ← w - learning_rate · dw
  // STEPS    1. require_sgd(w, dw, learning_rate);
  //          2. change w itself: it is the caller's
  // PITFALL  the gradient points up
  throw NotImplemented("sgd");
}

void momentum(arma::mat& w, const arma::mat& dw, MomentumState& state,
              const MomentumOptions& options) {
  // TODO     a ball that rolls down
  // FORMULA  v ← momentum · v - learning_rate · dw
  //          w ← w + v
  // STEPS    1. require_momentum_step(w, dw, state, options);
  //          2. a fresh state.velocity is empty: make it zeros of the shape of w
  //          3. the velocity first, then w with the new velocity
  // PITFALL  the velocity must still be there at the next step: keep it in state.velocity
  throw NotImplemented("momentum");
}

void nesterov(arma::mat& w, const arma::mat& dw, MomentumState& state,
              const MomentumOptions& options) {
  // TODO     Nesterov momentum, with the gradient at w
  // FORMULA  v_before ← v
  //          v ← momentum · v - learning_rate · dw
  //          w ← w - momentum · v_before + (1 + momentum) · v
  // STEPS    1. require_momentum_step(w, dw, state, options);
  //          2. zeros for a fresh velocity
  //          3. copy the old velocity before you change it
  // PITFALL  w is the point ahead already: do not look ahead a second time
  throw NotImplemented("nesterov");
}

void nesterov_lookahead(arma::mat& w, const GradientAt& gradient, MomentumState& state,
                        const MomentumOptions& options) {
  // TODO     Nesterov momentum as it is meant: the gradient of the point ahead
  // FORMULA  w_ahead = w + momentum · v
  //          v ← momentum · v - learning_rate · gradient(w_ahead)
  //          w ← w + v
  // STEPS    1. require_lookahead_step(w, gradient, state, options);
  //          2. zeros for a fresh velocity
  //          3. ask for the gradient once; require_gradient_of(w, what came)
  // PITFALL  the step begins at w, not at w_ahead
  throw NotImplemented("nesterov_lookahead");
}

void adagrad(arma::mat& w, const arma::mat& dw, AdagradState& state,
             const AdagradOptions& options) {
  // TODO     a learning rate for each entry
  // FORMULA  cache ← cache + dw²
  //          w ← w - learning_rate · dw / (√cache + eps)
  // STEPS    1. require_adagrad_step(w, dw, state, options);
  //          2. zeros for a fresh cache
  //          3. the cache first, then w with the new cache
  // PITFALL  the cache holds squares, and the root is taken when it is used
  throw NotImplemented("adagrad");
}

void rmsprop(arma::mat& w, const arma::mat& dw, RmspropState& state,
             const RmspropOptions& options) {
  // TODO     Adagrad that forgets
  // FORMULA  cache ← decay_rate · cache + (1 - decay_rate) · dw²
  //          w ← w - learning_rate · dw / (√cache + eps)
  // STEPS    1. require_rmsprop_step(w, dw, state, options);
  //          2. zeros for a fresh cache
  //          3. the cache first, then w with the new cache
  // PITFALL  decay_rate, near 1, is what stays of the old
  throw NotImplemented("rmsprop");
}

void adam(arma::mat& w, const arma::mat& dw, AdamState& state, const AdamOptions& options) {
  // TODO     averages of the gradient and of its square, corrected for their start at 0
  // FORMULA  t ← t + 1
  //          m ← beta1 · m + (1 - beta1) · dw        v ← beta2 · v + (1 - beta2) · dw²
  //          m_hat = m / (1 - beta1^t)               v_hat = v / (1 - beta2^t)
  //          w ← w - learning_rate · m_hat / (√v_hat + eps)
  // STEPS    1. require_adam_step(w, dw, state, options);
  //          2. zeros for fresh averages; count this step
  //          3. update both averages in the state
  //          4. correct copies of them, if options.bias_correction
  // PITFALL  m_hat and v_hat are used once; what stays in the state is m and v
  throw NotImplemented("adam");
}

double step_decay(double initial_rate, double epoch, const StepDecayOptions& options) {
  // TODO     a staircase
  // FORMULA  initial_rate · factor^⌊epoch / every⌋
  // STEPS    1. require_step_decay(initial_rate, epoch, options);
  //          2. how many steps are complete: std::floor
  // PITFALL  always from the initial rate, which nobody has decayed yet
  throw NotImplemented("step_decay");
}

double exponential_decay(double initial_rate, double epoch, double k) {
  // TODO     the same part is lost in every epoch
  // FORMULA  initial_rate · exp(-k · epoch)
  // STEPS    1. require_decay(initial_rate, epoch, k);
  // PITFALL  epoch need not be whole
  throw NotImplemented("exponential_decay");
}

double inverse_time_decay(double initial_rate, double epoch, double k) {
  // TODO     one over the time
  // FORMULA  initial_rate / (1 + k · epoch)
  // STEPS    1. require_decay(initial_rate, epoch, k);
  // PITFALL  epoch need not be whole, and may be 0
  throw NotImplemented("inverse_time_decay");
}

double plateau_decay(double learning_rate, double validation_error, PlateauState& state,
                     const PlateauOptions& options) {
  // TODO     lower the rate when the validation error has stopped improving
  // FORMULA  validation_error < best - min_improvement:  best ← validation_error, waited ← 0
  //          otherwise:  waited ← waited + 1; if waited = patience: rate · factor, waited ← 0
  // STEPS    1. require_plateau(learning_rate, options);
  //          2. is the error an improvement on the best so far?
  //          3. return the rate for the next epoch, changed or not
  // PITFALL  the best error is that of all epochs, not of the last one; and NaN is never better
  throw NotImplemented("plateau_decay");
}

void newton_step(arma::vec& w, const arma::vec& gradient, const arma::mat& hessian) {
  // TODO     to the bottom of the parabola, and never uphill
  // FORMULA  H = Σ λᵢ uᵢuᵢᵀ        w ← w - Σ uᵢ (uᵢ·gradient) / |λᵢ|
  // STEPS    1. require_newton(w, gradient, hessian);
  //          2. arma::eig_sym(eigenvalues, U, hessian): eigenvectors are the columns of U
  //          3. throw std::invalid_argument if the smallest |λ| is at most kSingular times the
  //             largest
  //          4. U.t() * gradient are the parts along the eigenvectors; divide, and go back with U
  // PITFALL  eigenvalues ascend, and may be negative: the largest |λ| can stand at either end
  throw NotImplemented("newton_step");
}

arma::vec lbfgs_direction(const arma::vec& gradient, const std::vector<CurvaturePair>& memory) {
  // TODO     the two-loop recursion
  // FORMULA  q = gradient
  //          newest to oldest:  alpha = (s·q) / (s·y),  q ← q - alpha · y
  //          q ← q · (s·y) / (y·y)  with the newest pair
  //          oldest to newest:  beta = (y·q) / (s·y),  q ← q + (alpha - beta) · s
  //          the direction is -q
  // STEPS    1. require_curvature_pairs(gradient, memory);
  //          2. leave out the pairs with s·y ≤ 0
  //          3. the first loop, which keeps every alpha; the scale; the second loop
  // PITFALL  the first loop begins with the newest pair, which stands last in memory
  throw NotImplemented("lbfgs_direction");
}

LbfgsResult lbfgs(const FullBatchObjective& objective, const arma::vec& start,
                  const LbfgsOptions& options) {
  // TODO     go down, along lbfgs_direction, with a line search
  // FORMULA  loss(w + t·d) ≤ loss(w) + 1e-4 · t · gradient·d        enough of a fall (Armijo)
  //          gradient(w + t·d)·d ≥ 0.9 · gradient·d                 not too short a step (Wolfe)
  // STEPS    1. require_lbfgs(objective, start, options);
  //          2. ask at the start; require_lbfgs_start(start, what came)
  //          3. until no entry of the gradient exceeds the tolerance, or the steps are used up:
  //             the direction; a step length, 1 at first, halved or doubled until it is right;
  //             the pair s and y into the memory, and the oldest out if there are too many
  //          4. count every evaluation, and say whether it has converged
  // PITFALL  every evaluation is a pass over all the data: keep the gradient that you have. The
  //          first direction has no scale yet: try t = 1 / ‖gradient‖ there, if that is below 1
  throw NotImplemented("lbfgs");
}

}  // namespace descent
