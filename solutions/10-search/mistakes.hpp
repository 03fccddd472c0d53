#pragma once

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>

#include "harness/wire/variants.hpp"
#include "search.hpp"

// Known mistakes of stage 10: what students really write. Each is an ordinary function with the
// signature of its exercise, in one of the files mistakes_*.cpp. Every one must fail the hidden
// suite, and be named when it does. Here is what several of these files need.

namespace descent::mistakes {

inline double count(arma::uword n) { return static_cast<double>(n); }

// Positions from 0 to 1 on the range's own scale, and back.
inline double position(const SearchRange& range, double value) {
  if (range.scale == SearchScale::linear) return (value - range.low) / (range.high - range.low);
  return std::log(value / range.low) / std::log(range.high / range.low);
}
inline double value_at(const SearchRange& range, double at) {
  if (range.scale == SearchScale::linear) return range.low + at * (range.high - range.low);
  return range.low * std::pow(range.high / range.low, at);
}

using Sampler = std::function<arma::vec(const SearchSpace&, Rng&)>;
using Chooser = std::function<arma::uword(const std::vector<SearchTrial>&)>;

// The best of the trials by one of several (wrong or right) rules.
inline arma::uword by_validation(const std::vector<SearchTrial>& trials) {
  arma::uword best = 0;
  for (arma::uword i = 1; i < trials.size(); ++i) {
    const double known = trials[best].validation, now = trials[i].validation;
    if (now > known || (std::isnan(known) && !std::isnan(now))) best = i;
  }
  return best;
}
inline arma::uword by_test(const std::vector<SearchTrial>& trials) {
  arma::uword best = 0;
  for (arma::uword i = 1; i < trials.size(); ++i) {
    if (trials[i].test > trials[best].test) best = i;
  }
  return best;
}
inline arma::uword by_the_mean_of_both(const std::vector<SearchTrial>& trials) {
  arma::uword best = 0;
  const auto both = [&](arma::uword i) { return trials[i].validation + trials[i].test; };
  for (arma::uword i = 1; i < trials.size(); ++i) {
    if (both(i) > both(best)) best = i;
  }
  return best;
}
inline arma::uword lowest(const std::vector<SearchTrial>& trials) {
  arma::uword best = 0;
  for (arma::uword i = 1; i < trials.size(); ++i) {
    if (trials[i].validation < trials[best].validation) best = i;
  }
  return best;
}
inline arma::uword stuck_at_nan(const std::vector<SearchTrial>& trials) {
  arma::uword best = 0;
  for (arma::uword i = 1; i < trials.size(); ++i) {
    if (trials[i].validation > trials[best].validation) best = i;
  }
  return best;
}
inline arma::uword loves_nan(const std::vector<SearchTrial>& trials) {
  arma::uword best = 0;
  for (arma::uword i = 1; i < trials.size(); ++i) {
    if (!(trials[i].validation <= trials[best].validation)) best = i;
  }
  return best;
}
inline arma::uword last_of_equals(const std::vector<SearchTrial>& trials) {
  arma::uword best = 0;
  for (arma::uword i = 1; i < trials.size(); ++i) {
    const double known = trials[best].validation, now = trials[i].validation;
    if (now >= known || (std::isnan(known) && !std::isnan(now))) best = i;
  }
  return best;
}
inline arma::uword above_zero_only(const std::vector<SearchTrial>& trials) {
  arma::uword best = 0;
  double known = 0;
  for (arma::uword i = 0; i < trials.size(); ++i) {
    if (trials[i].validation > known) {
      best = i;
      known = trials[i].validation;
    }
  }
  return best;
}
inline arma::uword the_last(const std::vector<SearchTrial>& trials) { return trials.size() - 1; }

inline SearchTrial try_point(const SearchObjective& objective, const arma::vec& point,
                             arma::uword epochs) {
  const SearchScore score = objective(point, epochs);
  return {point, epochs, score.validation, score.test};
}

// Random search with another way to draw a point, and another way to choose the best.
inline SearchResult search_with(const SearchSpace& space, const SearchObjective& objective,
                                arma::uword trials, arma::uword epochs, Rng& rng,
                                const Sampler& sampler = sample_point,
                                const Chooser& chooser = by_validation) {
  require_search(space, objective, epochs);
  require_some(trials, "trials");
  SearchResult result;
  for (arma::uword t = 0; t < trials; ++t) {
    result.trials.push_back(try_point(objective, sampler(space, rng), epochs));
  }
  result.best = chooser(result.trials);
  return result;
}

// Ways to draw a point that are wrong.
inline arma::vec all_linear(const SearchSpace& space, Rng& rng) {
  require_search_space(space);
  arma::vec point(space.size());
  for (arma::uword d = 0; d < point.n_elem; ++d) {
    point(d) = rng.uniform(space[d].low, space[d].high);
  }
  return point;
}
inline arma::vec all_logarithmic(const SearchSpace& space, Rng& rng) {
  require_search_space(space);
  arma::vec point(space.size());
  for (arma::uword d = 0; d < point.n_elem; ++d) {
    point(d) = space[d].low > 0 ? log_uniform(space[d].low, space[d].high, rng)
                                : rng.uniform(space[d].low, space[d].high);
  }
  return point;
}
inline arma::vec on_the_diagonal(const SearchSpace& space, Rng& rng) {
  require_search_space(space);
  const double at = rng.uniform();
  arma::vec point(space.size());
  for (arma::uword d = 0; d < point.n_elem; ++d) point(d) = value_at(space[d], at);
  return point;
}
inline arma::vec on_a_grid(const SearchSpace& space, Rng& rng) {
  require_search_space(space);
  arma::vec point(space.size());
  for (arma::uword d = 0; d < point.n_elem; ++d) {
    point(d) = value_at(space[d], count(rng.below(4)) / 3);
  }
  return point;
}

}  // namespace descent::mistakes
