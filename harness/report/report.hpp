#pragma once

#include <string>
#include <vector>

#include "harness/grader/verdict.hpp"
#include "harness/report/visibility.hpp"

/// A graded class as files for people and for other programs. docs/reference/reports.md describes
/// each of them.
namespace descent::report {

/// What Classroom 50's runner tells an autograder through its environment. Empty texts get
/// stand-ins that its validator accepts.
struct ClassroomRun {
  std::string classroom = {};
  std::string assignment = {};
  std::string assignment_type = "individual";
  std::string owner = {};
  std::string submission = {};                         ///< "submit/2026-06-01T14-32-05Z-a1b2c3d"
  std::string commit = {}, release = {}, review = {};  ///< URLs
};

/// The same as the environment has it.
ClassroomRun classroom_run_from_environment();

struct Options {
  Visibility hidden_tests = Visibility::message;  ///< in what students are shown
  std::string when = {};                          ///< UTC: "2025-03-01T12:00:00Z"
  std::string book = {};  ///< what goes before "docs/stages/..." to make a link; empty: no links
  ClassroomRun classroom = {};
};

/// A file to be written below the folder of the results.
struct Page {
  std::string path;  ///< "class.html", "students/ada.html"
  std::string content;
};

/// The kinds of reports: "json", "junit", "gradescope", "exercism", "classroom", "csv", "markdown",
/// "html".
std::vector<std::string> kinds();

/// The files of one kind. Throws std::invalid_argument, with the kinds, for an unknown one.
std::vector<Page> make(const std::string& kind, const grader::ClassResult& result,
                       const Options& options);

}  // namespace descent::report
