#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/remote/submission.hpp"

namespace {

using namespace descent;

/// A session whose exercises are answered in this process, by the playground's own.
class SessionTest : public testing::Test {
 protected:
  static std::uint64_t seed_of(const std::string& test, std::uint64_t seed) {
    auto& session = remote::Session::current();
    const auto playground = std::make_shared<remote::Implementation>(PLAYGROUND);
    session.bind(std::make_unique<remote::InProcess>(playground, ""), playground, seed);
    session.start_test(test);
    return remote::test_seed();
  }
  void TearDown() override { remote::Session::current().start_test("none"); }
};

TEST_F(SessionTest, GivesEveryTestOfEverySubmissionASeedOfItsOwn) {
  EXPECT_EQ(seed_of("Loss.IsAMean", 1), seed_of("Loss.IsAMean", 1));
  EXPECT_NE(seed_of("Loss.IsAMean", 1), seed_of("Loss.IsAMeat", 1));
  EXPECT_NE(seed_of("Loss.IsAMean", 1), seed_of("Loss.IsAMean", 2));
}

// Else a proof that a mistake fails would pass for one that nobody has written.
TEST_F(SessionTest, KnowsNoMistakeThatIsNotThere) {
  const auto playground = std::make_shared<remote::Implementation>(PLAYGROUND);
  EXPECT_NO_THROW(remote::InProcess(playground, "nested_without_one"));
  EXPECT_THROW(remote::InProcess(playground, "nested_with_two"), std::invalid_argument);
}

}  // namespace
