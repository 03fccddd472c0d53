#pragma once

#include <armadillo>
#include <cmath>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

#include "harness/support/require.hpp"
#include "search_types.hpp"

/// Given to you: the checks of the input. Each throws std::invalid_argument with a sentence that
/// says what was expected and what came, and does nothing if all is well. Call the right one first
/// in every exercise. (harness/support/require.hpp has the ones for a single number or matrix.)
namespace descent {

/// 0 < low < high, both finite.
inline void require_log_range(double low, double high) {
  if (std::isfinite(low) && std::isfinite(high) && low > 0 && low < high) return;
  throw std::invalid_argument(
      "expected a logarithmic range from low above 0 to a higher end, got " + std::to_string(low) +
      " to " + std::to_string(high));
}

/// At least one range, and all of them in order.
inline void require_search_space(const SearchSpace& space) {
  if (space.empty())
    throw std::invalid_argument("expected a space of at least one range, got none");
  for (const SearchRange& range : space) {
    if (range.scale == SearchScale::logarithmic) require_log_range(range.low, range.high);
    if (std::isfinite(range.low) && std::isfinite(range.high) && range.low < range.high) continue;
    throw std::invalid_argument("expected a range of " + range.name +
                                " from low to a higher end, got " + std::to_string(range.low) +
                                " to " + std::to_string(range.high));
  }
}

/// A space, an objective that can be called, and at least one epoch.
inline void require_search(const SearchSpace& space, const SearchObjective& objective,
                           arma::uword epochs) {
  require_search_space(space);
  if (!objective) throw std::invalid_argument("expected an objective, got an empty function");
  require_some(epochs, "epochs");
}

/// One number of values for each range of the space, none of them 0.
inline void require_grid(const SearchSpace& space, const arma::uvec& per_axis) {
  if (per_axis.n_elem != space.size()) {
    throw std::invalid_argument("expected per_axis for " + std::to_string(space.size()) +
                                " ranges, got " + std::to_string(per_axis.n_elem));
  }
  for (const arma::uword count : per_axis) require_some(count, "values on each axis");
}

/// A point with a finite value for each range, above 0 on a logarithmic scale; margin in (0, ½).
inline void require_border(const SearchSpace& space, const arma::vec& point, double margin) {
  require_search_space(space);
  require_shape(point, "the point (a value for each range)", space.size(), 1);
  require_finite(point, "the point");
  for (arma::uword d = 0; d < point.n_elem; ++d) {
    if (space[d].scale == SearchScale::logarithmic) require_positive(point(d), space[d].name);
  }
  if (margin > 0 && margin < 0.5) return;
  throw std::invalid_argument("expected a margin between 0 and 0.5, got " + std::to_string(margin));
}

/// All that coarse_to_fine is given.
inline void require_coarse_to_fine(const SearchSpace& space, const SearchObjective& objective,
                                   const CoarseToFineOptions& options) {
  require_search(space, objective, options.epochs);
  require_some(options.stages, "stages");
  require_some(options.trials, "trials");
  require_some(options.growth, "growth");
  if (options.shrink > 0 && options.shrink < 1) return;
  throw std::invalid_argument("expected shrink between 0 and 1, got " +
                              std::to_string(options.shrink));
}

/// Finite and above 1.
inline void require_abandon_factor(double factor) {
  if (std::isfinite(factor) && factor > 1) return;
  throw std::invalid_argument("expected a factor above 1, got " + std::to_string(factor));
}

/// At least one cost, none of them negative (NaN and infinity are what the function is for).
inline void require_costs(const arma::vec& costs, double factor) {
  require_not_empty(costs, "costs");
  for (const double cost : costs) {
    if (cost < 0) {
      throw std::invalid_argument("expected costs of 0 or more, got " + std::to_string(cost));
    }
  }
  require_abandon_factor(factor);
}

/// At least two examples, and a part of them.
inline void require_holdout(arma::uword n, double validation_fraction) {
  if (n < 2) {
    throw std::invalid_argument("expected at least two examples to split, got " +
                                std::to_string(n));
  }
  if (validation_fraction > 0 && validation_fraction < 1) return;
  throw std::invalid_argument("expected a validation_fraction between 0 and 1, got " +
                              std::to_string(validation_fraction));
}

/// 2 <= k <= n.
inline void require_folds(arma::uword n, arma::uword k) {
  if (k >= 2 && k <= n) return;
  throw std::invalid_argument("expected from 2 to n folds of n = " + std::to_string(n) +
                              " examples, got " + std::to_string(k));
}

/// A folder that is there.
inline void require_folder(const std::string& folder) {
  std::error_code none;
  if (std::filesystem::is_directory(folder, none)) return;
  throw std::invalid_argument("expected a folder, and there is none called \"" + folder + "\"");
}

/// All that run_trial is given.
inline void require_trial(const std::string& folder, const SearchSpace& space,
                          const TrialOptions& options, const TrainTrialEpoch& train_epoch) {
  require_folder(folder);
  require_search_space(space);
  require_some(options.epochs, "epochs");
  require_abandon_factor(options.abandon_factor);
  if (!train_epoch) throw std::invalid_argument("expected train_epoch, got an empty function");
}

/// An accuracy that a checkpoint's name can carry. Call it before you write one.
inline void require_validation_accuracy(double validation) {
  if (validation >= 0 && validation <= 1) return;
  throw std::invalid_argument("expected a validation accuracy in [0, 1] from train_epoch, got " +
                              std::to_string(validation));
}

/// Means and deviations of equal number, finite, no deviation negative; best finite.
inline void require_improvement(const arma::vec& mean, const arma::vec& deviation, double best) {
  require_not_empty(mean, "means");
  require_same_shape(deviation, "deviations", mean, "the means");
  require_finite(mean, "the means");
  require_finite(deviation, "the deviations");
  if (deviation.min() < 0) {
    throw std::invalid_argument("expected deviations of 0 or more, got " +
                                std::to_string(deviation.min()));
  }
  if (!std::isfinite(best)) throw std::invalid_argument("expected a finite best, got NaN or inf");
}

/// Every option finite and above 0.
inline void require_gaussian_process(const GaussianProcessOptions& options) {
  require_positive(options.length_scale, "length_scale");
  require_positive(options.signal, "signal");
  require_positive(options.noise, "noise");
}

/// Observations and queries that fit together.
inline void require_observations(const arma::mat& X, const arma::vec& y, const arma::mat& queries,
                                 const GaussianProcessOptions& options) {
  require_not_empty(X, "X");
  require_not_empty(queries, "queries");
  require_shape(y, "y", X.n_rows, 1);
  require_shape(queries, "queries", queries.n_rows, X.n_cols);
  require_finite(X, "X");
  require_finite(y, "y");
  require_finite(queries, "the queries");
  require_gaussian_process(options);
}

/// All that bayesian_search is given.
inline void require_bayesian(const SearchSpace& space, const SearchObjective& objective,
                             const BayesianOptions& options) {
  require_search(space, objective, options.epochs);
  require_some(options.trials, "trials");
  require_some(options.initial, "initial trials");
  require_some(options.candidates, "candidates");
  if (options.initial > options.trials) {
    throw std::invalid_argument("expected at most " + std::to_string(options.trials) +
                                " initial trials, as many as there are trials, got " +
                                std::to_string(options.initial));
  }
  require_gaussian_process(options.process);
}

}  // namespace descent
