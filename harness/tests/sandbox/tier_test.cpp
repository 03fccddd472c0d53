#include "harness/sandbox/tier.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <stdexcept>

#include "harness/sandbox/isolated.hpp"

namespace descent::sandbox {
namespace {

using testing::IsEmpty;
using testing::Not;

/// What a tier's means come to on this machine, tried once; or why they are not there.
struct Result {
  std::vector<Tried> attempts = {};
  std::string missing = {};
};

const Result& result_of(int tier) {
  static std::map<int, Result> results;
  if (const auto found = results.find(tier); found != results.end()) return found->second;
  try {
    return results[tier] = {try_escapes(tier, ESCAPE), ""};
  } catch (const std::exception& error) {
    return results[tier] = {{}, error.what()};
  }
}

const Tried& find(const Result& result, const std::string& id, Inmate inmate) {
  const auto found =
      std::find_if(result.attempts.begin(), result.attempts.end(),
                   [&](const Tried& one) { return one.id == id && one.inmate == inmate; });
  if (found == result.attempts.end()) throw std::out_of_range("nobody has tried " + id);
  return *found;
}

class EveryTier : public testing::TestWithParam<int> {};

TEST_P(EveryTier, StopsWhatItAndThoseBelowPromise) {
  const Result& result = result_of(GetParam());
  if (!result.missing.empty()) GTEST_SKIP() << result.missing;
  for (const Tried& one : result.attempts) {
    if (one.stopped_from > GetParam()) continue;
    EXPECT_TRUE(one.stopped) << (one.inmate == Inmate::worker ? "a worker " : "a program ")
                             << one.what << ": " << one.how;
  }
}

INSTANTIATE_TEST_SUITE_P(Tiers, EveryTier, testing::Range(0, kHighestTier + 1));

// A probe that cannot fail proves nothing: without the means of a tier, what it promises goes
// wrong.
TEST(TheProbe, GetsThroughWhereNothingStandsInItsWay) {
  const Result& result = result_of(0);
  for (const Inmate inmate : {Inmate::worker, Inmate::program}) {
    for (const char* id : {"hidden", "others", "outside", "environ", "tcp", "abstract", "socket",
                           "signal", "daemon", "segment", "shared", "user"}) {
      EXPECT_FALSE(find(result, id, inmate).stopped) << id << ": " << find(result, id, inmate).how;
    }
  }
  for (const char* id : {"solutions", "record", "checker", "process", "thread", "exec"}) {
    EXPECT_FALSE(find(result, id, Inmate::worker).stopped) << id;
  }
  for (const char* id : {"together", "many"}) {
    EXPECT_FALSE(find(result, id, Inmate::program).stopped) << id;
  }
}

TEST(TheProbe, GetsThroughAsRootWhatOnlyRootCanDo) {
  if (geteuid() != 0) GTEST_SKIP() << "this is not root";
  for (const char* id : {"ptrace", "memory", "attach"}) {
    EXPECT_FALSE(find(result_of(0), id, Inmate::worker).stopped) << id;
  }
}

TEST(TheProbe, TriesEveryEscapeInSomeRole) {
  for (const Escape& escape : escapes()) {
    EXPECT_LE(std::min(escape.worker, escape.program), kHighestTier) << escape.id;
  }
}

TEST(ProbeTier, GivesTheHighestThatHolds) {
  const Tier tier = probe_tier(ESCAPE);
  EXPECT_TRUE(result_of(tier.level).missing.empty()) << result_of(tier.level).missing;
  EXPECT_THAT(tier.attempts, Not(IsEmpty()));
  for (const Tried& one : tier.attempts) {
    EXPECT_TRUE(one.stopped || one.stopped_from > tier.level) << one.what;
  }
  EXPECT_EQ(tier.level == kHighestTier, tier.missing.empty()) << tier.missing;
  for (int level = tier.level + 1; level <= kHighestTier; ++level) {
    const Result& above = result_of(level);
    EXPECT_TRUE(
        !above.missing.empty() ||
        std::any_of(above.attempts.begin(), above.attempts.end(),
                    [&](const Tried& one) { return !one.stopped && one.stopped_from <= level; }))
        << "tier " << level;
  }
}

TEST(ProbeTier, SaysThatTheHelperIsMissing) {
  EXPECT_THROW(probe_tier("/nonexistent/escape"), std::runtime_error);
}

}  // namespace
}  // namespace descent::sandbox
