#include "harness/compiler/remarks.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "harness/compiler/tokens.hpp"

namespace descent::compiler {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

std::vector<Remark> in_body(const std::string& body) {
  return remarks_on_text("arma::mat f(const arma::mat& a, const arma::rowvec& b) {\n" + body +
                             "\n  return a * b.t();\n}\n",
                         "f");
}

void expect_one(const std::string& body, const std::string& words, const std::string& heading) {
  const auto found = in_body(body);
  ASSERT_EQ(found.size(), 1U) << body;
  EXPECT_EQ(found[0].line, 2U);
  EXPECT_THAT(found[0].sentence, HasSubstr(words));
  EXPECT_EQ(found[0].read, "docs/reference/errors.md#" + heading);
}

TEST(Remarks, FindAutoOnAnExpression) {
  expect_one("  auto p = a * b.t();", "`auto p` holds no matrix", "auto");
  expect_one("  const auto p = arma::exp(a);", "arma::mat p = ", "auto");
  expect_one("  auto&& p = a.each_row() - b;", "expression", "auto");
  expect_one("  auto p = a.t();", "expression", "auto");
}

TEST(Remarks, LeaveAutoOnNumbersAlone) {
  for (const char* body :
       {"  auto n = a.n_rows;", "  auto n = a.n_rows - 1;", "  auto v = a(0, 1) * 2;",
        "  auto s = arma::accu(a % a);", "  auto p = (a * b.t()).eval();", "  auto copy = a;",
        "  auto f = [&](double v) { return v * a; };", "  for (auto v : a) {}",
        "  auto m = arma::as_scalar(b * b.t());", "  auto largest = a.max();",
        "  auto mine = own_function(a, a * 2);", "  auto end = a.begin() + 1;"}) {
    EXPECT_THAT(in_body(body), IsEmpty()) << body;
  }
}

TEST(Remarks, FindDivisionsOfWholeNumbers) {
  expect_one("  double half = 1 / 2;", "1.0 / ...", "whole-numbers");
  expect_one("  double scale = (1 / a.n_rows);", "whole number", "whole-numbers");
  expect_one("  double scale = 0.5 + 1 / std::size_t(3) + 1 / a.n_elem;", "1.0", "whole-numbers");
  for (const char* body :
       {"  double half = 1.0 / 2;", "  double v = a(0) * 1 / 2;", "  double v = a(0) / 2;",
        "  double v = 1 / a(0);", "  // 1 / 2", "  const char* v = \"1 / 2\";"}) {
    EXPECT_THAT(in_body(body), IsEmpty()) << body;
  }
}

TEST(Remarks, FindLoopsThatNeverGetBelowZero) {
  expect_one("  for (arma::uword i = a.n_rows - 1; i >= 0; --i) {}", "always true",
             "numbers-without-a-sign");
  expect_one("  for (std::size_t i = 3; !(i < 0); --i) {}", "never true", "numbers-without-a-sign");
  EXPECT_THAT(in_body("  for (int i = 3; i >= 0; --i) {}"), IsEmpty());
  EXPECT_THAT(in_body("  for (arma::uword i = 3; i-- > 0;) {}"), IsEmpty());
}

TEST(Remarks, FindParametersThatAreNeverUsed) {
  const std::string text =
      "double g(const arma::mat& x, double lambda = 0.5, std::function<double(double)> h = {}) {\n"
      "  return arma::accu(x);  // lambda\n"
      "}\n";
  const auto found = remarks_on_text(text, "g");
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].sentence, "lambda is never used in this function.");
  EXPECT_EQ(found[1].sentence, "h is never used in this function.");
  EXPECT_THAT(remarks_on_text("double g(const arma::mat&, arma::uword) { return 1; }", "g"),
              IsEmpty());
}

TEST(Remarks, AreOfTheFunctionThatFailedOnly) {
  const std::string text =
      "arma::mat f(const arma::mat& a) {\n  auto p = a * a;\n  return p;\n}\n"
      "arma::mat g(const arma::mat& a) {\n  return f(a);\n}\n";
  EXPECT_EQ(remarks_on_text(text, "f").size(), 1U);
  EXPECT_THAT(remarks_on_text(text, "g"), IsEmpty());
  EXPECT_THAT(remarks_on_text(text, "not_there"), IsEmpty());
}

TEST(Remarks, TellWarningsOfTheFunctionThreeAtMost) {
  const std::string text =
      "double f(int y) {\n  int a;\n  int b;\n  int c;\n  int d;\n  return y;\n}\n";
  std::string said;
  for (int line = 2; line < 6; ++line) {
    said += "x/f.cpp:" + std::to_string(line) +
            ":7: warning: unused variable 'v' [-Wunused-variable]\n";
  }
  said += "x/f.cpp:99:7: warning: unused variable 'v' [-Wunused-variable]\n";
  said += "other.hpp:2:7: warning: unused variable 'v' [-Wunused-variable]\n";
  EXPECT_EQ(remarks_of_compiler(said, "f.cpp", text, "f").size(), 4U);
  const auto shown = remarks(text, "f", said, "f.cpp");
  ASSERT_EQ(shown.size(), kMostRemarks);
  EXPECT_EQ(shown[0].line, 2U);
  EXPECT_THAT(shown[0].sentence, HasSubstr("unused variable 'v': This is computed"));
}

TEST(Remarks, TakeAnyText) {
  for (const std::string text : {"f(", "double f(int x) {", "double f(int x) { \"", "/*", "f", "",
                                 "double f(auto = ) { auto = ; / ; >= 0 ; 1 / ; }"}) {
    remarks_on_text(text, "f");
  }
}

TEST(NamesCalled, ReachesThroughOtherFunctionsOfTheText) {
  const auto all = tokens(
      "double helper(double x) { return helper(half(x)); }\n"
      "double half(double x) { return x / 2; }\n"
      "double f(double x) { if (x > 0) return helper(x); /* g(x) */ return std::exp(x); }\n"
      "double other(double x) { return unseen(x); }\n");
  EXPECT_THAT(names_called(all, "f"), testing::ElementsAre("exp", "half", "helper", "if"));
  EXPECT_THAT(names_called(all, "half"), IsEmpty());
  EXPECT_THAT(names_called(all, "nowhere"), IsEmpty());
}

TEST(Remarks, EndAFunctionAtTheEndOfTheTextWhereItsBraceIsNotClosed) {
  for (const std::string text : {"double f(arma::mat x) {", "double f(arma::mat x) { return x"}) {
    const std::vector<Token> all = tokens(text);
    const auto found = definitions(all, "f");
    ASSERT_EQ(found.size(), 1U) << text;
    EXPECT_LE(found[0].body, found[0].body_end) << text;
    EXPECT_LE(found[0].body_end, all.size()) << text;
  }
}

// The course's own solutions are right: whatever is remarked there would be wrong in a student's
// file as well.
TEST(Remarks, FindNothingInTheSolutions) {
  const std::filesystem::path solutions = std::filesystem::path(DESCENT_SOURCE_DIR) / "solutions";
  if (!std::filesystem::exists(solutions)) GTEST_SKIP() << "a course without solutions";
  int functions = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(solutions)) {
    if (file.path().extension() != ".cpp") continue;
    if (file.path().filename().string().starts_with("mistakes")) continue;
    std::ostringstream text;
    text << std::ifstream(file.path()).rdbuf();
    const auto all = tokens(text.str());
    for (std::size_t i = 0; i + 1 < all.size(); ++i) {
      if (!all[i].is_name() || !all[i + 1].is("(") || definitions(all, all[i].text).empty())
        continue;
      ++functions;
      for (const Remark& remark : remarks_on_text(text.str(), all[i].text)) {
        ADD_FAILURE() << file.path() << ':' << remark.line << ": " << remark.sentence;
      }
    }
  }
  EXPECT_GT(functions, 100);
}

}  // namespace
}  // namespace descent::compiler
