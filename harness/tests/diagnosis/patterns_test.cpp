#include "harness/diagnosis/patterns.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

#include "harness/support/rng.hpp"

namespace descent::diagnosis {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class Patterns : public testing::Test {
 protected:
  Rng rng_{7};
  arma::mat n_ = rng_.normal(7, 4);  ///< the right one
  arma::mat W_ = rng_.normal(7, 4);
  Setting batch_{.examples = 5, .classes = 4};
  Setting penalized_{.examples = 5, .classes = 4, .weights = &W_, .lambda = 0.3};

  std::string told(const arma::mat& yours, const Setting& setting = {}) const {
    return explain(yours, n_, setting);
  }
};

TEST_F(Patterns, SayNothingWhereNothingFits) {
  EXPECT_EQ(told(rng_.normal(7, 4), penalized_), "");
  EXPECT_EQ(told(arma::square(n_), penalized_), "");
  EXPECT_EQ(explain(arma::mat(2, 3), arma::mat(5, 7)), "");
  EXPECT_EQ(explain(arma::mat(), arma::mat()), "");
}

TEST_F(Patterns, KnowTheFactorsOfABatch) {
  EXPECT_THAT(told(5 * n_, batch_), AllOf(HasSubstr("Every entry is 5 times"), HasSubstr("N = 5"),
                                          HasSubstr("not yet divided by N")));
  EXPECT_THAT(told(n_ / 5, batch_), AllOf(HasSubstr("1/5 of"), HasSubstr("once too often")));
  EXPECT_THAT(told(4 * n_, batch_), HasSubstr("C = 4"));
  EXPECT_THAT(told(n_ / 4, batch_), HasSubstr("averaged over the columns"));
  EXPECT_THAT(told(n_ / 20, batch_), HasSubstr("1/(N C)"));
  EXPECT_THAT(told(-5 * n_, batch_), AllOf(HasSubstr("sign"), HasSubstr("division by N")));
}

TEST_F(Patterns, KnowTheFactorsThatNeedNoSetting) {
  EXPECT_THAT(told(2 * n_), HasSubstr("factor ½ is missing"));
  EXPECT_THAT(told(0.5 * n_), HasSubstr("½ too much"));
  EXPECT_THAT(told(-n_), HasSubstr("sign is the wrong way round"));
  EXPECT_THAT(told(1.37 * n_), AllOf(HasSubstr("1.37 times"), HasSubstr("a factor is missing")));
}

TEST_F(Patterns, NameBothReadingsOfAnAmbiguousFactor) {
  EXPECT_THAT(told(2 * n_, {.examples = 2}),
              AllOf(HasSubstr("½ is missing"), HasSubstr("; or "), HasSubstr("N = 2")));
  EXPECT_THAT(told(6 * n_, {.examples = 6, .classes = 6}),
              AllOf(HasSubstr("N = 6"), HasSubstr("; or "), HasSubstr("C = 6")));
}

TEST_F(Patterns, OfTwoNumbersOnlyAKnownFactorCounts) {
  EXPECT_EQ(explain(arma::mat{1.37}, arma::mat{1.0}, {}), "");
  EXPECT_EQ(explain(arma::mat{5.0001}, arma::mat{1.0}, batch_), "");
  EXPECT_THAT(explain(arma::mat{11.5}, arma::mat{2.3}, batch_), HasSubstr("N = 5"));
}

TEST_F(Patterns, KnowTheL2PartOfAGradient) {
  const arma::mat penalty = 0.3 * W_;
  EXPECT_THAT(told(n_ - penalty, penalized_), HasSubstr("L2 penalty is missing"));
  EXPECT_THAT(told(n_ + penalty, penalized_), HasSubstr("2 λ W"));
  EXPECT_THAT(told(n_ - 0.5 * penalty, penalized_), HasSubstr("½ λ W"));
  EXPECT_THAT(told(n_ - 2 * penalty, penalized_), HasSubstr("wrong sign"));
  EXPECT_THAT(told(n_ - 0.8 * penalty, penalized_), HasSubstr("λ W / N"));
}

TEST_F(Patterns, SeeAPenaltyOfUnknownStrength) {
  const Setting unknown{.weights = &W_};
  EXPECT_THAT(told(n_ + 0.3 * W_, unknown), HasSubstr("0.3 times the parameter itself too much"));
  EXPECT_THAT(told(n_ - 0.3 * W_, unknown), HasSubstr("0.3 times the parameter itself is missing"));
}

TEST_F(Patterns, SeparateAMissingMeanFromTheL2Part) {
  const arma::mat penalty = 0.3 * W_, data = n_ - penalty;
  EXPECT_THAT(
      told(5 * data + penalty, penalized_),
      AllOf(HasSubstr("data is 5 times"), HasSubstr("divided by N"), HasSubstr("is right")));
  EXPECT_THAT(told(5 * data, penalized_),
              AllOf(HasSubstr("data is 5 times"), HasSubstr("L2 penalty is missing")));
  EXPECT_THAT(told(penalty, penalized_), HasSubstr("part of the data is missing"));
}

TEST_F(Patterns, KnowThePenaltyOfALoss) {
  const double penalty = 0.15 * arma::accu(W_ % W_), data = 1.7;
  const auto told_of_loss = [&](double yours) {
    return explain(arma::mat{yours}, arma::mat{data + penalty}, penalized_);
  };
  EXPECT_THAT(told_of_loss(data), HasSubstr("is missing: add ½ λ Σw²"));
  EXPECT_THAT(told_of_loss(data + 2 * penalty), HasSubstr("counts twice"));
  EXPECT_THAT(told_of_loss(data + 0.5 * penalty), HasSubstr("counts half"));
  EXPECT_THAT(told_of_loss(data + 0.2 * penalty), HasSubstr("divided by N"));
}

TEST_F(Patterns, SeeZeros) {
  EXPECT_THAT(told(arma::mat(7, 4, arma::fill::zeros)), HasSubstr("exactly 0"));
  EXPECT_EQ(explain(n_, arma::mat(7, 4, arma::fill::zeros)), "");  // nothing to compare with
}

TEST_F(Patterns, SayWhereNaNIs) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  arma::mat yours = n_;
  yours(3, 2) = nan;
  EXPECT_THAT(told(yours), AllOf(HasSubstr("(3, 2)"), HasSubstr("0/0")));
  yours.row(3).fill(nan);
  EXPECT_THAT(told(yours), HasSubstr("The whole of row 3 is affected"));
  yours = n_;
  yours.cols(1, 2).fill(arma::datum::inf);
  EXPECT_THAT(told(yours), AllOf(HasSubstr("columns 1 and 2 are"), HasSubstr("709")));
  EXPECT_THAT(told(arma::mat(7, 4, arma::fill::value(nan))), HasSubstr("carries it everywhere"));
}

TEST_F(Patterns, SeeTransposes) {
  EXPECT_THAT(told(n_.t()), HasSubstr("rows and columns are swapped"));
  const arma::mat square = rng_.normal(5, 5), turned = square.t();
  EXPECT_EQ(explain(turned, square), "It is the transpose of what is expected.");
  const arma::mat other = rng_.normal(4, 7);
  EXPECT_THAT(told(other), HasSubstr("order of the factors"));
}

TEST_F(Patterns, SeeAWrongReshape) {
  const arma::mat turned = n_.t();
  EXPECT_THAT(told(arma::reshape(turned, 7, 4)), HasSubstr("column by column"));
}

TEST_F(Patterns, SeeTheSameValuesInAnotherOrder) {
  EXPECT_THAT(told(arma::flipud(n_)), HasSubstr("rows are in reverse order"));
  EXPECT_THAT(told(arma::fliplr(n_)), HasSubstr("columns are in reverse order"));
  const arma::mat shuffled = n_.rows(arma::uvec{1, 2, 3, 4, 5, 6, 0});
  EXPECT_THAT(told(shuffled), HasSubstr("in another order"));
}

TEST_F(Patterns, SeeAConstantOffset) {
  EXPECT_THAT(told(n_ + 0.25), HasSubstr("too large by the same 0.25"));
  EXPECT_THAT(told(n_ - 1), HasSubstr("too small by the same 1"));
  EXPECT_THAT(explain(arma::mat{10.0}, arma::mat{9.0}), HasSubstr("too large by exactly 1"));
  EXPECT_EQ(explain(arma::mat{9.3}, arma::mat{9.0}), "");
}

TEST_F(Patterns, ListAFewWrongEntries) {
  const arma::mat right = rng_.normal(20, 10);
  arma::mat yours = right;
  yours(3, 4) += 0.3;
  yours(17, 9) -= 0.7;
  EXPECT_THAT(explain(yours, right),
              AllOf(HasSubstr("Only 2 of 200 entries are wrong"), HasSubstr("(3, 4), (17, 9)")));
}

TEST_F(Patterns, NameWrongRowsAndColumns) {
  arma::mat yours = n_;
  yours.row(2) += rng_.normal(1, 4);
  yours.row(5) += rng_.normal(1, 4);
  EXPECT_THAT(told(yours), HasSubstr("Only rows 2 and 5 are wrong"));
  yours = n_;
  yours.col(1) *= -1;
  EXPECT_THAT(told(yours), AllOf(HasSubstr("Only column 1 is wrong"), HasSubstr("-1 times")));
  yours = n_;
  yours.col(3).zeros();
  EXPECT_THAT(told(yours), AllOf(HasSubstr("Only column 3 is wrong"), HasSubstr("they are 0")));
}

TEST_F(Patterns, SeeOneWrongEntryInEveryRow) {
  arma::mat yours = n_;
  const arma::uvec labels = {0, 3, 1, 1, 2, 0, 3};
  for (arma::uword i = 0; i < 7; ++i) yours(i, labels(i)) += 0.2;
  EXPECT_THAT(told(yours), AllOf(HasSubstr("exactly one entry is wrong"), HasSubstr("right class"),
                                 HasSubstr("0.2 too large")));
}

TEST_F(Patterns, SeeWrongSignsHereAndThere) {
  arma::mat yours = n_;
  for (arma::uword i = 0; i < yours.n_elem; i += 3) yours[i] *= -1;
  EXPECT_THAT(told(yours), HasSubstr("10 of 28 entries"));
  EXPECT_THAT(told(arma::abs(n_)), HasSubstr("sign"));
}

TEST_F(Patterns, SeeTheOtherAxisNormalized) {
  const arma::mat exponentials = arma::exp(n_);
  arma::mat right = exponentials, yours = exponentials;
  right.each_col() /= arma::vec(arma::sum(exponentials, 1));
  yours.each_row() /= arma::rowvec(arma::sum(exponentials, 0));
  EXPECT_THAT(explain(yours, right),
              AllOf(HasSubstr("Every row should sum to 1"), HasSubstr("every column sums to 1")));
  EXPECT_THAT(explain(right, yours), HasSubstr("Every column should sum to 1"));
  arma::mat centred = n_, wrong = n_;
  centred.each_row() -= arma::rowvec(arma::mean(n_, 0));
  wrong.each_col() -= arma::vec(arma::mean(n_, 1));
  EXPECT_THAT(explain(wrong, centred), HasSubstr("wrong axis"));
}

TEST_F(Patterns, SeeWhatIsRightExceptForTheLastDigits) {
  EXPECT_THAT(told(n_ * (1 + 3e-8)), HasSubstr("right to about 7 digits"));
  const arma::fmat single = arma::conv_to<arma::fmat>::from(n_);
  EXPECT_THAT(told(arma::conv_to<arma::mat>::from(single)), HasSubstr("float"));
}

// A pattern that fits noise would send a student the wrong way: 2000 unrelated pairs, no word.
TEST_F(Patterns, NeverFitNoise) {
  for (int i = 0; i < 2000; ++i) {
    const arma::uword rows = 1 + rng_.below(6), cols = 1 + rng_.below(6);
    const arma::mat right = rng_.normal(rows, cols), yours = rng_.normal(rows, cols);
    const arma::mat weights = rng_.normal(rows, cols);
    EXPECT_EQ(
        explain(yours, right, {.examples = 5, .classes = 3, .weights = &weights, .lambda = 0.1}),
        "")
        << right << yours;
  }
}

}  // namespace
}  // namespace descent::diagnosis
