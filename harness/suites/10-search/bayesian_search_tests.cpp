#include <gtest/gtest.h>

#include <fmt/format.h>

#include <cmath>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <set>

#include "harness/suites/10-search/process.hpp"
#include "harness/suites/10-search/spaces.hpp"

namespace descent::suite {
namespace {

using checks::expect_refusal;

constexpr auto kRead = "bayesian-search";

// The search; nothing where it throws, which is told while the calls can still be made again.
std::optional<SearchResult> search(const SearchSpace& space, const SearchObjective& objective,
                                   const BayesianOptions& options, Rng& rng) {
  try {
    return submission::bayesian_search(space, objective, options, rng);
  } catch (const NotImplemented&) {
    throw;
  } catch (const remote::CallFailure&) {
    throw;
  } catch (const std::exception& error) {
    checks::expect_that(false, std::string("an exception: ") + error.what(), "a result",
                        {.what = "the answer of bayesian_search",
                         .why = "Accuracies that are all equal, or NaN, are no reason to give up.",
                         .read = "what-the-process-sees"});
    return std::nullopt;
  }
}

bool expect_trials(const SearchResult& yours, const SearchSpace& space, arma::uword trials) {
  if (!checks::expect_equal(static_cast<long long>(yours.trials.size()),
                            static_cast<long long>(trials),
                            {.what = "the number of trials", .read = kRead})) {
    return false;
  }
  for (const SearchTrial& trial : yours.trials) {
    if (!expect_inside(space, trial.point, "the point of a trial", kRead)) return false;
  }
  return checks::expect_equal(static_cast<long long>(yours.best),
                              static_cast<long long>(right_best(yours.trials)),
                              {.what = "the index of the best trial", .read = kRead});
}

TEST(BayesianSearch, TellsWhatHappened) {
  Rng rng(remote::test_seed());
  struct Run {
    BayesianOptions options;
    Asked asked;
    SearchResult yours;
  };
  std::vector<Run> runs;
  std::deque<Asked> all_asked;
  for (const auto& [trials, initial] :
       {std::pair<arma::uword, arma::uword>{9, 3}, {5, 5}, {4, 1}, {1, 1}}) {
    const Peak peak = any_peak(any_space(2, rng), rng);
    Asked& asked = all_asked.emplace_back();
    Run run{{.trials = trials, .initial = initial, .candidates = 20, .epochs = 2 + trials}, {}, {}};
    const auto yours = search(
        peak.space,
        [peak, &asked](const arma::vec& point, arma::uword epochs) {
          const SearchScore score{peak(point), std::sin(1e4 * peak(point))};
          asked.points.push_back(point);
          asked.epochs.push_back(epochs);
          asked.scores.push_back(score);
          return score;
        },
        run.options, rng);
    if (!yours) return;
    run.yours = *yours;
    run.asked = asked;
    runs.push_back(run);
  }
  for (const Run& run : runs) {
    const bool asked_more = run.asked.points.size() > run.yours.trials.size();
    if (!checks::expect_equal(static_cast<long long>(run.asked.points.size()),
                              static_cast<long long>(run.options.trials),
                              {.what = "how often the objective was asked",
                               .why = "Once for each trial, the initial ones included. Candidates "
                                      "cost nothing: for them the process is asked.",
                               .read = kRead,
                               .mistake = asked_more ? "bayes_asks_candidates" : ""}) ||
        !checks::expect_that(
            std::all_of(run.asked.epochs.begin(), run.asked.epochs.end(),
                        [&](arma::uword epochs) { return epochs == run.options.epochs; }),
            "another number", "options.epochs each time",
            {.what = "the epochs that the objective was asked for", .read = kRead}) ||
        !expect_tells_what_happened(run.yours, run.asked, kRead)) {
      return;
    }
  }
}

TEST(BayesianSearch, BeginsAtRandom) {
  Rng rng(remote::test_seed());
  const SearchSpace space = any_space(2, rng);
  std::vector<arma::vec> points;
  for (int i = 0; i < 10; ++i) {
    const SearchResult yours = submission::bayesian_search(
        space,
        [](const arma::vec&, arma::uword) {
          return SearchScore{0.5, 0.5};
        },
        {.trials = 50, .initial = 50, .candidates = 10}, rng);
    if (!expect_trials(yours, space, 50)) return;
    for (const arma::vec& point : points_of(yours)) points.push_back(point);
  }
  expect_uniform_points(space, points, "an initial point", kRead);
}

// With a single candidate there is nothing to choose: the points are random ones.
TEST(BayesianSearch, DrawsItsCandidatesFromTheSpace) {
  Rng rng(remote::test_seed());
  const SearchSpace space = any_space(2, rng);
  std::vector<arma::vec> points;
  for (int i = 0; i < 10; ++i) {
    const SearchResult yours = submission::bayesian_search(
        space,
        [](const arma::vec& point, arma::uword) {
          return SearchScore{std::sin(100 * arma::accu(point)), 0.5};
        },
        {.trials = 45, .initial = 1, .candidates = 1}, rng);
    if (!expect_trials(yours, space, 45)) return;
    for (const arma::vec& point : points_of(yours)) points.push_back(point);
  }
  expect_uniform_points(space, points, "a candidate", kRead);
}

// The validation accuracies as the process is to see them.
arma::vec seen_by_the_process(const SearchResult& result, arma::uword count) {
  arma::vec y(count);
  for (arma::uword i = 0; i < count; ++i) y(i) = result.trials[i].validation;
  const arma::vec known = y.elem(arma::find_finite(y));
  y.elem(arma::find_nan(y)).fill(known.is_empty() ? 0.0 : known.min());
  const double deviation = arma::stddev(y, 1);
  y -= arma::mean(y);
  return deviation > 0 ? arma::vec(y / deviation) : y;
}

// Whether these accuracies are all equal, as the process sees them. Their deviation is 0 then, or
// 1e-17 where the sum of equal numbers was rounded, and divided by that they are 0 or 1 and -1:
// both is right.
bool are_all_equal(const SearchResult& result, arma::uword count) {
  std::set<double> known;
  for (arma::uword i = 0; i < count; ++i) {
    if (!std::isnan(result.trials[i].validation)) known.insert(result.trials[i].validation);
  }
  return known.size() < 2;
}

// Of 1000 random points at most a tenth may promise more than the one that was chosen among 300: a
// right search fails with 0.9^300 at each trial.
bool expect_promising(const SearchResult& yours, const SearchSpace& space,
                      const BayesianOptions& options, Rng& rng) {
  for (arma::uword t = options.initial; t < options.trials; ++t) {
    if (are_all_equal(yours, t)) continue;
    arma::mat at(t + 1, space.size());
    for (arma::uword i = 0; i <= t; ++i) {
      for (arma::uword d = 0; d < space.size(); ++d) {
        at(i, d) = position(space[d], yours.trials[i].point(d));
      }
    }
    const arma::mat others = rng.uniform(1000, space.size(), 0, 1);
    const arma::mat queries = arma::join_cols(at.row(t), others);
    const arma::vec y = seen_by_the_process(yours, t);
    const arma::vec gain =
        right_improvement(right_prediction(at.head_rows(t), y, queries, options.process), y.max());
    const arma::uword better = arma::accu(gain.tail(1000) > gain(0) * (1 + 1e-6));
    if (!checks::expect_that(
            better <= 100, fmt::format("trial {}: {} of 1000 promise more", t, better),
            "at most 100 of 1000: the best of 300 candidates",
            {.what = "how many random points promise more than the one that was chosen",
             .why = "Each trial goes where the expected improvement is largest, after all trials "
                    "before it: positions on the range's own scale, accuracies with mean 0 and "
                    "deviation 1. (A right solution fails in fewer than one of 1,000,000 runs.)",
             .read = "what-the-process-sees"})) {
      return false;
    }
  }
  return true;
}

// Hills and valleys along both axes.
double hilly(const SearchSpace& space, const arma::vec& point) {
  if (point.n_elem != 2) return 0;
  const double u = position(space[0], point(0)), v = position(space[1], point(1));
  return 0.9 + 0.01 * (std::sin(7 * u + 1) + std::cos(9 * v) + u * v);
}

TEST(BayesianSearch, ChoosesWhatPromisesMost) {
  Rng rng(remote::test_seed());
  const BayesianOptions options{.trials = 24, .initial = 4, .candidates = 300};
  std::vector<std::pair<SearchSpace, SearchResult>> runs;
  for (int i = 0; i < 3; ++i) {
    const SearchSpace space = any_space(2, rng);
    const auto yours = search(
        space,
        [space](const arma::vec& point, arma::uword) {
          return SearchScore{hilly(space, point), 0.5};
        },
        options, rng);
    if (!yours) return;
    runs.emplace_back(space, *yours);
  }
  for (const auto& [space, yours] : runs) {
    if (!expect_trials(yours, space, options.trials)) return;
  }
  for (const auto& [space, yours] : runs) {
    if (!expect_promising(yours, space, options, rng)) return;
  }
}

TEST(BayesianSearch, UsesTheProcessThatItIsGiven) {
  Rng rng(remote::test_seed());
  std::vector<std::tuple<SearchSpace, BayesianOptions, SearchResult>> runs;
  for (const GaussianProcessOptions& process :
       {GaussianProcessOptions{0.12, 1, 0.01}, GaussianProcessOptions{0.8, 2, 0.3}}) {
    const SearchSpace space = any_space(2, rng);
    const BayesianOptions options{
        .trials = 20, .initial = 3, .candidates = 300, .process = process};
    runs.emplace_back(space, options,
                      submission::bayesian_search(
                          space,
                          [space](const arma::vec& point, arma::uword) {
                            return SearchScore{hilly(space, point), 0.5};
                          },
                          options, rng));
  }
  for (const auto& [space, options, yours] : runs) {
    if (!expect_trials(yours, space, options.trials)) return;
    if (!expect_promising(yours, space, options, rng)) return;
  }
}

TEST(BayesianSearch, LearnsFromFailedTrials) {
  Rng rng(remote::test_seed());
  const BayesianOptions options{.trials = 20, .initial = 5, .candidates = 300};
  const SearchSpace space = any_space(2, rng);
  const auto found = search(
      space,
      [space](const arma::vec& point, arma::uword) {
        // High values of the first hyperparameter explode.
        const double u = point.n_elem == 2 ? position(space[0], point(0)) : 0;
        return SearchScore{u > 0.6 ? arma::datum::nan : hilly(space, point), 0.5};
      },
      options, rng);
  if (!found) return;
  const SearchResult& yours = *found;
  if (!expect_trials(yours, space, options.trials)) return;
  expect_promising(yours, space, options, rng);
}

// Initial trials with these accuracies, and one more. Where that goes depends on how far apart the
// process believes the accuracies to be: not by much, but on a single axis 1000 candidates leave no
// doubt where the expected improvement is largest. That more than a share f of the axis promises
// more than the best of them has the probability (1 - f)^1000. With this process, divisors that
// differ by sqrt(2) are told apart in two runs of three, so that 24 runs miss one in 10^12 tests.
void expect_next_trial_at_the_optimum(const std::function<arma::vec(Rng&)>& accuracies,
                                      const std::string& why) {
  constexpr arma::uword kRuns = 24, kCandidates = 1000, kPlaces = 4000;
  Rng rng(remote::test_seed());
  std::vector<std::tuple<SearchSpace, BayesianOptions, SearchResult>> runs;
  for (arma::uword i = 0; i < kRuns; ++i) {
    const SearchSpace space = any_space(1, rng);
    const arma::vec says = accuracies(rng);
    const auto script = std::make_shared<Script>(arma::join_cols(says, arma::vec{0.5}));
    const BayesianOptions options{.trials = says.n_elem + 1,
                                  .initial = says.n_elem,
                                  .candidates = kCandidates,
                                  .process = {0.15, 0.5, 0.3}};
    const auto yours = search(
        space,
        [script](const arma::vec& point, arma::uword) {
          return SearchScore{(*script)(point), 0.5};
        },
        options, rng);
    if (!yours) return;
    runs.emplace_back(space, options, *yours);
  }
  const checks::FalseAlarm alarm{.comparisons = kRuns};
  const double most = 1 - std::pow(alarm.each(), 1.0 / kCandidates);
  const arma::vec places = (arma::regspace(0, kPlaces - 1) + 0.5) / kPlaces;
  for (const auto& [space, options, yours] : runs) {
    if (!expect_trials(yours, space, options.trials)) return;
    arma::vec at(options.trials);
    for (arma::uword t = 0; t < at.n_elem; ++t) {
      at(t) = position(space[0], yours.trials[t].point(0));
    }
    const arma::vec y = seen_by_the_process(yours, options.initial);
    const arma::vec gain =
        right_improvement(right_prediction(at.head(options.initial), y,
                                           arma::join_cols(at.tail(1), places), options.process),
                          y.max());
    const double better =
        static_cast<double>(arma::accu(gain.tail(kPlaces) > gain(0) * (1 + 1e-6))) / kPlaces;
    if (!checks::expect_less(
            better, most,
            {.what = fmt::format("which part of an axis promises more than the point that was "
                                 "chosen out of {} after {} trials",
                                 kCandidates, options.initial),
             .why = why,
             .read = "what-the-process-sees"})) {
      return;
    }
  }
}

// The deviation of two numbers is half their distance, or 0.7 of it if one divides by N - 1.
TEST(BayesianSearch, DividesByTheDeviationOverN) {
  expect_next_trial_at_the_optimum([](Rng& rng) { return rng.uniform(2, 1, 0.5, 0.9); },
                                   "Two accuracies are 1 and -1 to the process: minus their mean, "
                                   "divided by their standard deviation over N (not N - 1).");
}

TEST(BayesianSearch, CountsFailedTrialsInMeanAndDeviation) {
  expect_next_trial_at_the_optimum(
      [](Rng& rng) {
        arma::vec says = {rng.uniform(0.5, 0.9), rng.uniform(0.5, 0.9), arma::datum::nan};
        return arma::vec(says.elem(rng.permutation(3)));
      },
      "A failed trial counts as the lowest accuracy of the others, in their mean and standard "
      "deviation as well: replace NaN first, and standardize then.");
}

TEST(BayesianSearch, SurvivesWhatTeachesNothing) {
  Rng rng(remote::test_seed());
  const BayesianOptions options{.trials = 9, .initial = 2, .candidates = 30};
  std::vector<std::pair<SearchSpace, SearchResult>> runs;
  for (const double always : {0.5, 0.0, arma::datum::nan}) {
    const SearchSpace space = any_space(2, rng);
    const auto yours = search(
        space,
        [always](const arma::vec&, arma::uword) {
          return SearchScore{always, 0.5};
        },
        options, rng);
    if (!yours) return;
    runs.emplace_back(space, *yours);
  }
  for (const auto& [space, yours] : runs) {
    if (!expect_trials(yours, space, options.trials)) return;
    const arma::mat points = as_matrix(yours, 2);
    for (arma::uword d = 0; d < 2; ++d) {
      const arma::uvec different = arma::find_unique(points.row(d));
      if (!checks::expect_equal(
              static_cast<long long>(different.n_elem), 9,
              {.what = "different values in nine trials that all say the same",
               .why = "A standard deviation of 0 must not be divided by. Where the "
                      "accuracies say nothing, the search goes where it has not "
                      "been.",
               .read = "what-the-process-sees"})) {
        return;
      }
    }
  }
}

TEST(BayesianSearch, LooksAtNoTestAccuracy) {
  Rng rng(remote::test_seed());
  const SearchSpace space = any_space(2, rng);
  const Rng start = rng;
  const BayesianOptions options{.trials = 12, .initial = 4, .candidates = 60};
  std::vector<SearchResult> results;
  for (const Poison poison :
       {Poison::none, Poison::reversed, Poison::not_a_number, Poison::arbitrary}) {
    Rng same = start;
    results.push_back(submission::bayesian_search(
        space,
        [space, poison](const arma::vec& point, arma::uword) {
          const double validation = hilly(space, point);
          return SearchScore{validation, poisoned(poison, validation)};
        },
        options, same));
  }
  for (const SearchResult& yours : results) {
    if (!expect_trials(yours, space, options.trials)) return;
    if (!checks::expect_near(as_matrix(yours, 2), as_matrix(results[0], 2),
                             {.what = "the points, where test accuracies lie",
                              .why = "Nothing may depend on the test accuracy: neither the best "
                                     "trial, nor what the process sees.",
                              .read = "the-test-set-decides-nothing",
                              .tolerance = checks::kExact})) {
      return;
    }
  }
}

// Two functions that are usual for this, on the unit square, higher is better. The levels are those
// that 0.5 % of the square exceed (harness/tests/crosscheck/search.py): random search needs 138
// trials in the median to get there, -ln 2 / ln 0.995.
double branin(double u, double v) {
  const double x = 15 * u - 5, y = 15 * v, pi = arma::datum::pi;
  const double curve = y - 5.1 / (4 * pi * pi) * x * x + 5 / pi * x - 6;
  return -(curve * curve + 10 * (1 - 1 / (8 * pi)) * std::cos(x) + 10);
}

double camel(double u, double v) {
  const double x = 4 * u - 2, y = 2 * v - 1;
  return -((4 - 2.1 * x * x + x * x * x * x / 3) * x * x + x * y + (4 * y * y - 4) * y * y);
}

// How many trials until the level is reached, or options.trials + 1, in the median over 20 seeds.
double median_trials(double (*f)(double, double), double level, const BayesianOptions& options,
                     Rng& rng) {
  const SearchSpace space = {{"u", 1e-4, 1e-1, SearchScale::logarithmic},
                             {"v", -2, 2, SearchScale::linear}};
  arma::vec needed(20);
  for (double& count : needed) {
    const SearchResult yours = submission::bayesian_search(
        space,
        [space, f](const arma::vec& point, arma::uword) {
          if (point.n_elem != 2) return SearchScore{0, 0};
          return SearchScore{f(position(space[0], point(0)), position(space[1], point(1))), 0};
        },
        options, rng);
    count = 0;
    while (count < static_cast<double>(yours.trials.size()) &&
           !(yours.trials[static_cast<std::size_t>(count)].validation >= level)) {
      ++count;
    }
    ++count;
  }
  return arma::median(needed);
}

TEST(BayesianSearch, NeedsFewerTrialsThanRandomSearch) {
  Rng rng(remote::test_seed());
  const BayesianOptions options{.trials = 36, .initial = 5, .candidates = 300};
  const double on_branin = median_trials(branin, -0.658950, options, rng);
  const double on_camel = median_trials(camel, 0.995981, options, rng);
  const char* why =
      "Random search needs 138 in the median, since one of 200 points is so good. A search that "
      "learns needs about 20.";
  checks::expect_less(
      on_branin, 36,
      {.what = "how many trials Branin's function takes to one of its best 0.5 %, in "
               "the median over 20 searches",
       .why = why,
       .read = kRead});
  checks::expect_less(on_camel, 36,
                      {.what = "how many trials the six-hump camel takes to one of its best 0.5 %, "
                               "in the median over 20 searches",
                       .why = why,
                       .read = kRead});
}

TEST(BayesianSearch, GoesOnWithTheCallersRng) {
  Rng rng(remote::test_seed());
  const SearchSpace space = any_space(2, rng);
  const BayesianOptions options{.trials = 6, .initial = 2, .candidates = 20};
  const auto points_of_a_search = [&](Rng& draws) {
    return as_matrix(submission::bayesian_search(
                         space,
                         [space](const arma::vec& point, arma::uword) {
                           return SearchScore{hilly(space, point), 0};
                         },
                         options, draws),
                     2);
  };
  Rng same = rng;
  const arma::mat first = points_of_a_search(rng), second = points_of_a_search(rng),
                  again = points_of_a_search(same);
  checks::expect_that(!arma::approx_equal(first, second, "absdiff", 0), "the same points again",
                      "other points in the second search",
                      {.what = "two searches with one rng",
                       .why = "rng moves on from search to search.",
                       .read = kRead});
  checks::expect_near(again, first,
                      {.what = "a search with the same state of rng",
                       .why = "The same state gives the same points.",
                       .read = kRead,
                       .tolerance = checks::kExact});
}

TEST(BayesianSearch, RefusesBadInput) {
  Rng rng(remote::test_seed());
  const SearchObjective flat = [](const arma::vec&, arma::uword) { return SearchScore{0.5, 0.5}; };
  const SearchSpace space = any_space(2, rng);
  const auto call = [&](const SearchSpace& where, const SearchObjective& objective,
                        const BayesianOptions& options) {
    return [&rng, where, objective, options] {
      submission::bayesian_search(where, objective, options, rng);
    };
  };
  const BayesianOptions good{.trials = 4, .initial = 2, .candidates = 5};
  for (const BadSpace& bad : bad_spaces()) expect_refusal(bad.what, call(bad.space, flat, good));
  expect_refusal("an empty function for an objective", call(space, {}, good));
  expect_refusal("no trials", call(space, flat, {.trials = 0, .initial = 0, .candidates = 5}));
  expect_refusal("no initial trials", call(space, flat, {.trials = 4, .initial = 0}));
  expect_refusal("more initial trials than trials", call(space, flat, {.trials = 4, .initial = 5}));
  expect_refusal("no candidates", call(space, flat, {.trials = 4, .initial = 2, .candidates = 0}));
  expect_refusal("no epochs",
                 call(space, flat, {.trials = 4, .initial = 2, .candidates = 5, .epochs = 0}));
  expect_refusal(
      "a noise of 0",
      call(space, flat,
           {.trials = 4, .initial = 2, .candidates = 5, .epochs = 1, .process = {.noise = 0}}));
}

}  // namespace
}  // namespace descent::suite
