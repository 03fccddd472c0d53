// The public tests of stage @number@: few, small, and with values that you can check with a pencil.

#include <gtest/gtest.h>

#include "harness/checks/expect.hpp"
#include "harness/remote/submission.hpp"

namespace descent {
namespace {

using checks::expect_near;

// The suite is called like the task: @name@_example is judged by @Name@Example.
TEST(@Name@Example, TakesTheMeanOffEveryColumn) {
  const arma::mat yours = submission::@name@_example({{1, 10}, {3, 40}});
  expect_near(yours, arma::mat{{-1, -15}, {1, 15}},
              {.what = "the result for the columns (1, 3) and (10, 40)",
               .why = "Their means are 2 and 25.",
               .read = "centred-columns",
               .setting = {.examples = 2}});
}

TEST(@Name@Example, RefusesAnEmptyMatrix) {
  EXPECT_THROW(submission::@name@_example(arma::mat(0, 3)), std::invalid_argument);
}

}  // namespace
}  // namespace descent
