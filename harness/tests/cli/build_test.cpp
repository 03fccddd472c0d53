#include "harness/cli/build.hpp"

#include <gmock/gmock.h>

namespace {

using descent::cli::first_error;
using testing::HasSubstr;
using testing::Not;

TEST(FirstError, KeepsTheErrorWithItsLinesAndCountsTheRest) {
  const std::string text = first_error(
      "/home/ann/losses.cpp:4:10: error: use of undeclared identifier 'x'\n"
      "  return x;\n"
      "         ^\n"
      "/home/ann/losses.cpp:9:1: error: expected '}'\n"
      "2 errors generated.\n",
      "losses.cpp");
  EXPECT_THAT(text, HasSubstr("undeclared identifier 'x'\n  return x;\n         ^"));
  EXPECT_THAT(text, HasSubstr("(1 more error; mend this one first)"));
  EXPECT_THAT(text, Not(HasSubstr("expected '}'")));
}

TEST(FirstError, ShowsWhereTheStudentsCodeEntersALibrary) {
  const std::string text = first_error(
      "In file included from losses.cpp:1:\n"
      "/usr/include/armadillo_bits/Mat.hpp:99:3: error: no matching function\n"
      "  deep inside\n"
      "/usr/include/armadillo_bits/glue.hpp:5:1: note: in instantiation of member function\n"
      "/home/ann/losses.cpp:12:20: note: in instantiation of function requested here\n"
      "  arma::mat p = a * b;\n"
      "1 error generated.\n",
      "losses.cpp");
  EXPECT_THAT(text, HasSubstr("no matching function"));
  EXPECT_THAT(text, HasSubstr("losses.cpp:12:20"));
  EXPECT_THAT(text, HasSubstr("arma::mat p = a * b;"));
  EXPECT_THAT(text, Not(HasSubstr("glue.hpp")));
}

TEST(FirstError, GivesEverythingWhereThereIsNoErrorLine) {
  const std::string linker = "ld.lld: undefined symbol: helper()\n";
  EXPECT_EQ(first_error(linker, "losses.cpp"), linker);
}

}  // namespace
