#include "harness/compiler/fold.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>
#include <utility>

namespace descent::compiler {
namespace {

using Names = std::pair<std::string_view, std::string_view>;

// Longer ones first, where one is the beginning of another.
constexpr std::array kNames = {
    Names{"std::__cxx11::basic_string<char>", "std::string"},
    Names{"std::basic_string<char>", "std::string"},
    Names{"arma::Mat<long long unsigned int>", "arma::umat"},
    Names{"arma::Mat<unsigned long long>", "arma::umat"},
    Names{"arma::Mat<unsigned long>", "arma::umat"},
    Names{"arma::Col<long long unsigned int>", "arma::uvec"},
    Names{"arma::Col<unsigned long long>", "arma::uvec"},
    Names{"arma::Col<unsigned long>", "arma::uvec"},
    Names{"arma::Row<long long unsigned int>", "arma::urowvec"},
    Names{"arma::Row<unsigned long long>", "arma::urowvec"},
    Names{"arma::Row<unsigned long>", "arma::urowvec"},
    Names{"arma::Mat<double>", "arma::mat"},
    Names{"arma::Col<double>", "arma::vec"},
    Names{"arma::Row<double>", "arma::rowvec"},
    Names{"arma::Cube<double>", "arma::cube"},
    Names{"arma::Mat<int>", "arma::imat"},
    Names{"arma::subview_row<double>", "a row of a matrix"},
    Names{"arma::subview_col<double>", "a column of a matrix"},
    Names{"arma::subview<double>", "a part of a matrix"},
    Names{"unsigned long long", "arma::uword"},
    Names{"long long unsigned int", "arma::uword"},
};

// What Armadillo returns instead of a result: it is computed once it is assigned to a matrix.
constexpr std::array<std::string_view, 11> kExpressions = {
    "arma::Glue<",    "arma::eGlue<",      "arma::mtGlue<",      "arma::Op<",
    "arma::eOp<",     "arma::mtOp<",       "arma::CubeToMatOp<", "arma::Gen<",
    "arma::SpToDOp<", "arma::enable_if2<", "arma::mtGlueCube<"};
constexpr std::string_view kExpression = "an expression of matrices";

// What Clang writes without its namespace.
constexpr std::array<std::string_view, 18> kTemplates = {
    "Mat<",     "Col<",         "Row<",         "Cube<",       "Glue<",          "eGlue<",
    "mtGlue<",  "Op<",          "eOp<",         "mtOp<",       "Gen<",           "SpMat<",
    "subview<", "subview_row<", "subview_col<", "enable_if2<", "subview_elem1<", "diagview<"};

bool is_part_of_name(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// The position after the ">" that closes the "<" before `begin`, or npos.
std::size_t closing(std::string_view text, std::size_t begin) {
  int depth = 1;
  for (std::size_t i = begin; i < text.size(); ++i) {
    if (text[i] == '<') ++depth;
    // The parentheses of a condition may hold a ">", which is none of ours.
    if (text[i] == '(') {
      int round = 1;
      while (round > 0 && ++i < text.size()) round += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
      continue;
    }
    if (text[i] == '>' && --depth == 0) return i + 1;
  }
  return std::string_view::npos;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

void fold_expressions(std::string& text) {
  for (const std::string_view name : kExpressions) {
    for (auto at = text.find(name); at != std::string::npos; at = text.find(name, at + 1)) {
      const auto open = text.find('<', at);
      if (open == std::string::npos) continue;
      const auto end = closing(text, open + 1);
      if (end == std::string::npos) continue;
      std::size_t after = end;
      for (const std::string_view member : {"::result", "::type"}) {
        if (text.compare(after, member.size(), member) == 0) after += member.size();
      }
      std::size_t begin = at;
      for (const std::string_view before : {"const ", "typename "}) {
        if (begin >= before.size() &&
            text.compare(begin - before.size(), before.size(), before) == 0) {
          begin -= before.size();
        }
      }
      text.replace(begin, after - begin, kExpression);
      at = begin;
    }
  }
}

/// "'arma::mat' (aka 'arma::mat')" after folding, and GCC's "{aka ...}", say the same thing twice.
void drop_also_known_as(std::string& text) {
  for (const auto& [open, close] : {Names{" (aka '", "')"}, Names{" {aka '", "'}"}}) {
    for (auto at = text.find(open); at != std::string::npos; at = text.find(open, at)) {
      const auto end = text.find(close, at + open.size());
      if (end == std::string::npos) break;
      text.erase(at, end + close.size() - at);
    }
  }
}

/// GCC's "[with T1 = ...; typename ... = ...]" tells how a template was filled in.
void drop_with(std::string& text) {
  for (auto at = text.find(" [with "); at != std::string::npos; at = text.find(" [with ", at)) {
    int depth = 0;
    std::size_t end = at + 1;
    for (; end < text.size(); ++end) {
      depth += text[end] == '[' ? 1 : text[end] == ']' ? -1 : 0;
      if (depth == 0) break;
    }
    text.erase(at, end + 1 - at);
  }
}

}  // namespace

std::string qualified(const std::string& text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool inside = i > 0 && (is_part_of_name(text[i - 1]) || text[i - 1] == ':');
    const auto is_here = [&](std::string_view name) {
      return text.compare(i, name.size(), name) == 0;
    };
    if (!inside && std::any_of(kTemplates.begin(), kTemplates.end(), is_here)) result += "arma::";
    result += text[i];
  }
  return result;
}

std::string fold(const std::string& text) {
  std::string result = qualified(text);
  drop_with(result);
  replace_all(result, "> >", ">>");
  replace_all(result, "class arma::", "arma::");
  replace_all(result, "struct arma::", "arma::");
  fold_expressions(result);
  for (const auto& [name, written] : kNames) replace_all(result, name, written);
  drop_also_known_as(result);
  return result;
}

}  // namespace descent::compiler
