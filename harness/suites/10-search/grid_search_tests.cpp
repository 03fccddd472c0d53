#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "harness/suites/10-search/spaces.hpp"

namespace descent::suite {
namespace {

using checks::expect_refusal;

constexpr auto kRead = "grid-search";

// Columns in lexicographic order, so that grids made in any order can be compared. Positions, since
// those of a logarithmic axis are of one size.
arma::mat sorted_positions(const SearchSpace& space, const arma::mat& points) {
  arma::mat at(arma::size(points));
  for (arma::uword i = 0; i < points.n_cols; ++i) {
    for (arma::uword d = 0; d < points.n_rows; ++d) {
      at(d, i) = std::round(1e9 * position(space[d], points(d, i))) / 1e9;
    }
  }
  for (arma::uword d = at.n_rows; d-- > 0;) {
    const arma::uvec order = arma::stable_sort_index(at.row(d));
    at = arma::mat(at.cols(order));
  }
  return at;
}

// Built axis after axis: every point so far, once for each value of the next axis.
arma::mat right_grid(const arma::uvec& per_axis) {
  arma::mat at(0, 1);
  for (const arma::uword n : per_axis) {
    const arma::rowvec values =
        n == 1 ? arma::rowvec{0.5} : arma::rowvec(arma::linspace<arma::rowvec>(0, 1, n));
    const arma::mat each_n_times = arma::repelem(at, 1, n);
    const arma::mat over_again = arma::repmat(values, 1, at.n_cols);
    at = arma::join_cols(each_n_times, over_again);
  }
  return arma::round(1e9 * at) / 1e9;
}

TEST(GridSearch, HasAllCombinations) {
  Rng rng(remote::test_seed());
  struct Run {
    SearchSpace space;
    arma::uvec per_axis;
    SearchResult yours;
  };
  std::vector<Run> runs;
  // The last has a single value on axes of both scales.
  for (const arma::uvec& per_axis :
       {arma::uvec{4, 3}, arma::uvec{2, 5, 3}, arma::uvec{6}, arma::uvec{1, 4}, arma::uvec{3, 1, 2},
        arma::uvec{1}, arma::uvec{1, 1}}) {
    const SearchSpace space = any_space(per_axis.n_elem, rng);
    runs.push_back({space, per_axis,
                    submission::grid_search(
                        space,
                        [](const arma::vec&, arma::uword) {
                          return SearchScore{0.5, 0.5};
                        },
                        per_axis, 1)});
  }
  for (const Run& run : runs) {
    if (!checks::expect_equal(static_cast<long long>(run.yours.trials.size()),
                              static_cast<long long>(arma::prod(run.per_axis)),
                              {.what = "the number of points of the grid",
                               .why = "The product of the numbers of values on all axes.",
                               .read = kRead})) {
      return;
    }
    for (const SearchTrial& trial : run.yours.trials) {
      if (!expect_inside(run.space, trial.point, "a point of the grid", kRead)) return;
    }
    const arma::uword D = run.space.size();
    if (!checks::expect_near(
            sorted_positions(run.space, as_matrix(run.yours, D)), right_grid(run.per_axis),
            {.what = "the positions of all points, sorted (a column each; 0 is the "
                     "low end of a range and 1 the high one, on its own scale)",
             .why = "n values on an axis lie at 0, 1/(n - 1), ..., 1; a single one "
                    "at ½; and there is every combination.",
             .read = kRead,
             .tolerance = {1e-7, 1e-7}})) {
      return;
    }
  }
}

TEST(GridSearch, TellsWhatHappened) {
  Rng rng(remote::test_seed());
  const Peak peak = any_peak(any_space(2, rng), rng);
  Asked asked;
  const SearchResult yours = submission::grid_search(
      peak.space,
      [&](const arma::vec& point, arma::uword epochs) {
        const SearchScore score{peak(point), -peak(point)};
        asked.points.push_back(point);
        asked.epochs.push_back(epochs);
        asked.scores.push_back(score);
        return score;
      },
      {5, 4}, 7);
  const Asked copy = asked;
  if (!checks::expect_equal(static_cast<long long>(copy.points.size()), 20,
                            {.what = "how often the objective was asked", .read = kRead})) {
    return;
  }
  if (!checks::expect_that(std::all_of(copy.epochs.begin(), copy.epochs.end(),
                                       [](arma::uword epochs) { return epochs == 7; }),
                           "another number", "7 each time",
                           {.what = "the epochs that the objective was asked for",
                            .why = "`epochs` goes on to the objective as it is.",
                            .read = kRead})) {
    return;
  }
  expect_tells_what_happened(yours, copy, kRead);
}

TEST(GridSearch, LooksAtNoTestAccuracy) {
  Rng rng(remote::test_seed());
  const Peak peak = any_peak(any_space(2, rng), rng);
  std::vector<SearchResult> results;
  for (const Poison poison : {Poison::reversed, Poison::not_a_number, Poison::arbitrary}) {
    results.push_back(submission::grid_search(
        peak.space,
        [peak, poison](const arma::vec& point, arma::uword) {
          return SearchScore{peak(point), poisoned(poison, peak(point))};
        },
        {3, 4}, 1));
  }
  for (const SearchResult& yours : results) {
    if (!checks::expect_equal(static_cast<long long>(yours.best),
                              static_cast<long long>(right_best(yours.trials)),
                              {.what = "the index of the best trial, where test accuracies lie",
                               .why = "The validation accuracy decides, and nothing else.",
                               .read = "the-test-set-decides-nothing"})) {
      return;
    }
  }
}

TEST(GridSearch, KnowsFailedTrials) {
  Rng rng(remote::test_seed());
  const SearchSpace space = any_space(1, rng);
  const double nan = arma::datum::nan;
  const arma::vec said = {nan, 0.3, nan, 0.8, 0.8};
  Script script(said);
  const SearchResult yours = submission::grid_search(
      space,
      [&](const arma::vec& point, arma::uword) {
        return SearchScore{script(point), 0.5};
      },
      {5}, 1);
  checks::expect_equal(static_cast<long long>(yours.best), 3,
                       {.what = "the index of the best of NaN, 0.3, NaN, 0.8, 0.8",
                        .why = "NaN is below every number, even if it came first; of equal "
                               "accuracies the first.",
                        .read = "trials-that-fail"});
}

TEST(GridSearch, RefusesBadInput) {
  Rng rng(remote::test_seed());
  const SearchObjective flat = [](const arma::vec&, arma::uword) { return SearchScore{0.5, 0.5}; };
  const SearchSpace space = any_space(2, rng);
  const auto call = [&](const SearchSpace& where, const SearchObjective& objective,
                        const arma::uvec& per_axis, arma::uword epochs) {
    return [where, objective, per_axis, epochs] {
      submission::grid_search(where, objective, per_axis, epochs);
    };
  };
  for (const BadSpace& bad : bad_spaces()) {
    arma::uvec per_axis(bad.space.size());
    per_axis.fill(2);
    expect_refusal(bad.what, call(bad.space, flat, per_axis, 1));
  }
  expect_refusal("an empty function for an objective", call(space, {}, {2, 2}, 1));
  expect_refusal("no epochs", call(space, flat, {2, 2}, 0));
  expect_refusal("numbers of values for one axis of two", call(space, flat, {2}, 1));
  expect_refusal("numbers of values for three axes of two", call(space, flat, {2, 2, 2}, 1));
  expect_refusal("an axis with no values", call(space, flat, {2, 0}, 1));
}

}  // namespace
}  // namespace descent::suite
