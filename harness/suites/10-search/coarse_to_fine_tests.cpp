#include <gtest/gtest.h>

#include <fmt/format.h>

#include <cmath>
#include <deque>

#include "harness/suites/10-search/spaces.hpp"

namespace descent::suite {
namespace {

using checks::expect_refusal;

constexpr auto kRead = "from-coarse-to-fine";
constexpr auto kReadWindows = "windows";

CoarseToFineResult search(const Peak& peak, const CoarseToFineOptions& options, Rng& rng,
                          Poison poison = Poison::none) {
  return submission::coarse_to_fine(
      peak.space,
      [peak, poison](const arma::vec& point, arma::uword) {
        return SearchScore{peak(point), poisoned(poison, peak(point))};
      },
      options, rng);
}

bool expect_stages(const CoarseToFineResult& yours, const CoarseToFineOptions& options) {
  if (!checks::expect_equal(static_cast<long long>(yours.stages.size()),
                            static_cast<long long>(options.stages),
                            {.what = "the number of stages", .read = kRead})) {
    return false;
  }
  for (const CoarseToFineStage& stage : yours.stages) {
    if (!checks::expect_equal(static_cast<long long>(stage.result.trials.size()),
                              static_cast<long long>(options.trials),
                              {.what = "the number of trials of a stage",
                               .why = "options.trials in each stage.",
                               .read = kRead}) ||
        !checks::expect_that(stage.result.best < stage.result.trials.size(),
                             std::to_string(stage.result.best), "the index of one of its trials",
                             {.what = "the best trial of a stage", .read = kRead})) {
      return false;
    }
  }
  return true;
}

// The window that stage s must have: shrinkˢ of the whole range, around the best point before it.
SearchSpace right_window(const SearchSpace& space, const arma::vec& centre, double width) {
  SearchSpace window = space;
  for (arma::uword d = 0; d < centre.n_elem; ++d) {
    const double at = position(space[d], centre(d));
    if (at - width / 2 > 0) window[d].low = at_position(space[d], at - width / 2);
    if (at + width / 2 < 1) window[d].high = at_position(space[d], at + width / 2);
  }
  return window;
}

bool expect_windows(const SearchSpace& space, const CoarseToFineResult& yours, double shrink) {
  for (std::size_t s = 0; s < yours.stages.size(); ++s) {
    const SearchSpace& window = yours.stages[s].space;
    if (!checks::expect_equal(
            static_cast<long long>(window.size()), static_cast<long long>(space.size()),
            {.what = "the number of ranges in a stage's space", .read = kReadWindows})) {
      return false;
    }
    SearchSpace right = space;
    if (s > 0) {
      const SearchResult& before = yours.stages[s - 1].result;
      if (!expect_inside(space, before.trials[before.best].point, "the best point of a stage",
                         kRead)) {
        return false;
      }
      right = right_window(space, before.trials[before.best].point,
                           std::pow(shrink, static_cast<double>(s)));
    }
    arma::mat ends(space.size(), 2), right_ends(space.size(), 2);
    for (std::size_t d = 0; d < space.size(); ++d) {
      if (!checks::expect_that(window[d].name == space[d].name && window[d].scale == space[d].scale,
                               "another name or scale",
                               "the name and scale of the range as they were",
                               {.what = fmt::format("range {} of stage {}", d, s),
                                .why = "A window is a smaller range of the same hyperparameter.",
                                .read = kReadWindows})) {
        return false;
      }
      ends.row(d) =
          arma::rowvec{position(space[d], window[d].low), position(space[d], window[d].high)};
      right_ends.row(d) =
          arma::rowvec{position(space[d], right[d].low), position(space[d], right[d].high)};
    }
    if (!checks::expect_near(
            ends, right_ends,
            {.what = fmt::format("the windows of stage {} (low and high end of each range, as "
                                 "positions from 0 to 1 on its own scale in the whole range)",
                                 s),
             .why = s == 0
                        ? "The first stage searches the whole space."
                        : "shrink to the power of the stage is the width; the centre is the best "
                          "point of the stage before; what leaves the whole range is cut off.",
             .read = kReadWindows,
             .tolerance = {1e-7, 1e-9}})) {
      return false;
    }
  }
  return true;
}

TEST(CoarseToFine, NarrowsAroundTheBestOfEachStage) {
  Rng rng(remote::test_seed());
  struct Run {
    SearchSpace space;
    CoarseToFineOptions options;
    CoarseToFineResult yours;
  };
  std::vector<Run> runs;
  for (const double shrink : {0.3, 0.5, 0.12, 0.8}) {
    const Peak peak = any_peak(any_space(3, rng), rng);
    const CoarseToFineOptions options{.stages = 4, .trials = 12, .shrink = shrink};
    runs.push_back({peak.space, options, search(peak, options, rng)});
  }
  for (const Run& run : runs) {
    if (!expect_stages(run.yours, run.options)) return;
    if (!expect_windows(run.space, run.yours, run.options.shrink)) return;
  }
}

// The best lies in a corner, so that every window is cut.
TEST(CoarseToFine, StaysInsideTheWholeSpace) {
  Rng rng(remote::test_seed());
  std::vector<std::pair<Peak, CoarseToFineResult>> runs;
  const CoarseToFineOptions options{.stages = 4, .trials = 15, .shrink = 0.6};
  for (const arma::vec& corner : {arma::vec{0, 1}, arma::vec{1, 0}, arma::vec{0.02, 0.98}}) {
    const Peak peak{any_space(2, rng), corner};
    runs.emplace_back(peak, search(peak, options, rng));
  }
  for (const auto& [peak, yours] : runs) {
    if (!expect_stages(yours, options) || !expect_windows(peak.space, yours, 0.6)) return;
  }
}

TEST(CoarseToFine, DrawsInsideItsWindows) {
  Rng rng(remote::test_seed());
  const Peak peak = any_peak(any_space(2, rng), rng);
  const CoarseToFineOptions options{.stages = 2, .trials = 500, .shrink = 0.5};
  const CoarseToFineResult yours = search(peak, options, rng);
  if (!expect_stages(yours, options) || !expect_windows(peak.space, yours, 0.5)) return;
  for (const CoarseToFineStage& stage : yours.stages) {
    if (!expect_uniform_points(stage.space, points_of(stage.result),
                               "a point, in the window of its stage,", kRead)) {
      return;
    }
  }
}

TEST(CoarseToFine, TrainsLongerInEachStage) {
  Rng rng(remote::test_seed());
  struct Run {
    CoarseToFineOptions options;
    CoarseToFineResult yours;
    std::vector<arma::uword> asked;
  };
  std::vector<Run> runs;
  std::deque<std::vector<arma::uword>> all_asked;
  for (const auto& [epochs, growth] : {std::pair<arma::uword, arma::uword>{1, 3}, {2, 5}, {4, 1}}) {
    const Peak peak = any_peak(any_space(2, rng), rng);
    std::vector<arma::uword>& asked = all_asked.emplace_back();
    Run run{{.stages = 3, .trials = 4, .epochs = epochs, .growth = growth}, {}, {}};
    run.yours = submission::coarse_to_fine(
        peak.space,
        [peak, &asked](const arma::vec& point, arma::uword now) {
          asked.push_back(now);
          return SearchScore{peak(point), 0};
        },
        run.options, rng);
    run.asked = asked;
    runs.push_back(run);
  }
  for (const Run& run : runs) {
    if (!expect_stages(run.yours, run.options)) return;
    if (!checks::expect_equal(static_cast<long long>(run.asked.size()), 12,
                              {.what = "how often the objective was asked in three stages of four "
                                       "trials",
                               .why = "Once for each trial.",
                               .read = kRead})) {
      return;
    }
    arma::uword right = run.options.epochs;
    for (arma::uword s = 0; s < 3; ++s) {
      for (arma::uword t = 0; t < 4; ++t) {
        const SearchTrial& trial = run.yours.stages[s].result.trials[t];
        if (!checks::expect_that(
                run.asked[4 * s + t] == right && trial.epochs == right &&
                    run.yours.stages[s].epochs == right,
                fmt::format("the objective was asked for {}, the trial says {}, "
                            "the stage says {}",
                            run.asked[4 * s + t], trial.epochs, run.yours.stages[s].epochs),
                fmt::format("{} each time", right),
                {.what = fmt::format("the epochs in stage {}, with {} in stage 0 "
                                     "and growth {}",
                                     s, run.options.epochs, run.options.growth),
                 .why = "Each stage trains `growth` times longer than the one "
                        "before it.",
                 .read = "train-longer"})) {
          return;
        }
      }
      right *= run.options.growth;
    }
  }
}

// What looks best after one epoch is not what is best after nine.
TEST(CoarseToFine, ReportsTheBestOfTheLastStage) {
  Rng rng(remote::test_seed());
  std::vector<CoarseToFineResult> runs;
  const CoarseToFineOptions options{.stages = 3, .trials = 6};
  for (int i = 0; i < 6; ++i) {
    const Peak peak = any_peak(any_space(2, rng), rng);
    runs.push_back(submission::coarse_to_fine(
        peak.space,
        [peak](const arma::vec& point, arma::uword epochs) {
          // Stricter with longer training, so that earlier stages have the higher numbers.
          return SearchScore{peak(point) / static_cast<double>(epochs), 0.5};
        },
        options, rng));
  }
  for (const CoarseToFineResult& yours : runs) {
    if (!expect_stages(yours, options)) return;
    const std::vector<SearchTrial>& last = yours.stages.back().result.trials;
    const SearchTrial& right = last[right_best(last)];
    if (!checks::expect_shape(yours.best.point, 2, 1, {.what = "the best point", .read = kRead}) ||
        !checks::expect_near(yours.best.point, right.point,
                             {.what = "the point of `best`",
                              .why = "The best trial of the last stage: accuracies after different "
                                     "numbers of epochs cannot be compared.",
                              .read = kRead,
                              .tolerance = checks::kExact}) ||
        !checks::expect_near(
            arma::vec{static_cast<double>(yours.best.epochs), yours.best.validation,
                      yours.best.test},
            arma::vec{static_cast<double>(right.epochs), right.validation, right.test},
            {.what = "epochs, validation and test accuracy of `best`",
             .read = kRead,
             .tolerance = checks::kExact})) {
      return;
    }
  }
}

TEST(CoarseToFine, LooksAtNoTestAccuracy) {
  Rng rng(remote::test_seed());
  const Peak peak = any_peak(any_space(2, rng), rng);
  const Rng start = rng;
  const CoarseToFineOptions options{.stages = 3, .trials = 8};
  std::vector<CoarseToFineResult> results;
  for (const Poison poison :
       {Poison::none, Poison::reversed, Poison::not_a_number, Poison::arbitrary}) {
    Rng same = start;
    results.push_back(search(peak, options, same, poison));
  }
  for (const CoarseToFineResult& yours : results) {
    if (!expect_stages(yours, options)) return;
    if (!expect_windows(peak.space, yours, options.shrink)) return;
    for (std::size_t s = 0; s < 3; ++s) {
      const SearchResult& stage = yours.stages[s].result;
      if (!checks::expect_equal(static_cast<long long>(stage.best),
                                static_cast<long long>(right_best(stage.trials)),
                                {.what = "the best trial of a stage, where test accuracies lie",
                                 .why = "The validation accuracy decides, and nothing else.",
                                 .read = "the-test-set-decides-nothing"}) ||
          !checks::expect_near(as_matrix(stage, 2), as_matrix(results[0].stages[s].result, 2),
                               {.what = "the points of a stage, where test accuracies lie",
                                .why = "Nothing may depend on the test accuracy.",
                                .read = "the-test-set-decides-nothing",
                                .tolerance = checks::kExact})) {
        return;
      }
    }
  }
}

TEST(CoarseToFine, NeverCentresOnAFailedTrial) {
  Rng rng(remote::test_seed());
  // About half of all trials fail, good ones like bad ones: of twenty stages at least one begins
  // with such a trial, but for one time in a million.
  for (int run = 0; run < 5; ++run) {
    const Peak peak = any_peak(any_space(2, rng), rng);
    const CoarseToFineOptions options{.stages = 4, .trials = 12};
    const CoarseToFineResult yours = submission::coarse_to_fine(
        peak.space,
        [peak](const arma::vec& point, arma::uword) {
          const double good = peak(point);
          return SearchScore{std::sin(1e4 * good) > 0 ? arma::datum::nan : good, 0.5};
        },
        options, rng);
    if (!expect_stages(yours, options)) return;
    for (const CoarseToFineStage& stage : yours.stages) {
      if (!checks::expect_equal(static_cast<long long>(stage.result.best),
                                static_cast<long long>(right_best(stage.result.trials)),
                                {.what = "the best trial of a stage in which some have failed",
                                 .why = "NaN is below every number.",
                                 .read = "trials-that-fail"})) {
        return;
      }
    }
    expect_windows(peak.space, yours, options.shrink);
  }
}

// A planted optimum, on axes of both scales. With 200 trials a stage, one of them comes within 0.15
// of it (in positions) in the first stage and in proportion in the others: each fails with a
// probability of (1 - 0.3²)^200 < 1e-8. In the last window, of width 0.09, one comes within 0.0125.
TEST(CoarseToFine, FindsAPlantedOptimum) {
  Rng rng(remote::test_seed());
  const Peak peak = any_peak({any_rate(rng), any_share(rng)}, rng);
  const CoarseToFineOptions options{.stages = 3, .trials = 200, .shrink = 0.3};
  const CoarseToFineResult yours = search(peak, options, rng);
  if (!expect_inside(peak.space, yours.best.point, "the best point", kRead)) return;
  arma::vec off(2);
  for (arma::uword d = 0; d < 2; ++d) {
    off(d) = std::abs(position(peak.space[d], yours.best.point(d)) - peak.peak(d));
  }
  checks::expect_less(
      off.max(), 0.0125,
      {.what = "how far from a planted optimum the best point is (as a part of the "
               "range, on its own scale)",
       .why = "Three stages of 200 trials, each window 0.3 times as wide, come "
              "within 0.0125. (A right solution fails in fewer than one of 1,000,000 "
              "runs.)",
       .read = kRead});
}

TEST(CoarseToFine, GoesOnWithTheCallersRng) {
  Rng rng(remote::test_seed());
  const Peak peak = any_peak(any_space(2, rng), rng);
  const CoarseToFineOptions options{.stages = 2, .trials = 4};
  Rng same = rng;
  const CoarseToFineResult first = search(peak, options, rng);
  const CoarseToFineResult second = search(peak, options, rng);
  const CoarseToFineResult again = search(peak, options, same);
  for (const CoarseToFineResult* yours : {&first, &second, &again}) {
    if (!expect_stages(*yours, options)) return;
  }
  for (const std::size_t s : {0U, 1U}) {
    const arma::mat points = as_matrix(first.stages[s].result, 2);
    if (!checks::expect_that(
            !arma::approx_equal(points, as_matrix(second.stages[s].result, 2), "absdiff", 0),
            "the same points again", "other points",
            {.what = "two searches with one rng",
             .why = "rng moves on from search to search.",
             .read = kRead}) ||
        !checks::expect_near(as_matrix(again.stages[s].result, 2), points,
                             {.what = "a search with the same state of rng",
                              .why = "The same state gives the same points.",
                              .read = kRead,
                              .tolerance = checks::kExact})) {
      return;
    }
  }
}

TEST(CoarseToFine, RefusesBadInput) {
  Rng rng(remote::test_seed());
  const SearchObjective flat = [](const arma::vec&, arma::uword) { return SearchScore{0.5, 0.5}; };
  const SearchSpace space = any_space(2, rng);
  const auto call = [&](const SearchSpace& where, const SearchObjective& objective,
                        const CoarseToFineOptions& options) {
    return [&rng, where, objective, options] {
      submission::coarse_to_fine(where, objective, options, rng);
    };
  };
  for (const BadSpace& bad : bad_spaces()) expect_refusal(bad.what, call(bad.space, flat, {}));
  expect_refusal("an empty function for an objective", call(space, {}, {}));
  expect_refusal("no stages", call(space, flat, {.stages = 0}));
  expect_refusal("no trials", call(space, flat, {.trials = 0}));
  expect_refusal("no epochs", call(space, flat, {.epochs = 0}));
  expect_refusal("a growth of 0", call(space, flat, {.growth = 0}));
  expect_refusal("a shrink of 0", call(space, flat, {.shrink = 0}));
  expect_refusal("a shrink of 1", call(space, flat, {.shrink = 1}));
  expect_refusal("a shrink that is NaN", call(space, flat, {.shrink = arma::datum::nan}));
}

}  // namespace
}  // namespace descent::suite
