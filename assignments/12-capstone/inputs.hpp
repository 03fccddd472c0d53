#pragma once

#include <algorithm>
#include <armadillo>
#include <cmath>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

#include "capstone_types.hpp"
#include "harness/support/require.hpp"

/// Given to you: the checks of the input, one for each exercise. Each throws std::invalid_argument
/// with a sentence that says what was expected and what came, and does nothing if all is well. Call
/// the right one first in every exercise.
namespace descent {

/// Examples with rows and columns, and one label for each row.
inline void require_examples(const Examples& examples, const std::string& name) {
  require_not_empty(examples.x, name);
  if (examples.y.n_elem == examples.x.n_rows) return;
  throw std::invalid_argument("expected one label for each of the " +
                              std::to_string(examples.x.n_rows) + " rows of " + name + ", got " +
                              std::to_string(examples.y.n_elem) + " labels");
}

/// As many columns as the network (or another part of the data) has inputs.
inline void require_inputs(const arma::mat& x, const std::string& name, arma::uword inputs) {
  require_not_empty(x, name);
  if (x.n_cols == inputs) return;
  throw std::invalid_argument("expected " + name + " with " + std::to_string(inputs) +
                              " columns, got " + shape_of(x));
}

inline void require_prepare_data(const Examples& pool, const Examples& test,
                                 double validation_fraction) {
  require_examples(pool, "the pool");
  require_examples(test, "the test part");
  require_inputs(test.x, "the test part", pool.x.n_cols);
  require_finite(pool.x, "the pool");
  require_finite(test.x, "the test part");
  if (pool.x.n_rows < 2) {
    throw std::invalid_argument("expected at least two examples in the pool, got one");
  }
  if (validation_fraction > 0 && validation_fraction < 1) return;
  throw std::invalid_argument("expected a validation_fraction above 0 and below 1, got " +
                              std::to_string(validation_fraction));
}

/// Inputs, at least one hidden layer, classes.
inline void require_network_sizes(const arma::uvec& sizes) {
  if (sizes.n_elem < 3) {
    throw std::invalid_argument(
        "expected sizes of the input, of at least one hidden layer and of the output, got " +
        std::to_string(sizes.n_elem) + " sizes");
  }
  for (const arma::uword size : sizes) require_some(size, "the units of a layer");
}

/// W, gamma, beta for each hidden layer, then W and b, of shapes that fit together.
inline void require_network_parameters(const std::vector<arma::mat>& parameters) {
  if (parameters.size() < 5 || parameters.size() % 3 != 2) {
    throw std::invalid_argument(
        "expected W, gamma, beta for each of one or more hidden layers, then W and b, got " +
        std::to_string(parameters.size()) + " parameters");
  }
  const std::size_t layers = hidden_layers(parameters);
  for (std::size_t l = 0; l <= layers; ++l) {
    const std::string number = std::to_string(l + 1);
    const arma::mat& W = parameters[weight_index(l)];
    require_not_empty(W, "W" + number);
    if (l > 0) {
      require_shape(W, "W" + number, parameters[weight_index(l - 1)].n_cols, W.n_cols);
    }
    if (l == layers) {
      require_shape(parameters.back(), "b" + number, 1, W.n_cols);
    } else {
      require_shape(parameters[weight_index(l) + 1], "gamma" + number, 1, W.n_cols);
      require_shape(parameters[weight_index(l) + 2], "beta" + number, 1, W.n_cols);
    }
  }
}

/// The same, and running statistics for each hidden layer.
inline void require_network(const std::vector<arma::mat>& parameters,
                            const std::vector<RunningStatistics>& running) {
  require_network_parameters(parameters);
  if (running.size() != hidden_layers(parameters)) {
    throw std::invalid_argument("expected running statistics for each of " +
                                std::to_string(hidden_layers(parameters)) + " hidden layers, got " +
                                std::to_string(running.size()));
  }
  for (std::size_t l = 0; l < running.size(); ++l) {
    const arma::uword units = parameters[weight_index(l)].n_cols;
    const std::string layer = " of hidden layer " + std::to_string(l + 1);
    require_shape(running[l].mean, "the running mean" + layer, 1, units);
    require_shape(running[l].var, "the running variance" + layer, 1, units);
    if (running[l].var.is_finite() && running[l].var.min() >= 0) continue;
    throw std::invalid_argument("expected running variances of 0 or more" + layer);
  }
}

inline void require_keeping(double keep_prob) {
  if (keep_prob > 0 && keep_prob <= 1) return;
  throw std::invalid_argument("expected keep_prob above 0 and at most 1, got " +
                              std::to_string(keep_prob));
}

inline void require_network_forward(const std::vector<arma::mat>& parameters,
                                    const std::vector<RunningStatistics>& running,
                                    const arma::mat& x, double keep_prob) {
  require_network(parameters, running);
  require_inputs(x, "x", parameters.front().n_rows);
  require_keeping(keep_prob);
}

/// Examples that the network takes, with labels that it knows.
inline void require_network_batch(const std::vector<arma::mat>& parameters, const Examples& batch,
                                  const std::string& name) {
  require_examples(batch, name);
  require_inputs(batch.x, name, parameters.front().n_rows);
  const arma::uword classes = parameters.back().n_cols;
  if (batch.y.max() < classes) return;
  throw std::invalid_argument("expected labels below " + std::to_string(classes) + " in " + name +
                              ", got " + std::to_string(batch.y.max()));
}

/// Also for network_gradient_check, with fresh running statistics.
inline void require_network_loss(const std::vector<arma::mat>& parameters,
                                 const std::vector<RunningStatistics>& running,
                                 const Examples& batch, const NetworkOptions& options) {
  require_network(parameters, running);
  require_network_batch(parameters, batch, "the batch");
  require_keeping(options.keep_prob);
  require_not_negative(options.lambda, "lambda");
}

inline void require_flips(const arma::mat& x, const PictureSize& size) {
  require_not_empty(x, "x");
  require_some(size.height, "rows of a picture");
  require_some(size.width, "columns of a picture");
  require_some(size.channels, "channels");
  // Divided, not multiplied, so that no product can overflow.
  if (x.n_cols % size.height == 0 && (x.n_cols / size.height) % size.width == 0 &&
      x.n_cols / size.height / size.width == size.channels) {
    return;
  }
  throw std::invalid_argument("expected pictures of height · width · channels numbers, " +
                              std::to_string(size.height) + " · " + std::to_string(size.width) +
                              " · " + std::to_string(size.channels) + ", got " +
                              std::to_string(x.n_cols));
}

inline void require_update_parameters(const std::vector<arma::mat>& parameters,
                                      const std::vector<arma::mat>& gradients,
                                      const std::vector<UpdateState>& states,
                                      double learning_rate) {
  if (parameters.empty()) throw std::invalid_argument("expected at least one parameter, got none");
  if (gradients.size() != parameters.size()) {
    throw std::invalid_argument("expected " + std::to_string(parameters.size()) +
                                " gradients, one for each parameter, got " +
                                std::to_string(gradients.size()));
  }
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    const std::string number = std::to_string(p);
    require_not_empty(parameters[p], "parameter " + number);
    require_same_shape(gradients[p], "gradient " + number, parameters[p], "its parameter");
  }
  if (!states.empty() && states.size() != parameters.size()) {
    throw std::invalid_argument("expected no states, or " + std::to_string(parameters.size()) +
                                ", one for each parameter, got " + std::to_string(states.size()));
  }
  require_not_negative(learning_rate, "a learning rate");
}

/// What initial_loss_check, regularization_check and overfit_check do not look at themselves.
inline void require_sanity_checks(const std::vector<arma::mat>& parameters,
                                  const arma::uvec& training, const GradientCheck& gradient_check,
                                  const RegularizedLossFunction& loss,
                                  const ParameterUpdate& update, const SanityOptions& options) {
  if (!gradient_check) throw std::invalid_argument("expected a gradient check, got none");
  if (!loss) throw std::invalid_argument("expected a loss, got an empty function");
  if (!update) throw std::invalid_argument("expected an update, got an empty function");
  require_some(parameters.size(), "the parameters");
  require_some(training.n_elem, "the training examples");
  require_positive(options.worst_error, "worst_error");
  require_some(options.classes, "the classes");
}

/// For what the gradient check of sanity_checks reports: call it with that.
inline void require_gradient_reports(const std::vector<GradcheckReport>& reports) {
  require_some(reports.size(), "the blocks of a gradient check");
}

inline void require_train_network(const Network& start, const CapstoneData& data,
                                  const NetworkTraining& options) {
  require_network(start.parameters, start.running);
  require_network_batch(start.parameters, data.train, "the training part");
  require_network_batch(start.parameters, data.validation, "the validation part");
  require_keeping(options.regularization.keep_prob);
  require_not_negative(options.regularization.lambda, "lambda");
  require_positive(options.learning_rate, "learning rate");
  require_positive(options.learning_rate_decay, "learning rate decay");
  require_some(options.epochs, "the epochs");
  require_some(options.batch_size, "the examples in a batch");
  if (options.mirrored.height > 0) require_flips(data.train.x, options.mirrored);
}

inline void require_search_limits(const NetworkSearchOptions& search) {
  for (const auto& [low, high, name] :
       {std::tuple{search.lowest_rate, search.highest_rate, "learning rates"},
        std::tuple{search.lowest_lambda, search.highest_lambda, "lambdas"}}) {
    if (low > 0 && low < high && std::isfinite(high)) continue;
    throw std::invalid_argument(std::string("expected ") + name +
                                " from above 0 to something higher, got " + std::to_string(low) +
                                " and " + std::to_string(high));
  }
}

inline void require_ensemble_of_best(const std::vector<Network>& networks,
                                     const arma::vec& validation_accuracy, arma::uword k) {
  require_some(networks.size(), "the networks");
  require_shape(validation_accuracy, "validation accuracies", networks.size(), 1);
  for (const double accuracy : validation_accuracy) {
    if (accuracy >= 0 && accuracy <= 1) continue;
    throw std::invalid_argument("expected accuracies from 0 to 1, got " + std::to_string(accuracy));
  }
  if (k >= 1 && k <= networks.size()) return;
  throw std::invalid_argument("expected k from 1 to " + std::to_string(networks.size()) + ", got " +
                              std::to_string(k));
}

inline void require_leaderboard_line(const std::string& data, const std::vector<Network>& members,
                                     double accuracy, double seconds) {
  if (data.empty() || data.find_first_of(" \t\r\n") != std::string::npos) {
    throw std::invalid_argument("expected a name of the data without blanks, got '" + data + "'");
  }
  require_some(members.size(), "the members");
  for (const Network& member : members) {
    require_some(member.parameters.size(), "the parameters of a member");
  }
  if (!(accuracy >= 0 && accuracy <= 1)) {
    throw std::invalid_argument("expected an accuracy from 0 to 1, got " +
                                std::to_string(accuracy));
  }
  require_not_negative(seconds, "seconds");
}

}  // namespace descent
