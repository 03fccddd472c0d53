#pragma once

#include <string>

#include "harness/outcome/outcome.hpp"

namespace descent::outcome {

/// What one test has to say, as plain text for a student: one line if it passed; else the known
/// mistake, if one explains it, the first finding whole, how many more there are, and what the
/// student's code printed. Whatever came from the student is made printable first. Ends without a
/// newline.
std::string render(const TestOutcome& outcome);

/// "passed", "not started yet", "crashed" ...: an outcome as a student reads it.
std::string in_words(Outcome outcome);

/// `text` without control characters, terminal escapes and broken UTF-8, which are shown as '?';
/// newlines and tabs stay.
std::string printable(const std::string& text);

}  // namespace descent::outcome
