#include <gtest/gtest.h>

#include <cmath>
#include <deque>

#include "harness/suites/10-search/spaces.hpp"

namespace descent::suite {
namespace {

using checks::expect_refusal;

constexpr auto kRead = "random-search";
constexpr auto kReadTest = "the-test-set-decides-nothing";

TEST(RandomSearch, DrawsItsPointsFromTheSpace) {
  Rng rng(remote::test_seed());
  const SearchSpace space = any_space(2, rng);
  const SearchResult yours = submission::random_search(
      space,
      [](const arma::vec&, arma::uword) {
        return SearchScore{0.5, 0.5};
      },
      600, 1, rng);
  if (!checks::expect_equal(static_cast<long long>(yours.trials.size()), 600,
                            {.what = "the number of trials", .read = kRead})) {
    return;
  }
  expect_uniform_points(space, points_of(yours), "the point of a trial", kRead);
}

TEST(RandomSearch, TellsWhatHappened) {
  Rng rng(remote::test_seed());
  struct Run {
    SearchResult yours;
    Asked asked;
  };
  std::vector<Run> runs;
  std::deque<Asked> all_asked;  // written again while the first failure is explained
  for (const arma::uword trials : arma::uvec{1, 2, 17}) {
    const Peak peak = any_peak(any_space(3, rng), rng);
    Asked& asked = all_asked.emplace_back();
    const SearchResult yours = submission::random_search(
        peak.space,
        [peak, &asked](const arma::vec& point, arma::uword epochs) {
          const SearchScore score{peak(point), 0.25 * std::sin(1e3 * peak(point))};
          asked.points.push_back(point);
          asked.epochs.push_back(epochs);
          asked.scores.push_back(score);
          return score;
        },
        trials, 3 + trials, rng);
    const Asked copy = asked;  // the callback may be called again later
    if (copy.points.size() != trials) {
      checks::expect_equal(static_cast<long long>(copy.points.size()),
                           static_cast<long long>(trials),
                           {.what = "how often the objective was asked",
                            .why = "Once for each trial: each question costs a whole training.",
                            .read = kRead});
      return;
    }
    for (const arma::uword epochs : copy.epochs) {
      if (!checks::expect_equal(static_cast<long long>(epochs), static_cast<long long>(3 + trials),
                                {.what = "the epochs that the objective was asked for",
                                 .why = "`epochs` goes on to the objective as it is.",
                                 .read = kRead})) {
        return;
      }
    }
    runs.push_back({yours, copy});
  }
  for (const Run& run : runs) {
    if (!expect_tells_what_happened(run.yours, run.asked, kRead)) return;
  }
}

// The same search under test accuracies that lie.
TEST(RandomSearch, LooksAtNoTestAccuracy) {
  Rng rng(remote::test_seed());
  const Peak peak = any_peak(any_space(2, rng), rng);
  const Rng start = rng;
  std::vector<SearchResult> results;
  for (const Poison poison :
       {Poison::none, Poison::reversed, Poison::not_a_number, Poison::arbitrary}) {
    Rng same = start;
    results.push_back(submission::random_search(
        peak.space,
        [peak, poison](const arma::vec& point, arma::uword) {
          return SearchScore{peak(point), poisoned(poison, peak(point))};
        },
        12, 1, same));
  }
  for (const SearchResult& yours : results) {
    if (!checks::expect_equal(
            static_cast<long long>(yours.best), static_cast<long long>(right_best(yours.trials)),
            {.what = "the index of the best trial, where test accuracies lie",
             .why = "The validation accuracy decides. Whoever chooses by the test "
                    "set has trained on it, and nothing is left to report.",
             .read = kReadTest}) ||
        !checks::expect_near(as_matrix(yours, 2), as_matrix(results[0], 2),
                             {.what = "the points, where test accuracies lie",
                              .why = "Nothing may depend on the test accuracy.",
                              .read = kReadTest,
                              .tolerance = checks::kExact})) {
      return;
    }
  }
}

TEST(RandomSearch, KnowsFailedTrialsAndTies) {
  Rng rng(remote::test_seed());
  const double nan = arma::datum::nan;
  const SearchSpace space = any_space(2, rng);
  std::vector<std::pair<arma::vec, arma::uword>> runs;
  std::deque<Script> scripts;  // they answer again while the first failure is explained
  for (const arma::vec& said :
       {arma::vec{nan, nan, 0.2, 0.9, nan, 0.4}, arma::vec{nan, 0.3, nan, 0.1},
        arma::vec{0.2, nan, 0.1}, arma::vec{nan, nan, nan}, arma::vec{0.1, 0.7, 0.7, 0.7, 0.3},
        arma::vec{0, 0, 0}, arma::vec{-2, -1, -3}}) {
    Script& script = scripts.emplace_back(said);
    const SearchResult yours = submission::random_search(
        space,
        [&script](const arma::vec& point, arma::uword) {
          return SearchScore{script(point), 0.5};
        },
        said.n_elem, 1, rng);
    runs.emplace_back(said, yours.best);
  }
  for (const auto& [said, best] : runs) {
    std::vector<SearchTrial> trials;
    for (const double validation : said) trials.push_back({{}, 1, validation, 0});
    if (!checks::expect_equal(static_cast<long long>(best),
                              static_cast<long long>(right_best(trials)),
                              {.what = "the index of the best trial",
                               .why = "Of equal accuracies the first; NaN is below every number, "
                                      "even if it came first; where all are NaN, 0.",
                               .read = "trials-that-fail"})) {
      return;
    }
  }
}

// Bergstra and Bengio's situation: only one of two parameters matters, and it is good in a tenth of
// its range. Nine random points try nine values of it, a grid of 3 x 3 only three.
TEST(RandomSearch, BeatsTheGridWhereOneParameterMatters) {
  Rng rng(remote::test_seed());
  constexpr arma::uword kRounds = 300;
  arma::uword random_hits = 0, grid_hits = 0;
  for (arma::uword round = 0; round < kRounds; ++round) {
    const SearchSpace space = {{"rate", 1e-5, 1, SearchScale::logarithmic},
                               {"other", 0, 1, SearchScale::linear}};
    const double centre = rng.uniform(0.05, 0.95);
    const auto objective = [space, centre](const arma::vec& point, arma::uword) {
      const double off = point.n_elem == 2 ? std::abs(position(space[0], point(0)) - centre) : 1.0;
      return SearchScore{off < 0.05 ? 0.9 : 0.5, 0.5};
    };
    const SearchResult yours = submission::random_search(space, objective, 9, 1, rng);
    for (const SearchTrial& trial : yours.trials) {
      if (trial.validation > 0.6) {
        ++random_hits;
        break;
      }
    }
    for (const double at : {0.0, 0.5, 1.0}) grid_hits += std::abs(at - centre) < 0.05 ? 1 : 0;
  }
  // 1 - 0.9^9, exactly; the grid's chance is 1/9, since only its middle column can hit.
  if (!checks::expect_frequency(random_hits, kRounds, 1 - std::pow(0.9, 9),
                                {.what = "searches that find the good tenth of one axis with nine "
                                         "trials",
                                 .why = "Nine random points try nine values of that parameter: "
                                        "1 - 0.9⁹ = 61 %. A grid of 3 x 3 tries three.",
                                 .read = "random-against-grid"})) {
    return;
  }
  checks::expect_greater(static_cast<double>(random_hits), static_cast<double>(grid_hits),
                         {.what = "how often random search finds it, compared with the grid",
                          .read = "random-against-grid"});
}

// A jittered grid or a Latin hypercube is "too uniform": it would be a fine design, but its points
// are not drawn each for itself, and one more point would have no place in it.
TEST(RandomSearch, DrawsEachPointForItself) {
  Rng rng(remote::test_seed());
  const SearchSpace space = any_space(2, rng);
  arma::vec below(60);
  for (double& count : below) {
    const SearchResult yours = submission::random_search(
        space,
        [](const arma::vec&, arma::uword) {
          return SearchScore{0.5, 0.5};
        },
        16, 1, rng);
    count = 0;
    for (const SearchTrial& trial : yours.trials) {
      if (trial.point.n_elem == 2) count += position(space[0], trial.point(0)) < 0.5 ? 1 : 0;
    }
  }
  // All 60 counts are 7, 8 or 9 with a probability of 0.546^60.
  checks::expect_that(
      arma::any(below < 7) || arma::any(below > 9), "never fewer than 7, never more than 9",
      "each count from 4 to 12 now and then, as with 16 coins",
      {.what = "how many of 16 points lie in the lower half of a range, in 60 "
               "searches",
       .why = "Independent points cluster by chance. Yours are spread too evenly: is "
              "it a grid in disguise?",
       .read = kRead});
}

TEST(RandomSearch, GoesOnWithTheCallersRng) {
  Rng rng(remote::test_seed());
  const SearchSpace space = any_space(2, rng);
  const auto flat = [](const arma::vec&, arma::uword) { return SearchScore{0.5, 0.5}; };
  Rng same = rng;
  const arma::mat first = as_matrix(submission::random_search(space, flat, 5, 1, rng), 2);
  const arma::mat second = as_matrix(submission::random_search(space, flat, 5, 1, rng), 2);
  const arma::mat again = as_matrix(submission::random_search(space, flat, 5, 1, same), 2);
  checks::expect_that(!arma::approx_equal(first, second, "absdiff", 0), "the same points again",
                      "other points in the second search",
                      {.what = "two searches with one rng",
                       .why = "rng moves on. With the same points a second search learns nothing.",
                       .read = kRead});
  checks::expect_near(again, first,
                      {.what = "a search with the same state of rng",
                       .why = "The same state gives the same points.",
                       .read = kRead,
                       .tolerance = checks::kExact});
}

TEST(RandomSearch, RefusesBadInput) {
  Rng rng(remote::test_seed());
  const SearchObjective flat = [](const arma::vec&, arma::uword) { return SearchScore{0.5, 0.5}; };
  const SearchSpace space = any_space(2, rng);
  const auto call = [&](const SearchSpace& where, const SearchObjective& objective,
                        arma::uword trials, arma::uword epochs) {
    return [&rng, where, objective, trials, epochs] {
      submission::random_search(where, objective, trials, epochs, rng);
    };
  };
  for (const BadSpace& bad : bad_spaces()) expect_refusal(bad.what, call(bad.space, flat, 2, 1));
  expect_refusal("an empty function for an objective", call(space, {}, 2, 1));
  expect_refusal("no trials", call(space, flat, 0, 1));
  expect_refusal("no epochs", call(space, flat, 2, 0));
}

}  // namespace
}  // namespace descent::suite
