#include "harness/compiler/fold.hpp"

#include <gtest/gtest.h>

namespace descent::compiler {
namespace {

TEST(Fold, WritesTypesAsAStudentDoes) {
  EXPECT_EQ(fold("no member named 'n_row' in 'arma::Mat<double>'"),
            "no member named 'n_row' in 'arma::mat'");
  EXPECT_EQ(fold("'arma::mat' {aka 'arma::Mat<double>'} and 'arma::Col<long long unsigned int>'"),
            "'arma::mat' and 'arma::uvec'");
}

TEST(Fold, SaysThatAnExpressionIsOne) {
  EXPECT_EQ(fold("from 'const arma::Glue<arma::Mat<double>, arma::Op<arma::Mat<double>, "
                 "arma::op_htrans>, arma::glue_times>' to 'double'"),
            "from 'an expression of matrices' to 'double'");
  EXPECT_EQ(fold("cannot convert 'arma::enable_if2<(arma::is_arma_type<T>::value && (n > 1)), "
                 "const arma::eOp<T, arma::eop_exp> >::result' to 'double'"),
            "cannot convert 'an expression of matrices' to 'double'");
}

TEST(Fold, LeavesOutHowATemplateWasFilledIn) {
  EXPECT_EQ(fold("no match for 'f(T) [with T = arma::Mat<double>; U = int[3]]' here"),
            "no match for 'f(T)' here");
}

TEST(Fold, LeavesBrokenTextAsItIs) {
  EXPECT_EQ(fold("arma::Glue<arma::Mat<int"), "arma::Glue<arma::Mat<int");
  EXPECT_EQ(fold("' (aka '"), "' (aka '");
  EXPECT_EQ(fold("a [with b"), "a");
}

}  // namespace
}  // namespace descent::compiler
