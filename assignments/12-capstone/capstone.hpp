#pragma once

#include <armadillo>
#include <cstdint>
#include <string>
#include <vector>

#include "capstone_types.hpp"
#include "harness/support/not_implemented.hpp"
#include "harness/support/rng.hpp"
#include "inputs.hpp"
#include "stages.hpp"

/// Stage 12: the capstone. All that you have written, put together: a network that learns to tell
/// real pictures apart.
///
/// The functions of all earlier stages are there under their names, and what answers is your own
/// code. You need not use them where you would rather write something else: only what comes out
/// counts.
///
/// Shapes. Rows are examples: x is N x D. See Network for the parameters, which are a
/// std::vector<arma::mat> as in stages 08 to 11. Every network has at least one hidden layer.
/// Batchnorm has the default options of stage 05.
///
/// Randomness comes from the caller's rng alone: how many numbers are drawn, and in which order, is
/// free, but the same state of rng gives the same result.
///
/// Refusals. Every function throws std::invalid_argument, with a sentence that says what was
/// expected and what came, for what is listed with it. The functions of inputs.hpp do that for you.
///
/// Source: CS231n notes, "Neural Networks Part 3: Learning and Evaluation", summary, and all the
/// sections before it.
namespace descent {

/// Takes a validation part out of the pool, learns the statistics of what is left, and applies them
/// to all three parts.
///
/// pool: examples to learn from, N x D with N >= 2. test: M x D. validation_fraction: in (0, 1),
/// the part of the pool that becomes the validation part, at random (see holdout_split of
/// stage 10).
/// Each feature gets mean 0 and standard deviation 1 over the training part (standardize of
/// stage 03; a constant feature becomes 0 there), and these statistics, returned as well, transform
/// the validation and the test part.
/// Throws std::invalid_argument: an empty pool or test part, NaN or infinity, labels of another
/// number than examples, parts with different features, N < 2, validation_fraction not in (0, 1).
/// Source: notes Part 2, "Data Preprocessing", common pitfall.
CapstoneData prepare_data(const Examples& pool, const Examples& test, double validation_fraction,
                          Rng& rng);

/// A network before it has learned anything.
///
/// sizes: D, the widths of the hidden layers, C: three numbers or more, each at least 1.
/// The W of each hidden layer have He's variance, 2/fan_in (`he` of stage 04). The W of the last
/// layer are small, with a standard deviation of 0.01 (`small_gaussian`): so all scores begin near
/// 0, and the loss at ln C. gamma is 1, beta and b are 0. Running statistics are fresh: mean 0,
/// variance 1.
/// Throws std::invalid_argument: fewer than three sizes, a size of 0.
/// Source: K. He et al., "Delving Deep into Rectifiers", 2015; notes Part 2.
Network initialize_network(const arma::uvec& sizes, Rng& rng);

/// From a batch to its scores.
///
///     a_0 = x        z_l = a_{l-1}·W_l        n_l = batchnorm(z_l; gamma_l, beta_l)
///     a_l = dropout(relu(n_l))                scores = a_L·W + b
///
/// Mode::train: batchnorm normalizes with this batch, and updates `running`; inverted dropout
/// draws a mask for each hidden layer. The pass holds all that the way back needs.
/// Mode::test: batchnorm normalizes with `running`, which stays as it is to the last bit; nothing
/// is dropped, and rng is left alone. The pass holds the scores and nothing else. What comes out
/// for an example depends on no other example.
/// parameters, running: of a Network. keep_prob: in (0, 1].
/// Throws std::invalid_argument: parameters or running statistics that are no network, an x of
/// another width or without rows, keep_prob not in (0, 1].
NetworkPass network_forward(const std::vector<arma::mat>& parameters,
                            std::vector<RunningStatistics>& running, const arma::mat& x,
                            double keep_prob, Mode mode, Rng& rng);

/// What a batch costs, and which way is down: a pass in Mode::train, and the way back.
///
///     loss = softmax loss (the mean over the batch) + ½ · lambda · Σ w² over every W
///
/// gradients: one for each parameter, in the order and of the shapes of the parameters. gamma, beta
/// and b cost nothing. `running` is updated once, as by network_forward.
/// batch: N x D and N labels in [0, C).
/// Throws std::invalid_argument: as network_forward; labels of another number than rows, or not
/// below C; lambda negative or not finite.
BatchLoss network_loss(const std::vector<arma::mat>& parameters,
                       std::vector<RunningStatistics>& running, const Examples& batch,
                       const NetworkOptions& options, Rng& rng);

/// What a trained network says: the softmax of its scores in Mode::test.
///
/// x: N x D. Returns N x C, rows sum to 1; finite also for scores of ±1e4. Any number of rows may
/// come at once. Throws std::invalid_argument: a network that is none, an x of another width or
/// without rows.
arma::mat network_probabilities(const Network& network, const arma::mat& x);

/// More examples for nothing: each picture is mirrored, left to right, with probability ½, and left
/// as it is otherwise; each for itself.
///
/// x: N x D with D = height · width · channels of `size`. Returns N x D: every row is a row of x as
/// it came, or with the columns of every channel in reverse order. rng moves on.
/// Throws std::invalid_argument: x without rows, a size that is 0 somewhere, D another number.
/// Source: notes Part 2 of the lectures, data augmentation; A. Krizhevsky et al., 2012, section
/// 4.1.
arma::mat flip_at_random(arma::mat x, const PictureSize& size, Rng& rng);

/// Stage 01 on this network: is what network_loss says the slope of what network_loss says?
///
/// Checks every block at `parameters`, on `batch`, with dropout and penalty as in `options` and the
/// loss in Mode::train. Every evaluation sees the same masks (a fresh Rng(check.seed)), and
/// entries at which a ReLU changes sides are left out and counted (the winners of check_gradient).
/// Fresh running statistics serve for all of it.
/// Returns a report for each parameter, in their order, named "W1", "gamma1", "beta1", "W2", ...,
/// and, with L hidden layers, "W" and "b" with the number L + 1.
/// Throws std::invalid_argument: as network_loss; as check_gradient for its options.
/// Source: notes Part 3, "Gradient checks".
std::vector<GradcheckReport> network_gradient_check(const std::vector<arma::mat>& parameters,
                                                    const Examples& batch,
                                                    const NetworkOptions& options,
                                                    const GradcheckOptions& check = {});

/// One update of all parameters, in place, each with a state of its own.
///
/// rule: nesterov (momentum 0.9) or adam (beta1 0.9, beta2 0.999, eps 1e-8, bias correction), both
/// as in stage 08. states: one for each parameter; empty before the first update. All parameters
/// are updated: W, gamma, beta and b.
/// Throws std::invalid_argument: no parameters, gradients that do not fit them, states that are
/// neither none nor one for each parameter, a learning rate negative or not finite.
/// Source: notes Part 3, summary: SGD with Nesterov momentum, or Adam.
void update_parameters(std::vector<arma::mat>& parameters, const std::vector<arma::mat>& gradients,
                       std::vector<UpdateState>& states, UpdateRule rule, double learning_rate);

/// Everything that is cheap, before what is expensive. In this order:
///
///     gradient         the gradient check is asked, once; passed if the worst relative error of
///                      all its blocks is at most options.worst_error (NaN is not).
///                      measured: that error; expected: options.worst_error
///     initial_loss     initial_loss_check of stage 09 against that of a softmax that knows
///                      nothing (expected_initial_loss of stage 07)
///     regularization   regularization_check with options.strengths
///     overfit          overfit_check with options.overfit
///
/// A step that has not passed is the last: what stands behind it would only be noise. So the
/// returned list ends with the first failure, or holds all four.
/// parameters: of the network as it was initialized. training: indices of the examples. loss: of
/// stage 09; with lambda 0 where no penalty is asked for. It is not called before the gradient
/// check has passed. update: for overfit_check, as fresh as the parameters.
/// Throws std::invalid_argument: empty functions, no parameters, no examples, a worst_error that is
/// not positive, a gradient check without a block; what the checks of stage 09 refuse.
/// Source: notes Part 3, "Before learning: sanity checks Tips/Tricks", and summary.
std::vector<SanityStep> sanity_checks(const std::vector<arma::mat>& parameters,
                                      const arma::uvec& training,
                                      const GradientCheck& gradient_check,
                                      const RegularizedLossFunction& loss,
                                      const ParameterUpdate& update, const SanityOptions& options);

/// Trains a network with `train` of stage 09: batches of data.train, each mirrored at random where
/// options.mirrored says so, network_loss, update_parameters; after each epoch the accuracies on
/// data.train (as it is, not mirrored) and on data.validation, with network_probabilities.
///
/// start: the network to begin with. data.test is not looked at. rng moves on.
/// Returns the network of the epoch with the highest validation accuracy: its parameters, and the
/// running statistics that it had at that moment, not those of the last epoch. With the history,
/// as train writes it.
/// Throws std::invalid_argument: a network that is none, parts of the data (train, validation) that
/// are empty or do not fit it, options that train, network_loss or flip_at_random refuse.
TrainedNetwork train_network(Network start, const CapstoneData& data,
                             const NetworkTraining& options, Rng& rng);

/// Looks for a learning rate and a lambda, from coarse to fine (coarse_to_fine of stage 10): each
/// trial initializes a new network of these sizes and trains it with `options`, save for the
/// learning rate, the lambda and the number of epochs, which the search says.
///
/// Points are {learning rate, lambda}, both on a logarithmic scale, within the limits of `search`.
/// A trial's validation accuracy is that of its network: the best of all its epochs. The
/// test accuracy is not measured: NaN.
/// Returns what coarse_to_fine does, and the trained network of each trial, in order.
/// Throws std::invalid_argument: as initialize_network, train_network and coarse_to_fine.
/// Source: notes Part 3, "Hyperparameter optimization".
NetworkSearch search_network(const CapstoneData& data, const arma::uvec& sizes,
                             const NetworkTraining& options, const NetworkSearchOptions& search,
                             Rng& rng);

/// What the best networks say together: the mean of the probabilities of the k networks with the
/// highest validation accuracy (of equal ones the first).
///
/// networks, validation_accuracy: equally many, at least k. They may have different hidden layers.
/// k: at least 1. x: N x D. Returns N x C.
/// Throws std::invalid_argument: no networks, k of 0 or above their number, accuracies of another
/// number or not from 0 to 1, and as network_probabilities.
/// Source: notes Part 3, "Model Ensembles".
arma::mat ensemble_of_best(const std::vector<Network>& networks,
                           const arma::vec& validation_accuracy, arma::uword k, const arma::mat& x);

/// One line that says it all, for the leaderboard:
///
///     capstone data=digits accuracy=0.9806 parameters=87090 seconds=1.8 seed=0
///
/// data: the name of the data set, without blanks. accuracy: on the test set, from 0 to 1, four
/// digits behind the point. parameters: how many numbers were learned, by all members together:
/// every entry of every parameter, no running statistics. seconds: one digit behind the point.
/// One blank between the fields, none at the ends, no line break.
/// members: the networks whose mean answered, one or more.
/// Throws std::invalid_argument: an empty name or one with blanks, no members, one without
/// parameters, an accuracy that is not from 0 to 1, seconds negative or not finite.
std::string leaderboard_line(const std::string& data, const std::vector<Network>& members,
                             double accuracy, double seconds, std::uint64_t seed);

}  // namespace descent
