#include "capstone.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

// Stage 12: the capstone. What is promised stands in capstone.hpp, the reasons in the chapter,
// docs/stages/12-capstone.md. All functions of stages 01 to 11 are there under their names, and
// what answers is your own code.
//
// Every exercise begins in the same way: refuse bad input with the function of inputs.hpp that is
// named there. You may call an earlier exercise in a later one.

namespace descent {

CapstoneData prepare_data(const Examples& pool, const Examples& test, double validation_fraction,
                          Rng& rng) {
  // TODO     three parts, all transformed with the statistics of the first
  // STEPS    1. require_prepare_data(pool, test, validation_fraction);
  //          2. holdout_split says which examples of the pool are for training, which for
  //             validation; X.rows(which) and y.elem(which) take them out
  //          3. standardize the training part, and preprocess all three with that
  // PITFALL  split first, then learn the statistics: those of the whole pool have seen the
  //          validation part
  throw NotImplemented("prepare_data");
}

Network initialize_network(const arma::uvec& sizes, Rng& rng) {
  // TODO     the parameters and running statistics of a network that has learned nothing
  // STEPS    1. require_network_sizes(sizes);
  //          2. for each hidden layer: W by he, gamma of ones, beta of zeros (1 x fan_out), and
  //             fresh_running_statistics(fan_out)
  //          3. for the last layer: W by small_gaussian, b of zeros
  // PITFALL  He's variance in the last layer would begin far above ln C
  throw NotImplemented("initialize_network");
}

NetworkPass network_forward(const std::vector<arma::mat>& parameters,
                            std::vector<RunningStatistics>& running, const arma::mat& x,
                            double keep_prob, Mode mode, Rng& rng) {
  // TODO     from a batch to its scores
  // FORMULA  z = a·W    n = batchnorm(z; gamma, beta)    a = dropout(relu(n));  scores = a·W + b
  // STEPS    1. require_network_forward(parameters, running, x, keep_prob);
  //          2. for each hidden layer l: W is parameters[weight_index(l)], gamma and beta follow
  //             it; batchnorm_forward with running[l], relu_forward, dropout_forward
  //          3. in Mode::train keep what the way back needs, see HiddenPass
  //          4. the last layer: a·W, and b added to each row
  // PITFALL  batchnorm stands in front of the ReLU, dropout behind it; and both want to know the
  //          mode
  throw NotImplemented("network_forward");
}

BatchLoss network_loss(const std::vector<arma::mat>& parameters,
                       std::vector<RunningStatistics>& running, const Examples& batch,
                       const NetworkOptions& options, Rng& rng) {
  // TODO     the loss of a batch, and its gradient on each parameter
  // FORMULA  loss = softmax loss + ½ · lambda · Σ w²   over the W of all layers
  // STEPS    1. require_network_loss(parameters, running, batch, options);
  //          2. network_forward in Mode::train, softmax_loss
  //          3. back through the last layer: dW = inputᵀ·dscores, db = the sum of its rows, and
  //             dscores·Wᵀ goes on
  //          4. back through each hidden layer, last one first: dropout_backward,
  //             relu_backward, batchnorm_backward, and the affine part
  //          5. the penalty: its loss, and lambda·W on the gradient of each W
  // PITFALL  the way back undoes the layers in the reverse order, also within a layer
  throw NotImplemented("network_loss");
}

arma::mat network_probabilities(const Network& network, const arma::mat& x) {
  // TODO     what a trained network says about each example: N x C probabilities
  // STEPS    1. network_forward in Mode::test, which checks its input; running statistics are a
  //             copy, since the function wants to be able to change them
  //          2. the softmax of each row: subtract the row's maximum first
  // PITFALL  Mode::train here would let the examples of x decide about each other
  throw NotImplemented("network_probabilities");
}

arma::mat flip_at_random(arma::mat x, const PictureSize& size, Rng& rng) {
  // TODO     each picture mirrored left to right, or not: half and half
  // STEPS    1. require_flips(x, size);
  //          2. toss a coin for each row
  //          3. in the rows that are to be mirrored: in each line of each channel swap column c
  //             with column width - 1 - c
  // PITFALL  to reverse the whole row of numbers would turn the picture upside down, and its
  //          colours with it
  throw NotImplemented("flip_at_random");
}

std::vector<GradcheckReport> network_gradient_check(const std::vector<arma::mat>& parameters,
                                                    const Examples& batch,
                                                    const NetworkOptions& options,
                                                    const GradcheckOptions& check) {
  // TODO     a gradient check of the whole network
  // STEPS    1. fresh running statistics, and require_network_loss(...) with them
  //          2. the analytic gradients: network_loss with an Rng(check.seed)
  //          3. a GradcheckBlock for each parameter: name, value, gradient
  //          4. check_gradient, with network_loss as the loss, and as the winners for each ReLU
  //             whether its preactivation is above 0
  // PITFALL  the analytic gradients must have seen the same masks as the numeric ones
  throw NotImplemented("network_gradient_check");
}

void update_parameters(std::vector<arma::mat>& parameters, const std::vector<arma::mat>& gradients,
                       std::vector<UpdateState>& states, UpdateRule rule, double learning_rate) {
  // TODO     one update of every parameter
  // STEPS    1. require_update_parameters(parameters, gradients, states, learning_rate);
  //          2. no states yet: a fresh one for each parameter
  //          3. nesterov or adam on each parameter with its own state
  // PITFALL  a state that is made anew in each call forgets the velocity
  throw NotImplemented("update_parameters");
}

std::vector<SanityStep> sanity_checks(const std::vector<arma::mat>& parameters,
                                      const arma::uvec& training,
                                      const GradientCheck& gradient_check,
                                      const RegularizedLossFunction& loss,
                                      const ParameterUpdate& update, const SanityOptions& options) {
  // TODO     the four checks in order, up to the first that fails
  // STEPS    1. require_sanity_checks(...);
  //          2. the worst error of all blocks of gradient_check(), after
  //             require_gradient_reports
  //          3. initial_loss_check, regularization_check, overfit_check of stage 09; the first
  //             two want a function of (which, lambda): the loss at `parameters`
  //          4. before each of them: has the one before it passed? Else return what there is
  // PITFALL  std::max(worst, NaN) may be worst: NaN must not pass
  throw NotImplemented("sanity_checks");
}

TrainedNetwork train_network(Network start, const CapstoneData& data,
                             const NetworkTraining& options, Rng& rng) {
  // TODO     the training run
  // STEPS    1. require_train_network(start, data, options);
  //          2. the callbacks of train: loss and gradients of the examples `which` (taken out,
  //             mirrored, network_loss), an update with states that live as long as the run,
  //             and two accuracies
  //          3. running statistics change with every batch: after each epoch whose validation
  //             accuracy is a new best keep a copy
  //          4. train; return its best parameters with the copy
  // PITFALL  the best parameters with the running statistics of the last epoch are a network
  //          that never was
  throw NotImplemented("train_network");
}

NetworkSearch search_network(const CapstoneData& data, const arma::uvec& sizes,
                             const NetworkTraining& options, const NetworkSearchOptions& search,
                             Rng& rng) {
  // TODO     a search from coarse to fine for learning rate and lambda
  // STEPS    1. require_network_sizes(sizes); require_search_limits(search);
  //          2. a SearchSpace of two logarithmic ranges: learning rate, lambda
  //          3. an objective: a copy of options with this point and these epochs,
  //             initialize_network, train_network; keep what was trained, and return the highest
  //             validation accuracy of its history
  //          4. coarse_to_fine
  // PITFALL  the test part must not be looked at, not even for a number that decides nothing
  throw NotImplemented("search_network");
}

arma::mat ensemble_of_best(const std::vector<Network>& networks,
                           const arma::vec& validation_accuracy, arma::uword k,
                           const arma::mat& x) {
  // TODO     the mean of what the k best networks say
  // STEPS    1. require_ensemble_of_best(networks, validation_accuracy, k);
  //          2. top_k_models says which they are; it wants an EnsembleCandidate for each
  //          3. network_probabilities of each of them, average_probabilities
  // PITFALL  average what they say, never their weights
  throw NotImplemented("ensemble_of_best");
}

std::string leaderboard_line(const std::string& data, const std::vector<Network>& members,
                             double accuracy, double seconds, std::uint64_t seed) {
  // TODO     one line: capstone data=... accuracy=... parameters=... seconds=... seed=...
  // STEPS    1. require_leaderboard_line(data, members, accuracy, seconds);
  //          2. count the entries of all parameters of all members
  //          3. std::snprintf rounds: %.4f for the accuracy, %.1f for the seconds
  throw NotImplemented("leaderboard_line");
}

}  // namespace descent
