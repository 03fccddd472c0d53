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
  // solution begin log_uniform
  require_log_range(low, high);
  const double exponent = rng.uniform(std::log10(low), std::log10(high));
  return std::clamp(std::pow(10.0, exponent), low, high);
  // solution end
}

double uniform_choice(const arma::vec& choices, Rng& rng) {
  // TODO     one of the values, each equally likely
  // STEPS    1. require_not_empty(choices, "choices");
  //          2. a random index: every one of 0, ..., choices.n_elem - 1
  // solution begin uniform_choice
  require_not_empty(choices, "choices");
  return choices(rng.below(choices.n_elem));
  // solution end
}

arma::vec sample_point(const SearchSpace& space, Rng& rng) {
  // TODO     a random point of the space
  // STEPS    1. require_search_space(space);
  //          2. for each range a number of its own: log_uniform where range.scale is
  //             SearchScale::logarithmic, else uniform between low and high
  // PITFALL  look at the scale of each range, not of the first one
  // solution begin sample_point
  require_search_space(space);
  arma::vec point(space.size());
  for (arma::uword d = 0; d < point.n_elem; ++d) {
    const SearchRange& range = space[d];
    point(d) = range.scale == SearchScale::logarithmic ? log_uniform(range.low, range.high, rng)
                                                       : rng.uniform(range.low, range.high);
  }
  return point;
  // solution end
}

// solution begin
namespace {

// Asks the objective, and keeps what came: the best is the highest validation accuracy.
void make_trial(SearchResult& result, const SearchObjective& objective, const arma::vec& point,
                arma::uword epochs) {
  const SearchScore score = objective(point, epochs);
  result.trials.push_back({point, epochs, score.validation, score.test});
  const double best = result.trials[result.best].validation;
  if (score.validation > best || (std::isnan(best) && !std::isnan(score.validation))) {
    result.best = result.trials.size() - 1;
  }
}

}  // namespace
// solution end

SearchResult random_search(const SearchSpace& space, const SearchObjective& objective,
                           arma::uword trials, arma::uword epochs, Rng& rng) {
  // TODO     `trials` random points, and which of them is best
  // STEPS    1. require_search(space, objective, epochs); require_some(trials, "trials");
  //          2. trials times: a new sample_point, objective(point, epochs), keep both in a
  //          SearchTrial
  //          3. best: the index of the highest validation accuracy, the first of equal ones
  // PITFALL  NaN is not larger than anything, and nothing is larger than NaN: if the first trial
  // has
  //          failed, `validation > best` will never be true
  // solution begin random_search
  require_search(space, objective, epochs);
  require_some(trials, "trials");
  SearchResult result;
  for (arma::uword t = 0; t < trials; ++t) {
    make_trial(result, objective, sample_point(space, rng), epochs);
  }
  return result;
  // solution end
}

// solution begin
namespace {

// Positions: 0 at the low end of a range and 1 at the high one, on the range's own scale.

double position_of(const SearchRange& range, double value) {
  if (range.scale == SearchScale::linear) return (value - range.low) / (range.high - range.low);
  return std::log(value / range.low) / std::log(range.high / range.low);
}

double value_at(const SearchRange& range, double position) {
  if (range.scale == SearchScale::linear) return range.low + position * (range.high - range.low);
  return range.low * std::pow(range.high / range.low, position);
}

}  // namespace
// solution end

SearchResult grid_search(const SearchSpace& space, const SearchObjective& objective,
                         const arma::uvec& per_axis, arma::uword epochs) {
  // TODO     all combinations of per_axis[d] values on each axis d, and which of them is best
  // STEPS    1. require_search(space, objective, epochs); require_grid(space, per_axis);
  //          2. the values of an axis: n of them, equally spaced from low to high on the range's
  //          own
  //             scale, both ends included; if n is 1, the middle
  //          3. number the combinations from 0 to the product of all n; the remainder and the
  //             quotient by n, axis after axis, say which values a combination has
  //          4. best as in random_search
  // PITFALL  n values leave n - 1 gaps between them
  // solution begin grid_search
  require_search(space, objective, epochs);
  require_grid(space, per_axis);
  SearchResult result;
  for (arma::uword k = 0; k < arma::prod(per_axis); ++k) {
    arma::vec point(space.size());
    arma::uword rest = k;
    for (arma::uword d = point.n_elem; d-- > 0;) {
      const auto index = static_cast<double>(rest % per_axis(d));
      const auto gaps = static_cast<double>(per_axis(d) - 1);
      point(d) = value_at(space[d], per_axis(d) == 1 ? 0.5 : index / gaps);
      rest /= per_axis(d);
    }
    make_trial(result, objective, point, epochs);
  }
  return result;
  // solution end
}

std::vector<BorderSide> on_border(const SearchSpace& space, const arma::vec& point, double margin) {
  // TODO     for each value: near the low end of its range, near the high one, or inside
  // STEPS    1. require_border(space, point, margin);
  //          2. where does the value lie, if 0 is the low end of the range and 1 the high one, on
  //          the
  //             range's own scale?
  //          3. BorderSide::low at margin or below, high at 1 - margin or above, else inside
  // PITFALL  on a logarithmic scale from 1e-6 to 1, the middle is 1e-3, not 0.5
  // solution begin on_border
  require_border(space, point, margin);
  std::vector<BorderSide> sides;
  for (arma::uword d = 0; d < point.n_elem; ++d) {
    const double position = position_of(space[d], point(d));
    sides.push_back(position <= margin       ? BorderSide::low
                    : position >= 1 - margin ? BorderSide::high
                                             : BorderSide::inside);
  }
  return sides;
  // solution end
}

CoarseToFineResult coarse_to_fine(const SearchSpace& space, const SearchObjective& objective,
                                  const CoarseToFineOptions& options, Rng& rng) {
  // TODO     random searches in smaller and smaller windows, with longer and longer training
  // STEPS    1. require_coarse_to_fine(space, objective, options);
  //          2. stage 0: random_search in the whole space, with options.epochs
  //          3. each later stage: epochs times growth, and a new space; on each axis, in positions
  //          from
  //             0 to 1 on the range's own scale, a window of width shrink to the power of the stage
  //             around the best point of the stage before, from max(0, ...) to min(1, ...)
  //          4. best: the best trial of the last stage
  // PITFALL  around the best point in the *scale* of the range: half a decade to both sides, not
  //          half of the value
  // solution begin coarse_to_fine
  require_coarse_to_fine(space, objective, options);
  CoarseToFineResult result;
  SearchSpace window = space;
  arma::uword epochs = options.epochs;
  for (arma::uword s = 0; s < options.stages; ++s) {
    if (s > 0) {
      const double half = 0.5 * std::pow(options.shrink, static_cast<double>(s));
      for (std::size_t d = 0; d < space.size(); ++d) {
        const double centre = position_of(space[d], result.best.point(d));
        const double low = centre - half, high = centre + half;
        window[d].low = low > 0 ? value_at(space[d], low) : space[d].low;
        window[d].high = high < 1 ? value_at(space[d], high) : space[d].high;
      }
      epochs *= options.growth;
    }
    const SearchResult search = random_search(window, objective, options.trials, epochs, rng);
    result.best = search.trials[search.best];
    result.stages.push_back({window, epochs, search});
  }
  return result;
  // solution end
}

bool abandon_early(const arma::vec& costs, double factor) {
  // TODO     whether a training run has exploded
  // STEPS    1. require_costs(costs, factor);
  //          2. true if a cost is NaN or infinite (std::isfinite), or above factor times the first
  // PITFALL  every comparison with NaN is false
  // solution begin abandon_early
  require_costs(costs, factor);
  return std::any_of(costs.begin(), costs.end(),
                     [&](double cost) { return !std::isfinite(cost) || cost > factor * costs(0); });
  // solution end
}

SearchFold holdout_split(arma::uword n, double validation_fraction, Rng& rng) {
  // TODO     a random part of the examples to be judged on, the others to train
  // STEPS    1. require_holdout(n, validation_fraction);
  //          2. how many: n · validation_fraction, rounded (std::round), at least 1, at most n - 1
  //          3. rng.permutation(n), cut in two (head, tail)
  // PITFALL  files are often sorted by class: never split without shuffling
  // solution begin holdout_split
  require_holdout(n, validation_fraction);
  const double wanted = std::round(static_cast<double>(n) * validation_fraction);
  const auto count = std::clamp<arma::uword>(static_cast<arma::uword>(wanted), 1, n - 1);
  const arma::uvec order = rng.permutation(n);
  return {order.tail(n - count), order.head(count)};
  // solution end
}

std::vector<SearchFold> k_fold_split(arma::uword n, arma::uword k, Rng& rng) {
  // TODO     k random validation parts that share the examples among them
  // STEPS    1. require_folds(n, k);
  //          2. one permutation for all folds; fold j gets its entries from j·n/k up to (j + 1)·n/k
  //             (whole numbers, rounded down)
  //          3. the others are its training part
  // PITFALL  n / k examples each leave the remainder in no fold
  // solution begin k_fold_split
  require_folds(n, k);
  const arma::uvec order = rng.permutation(n);
  std::vector<SearchFold> folds;
  for (arma::uword j = 0; j < k; ++j) {
    const arma::uword begin = j * n / k, end = (j + 1) * n / k;
    folds.push_back(
        {arma::join_cols(order.head(begin), order.tail(n - end)), order.subvec(begin, end - 1)});
  }
  return folds;
  // solution end
}

// solution begin
namespace {

// Whoever looks at `file` sees all of the bytes or no file: they are written beside it, and
// renamed.
void write_whole(const std::filesystem::path& file, const std::string& bytes) {
  std::filesystem::path unfinished = file;
  unfinished += ".tmp";
  std::ofstream out(unfinished, std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (!out) {
    std::error_code none;
    std::filesystem::remove(unfinished, none);
    throw std::runtime_error("cannot write " + unfinished.string());
  }
  std::filesystem::rename(unfinished, file);
}

}  // namespace
// solution end

TrialReport run_trial(const std::string& folder, arma::uword trial, const SearchSpace& space,
                      const TrialOptions& options, const TrainTrialEpoch& train_epoch, Rng& rng) {
  // TODO     one trial: a random point, trained, with a checkpoint after every epoch
  // STEPS    1. require_trial(folder, space, options, train_epoch);
  //          2. a sample_point; then for each epoch from 1 to options.epochs:
  //          3. train_epoch(point, epoch, parameters), with the parameters that it returned last
  //          4. append its cost and validation accuracy to the report; if abandon_early says so,
  //             set abandoned, and stop before this epoch gets a checkpoint
  //          5. require_validation_accuracy(...), then write the bytes of encode_checkpoint into a
  //          file
  //             in the folder with a temporary name (the checkpoint's own name and ".tmp"), close
  //             it, see that the stream is still good, and rename it (std::filesystem::rename) to
  //             checkpoint_name
  // PITFALL  a worker can be killed in the middle of any line. What does the folder look like then?
  // solution begin run_trial
  require_trial(folder, space, options, train_epoch);
  TrialReport report;
  report.point = sample_point(space, rng);
  std::vector<arma::mat> parameters;
  for (arma::uword epoch = 1; epoch <= options.epochs; ++epoch) {
    const TrialEpoch outcome = train_epoch(report.point, epoch, parameters);
    report.costs = arma::join_cols(report.costs, arma::vec{outcome.cost});
    report.validations = arma::join_cols(report.validations, arma::vec{outcome.validation});
    report.abandoned = abandon_early(report.costs, options.abandon_factor);
    if (report.abandoned) break;
    require_validation_accuracy(outcome.validation);
    parameters = outcome.parameters;
    const SearchCheckpoint checkpoint{
        trial, epoch, report.point, outcome.cost, outcome.validation, outcome.test, parameters};
    report.files.push_back(checkpoint_name(checkpoint));
    write_whole(std::filesystem::path(folder) / report.files.back(), encode_checkpoint(checkpoint));
  }
  return report;
  // solution end
}

std::vector<RankedCheckpoint> rank_checkpoints(const std::string& folder) {
  // TODO     all checkpoints of the folder, the highest validation accuracy first
  // STEPS    1. require_folder(folder);
  //          2. for each name in the folder (std::filesystem::directory_iterator): read the whole
  //          file
  //             (std::ifstream in binary mode), decode_checkpoint; leave out what is none, and what
  //             checkpoint_name would call by another name
  //          3. sort: validation accuracy, highest first; of equal ones the lower trial, then the
  //             earlier epoch
  // PITFALL  between seeing a name and opening the file, another process may have taken it away.
  // That
  //          is no error, just a file that cannot be read
  // solution begin rank_checkpoints
  require_folder(folder);
  std::vector<RankedCheckpoint> ranked;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    const auto checkpoint = decode_checkpoint(bytes);
    const std::string name = entry.path().filename().string();
    if (!checkpoint || name != checkpoint_name(*checkpoint)) continue;
    ranked.push_back({name, checkpoint->trial, checkpoint->epoch, checkpoint->point,
                      checkpoint->cost, checkpoint->validation, checkpoint->test});
  }
  std::sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) {
    return std::tuple(-a.validation, a.trial, a.epoch) <
           std::tuple(-b.validation, b.trial, b.epoch);
  });
  return ranked;
  // solution end
}

arma::vec expected_improvement(const arma::vec& mean, const arma::vec& deviation, double best) {
  // TODO     how much better than `best` a normal number with this mean and deviation is on average
  // FORMULA  EI = (mean - best) · Φ(z) + deviation · φ(z)      z = (mean - best) / deviation
  //          Φ(z) = ½ erfc(-z/√2)      φ(z) = exp(-z²/2) / √(2π)
  // STEPS    1. require_improvement(mean, deviation, best);
  //          2. for each entry the formula; where deviation is 0, max(0, mean - best)
  // PITFALL  far below `best` both terms nearly cancel: let rounding not make it negative
  // solution begin expected_improvement
  require_improvement(mean, deviation, best);
  arma::vec improvement(mean.n_elem);
  for (arma::uword i = 0; i < mean.n_elem; ++i) {
    const double gain = mean(i) - best, s = deviation(i), z = gain / s;
    const double density = std::exp(-z * z / 2) / std::sqrt(2 * std::numbers::pi);
    const double expected =
        s == 0 ? gain : gain * std::erfc(-z / std::numbers::sqrt2) / 2 + s * density;
    improvement(i) = std::max(0.0, expected);
  }
  return improvement;
  // solution end
}

// solution begin
namespace {

// signal² · exp(-|a - b|² / (2 · length_scale²)) for every row a of A and every row b of B.
arma::mat kernel(const arma::mat& A, const arma::mat& B, const GaussianProcessOptions& options) {
  const double twice_squared = 2 * options.length_scale * options.length_scale;
  arma::mat K(A.n_rows, B.n_rows);
  for (arma::uword j = 0; j < B.n_rows; ++j) {
    const arma::mat differences = A.each_row() - B.row(j);
    const arma::vec distances = arma::sum(arma::square(differences), 1);
    K.col(j) = options.signal * options.signal * arma::exp(-distances / twice_squared);
  }
  return K;
}

}  // namespace
// solution end

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
  // solution begin gp_predict
  require_observations(X, y, queries, options);
  arma::mat A = kernel(X, X, options);
  A.diag() += options.noise * options.noise;
  const arma::mat L = arma::chol(A, "lower");
  const arma::mat seen = kernel(X, queries, options);
  const arma::mat half = arma::solve(arma::trimatl(L), seen);
  const arma::vec y_half = arma::solve(arma::trimatl(L), y);
  const arma::vec explained = arma::sum(arma::square(half), 0).t();
  const arma::vec variance = options.signal * options.signal - explained;
  return {half.t() * y_half, arma::sqrt(arma::clamp(variance, 0, arma::datum::inf))};
  // solution end
}

// solution begin
namespace {

arma::rowvec position_of(const SearchSpace& space, const arma::vec& point) {
  arma::rowvec position(point.n_elem);
  for (arma::uword d = 0; d < point.n_elem; ++d) position(d) = position_of(space[d], point(d));
  return position;
}

// Validation accuracies as the process sees them: NaN as the lowest, mean 0, standard deviation 1.
arma::vec standardized(const std::vector<SearchTrial>& trials) {
  arma::vec y(trials.size());
  for (arma::uword i = 0; i < y.n_elem; ++i) y(i) = trials[i].validation;
  const arma::vec known = y.elem(arma::find_finite(y));
  y.elem(arma::find_nan(y)).fill(known.is_empty() ? 0 : known.min());
  const double deviation = arma::stddev(y, 1);
  y -= arma::mean(y);
  return deviation > 0 ? arma::vec(y / deviation) : y;
}

}  // namespace
// solution end

SearchResult bayesian_search(const SearchSpace& space, const SearchObjective& objective,
                             const BayesianOptions& options, Rng& rng) {
  // TODO     a search that chooses each point by what the earlier trials say
  // STEPS    1. require_bayesian(space, objective, options);
  //          2. options.initial random trials, as in random_search
  //          3. until there are options.trials: X, the positions of all points so far (0 to 1 on
  //          each
  //             range's own scale), a row each; y, their validation accuracies, NaN as the lowest,
  //             minus the mean, divided by the standard deviation (arma::stddev(y, 1))
  //          4. options.candidates times sample_point, and their positions; gp_predict says mean
  //          and
  //             deviation for them, expected_improvement over y.max() which of them to try
  // PITFALL  the objective is expensive: it is asked for the chosen point only, never for
  // candidates solution begin bayesian_search
  require_bayesian(space, objective, options);
  SearchResult result = random_search(space, objective, options.initial, options.epochs, rng);
  while (result.trials.size() < options.trials) {
    arma::mat X(result.trials.size(), space.size());
    for (arma::uword i = 0; i < X.n_rows; ++i) {
      X.row(i) = position_of(space, result.trials[i].point);
    }
    arma::mat points(space.size(), options.candidates), queries(options.candidates, space.size());
    for (arma::uword c = 0; c < options.candidates; ++c) {
      points.col(c) = sample_point(space, rng);
      queries.row(c) = position_of(space, points.col(c));
    }
    const arma::vec y = standardized(result.trials);
    const GaussianProcessPrediction belief = gp_predict(X, y, queries, options.process);
    const arma::vec gain = expected_improvement(belief.mean, belief.deviation, y.max());
    make_trial(result, objective, points.col(gain.index_max()), options.epochs);
  }
  return result;
  // solution end
}

}  // namespace descent
