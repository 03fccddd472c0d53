#include <gtest/gtest.h>

#include <fmt/format.h>

#include <cmath>

#include "harness/checks/refusal.hpp"
#include "harness/checks/statistics.hpp"
#include "harness/remote/submission.hpp"

namespace descent::suite {
namespace {

using checks::expect_refusal;

constexpr auto kReadHoldout = "one-validation-set";
constexpr auto kReadFolds = "cross-validation";
constexpr auto kReadBoth = "nothing-in-both-parts";
constexpr auto kReadShuffle = "shuffle-first";

// Together 0, ..., n - 1, each once.
bool expect_partition(const SearchFold& fold, arma::uword n) {
  return checks::expect_equal(
      arma::sort(arma::uvec(arma::join_cols(fold.train, fold.validation))),
      arma::regspace<arma::uvec>(0, n - 1),
      {.what = fmt::format("the indices of both parts together, sorted, for n = {}", n),
       .why = "Each example is in exactly one of the two parts: none is lost, and none is learned "
              "from and judged on at the same time.",
       .read = kReadBoth});
}

// How often each example was in the validation part of `runs` independent splits.
bool expect_equal_chances(const arma::mat& validated, double share, const char* read) {
  const checks::FalseAlarm alarm{.comparisons = static_cast<double>(validated.n_rows)};
  for (arma::uword i = 0; i < validated.n_rows; ++i) {
    if (!checks::expect_frequency(
            static_cast<arma::uword>(arma::accu(validated.row(i))), validated.n_cols, share,
            {.what = fmt::format("how often example {} of {} is in the validation part", i,
                                 validated.n_rows),
             .why =
                 "Every example has the same chance. Without shuffling, always the same ones are "
                 "taken, and files are often sorted by class.",
             .read = read},
            alarm)) {
      return false;
    }
  }
  return true;
}

// Neighbours must not stay together: both of a pair are in the validation part with
// v/n·(v-1)/(n-1).
bool expect_pairs_apart(const arma::mat& validated, double count, const char* read) {
  const double n = static_cast<double>(validated.n_rows);
  const double together = count / n * (count - 1) / (n - 1);
  const checks::FalseAlarm alarm{.comparisons = n - 1};
  for (arma::uword i = 0; i + 1 < validated.n_rows; ++i) {
    const arma::uword both = arma::accu(validated.row(i) % validated.row(i + 1) > 0);
    if (!checks::expect_frequency(
            both, validated.n_cols, together,
            {.what = fmt::format("how often examples {} and {} are both in the validation part", i,
                                 i + 1),
             .why = "Every subset is equally likely: a block from a random place on is not enough.",
             .read = read},
            alarm)) {
      return false;
    }
  }
  return true;
}

TEST(HoldoutSplit, HasEveryExampleInOnePart) {
  Rng rng(remote::test_seed());
  std::vector<std::pair<arma::uword, SearchFold>> runs;
  for (const arma::uword n : arma::uvec{2, 3, 10, 37, 250}) {
    for (const double fraction : {0.1, 0.5, 0.72}) {
      runs.emplace_back(n, submission::holdout_split(n, fraction, rng));
    }
  }
  for (const auto& [n, fold] : runs) {
    if (!expect_partition(fold, n)) return;
  }
}

TEST(HoldoutSplit, HasTheRightSizes) {
  Rng rng(remote::test_seed());
  struct Case {
    arma::uword n;
    double fraction;
    long long right;
  };
  const std::vector<Case> cases = {{10, 0.2, 2},   {10, 0.27, 3}, {10, 0.83, 8},  {1000, 0.15, 150},
                                   {7, 0.4, 3},    {7, 0.34, 2},  {4, 0.01, 1},   {4, 0.99, 3},
                                   {2, 0.001, 1},  {2, 0.999, 1}, {250, 0.3, 75}, {3, 0.9, 2},
                                   {50, 0.055, 3}, {50, 0.045, 2}};
  std::vector<SearchFold> folds;
  for (const Case& c : cases) folds.push_back(submission::holdout_split(c.n, c.fraction, rng));
  for (std::size_t k = 0; k < cases.size(); ++k) {
    if (!checks::expect_equal(
            static_cast<long long>(folds[k].validation.n_elem), cases[k].right,
            {.what =
                 fmt::format("the number of validation examples for n = {} and a fraction of {}",
                             cases[k].n, cases[k].fraction),
             .why = "n times the fraction, to the nearest whole number, but at least 1 and at most "
                    "n - 1. (The fraction is that of the validation part.)",
             .read = kReadHoldout})) {
      return;
    }
  }
}

TEST(HoldoutSplit, ChoosesAtRandom) {
  Rng rng(remote::test_seed());
  constexpr arma::uword kN = 12, kRuns = 600;
  arma::mat validated(kN, kRuns, arma::fill::zeros);
  for (arma::uword r = 0; r < kRuns; ++r) {
    const SearchFold fold = submission::holdout_split(kN, 0.25, rng);
    if (r == 0 && !expect_partition(fold, kN)) return;
    for (const arma::uword i : fold.validation) {
      if (i < kN) validated(i, r) = 1;
    }
  }
  if (!expect_equal_chances(validated, 0.25, kReadShuffle)) return;
  expect_pairs_apart(validated, 3, kReadShuffle);
}

// (Of k folds no such thing is asked: which number an example's fold has is no matter, and as parts
// without numbers those of an uneven shuffle are even.)
TEST(HoldoutSplit, PrefersNoExampleEvenSlightly) {
  Rng rng(remote::test_seed());
  constexpr arma::uword kN = 16, kRuns = 2800;
  std::vector<SearchFold> splits;
  for (arma::uword r = 0; r < kRuns; ++r) {
    splits.push_back(submission::holdout_split(kN, 0.5, rng));
  }
  arma::vec times(kN, arma::fill::zeros);
  for (const SearchFold& split : splits) {
    if (!expect_partition(split, kN)) return;
    for (const arma::uword i : split.validation) times(i) += 1;
  }
  checks::expect_even_halves(
      times, kRuns,
      {.what = "how unequally examples come into the validation part", .read = kReadShuffle});
}

TEST(HoldoutSplit, DrawsFromTheCallersRng) {
  Rng rng(remote::test_seed());
  Rng same = rng;
  const SearchFold first = submission::holdout_split(200, 0.3, rng);
  const SearchFold second = submission::holdout_split(200, 0.3, rng);
  const SearchFold again = submission::holdout_split(200, 0.3, same);
  if (!expect_partition(first, 200) || !expect_partition(second, 200)) return;
  const auto sorted = [](const SearchFold& fold) {
    return arma::uvec(arma::sort(fold.validation));
  };
  const bool repeats = first.validation.n_elem == second.validation.n_elem &&
                       arma::all(sorted(first) == sorted(second));
  checks::expect_that(!repeats, "the same examples again", "other examples",
                      {.what = "the validation part of a second split with one rng",
                       .why = "rng moves on from call to call.",
                       .read = kReadShuffle});
  checks::expect_equal(sorted(again), sorted(first),
                       {.what = "the validation part with the same state of rng",
                        .why = "The same state gives the same split: a search can be repeated.",
                        .read = kReadShuffle});
}

TEST(HoldoutSplit, RefusesBadInput) {
  Rng rng(remote::test_seed());
  const auto call = [&](arma::uword n, double fraction) {
    return [&rng, n, fraction] { submission::holdout_split(n, fraction, rng); };
  };
  expect_refusal("no examples", call(0, 0.5));
  expect_refusal("one example", call(1, 0.5));
  expect_refusal("a fraction of 0", call(10, 0));
  expect_refusal("a fraction of 1", call(10, 1));
  expect_refusal("a fraction of 20", call(100, 20));
  expect_refusal("a negative fraction", call(10, -0.2));
  expect_refusal("a fraction that is NaN", call(10, arma::datum::nan));
}

struct Folds {
  arma::uword n, k;
  std::vector<SearchFold> yours;
};

std::vector<Folds> some_folds(Rng& rng) {
  std::vector<Folds> runs;
  for (const auto& [n, k] :
       {std::pair<arma::uword, arma::uword>{10, 3}, {12, 4}, {7, 7}, {101, 10}, {2, 2}, {29, 5}}) {
    runs.push_back({n, k, submission::k_fold_split(n, k, rng)});
  }
  return runs;
}

bool expect_count(const Folds& run) {
  return checks::expect_equal(static_cast<long long>(run.yours.size()),
                              static_cast<long long>(run.k),
                              {.what = "the number of folds", .read = kReadFolds});
}

TEST(KFoldSplit, ValidatesEachExampleOnce) {
  Rng rng(remote::test_seed());
  const std::vector<Folds> runs = some_folds(rng);
  for (const Folds& run : runs) {
    if (!expect_count(run)) return;
    arma::uvec all;
    for (const SearchFold& fold : run.yours) all = arma::join_cols(all, fold.validation);
    if (!checks::expect_equal(
            arma::uvec(arma::sort(all)), arma::regspace<arma::uvec>(0, run.n - 1),
            {.what = fmt::format("all validation parts together, sorted, for {} examples in {} "
                                 "folds",
                                 run.n, run.k),
             .why = "The folds share the examples among them: each is in exactly one validation "
                    "part, the remainder of n / k included.",
             .read = kReadFolds})) {
      return;
    }
  }
}

TEST(KFoldSplit, TrainsOnAllOthers) {
  Rng rng(remote::test_seed());
  const std::vector<Folds> runs = some_folds(rng);
  for (const Folds& run : runs) {
    if (!expect_count(run)) return;
    for (const SearchFold& fold : run.yours) {
      if (!expect_partition(fold, run.n)) return;
    }
  }
}

TEST(KFoldSplit, HasFoldsOfNearlyEqualSize) {
  Rng rng(remote::test_seed());
  const std::vector<Folds> runs = some_folds(rng);
  for (const Folds& run : runs) {
    if (!expect_count(run)) return;
    for (const SearchFold& fold : run.yours) {
      const arma::uword small = run.n / run.k, large = (run.n + run.k - 1) / run.k;
      if (!checks::expect_that(
              fold.validation.n_elem >= small && fold.validation.n_elem <= large,
              std::to_string(fold.validation.n_elem),
              small == large ? std::to_string(small) : fmt::format("{} or {}", small, large),
              {.what = fmt::format("the size of a validation part, {} examples in {} folds", run.n,
                                   run.k),
               .why = "Sizes differ by at most 1. The remainder is dealt out, one to a fold.",
               .read = kReadFolds})) {
        return;
      }
    }
  }
}

TEST(KFoldSplit, DealsAtRandom) {
  Rng rng(remote::test_seed());
  constexpr arma::uword kN = 12, kFolds = 4, kRuns = 600;
  arma::mat validated(kN, kRuns, arma::fill::zeros);
  for (arma::uword r = 0; r < kRuns; ++r) {
    const std::vector<SearchFold> yours = submission::k_fold_split(kN, kFolds, rng);
    if (r == 0 && !expect_count({kN, kFolds, yours})) return;
    if (yours.size() != kFolds) continue;
    for (const arma::uword i : yours[r % kFolds].validation) {
      if (i < kN) validated(i, r) = 1;
    }
  }
  if (!expect_equal_chances(validated, 0.25, kReadShuffle)) return;
  expect_pairs_apart(validated, 3, kReadShuffle);
}

TEST(KFoldSplit, DrawsFromTheCallersRng) {
  Rng rng(remote::test_seed());
  Rng same = rng;
  const Folds first{200, 4, submission::k_fold_split(200, 4, rng)};
  const Folds second{200, 4, submission::k_fold_split(200, 4, rng)};
  const Folds again{200, 4, submission::k_fold_split(200, 4, same)};
  if (!expect_count(first) || !expect_count(second) || !expect_count(again)) return;
  const auto sorted = [](const Folds& folds) {
    return arma::uvec(arma::sort(folds.yours[0].validation));
  };
  const bool repeats = first.yours[0].validation.n_elem == second.yours[0].validation.n_elem &&
                       arma::all(sorted(first) == sorted(second));
  checks::expect_that(!repeats, "the same examples again", "other examples",
                      {.what = "the first fold of a second split with one rng",
                       .why = "rng moves on from call to call.",
                       .read = kReadShuffle});
  checks::expect_equal(sorted(again), sorted(first),
                       {.what = "the first fold with the same state of rng",
                        .why = "The same state gives the same split.",
                        .read = kReadShuffle});
}

TEST(KFoldSplit, RefusesBadInput) {
  Rng rng(remote::test_seed());
  const auto call = [&](arma::uword n, arma::uword k) {
    return [&rng, n, k] { submission::k_fold_split(n, k, rng); };
  };
  expect_refusal("no examples", call(0, 2));
  expect_refusal("no folds", call(10, 0));
  expect_refusal("one fold", call(10, 1));
  expect_refusal("more folds than examples", call(3, 4));
}

}  // namespace
}  // namespace descent::suite
