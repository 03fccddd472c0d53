#include "harness/compiler/tokens.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace descent::compiler {
namespace {

bool starts_name(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_'; }
bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

constexpr std::array<std::string_view, 17> kOperators = {
    "::", "->", ">=", "<=", "==", "!=", "&&", "||", "+=",
    "-=", "*=", "/=", "%=", "++", "--", "<<", "&="};

/// Where the token that begins at `at` ends.
std::size_t end_of(const std::string& text, std::size_t at) {
  std::size_t end = at + 1;
  const char c = text[at];
  if (starts_name(c)) {
    while (end < text.size() && (starts_name(text[end]) || is_digit(text[end]))) ++end;
  } else if (is_digit(c) || (c == '.' && end < text.size() && is_digit(text[end]))) {
    while (end < text.size()) {
      const bool exponent =
          (text[end] == '-' || text[end] == '+') && (text[end - 1] == 'e' || text[end - 1] == 'E');
      if (!starts_name(text[end]) && !is_digit(text[end]) && text[end] != '.' && !exponent) break;
      ++end;
    }
  } else if (c == '"' || c == '\'') {
    while (end < text.size() && text[end] != c && text[end] != '\n') {
      end += text[end] == '\\' ? 2 : 1;
    }
    end = std::min(end + 1, text.size());
  } else {
    const auto found =
        std::find(kOperators.begin(), kOperators.end(), std::string_view(text).substr(at, 2));
    if (found != kOperators.end()) end = at + 2;
  }
  return end;
}

/// The position after a comment at `at`; `at` itself if none is there.
std::size_t after_comment(const std::string& text, std::size_t at) {
  if (text.compare(at, 2, "//") == 0) return std::min(text.find('\n', at), text.size());
  if (text.compare(at, 2, "/*") != 0) return at;
  const auto end = text.find("*/", at + 2);
  return end == std::string::npos ? text.size() : end + 2;
}

}  // namespace

bool Token::is_name() const { return !text.empty() && starts_name(text.front()); }

bool Token::is_whole_number() const {
  return !text.empty() && is_digit(text.front()) &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return is_digit(c) || c == 'u' || c == 'U' || c == 'l'; });
}

std::vector<Token> tokens(const std::string& text) {
  std::vector<Token> all;
  unsigned line = 1;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = after_comment(text, at);
    if (end == at) {
      const bool blank = std::isspace(static_cast<unsigned char>(text[at])) != 0;
      end = blank ? at + 1 : end_of(text, at);
      if (!blank) {
        const bool literal = text[at] == '"' || text[at] == '\'';
        all.push_back({literal ? "\"\"" : text.substr(at, end - at), line});
      }
    }
    line += static_cast<unsigned>(std::count(text.begin() + static_cast<long>(at),
                                             text.begin() + static_cast<long>(end), '\n'));
    at = end;
  }
  return all;
}

std::size_t after_closing(const std::vector<Token>& all, std::size_t open) {
  int depth = 0;
  for (std::size_t i = open; i < all.size(); ++i) {
    if (all[i].is("(") || all[i].is("{") || all[i].is("[")) ++depth;
    if (all[i].is(")") || all[i].is("}") || all[i].is("]")) --depth;
    if (depth <= 0) return i + 1;
  }
  return all.size();
}

std::vector<Function> definitions(const std::vector<Token>& all, const std::string& name) {
  std::vector<Function> found;
  for (std::size_t i = 1; i + 1 < all.size(); ++i) {
    if (all[i].text != name || !all[i + 1].is("(")) continue;
    const std::size_t close = after_closing(all, i + 1);
    if (close >= all.size() || !all[close].is("{")) continue;
    // "return f(x) {" is nothing; a definition has its type before the name.
    const Token& before = all[i - 1];
    if (before.is("else") || (!before.is_name() && !before.is(">") && !before.is("&"))) continue;
    Function function;
    function.parameters = i + 2;
    function.parameters_end = close - 1;
    function.body = close + 1;
    // Nothing may follow a brace that is never closed.
    function.body_end = std::max(function.body, after_closing(all, close) - 1);
    function.first_line = all[i].line;
    function.last_line = all[std::min(function.body_end, all.size() - 1)].line;
    found.push_back(function);
    i = function.body_end;
  }
  return found;
}

std::set<std::string> names_called(const std::vector<Token>& all, const std::string& function) {
  std::set<std::string> called;
  std::vector<std::string> to_read{function};
  while (!to_read.empty()) {
    const std::string name = std::move(to_read.back());
    to_read.pop_back();
    for (const Function& definition : definitions(all, name)) {
      for (std::size_t i = definition.body; i + 1 < definition.body_end; ++i) {
        if (!all[i].is_name() || !all[i + 1].is("(")) continue;
        if (called.insert(all[i].text).second) to_read.push_back(all[i].text);
      }
    }
  }
  return called;
}

}  // namespace descent::compiler
