#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "harness/cli/terminal.hpp"
#include "harness/course/course.hpp"
#include "harness/instructor/exit_codes.hpp"

/// The commands that only instructors need, each in a file of its own.
namespace descent::instructor {

/// One part of a class: of `of` graders, this is number `index`, beginning with 1.
struct Shard {
  unsigned index = 1;
  unsigned of = 1;
};

/// "2/8". Throws std::invalid_argument.
Shard shard_from(const std::string& text);

struct GradeOptions {
  std::string folder;  ///< holds the submissions; with `single`: is one
  std::string stage;
  bool single = false;
  std::string student;  ///< with `single`: whose it is; else it is called after the folder
  std::string roster;
  std::string out = "results";
  std::vector<std::string> reports = {"html", "csv", "markdown"};  ///< besides results.json
  std::string show = "message";  ///< what students see of hidden tests
  std::string book;              ///< address of the course's book, for links
  std::string shard;             ///< "2/8"; then no reports
  bool merge = false;            ///< only reports, from the records that are there
  bool again = false;            ///< also what has a verdict already
  bool built = false;            ///< everything is built already
  bool prepare = false;          ///< only build, and look whether grading would work
  std::string key;               ///< file of the key
  int require_tier = 1;
  std::uint64_t seed = 1;
  unsigned jobs = 1;
  bool quiet = false;
};
ExitCode grade(const course::Course& course, const GradeOptions& options,
               const cli::Terminal& terminal);

struct GradebookOptions {
  std::string out = "results";  ///< the folder that grade wrote to
  std::string stage;
  std::string student;
  std::string task;
  int points = 0;
  std::string reason;
  std::string text;
  std::string by;
};
ExitCode show_grades(const course::Course& course, const GradebookOptions& options,
                     const cli::Terminal& terminal);
ExitCode adjust(const course::Course& course, const GradebookOptions& options);
ExitCode comment(const course::Course& course, const GradebookOptions& options);

/// Writes a zip that Gradescope takes as an autograder of one stage.
ExitCode make_gradescope(const course::Course& course, const std::string& stage,
                         const std::string& zip);

}  // namespace descent::instructor
