#pragma once

#include <armadillo>
#include <functional>
#include <limits>
#include <vector>

/// What the functions of stage 08 take and return: options with the usual defaults, and states.
///
/// A state belongs to one parameter, and is kept by the caller from step to step. A fresh one is
/// empty; that stands for zeros of the parameter's shape. What you keep in it is your own business:
/// only the parameters are compared. (A velocity of the other sign, for instance, is as good.)
namespace descent {

/// Of momentum and of both forms of nesterov.
struct MomentumState {
  arma::mat velocity = {};  ///< shape of w
};

struct MomentumOptions {
  double learning_rate = 0.01;
  double momentum = 0.9;  ///< the part of the velocity that stays, in [0, 1)
};

struct AdagradState {
  arma::mat cache = {};  ///< shape of w: the sum of all squared gradients so far
};

struct AdagradOptions {
  double learning_rate = 0.01;
  double eps = 1e-8;  ///< outside the root
};

struct RmspropState {
  arma::mat cache = {};  ///< shape of w: the decaying average of the squared gradients
};

struct RmspropOptions {
  double learning_rate = 0.001;
  double decay_rate = 0.99;  ///< the part of the cache that stays, in [0, 1)
  double eps = 1e-8;         ///< outside the root
};

struct AdamState {
  arma::mat m = {};   ///< shape of w: the decaying average of the gradients
  arma::mat v = {};   ///< shape of w: the decaying average of the squared gradients
  arma::uword t = 0;  ///< steps made so far; the first step has t = 1
};

struct AdamOptions {
  double learning_rate = 0.001;
  double beta1 = 0.9;    ///< the part of m that stays, in [0, 1)
  double beta2 = 0.999;  ///< the part of v that stays, in [0, 1)
  double eps = 1e-8;     ///< outside the root
  bool bias_correction = true;
};

/// The gradient of the loss at a point: same shape as the point.
using GradientAt = std::function<arma::mat(const arma::mat& w)>;

struct StepDecayOptions {
  double factor = 0.5;  ///< the learning rate is multiplied by it, in (0, 1]
  double every = 5;     ///< epochs
};

/// What plateau_decay remembers between epochs. A fresh one has seen nothing.
struct PlateauState {
  double best = std::numeric_limits<double>::infinity();  ///< the lowest error so far
  arma::uword waited = 0;  ///< epochs since then, or since the learning rate was lowered
};

struct PlateauOptions {
  double factor = 0.5;         ///< the learning rate is multiplied by it, in (0, 1]
  arma::uword patience = 3;    ///< so many epochs in a row without improvement lower it
  double min_improvement = 0;  ///< an error improves on the best if it is lower by more than this
};

/// The loss on all the data at one point, and its gradient there.
struct FullBatchLoss {
  double loss = 0;
  arma::vec gradient = {};  ///< D numbers, as the point has
};

/// A loss that is a function of the parameters alone, since every example counts every time.
using FullBatchObjective = std::function<FullBatchLoss(const arma::vec& w)>;

/// What one step has told about the curvature: how far it went, and how the gradient changed.
struct CurvaturePair {
  arma::vec s;  ///< D: w after the step minus w before it
  arma::vec y;  ///< D: the gradient after the step minus the gradient before it
};

struct LbfgsOptions {
  arma::uword memory = 10;           ///< so many pairs are kept, the newest ones
  arma::uword max_iterations = 200;  ///< steps, each with a line search of its own
  double gradient_tolerance = 1e-6;  ///< at the end no entry of the gradient exceeds it
};

struct LbfgsResult {
  arma::vec w = {};             ///< D: the best point found
  double loss = 0;              ///< there
  arma::uword iterations = 0;   ///< steps made
  arma::uword evaluations = 0;  ///< how often the objective was asked
  bool converged = false;       ///< whether the gradient is within the tolerance at w
};

}  // namespace descent
