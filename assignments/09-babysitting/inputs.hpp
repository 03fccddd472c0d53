#pragma once

#include <armadillo>
#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

#include "babysitting_types.hpp"
#include "harness/support/require.hpp"

/// Given to you: the checks of the input. Each throws std::invalid_argument with a sentence that
/// says what was expected and what came, and does nothing if all is well. Call the right one first
/// in every exercise. (harness/support/require.hpp has the ones for a single number or matrix.)
namespace descent {

/// A function that can be called.
template <class Function>
void require_given_function(const Function& function, const std::string& name) {
  if (function) return;
  throw std::invalid_argument("expected a function " + name + ", got an empty one");
}

/// At least one parameter, and none of them empty.
inline void require_parameters(const std::vector<arma::mat>& parameters) {
  if (parameters.empty()) throw std::invalid_argument("expected at least one parameter, got none");
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    require_not_empty(parameters[p], "parameter " + std::to_string(p));
  }
}

/// `others` are as many as the parameters, and each has the shape of its parameter.
inline void require_like_parameters(const std::vector<arma::mat>& others, const std::string& name,
                                    const std::vector<arma::mat>& parameters) {
  if (others.size() != parameters.size()) {
    throw std::invalid_argument("expected " + std::to_string(parameters.size()) + " " + name +
                                ", one for each parameter, got " + std::to_string(others.size()));
  }
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    const std::string number = std::to_string(p);
    require_same_shape(others[p], "number " + number + " of the " + name, parameters[p],
                       "parameter " + number);
  }
}

/// The parameters before and after an update.
inline void require_around_update(const std::vector<arma::mat>& before,
                                  const std::vector<arma::mat>& after) {
  require_parameters(before);
  require_like_parameters(after, "updated parameters", before);
}

/// What initial_loss_check needs.
inline void require_initial_loss_check(const StartingLoss& loss, const arma::uvec& training,
                                       double expected, double tolerance) {
  require_given_function(loss, "loss");
  require_some(training.n_elem, "the training examples");
  require_positive(expected, "expected loss");
  require_positive(tolerance, "tolerance");
}

/// What regularization_check needs: strengths that rise.
inline void require_regularization_check(const StartingLoss& loss, const arma::uvec& training,
                                         const arma::vec& strengths) {
  require_given_function(loss, "loss");
  require_some(training.n_elem, "the training examples");
  if (strengths.n_elem < 2) {
    throw std::invalid_argument("expected at least two strengths, got " +
                                std::to_string(strengths.n_elem));
  }
  for (arma::uword i = 0; i < strengths.n_elem; ++i) {
    require_not_negative(strengths(i), "a strength");
    if (i == 0 || strengths(i) > strengths(i - 1)) continue;
    throw std::invalid_argument("expected rising strengths, got " + std::to_string(strengths(i)) +
                                " behind " + std::to_string(strengths(i - 1)));
  }
}

/// What overfit_check needs, but for the gradients.
inline void require_overfit_check(const std::vector<arma::mat>& parameters,
                                  const arma::uvec& training,
                                  const RegularizedLossFunction& loss_and_gradients,
                                  const ParameterUpdate& update,
                                  const OverfitCheckOptions& options) {
  require_parameters(parameters);
  require_some(training.n_elem, "the training examples");
  require_given_function(loss_and_gradients, "loss_and_gradients");
  require_given_function(update, "update");
  require_some(options.examples, "examples to overfit");
  require_some(options.steps, "steps");
  require_positive(options.learning_rate, "learning rate");
  require_positive(options.target, "target");
}

/// What train needs, but for the gradients.
inline void require_train(const std::vector<arma::mat>& parameters, const arma::uvec& training,
                          const BatchLossFunction& loss_and_gradients,
                          const ParameterUpdate& update, const AccuracyFunction& training_accuracy,
                          const AccuracyFunction& validation_accuracy,
                          const TrainOptions& options) {
  require_parameters(parameters);
  require_some(training.n_elem, "the training examples");
  require_given_function(loss_and_gradients, "loss_and_gradients");
  require_given_function(update, "update");
  require_given_function(training_accuracy, "training_accuracy");
  require_given_function(validation_accuracy, "validation_accuracy");
  require_some(options.epochs, "epochs");
  require_some(options.batch_size, "examples in a batch");
  require_positive(options.learning_rate, "learning rate");
  require_positive(options.learning_rate_decay, "learning rate decay");
}

/// What loss_and_gradients has returned fits the parameters. For overfit_check and train: call it
/// with each batch.
inline void require_gradients(const BatchLoss& batch, const std::vector<arma::mat>& parameters) {
  require_like_parameters(batch.gradients, "gradients", parameters);
}

/// A loss curve that is long enough, and begins above 0 (or with an explosion).
inline void require_loss_curve(const arma::vec& losses) {
  if (losses.n_elem < diagnosis_limits::kShortestCurve) {
    throw std::invalid_argument("expected a curve of at least " +
                                std::to_string(diagnosis_limits::kShortestCurve) + " losses, got " +
                                std::to_string(losses.n_elem));
  }
  if (std::isfinite(losses(0)) && losses(0) <= 0) {
    throw std::invalid_argument("expected a first loss above 0, got " + std::to_string(losses(0)));
  }
}

/// Accuracies from 0 to 1, equally many of both.
inline void require_accuracy_curves(const arma::vec& training_accuracy,
                                    const arma::vec& validation_accuracy) {
  require_some(training_accuracy.n_elem, "the training accuracies");
  require_shape(validation_accuracy, "validation accuracies", training_accuracy.n_elem, 1);
  for (const arma::vec* curve : {&training_accuracy, &validation_accuracy}) {
    for (const double accuracy : *curve) {
      if (accuracy >= 0 && accuracy <= 1) continue;
      throw std::invalid_argument("expected accuracies from 0 to 1, got " +
                                  std::to_string(accuracy));
    }
  }
}

/// Layers that are there, and gradients of as many.
inline void require_layers(const std::vector<arma::mat>& activations,
                           const std::vector<arma::mat>& gradients, arma::uword bins) {
  require_some(activations.size(), "the layers");
  if (gradients.size() != activations.size()) {
    throw std::invalid_argument("expected the gradients of " + std::to_string(activations.size()) +
                                " layers, got those of " + std::to_string(gradients.size()));
  }
  for (std::size_t k = 0; k < activations.size(); ++k) {
    require_not_empty(activations[k], "activations of layer " + std::to_string(k));
    require_not_empty(gradients[k], "gradients of layer " + std::to_string(k));
  }
  require_some(bins, "the bins");
}

/// Weights that can be shown as pictures of height x width x channels.
inline void require_pictures(const arma::mat& W, arma::uword height, arma::uword width,
                             arma::uword channels) {
  require_not_empty(W, "weights W");
  require_finite(W, "weights W");
  require_some(height, "rows of a picture");
  require_some(width, "columns of a picture");
  require_some(channels, "channels");
  // Divided, not multiplied, so that no product can overflow.
  if (W.n_rows % height == 0 && (W.n_rows / height) % width == 0 &&
      W.n_rows / height / width == channels) {
    return;
  }
  throw std::invalid_argument("expected weights W with height · width · channels rows, " +
                              std::to_string(height) + " · " + std::to_string(width) + " · " +
                              std::to_string(channels) + ", got " + shape_of(W));
}

}  // namespace descent
