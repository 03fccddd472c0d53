#pragma once

#include <optional>
#include <string>
#include <vector>

/// What compilers and Armadillo say, in a student's words. One table for all of it, explain.cpp.
namespace descent::compiler {

struct Explanation {
  std::string sentence;  ///< why that is said, and what to write instead
  std::string read;      ///< "docs/reference/errors.md#sizes-that-do-not-fit"

  friend bool operator==(const Explanation&, const Explanation&) = default;
};

/// Of an error or a warning of Clang, GCC or a linker: its text, as Message has it. Nothing where
/// the text speaks for itself, or is of no known kind.
std::optional<Explanation> explain_message(const std::string& as_said);

/// Of the text of an exception that Armadillo or the standard library has thrown. The sentences are
/// ours and quote nothing, so that they can stand where an exception's own text may not.
std::optional<Explanation> explain_exception(const std::string& text);

/// Every page that an explanation sends a reader to, so that a test can see that it is there.
std::vector<std::string> pages();

}  // namespace descent::compiler
