// leaderboard_line.

#include <gtest/gtest.h>

#include <limits>

#include "harness/checks/refusal.hpp"
#include "harness/suites/12-capstone/plain.hpp"

namespace descent::suite {
namespace {

using checks::expect_refusal;

constexpr auto kReadLine = "the-leaderboard";
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

bool expect_line(const std::string& yours, const std::string& expected) {
  return checks::expect_that(yours == expected, "\"" + yours + "\"", "\"" + expected + "\"",
                             {.what = "the line",
                              .why = "Words, digits and blanks exactly as in the header.",
                              .read = kReadLine});
}

TEST(LeaderboardLine, HasEveryField) {
  Rng rng(remote::test_seed());
  const Network small = any_network({3, 2, 2}, rng);    // 6 + 2 + 2 + 4 + 2 = 16
  const Network deep = any_network({5, 4, 3, 2}, rng);  // 20+4+4 + 12+3+3 + 6+2 = 54
  EXPECT_TRUE(
      expect_line(submission::leaderboard_line("digits", {small}, 0.98056, 1.8499, 0),
                  "capstone data=digits accuracy=0.9806 parameters=16 seconds=1.8 seed=0") &&
      expect_line(
          submission::leaderboard_line("cifar10", {deep}, 0.5, 61.97, 18446744073709551615u),
          "capstone data=cifar10 accuracy=0.5000 parameters=54 seconds=62.0 "
          "seed=18446744073709551615") &&
      expect_line(submission::leaderboard_line("a-b", {small, deep, small}, 1, 0, 7),
                  "capstone data=a-b accuracy=1.0000 parameters=86 seconds=0.0 seed=7") &&
      expect_line(submission::leaderboard_line("x", {deep}, 0, 123456.78, 42),
                  "capstone data=x accuracy=0.0000 parameters=54 seconds=123456.8 seed=42"));
}

TEST(LeaderboardLine, CountsLargeNetworks) {
  Rng rng(remote::test_seed());
  const Network large = any_network({300, 100, 10}, rng);  // 30000 + 200 + 1000 + 10
  expect_line(submission::leaderboard_line("digits", {large}, 0.12344, 9.96, 3),
              "capstone data=digits accuracy=0.1234 parameters=31210 seconds=10.0 seed=3");
}

TEST(LeaderboardLine, RefusesBadInput) {
  Rng rng(remote::test_seed());
  const std::vector<Network> members = {any_network({3, 2, 2}, rng)};
  const auto refused = [&](const std::string& what, const std::string& data,
                           const std::vector<Network>& who, double accuracy, double seconds) {
    return expect_refusal(what,
                          [&] { submission::leaderboard_line(data, who, accuracy, seconds, 0); });
  };
  EXPECT_TRUE(refused("an empty name", "", members, 0.5, 1) &&
              refused("a name with a blank", "my data", members, 0.5, 1) &&
              refused("a name with a line break", "my\ndata", members, 0.5, 1) &&
              refused("no members", "digits", {}, 0.5, 1) &&
              refused("a member without parameters", "digits", {Network{}}, 0.5, 1) &&
              refused("an accuracy in percent", "digits", members, 98, 1) &&
              refused("an accuracy that is NaN", "digits", members, kNan, 1) &&
              refused("negative seconds", "digits", members, 0.5, -1));
}

}  // namespace
}  // namespace descent::suite
