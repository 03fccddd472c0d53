#include "harness/compiler/explain.hpp"

#include <algorithm>
#include <array>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "harness/compiler/fold.hpp"

namespace descent::compiler {
namespace {

constexpr std::string_view kPage = "docs/reference/errors.md#";

/// The first row that fits is taken. Patterns are pieces that must follow each other, with anything
/// between them where a * stands: no regular expressions, since a submission can choose the text.
struct Row {
  std::vector<std::string_view> patterns;
  std::string_view sentence;
  std::string_view read;  ///< a heading of docs/reference/errors.md
};

bool fits(std::string_view text, std::string_view pattern) {
  std::size_t from = 0;
  while (true) {
    const auto star = pattern.find('*');
    const auto at = text.find(pattern.substr(0, star), from);
    if (at == std::string_view::npos) return false;
    if (star == std::string_view::npos) return true;
    from = at + star;
    pattern.remove_prefix(star + 1);
  }
}

bool fits(std::string_view text, const Row& row) {
  return std::any_of(row.patterns.begin(), row.patterns.end(),
                     [&](std::string_view pattern) { return fits(text, pattern); });
}

template <class Rows>
std::optional<Explanation> first(const Rows& rows, const std::string& text) {
  for (const Row& row : rows) {
    if (fits(text, row)) {
      return Explanation{std::string(row.sentence), std::string(kPage) + std::string(row.read)};
    }
  }
  return std::nullopt;
}

// What Armadillo's functions are called, for whoever writes mat instead of arma::mat.
constexpr auto kOfArmadillo = std::to_array<std::string_view>(
    {"mat",    "vec",       "rowvec",    "colvec",    "umat",      "uvec",  "urowvec", "uword",
     "cube",   "accu",      "sum",       "mean",      "stddev",    "var",   "cov",     "dot",
     "norm",   "repmat",    "ones",      "zeros",     "randn",     "randu", "find",    "clamp",
     "square", "as_scalar", "index_max", "join_rows", "join_cols", "trans", "diagmat", "eig_sym",
     "svd",    "conv_to",   "fill",      "span",      "eye",       "inv",   "datum",   "linspace"});

/// 'mat' of "use of undeclared identifier 'mat'; ...".
std::string_view first_quoted(std::string_view text) {
  const auto open = text.find('\'');
  if (open == std::string_view::npos) return {};
  const auto close = text.find('\'', open + 1);
  if (close == std::string_view::npos) return {};
  return text.substr(open + 1, close - open - 1);
}

constexpr std::string_view kIncompatible = "matrix multiplication: incompatible matrix dimensions";

const Row kMissingArma = {
    {"use of undeclared identifier", "unknown type name", "was not declared in this scope",
     "does not name a type", "has not been declared", "no template named"},
    "Armadillo's types and functions live in the namespace arma: write arma::mat, arma::accu(x), "
    "arma::uword.",
    "missing-arma"};

const std::vector<Row>& compilers() {
  static const std::vector<Row> rows = {
      // What is left out of the text.
      {{"expected ';'", "expected ',' or ';'"},
       "A semicolon is missing. The compiler notices only at the next word: look at the end of the "
       "line that it shows, and of the line before.",
       "something-is-missing"},
      {{"expected '}'", "function definition is not allowed here",
        "function-definition is not allowed here"},
       "A closing brace } is missing: a function, a loop or an if above this line never ends.",
       "something-is-missing"},
      {{"extraneous closing brace", "expected declaration before '}'", "expected unqualified-id",
        "expected declaration"},
       "This seems to stand outside of every function: there is one } too many above it, or a ; "
       "after the head of the function, which ended it too early. (Within a function: a name that "
       "begins with a digit, or is a word of the language.)",
       "something-is-missing"},
      {{"expected ')'", "expected '('"},
       "The parentheses do not match: count the ( and the ) of this line.",
       "something-is-missing"},
      {{"expected expression", "expected primary-expression"},
       "Something is missing on one side of an operator, a comma or a parenthesis, or there is one "
       "of them too many.",
       "something-is-missing"},
      {{"without a previous 'if'"},
       "The if before this else is over already: a ; stands behind its condition, or its two "
       "statements are not in braces.",
       "something-is-missing"},
      {{"file not found", "No such file or directory"},
       "The #include names a file that is not there. Armadillo and the stage's header are included "
       "already.",
       "missing-include"},

      // Before the names that are not there: what is used is an expression, not a matrix.
      {{"no member named * in 'arma::*Glue<", "no member named * in 'arma::*Op<",
        "arma::*Glue<*has no member named", "arma::*Op<*has no member named",
        "type '*arma::*Glue<*does not provide a call operator",
        "type '*arma::*Op<*does not provide a call operator",
        "no match for call to '(*arma::*Glue<", "no match for call to '(*arma::*Op<",
        "type '*arma::*Glue<*does not provide a subscript operator",
        "no match for 'operator[]' (operand types are '*arma::*Glue<",
        "no viable overloaded operator[] for type '*arma::*Glue<"},
       "This is an expression that is not computed yet, no matrix: it comes from `auto`, or from "
       "parentheses around a product. Write the type, arma::mat p = a * b; then p has everything "
       "that a matrix has.",
       "auto"},

      {{"no matching literal operator", "unable to find numeric literal operator"},
       "C++ does not multiply what stands side by side: 2h is 2 * h, and x / 2h is x / (2 * h), "
       "with the brackets.",
       "something-is-missing"},

      // Names.
      {{"no member named 'T' in 'arma::", "arma::*has no member named 'T'",
        "no member named 'transpose' in 'arma::", "arma::*has no member named 'transpose'"},
       "The transpose of A is A.t().",
       "what-a-matrix-can-do"},
      {{"no member named 'sum' in 'arma::", "arma::*has no member named 'sum'",
        "no member named 'mean' in 'arma::", "arma::*has no member named 'mean'",
        "no member named 'exp' in 'arma::", "arma::*has no member named 'exp'",
        "no member named 'log' in 'arma::", "arma::*has no member named 'log'",
        "no member named 'dot' in 'arma::", "arma::*has no member named 'dot'",
        "no member named 'abs' in 'arma::", "arma::*has no member named 'abs'"},
       "In Armadillo this is a function and not a method: arma::sum(x), arma::mean(x), "
       "arma::exp(x). arma::accu(x) adds up all entries.",
       "what-a-matrix-can-do"},
      {{"no member named * in 'arma::Mat", "no member named * in 'arma::Col",
        "no member named * in 'arma::Row", "no member named * in 'arma::Cube",
        "no member named * in 'arma::subview", "arma::Mat<*has no member named",
        "arma::Col<*has no member named", "arma::Row<*has no member named",
        "arma::subview*has no member named", "'arma::mat*has no member named",
        "'arma::vec*has no member named", "'arma::rowvec*has no member named",
        "'arma::uvec*has no member named", "no member named * in 'arma::mat",
        "no member named * in 'arma::vec", "no member named * in 'arma::rowvec",
        "no member named * in 'arma::uvec"},
       "An Armadillo matrix has no such member. Its sizes are x.n_rows, x.n_cols and x.n_elem; its "
       "parts x.row(i), x.col(j), x(i, j); its transpose x.t().",
       "what-a-matrix-can-do"},
      {{"no member named * in namespace 'std'", "is not a member of 'std'",
        "no type named * in namespace 'std'", "no template named * in namespace 'std'"},
       "The standard library has this in a header that is not included, or not at all: "
       "std::accumulate and std::iota need #include <numeric>, std::set and std::unordered_map "
       "each a header of its own name.",
       "missing-include"},
      {{"no member named * in namespace 'arma'", "is not a member of 'arma'",
        "no type named * in namespace 'arma'"},
       "Armadillo has nothing of this name. Some are called otherwise than in NumPy: argmax is "
       "arma::index_max, concatenate arma::join_rows, std arma::stddev, maximum arma::max(a, b).",
       "what-a-matrix-can-do"},
      {{"no member named", "has no member named"},
       "This struct has no field of that name. The stage's header says what it has.",
       "a-name-that-is-not-known"},
      {{"use of undeclared identifier", "unknown type name", "was not declared in this scope",
        "does not name a type", "has not been declared"},
       "Nothing of this name is known here: a typing error, a variable of another block or "
       "function, or one that is declared only further down.",
       "a-name-that-is-not-known"},
      {{"redefinition of default argument", "default argument given for parameter"},
       "The default value stands in the header already: leave it out here, `double delta` instead "
       "of `double delta = 1.0`.",
       "the-header-declares-it-otherwise"},
      {{"differ only in their return type", "ambiguating new declaration",
        "conflicting declaration", "does not match any declaration", "no declaration matches"},
       "The header declares this function with another result or other parameters. Copy the line "
       "from the header: name, types, const and & must be the same.",
       "the-header-declares-it-otherwise"},
      {{"redefinition of"},
       "This is defined twice in the file: an older copy of the function, or a variable that is "
       "declared again (leave the type out to assign to it).",
       "a-name-that-is-not-known"},
      {{"cannot be used as a function", "is not a function or function pointer",
        "called object type"},
       "This is a number and no function: n_rows, n_cols and n_elem are written without ().",
       "what-a-matrix-can-do"},
      {{"reference to non-static member function must be called",
        "invalid use of non-static member function", "invalid use of member function"},
       "This is a function: its call needs (), as in x.t() or v.size().",
       "what-a-matrix-can-do"},

      // Constants.
      {{"const-qualified type", "returns a const value", "assignment of read-only", "is read-only",
        "discards qualifiers", "is not marked const", "drops 'const' qualifier",
        "to an lvalue of type 'const", "'operator=' (operand types are 'const ",
        "'operator+=' (operand types are 'const ", "'operator-=' (operand types are 'const ",
        "'operator/=' (operand types are 'const ", "'operator%=' (operand types are 'const ",
        "no viable overloaded '*const "},
       "A parameter that is `const ...&` belongs to the caller and stays as it is. Make a copy and "
       "change that: arma::mat shifted = scores;",
       "const"},
      {{"expression is not assignable", "lvalue required as left operand"},
       "What stands left of the = is no variable. == compares; a minus or a call cannot stand "
       "there.",
       "one-equals-sign-or-two"},

      // Matrices and numbers.
      {{"is not contextually convertible to 'bool'", "could not convert * to 'bool'",
        "no viable conversion from *arma::* to 'bool'", "cannot convert *arma::* to 'bool'",
        "no viable conversion from returned value of type * to function return type 'bool'",
        "invalid argument type *arma::* to unary expression", "no match for 'operator!'"},
       "Comparing matrices gives a matrix of zeros and ones, not one yes or no. Write "
       "arma::any(...) "
       "or arma::all(...) of it, arma::approx_equal(a, b, \"absdiff\", 1e-9), or compare one "
       "entry, "
       "x(i, j).",
       "a-matrix-where-a-number-is-wanted"},
      {{"no viable conversion from *arma::* to 'double'", "no viable conversion from * to 'double'",
        "cannot convert *arma::* to 'double'", "cannot convert * to 'double'",
        "no viable conversion from * to 'int'", "cannot convert *arma::* to 'int'",
        "no viable conversion from *arma::* to 'arma::uword'",
        "no viable conversion from *arma::* to 'uword'", "cannot convert *arma::* to 'arma::uword'",
        "cannot convert *arma::* to 'float'", "cannot convert *arma::* to 'std::size_t'",
        "no viable conversion from returned value of type *arma::* to function return type "
        "'double'",
        "assigning to 'double' from incompatible type",
        "assigning to 'int' from incompatible type"},
       "Left is one number, right a matrix. arma::accu(x) adds up all entries; arma::as_scalar(x) "
       "takes the one entry of a 1x1 result such as a * b.t(); x(i, j) is one entry.",
       "a-matrix-where-a-number-is-wanted"},
      {{"no viable conversion from 'double'", "no viable conversion from 'int'",
        "no viable conversion from returned value of type 'double'",
        "no viable conversion from returned value of type 'int'",
        "conversion from 'double' to non-scalar type", "conversion from 'int' to non-scalar type",
        "could not convert * from 'double' to ", "could not convert * from 'int' to "},
       "Left, or in the header as the result, is a matrix or a struct; right is one number. "
       "arma::mat(n, d, arma::fill::zeros) makes a matrix, x.fill(0.5) fills one.",
       "a-matrix-where-a-number-is-wanted"},
      {{"call to 'max", "call to 'min", "call to 'max(", "call to 'min("},
       "std::max and std::min take two of the same type: std::max(0.0, margin), not std::max(0, "
       "margin). For all entries of a matrix: arma::clamp(x, 0.0, arma::datum::inf), or x % (x > "
       "0).",
       "max-and-min"},
      {{"call to 'abs' is ambiguous", "call of overloaded 'abs("},
       "arma::uword has no sign, so it has no absolute value either; and a - b of two of them "
       "never "
       "falls below 0 but wraps around. Convert first: static_cast<double>(a) - b.",
       "numbers-without-a-sign"},
      {{"invalid operands to binary expression*arma::*std::",
        "invalid operands to binary "
        "expression*std::*arma::",
        "no match for 'operator*arma::*std::vector", "no match for 'operator*std::vector*arma::"},
       "Armadillo computes with its own types only: arma::vec(v) makes a vector of a "
       "std::vector<double>.",
       "types-that-do-not-go-together"},
      {{"invalid operands to binary expression", "no match for 'operator",
        "no viable overloaded '+='", "no viable overloaded '-='", "no viable overloaded '/='",
        "no viable overloaded '%='"},
       "This operator does not take these two types. Look at both of them: is one a whole matrix, "
       "a "
       "struct or a function where you mean a part or a call of it? Between matrices * multiplies "
       "rows with columns, % entry with entry.",
       "types-that-do-not-go-together"},
      {{"no viable conversion from *arma::* to *arma::", "conversion from *arma::* to non-scalar",
        "could not convert *arma::* to *arma::",
        "no matching constructor for initialization of "
        "'arma::",
        "no matching function for call to 'arma::", "no viable overloaded '='",
        "no match for 'operator='"},
       "These two types of Armadillo do not go into each other: entries of another type need "
       "arma::conv_to<arma::uvec>::from(x), a column instead of a row needs x.t().",
       "types-that-do-not-go-together"},
      {{"reference to '*' is ambiguous"},
       "Two things of this name are known here: give yours another one, or write whose it is, "
       "arma:: or std::.",
       "a-name-that-is-not-known"},
      {{"no matching function for call", "too few arguments to function",
        "too many arguments to function", "no matching member function for call", "is ambiguous"},
       "The function is there, but not for these arguments. Compare their number, order and types "
       "with its declaration.",
       "types-that-do-not-go-together"},
      {{"cannot be narrowed", "narrowing conversion"},
       "Within { } a number may lose nothing on its way. Say that you mean it: "
       "static_cast<arma::uword>(x).",
       "types-that-do-not-go-together"},
      {{"should return a value", "return-statement with no value"},
       "The header promises a result: return it.",
       "nothing-is-returned"},

      // The linker.
      {{"undefined symbol", "undefined reference to"},
       "This is declared and called, but defined nowhere with these parameters: a function that is "
       "not written, misspelt, outside of namespace descent, or with other types than declared.",
       "the-header-declares-it-otherwise"},
      {{"duplicate symbol", "multiple definition of"},
       "Two files define this. Give your own helpers another name, or put them into an unnamed "
       "namespace: namespace { ... }.",
       "the-header-declares-it-otherwise"},

      // Warnings that explain a wrong result.
      {{"does not return a value", "no return statement in function",
        "control reaches end of "
        "non-void function"},
       "Some way through this function ends without a return: what comes back then is anything, or "
       "a crash.",
       "nothing-is-returned"},
      {{"is uninitialized when used", "is used uninitialized", "may be used uninitialized",
        "is uninitialized"},
       "This variable has no value when it is first used: write `double sum = 0;`.",
       "no-value-yet"},
      {{"assignment as a condition", "assignment used as truth value"},
       "One = assigns: the condition changes the variable, and is true whenever that is not 0. == "
       "compares.",
       "one-equals-sign-or-two"},
      {{"unsigned expression >= 0 is always true", "unsigned expression in '>= 0' is always true",
        "unsigned expression < 0 is always false", "unsigned expression in '< 0' is always false"},
       "arma::uword and std::size_t have no sign: they are never below 0, so this is always true, "
       "or "
       "never. A loop downwards: for (arma::uword i = n; i-- > 0;).",
       "numbers-without-a-sign"},
      {{"different sign"},
       "A negative int becomes a huge number here. Use arma::uword for sizes and indices.",
       "numbers-without-a-sign"},
      {{"is always true", "always evaluates to true", "is always false", "self-comparison"},
       "This comparison always comes out the same: it tests nothing.",
       "one-equals-sign-or-two"},
      {{"comma expression in array subscript", "comma in array subscript",
        "left operand of comma operator has no effect", "left-hand side of comma"},
       "x[i, j] throws i away and is x[j]. An entry of a matrix is x(i, j).",
       "row-and-column"},
      {{"comparison result unused", "expression result unused", "result unused",
        "statement has no effect", "value computed is not used"},
       "This line computes something and throws it away. = assigns, == only compares; x.t() and "
       "arma::sum(x) leave x as it is.",
       "one-equals-sign-or-two"},
      {{"has empty body", "empty body in an"},
       "The ; behind this condition is its whole body: what follows runs always, once.",
       "something-is-missing"},
      {{"misleading indentation", "does not guard"},
       "Only the first line belongs to the if or the loop above. Put both into braces.",
       "something-is-missing"},
      {{"unused variable", "set but not used", "unused parameter"},
       "This is computed and never used. Was it meant to be part of the result?",
       "never-used"},
      {{"division by zero"}, "This divides by the number 0.", "whole-numbers"},
  };
  return rows;
}

const std::vector<Row>& exceptions() {
  static const std::vector<Row> rows = {
      {{"as_scalar(): "},
       "arma::as_scalar takes a result of a single entry only. For the sum of all entries, "
       "arma::accu(x); for the "
       "product of two row vectors, a * b.t(), or arma::dot(a, b).",
       "a-matrix-where-a-number-is-wanted"},
      {{kIncompatible},
       "A * B needs as many columns in A as B has rows. Write down the shape of each factor; one "
       "of "
       "them is probably to be transposed, A.t() * B. If you meant entry times entry, that is A % "
       "B.",
       "sizes-that-do-not-fit"},
      {{"element-wise multiplication: incompatible", "element-wise division: incompatible"},
       "% and / go entry by entry: both sides must have the same shape. A row or a column against "
       "a "
       "matrix needs x.each_row() % r or x.each_col() % c, and x.each_row() / r.",
       "sizes-that-do-not-fit"},
      {{"addition: incompatible", "subtraction: incompatible"},
       "+ and - need the same shape on both sides: Armadillo adds no row to a matrix by itself. "
       "Write x.each_row() + b for a row vector b, x.each_col() - m for a column.",
       "sizes-that-do-not-fit"},
      {{"copy into submatrix: incompatible", "copy into cube"},
       "What stands on the right has another shape than the part it is to be put into: x.row(i) "
       "takes a row vector, x.col(j) a column. Is a .t() missing?",
       "sizes-that-do-not-fit"},
      {{"each_row(): incompatible", "each_row(): size", "each_row", "each_col"},
       "x.each_row() takes a row vector with one entry for each column of x, x.each_col() a column "
       "with one for each row. arma::sum(x, 0) is such a row, arma::sum(x, 1) such a column.",
       "row-and-column"},
      {{"row vector layout", "column vector layout"},
       "A matrix or a vector of the other direction was to become a row or column vector. "
       "arma::sum(x, 0), mean(x, 0), max(x, 0) are rows, one entry for each column; with 1 they "
       "are "
       "columns. x.t() turns one into the other.",
       "row-and-column"},
      {{"can't be interpreted as"},
       "This has several rows and several columns: it is no vector. arma::vectorise(x) makes one "
       "of "
       "all entries.",
       "row-and-column"},
      {{"incompatible matrix dimensions", "incompatible cube dimensions", "incompatible size",
        "incompatible dimensions", "incompatible number of"},
       "The two sides have different shapes. Write down the shape of each, rows x columns, and see "
       "which of them should be transposed or is a sum along the wrong direction.",
       "sizes-that-do-not-fit"},
      {{"number of rows must be the same", "number of columns must be the same",
        "must have the same number of elements", "in given matrices must be the same"},
       "These two must have the same number of rows (or columns, or entries). One of them is "
       "probably to be transposed.",
       "sizes-that-do-not-fit"},
      {{"requested size is too large", "size is too large", "out of memory",
        "cannot create std::vector larger", "vector::_M_default_append", "vector::reserve"},
       "A size came out enormous: very likely a subtraction of two arma::uword that would be "
       "negative, such as n - 1 with n = 0, and that wraps around to a huge number.",
       "numbers-without-a-sign"},
      {{"::row(): ind", "::col(): ind", "::rows(): ind", "::cols(): ind", "submat(): ind",
        "subvec(): ind", "slice(): ind", "::shed_", "::insert_", "swap_"},
       "That row, column or part is not there. They count from 0 to n - 1, and a range has both "
       "its "
       "ends in it: x.rows(0, n - 1) are n rows. Rows and columns exchanged?",
       "out-of-bounds"},
      {{"index out of bounds", "indices out of bounds", "out of bounds"},
       "An index is too large. Entries count from 0 to n - 1, and x(i, j) is row i, column j: are "
       "the two exchanged, does a loop go to <= n, or has the matrix no size yet (x.zeros(n, d))? "
       "An "
       "index below 0 wraps around and is too large, too.",
       "out-of-bounds"},
      {{"vector::_M_range_check", "array::at", "basic_string::"},
       "An index into a std::vector or a std::string is too large: they count from 0 to size() - "
       "1. "
       "Is it empty still?",
       "out-of-bounds"},
      {{"object has no elements"},
       "The matrix is empty: it has no size yet, or what was selected (arma::find, a range) is "
       "nothing.",
       "out-of-bounds"},
      {{"must be square sized", "must be a square", "square matrix"},
       "Only a square matrix will do here. For N examples of D features the D x D matrix is X.t() "
       "* "
       "X, the N x N one X * X.t().",
       "sizes-that-do-not-fit"},
      {{"is singular", "not positive definite", "decomposition failed", "system is singular"},
       "The matrix cannot be inverted or decomposed: it is singular, not symmetric, or has NaN in "
       "it. Look at its entries first; a small number on the diagonal helps where it is nearly "
       "singular.",
       "a-matrix-that-cannot-be-inverted"},
      {{"given object must be a vector", "must be a vector"},
       "A vector is wanted here, and this has several rows and columns.",
       "row-and-column"},
      {{"parameter 'dim' must be 0 or 1"},
       "The direction is 0 (down the columns: one result for each column) or 1 (along the rows).",
       "row-and-column"},
      {{"min_val must be less than max_val"},
       "The limits of arma::clamp are the smaller one, then the larger one.",
       "max-and-min"},
      {{"is const, and was changed all the same"},
       "Your function writes into what belongs to its caller, by const_cast or through a matrix "
       "that shares its memory. Change a copy.",
       "const"},
      {{"bad_function_call"},
       "A std::function was called that is empty. Ask `if (f)` before f(...), where a parameter "
       "may "
       "be left out.",
       "no-value-yet"},
      {{"bad optional access", "bad_optional_access"},
       "A std::optional was read that holds nothing: ask has_value() first.",
       "no-value-yet"},
      {{"stod", "stoi", "stoul"},
       "A text was to become a number and is none.",
       "types-that-do-not-go-together"},
  };
  return rows;
}

const Row kEqualShapes = {
    {kIncompatible},
    "Both sides have the same shape, so you probably mean entry times entry: A % B. The product of "
    "matrices, A * B, needs as many columns in A as B has rows.",
    "sizes-that-do-not-fit"};

/// "matrix multiplication: incompatible matrix dimensions: 4x5 and 4x5"
bool multiplies_equal_shapes(const std::string& text) {
  const auto at = text.find(kIncompatible);
  if (at == std::string::npos) return false;
  std::istringstream words(text.substr(at + kIncompatible.size()));
  std::string colon, a, conjunction, b;
  return words >> colon >> a >> conjunction >> b && a == b;
}

}  // namespace

std::optional<Explanation> explain_message(const std::string& as_said) {
  const std::string text = qualified(as_said);
  const std::string_view name = first_quoted(text);
  const bool of_armadillo =
      std::find(kOfArmadillo.begin(), kOfArmadillo.end(), name) != kOfArmadillo.end();
  if (of_armadillo) {
    if (auto found = first(std::array{kMissingArma}, text)) return found;
  }
  return first(compilers(), text);
}

std::optional<Explanation> explain_exception(const std::string& text) {
  if (multiplies_equal_shapes(text)) {
    return first(std::array{kEqualShapes}, text);
  }
  return first(exceptions(), text);
}

std::vector<std::string> pages() {
  std::vector<std::string> all = {std::string(kPage) + std::string(kMissingArma.read)};
  for (const std::vector<Row>& rows : {compilers(), exceptions()}) {
    for (const Row& row : rows) all.push_back(std::string(kPage) + std::string(row.read));
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

}  // namespace descent::compiler
