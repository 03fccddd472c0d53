#include <gtest/gtest.h>

#include <fmt/format.h>

#include <chrono>
#include <cmath>

#include "harness/suites/10-search/folder_watch.hpp"
#include "harness/suites/10-search/spaces.hpp"

namespace descent::suite {
namespace {

using std::chrono::duration_cast;
using std::chrono::microseconds;
using std::chrono::steady_clock;

constexpr auto kReadWhole = "whole-or-not-at-all";
constexpr arma::uword kEpochs = 2;

std::filesystem::path folder() { return remote::Session::current().folder(); }

// An eighth of a megabyte of parameters, so that writing takes a good part of the time.
void run_large_trial(const SearchSpace& space, Rng rng) {
  submission::run_trial(
      folder().string(), 8, space, {.epochs = kEpochs},
      [](const arma::vec&, arma::uword epoch, const std::vector<arma::mat>&) {
        const double e = static_cast<double>(epoch);
        return TrialEpoch{1, 0.1 * e, 0.5, {arma::mat(125, 125, arma::fill::value(e))}};
      },
      rng);
}

// The first checkpoint that is torn, or has a name that its contents do not give it; or empty.
std::string torn_checkpoint() {
  for (const std::string& name : names_in(folder())) {
    if (!is_checkpoint_name(name)) continue;
    const auto checkpoint = decode_checkpoint(bytes_of(folder() / name));
    if (!checkpoint || checkpoint_name(*checkpoint) != name) return name;
  }
  return {};
}

std::size_t checkpoints_here() {
  std::size_t count = 0;
  for (const std::string& name : names_in(folder())) count += is_checkpoint_name(name) ? 1 : 0;
  return count;
}

TEST(RunTrial, LeavesNothingTornWhenItIsKilled) {
  Rng rng(remote::test_seed());
  const SearchSpace space = any_space(2, rng);
  const Rng start(rng.bits());
  run_large_trial(space, start);  // once to be warm, once to be timed
  const auto begin = steady_clock::now();
  run_large_trial(space, start);
  const double whole =
      static_cast<double>(duration_cast<microseconds>(steady_clock::now() - begin).count());
  int killed = 0;
  for (int k = 0; k < 100; ++k) {
    if (k % 10 == 0) clear(folder());
    const auto after = microseconds(static_cast<long>(whole * rng.uniform(0, 1.1)));
    killed += remote::Session::current().interrupt(after, [&] { run_large_trial(space, start); });
    const std::string torn = torn_checkpoint();
    if (!checks::expect_that(
            torn.empty(), torn, "only whole checkpoints",
            {.what = "what ends in .ckpt after a worker was killed",
             .why = "Whoever kills you does not ask. A name must appear at one "
                    "stroke, with all the bytes behind it: write beside it, close, "
                    "rename.",
             .read = kReadWhole,
             .mistake = "trial_writes_in_place"})) {
      return;
    }
    if (k % 5 != 0) continue;  // reading megabytes takes its time
    const std::size_t ranked = reference::rank_checkpoints(folder().string()).size();
    if (!checks::expect_equal(static_cast<long long>(ranked),
                              static_cast<long long>(checkpoints_here()),
                              {.what = "the checkpoints that a master finds after a worker was "
                                       "killed",
                               .why = "Leftovers of a killed worker must not disturb anybody.",
                               .read = kReadWhole})) {
      return;
    }
  }
  // A good half of the moments lie before the end; none at all cannot be.
  if (killed < 10) {
    checks::expect_that(false, fmt::format("{} of 100", killed), "most of them",
                        {.what = "how many runs were killed before they were done"});
    return;
  }
  clear(folder());
  remote::Session::current().interrupt(microseconds(static_cast<long>(whole / 2)),
                                       [&] { run_large_trial(space, start); });
  run_large_trial(space, start);
  const std::string torn = torn_checkpoint();
  checks::expect_that(
      torn.empty() && checkpoints_here() == kEpochs,
      fmt::format("{} checkpoints", checkpoints_here()),
      fmt::format("{} whole checkpoints", kEpochs),
      {.what = "the folder after the killed trial was run again",
       .why = "What a killed run has left behind is no obstacle: the same trial run "
              "again completes.",
       .read = kReadWhole});
}

}  // namespace
}  // namespace descent::suite
