#pragma once

#include <string>

#include "harness/grader/verdict.hpp"
#include "harness/report/html/escape.hpp"
#include "harness/report/html/tasks_section.hpp"

/// Verdicts as plain text. Whoever shows it still has to escape it for the medium.
namespace descent::report {

/// "42", or "?" where the machine did not find out.
std::string points_earned(const grader::Verdict& verdict);

/// The name of a student, or the id where no name is known.
std::string name_of(const grader::Verdict& verdict);

/// "7 of 11 tasks pass".
std::string tasks_passed(const grader::Verdict& verdict);

/// What the tests of a task say, one after the other: those that fail whole, the others by name.
/// Empty if there is nothing to say.
std::string task_text(const outcome::TaskResult& task);

/// What an instructor changed and wrote: a line for each adjustment and for each comment.
std::string words_of_instructor(const grader::Verdict& verdict);

/// Whether the test went wrong in another way than that a check did not hold.
bool is_error(outcome::Outcome outcome);

}  // namespace descent::report
