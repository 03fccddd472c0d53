#pragma once

#include <armadillo>
#include <functional>
#include <optional>

#include "harness/checks/properties.hpp"

/// The sanity checks of the CS231n notes ("Neural Networks Part 3", sanity checks tips and tricks)
/// as checks of a loss: it starts at chance, and it can be driven to zero on a handful of examples.
namespace descent::checks {

/// The mean loss of an untrained model, and how far the formula may be from the truth.
struct ChanceLoss {
  double value = 0;
  double error = 0;
};

/// As a function of the number of classes and the variance of the scores, which are independent and
/// normal around a common value.
using ChanceFormula = std::function<ChanceLoss(arma::uword classes, double variance)>;

/// ln C + ½v(1 - 1/C) up to O(v²); for v ≤ 0.1. 2.302... for ten classes and v = 0.
ChanceLoss softmax_at_chance(arma::uword classes, double variance);

/// (C - 1)·[Φ(1/τ) + τφ(1/τ)] with τ = √(2v), exactly: the multiclass hinge with margin 1. 9 for
/// ten classes and v = 0.
ChanceLoss hinge_at_chance(arma::uword classes, double variance);

/// The loss at an untrained linear model: 32 draws of W with standard deviation `sigma` (0: W = 0),
/// scores X·W, mean loss against the formula (averaged over the examples' variances σ²‖x‖²).
/// Allowed is the formula's own error and 7 standard errors of the mean over the draws: a false
/// alarm about once in ten million (Student's t, 31 degrees of freedom). X is N x D, labels are in
/// [0, classes).
bool expect_initial_loss(const LossFunction& loss, const arma::mat& X, const arma::uvec& labels,
                         arma::uword classes, double sigma, const ChanceFormula& formula, Rng& rng,
                         const About& about, Location location = Location::current());

/// The same without data: 256 examples of independent normal scores with the given variance.
bool expect_initial_loss(const LossFunction& loss, arma::uword classes, double variance,
                         const ChanceFormula& formula, Rng& rng, const About& about,
                         Location location = Location::current());

struct OverfitOptions {
  arma::uword hidden = 0;  ///< units of one hidden ReLU layer; 0: a linear model
  int steps = 300;         ///< of Adam on the whole subset
  double learning_rate = 0.05;
  double target = 0.02;  ///< the loss to reach, as a part of the loss at the start
  /// The loss that a model without inputs cannot beat; the entropy of the labels if not given,
  /// which is right for softmax.
  std::optional<double> control_floor = {};
};

struct OverfitResult {
  double first = 0, last = 0;  ///< loss before and after training
  double control = 0;          ///< after the same training with all inputs set to 0
  double control_floor = 0;    ///< what the control cannot beat
};

/// The entropy of the labels' frequencies, in nats.
double label_entropy(const arma::uvec& labels, arma::uword classes);

/// Trains a small model of our own with the given loss and its gradient on (X, labels), twice: on
/// the inputs (scaled to mean square 1) and on zeros. Exceptions of the loss pass through.
OverfitResult overfit(const LossFunction& loss, const arma::mat& X, const arma::uvec& labels,
                      arma::uword classes, Rng& rng, const OverfitOptions& options = {});

/// A handful of examples (about 20) must be learned by heart: the loss falls below target·first.
/// And the control must not: a loss that falls without looking at the inputs cheats.
bool expect_overfits(const LossFunction& loss, const arma::mat& X, const arma::uvec& labels,
                     arma::uword classes, Rng& rng, const About& about,
                     const OverfitOptions& options = {}, Location location = Location::current());

}  // namespace descent::checks
