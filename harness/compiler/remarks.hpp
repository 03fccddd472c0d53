#pragma once

#include <string>
#include <vector>

/// What may explain why a function that compiles is wrong: habits that its text shows, and the
/// compiler's warnings. A remark is a hint and never a verdict.
namespace descent::compiler {

struct Remark {
  unsigned line = 0;
  std::string sentence;
  std::string read;  ///< "docs/reference/errors.md#auto"

  friend bool operator==(const Remark&, const Remark&) = default;
};

/// More than so many are no help.
inline constexpr std::size_t kMostRemarks = 3;

/// What the text of a student's file shows of one function: `auto` on an expression of matrices,
/// divisions of whole numbers, conditions on a number without a sign, parameters that are never
/// used. In the order of the lines. Nothing where there is no such function.
std::vector<Remark> remarks_on_text(const std::string& text, const std::string& function);

/// The warnings, among a compiler's messages, that lie in the function of this file and explain
/// something, in the order of the lines.
std::vector<Remark> remarks_of_compiler(const std::string& messages, const std::string& source,
                                        const std::string& text, const std::string& function);

/// Both, without saying anything twice of a line, at most kMostRemarks.
std::vector<Remark> remarks(const std::string& text, const std::string& function,
                            const std::string& messages, const std::string& source);

}  // namespace descent::compiler
