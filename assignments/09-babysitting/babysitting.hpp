#pragma once

#include <armadillo>
#include <vector>

#include "babysitting_types.hpp"
#include "harness/support/not_implemented.hpp"
#include "harness/support/rng.hpp"
#include "inputs.hpp"

/// Stage 09: babysitting. The loop that trains, the dials that it shows, the checks before it
/// begins, and what the dials mean.
///
/// A model is a list of parameters (std::vector<arma::mat>) and some functions that know the rest:
/// see babysitting_types.hpp. No function of this stage sees the data. It says which examples it
/// means by their indices, and the owner of the data does the rest. `training` lists the examples
/// that may be used, in any order; whatever it does not list belongs to somebody else, to the
/// validation set for one.
///
/// Losses are means over the examples. Accuracies are from 0 to 1. Epochs count from 1.
///
/// Refusals. Every function throws std::invalid_argument, with a sentence that says what was
/// expected and what came, for what is listed with it. The functions of inputs.hpp and of
/// harness/support/require.hpp do that for you.
///
/// Source: CS231n notes, "Neural Networks Part 3: Learning and Evaluation", sections "Sanity checks
/// Tips/Tricks" and "Babysitting the learning process"; lecture 6.
namespace descent {

/// Has the loss exploded? True if any of the losses is NaN or infinite, or more than three times
/// the first one; exactly three times is not yet an explosion. A run that has done so does not come
/// back: stop it.
///
/// losses: as the run went, at least one.
/// Throws std::invalid_argument: no losses. Source: lecture 6 ("cost > 3 * original cost").
bool exploded(const arma::vec& losses);

/// How many epochs the training has seen after so many iterations (updates, one batch each). An
/// epoch runs through all examples in batches of batch_size, and its last batch has what is left:
/// 10 examples in batches of 4 are 3 iterations, after which 0.4, 0.8 and 1 epochs have been seen,
/// and then 1.4. A batch_size larger than `examples` makes one batch of all.
///
/// iterations: 0 or more. examples, batch_size: at least 1.
/// Throws std::invalid_argument: examples or batch_size is 0. Source: notes, "the x-axis of the
/// plots are always in units of epochs".
double epochs_seen(arma::uword iterations, arma::uword examples, arma::uword batch_size);

/// A noisy curve, smoothed: each entry becomes the mean of itself and of those before it, `window`
/// in all. Near the beginning, where there are not so many, it is the mean of those that there are.
///
/// A NaN, an infinity or a huge number is in the means of its own windows, and leaves no trace in
/// any other.
/// values: any number of them, even none. window: at least 1; 1 changes nothing.
/// Returns as many entries as there are values.
/// Throws std::invalid_argument: window is 0.
arma::vec smooth(const arma::vec& values, arma::uword window);

/// How large an update is, compared with what it updates; for each parameter, one number:
///
///     ‖after - before‖ / ‖before‖        ‖·‖: Frobenius, the root of the sum of all squares
///
/// About 1e-3 is healthy for weights; much less: the learning rate is likely too low; much more:
/// too high. `after - before` is what the optimizer really did, with momentum and all, which is
/// seldom learning rate times gradient.
///
/// Where before is all zeros (biases at the beginning): 0 if after is, too, else infinity.
/// before, after: the parameters around one update; the same number of them, of the same shapes.
/// Throws std::invalid_argument: no parameters, an empty one, numbers or shapes that differ.
/// Source: notes, "Ratio of weights:updates".
arma::rowvec update_ratio(const std::vector<arma::mat>& before,
                          const std::vector<arma::mat>& after);

/// Does the model start at chance? Asks for its loss over all of `training`, once, without
/// regularization (lambda = 0), and holds it against what an undecided model must have: ln C for
/// softmax with C classes (2.302 for ten), C - 1 for the SVM with margin 1 (9 for ten).
///
/// passed: |measured - expected| <= tolerance · expected. measured: the loss; expected: as it came.
/// A loss that is NaN has not passed.
/// training: indices of the examples. expected, tolerance: positive.
/// Throws std::invalid_argument: an empty function, no examples, expected or tolerance not
/// positive or not finite. Source: notes, "Look for correct loss at chance performance".
SanityReport initial_loss_check(const StartingLoss& loss, const arma::uvec& training,
                                double expected, double tolerance);

/// Does more regularization cost more? Asks for the loss over all of `training` once for each of
/// the strengths, in their order, and looks at the rise from each to the next.
///
/// passed: every rise is above 0. measured: the smallest rise, or NaN if any of the losses is not
/// finite (which is not passed). expected: 0, which the smallest rise must exceed.
/// strengths: rising, 0 or more, at least two.
/// Throws std::invalid_argument: an empty function, no examples, strengths that are fewer than two,
/// negative, not finite or not rising. Source: notes, "increasing the regularization strength
/// should increase the loss".
SanityReport regularization_check(const StartingLoss& loss, const arma::uvec& training,
                                  const arma::vec& strengths);

/// Can the model learn a handful of examples by heart? Takes options.examples different ones out of
/// `training` (all, if there are fewer; which ones is free, but the same in every step), and makes
/// options.steps steps: loss and gradients of all of them together, without regularization
/// (lambda = 0), and an update with options.learning_rate. After the last update it asks for the
/// loss once more.
///
/// passed: measured < expected. measured: that last loss. expected: options.target. A loss that is
/// NaN has not passed.
/// parameters: where to begin. training: indices of the examples. Calls loss_and_gradients
/// options.steps + 1 times, and update options.steps times.
/// Throws std::invalid_argument: no parameters, empty functions, no examples, gradients that do not
/// fit the parameters, options with 0 examples, 0 steps, or a learning rate or target that is not
/// positive or not finite. Source: notes, "Overfit a tiny subset of data".
SanityReport overfit_check(std::vector<arma::mat> parameters, const arma::uvec& training,
                           const RegularizedLossFunction& loss_and_gradients,
                           const ParameterUpdate& update, const OverfitCheckOptions& options);

/// Trains by mini-batches, and keeps the record.
///
/// Each epoch goes through `training` in a new random order, all orders equally likely, drawn from
/// rng. It cuts that order into batches of batch_size; the last one has what is left. Each example
/// is so seen exactly once an epoch. For each batch: one call of loss_and_gradients with the
/// parameters as they are, one of update. After each epoch: the accuracies, each called once with
/// the parameters as they are then.
///
/// The loss of an epoch is the mean over its examples, so that each batch counts with its size. The
/// learning rate of epoch e is learning_rate · learning_rate_decay^(e-1). The update ratios of an
/// epoch are those of its last update (see update_ratio), so that the parameters need copying only
/// once an epoch.
///
/// best: a copy of the parameters after the epoch with the highest validation accuracy, the
/// earliest of them where several are equal. The validation accuracy decides about nothing else,
/// save for when to stop if there is patience: after `patience` epochs in a row, none of them with
/// a higher validation accuracy than the best before. The history then has as many entries as
/// there were epochs.
///
/// A loss of NaN does not stop the training; it is recorded as it is.
/// parameters: where to begin (std::move them if you need them no more). training: indices of the
/// examples, at least one. rng is moved on.
/// Throws std::invalid_argument: no parameters or an empty one, no examples, empty functions,
/// gradients that do not fit the parameters, options with 0 epochs or a batch_size of 0, or a
/// learning rate or decay that is not positive or not finite.
/// Source: notes, "Babysitting the learning process".
TrainResult train(std::vector<arma::mat> parameters, const arma::uvec& training,
                  const BatchLossFunction& loss_and_gradients, const ParameterUpdate& update,
                  const AccuracyFunction& training_accuracy,
                  const AccuracyFunction& validation_accuracy, const TrainOptions& options,
                  Rng& rng);

/// What a loss curve says about the learning rate.
///
/// The curve is evenly spaced in time, its first entry is the loss at the beginning, and it is not
/// too noisy (smooth it first). With n entries, f = n / 5 of them (rounded down) are a fifth:
///
///     start    the first entry
///     middle   the mean of the f entries from entry (n - f) / 2 (rounded down) on
///     end      the mean of the last f entries
///     fall     (start - end) / start
///     share    (start - middle) / (start - end): the part of the fall that the middle has reached
///
/// The first of these that is true is the diagnosis, with the numbers of diagnosis_limits:
///
///     too_high             the curve has exploded (see there), or fall < -kFlat: it grows
///     too_low              fall <= kFlat: it hardly moves
///     bad_initialization   share < kLateShare: flat, and falling late
///     too_low              share < kStraightShare: nearly a straight line (which has about 0.56)
///     good                 end <= kLow · start: bent, and far down
///     high                 share >= kPlateauShare: bent, and on a plateau far above 0
///     too_low              else: slowly bending, still falling when it ends
///
/// losses: at least kShortestCurve entries, the first one above 0 (or not finite, which is an
/// explosion).
/// Throws std::invalid_argument: fewer entries; a first one of 0 or less.
/// Source: notes, figure "effects of different learning rates"; lecture 6, "Loss vs time" gallery
/// ("bad initialization a prime suspect").
LearningRateDiagnosis diagnose_learning_rate(const arma::vec& losses);

/// What the accuracies say about model and data. Compares the ends of two curves, each the mean of
/// its last fifth (n / 5 entries, rounded down, but at least one):
///
///     overfitting     training - validation > kGap
///     more_capacity   else, training < kHigh
///     good            else
///
/// training_accuracy, validation_accuracy: after each epoch, equally many, at least one, each from
/// 0 to 1.
/// Throws std::invalid_argument: none, lengths that differ, an entry that is not from 0 to 1 (NaN
/// is not). Source: notes, "Train/Val accuracy".
FitDiagnosis diagnose_fit(const arma::vec& training_accuracy, const arma::vec& validation_accuracy);

/// Histograms of what flows through a network, a layer at a time. Each matrix has a histogram of
/// its own, over all of its entries:
///
///     edges       bins + 1 edges at equal distances, from the smallest finite entry to the largest
///     counts      bin k holds the entries from edge k on up to, but without, edge k + 1; the last
///                 bin holds its upper edge as well
///
/// Where all finite entries are one number v, the edges go from v - ½ to v + ½; where there are
/// none, from 0 to 1, and mean and deviation are NaN. Entries that are NaN or infinite are in no
/// bin, and not in mean and deviation; not_finite counts them. zeros is the part of all entries
/// that is exactly 0 (dead or sleeping ReLUs).
///
/// activations: of each layer, N x H. gradients: of the same layers, in the same order; their
/// shapes are free (a gradient on activations, or on weights). bins: at least 1.
/// Throws std::invalid_argument: no layers, not equally many of both, an empty matrix, 0 bins.
/// Source: notes, "Activation / Gradient distributions per layer".
LayerHistograms layer_histograms(const std::vector<arma::mat>& activations,
                                 const std::vector<arma::mat>& gradients, arma::uword bins);

/// The weights of a first layer as pictures, one for each neuron: what it would like to see.
///
/// A picture lies in a row of the data, and so in a column of W, by rows and one channel after the
/// other: the number of row r, column c, channel k is entry (k · height + r) · width + c. Each
/// picture is scaled by itself, all its channels together, so that its smallest weight becomes 0
/// and its largest 1; one that has the same weight everywhere becomes ½.
///
/// W: D x H with D = height · width · channels. Returns H cubes of height x width x channels.
/// Throws std::invalid_argument: W is empty or not finite, a side or channels of 0, D another
/// number. Source: notes, "First-layer Visualizations".
std::vector<arma::cube> weights_to_images(const arma::mat& W, arma::uword height, arma::uword width,
                                          arma::uword channels);

}  // namespace descent
