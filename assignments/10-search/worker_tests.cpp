// The public tests of the worker and the master. They run in a folder of their own, which is empty
// at the beginning of each test.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "harness/checks/expect.hpp"
#include "harness/remote/submission.hpp"

namespace descent {
namespace {

std::filesystem::path folder() { return remote::Session::current().folder(); }

std::string listing() {
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder())) {
    names.insert(entry.path().filename().string());
  }
  std::string text;
  for (const std::string& name : names) text += "\n  " + name;
  return names.empty() ? "nothing" : text;
}

void put(const SearchCheckpoint& checkpoint, std::size_t bytes_missing = 0) {
  const std::string bytes = encode_checkpoint(checkpoint);
  std::ofstream out(folder() / checkpoint_name(checkpoint), std::ios::binary);
  out << bytes.substr(0, bytes.size() - bytes_missing);
}

const SearchSpace kRates = {{"learning rate", 1e-5, 1, SearchScale::logarithmic}};

// Validation accuracies 0.5, 0.25, 0.125; the cost explodes in epoch 4.
TrialEpoch train(const arma::vec&, arma::uword epoch, const std::vector<arma::mat>&) {
  const double half = 1 / static_cast<double>(1 << epoch);
  return {epoch == 4 ? arma::datum::nan : 1 + half, half, 0.9, {arma::mat{{half, 1}}}};
}

TEST(RunTrial, WritesACheckpointForEachEpoch) {
  Rng rng(1);
  const TrialReport yours =
      submission::run_trial(folder().string(), 7, kRates, {.epochs = 3}, train, rng);
  const std::string right =
      "\n  trial-0007_epoch-001_val-0.500000.ckpt\n  trial-0007_epoch-002_val-0.250000.ckpt"
      "\n  trial-0007_epoch-003_val-0.125000.ckpt";
  checks::expect_that(listing() == right, listing(), right,
                      {.what = "the files in the folder after three epochs of trial 7",
                       .why = "One checkpoint for each epoch, called checkpoint_name(...), and no "
                              "temporary files.",
                       .read = "the-name-of-a-checkpoint"});
  checks::expect_equal(static_cast<long long>(yours.files.size()), 3,
                       {.what = "the number of files in the report", .read = "a-worker"});
}

TEST(RunTrial, GivesUpWhenTheCostExplodes) {
  Rng rng(2);
  const TrialReport yours =
      submission::run_trial(folder().string(), 7, kRates, {.epochs = 9}, train, rng);
  checks::expect_that(
      yours.abandoned, "false", "true",
      {.what = "`abandoned` after a cost of NaN in epoch 4", .read = "give-up-early"});
  checks::expect_equal(static_cast<long long>(yours.costs.n_elem), 4,
                       {.what = "the number of costs in the report",
                        .why = "Four epochs were trained; the fourth exploded.",
                        .read = "give-up-early"});
  checks::expect_equal(static_cast<long long>(yours.files.size()), 3,
                       {.what = "the number of checkpoints",
                        .why = "The epoch that exploded gets none.",
                        .read = "give-up-early"});
}

TEST(RankCheckpoints, PutsTheBestFirst) {
  put({1, 1, {0.1}, 2, 0.25, 0.9, {}});
  put({2, 1, {0.2}, 1, 0.75, 0.1, {}});
  put({2, 2, {0.2}, 1, 0.5, 0.8, {}});
  put({3, 1, {0.3}, 1, 0.875, 0.8, {arma::ones(2, 2)}}, 3);  // torn: three bytes are missing
  std::string order;
  for (const RankedCheckpoint& c : submission::rank_checkpoints(folder().string())) {
    order += std::to_string(c.trial) + "." + std::to_string(c.epoch) + " ";
  }
  checks::expect_that(order == "2.1 2.2 1.1 ", order, "2.1 2.2 1.1 ",
                      {.what = "the order of the checkpoints (trial.epoch)",
                       .why = "Validation accuracies 0.75, 0.5, 0.25. The best of all, 0.875, is "
                              "torn, and a torn file is no checkpoint.",
                       .read = "the-master"});
}

}  // namespace
}  // namespace descent
