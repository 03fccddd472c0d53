#pragma once

#include <string>
#include <vector>

namespace descent::compiler {

/// A file as a beginner writes it, with one thing wrong. The line that must be pointed at ends with
/// "// here", or with "// clang" and "// gcc" where they point at different ones.
struct Snippet {
  std::string name;
  std::string text;
  std::string page;   ///< the heading that it must send to
  std::string words;  ///< of the explanation
};

inline const std::vector<Snippet>& errors() {
  static const std::vector<Snippet> all = {
      {"MissingSemicolon", R"(
double mean_of(const arma::mat& x) {
  double sum = arma::accu(x)  // clang
  return sum / 2;  // gcc
})",
       "something-is-missing", "semicolon"},
      {"MissingSemicolonAfterReturn", R"(
double mean_of(const arma::mat& x) {
  return arma::accu(x)  // here
})",
       "something-is-missing", "semicolon"},
      {"MissingBrace", R"(
double mean_of(const arma::mat& x) {
  double sum = 0;
  for (arma::uword i = 0; i < x.n_elem; ++i) {
    sum += x(i);
  return sum;
}

arma::mat relu(const arma::mat& x) {  // here
  return x;
}
})",
       "something-is-missing", "closing brace"},
      {"BraceTooMany", R"(
double mean_of(const arma::mat& x) {
  double sum = 0;
  }
  for (arma::uword i = 0; i < x.n_elem; ++i) sum += x(i);  // here
  return sum;
})",
       "something-is-missing", "outside of every function"},
      {"MissingParenthesis", R"(
double mean_of(const arma::mat& x) {
  return (arma::accu(x) / 2;  // here
})",
       "something-is-missing", "parentheses"},
      {"HalfAnExpression", R"(
double mean_of(const arma::mat& x) {
  return arma::accu(x) / ;  // here
})",
       "something-is-missing", "one side of an operator"},
      {"MissingArmaOfAType", R"(
double mean_of(const arma::mat& x) {
  mat y = x;  // here
  return arma::accu(y);
})",
       "missing-arma", "write arma::mat"},
      {"MissingArmaOfAFunction", R"(
double mean_of(const arma::mat& x) {
  uvec which(3);  // here
  return x(which(0));
})",
       "missing-arma", "namespace arma"},
      {"MissingInclude", R"(
double mean_of(const arma::mat& x) {
  std::unordered_set<int> seen;  // here
  return x(seen.size());
})",
       "missing-include", "header that is not included"},
      {"NoSuchHeader", R"(
#include "losse.hpp"  // here
)",
       "missing-include", "not there"},
      {"TwoH", R"(
double slope(double up, double down, double h) {
  return (up - down) / 2h;  // here
})",
       "something-is-missing", "2 * h"},
      {"ComparisonReturned", R"(
bool differ(const arma::vec& a, const arma::vec& b) {
  return a != b;  // here
})",
       "a-matrix-where-a-number-is-wanted", "yes or no"},
      {"Typo", R"(
double mean_of(const arma::mat& x) {
  double total = arma::accu(x);
  return totl / 2;  // here
})",
       "a-name-that-is-not-known", "typing error"},
      {"NRowInsteadOfNRows", R"(
double mean_of(const arma::mat& x) {
  return arma::accu(x) / x.n_row;  // here
})",
       "what-a-matrix-can-do", "x.n_rows"},
      {"Shape", R"(
double mean_of(const arma::mat& x) {
  return x.shape(0);  // here
})",
       "what-a-matrix-can-do", "x.n_rows"},
      {"TransposeOfNumPy", R"(
arma::mat relu(const arma::mat& x) {
  return x.T * x;  // here
})",
       "what-a-matrix-can-do", "A.t()"},
      {"TransposeWithoutParentheses", R"(
arma::mat relu(const arma::mat& x) {
  return x.t * x;  // here
})",
       "what-a-matrix-can-do", "needs ()"},
      {"SumAsAMethod", R"(
double mean_of(const arma::mat& x) {
  return x.sum();  // here
})",
       "what-a-matrix-can-do", "arma::accu"},
      {"SizeAsAFunction", R"(
double mean_of(const arma::mat& x) {
  return arma::accu(x) / x.n_elem();  // here
})",
       "what-a-matrix-can-do", "without ()"},
      {"NameOfNumPy", R"(
double mean_of(const arma::mat& x) {
  return arma::argmax(x);  // here
})",
       "what-a-matrix-can-do", "index_max"},
      {"NameOfTwoThings", R"(
namespace first { double level = 1; }
namespace second { double level = 2; }
using namespace first;
using namespace second;
double mean_of(const arma::mat& x) {
  return arma::accu(x) / level;  // here
})",
       "a-name-that-is-not-known", "Two things of this name"},
      {"FieldThatIsNotThere", R"(
LossResult svm_loss(const arma::mat& scores, const arma::uvec& labels, double delta) {
  LossResult result;
  result.dscore = scores;  // here
  return result;
})",
       "a-name-that-is-not-known", "no field"},
      {"AutoHasNoRows", R"(
arma::mat relu(const arma::mat& x) {
  auto p = x * x.t();
  return p.row(0);  // here
})",
       "auto", "not computed yet"},
      {"AutoHasNoEntries", R"(
double mean_of(const arma::mat& x) {
  auto p = x * x.t();
  return p(0, 0);  // here
})",
       "auto", "not computed yet"},
      {"MatrixToDouble", R"(
double mean_of(const arma::mat& x) {
  double sum = arma::sum(x);  // here
  return sum;
})",
       "a-matrix-where-a-number-is-wanted", "arma::accu"},
      {"ProductReturnedAsDouble", R"(
double mean_of(const arma::mat& x) {
  return x * x.t();  // here
})",
       "a-matrix-where-a-number-is-wanted", "as_scalar"},
      {"MatrixAddedToDouble", R"(
double mean_of(const arma::mat& x) {
  double sum = 0;
  sum = x % x;  // here
  return sum;
})",
       "a-matrix-where-a-number-is-wanted", "arma::accu"},
      {"NumberReturnedAsMatrix", R"(
arma::mat relu(const arma::mat& x) {
  return 0.0;  // here
})",
       "a-matrix-where-a-number-is-wanted", "one number"},
      {"MatricesCompared", R"(
double mean_of(const arma::mat& x) {
  if (x == 0) return 0;  // here
  return 1;
})",
       "a-matrix-where-a-number-is-wanted", "zeros and ones"},
      {"MaxOfIntAndDouble", R"(
double mean_of(const arma::mat& x) {
  return std::max(0, x(0));  // here
})",
       "max-and-min", "std::max(0.0"},
      {"AbsOfUnsigned", R"(
double mean_of(const arma::mat& x) {
  return std::abs(x.n_rows - x.n_cols);  // here
})",
       "numbers-without-a-sign", "no sign"},
      {"ConstEntry", R"(
arma::mat relu(const arma::mat& x) {
  x(0, 0) = 0;  // here
  return x;
})",
       "const", "Make a copy"},
      {"ConstRow", R"(
arma::mat relu(const arma::mat& x) {
  x.row(0) = arma::rowvec(3);  // here
  return x;
})",
       "const", "Make a copy"},
      {"ConstInPlace", R"(
arma::mat relu(const arma::mat& x) {
  x += 1;  // here
  return x;
})",
       "const", "Make a copy"},
      {"ConstMethod", R"(
arma::mat relu(const arma::mat& x) {
  x.zeros();  // here
  return x;
})",
       "const", "Make a copy"},
      {"AssignedToACall", R"(
double mean_of(const arma::mat& x) {
  arma::accu(x) = 3;  // here
  return 0;
})",
       "one-equals-sign-or-two", "compares"},
      {"ElementTypes", R"(
arma::mat relu(const arma::mat& x) {
  arma::uvec order = arma::vec(x.col(0));  // here
  return x.rows(order);
})",
       "types-that-do-not-go-together", "conv_to"},
      {"StdVectorAndMatrix", R"(
arma::mat relu(const arma::mat& x) {
  std::vector<double> scale(3, 1.0);
  return x * scale;  // here
})",
       "types-that-do-not-go-together", "std::vector"},
      {"StructInsteadOfField", R"(
LossResult svm_loss(const arma::mat& scores, const arma::uvec& labels, double delta) {
  LossResult result;
  result += 1.0;  // here
  return result;
})",
       "types-that-do-not-go-together", "these two types"},
      {"TooFewArguments", R"(
double mean_of(const arma::mat& x) {
  return svm_loss(x).loss;  // here
})",
       "types-that-do-not-go-together", "number, order and types"},
      {"OtherResultThanTheHeader", R"(
arma::mat mean_of(const arma::mat& x) {  // here
  return x;
})",
       "the-header-declares-it-otherwise", "another result"},
      {"DefaultTwice", R"(
LossResult svm_loss(const arma::mat& scores, const arma::uvec& labels, double delta = 1) {  // here
  return {};
})",
       "the-header-declares-it-otherwise", "leave it out"},
      {"DefinedTwice", R"(
arma::mat relu(const arma::mat& x) { return x; }
arma::mat relu(const arma::mat& x) { return 2 * x; }  // here
)",
       "a-name-that-is-not-known", "defined twice"},
  };
  return all;
}

/// The same for what compiles, and is worth a word when a test fails: the line is that of the
/// warning. `mean_of` is the function at fault.
inline const std::vector<Snippet>& warnings() {
  static const std::vector<Snippet> all = {
      {"NothingReturned", R"(
double mean_of(const arma::mat& x) {
  arma::accu(x);
}  // here
)",
       "nothing-is-returned", "without a return"},
      {"AssignmentAsCondition", R"(
double mean_of(const arma::mat& x) {
  int y = 0;
  if (y = 1) return 0;  // here
  return x(0);
})",
       "one-equals-sign-or-two", "One = assigns"},
      {"SignsCompared", R"(
double mean_of(const arma::mat& x) {
  double sum = 0;
  for (int i = 0; i < x.n_elem; ++i) sum += x(i);  // here
  return sum;
})",
       "numbers-without-a-sign", "huge number"},
      {"UnusedVariable", R"(
double mean_of(const arma::mat& x) {
  double n = 3;  // here
  return x(0);
})",
       "never-used", "never used"},
      {"ComparisonThrownAway", R"(
double mean_of(const arma::mat& x) {
  double sum = 0;
  sum == x(0);  // here
  return sum;
})",
       "one-equals-sign-or-two", "throws it away"},
      {"EmptyBody", R"(
double mean_of(const arma::mat& x) {
  double sum = 0;
  if (x(0) > 0);  // here
    sum = 1;
  return sum;
})",
       "something-is-missing", "whole body"},
      {"CommaInSubscript", R"(
double mean_of(const arma::mat& x) {
  arma::uword i = 0, j = 1;
  return x[i, j];  // here
})",
       "row-and-column", "x(i, j)"},
  };
  return all;
}

}  // namespace descent::compiler
