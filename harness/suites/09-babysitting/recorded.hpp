#pragma once

#include <memory>
#include <vector>

#include "harness/remote/submission.hpp"

namespace descent::suite {

/// What a training run asked its model, in order. Kept by the callbacks themselves, so that they
/// can be called again as long as they live.
struct Log {
  std::vector<arma::uvec> batches;                    ///< of loss_and_gradients
  std::vector<std::vector<arma::mat>> at;             ///< the parameters then
  std::vector<double> rates;                          ///< of update
  std::vector<std::vector<arma::mat>> trained, held;  ///< of the accuracies: parameters
};

/// A run of the submission with a record of all calls.
struct RecordedRun {
  TrainResult result;
  Log log;
};

struct Model {
  BatchLossFunction loss_and_gradients;
  ParameterUpdate update;
  AccuracyFunction training_accuracy;
  AccuracyFunction validation_accuracy;
};

/// Trains `model` and writes down what it was asked. rng is the caller's.
RecordedRun train_recorded(const std::vector<arma::mat>& parameters, const arma::uvec& training,
                           const Model& model, const TrainOptions& options, Rng& rng);

/// A model that counts: its parameters are one number, the updates so far (the learning rate does
/// not matter), and a matrix that gathers the learning rates. Its accuracies are read off the two
/// tables by the number of epochs that are over. Its loss is `loss(which)`.
Model counting_model(arma::uword batches_per_epoch, const arma::vec& training_accuracy,
                     const arma::vec& validation_accuracy,
                     const std::function<double(const arma::uvec& which)>& loss);

/// Where the counting model begins.
std::vector<arma::mat> count_from_zero();

/// `n` different indices out of many, none of them below n: whoever counts from 0 takes others.
arma::uvec scattered_indices(arma::uword n, Rng& rng);

}  // namespace descent::suite
