#include "harness/speed/words/words.hpp"

#include <gmock/gmock.h>

namespace descent::speed {
namespace {

Measured with(double ratio, double lowest) { return {.ratio = ratio, .lowest_ratio = lowest}; }

TEST(Words, CallSlowOnlyWhatIsSlowInEveryRound) {
  EXPECT_FALSE(is_slow(with(1, 1)));
  EXPECT_FALSE(is_slow(with(3, 3)));
  EXPECT_FALSE(is_slow(with(50, 2.9)));
  EXPECT_TRUE(is_slow(with(3.5, 3.1)));
  Measured failed = with(50, 50);
  failed.trouble = "crashed";
  EXPECT_FALSE(is_slow(failed));
}

TEST(Words, AreAsExactAsTheMeasurement) {
  EXPECT_EQ(in_words(with(0.4, 0)), "faster than the reference");
  EXPECT_EQ(in_words(with(1.2, 0)), "about as long as the reference");
  EXPECT_EQ(in_words(with(1.84, 0)), "about 1.8 x as long as the reference");
  EXPECT_EQ(in_words(with(9.96, 0)), "about 10 x as long as the reference");
  EXPECT_EQ(in_words(with(12.4, 0)), "about 12 x as long as the reference");
  EXPECT_EQ(in_words(with(347, 0)), "about 350 x as long as the reference");
}

TEST(Words, NameDurations) {
  EXPECT_EQ(duration(1.26), "1.3 s");
  EXPECT_EQ(duration(0.9999), "1.0 s");
  EXPECT_EQ(duration(0.0421), "42 ms");
  EXPECT_EQ(duration(0.00421), "4.2 ms");
  EXPECT_EQ(duration(0.000085), "85 µs");
}

TEST(Words, NudgeWithTheIdeaOfTheExercise) {
  EXPECT_EQ(nudge({.idea = "One product."}), "One product.");
  EXPECT_THAT(nudge({}), testing::HasSubstr("whole matrix"));
}

}  // namespace
}  // namespace descent::speed
