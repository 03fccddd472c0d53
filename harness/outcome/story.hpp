#pragma once

#include <string>

#include "harness/outcome/outcome.hpp"

namespace descent::outcome {

/// What stands before and after what should strike the eye; nothing in plain text.
struct Emphasis {
  std::string on = {};
  std::string off = {};
};

/// More names than this are no diagnosis: they are not shown.
inline constexpr std::size_t kMostNames = 3;

/// What one test has to say to a student: one line if it passed or is not started; else the known
/// mistake, if one explains it, the first finding whole, how many more there are, and what the
/// student's code printed. Whatever came from the student is made printable first. Ends with a
/// newline if it has several lines.
std::string render(const TestOutcome& outcome, const Emphasis& emphasis = {});

/// "passed", "not started yet", "crashed" ...: an outcome as a student reads it.
std::string in_words(Outcome outcome);

/// `text` without control characters, terminal escapes, turns of the direction of writing and
/// broken UTF-8, which are shown as '?', one for each byte; newlines and tabs stay.
std::string printable(const std::string& text);

}  // namespace descent::outcome
