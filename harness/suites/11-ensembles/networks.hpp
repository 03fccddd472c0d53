#pragma once

#include <armadillo>
#include <vector>

#include "harness/support/rng.hpp"

/// What the suites of the stage have to combine: small networks of ours, trained in a few
/// milliseconds on a few digits, and probabilities out of the air.
namespace descent::suite {

using Model = std::vector<arma::mat>;

/// What a callback of ours is handed comes from a submission: throws std::invalid_argument unless
/// the model has so many parameters.
void require_parameters(const Model& model, std::size_t count);

/// Digits to learn from and others to be judged on, centred and scaled. Drawn anew each time.
struct DigitsTask {
  arma::mat inputs;
  arma::uvec labels;
  arma::mat test_inputs;
  arma::uvec test_labels;
};

DigitsTask any_digits(arma::uword train, arma::uword test, Rng& rng);

/// A network with one hidden ReLU layer: {W1, b1, W2, b2}, He initialization.
Model new_network(arma::uword inputs, arma::uword hidden, arma::uword classes, Rng& rng);

/// Scores N x C.
arma::mat network_scores(const Model& network, const arma::mat& inputs);

/// The softmax of its scores.
arma::mat network_probabilities(const Model& network, const arma::mat& inputs);

/// One step of gradient descent on the softmax loss of all examples.
void network_step(Model& network, const arma::mat& inputs, const arma::uvec& labels, double rate);

/// A new network, trained with `steps` such steps.
Model trained_network(const DigitsTask& task, arma::uword hidden, arma::uword steps, double rate,
                      Rng& rng);

/// The mean of the parameters of models of one shape: right for one run, wrong for several.
Model mean_parameters(const std::vector<Model>& models);

double accuracy_of(const arma::mat& probabilities, const arma::uvec& labels);
double log_loss_of(const arma::mat& probabilities, const arma::uvec& labels);

/// N x C probabilities, every entry above 0, rows between nearly certain and nearly undecided.
arma::mat any_probabilities(arma::uword examples, arma::uword classes, Rng& rng);

std::vector<arma::mat> any_members(arma::uword members, arma::uword examples, arma::uword classes,
                                   Rng& rng);

/// All numbers of some models as one column, to be compared at once.
arma::mat flat(const std::vector<Model>& models);

/// Shapes of `yours` are those of `expected`, or that is the finding.
bool expect_models_shaped(const std::vector<Model>& yours, const std::vector<Model>& expected,
                          const std::string& what, const std::string& read);

}  // namespace descent::suite
