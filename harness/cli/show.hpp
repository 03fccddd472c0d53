#pragma once

#include <string>

#include "harness/cli/terminal.hpp"
#include "harness/cli/verdict.hpp"

/// A verdict as a student reads it. Every text ends with a newline, and whatever came from the
/// student is printable.
namespace descent::cli {

struct ShowOptions {
  bool all = false;  ///< every failure whole, not only the first
  /// What is said after "then": how the student goes on.
  std::string again = "run ./descent check again";
  std::string unfold = "--all";  ///< what tells every failure whole
  bool offer_hints = true;
  bool compact = false;  ///< of the tasks, only those in a line of their own that were begun
};

/// All of it: the tasks, the first failure whole, the others folded, what to do next.
std::string show(const course::Course& course, const Verdict& verdict, const ShowOptions& options,
                 const Terminal& terminal);

/// The tasks with their points, and which suite says so. `compact`: those that have passed, and
/// those that are not started, share a line.
std::string show_tasks(const Verdict& verdict, bool compact, const Terminal& terminal);

/// Of the known mistakes: those that explain this failure and most of the others of its task; else
/// this one alone; else the others.
std::vector<outcome::NamedMistake> explaining(const outcome::TestOutcome& test,
                                              const outcome::TaskResult& task);

/// The first test of a task that did not pass, told whole; of all of them, if `all`.
std::string show_failures(const course::Course& course, const course::Stage& stage,
                          const outcome::TaskResult& task, bool all, const Terminal& terminal);

/// What to do about a task that has not passed.
std::string show_next(const course::Course& course, const course::Stage& of,
                      const outcome::TaskResult& next, const ShowOptions& options,
                      const Terminal& terminal);

/// What one test has to say, in one line: the known mistake, else what its first check found.
std::string headline(const outcome::TestOutcome& test);

/// `text` in not more than `columns` columns: what is too much becomes "…".
std::string shortened(const std::string& text, int columns);

}  // namespace descent::cli
