#include "harness/checks/expect.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

#include "harness/checks/pending.hpp"
#include "harness/support/rng.hpp"
#include "harness/tests/checks/caught.hpp"

namespace descent::checks {
namespace {

using testing::HasSubstr;
using testing::Not;

const double kNan = std::numeric_limits<double>::quiet_NaN();
const double kInf = std::numeric_limits<double>::infinity();

arma::mat ramp(arma::uword rows, arma::uword cols) {
  arma::mat values(rows, cols);
  for (arma::uword i = 0; i < values.n_elem; ++i)
    values[i] = 0.25 + static_cast<double>(i * i % 97);
  return values;
}

TEST(Expect, HoldsSilentlyAndSaysSo) {
  const arma::mat m = ramp(3, 4);
  EXPECT_TRUE(failures_of([&] {
                EXPECT_TRUE(expect_near(m, m, {.what = "m"}));
                EXPECT_TRUE(expect_near(m, m * (1 + 5e-10), {.what = "m"}));
                EXPECT_TRUE(expect_near(1.0, 1.0 + 1e-10, {.what = "x"}));
                EXPECT_TRUE(expect_near(arma::mat(), arma::mat(), {.what = "nothing"}));
                EXPECT_TRUE(expect_equal(arma::uvec{1, 2}, arma::uvec{1, 2}, {.what = "labels"}));
                EXPECT_TRUE(expect_equal(3, 3, {.what = "count"}));
                EXPECT_TRUE(expect_shape(m, 3, 4, {.what = "m"}));
                EXPECT_TRUE(expect_finite(m, {.what = "m"}));
                EXPECT_TRUE(expect_finite(1.0, {.what = "x"}));
                EXPECT_TRUE(expect_between(2, 2, 3, {.what = "x"}));
                EXPECT_TRUE(expect_less(1, 2, {.what = "x"}));
                EXPECT_TRUE(expect_greater(2, 1, {.what = "x"}));
                EXPECT_TRUE(expect_that(true, "a", "b", {.what = "x"}));
              }).empty());
}

TEST(Expect, FailsAtTheLineOfTheCaller) {
  int line = 0;
  const auto failures = failures_of([&] {
    line = __LINE__ + 1;
    EXPECT_FALSE(expect_near(1.0, 2.0, {.what = "the loss"}));
  });
  ASSERT_EQ(failures.size(), 1U);
  EXPECT_EQ(failures[0].line, line);
  EXPECT_THAT(failures[0].file, HasSubstr("expect_test.cpp"));
}

TEST(Expect, SpeaksOfShapeBeforeValues) {
  const std::string text = told_by([] {
    expect_near(arma::mat(3, 10, arma::fill::value(kNan)), ramp(10, 4), {.what = "dscores"});
  });
  EXPECT_THAT(text, HasSubstr("The shape of dscores is wrong: 10 x 4 is expected, 3 x 10 came."));
  EXPECT_THAT(text, Not(HasSubstr("NaN")));
}

TEST(Expect, NamesATransposedResult) {
  const arma::mat m = ramp(3, 5);
  const arma::mat turned = m.t();
  EXPECT_THAT(told_by([&] { expect_near(turned, m, {.what = "dW"}); }), HasSubstr("transpose"));
}

TEST(Expect, SpeaksOfAResultThatWasNeverAssigned) {
  EXPECT_THAT(told_by([] { expect_near(arma::mat(), ramp(2, 2), {.what = "dW"}); }),
              HasSubstr("Nothing was assigned"));
}

TEST(Expect, SpeaksOfNaNBeforeValuesAndSaysWhereItIsFirst) {
  arma::mat yours = ramp(4, 5) + 1;  // values wrong as well
  yours(2, 1) = kNan;
  yours(3, 4) = kInf;
  const std::string text =
      told_by([&] { expect_near(yours, ramp(4, 5), {.what = "the probabilities"}); });
  EXPECT_THAT(text, HasSubstr("In the probabilities, 2 of 20 entries are NaN or infinite."));
  EXPECT_THAT(text, HasSubstr("the first one is NaN at row 2, column 1 (of 1 NaN and 1 infinite)"));
  EXPECT_THAT(text, HasSubstr("NaN*"));
}

TEST(Expect, ANaNNeverPassesAndAnExpectedNaNOrInfinityDoes) {
  EXPECT_NE(told_by([] { expect_near(kNan, 1.0, {.what = "x"}); }), "");
  EXPECT_NE(told_by([] { expect_near(1.0, kNan, {.what = "x"}); }), "");
  EXPECT_NE(told_by([] { expect_near(kInf, -kInf, {.what = "x"}); }), "");
  EXPECT_NE(told_by([] { expect_near(0.0, kInf, {.what = "x"}); }), "");
  EXPECT_NE(told_by([] { expect_near(arma::mat{1, 2}, arma::mat{1, kInf}, {.what = "x"}); }), "");
  EXPECT_NE(told_by([] { expect_between(kNan, 0, 1, {.what = "x"}); }), "");
  EXPECT_NE(told_by([] { expect_less(kNan, 1, {.what = "x"}); }), "");
  EXPECT_NE(told_by([] { expect_greater(kNan, 1, {.what = "x"}); }), "");
  EXPECT_NE(told_by([] { expect_finite(kInf, {.what = "x"}); }), "");
  EXPECT_EQ(told_by([] { expect_near(kNan, kNan, {.what = "x"}); }), "");
  EXPECT_EQ(told_by([] { expect_near(kInf, kInf, {.what = "x"}); }), "");
}

TEST(Expect, ShowsSmallMatricesWholeWithTheWrongEntriesMarked) {
  arma::mat expected = {{0.2, 0.3, -0.5}, {0.1, 0.1, -0.2}};
  arma::mat yours = expected;
  yours(0, 2) = 0.5;
  const std::string text = told_by([&] {
    expect_near(yours, expected,
                {.what = "dscores", .why = "A gradient has a sign.", .read = "the-gradient"});
  });
  EXPECT_EQ(
      text,
      "In dscores, 1 of 6 entries is wrong.\n"
      "  expected       0.2   0.3   -0.5\n"
      "                 0.1   0.1   -0.2\n"
      "  yours          0.2   0.3    0.5*\n"
      "                 0.1   0.1   -0.2\n"
      "  worst entry    row 0, column 2: yours 0.5, expected -0.5, a relative error of 2; 1 of 6\n"
      "                 entries is off (marked *)\n"
      "  why            A gradient has a sign.\n"
      "  likely reason  Only 1 of 6 entries is wrong, at (0, 2): look for what is special there;\n"
      "                 there they are -1 times the expected ones (the sign is the wrong way\n"
      "                 round).\n"
      "  read           the-gradient");
}

TEST(Expect, CutsLargeMatricesAroundTheWorstEntry) {
  const arma::mat expected = ramp(200, 300);
  arma::mat yours = expected;
  yours(120, 250) += 1000;
  yours(0, 0) += 1;  // wrong, too, but less so: the first and the last
  yours(199, 299) += 1;
  const std::string text = told_by([&] { expect_near(yours, expected, {.what = "scores"}); });
  EXPECT_THAT(text, HasSubstr("col 250"));
  EXPECT_THAT(text, HasSubstr("row 120"));
  EXPECT_THAT(text, HasSubstr("..."));
  EXPECT_THAT(text, HasSubstr("row 120, column 250: yours"));
  EXPECT_THAT(text, HasSubstr("3 of 60000 entries are off"));
  EXPECT_LT(text.size(), 2000U);
}

TEST(Expect, ShowsTheSameColumnsOfBothMatrices) {
  Rng rng(3);
  const arma::mat expected = rng.normal(8, 12);
  arma::mat yours = 1e-7 * expected;  // more digits, wider columns
  yours(3, 6) = expected(3, 6) + 1e-4;
  yours.col(11) = expected.col(11);
  const std::string text = told_by([&] { expect_near(yours, expected, {.what = "scores"}); });
  const std::size_t first = text.find("col "), second = text.find("col ", text.find("yours"));
  EXPECT_EQ(text.substr(first, text.find('\n', first) - first),
            text.substr(second, text.find('\n', second) - second));
}

TEST(Expect, NoLineIsLongerThanNinetyColumns) {
  Rng rng(1);
  const arma::mat expected = rng.normal(40, 40);
  const arma::mat yours = expected + 1e-8 * rng.normal(40, 40);  // needs many digits
  const std::string text = told_by([&] { expect_near(yours, expected, {.what = "scores"}); });
  std::size_t start = 0;
  while (start < text.size()) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    EXPECT_LE(end - start, 90U) << text.substr(start, end - start);
    start = end + 1;
  }
}

TEST(Expect, ShowsEnoughDigitsToSeeTheDifference) {
  const std::string text =
      told_by([] { expect_near(2.302585092994, 2.302585099, {.what = "the loss"}); });
  EXPECT_THAT(text, HasSubstr("The value of the loss is wrong."));
  EXPECT_THAT(text, HasSubstr("2.302585093"));
  EXPECT_THAT(text, HasSubstr("2.302585099"));
}

TEST(Expect, JudgesByTheScaleOfTheMatrixOnlyAsFarAsTheToleranceSays) {
  const arma::mat expected = {1e6, 0};
  EXPECT_EQ(told_by([&] { expect_near(arma::mat{1e6, 5e-7}, expected, {.what = "x"}); }), "");
  EXPECT_NE(told_by([&] { expect_near(arma::mat{1e6, 5e-6}, expected, {.what = "x"}); }), "");
  EXPECT_NE(told_by([&] {
              expect_near(arma::mat{1e6, 1e-300}, expected, {.what = "x", .tolerance = kExact});
            }),
            "");
}

TEST(Expect, LabelsAreComparedAsIntegers) {
  const std::string text = told_by([] {
    expect_equal(arma::uvec{3, 1, 2}, arma::uvec{2, 0, 1}, {.what = "labels"});
  });
  EXPECT_THAT(text, HasSubstr("In labels, all 3 entries are wrong."));
  EXPECT_THAT(text, HasSubstr("3* 1* 2*"));
  EXPECT_THAT(text, HasSubstr("too large by the same 1"));
}

TEST(Expect, ExplainsUnsignedNumbersThatWrapAround) {
  const std::string text = told_by([] {
    expect_equal(arma::uvec{0, 0} - 1, arma::uvec{0, 0}, {.what = "the labels"});
  });
  EXPECT_THAT(text, HasSubstr("wrap around"));
}

TEST(Expect, LongLabelsAreCutAroundTheFirstWrongOne) {
  arma::uvec expected(100, arma::fill::zeros), yours = expected;
  yours(50) = 7;
  const std::string text = told_by([&] { expect_equal(yours, expected, {.what = "labels"}); });
  EXPECT_THAT(text, HasSubstr("(from entry 46) ... 0 0 0 0 7* 0 0 0 0 0 ..."));
  EXPECT_THAT(text, HasSubstr("the first one is entry 50: yours 7, expected 0"));
}

TEST(Expect, BoundsAreStrictByMoreThanRoundOff) {
  EXPECT_NE(told_by([] { expect_less(1, 1, {.what = "the loss"}); }), "");
  EXPECT_NE(told_by([] { expect_less(1 - 1e-14, 1, {.what = "the loss"}); }), "");
  EXPECT_NE(told_by([] { expect_greater(1 + 1e-14, 1, {.what = "the loss"}); }), "");
  const std::string text = told_by([] { expect_between(0.7, 0.8, 1.25, {.what = "E[a²]"}); });
  EXPECT_THAT(text, HasSubstr("The value of E[a²] is not within its bounds."));
  EXPECT_THAT(text, HasSubstr("between 0.8 and 1.25"));
}

TEST(Expect, ThatTellsInWords) {
  const std::string text = told_by(
      [] { expect_that(false, "two equal masks", "a new mask every call", {.what = "dropout"}); });
  EXPECT_THAT(text, HasSubstr("expected       a new mask every call"));
  EXPECT_THAT(text, HasSubstr("yours          two equal masks"));
}

TEST(Report, ForgetsAFindingThatNobodyTook) {
  const outcome::Finding finding{.problem = "P.", .expected = "e", .yours = "y"};
  const auto failures = failures_of([&] { report(finding); });
  ASSERT_EQ(failures.size(), 1U);
  EXPECT_EQ(take_pending_finding(), std::nullopt) << "a later failure must not inherit it";
}

TEST(Report, AListenerFindsItWhileTheFailureIsReported) {
  // A real listener needs a real failure: EXPECT_NONFATAL_FAILURE hides it from listeners, so the
  // reporter below stands for it.
  class Reporter : public testing::ScopedFakeTestPartResultReporter {
   public:
    explicit Reporter(testing::TestPartResultArray* results)
        : ScopedFakeTestPartResultReporter(INTERCEPT_ONLY_CURRENT_THREAD, results) {}
    void ReportTestPartResult(const testing::TestPartResult&) override {
      taken = take_pending_finding();
    }
    std::optional<outcome::Finding> taken;
  };
  const outcome::Finding finding{.problem = "P.", .expected = "e", .yours = "y", .read = "r"};
  testing::TestPartResultArray results;
  Reporter reporter(&results);
  report(finding);
  EXPECT_EQ(reporter.taken, finding);
}

}  // namespace
}  // namespace descent::checks
