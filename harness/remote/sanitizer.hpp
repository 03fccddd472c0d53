#pragma once

#include <optional>
#include <string>

namespace descent::remote {

/// What a sanitizer found, out of everything that a process printed: its one-line verdict and the
/// first place in the student's own code. Nothing if no sanitizer spoke.
std::optional<std::string> sanitizer_finding(const std::string& printed);

/// What a process printed itself, before a sanitizer spoke: its report is told in a sentence.
std::string before_sanitizer(const std::string& printed);

}  // namespace descent::remote
