#include <gtest/gtest.h>

#include <cmath>

#include "harness/checks/refusal.hpp"
#include "harness/remote/submission.hpp"
#include "harness/suites/11-ensembles/networks.hpp"

namespace descent::suite {
namespace {

using checks::expect_equal;
using Candidates = std::vector<EnsembleCandidate>;

constexpr auto kRead = "the-best-of-a-search";
constexpr auto kReadTest = "the-test-set-stays-out";

// Accuracies of a search: multiples of 1/n of a validation set of n examples, so that ties occur.
Candidates any_search(arma::uword trials, arma::uword examples, Rng& rng) {
  Candidates candidates;
  for (arma::uword i = 0; i < trials; ++i) {
    const auto right = static_cast<double>(rng.below(examples + 1));
    candidates.push_back({right / static_cast<double>(examples), rng.uniform()});
  }
  return candidates;
}

TEST(TopKModels, HasTheHandValues) {
  const Candidates candidates = {{0.61, 0.7}, {0.93, 0.8},  {0.2, 0.99}, {0.88, 0.95}, {0.93, 0.9},
                                 {0.0, 0.85}, {0.905, 0.6}, {0.88, 0.5}, {1.0, 0.4},   {0.93, 0.3}};
  const std::string why =
      "Indices by falling validation accuracy; of equal ones the earlier first.";
  expect_equal(submission::top_k_models(candidates, 1), arma::uvec{8},
               {.what = "the best model", .why = why, .read = kRead});
  expect_equal(submission::top_k_models(candidates, 3), arma::uvec{8, 1, 4},
               {.what = "the three best", .why = why, .read = "ties"});
  expect_equal(submission::top_k_models(candidates, 6), arma::uvec{8, 1, 4, 9, 6, 3},
               {.what = "the six best", .why = why, .read = "ties"});
  expect_equal(submission::top_k_models(candidates, 10), arma::uvec{8, 1, 4, 9, 6, 3, 7, 0, 2, 5},
               {.what = "all ten", .why = why, .read = "ties"});
}

TEST(TopKModels, IsRightForRandomSearches) {
  Rng rng(remote::test_seed());
  struct Run {
    Candidates candidates;
    arma::uword k;
    arma::uvec yours;
  };
  std::vector<Run> runs;
  for (int i = 0; i < 8; ++i) {
    const arma::uword trials = 5 + rng.below(60);
    Run run{any_search(trials, i % 2 == 0 ? 1000 : 10, rng), 2 + rng.below(trials - 2), {}};
    run.yours = submission::top_k_models(run.candidates, run.k);
    runs.push_back(run);
  }
  for (const Run& run : runs) {
    if (!expect_equal(run.yours, reference::top_k_models(run.candidates, run.k),
                      {.what = "the indices of the best models",
                       .why = "The k largest validation accuracies, the largest first; of equal "
                              "ones the earlier first.",
                       .read = kRead})) {
      return;
    }
  }
}

// Equal candidates only: nothing but the order of the ties is left.
TEST(TopKModels, KeepsTheOrderOfEqualModels) {
  Rng rng(remote::test_seed());
  Candidates candidates;
  for (int i = 0; i < 40; ++i) candidates.push_back({i < 20 ? 0.5 : 0.75, rng.uniform()});
  expect_equal(
      submission::top_k_models(candidates, 25),
      arma::join_cols(arma::regspace<arma::uvec>(20, 39), arma::regspace<arma::uvec>(0, 4)),
      {.what = "the best of twenty equally good and twenty better models",
       .why = "Of equally good ones the earlier comes first: std::sort may mix them, "
              "std::stable_sort does not.",
       .read = "ties"});
}

// What the models score on the test set is poisoned, twice, in different ways.
TEST(TopKModels, NeverLooksAtTheTestSet) {
  Rng rng(remote::test_seed());
  const Candidates candidates = any_search(30, 12, rng);
  Candidates reversed = candidates, unknown = candidates;
  for (EnsembleCandidate& one : reversed) one.test_accuracy = 1 - one.validation_accuracy;
  for (EnsembleCandidate& one : unknown) one.test_accuracy = arma::datum::nan;
  const arma::uvec yours = submission::top_k_models(candidates, 12);
  const arma::uvec other = submission::top_k_models(reversed, 12);
  const arma::uvec blind = submission::top_k_models(unknown, 12);
  const std::string why =
      "The choice must be the same whatever the test accuracies are: a test set that chooses is "
      "a validation set, and its accuracy no longer says anything.";
  expect_equal(other, yours,
               {.what = "the choice with other test accuracies", .why = why, .read = kReadTest});
  expect_equal(blind, yours,
               {.what = "the choice where test accuracies are not known yet",
                .why = why,
                .read = kReadTest});
}

TEST(TopKModels, TellsSmallDifferencesApart) {
  const Candidates candidates = {
      {0.9701, 0.5}, {0.9703, 0.5}, {0.9702, 0.5}, {0.9699, 0.5}, {0.9704, 0.5}};
  expect_equal(submission::top_k_models(candidates, 4), arma::uvec{4, 1, 2, 0},
               {.what = "the best of models that differ in the fourth digit",
                .why = "Compare accuracies as they are: no rounding, and no whole numbers.",
                .read = kRead});
}

TEST(TopKModels, RefusesBadInput) {
  using checks::expect_refusal;
  const auto call = [](const Candidates& candidates, arma::uword k) {
    return [=] { submission::top_k_models(candidates, k); };
  };
  expect_refusal("no candidates", call({}, 1));
  expect_refusal("k = 0", call({{0.5, 0.5}}, 0));
  expect_refusal("k above the number of candidates", call({{0.5, 0.5}, {0.25, 0.5}}, 3));
  expect_refusal("an accuracy that is NaN", call({{0.5, 0.5}, {arma::datum::nan, 0.5}}, 1));
  expect_refusal("an accuracy above 1", call({{97.5, 0.5}, {0.5, 0.5}}, 1));
  expect_refusal("a negative accuracy", call({{0.5, 0.5}, {-0.25, 0.5}}, 1));
}

}  // namespace
}  // namespace descent::suite
