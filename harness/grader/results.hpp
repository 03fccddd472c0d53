#pragma once

#include <string>

#include "harness/grader/grade.hpp"

namespace descent::grader {

/// Changes when a reader of results.json would have to change.
inline constexpr int kResultsSchema = 1;

/// results.json, as docs/reference/results.md describes it: UTF-8, one object, ends with a newline.
/// `when`: the time of grading, UTC, as in "2025-03-01T12:00:00Z".
std::string results_json(const ClassResult& result, const std::string& when);

}  // namespace descent::grader
