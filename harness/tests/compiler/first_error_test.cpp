#include "harness/compiler/first_error.hpp"

#include <gmock/gmock.h>

namespace descent::compiler {
namespace {

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
  EXPECT_THAT(text, Not(HasSubstr("generated")));
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

TEST(FirstError, FindsTheEntryThatGccNamesBeforehand) {
  const std::string said =
      "/usr/include/armadillo_bits/Mat.hpp: In instantiation of 'void arma::f()':\n"
      "losses.cpp:12:20:   required from here\n"
      "/usr/include/armadillo_bits/Mat.hpp:99:3: error: no matching function\n";
  EXPECT_EQ(find_first_error(said, "losses.cpp")->line("losses.cpp"), 12U);
}

TEST(FirstError, GivesEverythingWhereThereIsNoErrorLine) {
  const std::string linker = "ld.lld: undefined symbol: helper()\n";
  EXPECT_EQ(first_error(linker, "losses.cpp"), linker);
}

TEST(FirstError, ReadsTypographicQuotes) {
  const std::string text = first_error(
      "losses.cpp:4:3: error: \u2018mat\u2019 was not declared in this scope\n", "losses.cpp");
  EXPECT_THAT(text, HasSubstr("arma::mat"));
}

TEST(FirstError, CannotReachTheTerminal) {
  EXPECT_THAT(first_error("losses.cpp:1:2: error: \033[2J\n \033[1m\n", "losses.cpp"),
              Not(HasSubstr("\033")));
  EXPECT_THAT(first_error("\033[2J nothing\n", "losses.cpp"), Not(HasSubstr("\033")));
}

TEST(FirstError, StaysShortWhateverIsSaid) {
  std::string flood = "losses.cpp:1:2: error: " + std::string(100000, 'x') + '\n';
  for (int i = 0; i < 5000; ++i) flood += std::string(300, '~') + '\n';
  EXPECT_LT(first_error(flood, "losses.cpp").size(), 3000U);
}

TEST(ErrorLine, PrefersTheStudentsOwnFile) {
  EXPECT_EQ(error_line("In file included from a.cpp:1:\n"
                       "/usr/include/x.h:9:1: error: theirs\n"
                       "a.cpp:3:5: error: mine\n"
                       "a.cpp:4:5: error: mine again\n",
                       "a.cpp"),
            "a.cpp:3:5: error: mine");
  EXPECT_EQ(
      error_line("/usr/include/x.h:9:1: error: theirs\na.cpp:3:5: note: from here\n", "a.cpp"),
      "/usr/include/x.h:9:1: error: theirs");
}

TEST(ErrorLine, QuotesNoOtherFile) {
  EXPECT_EQ(error_line("../bob/secret.cpp:1:1: error: unknown type name 'canary'\n", "a.cpp"),
            "the first error lies not in a.cpp, but in a file that it includes");
  EXPECT_EQ(error_line("../bob/a.cpp:1:1: error: unknown type name 'canary'\n", "a.cpp"),
            "the first error lies not in a.cpp, but in a file that it includes");
}

TEST(ErrorLine, ReadsBothLinkers) {
  EXPECT_EQ(error_line("ld.lld: error: undefined symbol: f()\n>>> referenced by a.o\n"
                       "clang: error: linker command failed with exit code 1\n",
                       "a.cpp"),
            "ld.lld: error: undefined symbol: f()");
  EXPECT_EQ(error_line("/usr/bin/ld: a.o: in function `g()':\na.cpp:(.text+0x5): undefined "
                       "reference to `f()'\ncollect2: error: ld returned 1 exit status\n",
                       "a.cpp"),
            "undefined reference to `f()'");
}

TEST(ErrorLine, IsNoneWhereOnlyTheDriverComplains) {
  EXPECT_EQ(error_line("clang: error: unable to execute command: Killed\n", "a.cpp"), "");
  EXPECT_EQ(error_line("collect2: fatal error: cannot find 'ld'\n", "a.cpp"), "");
}

TEST(ErrorLine, CannotReachTheTerminal) {
  EXPECT_EQ(error_line("a.cpp:1:2: error: \033[2J\n", "a.cpp"), "a.cpp:1:2: error: ?[2J");
}

}  // namespace
}  // namespace descent::compiler
