#pragma once

#include <optional>
#include <string>

#include "harness/compiler/explain.hpp"
#include "harness/compiler/messages.hpp"

namespace descent::compiler {

/// The error to mend first, out of everything that a compiler or linker said.
struct FirstError {
  Message message;               ///< in the student's file where any is, else the first of all
  std::optional<Message> entry;  ///< where the student's file leads into the library it lies in
  std::size_t more = 0;          ///< errors besides this one
  std::optional<Explanation> explanation;

  /// The line of the student's file to look at; 0 where none is known.
  unsigned line(const std::string& source) const;
};

/// Nothing if there is no error in the messages. `source`: the student's file, by its name.
std::optional<FirstError> find_first_error(const std::string& messages, const std::string& source);

/// The first error for the desk of whoever wrote `source`: its place, the text without the noise of
/// templates, the line, why that is said and what to read, how many more there are. All the
/// messages where none is an error. Whatever is in them is made printable.
std::string first_error(const std::string& messages, const std::string& source);

/// The same on one line, for reports: "losses.cpp:12:3: error: ...". Only where it lies in `source`
/// or in a system header is its text shown: elsewhere it may quote a file that is not the
/// student's. Empty if no error is there but the driver's own ("clang: error: ...").
std::string error_line(const std::string& messages, const std::string& source);

}  // namespace descent::compiler
