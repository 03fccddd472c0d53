// Known mistakes: random search and grid search.

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;

constexpr auto kTest = "the-test-set-decides-nothing";
constexpr auto kFailed = "trials-that-fail";

SearchResult random_by_test(const SearchSpace& space, const SearchObjective& objective,
                            arma::uword trials, arma::uword epochs, Rng& rng) {
  return search_with(space, objective, trials, epochs, rng, sample_point, by_test);
}
DESCENT_MISTAKE(
    random_search, random_by_test,
    "You choose the best trial by its test accuracy. Then the test set has been used for "
    "training, and nothing honest is left to report.",
    kTest);

SearchResult random_by_both(const SearchSpace& space, const SearchObjective& objective,
                            arma::uword trials, arma::uword epochs, Rng& rng) {
  return search_with(space, objective, trials, epochs, rng, sample_point, by_the_mean_of_both);
}
DESCENT_MISTAKE(
    random_search, random_by_both,
    "The test accuracy has a say in your choice, together with the validation accuracy. "
    "It must have none.",
    kTest);

SearchResult random_swaps_accuracies(const SearchSpace& space, const SearchObjective& objective,
                                     arma::uword trials, arma::uword epochs, Rng& rng) {
  SearchResult result = random_by_test(space, objective, trials, epochs, rng);
  for (SearchTrial& trial : result.trials) std::swap(trial.validation, trial.test);
  return result;
}
DESCENT_MISTAKE(random_search, random_swaps_accuracies,
                "You have validation and test accuracy the wrong way round in your trials.", kTest);

SearchResult random_minimizes(const SearchSpace& space, const SearchObjective& objective,
                              arma::uword trials, arma::uword epochs, Rng& rng) {
  return search_with(space, objective, trials, epochs, rng, sample_point, lowest);
}
DESCENT_MISTAKE(random_search, random_minimizes,
                "You choose the lowest validation accuracy. Accuracies are the better the higher "
                "they are.",
                "higher-is-better");

SearchResult random_stuck_at_nan(const SearchSpace& space, const SearchObjective& objective,
                                 arma::uword trials, arma::uword epochs, Rng& rng) {
  return search_with(space, objective, trials, epochs, rng, sample_point, stuck_at_nan);
}
DESCENT_MISTAKE(random_search, random_stuck_at_nan,
                "If the first trial fails with NaN it stays your best: nothing is larger than NaN.",
                kFailed);

SearchResult random_loves_nan(const SearchSpace& space, const SearchObjective& objective,
                              arma::uword trials, arma::uword epochs, Rng& rng) {
  return search_with(space, objective, trials, epochs, rng, sample_point, loves_nan);
}
DESCENT_MISTAKE(random_search, random_loves_nan,
                "A trial that failed with NaN becomes your best: `not lower or equal` is true for "
                "NaN.",
                kFailed);

SearchResult random_last_of_equals(const SearchSpace& space, const SearchObjective& objective,
                                   arma::uword trials, arma::uword epochs, Rng& rng) {
  return search_with(space, objective, trials, epochs, rng, sample_point, last_of_equals);
}
DESCENT_MISTAKE(random_search, random_last_of_equals,
                "Of trials with equal accuracies you take the last. Take the first: > instead of "
                ">=.",
                kFailed);

SearchResult random_above_zero_only(const SearchSpace& space, const SearchObjective& objective,
                                    arma::uword trials, arma::uword epochs, Rng& rng) {
  return search_with(space, objective, trials, epochs, rng, sample_point, above_zero_only);
}
DESCENT_MISTAKE(random_search, random_above_zero_only,
                "Your best starts at 0, so numbers below 0 can never be best. An objective may be "
                "negative, the log likelihood for example: start with the first trial.",
                kFailed);

SearchResult random_takes_the_last(const SearchSpace& space, const SearchObjective& objective,
                                   arma::uword trials, arma::uword epochs, Rng& rng) {
  return search_with(space, objective, trials, epochs, rng, sample_point, the_last);
}
DESCENT_MISTAKE(random_search, random_takes_the_last,
                "Your best is always the last trial: is it compared with the best so far?",
                "random-search");

SearchResult random_asks_once_more(const SearchSpace& space, const SearchObjective& objective,
                                   arma::uword trials, arma::uword epochs, Rng& rng) {
  SearchResult result = random_search(space, objective, trials, epochs, rng);
  objective(result.trials[result.best].point, epochs);
  result.trials.push_back(result.trials[result.best]);
  return result;
}
DESCENT_MISTAKE(random_search, random_asks_once_more,
                "You train the best point once more at the end. Keep what its trial said: each "
                "question costs a whole training.",
                "random-search");

SearchResult random_one_less(const SearchSpace& space, const SearchObjective& objective,
                             arma::uword trials, arma::uword epochs, Rng& rng) {
  require_some(trials, "trials");
  return search_with(space, objective, trials > 1 ? trials - 1 : 1, epochs, rng);
}
DESCENT_MISTAKE(random_search, random_one_less,
                "You make one trial less than you were told: does a loop begin at 1?",
                "random-search");

SearchResult random_one_epoch(const SearchSpace& space, const SearchObjective& objective,
                              arma::uword trials, arma::uword epochs, Rng& rng) {
  require_some(epochs, "epochs");
  return search_with(space, objective, trials, 1, rng);
}
DESCENT_MISTAKE(random_search, random_one_epoch,
                "You ask the objective for one epoch, whatever `epochs` says.", "random-search");

SearchResult random_epochs_not_told(const SearchSpace& space, const SearchObjective& objective,
                                    arma::uword trials, arma::uword epochs, Rng& rng) {
  SearchResult result = random_search(space, objective, trials, epochs, rng);
  for (SearchTrial& trial : result.trials) trial.epochs = 0;
  return result;
}
DESCENT_MISTAKE(random_search, random_epochs_not_told,
                "Your trials do not tell how many epochs they trained.", "random-search");

SearchResult random_all_linear(const SearchSpace& space, const SearchObjective& objective,
                               arma::uword trials, arma::uword epochs, Rng& rng) {
  return search_with(space, objective, trials, epochs, rng, all_linear);
}
DESCENT_MISTAKE(random_search, random_all_linear,
                "Your points are uniform in learning rates, too: nine of ten lie in the highest "
                "power of ten. Use sample_point.",
                "uniform-in-the-logarithm");

SearchResult random_all_logarithmic(const SearchSpace& space, const SearchObjective& objective,
                                    arma::uword trials, arma::uword epochs, Rng& rng) {
  return search_with(space, objective, trials, epochs, rng, all_logarithmic);
}
DESCENT_MISTAKE(random_search, random_all_logarithmic,
                "Your points are uniform in the logarithm of dropout rates, too. Use sample_point, "
                "which looks at the scale of each range.",
                "which-scale");

SearchResult random_on_a_grid(const SearchSpace& space, const SearchObjective& objective,
                              arma::uword trials, arma::uword epochs, Rng& rng) {
  return search_with(space, objective, trials, epochs, rng, on_a_grid);
}
DESCENT_MISTAKE(random_search, random_on_a_grid,
                "Your random points lie on a grid: each value has only a few possibilities. The "
                "strength of random search is that no value is tried twice.",
                "random-against-grid");

SearchResult random_is_a_grid(const SearchSpace& space, const SearchObjective& objective,
                              arma::uword trials, arma::uword epochs, Rng& rng) {
  require_search(space, objective, epochs);
  require_some(trials, "trials");
  SearchResult result;
  const auto side =
      static_cast<arma::uword>(std::ceil(std::pow(count(trials), 1 / count(space.size())) - 1e-9));
  for (arma::uword t = 0; t < trials; ++t) {
    arma::vec point(space.size());
    arma::uword rest = t;
    for (arma::uword d = 0; d < point.n_elem; ++d) {
      const double gaps = side > 1 ? count(side - 1) : 1;
      point(d) = value_at(space[d], count(rest % side) / gaps);
      rest /= side;
    }
    result.trials.push_back(try_point(objective, point, epochs));
  }
  rng.uniform();
  result.best = by_validation(result.trials);
  return result;
}
DESCENT_MISTAKE(random_search, random_is_a_grid,
                "This is a grid, not a random search: the points do not depend on rng.",
                "random-against-grid");

SearchResult random_one_axis_at_a_time(const SearchSpace& space, const SearchObjective& objective,
                                       arma::uword trials, arma::uword epochs, Rng& rng) {
  arma::vec now;
  arma::uword axis = 0;
  return search_with(space, objective, trials, epochs, rng,
                     [&](const SearchSpace& where, Rng& draws) {
                       const arma::vec next = sample_point(where, draws);
                       if (now.is_empty()) {
                         now = next;
                       } else {
                         now(axis) = next(axis);
                         axis = (axis + 1) % now.n_elem;
                       }
                       return now;
                     });
}
DESCENT_MISTAKE(random_search, random_one_axis_at_a_time,
                "You change one hyperparameter at a time and keep the others. Each trial draws all "
                "of them anew.",
                "random-search");

SearchResult random_stratified(const SearchSpace& space, const SearchObjective& objective,
                               arma::uword trials, arma::uword epochs, Rng& rng) {
  require_search(space, objective, epochs);
  require_some(trials, "trials");
  arma::mat at(space.size(), trials);
  for (arma::uword d = 0; d < space.size(); ++d) {
    const arma::uvec order = rng.permutation(trials);
    for (arma::uword t = 0; t < trials; ++t) {
      at(d, t) = (count(order(t)) + rng.uniform()) / count(trials);
    }
  }
  arma::uword t = 0;
  return search_with(space, objective, trials, epochs, rng, [&](const SearchSpace& where, Rng&) {
    arma::vec point(where.size());
    for (arma::uword d = 0; d < point.n_elem; ++d) {
      point(d) = value_at(where[d], at(d, t));
    }
    ++t;
    return point;
  });
}
DESCENT_MISTAKE(random_search, random_stratified,
                "Your points are a Latin hypercube: one in each slice of an axis. A fine design, "
                "but not independent random points, and it cannot be continued with one more.",
                "random-search");

SearchResult random_copies_rng(const SearchSpace& space, const SearchObjective& objective,
                               arma::uword trials, arma::uword epochs, Rng& rng) {
  Rng copy = rng;
  return random_search(space, objective, trials, epochs, copy);
}
DESCENT_MISTAKE(random_search, random_copies_rng,
                "You work with a copy of rng: the next search makes the same trials again.",
                "a-random-point");

SearchResult random_same_point(const SearchSpace& space, const SearchObjective& objective,
                               arma::uword trials, arma::uword epochs, Rng& rng) {
  require_search_space(space);
  const arma::vec point = sample_point(space, rng);
  return search_with(space, objective, trials, epochs, rng,
                     [&](const SearchSpace&, Rng&) { return point; });
}
DESCENT_MISTAKE(random_search, random_same_point,
                "You draw one point before the loop, and try it again and again. Draw inside the "
                "loop.",
                "random-search");

SearchResult random_without_checks(const SearchSpace& space, const SearchObjective& objective,
                                   arma::uword trials, arma::uword epochs, Rng& rng) {
  if (trials == 0 || epochs == 0) return {};
  return random_search(space, objective, trials, epochs, rng);
}
DESCENT_MISTAKE(
    random_search, random_without_checks,
    "A search without trials or epochs returns something. Begin with require_search and "
    "require_some(trials, \"trials\").",
    "refuse-bad-input");

// A grid with other values on its axes, or another choice.
SearchResult grid_with(
    const SearchSpace& space, const SearchObjective& objective, const arma::uvec& per_axis,
    arma::uword epochs,
    const std::function<double(const SearchRange&, arma::uword, arma::uword)>& value,
    const Chooser& chooser = by_validation) {
  require_search(space, objective, epochs);
  require_grid(space, per_axis);
  SearchResult result;
  for (arma::uword k = 0; k < arma::prod(per_axis); ++k) {
    arma::vec point(space.size());
    arma::uword rest = k;
    for (arma::uword d = point.n_elem; d-- > 0;) {
      point(d) = value(space[d], rest % per_axis(d), per_axis(d));
      rest /= per_axis(d);
    }
    result.trials.push_back(try_point(objective, point, epochs));
  }
  result.best = chooser(result.trials);
  return result;
}

double on_axis(const SearchRange& range, arma::uword i, arma::uword n) {
  return value_at(range, n == 1 ? 0.5 : count(i) / count(n - 1));
}

SearchResult grid_linear(const SearchSpace& space, const SearchObjective& objective,
                         const arma::uvec& per_axis, arma::uword epochs) {
  return grid_with(space, objective, per_axis, epochs,
                   [](SearchRange range, arma::uword i, arma::uword n) {
                     range.scale = SearchScale::linear;
                     return on_axis(range, i, n);
                   });
}
DESCENT_MISTAKE(grid_search, grid_linear,
                "Your values are equally spaced on logarithmic axes, too: all but the first lie in "
                "the highest power of ten. Equal factors, not equal differences.",
                "grid-search");

SearchResult grid_logarithmic(const SearchSpace& space, const SearchObjective& objective,
                              const arma::uvec& per_axis, arma::uword epochs) {
  return grid_with(space, objective, per_axis, epochs,
                   [](SearchRange range, arma::uword i, arma::uword n) {
                     if (range.low > 0) range.scale = SearchScale::logarithmic;
                     return on_axis(range, i, n);
                   });
}
DESCENT_MISTAKE(grid_search, grid_logarithmic,
                "Your values have equal factors on linear axes, too. Look at the scale of each "
                "range.",
                "which-scale");

SearchResult grid_without_the_high_end(const SearchSpace& space, const SearchObjective& objective,
                                       const arma::uvec& per_axis, arma::uword epochs) {
  return grid_with(space, objective, per_axis, epochs,
                   [](const SearchRange& range, arma::uword i, arma::uword n) {
                     return value_at(range, n == 1 ? 0.5 : count(i) / count(n));
                   });
}
DESCENT_MISTAKE(grid_search, grid_without_the_high_end,
                "You divide by n, so the high end is not in the grid. n values leave n - 1 gaps.",
                "grid-search");

SearchResult grid_of_midpoints(const SearchSpace& space, const SearchObjective& objective,
                               const arma::uvec& per_axis, arma::uword epochs) {
  return grid_with(space, objective, per_axis, epochs,
                   [](const SearchRange& range, arma::uword i, arma::uword n) {
                     return value_at(range, (count(i) + 0.5) / count(n));
                   });
}
DESCENT_MISTAKE(
    grid_search, grid_of_midpoints,
    "You take the middles of n equal parts. This grid includes both ends of each range.",
    "grid-search");

SearchResult grid_single_at_the_low_end(const SearchSpace& space, const SearchObjective& objective,
                                        const arma::uvec& per_axis, arma::uword epochs) {
  return grid_with(space, objective, per_axis, epochs,
                   [](const SearchRange& range, arma::uword i, arma::uword n) {
                     return value_at(range, n == 1 ? 0.0 : count(i) / count(n - 1));
                   });
}
DESCENT_MISTAKE(grid_search, grid_single_at_the_low_end,
                "A single value on an axis is the low end with you. It is the middle.",
                "grid-search");

SearchResult grid_single_is_nan(const SearchSpace& space, const SearchObjective& objective,
                                const arma::uvec& per_axis, arma::uword epochs) {
  return grid_with(space, objective, per_axis, epochs,
                   [](const SearchRange& range, arma::uword i, arma::uword n) {
                     return value_at(range, count(i) / (count(n) - 1));
                   });
}
DESCENT_MISTAKE(grid_search, grid_single_is_nan,
                "With a single value on an axis you divide 0 by 0. It is the middle of the range.",
                "grid-search");

SearchResult grid_single_middle_of_values(const SearchSpace& space,
                                          const SearchObjective& objective,
                                          const arma::uvec& per_axis, arma::uword epochs) {
  return grid_with(space, objective, per_axis, epochs,
                   [](const SearchRange& range, arma::uword i, arma::uword n) {
                     return n == 1 ? (range.low + range.high) / 2 : on_axis(range, i, n);
                   });
}
DESCENT_MISTAKE(grid_search, grid_single_middle_of_values,
                "The middle of a logarithmic range is the root of low · high, not their mean.",
                "grid-search");

SearchResult grid_of_the_first_count(const SearchSpace& space, const SearchObjective& objective,
                                     const arma::uvec& per_axis, arma::uword epochs) {
  require_search(space, objective, epochs);
  require_grid(space, per_axis);
  arma::uvec same = per_axis;
  same.fill(per_axis(0));
  return grid_search(space, objective, same, epochs);
}
DESCENT_MISTAKE(grid_search, grid_of_the_first_count,
                "You use the number of values of the first axis for all axes.", "grid-search");

SearchResult grid_axis_by_axis(const SearchSpace& space, const SearchObjective& objective,
                               const arma::uvec& per_axis, arma::uword epochs) {
  require_search(space, objective, epochs);
  require_grid(space, per_axis);
  SearchResult result;
  for (arma::uword d = 0; d < per_axis.n_elem; ++d) {
    for (arma::uword i = 0; i < per_axis(d); ++i) {
      arma::vec point(space.size());
      for (arma::uword e = 0; e < point.n_elem; ++e) point(e) = value_at(space[e], 0.5);
      point(d) = on_axis(space[d], i, per_axis(d));
      result.trials.push_back(try_point(objective, point, epochs));
    }
  }
  result.best = by_validation(result.trials);
  return result;
}
DESCENT_MISTAKE(grid_search, grid_axis_by_axis,
                "You vary one axis after another: that is a cross. A grid has every combination.",
                "grid-search");

SearchResult grid_zipped(const SearchSpace& space, const SearchObjective& objective,
                         const arma::uvec& per_axis, arma::uword epochs) {
  require_search(space, objective, epochs);
  require_grid(space, per_axis);
  SearchResult result;
  for (arma::uword i = 0; i < per_axis.min(); ++i) {
    arma::vec point(space.size());
    for (arma::uword d = 0; d < point.n_elem; ++d) point(d) = on_axis(space[d], i, per_axis(d));
    result.trials.push_back(try_point(objective, point, epochs));
  }
  result.best = by_validation(result.trials);
  return result;
}
DESCENT_MISTAKE(grid_search, grid_zipped,
                "You take the first values of all axes together, then the second ones: that is a "
                "diagonal. A grid has every combination.",
                "grid-search");

SearchResult grid_by_test(const SearchSpace& space, const SearchObjective& objective,
                          const arma::uvec& per_axis, arma::uword epochs) {
  return grid_with(space, objective, per_axis, epochs, on_axis, by_test);
}
DESCENT_MISTAKE(grid_search, grid_by_test,
                "You choose the best trial by its test accuracy. The validation accuracy decides, "
                "and nothing else.",
                kTest);

SearchResult grid_stuck_at_nan(const SearchSpace& space, const SearchObjective& objective,
                               const arma::uvec& per_axis, arma::uword epochs) {
  return grid_with(space, objective, per_axis, epochs, on_axis, stuck_at_nan);
}
DESCENT_MISTAKE(grid_search, grid_stuck_at_nan,
                "If the first trial fails with NaN it stays your best: nothing is larger than NaN.",
                kFailed);

SearchResult grid_minimizes(const SearchSpace& space, const SearchObjective& objective,
                            const arma::uvec& per_axis, arma::uword epochs) {
  return grid_with(space, objective, per_axis, epochs, on_axis, lowest);
}
DESCENT_MISTAKE(grid_search, grid_minimizes,
                "You choose the lowest validation accuracy. Accuracies are the better the higher "
                "they are.",
                "higher-is-better");

SearchResult grid_last_of_equals(const SearchSpace& space, const SearchObjective& objective,
                                 const arma::uvec& per_axis, arma::uword epochs) {
  return grid_with(space, objective, per_axis, epochs, on_axis, last_of_equals);
}
DESCENT_MISTAKE(grid_search, grid_last_of_equals,
                "Of trials with equal accuracies you take the last. Take the first: > instead of "
                ">=.",
                kFailed);

SearchResult grid_one_epoch(const SearchSpace& space, const SearchObjective& objective,
                            const arma::uvec& per_axis, arma::uword epochs) {
  require_some(epochs, "epochs");
  return grid_search(space, objective, per_axis, 1);
}
DESCENT_MISTAKE(grid_search, grid_one_epoch,
                "You ask the objective for one epoch, whatever `epochs` says.", "grid-search");

SearchResult grid_without_checks(const SearchSpace& space, const SearchObjective& objective,
                                 const arma::uvec& per_axis, arma::uword epochs) {
  if (epochs == 0 || arma::any(per_axis == 0)) return {};
  return grid_search(space, objective, per_axis, epochs);
}
DESCENT_MISTAKE(grid_search, grid_without_checks,
                "A grid without values or epochs returns something. Begin with require_search and "
                "require_grid.",
                "refuse-bad-input");

}  // namespace
}  // namespace descent
