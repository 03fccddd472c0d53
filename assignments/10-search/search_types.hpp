#pragma once

#include <armadillo>
#include <functional>
#include <string>
#include <vector>

/// What the functions of stage 10 take and return.
namespace descent {

/// How the length of a range is measured. Learning rates and regularization strengths act by their
/// factor: from 0.001 to 0.01 is as far as from 0.01 to 0.1. Dropout rates and momenta act by their
/// difference.
enum class SearchScale { linear, logarithmic };

/// One hyperparameter, and where to look for it.
struct SearchRange {
  std::string name = {};
  double low = 0;   ///< on a logarithmic scale above 0
  double high = 1;  ///< above low
  SearchScale scale = SearchScale::linear;
};

/// All hyperparameters of a search. A point of the space is an arma::vec with one value for each
/// range, in their order: the values themselves (0.001), never their logarithms.
using SearchSpace = std::vector<SearchRange>;

/// How good a network was after training.
struct SearchScore {
  double validation =
      0;            ///< accuracy on the validation set: what decides; NaN where training failed
  double test = 0;  ///< accuracy on the test set: for the report at the very end, and no choice
};

/// Trains a network with the hyperparameters of `point` for so many epochs, and measures it.
using SearchObjective = std::function<SearchScore(const arma::vec& point, arma::uword epochs)>;

/// One trial of a search: where it was, and what came out.
struct SearchTrial {
  arma::vec point = {};
  arma::uword epochs = 0;
  double validation = 0;
  double test = 0;
};

struct SearchResult {
  std::vector<SearchTrial> trials = {};  ///< in the order in which they were made
  /// Index of the trial with the highest validation accuracy; of equal ones the first. NaN is below
  /// every number; if all are NaN, it is 0.
  arma::uword best = 0;
};

struct CoarseToFineOptions {
  arma::uword stages = 3;
  arma::uword trials = 20;  ///< in each stage
  arma::uword epochs = 1;   ///< that a trial of the first stage trains
  arma::uword growth = 3;   ///< each stage trains so many times longer than the one before it
  double shrink = 0.3;      ///< the windows of a stage are so many times narrower, in (0, 1)
};

struct CoarseToFineStage {
  SearchSpace space = {};  ///< where its trials were drawn
  arma::uword epochs = 0;
  SearchResult result = {};
};

struct CoarseToFineResult {
  std::vector<CoarseToFineStage> stages = {};
  SearchTrial best = {};  ///< the best trial of the last stage
};

/// Where a value lies in its range.
enum class BorderSide { inside, low, high };

/// Indices of examples: which to learn from, and which to be judged on.
struct SearchFold {
  arma::uvec train = {};
  arma::uvec validation = {};
};

struct TrialOptions {
  arma::uword epochs = 10;
  double abandon_factor = 3;  ///< for abandon_early
};

/// What one epoch of training brings.
struct TrialEpoch {
  double cost = 0;        ///< mean training cost; NaN or infinite where training has exploded
  double validation = 0;  ///< accuracy on the validation set, in [0, 1]
  double test = 0;        ///< accuracy on the test set, which decides nothing; NaN if not measured
  std::vector<arma::mat> parameters = {};  ///< after this epoch
};

/// Trains for one epoch, the first of which is 1, with the hyperparameters of `point`. `parameters`
/// are those after the epoch before it; empty in the first one, where training begins.
using TrainTrialEpoch = std::function<TrialEpoch(const arma::vec& point, arma::uword epoch,
                                                 const std::vector<arma::mat>& parameters)>;

struct TrialReport {
  arma::vec point = {};
  arma::vec costs = {};        ///< of every epoch that was trained
  arma::vec validations = {};  ///< likewise
  bool abandoned = false;
  std::vector<std::string> files = {};  ///< names of the checkpoints, in order, without the folder
};

/// A line of the master's list: all of a checkpoint but its parameters.
struct RankedCheckpoint {
  std::string file = {};  ///< without the folder
  arma::uword trial = 0;
  arma::uword epoch = 0;
  arma::vec point = {};
  double cost = 0;
  double validation = 0;
  double test = 0;
};

struct GaussianProcessOptions {
  double length_scale = 0.3;  ///< how far points are similar to each other
  double signal = 1;          ///< standard deviation of the function
  double noise = 0.01;        ///< standard deviation of the noise of one observation, above 0
};

/// What a Gaussian process believes at some points.
struct GaussianProcessPrediction {
  arma::vec mean = {};
  arma::vec deviation = {};  ///< standard deviation of the function itself, without the noise
};

struct BayesianOptions {
  arma::uword trials = 25;       ///< all together
  arma::uword initial = 5;       ///< so many of them are random, at the beginning
  arma::uword candidates = 300;  ///< so many random points are considered for each later trial
  arma::uword epochs = 1;        ///< that a trial trains
  GaussianProcessOptions process = {};
};

}  // namespace descent
