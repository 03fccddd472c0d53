#include "harness/support/whole_between.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace descent {
namespace {

std::string complaint(const CLI::Validator& range, std::string text) { return range(text); }

constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();

TEST(WholeBetween, IsTakenFromTheLeastToTheMost) {
  for (const char* text : {"1", "7", "256"}) EXPECT_EQ(complaint(whole_between(1, 256), text), "");
  EXPECT_EQ(complaint(whole_between(0, kMost), "0"), "");
  EXPECT_EQ(complaint(whole_between(0, kMost), "18446744073709551615"), "");
  for (const char* text : {"-5", "0", "5"}) EXPECT_EQ(complaint(whole_between(-5, 5), text), "");
}

TEST(WholeBetween, IsNothingElse) {
  for (const char* text : {"", "0", "257", "-1", "1.5", "1e2", "0x10", "+3", " 3", "3 ", "many",
                           "99999999999999999999999"}) {
    EXPECT_NE(complaint(whole_between(1, 256), text), "") << text;
  }
  EXPECT_NE(complaint(whole_between(-5, 5), "-6"), "");
  EXPECT_NE(complaint(whole_between(-5, 5), "6"), "");
}

TEST(WholeBetween, BelowZeroDoesNotWrapAround) {
  CLI::App app;
  std::uint64_t seed = 1;
  app.add_option("--seed", seed)->check(whole_between(0, kMost));
  try {
    app.parse("--seed -3");
    FAIL() << seed;
  } catch (const CLI::ParseError& error) {
    EXPECT_STREQ(error.what(),
                 "--seed: expected a whole number from 0 to 18446744073709551615, got '-3'");
  }
}

}  // namespace
}  // namespace descent
