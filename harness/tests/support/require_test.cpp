#include "harness/support/require.hpp"

#include <gmock/gmock.h>

#include <functional>
#include <limits>

namespace descent {
namespace {

std::string told_by(const std::function<void()>& check) {
  try {
    check();
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}

TEST(Require, SaysNothingWhereAllIsWell) {
  const arma::mat x(3, 4, arma::fill::ones);
  EXPECT_EQ(told_by([&] {
              require_not_empty(x, "x");
              require_shape(x, "x", 3, 4);
              require_same_shape(x, "dout", x, "x");
              require_finite(x, "x");
              require_positive(1e-300, "epsilon");
              require_not_negative(0, "lambda");
              require_some(1, "samples");
            }),
            "");
}

TEST(Require, SaysWhatWasExpectedAndWhatCame) {
  const arma::mat x(3, 4, arma::fill::ones);
  EXPECT_EQ(told_by([] { require_not_empty(arma::mat(0, 4), "x"); }),
            "expected x with at least one row and one column, got 0 x 4");
  EXPECT_EQ(told_by([&] { require_shape(x, "gamma", 1, 4); }),
            "expected gamma of 1 x 4, got 3 x 4");
  EXPECT_EQ(told_by([&] { require_same_shape(x.t(), "dout", x, "x"); }),
            "expected dout of the same shape as x, 3 x 4, got 4 x 3");
  EXPECT_EQ(told_by([&] { require_finite(x / 0.0, "x"); }),
            "expected finite numbers in x, got NaN or infinity");
  EXPECT_EQ(told_by([] { require_some(0, "samples"); }), "expected at least one of samples, got 0");
}

TEST(Require, IsNotFooledByNan) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinity = std::numeric_limits<double>::infinity();
  for (const double bad : {nan, infinity, -infinity, 0.0, -1.0}) {
    EXPECT_NE(told_by([&] { require_positive(bad, "epsilon"); }), "") << bad;
  }
  for (const double bad : {nan, infinity, -1.0}) {
    EXPECT_NE(told_by([&] { require_not_negative(bad, "lambda"); }), "") << bad;
  }
}

}  // namespace
}  // namespace descent
