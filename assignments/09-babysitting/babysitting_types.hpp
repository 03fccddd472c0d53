#pragma once

#include <armadillo>
#include <functional>
#include <vector>

/// What the functions of stage 09 take and return.
namespace descent {

// The model, as this stage sees it: parameters, and functions that know the rest. Parameters are a
// list of matrices, weights and biases alike (a bias is a matrix of 1 x H). Examples are known by
// their index into the data set, which the owner of these functions keeps to himself.

/// What a model says about some examples: their mean loss, and its gradient on each parameter, in
/// the order and of the shapes of the parameters.
struct BatchLoss {
  double loss = 0;
  std::vector<arma::mat> gradients = {};
};

/// Loss and gradients of the examples `which`.
using BatchLossFunction =
    std::function<BatchLoss(const std::vector<arma::mat>& parameters, const arma::uvec& which)>;

/// The same with a regularization of strength lambda in loss and gradients; 0: none.
using RegularizedLossFunction = std::function<BatchLoss(const std::vector<arma::mat>& parameters,
                                                        const arma::uvec& which, double lambda)>;

/// The loss of a model as it was initialized, over the examples `which`, with a regularization of
/// strength lambda.
using StartingLoss = std::function<double(const arma::uvec& which, double lambda)>;

/// One step of an optimizer, in place. It may remember what it likes (a velocity, a count) from one
/// call to the next.
using ParameterUpdate =
    std::function<void(std::vector<arma::mat>& parameters, const std::vector<arma::mat>& gradients,
                       double learning_rate)>;

/// The part of some examples that a model gets right, from 0 to 1.
using AccuracyFunction = std::function<double(const std::vector<arma::mat>& parameters)>;

/// What a sanity check has found.
struct SanityReport {
  bool passed = false;
  double measured = 0;  ///< what was looked at: each check says what that is
  double expected = 0;  ///< what it was held against
};

/// How overfit_check tries.
struct OverfitCheckOptions {
  arma::uword examples = 20;    ///< to be learned by heart
  arma::uword steps = 300;      ///< each on all of these examples
  double learning_rate = 1e-2;  ///< handed to the update
  double target = 0.01;         ///< passed if the loss is below
};

/// How train goes about it.
struct TrainOptions {
  arma::uword epochs = 10;
  arma::uword batch_size = 100;
  double learning_rate = 1e-3;       ///< of the first epoch
  double learning_rate_decay = 1.0;  ///< every epoch's learning rate is the last one's times this
  arma::uword patience = 0;  ///< stop after so many epochs in a row without a new best; 0: never
};

/// The dials of a training run. Epochs count from 1: entry (or row) e - 1 is that of epoch e.
struct TrainHistory {
  arma::vec loss;                 ///< of each epoch: the mean over its examples, while it ran
  arma::vec training_accuracy;    ///< after each epoch
  arma::vec validation_accuracy;  ///< after each epoch
  arma::vec learning_rate;        ///< with which each epoch ran
  arma::mat update_ratios;        ///< epochs x parameters: of the last update of each epoch
  arma::vec batch_losses;         ///< of each batch of the whole run, before its update
};

/// What a training run leaves.
struct TrainResult {
  std::vector<arma::mat> parameters;  ///< after the last epoch
  std::vector<arma::mat> best;        ///< after the epoch with the highest validation accuracy
  arma::uword best_epoch = 0;         ///< which one that was, counted from 1
  TrainHistory history;
};

/// What a loss curve says about the learning rate.
enum class LearningRateDiagnosis {
  too_low,             ///< the loss hardly moves, or falls slowly and steadily to the end
  good,                ///< falls quickly, and far
  high,                ///< falls quickly, and then stays on a plateau far above 0
  too_high,            ///< NaN, an explosion, or growth
  bad_initialization,  ///< flat for a long time, then it falls
};

/// What two accuracy curves say about a model.
enum class FitDiagnosis {
  good,           ///< high on the training examples, and nearly as high on the others
  overfitting,    ///< a gap: more regularization, or more data
  more_capacity,  ///< no gap, and not high: a larger model
};

/// The numbers behind the diagnoses. start, middle and end are levels of a curve, see
/// diagnose_learning_rate.
namespace diagnosis_limits {

inline constexpr arma::uword kShortestCurve = 10;  ///< entries that a loss curve must have

inline constexpr double kExplosion = 3;         ///< times the first loss
inline constexpr double kFlat = 0.02;           ///< a fall of no more than this part is none
inline constexpr double kLateShare = 0.25;      ///< less of the fall by the middle: it was late
inline constexpr double kStraightShare = 0.65;  ///< less of it: nearly a straight line
inline constexpr double kLow = 0.3;             ///< an end of no more than this part is low
inline constexpr double kPlateauShare = 0.8;    ///< so much of the fall or more: a plateau since

inline constexpr double kGap = 0.1;    ///< between the accuracies; more of it: overfitting
inline constexpr double kHigh = 0.95;  ///< training accuracy; below, without a gap: more capacity

}  // namespace diagnosis_limits

/// The numbers of one layer, sorted into bins of the same width.
struct LayerHistogram {
  arma::vec edges;             ///< bins + 1 of them, rising, at the same distance
  arma::uvec counts;           ///< how many numbers each bin has
  double mean = 0;             ///< of all finite numbers
  double deviation = 0;        ///< their standard deviation, divided by their count
  double zeros = 0;            ///< the part of all numbers that is exactly 0
  arma::uword not_finite = 0;  ///< how many are NaN or infinite; they are in no bin
};

/// One histogram a layer, of what flows forward and of what flows back.
struct LayerHistograms {
  std::vector<LayerHistogram> activations;
  std::vector<LayerHistogram> gradients;
};

}  // namespace descent
