#pragma once

#include <string>

#include "harness/grader/grade.hpp"

namespace descent::grader {

/// The first thing to tell about a task that did not pass: a known mistake, or what the first
/// failing test found. One line that any terminal can show.
std::string headline(const outcome::TaskResult& task);

/// The same of a whole submission: what concerns all of it, else its first task that was begun and
/// does not pass, else how much is not started.
std::string headline(const Verdict& verdict);

/// `text` cut to `width` columns (code points), the last of which is then "…".
std::string fitted(const std::string& text, std::size_t width);

}  // namespace descent::grader
