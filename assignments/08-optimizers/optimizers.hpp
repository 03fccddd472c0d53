#pragma once

#include <armadillo>
#include <vector>

#include "harness/support/not_implemented.hpp"
#include "inputs.hpp"
#include "optimizer_types.hpp"

/// Stage 08: optimizers. A gradient says which way is down. How far to go, and what to remember of
/// the way so far, is what these functions decide.
///
/// The update rules (sgd to adam) change one parameter w in place, a matrix of any shape, given the
/// gradient dw of the loss there. They work entry by entry: what happens to an entry of w depends
/// on that entry's gradients alone. The state is the caller's, one for each parameter, and nothing
/// is kept anywhere else, so that any number of parameters can take turns.
///
/// Not-a-number. An entry of dw that is NaN or infinite makes a NaN or an infinity of its own entry
/// of w and of no other; it is not refused. Who watches the loss must see it.
///
/// Refusals. Every function throws std::invalid_argument, with a sentence that says what was
/// expected and what came, for what is listed with it. The functions of inputs.hpp do that for you.
/// For update rules: w is empty, dw or a state that is not fresh has another shape than w, a
/// learning rate negative or not finite, momentum or a decay rate outside [0, 1), eps not positive.
///
/// Source: CS231n notes, "Neural Networks Part 3: Learning and Evaluation", section "Parameter
/// updates". Papers are named where they belong.
namespace descent {

/// Plain gradient descent ("vanilla update"), called stochastic where dw comes from a mini-batch.
///
///     w ← w - learning_rate · dw
///
/// w, dw: the same shape, not empty. learning_rate: 0 or more.
void sgd(arma::mat& w, const arma::mat& dw, double learning_rate);

/// Gradient descent with momentum: a ball with a velocity v, which the gradient pushes, and of
/// which friction leaves the part `momentum` from step to step.
///
///     v ← momentum · v - learning_rate · dw
///     w ← w + v
///
/// state: empty at first, which is v = 0. Source: notes, "momentum update"; B. Polyak, "Some
/// methods of speeding up the convergence of iteration methods", 1964.
void momentum(arma::mat& w, const arma::mat& dw, MomentumState& state,
              const MomentumOptions& options = {});

/// Nesterov momentum in the form that uses the gradient at w itself, as all other update rules do.
/// w here stands for the point ahead of the ball, where nesterov_lookahead asks for its gradient.
///
///     v_before ← v
///     v ← momentum · v - learning_rate · dw
///     w ← w - momentum · v_before + (1 + momentum) · v
///
/// state: empty at first, which is v = 0. Source: notes, "Nesterov momentum", the second form;
/// Y. Bengio, N. Boulanger-Lewandowski, R. Pascanu, "Advances in Optimizing Recurrent Networks",
/// 2012, section 3.5.
void nesterov(arma::mat& w, const arma::mat& dw, MomentumState& state,
              const MomentumOptions& options = {});

/// Nesterov momentum as it is meant: look where the velocity would carry w, take the gradient
/// there, and correct the velocity with it. The step begins at w, not at the point ahead.
///
///     w_ahead = w + momentum · v
///     v ← momentum · v - learning_rate · gradient(w_ahead)
///     w ← w + v
///
/// gradient: called once a step, at w_ahead. It must return the shape of w; another shape and an
/// empty function are refused. Source: notes, "Nesterov momentum", the first form; Y. Nesterov,
/// 1983; I. Sutskever et al., "On the importance of initialization and momentum in deep learning",
/// 2013.
void nesterov_lookahead(arma::mat& w, const GradientAt& gradient, MomentumState& state,
                        const MomentumOptions& options = {});

/// Adagrad: each entry has a learning rate of its own, which shrinks as its gradients add up.
///
///     cache ← cache + dw²
///     w ← w - learning_rate · dw / (√cache + eps)
///
/// The cache holds this step's gradient already when it is used. state: empty at first, which is
/// cache = 0. Source: notes, "Adagrad"; J. Duchi, E. Hazan, Y. Singer, "Adaptive Subgradient
/// Methods for Online Learning and Stochastic Optimization", 2011.
void adagrad(arma::mat& w, const arma::mat& dw, AdagradState& state,
             const AdagradOptions& options = {});

/// RMSprop: Adagrad with a cache that forgets, so that learning does not come to an end.
///
///     cache ← decay_rate · cache + (1 - decay_rate) · dw²
///     w ← w - learning_rate · dw / (√cache + eps)
///
/// state: empty at first, which is cache = 0. Source: notes, "RMSprop"; T. Tieleman, G. Hinton,
/// lecture 6.5 of "Neural Networks for Machine Learning", 2012.
void rmsprop(arma::mat& w, const arma::mat& dw, RmspropState& state,
             const RmspropOptions& options = {});

/// Adam: RMSprop with momentum, and with a correction for averages that began at 0.
///
///     t ← t + 1
///     m ← beta1 · m + (1 - beta1) · dw
///     v ← beta2 · v + (1 - beta2) · dw²
///     m_hat = m / (1 - beta1^t)        v_hat = v / (1 - beta2^t)
///     w ← w - learning_rate · m_hat / (√v_hat + eps)
///
/// Without options.bias_correction m and v are used as they are, in place of m_hat and v_hat.
/// state: fresh at first, which is m = v = 0 and t = 0. Source: notes, "Adam"; D. Kingma, J. Ba,
/// "Adam: A Method for Stochastic Optimization", 2015, algorithm 1.
void adam(arma::mat& w, const arma::mat& dw, AdamState& state, const AdamOptions& options = {});

/// The learning rate after `epoch` epochs, if it is multiplied by a factor every few epochs.
///
///     initial_rate · factor^⌊epoch / every⌋
///
/// epoch: how many epochs are done; need not be whole (2.5 is the middle of the third).
/// Throws std::invalid_argument: initial_rate or epoch negative or not finite, factor not in
/// (0, 1], every not positive. Source: notes, "Annealing the learning rate", step decay.
double step_decay(double initial_rate, double epoch, const StepDecayOptions& options = {});

/// The learning rate after `epoch` epochs, if it decays exponentially.
///
///     initial_rate · exp(-k · epoch)
///
/// epoch: need not be whole. k: per epoch, 0 or more.
/// Throws std::invalid_argument: initial_rate, epoch or k negative or not finite.
/// Source: notes, "Annealing the learning rate", exponential decay.
double exponential_decay(double initial_rate, double epoch, double k);

/// The learning rate after `epoch` epochs, if it decays as one over the time.
///
///     initial_rate / (1 + k · epoch)
///
/// epoch, k and refusals as in exponential_decay.
/// Source: notes, "Annealing the learning rate", 1/t decay.
double inverse_time_decay(double initial_rate, double epoch, double k);

/// The learning rate for the next epoch, given the validation error after this one. It is lowered
/// whenever the error has stopped improving.
///
///     validation_error < best - min_improvement:  best ← validation_error, waited ← 0
///     otherwise:  waited ← waited + 1; if waited = patience: rate · factor, and waited ← 0
///
/// Call it once after every epoch with the rate that it returned last. The best error is never
/// forgotten. An error that is NaN is no improvement.
/// learning_rate: 0 or more. state: fresh at first. Returns the learning rate.
/// Throws std::invalid_argument: learning_rate negative or not finite, factor not in (0, 1],
/// patience 0, min_improvement negative or not finite.
/// Source: notes, "Annealing the learning rate", the heuristic under step decay.
double plateau_decay(double learning_rate, double validation_error, PlateauState& state,
                     const PlateauOptions& options = {});

/// One step of Newton's method: to the minimum of the parabola that fits the loss at w.
///
///     w ← w - |H|⁻¹ · gradient
///
/// |H| is the Hessian with the absolute values of its eigenvalues: for H = Σ λᵢ uᵢuᵢᵀ it is
/// Σ |λᵢ| uᵢuᵢᵀ. Where all of them are positive, at the bottom of a bowl, |H| = H, and the step is
/// Newton's own. Along directions that curve down (λᵢ < 0) Newton's own step would go uphill, to a
/// saddle or a maximum; this one goes down, by the same distance.
///
/// w, gradient: D numbers. hessian: D x D, symmetric.
/// Throws std::invalid_argument: shapes that do not fit, nothing in w, a gradient or a Hessian that
/// is not finite, a Hessian that is not symmetric (to eight digits); and one that is singular: with
/// an eigenvalue of which the absolute value is at most kSingular times the largest.
/// Source: notes, "Second order methods"; Y. Dauphin et al., "Identifying and attacking the saddle
/// point problem in high-dimensional non-convex optimization", 2014 (the absolute values).
void newton_step(arma::vec& w, const arma::vec& gradient, const arma::mat& hessian);

/// The direction in which L-BFGS goes: -H · gradient, where H approximates the inverse Hessian and
/// is never written down. The two-loop recursion:
///
///     q = gradient
///     for each pair, newest to oldest:  alpha = (s·q) / (s·y),  q ← q - alpha · y
///     q ← q · (s·y) / (y·y)  with the newest pair
///     for each pair, oldest to newest:  beta = (y·q) / (s·y),  q ← q + (alpha - beta) · s
///     return -q
///
/// Pairs with s·y ≤ 0 say that the loss curves down; with them -q could point uphill. They are left
/// out, everywhere, as if they were not there. Without any pair the direction is -gradient.
///
/// gradient: D numbers. memory: oldest pair first; may be empty.
/// Throws std::invalid_argument: no entries in gradient, a pair of another length.
/// Source: notes, "Second order methods"; J. Nocedal, S. Wright, "Numerical Optimization", 2006,
/// algorithm 7.4.
arma::vec lbfgs_direction(const arma::vec& gradient, const std::vector<CurvaturePair>& memory);

/// L-BFGS: goes down a loss of all the data from `start`, with steps along lbfgs_direction.
///
/// Each iteration takes the direction d, and looks along it for a step length t that lowers the
/// loss enough: loss(w + t·d) ≤ loss(w) + 1e-4 · t · gradient·d (Armijo), and best also one that
/// flattens the slope, gradient(w + t·d)·d ≥ 0.9 · gradient·d (Wolfe). t = 1 is tried first, but
/// for the first iteration, where the scale is not known yet. Where the loss is not finite the step
/// was too long. The pair (s, y) of the step joins the memory, of which only the newest
/// options.memory pairs are kept.
///
/// It ends as soon as no entry of the gradient exceeds options.gradient_tolerance (then, and only
/// then, converged is true: at once, if start is such a point), after options.max_iterations steps,
/// or when no step lowers the loss any more. The loss never rises from iteration to iteration. Each
/// evaluation is a pass over all the data and is counted: do not ask twice at one point.
///
/// objective: the loss of all the data and its gradient. start: D numbers.
/// Throws std::invalid_argument: an empty function, no entries in start, memory of 0, a tolerance
/// that is negative or not finite, a loss or gradient at start that is not finite, a gradient of
/// another length. Exceptions of the objective pass through.
/// Source: notes, "Second order methods"; D. Liu, J. Nocedal, "On the limited memory BFGS method
/// for large scale optimization", 1989; Nocedal and Wright, chapters 3 and 7.
LbfgsResult lbfgs(const FullBatchObjective& objective, const arma::vec& start,
                  const LbfgsOptions& options = {});

}  // namespace descent
