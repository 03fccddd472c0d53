#include "harness/compiler/explain.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <armadillo>
#include <cctype>
#include <fstream>
#include <functional>
#include <sstream>

#include "harness/wire/exceptions.hpp"

namespace descent::compiler {
namespace {

using testing::HasSubstr;

/// What Armadillo and the library really throw, for code as a beginner writes it.
struct Thrown {
  std::string name;
  std::function<void()> code;
  std::string page;
  std::string words;
};

const arma::mat x(5, 10, arma::fill::ones);
const arma::mat w(3, 4, arma::fill::ones);
const arma::mat s(4, 4, arma::fill::zeros);

const std::vector<Thrown>& thrown() {
  static const std::vector<Thrown> all = {
      {"Product", [] { arma::mat p = x * w; }, "sizes-that-do-not-fit", "as many columns in A"},
      {"ProductOfEqualShapes", [] { arma::mat p = x * x; }, "sizes-that-do-not-fit", "A % B"},
      {"Sum", [] { arma::mat p = x + w; }, "sizes-that-do-not-fit", "each_row() + b"},
      {"Difference", [] { arma::mat p = x - w; }, "sizes-that-do-not-fit", "each_row() + b"},
      {"ElementWise", [] { arma::mat p = x % w; }, "sizes-that-do-not-fit", "entry by entry"},
      {"Division", [] { arma::mat p = x / w; }, "sizes-that-do-not-fit", "entry by entry"},
      {"InPlaceSum",
       [] {
         arma::mat p = x;
         p += w;
       },
       "sizes-that-do-not-fit", "each_row() + b"},
      {"RowIntoColumn",
       [] {
         arma::mat p = x;
         p.col(0) = x.row(0);
       },
       "sizes-that-do-not-fit", "another shape"},
      {"EachRow",
       [] {
         arma::mat p = x;
         p.each_row() += arma::rowvec(5);
       },
       "row-and-column", "one entry for each column"},
      {"EachRowOfAColumn", [] { arma::mat p = x.each_row() - arma::vec(5); }, "row-and-column",
       "one entry for each column"},
      {"RowOfSums", [] { arma::rowvec r = arma::sum(x, 1); }, "row-and-column", "arma::sum(x, 0)"},
      {"ColumnOfSums", [] { arma::vec r = arma::sum(x, 0); }, "row-and-column", "arma::sum(x, 0)"},
      {"Entry", [] { static_cast<void>(x(5, 0)); }, "out-of-bounds", "row i, column j"},
      {"LinearEntry", [] { static_cast<void>(x(50)); }, "out-of-bounds", "row i, column j"},
      {"Row", [] { arma::rowvec r = x.row(5); }, "out-of-bounds", "count from 0"},
      {"Column", [] { arma::vec c = x.col(10); }, "out-of-bounds", "count from 0"},
      {"Rows", [] { arma::mat r = x.rows(0, 5); }, "out-of-bounds", "both its ends"},
      {"Selected", [] { arma::vec r = x.elem(arma::uvec{99}); }, "out-of-bounds",
       "row i, column j"},
      {"StdVector", [] { static_cast<void>(std::vector<double>(3).at(3)); }, "out-of-bounds",
       "std::vector"},
      {"AsScalar", [] { static_cast<void>(arma::as_scalar(x * x.t())); },
       "a-matrix-where-a-number-is-wanted", "arma::accu"},
      {"EmptyMax", [] { static_cast<void>(arma::mat().max()); }, "out-of-bounds", "empty"},
      {"WrapAround", [] { arma::mat p(arma::uword{0} - 1, arma::uword{0} - 1); },
       "numbers-without-a-sign", "wraps around"},
      {"NotSquare", [] { arma::mat p = arma::inv(x); }, "sizes-that-do-not-fit", "square"},
      {"Singular", [] { arma::mat p = arma::inv(s); }, "a-matrix-that-cannot-be-inverted",
       "singular"},
      {"Joined", [] { arma::mat p = arma::join_rows(x, w); }, "sizes-that-do-not-fit",
       "same number of rows"},
      {"Dot", [] { static_cast<void>(arma::dot(x, w)); }, "sizes-that-do-not-fit",
       "same number of rows"},
      {"Dimension", [] { arma::mat p = arma::sum(x, 2); }, "row-and-column", "down the columns"},
      {"Clamp", [] { arma::mat p = arma::clamp(x, 1.0, 0.0); }, "max-and-min", "smaller one"},
      {"ChangedArgument", [] { throw wire::ChangedArgument(2); }, "const", "Change a copy"},
      {"EmptyFunction", [] { std::function<void()>()(); }, "no-value-yet", "std::function"},
  };
  return all;
}

class Exception : public testing::TestWithParam<Thrown> {};

TEST_P(Exception, IsExplained) {
  std::string text;
  try {
    GetParam().code();
  } catch (const std::exception& exception) {
    text = exception.what();
  }
  ASSERT_NE(text, "") << "nothing was thrown";
  const auto explanation = explain_exception(text);
  ASSERT_TRUE(explanation) << text;
  EXPECT_EQ(explanation->read, "docs/reference/errors.md#" + GetParam().page) << text;
  EXPECT_THAT(explanation->sentence, HasSubstr(GetParam().words)) << text;
}

INSTANTIATE_TEST_SUITE_P(Thrown, Exception, testing::ValuesIn(thrown()),
                         [](const auto& info) { return info.param.name; });

TEST(ExplainException, LeavesAStudentsOwnWordsAlone) {
  EXPECT_FALSE(explain_exception("expected keep_prob above 0, got -1"));
  EXPECT_FALSE(explain_exception(""));
}

// Texts come from submissions.
TEST(ExplainException, TakesAnyText) {
  EXPECT_FALSE(explain_exception(std::string(1 << 20, '*')));
  std::string all_bytes;
  for (int i = 0; i < 256; ++i) all_bytes += static_cast<char>(i);
  EXPECT_FALSE(explain_exception(all_bytes));
}

/// "## What a matrix can do" as a link names it.
std::string anchor(std::string heading) {
  std::replace(heading.begin(), heading.end(), ' ', '-');
  for (char& c : heading) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return heading;
}

TEST(Pages, AreAllThere) {
  std::ifstream page(std::string(DESCENT_SOURCE_DIR) + "/docs/reference/errors.md");
  std::vector<std::string> known;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("## "))
      known.push_back("docs/reference/errors.md#" + anchor(line.substr(3)));
  }
  EXPECT_THAT(known, testing::IsSupersetOf(pages()));
}

}  // namespace
}  // namespace descent::compiler
