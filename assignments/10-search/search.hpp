#pragma once

#include <armadillo>
#include <string>
#include <vector>

#include "checkpoint.hpp"
#include "harness/support/not_implemented.hpp"
#include "harness/support/rng.hpp"
#include "inputs.hpp"
#include "search_types.hpp"

/// Stage 10: hyperparameter search. Learning rates, strengths of regularization and dropout rates
/// have no gradient: one tries, compares on the validation set, and tries again where it was good.
///
/// A point is an arma::vec with one value for each range of the space, in their order; the values
/// themselves, never their logarithms.
///
/// Higher is better: an objective returns accuracies. The validation accuracy decides, and nothing
/// else. The test accuracy is handed through to the report, and nothing may depend on it.
///
/// Randomness. A random function takes its random numbers from the caller's rng and from nowhere
/// else, so that rng has moved on when it returns. How many numbers are drawn, and in which order,
/// is free.
///
/// Refusals. Every function throws std::invalid_argument, with a sentence that says what was
/// expected and what came, for what is listed with it. The functions of inputs.hpp and of
/// harness/support/require.hpp do that for you.
///
/// Source: CS231n notes, "Neural Networks Part 3: Learning and Evaluation", section "Hyperparameter
/// optimization". Papers are named where they belong.
namespace descent {

/// A random number whose logarithm is uniform between those of low and high: each power of ten is
/// hit equally often. For learning rates and strengths of regularization.
/// Returns a number in [low, high]. Throws std::invalid_argument unless 0 < low < high, both
/// finite. Source: notes, "Search for hyperparameters on log scale".
double log_uniform(double low, double high, Rng& rng);

/// One of the values, each equally likely, the first and the last included: sizes of layers,
/// numbers of layers, kinds of something. A value that is listed twice is twice as likely. Throws
/// std::invalid_argument if there are no values.
double uniform_choice(const arma::vec& choices, Rng& rng);

/// A random point of the space: for each range one number, uniform on the range's own scale
/// (linear: uniform in [low, high]; logarithmic: log_uniform), independent of the other numbers.
/// Throws std::invalid_argument for a bad space: no ranges, low not below high, an end that is not
/// finite, a logarithmic range that does not begin above 0.
arma::vec sample_point(const SearchSpace& space, Rng& rng);

/// `trials` random points of the space, each drawn for itself as by sample_point; the objective is
/// asked once for each, with `epochs`.
/// Throws std::invalid_argument for a bad space, no objective, no trials, no epochs.
/// Source: J. Bergstra, Y. Bengio, "Random Search for Hyper-Parameter Optimization", 2012.
SearchResult random_search(const SearchSpace& space, const SearchObjective& objective,
                           arma::uword trials, arma::uword epochs, Rng& rng);

/// All combinations of per_axis[d] values on axis d: from low to high, both included, equally
/// spaced on the range's own scale (logarithmic: equal factors); where per_axis[d] is 1, the middle
/// on that scale. The objective is asked once for each, with `epochs`. The order of the trials is
/// free. Throws std::invalid_argument for a bad space, no objective, no epochs, per_axis not of the
/// length of the space, or a 0 in it.
SearchResult grid_search(const SearchSpace& space, const SearchObjective& objective,
                         const arma::uvec& per_axis, arma::uword epochs);

/// For each value of the point: does it lie near an end of its range? low: in the lowest part of
/// the range, `margin` of its length on its own scale, or below; high likewise; else inside. If the
/// best point of a search is on a border, there may be better ones beyond. margin: in (0, ½).
/// Throws std::invalid_argument for a bad space or margin, a point of another length than the
/// space, a value that is not finite, or not above 0 on a logarithmic scale. Source: notes,
/// "Careful with best values on border".
std::vector<BorderSide> on_border(const SearchSpace& space, const arma::vec& point, double margin);

/// Random searches that close in. Stage s = 0, 1, ... makes options.trials random trials that train
/// options.epochs · growthˢ epochs each; stage 0 in `space`, each later one in a smaller space
/// around the best point of the stage before it: on each axis a window of shrinkˢ times the length
/// of the range in `space`, measured on the range's own scale, centred at that point, and cut where
/// it leaves the range in `space`. Names and scales of the ranges stay. Throws
/// std::invalid_argument for a bad space, no objective, no stages, trials, epochs or growth, or a
/// shrink outside (0, 1). Source: notes, "Stage your search from coarse to fine".
CoarseToFineResult coarse_to_fine(const SearchSpace& space, const SearchObjective& objective,
                                  const CoarseToFineOptions& options, Rng& rng);

/// Whether to give up a training run: one of its costs is NaN, infinite, or above factor times the
/// first one. costs: those of all epochs so far.
/// Throws std::invalid_argument if there are no costs, one is negative, or factor is not finite and
/// above 1.
/// Source: lecture 6, "explode: cost > 3 · the original cost → break out early".
bool abandon_early(const arma::vec& costs, double factor);

/// The examples 0, ..., n - 1 in two parts, at random: a validation part of n · validation_fraction
/// examples, rounded to the nearest whole number, but at least 1 and at most n - 1; and the others
/// to train. Every subset of that size is equally likely. The order of the indices is free. Throws
/// std::invalid_argument unless n >= 2 and 0 < validation_fraction < 1. Source: notes, "Prefer one
/// validation fold to cross-validation".
SearchFold holdout_split(arma::uword n, double validation_fraction, Rng& rng);

/// The examples 0, ..., n - 1 dealt at random into k validation parts, so that each is in exactly
/// one, and their sizes differ by at most 1. Fold j trains on all that is not in its validation
/// part. Throws std::invalid_argument unless 2 <= k <= n.
std::vector<SearchFold> k_fold_split(arma::uword n, arma::uword k, Rng& rng);

/// A worker's job: draws a point of the space (sample_point), trains it epoch by epoch with
/// train_epoch, and after every epoch writes a checkpoint into the folder.
///
/// The first epoch is 1 and is given no parameters; each later one those that the epoch before it
/// returned. After options.epochs epochs the trial is done; it ends before that, and is abandoned,
/// with an epoch for which abandon_early(costs so far, options.abandon_factor) is true. That epoch
/// gets no checkpoint.
///
/// A checkpoint is a file of the name checkpoint_name(...) with the bytes of
/// encode_checkpoint(...), both in checkpoint.hpp. It appears under that name whole or not at all,
/// whenever the process is killed, and whatever others do in the folder: it is written under a
/// temporary name in the same folder, closed, and renamed. A temporary name does not end in
/// ".ckpt", and no other trial ever uses it. When the function returns, no temporary file is left.
/// The same trial run again, with the same rng, writes the same files again.
///
/// Throws std::invalid_argument for a folder that is not there, a bad space, no epochs, an
/// abandon_factor that is not finite and above 1, no train_epoch, or if train_epoch returns a
/// validation accuracy outside [0, 1] with a cost that is not abandoned; std::runtime_error (or its
/// child std::filesystem::filesystem_error) if a checkpoint cannot be written.
TrialReport run_trial(const std::string& folder, arma::uword trial, const SearchSpace& space,
                      const TrialOptions& options, const TrainTrialEpoch& train_epoch, Rng& rng);

/// The master's job: all checkpoints of a folder (not of folders in it), the highest validation
/// accuracy first, exactly as it is in the files; of equal ones the lower trial first, then the
/// earlier epoch.
///
/// A checkpoint is a file that decode_checkpoint accepts, and that has the name that
/// checkpoint_name gives to its contents. Everything else is passed over without a complaint: torn
/// and temporary files, files of others, folders, and files that vanish while one looks. Nothing in
/// the folder is changed. Throws std::invalid_argument if there is no such folder.
std::vector<RankedCheckpoint> rank_checkpoints(const std::string& folder);

/// How much better than `best` a value can be expected to be, if it is normal with this mean and
/// standard deviation: E[max(0, value - best)]. With z = (mean - best)/deviation, Φ and φ the
/// standard normal distribution and density:
///
///     EI = (mean - best) · Φ(z) + deviation · φ(z)         max(0, mean - best) where deviation is
///     0
///
/// mean, deviation: of equal length. Returns one number for each, never negative.
/// Throws std::invalid_argument if they are empty or differ in length, if a number is not finite,
/// or a deviation negative. Source: D. Jones, M. Schonlau, W. Welch, "Efficient Global Optimization
/// of Expensive Black-Box Functions", 1998, equation 15 (there for minimization).
arma::vec expected_improvement(const arma::vec& mean, const arma::vec& deviation, double best);

/// What a Gaussian process with mean 0 believes at the queries, having seen values y at the rows of
/// X:
///
///     k(a, b) = signal² · exp(-|a - b|² / (2 · length_scale²))       A = K(X, X) + noise² · I
///     mean = k(q, X) · A⁻¹ · y          variance = signal² - k(q, X) · A⁻¹ · k(X, q)
///
/// and the deviation is its square root; a variance that rounding has made negative counts as 0.
/// X: n x D. y: n. queries: m x D. Returns m means and m deviations.
/// Throws std::invalid_argument if X or the queries are empty, shapes do not fit, a number is not
/// finite, or an option is not finite and above 0.
/// Source: C. Rasmussen, C. Williams, "Gaussian Processes for Machine Learning", 2006,
/// algorithm 2.1.
GaussianProcessPrediction gp_predict(const arma::mat& X, const arma::vec& y,
                                     const arma::mat& queries,
                                     const GaussianProcessOptions& options);

/// A search that learns from its trials. The first options.initial points are random, as by
/// sample_point. Each later one is the best of options.candidates random points, as by
/// sample_point, in the sense of expected_improvement over what gp_predict says of them, where
///
/// - the process sees positions, not values: 0 at the low end of a range and 1 at the high one, on
/// the
///   range's own scale;
/// - it sees the validation accuracies so far, minus their mean, divided by their standard
/// deviation
///   (dividing by N; by nothing if it is 0); one that is NaN counts as the lowest of the others (as
///   0 if there are none);
/// - `best` is the highest of these.
///
/// The objective is asked once for each of options.trials trials, with options.epochs.
/// Throws std::invalid_argument for a bad space, no objective, no trials, initial trials,
/// candidates or epochs, more initial trials than trials, or a bad options.process. Source: J.
/// Snoek, H. Larochelle, R. Adams, "Practical Bayesian Optimization of Machine Learning
/// Algorithms", 2012.
SearchResult bayesian_search(const SearchSpace& space, const SearchObjective& objective,
                             const BayesianOptions& options, Rng& rng);

}  // namespace descent
