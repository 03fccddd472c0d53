#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/remote/submission.hpp"

namespace {

using namespace descent;

/// A mistake of the playground's, bound in this process as verify does: one in an exercise with a
/// callback, unless a test wants another.
class ReplayTest : public testing::Test {
 protected:
  void SetUp() override { submit("nested_without_one"); }
  void submit(const std::string& mistake) {
    auto& session = remote::Session::current();
    const auto solutions = std::make_shared<remote::Implementation>(PLAYGROUND);
    session.bind(std::make_unique<remote::InProcess>(solutions, mistake), solutions, 1);
    session.start_test("test");
  }
  std::vector<std::string> named() {
    std::vector<std::string> ids;
    for (const auto& mistake : remote::Session::current().explain()) ids.push_back(mistake.id);
    return ids;
  }
  void TearDown() override { remote::Session::current().start_test("none"); }
};

TEST_F(ReplayTest, AsksCallbacksAgainWhileTheTestIsAlive) {
  int calls = 0;
  submission::nested([&](int depth) { return ++calls, depth; }, 3);
  ASSERT_EQ(calls, 1);
  const auto named = remote::Session::current().explain(remote::TestFrame::alive);
  ASSERT_EQ(named.size(), 1);
  EXPECT_EQ(named[0].id, "nested_without_one");
  EXPECT_GT(calls, 1);
}

TEST_F(ReplayTest, DoesNotRecordWhatCallbacksCallMeanwhile) {
  int calls = 0;
  std::function<int(int)> deeper = [&](int n) {
    ++calls;
    return n == 0 ? 0 : submission::nested(deeper, n - 1);
  };
  submission::nested(deeper, 3);
  const auto calls_to_explain = [&] {
    calls = 0;
    EXPECT_EQ(remote::Session::current().explain().size(), 1);
    return calls;
  };
  const int once = calls_to_explain();
  EXPECT_EQ(calls_to_explain(), once) << "explaining must not add to what is to be explained";
}

TEST_F(ReplayTest, LeavesCallbacksAloneOnceAnExceptionHasLeftTheTest) {
  int calls = 0;
  submission::nested([&](int depth) { return ++calls, depth; }, 3);
  EXPECT_THAT(remote::Session::current().explain(remote::TestFrame::gone), testing::IsEmpty());
  EXPECT_EQ(calls, 1);
}

TEST_F(ReplayTest, LeavesOutWhatTheTestsBeforeExclude) {
  submit("sum_of_magnitudes");
  submission::sum(arma::mat{{-1, 1}});
  EXPECT_THAT(named(), testing::ElementsAre("sum_of_magnitudes", "sum_that_counts"));
  submit("sum_of_magnitudes");
  submission::sum(arma::mat{{2, 3}});  // right, and no count of the entries
  remote::Session::current().start_test("next");
  submission::sum(arma::mat{{-1, 1}});
  EXPECT_THAT(named(), testing::ElementsAre("sum_of_magnitudes"));
}

TEST_F(ReplayTest, DoesNotHoldEarlierMistakesAgainstAnother) {
  submit("sum_that_counts");
  submission::sum(arma::mat{{2, 3}});  // wrong, and neither explains it but the right one
  remote::Session::current().start_test("next");
  submission::sum(arma::mat{{-1, 1}});
  EXPECT_THAT(named(), testing::ElementsAre("sum_of_magnitudes", "sum_that_counts"));
}

}  // namespace
