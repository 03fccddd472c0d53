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
  // solution begin sgd
  require_sgd(w, dw, learning_rate);
  w -= learning_rate * dw;
  // solution end
}

// solution begin
namespace {

// What a fresh state stands for.
void start_with_zeros(arma::mat& memory, const arma::mat& w) {
  if (memory.is_empty()) memory.zeros(arma::size(w));
}

}  // namespace
// solution end

void momentum(arma::mat& w, const arma::mat& dw, MomentumState& state,
              const MomentumOptions& options) {
  // TODO     a ball that rolls down
  // FORMULA  v ← momentum · v - learning_rate · dw
  //          w ← w + v
  // STEPS    1. require_momentum_step(w, dw, state, options);
  //          2. a fresh state.velocity is empty: make it zeros of the shape of w
  //          3. the velocity first, then w with the new velocity
  // PITFALL  the velocity must still be there at the next step: keep it in state.velocity
  // solution begin momentum
  require_momentum_step(w, dw, state, options);
  start_with_zeros(state.velocity, w);
  // One loop, since a large w would be read from memory once more by every matrix operation.
  const double mu = options.momentum, learning_rate = options.learning_rate;
  for (arma::uword i = 0; i < w.n_elem; ++i) {
    state.velocity[i] = mu * state.velocity[i] - learning_rate * dw[i];
    w[i] += state.velocity[i];
  }
  // solution end
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
  // solution begin nesterov
  require_momentum_step(w, dw, state, options);
  start_with_zeros(state.velocity, w);
  const double mu = options.momentum, learning_rate = options.learning_rate;
  for (arma::uword i = 0; i < w.n_elem; ++i) {  // one loop, as in momentum
    const double before = state.velocity[i];
    state.velocity[i] = mu * before - learning_rate * dw[i];
    w[i] += (1 + mu) * state.velocity[i] - mu * before;
  }
  // solution end
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
  // solution begin nesterov_lookahead
  require_lookahead_step(w, gradient, state, options);
  start_with_zeros(state.velocity, w);
  const arma::mat dw = gradient(w + options.momentum * state.velocity);
  require_gradient_of(w, dw);
  state.velocity = options.momentum * state.velocity - options.learning_rate * dw;
  w += state.velocity;
  // solution end
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
  // solution begin adagrad
  require_adagrad_step(w, dw, state, options);
  start_with_zeros(state.cache, w);
  state.cache += arma::square(dw);
  w -= options.learning_rate * dw / (arma::sqrt(state.cache) + options.eps);
  // solution end
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
  // solution begin rmsprop
  require_rmsprop_step(w, dw, state, options);
  start_with_zeros(state.cache, w);
  state.cache = options.decay_rate * state.cache + (1 - options.decay_rate) * arma::square(dw);
  w -= options.learning_rate * dw / (arma::sqrt(state.cache) + options.eps);
  // solution end
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
  // solution begin adam
  require_adam_step(w, dw, state, options);
  start_with_zeros(state.m, w);
  start_with_zeros(state.v, w);
  state.t += 1;
  const double t = static_cast<double>(state.t);
  const double missing_m = options.bias_correction ? 1 - std::pow(options.beta1, t) : 1;
  const double missing_v = options.bias_correction ? 1 - std::pow(options.beta2, t) : 1;
  const double beta1 = options.beta1, beta2 = options.beta2, eps = options.eps;
  const double rate = options.learning_rate / missing_m, widen = 1 / std::sqrt(missing_v);
  for (arma::uword i = 0; i < w.n_elem; ++i) {  // one loop, as in momentum
    state.m[i] = beta1 * state.m[i] + (1 - beta1) * dw[i];
    state.v[i] = beta2 * state.v[i] + (1 - beta2) * dw[i] * dw[i];
    w[i] -= rate * state.m[i] / (widen * std::sqrt(state.v[i]) + eps);
  }
  // solution end
}

double step_decay(double initial_rate, double epoch, const StepDecayOptions& options) {
  // TODO     a staircase
  // FORMULA  initial_rate · factor^⌊epoch / every⌋
  // STEPS    1. require_step_decay(initial_rate, epoch, options);
  //          2. how many steps are complete: std::floor
  // PITFALL  always from the initial rate, which nobody has decayed yet
  // solution begin step_decay
  require_step_decay(initial_rate, epoch, options);
  return initial_rate * std::pow(options.factor, std::floor(epoch / options.every));
  // solution end
}

double exponential_decay(double initial_rate, double epoch, double k) {
  // TODO     the same part is lost in every epoch
  // FORMULA  initial_rate · exp(-k · epoch)
  // STEPS    1. require_decay(initial_rate, epoch, k);
  // PITFALL  epoch need not be whole
  // solution begin exponential_decay
  require_decay(initial_rate, epoch, k);
  return initial_rate * std::exp(-k * epoch);
  // solution end
}

double inverse_time_decay(double initial_rate, double epoch, double k) {
  // TODO     one over the time
  // FORMULA  initial_rate / (1 + k · epoch)
  // STEPS    1. require_decay(initial_rate, epoch, k);
  // PITFALL  epoch need not be whole, and may be 0
  // solution begin inverse_time_decay
  require_decay(initial_rate, epoch, k);
  return initial_rate / (1 + k * epoch);
  // solution end
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
  // solution begin plateau_decay
  require_plateau(learning_rate, options);
  if (validation_error < state.best - options.min_improvement) {
    state.best = validation_error;
    state.waited = 0;
    return learning_rate;
  }
  state.waited += 1;
  if (state.waited < options.patience) return learning_rate;
  state.waited = 0;
  return learning_rate * options.factor;
  // solution end
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
  // solution begin newton_step
  require_newton(w, gradient, hessian);
  arma::vec eigenvalues;
  arma::mat U;
  arma::eig_sym(eigenvalues, U, 0.5 * (hessian + hessian.t()));
  const arma::vec curvature = arma::abs(eigenvalues);
  if (curvature.min() <= kSingular * curvature.max()) {
    throw std::invalid_argument(
        "expected a Hessian that can be inverted, got a singular one: there is a direction without "
        "curvature, along which the parabola has no lowest point");
  }
  w -= U * ((U.t() * gradient) / curvature);
  // solution end
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
  // solution begin lbfgs_direction
  require_curvature_pairs(gradient, memory);
  std::vector<const CurvaturePair*> pairs;
  for (const CurvaturePair& pair : memory) {
    if (arma::dot(pair.s, pair.y) > 0) pairs.push_back(&pair);
  }
  arma::vec q = gradient;
  if (pairs.empty()) return -q;
  arma::vec alpha(pairs.size());
  for (std::size_t i = pairs.size(); i-- > 0;) {
    const auto& [s, y] = *pairs[i];
    alpha(i) = arma::dot(s, q) / arma::dot(s, y);
    q -= alpha(i) * y;
  }
  const auto& [s_newest, y_newest] = *pairs.back();
  q *= arma::dot(s_newest, y_newest) / arma::dot(y_newest, y_newest);
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const auto& [s, y] = *pairs[i];
    q += (alpha(i) - arma::dot(y, q) / arma::dot(s, y)) * s;
  }
  return -q;
  // solution end
}

// solution begin
namespace {

constexpr double kEnough = 1e-4;  // of the slope at the start of the line, as a fall (Armijo)
constexpr double kFlat = 0.9;     // of the slope at the start of the line, as what may be left
constexpr int kMostTrials = 60;

// A point of the line search, and what the objective said there.
struct LineTrial {
  arma::vec w;
  FullBatchLoss at;
};

// Doubles a step that is too short and halves an interval around one that is too long, until both
// conditions hold (A. Lewis, M. Overton, "Nonsmooth Optimization via Quasi-Newton Methods", 2013).
// Where the loss cannot be lowered any more the answer is the start of the line.
LineTrial search_line(const FullBatchObjective& objective, const LineTrial& start,
                      const arma::vec& direction, double step, arma::uword& evaluations) {
  const double slope = arma::dot(start.at.gradient, direction);
  double low = 0, high = arma::datum::inf;
  LineTrial best = start;
  for (int trial = 0; trial < kMostTrials; ++trial) {
    LineTrial next;
    next.w = start.w + step * direction;
    next.at = objective(next.w);
    ++evaluations;
    const bool finite = std::isfinite(next.at.loss) && next.at.gradient.is_finite();
    if (!finite || next.at.loss > start.at.loss + kEnough * step * slope) {
      high = step;
    } else if (arma::dot(next.at.gradient, direction) < kFlat * slope) {
      low = step;
      best = next;
    } else {
      return next;
    }
    step = std::isinf(high) ? 2 * step : (low + high) / 2;
  }
  return best;
}

}  // namespace
// solution end

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
  // solution begin lbfgs
  require_lbfgs(objective, start, options);
  LineTrial here{start, objective(start)};
  require_lbfgs_start(start, here.at);
  LbfgsResult result;
  result.evaluations = 1;
  const auto converged = [&] {
    return arma::abs(here.at.gradient).max() <= options.gradient_tolerance;
  };
  std::vector<CurvaturePair> memory;
  while (!converged() && result.iterations < options.max_iterations) {
    const arma::vec direction = lbfgs_direction(here.at.gradient, memory);
    const double first = memory.empty() ? std::min(1.0, 1 / arma::norm(here.at.gradient)) : 1.0;
    const LineTrial next = search_line(objective, here, direction, first, result.evaluations);
    if (!(next.at.loss < here.at.loss)) break;
    memory.push_back({next.w - here.w, next.at.gradient - here.at.gradient});
    if (memory.size() > options.memory) memory.erase(memory.begin());
    here = next;
    result.iterations += 1;
  }
  result.w = here.w;
  result.loss = here.at.loss;
  result.converged = converged();
  return result;
  // solution end
}

}  // namespace descent
