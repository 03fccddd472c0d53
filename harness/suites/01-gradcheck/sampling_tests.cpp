#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "harness/checks/refusal.hpp"
#include "harness/checks/statistics.hpp"
#include "harness/remote/submission.hpp"

namespace descent::suite {
namespace {

using checks::expect_equal;
using checks::expect_frequency;
using checks::expect_refusal;
using checks::expect_that;

constexpr auto kRead = "a-few-entries-of-every-block";
constexpr auto kReadDice = "the-same-dice";

using Samples = std::vector<arma::uvec>;
using Parameters = std::vector<arma::mat>;

constexpr arma::uword kCalls = 1200;

// A sample of every block: the right number of different indices inside it.
bool expect_samples(const Samples& yours, const Parameters& blocks, arma::uword per_block) {
  if (!expect_equal(static_cast<long long>(yours.size()), static_cast<long long>(blocks.size()),
                    {.what = "the number of blocks in the sample", .read = kRead})) {
    return false;
  }
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    const arma::uword n = blocks[b].n_elem;
    const std::string block = fmt::format("block {} of {}, which has {} entries ({} asked for)", b,
                                          blocks.size(), n, per_block);
    const arma::uword behind = static_cast<arma::uword>(std::count_if(
        yours[b].begin(), yours[b].end(), [n](arma::uword index) { return index >= n; }));
    const arma::uvec different = arma::unique(yours[b]);
    const bool holds =
        expect_equal(static_cast<long long>(yours[b].n_elem),
                     static_cast<long long>(std::min(n, per_block)),
                     {.what = "the number of entries of " + block,
                      .why = "Every block gives min(per_block, n_elem) entries, however large the "
                             "other blocks are.",
                      .read = kRead}) &&
        expect_equal(static_cast<long long>(behind), 0,
                     {.what = "the number of indices behind the end of " + block, .read = kRead}) &&
        expect_equal(static_cast<long long>(different.n_elem),
                     static_cast<long long>(yours[b].n_elem),
                     {.what = "the number of different entries of " + block,
                      .why = "An entry that is drawn twice tells nothing the second time.",
                      .read = kRead});
    if (!holds) return false;
  }
  return true;
}

// Many samples of the same blocks, drawn with one Rng; empty where one of them is not right.
std::vector<Samples> draw_many(const Parameters& blocks, arma::uword per_block,
                               arma::uword calls = kCalls) {
  Rng rng(remote::test_seed());
  std::vector<Samples> all;
  for (arma::uword call = 0; call < calls; ++call) {
    all.push_back(submission::sample_entries(blocks, per_block, rng));
  }
  for (const Samples& samples : all) {
    if (!expect_samples(samples, blocks, per_block)) return {};
  }
  const bool never_moves = std::all_of(all.begin(), all.end(), [&](const Samples& samples) {
    return std::equal(
        samples.begin(), samples.end(), all[0].begin(),
        [](const arma::uvec& one, const arma::uvec& other) { return arma::all(one == other); });
  });
  if (!expect_that(
          !never_moves, "the same entries in every one of them", "other entries each time",
          {.what = fmt::format("the sample of {} calls with one Rng", calls),
           .why = "Every call must leave rng farther on, so that the next one draws "
                  "something else. Do you draw with a copy of it (Rng copy = rng), with an "
                  "Rng of your own that has a fixed seed, or not at all?",
           .read = kReadDice})) {
    return {};
  }
  return all;
}

// Something that must happen in every call with the same probability, whichever it is.
struct Event {
  std::string what;
  arma::uword times;
};

// Of many events with the same probability the one that is farthest from it. `groups`: how many
// such comparisons share the test's probability of a false alarm.
void expect_all_equally_likely(const std::vector<Event>& events, double p, const std::string& why,
                               const std::string& read, double groups = 1,
                               const std::string& mistake = "") {
  const Event* worst = nullptr;
  const auto distance = [&](const Event& event) {
    return std::abs(static_cast<double>(event.times) - p * static_cast<double>(kCalls));
  };
  for (const Event& event : events) {
    if (!worst || distance(event) > distance(*worst)) worst = &event;
  }
  expect_frequency(worst->times, kCalls, p,
                   {.what = worst->what,
                    .why = why + (worst->times == 0 ? " This one never came at all." : "") +
                           (worst->times == kCalls ? " This one came every time." : ""),
                    .read = read,
                    .mistake = mistake},
                   {.comparisons = groups * static_cast<double>(events.size())});
}

// The known mistake of whoever never draws one end of a block, and only that.
std::string missing_end(const std::vector<Event>& entries) {
  const auto never = [](const Event& entry) { return entry.times == 0; };
  if (std::count_if(entries.begin(), entries.end(), never) != 1) return "";
  if (never(entries.front())) return "sample_without_the_first";
  return never(entries.back()) ? "sample_without_the_last" : "";
}

bool contains(const arma::uvec& entries, arma::uword index) {
  return std::find(entries.begin(), entries.end(), index) != entries.end();
}

TEST(SampleEntries, TakesSoManyDifferentEntriesOfEveryBlock) {
  Rng rng(remote::test_seed());
  struct Call {
    Parameters blocks;
    arma::uword per_block;
    Samples yours;
  };
  std::vector<Call> calls;
  for (const arma::uword per_block : {1u, 4u, 10u, 37u}) {
    for (int i = 0; i < 5; ++i) {
      Parameters blocks;
      for (arma::uword b = 0; b < 2 + rng.below(3); ++b) {
        blocks.push_back(rng.normal(1 + rng.below(9), 2 + rng.below(12)));
      }
      const Samples yours = submission::sample_entries(blocks, per_block, rng);
      calls.push_back({blocks, per_block, yours});
    }
  }
  for (const Call& call : calls) {
    if (!expect_samples(call.yours, call.blocks, call.per_block)) return;
  }
}

TEST(SampleEntries, NeverMissesTheBias) {
  Rng rng(remote::test_seed());
  const Parameters blocks = {rng.normal(300, 200), rng.normal(1, 200), rng.normal(200, 10),
                             rng.normal(1, 10)};
  const Samples few = submission::sample_entries(blocks, 3, rng);
  const Samples more = submission::sample_entries(blocks, 20, rng);
  if (expect_samples(few, blocks, 3)) expect_samples(more, blocks, 20);
}

TEST(SampleEntries, TakesAllOfASmallBlock) {
  Rng rng(remote::test_seed());
  const Parameters blocks = {arma::zeros(30, 20), arma::zeros(1, 7), arma::zeros(2, 4),
                             arma::zeros(3, 3)};
  const Samples yours = submission::sample_entries(blocks, 8, rng);
  if (!expect_samples(yours, blocks, 8)) return;
  expect_equal(arma::sort(yours[1]), arma::regspace<arma::uvec>(0, 6),
               {.what = "the entries of a block of 7, of which 8 were asked for", .read = kRead});
  expect_equal(arma::sort(yours[2]), arma::regspace<arma::uvec>(0, 7),
               {.what = "the entries of a block of 8, of which 8 were asked for", .read = kRead});
}

TEST(SampleEntries, GivesEveryEntryTheSameChance) {
  constexpr arma::uword kTaken = 4;
  const Parameters blocks = {arma::zeros(7, 3), arma::zeros(2, 9)};
  const std::vector<Samples> all = draw_many(blocks, kTaken);
  if (all.empty()) return;
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    const arma::uword n = blocks[b].n_elem;
    std::vector<Event> events;
    for (arma::uword index = 0; index < n; ++index) {
      Event event{fmt::format("entry {} of a block of {}, of which {} are drawn", index, n, kTaken),
                  0};
      for (const Samples& samples : all) event.times += contains(samples[b], index) ? 1 : 0;
      events.push_back(event);
    }
    expect_all_equally_likely(events, static_cast<double>(kTaken) / static_cast<double>(n),
                              "Every entry of a block must be drawn equally often, the first and "
                              "the last one as well.",
                              kRead, 2, missing_end(events));
    if (testing::Test::HasFailure()) return;
  }
}

// A shuffle that swaps every entry with any other one gives chances between 0.8 and 1.2 of the
// right one. That is too little to be seen in one entry, and plain to see in all of them together:
// the squares of their deviations, scaled, have the mean of n - 1 squares of normal numbers (and
// not of n, because what one entry has another one lacks).
TEST(SampleEntries, PrefersNoEntryEvenSlightly) {
  constexpr arma::uword kEntries = 20, kTaken = 5, kManyCalls = 4 * kCalls;
  const std::vector<Samples> all = draw_many({arma::zeros(4, 5)}, kTaken, kManyCalls);
  if (all.empty()) return;
  arma::vec times(kEntries, arma::fill::zeros);
  for (const Samples& samples : all) {
    for (const arma::uword index : samples[0]) times(index) += 1;
  }
  const double p = static_cast<double>(kTaken) / static_cast<double>(kEntries);
  const double expected = p * static_cast<double>(kManyCalls);
  const double unequal = arma::accu(arma::square(times - expected)) / (expected * (1 - p)) /
                         static_cast<double>(kEntries);
  checks::expect_less(
      unequal, checks::mean_square_interval(kEntries - 1, 1).high,
      {.what = fmt::format("how unequal the entries of a block of {} are drawn, {} of them in each "
                           "of {} calls (chi-squared over its degrees of freedom; about 1)",
                           kEntries, kTaken, kManyCalls),
       .why = fmt::format("Every entry should come about {:g} times; yours come between {:g} and "
                          "{:g} times. A shuffle is even if entry i changes places with one of "
                          "those that are not settled yet, itself among them: not with any one.",
                          expected, times.min(), times.max()),
       .read = kRead});
}

TEST(SampleEntries, GivesEveryPairTheSameChance) {
  const Parameters blocks = {arma::zeros(2, 4)};
  const std::vector<Samples> all = draw_many(blocks, 2);
  if (all.empty()) return;
  std::vector<Event> events;
  for (arma::uword i = 0; i < 8; ++i) {
    for (arma::uword j = i + 1; j < 8; ++j) {
      Event event{fmt::format("entries {} and {} of a block of 8, of which 2 are drawn", i, j), 0};
      for (const Samples& samples : all) {
        event.times += contains(samples[0], i) && contains(samples[0], j) ? 1 : 0;
      }
      events.push_back(event);
    }
  }
  expect_all_equally_likely(events, 1.0 / 28,
                            "No choice of entries may be preferred: neither neighbours nor those "
                            "in one row.",
                            kRead);
}

TEST(SampleEntries, DrawsEachBlockByItself) {
  const Parameters blocks = {arma::zeros(2, 3), arma::zeros(2, 3)};
  const std::vector<Samples> all = draw_many(blocks, 2);
  if (all.empty()) return;
  std::vector<Event> events;
  for (arma::uword i = 0; i < 6; ++i) {
    for (arma::uword j = 0; j < 6; ++j) {
      Event event{fmt::format("entry {} of one block together with entry {} of the other", i, j),
                  0};
      for (const Samples& samples : all) {
        event.times += contains(samples[0], i) && contains(samples[1], j) ? 1 : 0;
      }
      events.push_back(event);
    }
  }
  expect_all_equally_likely(events, 1.0 / 9,
                            "What is drawn of one block says nothing about another one, also if "
                            "they have the same shape. Are the same random numbers used for both?",
                            kReadDice);
}

TEST(SampleEntries, DrawsAnewInEveryCall) {
  const Parameters blocks = {arma::zeros(5, 4)};
  const std::vector<Samples> all = draw_many(blocks, 1);
  if (all.empty()) return;
  arma::uword repeated = 0;
  for (arma::uword call = 1; call < kCalls; ++call) {
    repeated += all[call][0](0) == all[call - 1][0](0) ? 1 : 0;
  }
  expect_frequency(repeated, kCalls - 1, 1.0 / 20,
                   {.what = "the same entry as in the call before",
                    .why = "Every call draws anew. Is rng a copy, so that the caller's never moves "
                           "on, or another one that is seeded in every call?",
                    .read = kReadDice});
}

TEST(SampleEntries, DoesNotLookAtTheValues) {
  arma::mat block = arma::zeros(3, 5);
  block(4) = 1e6;
  block(9) = -1e6;
  block(14) = 1;
  const std::vector<Samples> all = draw_many({block}, 2);
  if (all.empty()) return;
  std::vector<Event> events;
  for (const arma::uword index : {4u, 9u, 14u, 0u}) {
    Event event{fmt::format("the entry with the value {:g}", block(index)), 0};
    for (const Samples& samples : all) event.times += contains(samples[0], index) ? 1 : 0;
    events.push_back(event);
  }
  expect_all_equally_likely(events, 2.0 / 15,
                            "The value of an entry does not matter: a wrong gradient may hide at a "
                            "weight of 0.",
                            kRead);
}

TEST(SampleEntries, TakesItsRandomnessFromRng) {
  const Parameters blocks = {arma::zeros(30, 20), arma::zeros(1, 20)};
  Rng one(remote::test_seed());
  Rng same(remote::test_seed());
  const Samples first = submission::sample_entries(blocks, 15, one);
  const Samples second = submission::sample_entries(blocks, 15, same);
  if (!expect_samples(first, blocks, 15) || !expect_samples(second, blocks, 15)) return;
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    expect_equal(second[b], first[b],
                 {.what = "the entries drawn with an Rng in the same state",
                  .why = "All randomness comes from rng, so that a failed check can be repeated.",
                  .read = kReadDice});
  }
}

TEST(SampleEntries, RefusesBadInput) {
  const auto call = [](const Parameters& blocks, arma::uword per_block) {
    return [=] {
      Rng rng(1);
      submission::sample_entries(blocks, per_block, rng);
    };
  };
  expect_refusal("no blocks", call({}, 3));
  expect_refusal("an empty block", call({arma::ones(2, 2), arma::mat()}, 3));
  expect_refusal("a block without rows", call({arma::mat(0, 4)}, 3));
  expect_refusal("no entries asked for", call({arma::ones(2, 2)}, 0));
}

}  // namespace
}  // namespace descent::suite
