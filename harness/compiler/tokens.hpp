#pragma once

#include <set>
#include <string>
#include <vector>

namespace descent::compiler {

/// A word, a number, a string or an operator of C++.
struct Token {
  std::string text;
  unsigned line = 0;

  bool is(const char* what) const { return text == what; }
  bool is_name() const;
  bool is_whole_number() const;  ///< 1, 2u, but not 1.0 and 1e3
};

/// The tokens of a piece of C++, without comments; a string's text is gone. Good enough to look for
/// habits in a function, not to compile it. Never throws, whatever the text is.
std::vector<Token> tokens(const std::string& text);

/// A function in a row of tokens: [begin, end) of what stands in its parentheses and its braces.
struct Function {
  std::size_t parameters = 0, parameters_end = 0;
  std::size_t body = 0, body_end = 0;
  unsigned first_line = 0, last_line = 0;
};

/// Every definition of a function of this name, the overloads in their order.
std::vector<Function> definitions(const std::vector<Token>& all, const std::string& name);

/// The names in front of a parenthesis in this function's bodies, and in those of the functions of
/// the same text that they name. Its own name is among them if it calls itself.
std::set<std::string> names_called(const std::vector<Token>& all, const std::string& function);

/// The index after the bracket that closes the one at `open`, or the end.
std::size_t after_closing(const std::vector<Token>& all, std::size_t open);

}  // namespace descent::compiler
