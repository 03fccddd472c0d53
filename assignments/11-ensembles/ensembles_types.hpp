#pragma once

#include <armadillo>
#include <functional>
#include <vector>

#include "harness/support/rng.hpp"

/// What the functions of stage 11 take and return. The parameters of a model are a
/// std::vector<arma::mat>, weights and biases alike.
namespace descent {

/// What an ensemble gains over its members. Accuracies are in [0, 1], log losses in nats.
struct EnsembleReport {
  double mean_accuracy = 0;  ///< of the members: what one of them, picked blindly, would have
  double best_accuracy = 0;  ///< of the best member
  double accuracy = 0;       ///< of the averaged probabilities
  double mean_log_loss = 0;  ///< of the members
  double log_loss = 0;       ///< of the averaged probabilities
  double disagreement = 0;   ///< the share in which two members decide differently
};

/// One trial of a hyperparameter search, trained and measured. Accuracies in [0, 1].
struct EnsembleCandidate {
  double validation_accuracy = 0;
  double test_accuracy = 0;  ///< for the last line of the paper: no choice may look at it
};

/// When a run restarts its learning rate and leaves a snapshot.
struct SnapshotOptions {
  arma::uword cycles = 5;             ///< snapshots taken, one at the end of each cycle
  arma::uword steps_per_cycle = 100;  ///< training steps in each of them
  double largest_rate = 0.1;          ///< the learning rate that each cycle begins with
};

/// An exponential moving average of a model's parameters. A fresh one is empty.
struct ParameterAverage {
  std::vector<arma::mat> sum = {};  ///< of all parameters seen, each with its weight
  double weight = 0;                ///< the sum of those weights
};

/// How a student network listens to its teacher.
struct DistillOptions {
  double temperature = 4;    ///< T, which softens the scores of both, positive
  double soft_weight = 0.9;  ///< of the soft targets, in [0, 1]; the labels have the rest
};

/// The value of the distillation loss, and its gradient on the student's scores.
struct DistillResult {
  double loss = 0;    ///< mean over the N examples
  arma::mat dscores;  ///< N x C
};

/// Trains one model from scratch with random numbers from rng, and returns its parameters.
using TrainMember = std::function<std::vector<arma::mat>(Rng& rng)>;

/// What the model with these parameters says about the examples at hand: N x C probabilities.
using PredictMember = std::function<arma::mat(const std::vector<arma::mat>& parameters)>;

/// One training step, in place, with this learning rate.
using SnapshotStep = std::function<void(std::vector<arma::mat>& parameters, double rate)>;

}  // namespace descent
