#pragma once

#include <armadillo>
#include <string>
#include <vector>

#include "harness/checks/expect.hpp"
#include "harness/remote/submission.hpp"

/// The same network once more, written plainly and without any function of any stage: what the
/// suites compare with. And what they have in common.
namespace descent::suite {

using Parameters = std::vector<arma::mat>;
using Running = std::vector<RunningStatistics>;

/// Scores with the statistics of this batch, and with these masks behind the hidden layers (none:
/// nothing is dropped).
arma::mat plain_training_scores(const Parameters& parameters, const arma::mat& x,
                                const std::vector<arma::mat>& masks = {});

/// `running` after that pass: 0.9 of the old and 0.1 of the batch, whose variance divides by N.
Running plain_running(const Parameters& parameters, const Running& before, const arma::mat& x,
                      const std::vector<arma::mat>& masks = {});

arma::mat plain_test_scores(const Network& network, const arma::mat& x);
arma::mat plain_softmax(const arma::mat& scores);
double plain_accuracy(const Network& network, const Examples& examples);

/// Loss and gradients without dropout.
BatchLoss plain_loss(const Parameters& parameters, const Examples& batch, double lambda);

/// Where the learning rate meets Nesterov's velocity. While the rate does not change, the
/// parameters go the same way with both; so stage 08 takes both, and this one, where it changes,
/// must know them.
enum class RateMeets {
  gradient,  ///< v = 0.9 v - rate * g, and the parameters move by velocities
  velocity,  ///< v = 0.9 v - g, and the parameters move by rate times velocities: PyTorch's way
};

/// Both update rules, with what they remember.
struct PlainUpdater {
  UpdateRule rule = UpdateRule::adam;
  RateMeets rate_meets = RateMeets::gradient;
  Parameters first = {};   ///< velocity, or m
  Parameters second = {};  ///< v
  int steps = 0;

  void step(Parameters& parameters, const Parameters& gradients, double rate);
};

/// A network in the middle of its life: no parameter is 0 or 1, and neither are its statistics.
Network any_network(const arma::uvec& sizes, Rng& rng);
Examples any_examples(arma::uword n, arma::uword inputs, arma::uword classes, Rng& rng);

/// Data of three classes that can be told apart, in three parts, for a network of 6 inputs.
CapstoneData easy_data(arma::uword train, arma::uword validation, Rng& rng);

/// The options of a training, briefly.
NetworkTraining training_of(arma::uword epochs, arma::uword batch_size, double rate);

/// "W1", "gamma1", "beta1", "W2", ..., "W3", "b3".
std::vector<std::string> parameter_names(std::size_t count);

/// The sum of the absolute differences; infinite where the shapes differ.
double distance(const Parameters& a, const Parameters& b);

/// All parameters as they should be, named one by one.
bool expect_parameters(const Parameters& yours, const Parameters& expected, const std::string& what,
                       const checks::About& about);
bool expect_running(const Running& yours, const Running& expected, const std::string& what,
                    const checks::About& about);

/// Everything in one column, to be compared to the last bit.
arma::mat flat(const Parameters& parameters);
arma::mat flat(const Network& network);

}  // namespace descent::suite
