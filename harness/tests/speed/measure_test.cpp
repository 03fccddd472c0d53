#include "harness/speed/measure.hpp"

#include <gmock/gmock.h>

#include <deque>

#include "harness/remote/worker.hpp"
#include "harness/speed/speed.hpp"

namespace descent::speed {
namespace {

using testing::HasSubstr;

using Rounds = std::deque<std::vector<double>>;

/// Answers with times that were written down before.
class Scripted : public remote::Binding {
 public:
  explicit Scripted(Rounds times) : times_(std::move(times)) {}

  wire::Bytes call(const remote::Request&) override {
    wire::Writer out;
    wire::Codec<wire::ReplyKind>::encode(out, wire::ReplyKind::returned);
    wire::Codec<std::vector<double>>::encode(out, times_.at(0));
    if (times_.size() > 1) times_.pop_front();
    return out.take();
  }
  bool interrupt(std::chrono::microseconds, const std::function<void()>&) override { return false; }

 private:
  Rounds times_;
};

LargeInput an_input() { return large::total(arma::mat(3, 4, arma::fill::ones)); }

TEST(Measure, TakesTheMedianOfEachRoundAndOfTheRounds) {
  Scripted yours(Rounds{{0.01}, {0.02, 0.03, 0.5}, {0.04}, {0.04}, {0.04}, {0.9}});
  Scripted reference(Rounds{{0.01}});
  const Measured measured = measure(an_input(), yours, reference);
  EXPECT_EQ(measured.trouble, "");
  EXPECT_EQ(measured.exercise, "total");
  EXPECT_THAT(measured.call, HasSubstr("total(3x4 matrix"));
  EXPECT_DOUBLE_EQ(measured.yours, 0.04);
  EXPECT_DOUBLE_EQ(measured.reference, 0.01);
  EXPECT_DOUBLE_EQ(measured.ratio, 4);
  EXPECT_DOUBLE_EQ(measured.lowest_ratio, 3);
}

TEST(Measure, DoesNotMakeWhoeverIsSlowWaitForFiveRounds) {
  Scripted yours(Rounds{{2.0}, {100.0}});
  Scripted reference(Rounds{{0.01}});
  EXPECT_DOUBLE_EQ(measure(an_input(), yours, reference).yours, 2.0);
}

TEST(Measure, RefusesAReplyWithoutTimes) {
  Scripted yours(Rounds{std::vector<double>{}});
  Scripted reference(Rounds{{0.01}});
  EXPECT_NE(measure(an_input(), yours, reference).trouble, "");
}

TEST(Median, IsInTheMiddle) {
  EXPECT_DOUBLE_EQ(median({3, 1, 2}), 2);
  EXPECT_DOUBLE_EQ(median({4, 1, 2, 3}), 2.5);
  EXPECT_THROW(median({}), std::invalid_argument);
}

/// The playground in real workers.
class Clocks : public testing::Test {
 protected:
  Measured time(const LargeInput& input) { return measure(input, yours_, reference_); }

 private:
  static remote::WorkerSettings settings() {
    return {.program = WORKER, .object = PLAYGROUND, .limits = {}};
  }
  remote::Worker yours_{settings()};
  remote::Worker reference_{settings()};
};

TEST_F(Clocks, TimeAFunctionInItsWorker) {
  const Measured measured = time(large::total(arma::mat(300, 300, arma::fill::ones)).with("idea"));
  EXPECT_EQ(measured.trouble, "");
  EXPECT_GT(measured.yours, 0);
  EXPECT_GT(measured.reference, 0);
  EXPECT_GT(measured.ratio, 0);
  EXPECT_LE(measured.lowest_ratio, measured.ratio);
  EXPECT_EQ(measured.idea, "idea");
}

TEST_F(Clocks, GiveEveryRepetitionItsOwnArguments) {
  EXPECT_EQ(time(large::halve(arma::mat(3, 3, arma::fill::ones))).trouble, "");
}

TEST_F(Clocks, SayWhyThereIsNoTime) {
  EXPECT_THAT(time(large::refuses(3)).trouble, HasSubstr("no such number"));
  EXPECT_EQ(time(large::unwritten(3)).trouble, "unwritten is not implemented yet.");
  EXPECT_THAT(time(large::leaves(3)).trouble, HasSubstr("leaves"));
  EXPECT_THAT(time(large::calls_back({})).trouble, HasSubstr("calls back"));
  EXPECT_EQ(time(large::total(arma::mat(3, 3))).trouble, "");  // what failed before is over
}

}  // namespace
}  // namespace descent::speed
