#include "harness/diagnosis/terms.hpp"

#include <gmock/gmock.h>

#include "harness/support/rng.hpp"

namespace descent::diagnosis {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// Three parts of 7 x 3, all multiplied with one number for each column.
struct Terms : testing::Test {
  Rng rng{3};
  arma::rowvec gamma = {0.5, 2, -1.5};
  arma::mat a = scaled(rng.normal(7, 3)), b = scaled(rng.normal(7, 3)), c = constant_columns();
  SumOfTerms sum{.terms = {{"the direct path", a}, {"the variance path", b}, {"the mean path", c}},
                 .factors = {{"gamma", gamma}},
                 .numbers = {{12, "it is not yet divided by the 12 pixels"}}};

  arma::mat scaled(arma::mat values) const { return values.each_row() % gamma; }
  arma::mat constant_columns() {
    return scaled(arma::repmat(rng.normal(1, 3), 7, 1));  // a mean is the same in every row
  }
  std::string complaint(const arma::mat& yours, const Setting& setting = {.examples = 7}) const {
    return explain_terms(yours, sum, setting).complaint;
  }
};

TEST_F(Terms, NameThePartThatIsMissing) {
  EXPECT_EQ(complaint(a + b), "the mean path is missing");
  EXPECT_EQ(complaint(a + c), "the variance path is missing");
  EXPECT_EQ(complaint(a), "the variance path is missing; the mean path is missing");
  EXPECT_THAT(explain_terms(a + b, sum).fit,
              AllOf(HasSubstr("1 · the direct path + 1 · the variance path + 0 · the mean path"),
                    HasSubstr("right is 1")));
}

TEST_F(Terms, ReadTheirCoefficients) {
  EXPECT_EQ(complaint(a - b + c), "the variance path has the wrong sign");
  EXPECT_THAT(complaint(a + 2 * b + c),
              AllOf(HasSubstr("the variance path counts 2 times"), Not(HasSubstr("mean path"))));
  EXPECT_THAT(complaint(a + b + 7 * c),
              AllOf(HasSubstr("the mean path counts 7 times"), HasSubstr("divided by N")));
  EXPECT_THAT(complaint(a + b + 12 * c),
              HasSubstr("the mean path counts 12 times: it is not yet divided by the 12 pixels"));
}

TEST_F(Terms, NameAFactorOfTheColumns) {
  EXPECT_EQ(complaint((a + b + c).eval().each_row() / gamma),
            "every part of it lacks the factor "
            "gamma");
  EXPECT_EQ(complaint((a + b + c).eval().each_row() % gamma),
            "every part of it has the factor "
            "gamma twice");
  EXPECT_EQ(complaint(a + b.each_row() / gamma + c), "the variance path lacks the factor gamma");
  EXPECT_EQ(complaint((a + b).eval().each_row() / gamma),
            "the direct path lacks the factor gamma; the variance path lacks the factor gamma; the "
            "mean path is missing");
}

// Two rows are few for three terms; columns with the same factor stand together.
TEST_F(Terms, FitColumnsOfTheSameFactorTogether) {
  const arma::rowvec wide = {0.5, 0.5, 0.5, -3, -3, -3};
  const auto part = [&] { return arma::mat(rng.normal(2, 6).eval().each_row() % wide); };
  sum = {.terms = {{"one", part()}, {"two", part()}, {"three", part()}},
         .factors = {{"gamma", wide}}};
  const arma::mat &one = sum.terms[0].value, &two = sum.terms[1].value, &three = sum.terms[2].value;
  EXPECT_EQ(complaint((one + two).eval().each_row() / wide),
            "one lacks the factor gamma; two lacks the factor gamma; three is missing");
  EXPECT_EQ(complaint(one.each_row() / wide + two + three), "one lacks the factor gamma");
}

TEST_F(Terms, SayNothingWhereTheyDoNotExplainTheResult) {
  EXPECT_THAT(complaint(a + b + c), IsEmpty());  // it is right
  EXPECT_THAT(complaint(rng.normal(7, 3)), IsEmpty());
  EXPECT_THAT(complaint(a + 0.7312 * b + c), IsEmpty());  // no usual cause
  EXPECT_THAT(complaint(arma::zeros(7, 3)), IsEmpty());
  EXPECT_THAT(complaint(arma::zeros(3, 7)), IsEmpty());
  EXPECT_THAT(complaint(arma::mat(7, 3, arma::fill::value(arma::datum::nan))), IsEmpty());
}

TEST_F(Terms, SayNothingWhereTheyLookAlike) {
  sum.terms[2].value = 2 * b;
  EXPECT_THAT(complaint(a + b), IsEmpty());
  sum.terms[2].value += 1e-7 * rng.normal(7, 3);  // what tells them apart is nearly round-off
  EXPECT_THAT(complaint(a + b), IsEmpty());
  sum.terms[2].value.zeros();
  EXPECT_THAT(complaint(a), IsEmpty());
}

TEST_F(Terms, NeedMoreNumbersThanCoefficients) {
  const SumOfTerms small{.terms = {{"one", arma::mat{{1, 2}}}, {"two", arma::mat{{0, 1}}}}};
  EXPECT_THAT(explain_terms(arma::mat{{1, 2}}, small).complaint, IsEmpty());
}

}  // namespace
}  // namespace descent::diagnosis
