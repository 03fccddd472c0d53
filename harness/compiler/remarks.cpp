#include "harness/compiler/remarks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "harness/compiler/explain.hpp"
#include "harness/compiler/fold.hpp"
#include "harness/compiler/messages.hpp"
#include "harness/compiler/tokens.hpp"

namespace descent::compiler {
namespace {

constexpr const char* kPage = "docs/reference/errors.md#";

constexpr auto kMatrixTypes = std::to_array<std::string_view>(
    {"mat", "vec", "colvec", "rowvec", "umat", "uvec", "urowvec", "cube"});
constexpr auto kUnsignedTypes = std::to_array<std::string_view>({"uword", "size_t", "unsigned"});
constexpr auto kSizes = std::to_array<std::string_view>({"n_rows", "n_cols", "n_elem", "n_slices"});
// Functions of Armadillo that return a number or compute at once: `auto` does no harm there.
constexpr auto kComputed =
    std::to_array<std::string_view>({"accu", "dot", "as_scalar", "norm", "trace", "det", "eval",
                                     "conv_to", "is_finite", "approx_equal", "size", "find"});
// Methods whose result is a part of a matrix or an expression, and no number.
constexpr auto kParts = std::to_array<std::string_view>(
    {"t", "st", "row", "col", "rows", "cols", "head_rows", "tail_rows", "head_cols", "tail_cols",
     "subvec", "submat", "each_row", "each_col", "diag", "elem"});
constexpr auto kOperators = std::to_array<std::string_view>({"*", "%", "+", "-", "/"});

template <class Names>
bool is_one_of(const Names& names, const Token& token) {
  return std::find(names.begin(), names.end(), token.text) != names.end();
}

/// What is known of the names in a function.
struct Names {
  std::set<std::string> matrices;
  std::set<std::string> without_sign;
};

/// `arma::mat x`, `const arma::uvec& y`, `std::size_t n`, wherever they stand.
void declare(const std::vector<Token>& all, std::size_t begin, std::size_t end, Names& names) {
  for (std::size_t i = begin; i < end; ++i) {
    std::size_t name = i + 1;
    while (name < end && (all[name].is("&") || all[name].is("const") || all[name].is("int")))
      ++name;
    if (name >= end || !all[name].is_name()) continue;
    if (is_one_of(kMatrixTypes, all[i])) names.matrices.insert(all[name].text);
    if (is_one_of(kUnsignedTypes, all[i])) names.without_sign.insert(all[name].text);
  }
}

Names names_in(const std::vector<Token>& all, const Function& function) {
  Names names;
  declare(all, function.parameters, function.parameters_end, names);
  declare(all, function.body, function.body_end, names);
  return names;
}

class Search {
 public:
  Search(const std::vector<Token>& all, const Function& function)
      : all_(all), function_(function), names_(names_in(all, function)) {}

  std::vector<Remark> run() {
    unused_parameters();
    for (std::size_t i = function_.body; i < function_.body_end; ++i) {
      if (all_[i].is("auto")) lazy_expression(i);
      if (all_[i].is("/")) whole_division(i);
      if (all_[i].is(">=") || all_[i].is("<")) never_below_zero(i);
    }
    std::stable_sort(found_.begin(), found_.end(),
                     [](const Remark& a, const Remark& b) { return a.line < b.line; });
    return found_;
  }

 private:
  const Token& at(std::size_t i) const {
    static const Token none;
    return i < all_.size() ? all_[i] : none;
  }

  void add(unsigned line, std::string sentence, const char* heading) {
    found_.push_back({line, std::move(sentence), std::string(kPage) + heading});
  }

  /// The end of the statement that begins at `i`.
  std::size_t end_of_statement(std::size_t i) const {
    while (i < function_.body_end && !all_[i].is(";")) {
      const bool opens = all_[i].is("(") || all_[i].is("{") || all_[i].is("[");
      i = opens ? after_closing(all_, i) : i + 1;
    }
    return i;
  }

  /// A matrix as a whole or a part of it, not one entry, a size or what a method returns as a
  /// number.
  bool is_whole_matrix(std::size_t i) const {
    if (!names_.matrices.contains(all_[i].text) || at(i - 1).is(".")) return false;
    if (at(i + 1).is("(") || at(i + 1).is("[")) return false;
    return !at(i + 1).is(".") || is_one_of(kParts, at(i + 2));
  }

  /// A call of something that is neither Armadillo's nor a matrix's method returns what it likes.
  bool is_other_call(std::size_t i) const {
    const bool call = at(i).is_name() && at(i + 1).is("(");
    const bool armadillo = at(i - 1).is("::") && at(i - 2).is("arma");
    return call && !armadillo && !at(i - 1).is(".");
  }

  /// `auto x = a * b;` of matrices: an expression that holds references and is computed anew at
  /// each use, when what it refers to may be gone.
  void lazy_expression(std::size_t i) {
    std::size_t name = i + 1;
    while (at(name).is("&") || at(name).is("&&")) ++name;
    if (!at(name).is_name() || !at(name + 1).is("=")) return;
    bool whole = false, computes = false;
    const std::size_t end = end_of_statement(name + 2);
    for (std::size_t k = name + 2; k < end; ++k) {
      if (is_one_of(kComputed, all_[k])) return;
      if (all_[k].is("[")) return;  // a lambda
      if (is_other_call(k)) {
        k = after_closing(all_, k + 1) - 1;
        continue;
      }
      whole = whole || is_whole_matrix(k);
      const bool transposes = all_[k].is("t") && at(k - 1).is(".");
      computes = computes || is_one_of(kOperators, all_[k]) || all_[k].is("arma") || transposes;
    }
    if (!whole || !computes) return;
    add(all_[i].line,
        fmt::format("`auto {0}` holds no matrix here but an expression that is computed when it is "
                    "used, of values that may be gone by then. Write the type: arma::mat {0} = ...",
                    at(name).text),
        "auto");
  }

  bool is_whole_operand(std::size_t i) const {
    if (at(i).is_whole_number()) return true;
    if (names_.without_sign.contains(at(i).text)) return !at(i + 1).is("(");
    // x.n_rows, v.size()
    return at(i).is_name() && at(i + 1).is(".") &&
           (is_one_of(kSizes, at(i + 2)) || at(i + 2).is("size"));
  }

  /// `1 / 2`, `1 / x.n_rows`: 0. Only where nothing before it makes a double of the left side.
  void whole_division(std::size_t i) {
    const Token& left = at(i - 1);
    const Token& before = at(i - 2);
    if (!left.is_whole_number() || before.is("*") || before.is("/") || before.is("%")) return;
    if (!is_whole_operand(i + 1)) return;
    add(all_[i].line,
        fmt::format("{} divided by a whole number is a whole number, 0 in most cases: write {}.0 / "
                    "...",
                    left.text, left.text.substr(0, left.text.find_first_not_of("0123456789"))),
        "whole-numbers");
  }

  /// `i >= 0` and `i < 0`, where i has no sign.
  void never_below_zero(std::size_t i) {
    if (!at(i + 1).is("0") || at(i + 2).is(".")) return;
    const Token& name = at(i - 1);
    const bool alone = !at(i - 2).is(".") && !at(i - 2).is("-");
    if (!alone || !names_.without_sign.contains(name.text)) return;
    add(all_[i].line,
        fmt::format("{0} has no sign and is never below 0, so this is {1} true. A loop downwards: "
                    "for (arma::uword {0} = n; {0}-- > 0;).",
                    name.text, all_[i].is("<") ? "never" : "always"),
        "numbers-without-a-sign");
  }

  bool is_used(const std::string& name) const {
    return std::any_of(all_.begin() + static_cast<long>(function_.body),
                       all_.begin() + static_cast<long>(function_.body_end),
                       [&](const Token& token) { return token.text == name; });
  }

  void unused_parameters() {
    std::size_t begin = function_.parameters;
    int depth = 0;
    for (std::size_t i = begin; i <= function_.parameters_end; ++i) {
      if (at(i).is("<") || at(i).is("(") || at(i).is("{")) ++depth;
      if (at(i).is(">") || (at(i).is(")") && i < function_.parameters_end) || at(i).is("}"))
        --depth;
      if (i < function_.parameters_end && !(depth == 0 && at(i).is(","))) continue;
      unused_parameter(begin, i);
      begin = i + 1;
    }
  }

  void unused_parameter(std::size_t begin, std::size_t end) {
    std::size_t last = begin;
    while (last < end && !at(last).is("=")) ++last;
    if (last < begin + 2 || !at(last - 1).is_name() || at(last - 2).is("::")) return;
    const Token& name = at(last - 1);
    if (is_used(name.text)) return;
    add(name.line, fmt::format("{} is never used in this function.", name.text), "never-used");
  }

  const std::vector<Token>& all_;
  const Function& function_;
  Names names_;
  std::vector<Remark> found_;
};

}  // namespace

std::vector<Remark> remarks_on_text(const std::string& text, const std::string& function) {
  const std::vector<Token> all = tokens(text);
  std::vector<Remark> found;
  for (const Function& one : definitions(all, function)) {
    for (Remark& remark : Search(all, one).run()) found.push_back(std::move(remark));
  }
  return found;
}

std::vector<Remark> remarks_of_compiler(const std::string& messages, const std::string& source,
                                        const std::string& text, const std::string& function) {
  const std::vector<Function> all = definitions(tokens(text), function);
  const auto inside = [&](unsigned line) {
    return std::any_of(all.begin(), all.end(), [&](const Function& one) {
      return one.first_line <= line && line <= one.last_line;
    });
  };
  std::vector<Remark> found;
  for (const Message& message : read_messages(messages)) {
    if (message.severity != Severity::warning || !message.is_in(source)) continue;
    const auto explanation = explain_message(message.text);
    if (!inside(message.line) || !explanation) continue;
    const std::string says = fold(message.text.substr(0, message.text.find(" [-W")));
    found.push_back(
        {message.line, fmt::format("{}: {}", says, explanation->sentence), explanation->read});
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Remark& a, const Remark& b) { return a.line < b.line; });
  return found;
}

std::vector<Remark> remarks(const std::string& text, const std::string& function,
                            const std::string& messages, const std::string& source) {
  std::vector<Remark> all = remarks_on_text(text, function);
  for (Remark& remark : remarks_of_compiler(messages, source, text, function)) {
    const bool said = std::any_of(all.begin(), all.end(), [&](const Remark& other) {
      return other.line == remark.line && other.read == remark.read;
    });
    if (!said) all.push_back(std::move(remark));
  }
  if (all.size() > kMostRemarks) all.resize(kMostRemarks);
  return all;
}

}  // namespace descent::compiler
