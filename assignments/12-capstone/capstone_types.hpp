#pragma once

#include <armadillo>
#include <functional>
#include <string>
#include <vector>

#include "stages.hpp"

/// What the functions of the capstone take and return.
namespace descent {

/// Examples and what they are: rows are examples.
struct Examples {
  arma::mat x = {};   ///< N x D
  arma::uvec y = {};  ///< N labels, in [0, C)
};

/// The three parts of the data, ready for the network.
struct CapstoneData {
  Examples train;           ///< to learn from
  Examples validation;      ///< to choose with: rates, strengths, epochs, members
  Examples test;            ///< for one number, at the very end
  Preprocessor statistics;  ///< of the training part as it came, before it was transformed
};

/// A network of L hidden layers. Each is: affine (without a bias), batchnorm, ReLU, dropout. Behind
/// the last one come an affine layer with a bias, and the softmax.
struct Network {
  /// 3·L + 2 of them: W, gamma, beta of the first hidden layer, of the second, ...; then W and b of
  /// the last layer. W is fan_in x fan_out; gamma, beta and b are 1 x fan_out.
  std::vector<arma::mat> parameters = {};
  /// L of them: what batchnorm uses at test time. No gradient, no update and no penalty touches
  /// them.
  std::vector<RunningStatistics> running = {};
};

/// How many hidden layers a network with these parameters has, and where the W of layer l is, l
/// counted from 0; that of the last layer is at weight_index(hidden_layers(parameters)).
inline std::size_t hidden_layers(const std::vector<arma::mat>& parameters) {
  return (parameters.size() - 2) / 3;
}
inline std::size_t weight_index(std::size_t layer) { return 3 * layer; }

/// What the way back has to know of the way forward through one hidden layer.
struct HiddenPass {
  arma::mat input = {};           ///< N x fan_in: what came in
  BatchnormCache batchnorm = {};  ///< of batchnorm_forward
  arma::mat preactivation = {};   ///< N x fan_out: behind batchnorm, in front of the ReLU
  arma::mat mask = {};            ///< N x fan_out: of dropout_forward
};

/// A pass through the whole network.
struct NetworkPass {
  arma::mat scores = {};                ///< N x C, in front of the softmax
  std::vector<HiddenPass> hidden = {};  ///< one for each hidden layer; none after Mode::test
  arma::mat last_input = {};            ///< N x H: into the last layer; empty after Mode::test
};

/// What keeps a network from learning its examples by heart.
struct NetworkOptions {
  double keep_prob = 1;  ///< of the dropout behind each hidden layer, in (0, 1]
  double lambda = 0;     ///< strength of the L2 penalty on every W, 0 or more
};

/// How the pixels of a picture lie in a row: by rows, one channel after the other (all red, all
/// green, all blue). That of row r, column c, channel k is entry (k · height + r) · width + c.
struct PictureSize {
  arma::uword height = 0;  ///< 0 (with width and channels 0): no pictures, or none to be mirrored
  arma::uword width = 0;
  arma::uword channels = 0;
};

/// The two update rules that the notes recommend.
enum class UpdateRule { nesterov, adam };

/// What an update rule remembers of one parameter. Only that of the rule in use is looked at.
struct UpdateState {
  MomentumState momentum = {};
  AdamState adam = {};
};

/// How a network is trained.
struct NetworkTraining {
  UpdateRule rule = UpdateRule::adam;
  double learning_rate = 2e-3;       ///< of the first epoch
  double learning_rate_decay = 0.9;  ///< each epoch's learning rate is the last one's times this
  arma::uword epochs = 10;
  arma::uword batch_size = 50;
  arma::uword patience = 0;         ///< as in TrainOptions of stage 09; 0: never stop early
  NetworkOptions regularization{};  ///< dropout and L2
  PictureSize mirrored{};           ///< flip these pictures at random; height 0: do not
};

/// What a training leaves.
struct TrainedNetwork {
  Network network;             ///< of the best epoch: parameters AND running statistics
  arma::uword best_epoch = 0;  ///< counted from 1
  TrainHistory history;        ///< of stage 09
};

/// The checks before the expensive run, in the order of the notes.
enum class SanityCheck { gradient, initial_loss, regularization, overfit };

/// One of them, and what it found.
struct SanityStep {
  SanityCheck check = SanityCheck::gradient;
  SanityReport report = {};
};

struct SanityOptions {
  double worst_error = 1e-4;               ///< that a gradient check may find, relative
  arma::uword classes = 10;                ///< the initial loss of a softmax is ln of it,
  double initial_tolerance = 0.1;          ///< give or take this part
  arma::vec strengths = {0, 0.001, 0.01};  ///< of L2, rising
  OverfitCheckOptions overfit{};           ///< of stage 09
};

/// A gradient check, all set up: a report for each block of parameters.
using GradientCheck = std::function<std::vector<GradcheckReport>()>;

/// Where a search looks, and how long. Rates and strengths are searched by their factor.
struct NetworkSearchOptions {
  double lowest_rate = 1e-4;
  double highest_rate = 1e-1;
  double lowest_lambda = 1e-6;
  double highest_lambda = 1e-1;
  CoarseToFineOptions stages{};
};

/// What a search has found. Trials count through all stages, in the order in which they were made.
struct NetworkSearch {
  CoarseToFineResult search;             ///< points are {learning rate, lambda}
  std::vector<TrainedNetwork> networks;  ///< that of each trial
};

}  // namespace descent
