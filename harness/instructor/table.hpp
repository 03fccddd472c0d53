#pragma once

#include "harness/cli/terminal.hpp"
#include "harness/grader/verdict.hpp"

namespace descent::instructor {

/// A class on the terminal: a line a student, and a sentence for what was skipped.
void print_table(const grader::ClassResult& result, const cli::Terminal& terminal);

}  // namespace descent::instructor
