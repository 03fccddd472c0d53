#pragma once

#include <string>

#include "harness/cli/verdict.hpp"

namespace descent::cli {

/// A verdict for programs: one JSON object, described in docs/reference/check.md, and a newline.
std::string as_json(const course::Course& course, const Verdict& verdict);

}  // namespace descent::cli
