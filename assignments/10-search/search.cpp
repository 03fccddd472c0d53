#include "search.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <numbers>
#include <tuple>

// Stage 10: hyperparameter search. Everything that is promised stands in search.hpp, the reasons in
// the chapter, docs/stages/10-search.md. Write loops or matrix operations, as you like.
//
// Every exercise begins in the same way: refuse bad input with the function of inputs.hpp that is
// named there. Random numbers come from rng and from nowhere else: rng.uniform() is a fresh one in
// [0, 1), rng.uniform(a, b) one in [a, b), rng.below(n) one of 0, ..., n - 1, rng.permutation(n)
// all of them in a random order.
//
// Functions may call those before them. Helpers of your own belong into an anonymous namespace,
// above the first function that needs them.

namespace descent {

double log_uniform(double low, double high, Rng& rng) {
  // TODO     a number whose logarithm is uniform between those of low and high
  // STEPS    1. require_log_range(low, high);
  //          2. draw an exponent between log10(low) and log10(high), any real number
  //          3. raise 10 to it
  // PITFALL  log10 goes with 10 to the power, the natural logarithm with exp: never one of each
  throw NotImplemented("log_uniform");
}

double uniform_choice(const arma::vec& choices, Rng& rng) {
  // TODO     one of the values, each equally likely
  // STEPS    1. require_not_empty(choices, "choices");
  //          2. a random index: every one of 0, ..., choices.n_elem - 1
  throw NotImplemented("uniform_choice");
}

arma::vec sample_point(const SearchSpace& space, Rng& rng) {
  // TODO     a random point of the space
  // STEPS    1. require_search_space(space);
  //          2. for each range a number of its own: log_uniform where range.scale is
  //             SearchScale::logarithmic, else uniform between low and high
  // PITFALL  look at the scale of each range, not of the first one
  throw NotImplemented("sample_point");
}

SearchResult random_search(const SearchSpace& space, const SearchObjective& objective,
                           arma::uword trials, arma::uword epochs, Rng& rng) {
  // TODO     `trials` random points, and which of them is best
  // STEPS    1. require_search(space, objective, epochs); require_some(trials, "trials");
  //          2. trials times: a new sample_point, objective(point, epochs), keep both in a
  //          SearchTrial
  //          3. best: the index of the highest validation accuracy, the first of equal ones
  // PITFALL  NaN is not larger than anything, and nothing is larger than NaN: if the first trial
  //          has failed, `validation > best` will never be true
  throw NotImplemented("random_search");
}

SearchResult grid_search(const SearchSpace& space, const SearchObjective& objective,
                         const arma::uvec& per_axis, arma::uword epochs) {
  // TODO     all combinations of per_axis[d] values on each axis d, and which of them is best
  // STEPS    1. require_search(space, objective, epochs); require_grid(space, per_axis);
  //          2. the values of an axis: n of them, equally spaced from low to high on the range's
  //             own scale, both ends included; if n is 1, the middle
  //          3. number the combinations from 0 to the product of all n; the remainder and the
  //             quotient by n, axis after axis, say which values a combination has
  //          4. best as in random_search
  // PITFALL  n values leave n - 1 gaps between them
  throw NotImplemented("grid_search");
}

std::vector<BorderSide> on_border(const SearchSpace& space, const arma::vec& point, double margin) {
  // TODO     for each value: near the low end of its range, near the high one, or inside
  // STEPS    1. require_border(space, point, margin);
  //          2. where does the value lie, if 0 is the low end of the range and 1 the high one, on
  //             the range's own scale?
  //          3. BorderSide::low at margin or below, high at 1 - margin or above, else inside
  // PITFALL  on a logarithmic scale from 1e-6 to 1, the middle is 1e-3, not 0.5
  throw NotImplemented("on_border");
}

CoarseToFineResult coarse_to_fine(const SearchSpace& space, const SearchObjective& objective,
                                  const CoarseToFineOptions& options, Rng& rng) {
  // TODO     random searches in smaller and smaller windows, with longer and longer training
  // STEPS    1. require_coarse_to_fine(space, objective, options);
  //          2. stage 0: random_search in the whole space, with options.epochs
  //          3. each later stage: epochs times growth, and a new space; on each axis, in positions
  //             from 0 to 1 on the range's own scale, a window of width shrink to the power of the
  //             stage around the best point of the stage before, from max(0, ...) to min(1, ...)
  //          4. best: the best trial of the last stage
  // PITFALL  around the best point in the *scale* of the range: half a decade to both sides, not
  //          half of the value
  throw NotImplemented("coarse_to_fine");
}

bool abandon_early(const arma::vec& costs, double factor) {
  // TODO     whether a training run has exploded
  // STEPS    1. require_costs(costs, factor);
  //          2. true if a cost is NaN or infinite (std::isfinite), or above factor times the first
  // PITFALL  every comparison with NaN is false
  throw NotImplemented("abandon_early");
}

SearchFold holdout_split(arma::uword n, double validation_fraction, Rng& rng) {
  // TODO     a random part of the examples to be judged on, the others to train
  // STEPS    1. require_holdout(n, validation_fraction);
  //          2. how many: n · validation_fraction, rounded (std::round), at least 1, at most n - 1
  //          3. rng.permutation(n), cut in two (head, tail)
  // PITFALL  files are often sorted by class: never split without shuffling
  throw NotImplemented("holdout_split");
}

std::vector<SearchFold> k_fold_split(arma::uword n, arma::uword k, Rng& rng) {
  // TODO     k random validation parts that share the examples among them
  // STEPS    1. require_folds(n, k);
  //          2. one permutation for all folds; fold j gets its entries from j·n/k up to (j + 1)·n/k
  //             (whole numbers, rounded down)
  //          3. the others are its training part
  // PITFALL  n / k examples each leave the remainder in no fold
  throw NotImplemented("k_fold_split");
}

TrialReport run_trial(const std::string& folder, arma::uword trial, const SearchSpace& space,
                      const TrialOptions& options, const TrainTrialEpoch& train_epoch, Rng& rng) {
  // TODO     one trial: a random point, trained, with a checkpoint after every epoch
  // STEPS    1. require_trial(folder, space, options, train_epoch);
  //          2. a sample_point; then for each epoch from 1 to options.epochs:
  //          3. train_epoch(point, epoch, parameters), with the parameters that it returned last
  //          4. append its cost and validation accuracy to the report; if abandon_early says so,
  //             set abandoned, and stop before this epoch gets a checkpoint
  //          5. require_validation_accuracy(...), then write the bytes of encode_checkpoint into
  //             a file in the folder with a temporary name (the checkpoint's own name and ".tmp"),
  //             close it, see that the stream is still good, and rename it
  //             (std::filesystem::rename) to checkpoint_name
  // PITFALL  a worker can be killed in the middle of any line. What does the folder look like then?
  throw NotImplemented("run_trial");
}

std::vector<RankedCheckpoint> rank_checkpoints(const std::string& folder) {
  // TODO     all checkpoints of the folder, the highest validation accuracy first
  // STEPS    1. require_folder(folder);
  //          2. for each name in the folder (std::filesystem::directory_iterator): read the whole
  //             file (std::ifstream in binary mode), decode_checkpoint; leave out what is no
  //             regular file or no checkpoint, and what checkpoint_name would call by another name
  //          3. sort: validation accuracy, highest first; of equal ones the lower trial, then the
  //             earlier epoch
  // PITFALL  between seeing a name and opening the file, another process may have taken it away.
  //          That is no error, just a file that cannot be read. And a folder can be opened like a
  //          file, but reading it throws: ask entry.is_regular_file(error), which never does
  throw NotImplemented("rank_checkpoints");
}

arma::vec expected_improvement(const arma::vec& mean, const arma::vec& deviation, double best) {
  // TODO     how much better than `best` a normal number with this mean and deviation is on average
  // FORMULA  EI = (mean - best) · Φ(z) + deviation · φ(z)      z = (mean - best) / deviation
  //          Φ(z) = ½ erfc(-z/√2)      φ(z) = exp(-z²/2) / √(2π)
  // STEPS    1. require_improvement(mean, deviation, best);
  //          2. for each entry the formula; where deviation is 0, max(0, mean - best)
  // PITFALL  far below `best` both terms nearly cancel: let rounding not make it negative
  throw NotImplemented("expected_improvement");
}

GaussianProcessPrediction gp_predict(const arma::mat& X, const arma::vec& y,
                                     const arma::mat& queries,
                                     const GaussianProcessOptions& options) {
  // TODO     mean and deviation of a Gaussian process at the queries
  // FORMULA  k(a, b) = signal² · exp(-|a - b|² / (2 · length_scale²))      A = K(X, X) + noise² · I
  //          mean = k(q, X) · A⁻¹ · y      variance = signal² - k(q, X) · A⁻¹ · k(X, q)
  // STEPS    1. require_observations(X, y, queries, options);
  //          2. K(X, X) is n x n, K(queries, X) is m x n: rows are points
  //          3. arma::solve(A, ...) for A⁻¹ times something; better, because A is symmetric and
  //             positive: L = arma::chol(A, "lower"), and solve with arma::trimatl(L)
  //          4. deviation: the root of the variance, of 0 where rounding has made it negative
  // PITFALL  noise² is added on the diagonal of K(X, X) only; without it two equal points make A
  //          singular
  throw NotImplemented("gp_predict");
}

SearchResult bayesian_search(const SearchSpace& space, const SearchObjective& objective,
                             const BayesianOptions& options, Rng& rng) {
  // TODO     a search that chooses each point by what the earlier trials say
  // STEPS    1. require_bayesian(space, objective, options);
  //          2. options.initial random trials, as in random_search
  //          3. until there are options.trials: X, the positions of all points so far (0 to 1 on
  //             each range's own scale), a row each; y, their validation accuracies, NaN as the
  //             lowest, minus the mean, divided by the standard deviation (arma::stddev(y, 1))
  //          4. options.candidates times sample_point, and their positions; gp_predict says mean
  //             and deviation for them, expected_improvement over y.max() which of them to try
  // PITFALL  the objective is expensive: it is asked for the chosen point only, never for the
  //          candidates
  throw NotImplemented("bayesian_search");
}

}  // namespace descent
