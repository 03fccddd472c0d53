// The commands that only instructors need, in a program of its own, so that a student's first build
// does not wait for it. `./descent grade` and `./descent gradebook` build it and become it.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstdint>
#include <iostream>
#include <limits>
#include <system_error>
#include <thread>

#include "harness/cli/program.hpp"
#include "harness/instructor/commands.hpp"
#include "harness/report/report.hpp"
#include "harness/support/whole_between.hpp"

namespace {

using namespace descent;
using namespace descent::instructor;

void declare_grade(CLI::App& command, GradeOptions& grade, std::string& gradescope) {
  command.add_option(
      "folder", grade.folder,
      "holds the submissions: a folder, an archive or a repository for each student");
  command.add_option("--stage", grade.stage, "which stage they are of")->required();
  command.add_flag("--single", grade.single, "FOLDER itself is the one submission");
  command.add_option("--student", grade.student, "with --single: whose it is");
  command.add_option("--roster", grade.roster,
                     "CSV with the columns id, and perhaps name, submission, commit");
  command.add_option("--out", grade.out, "folder of records, gradebook and reports")
      ->capture_default_str();
  command
      .add_option("--reports", grade.reports,
                  fmt::format("which reports to write besides results.json: {}",
                              fmt::join(report::kinds(), ", ")))
      ->delimiter(',')
      ->capture_default_str();
  command
      .add_option("--show", grade.show,
                  "what students see of hidden tests: hidden, name, message or full")
      ->capture_default_str();
  command.add_option("--book", grade.book, "address that goes before docs/... to make a link");
  command.add_option("--jobs", grade.jobs, "submissions graded at the same time")
      ->check(whole_between(1, 256))
      ->capture_default_str();
  command.add_option("--shard", grade.shard, "i/n: only every n-th submission, and no reports");
  command.add_flag("--merge", grade.merge, "grade nothing: gradebook and reports from the records");
  command.add_flag("--force", grade.again, "grade also what has been graded already");
  command.add_flag("--built", grade.built, "everything is built already");
  command.add_flag("--prepare", grade.prepare,
                   "grade nothing: build everything, and make sure that grading would work");
  command.add_option("--key", grade.key,
                     "file of the key that signs the records; else the environment's DESCENT_KEY, "
                     "else one in your configuration folder, made when needed");
  command
      .add_option("--require-tier", grade.require_tier,
                  "refuse to grade with less isolation; see ./descent doctor")
      ->check(whole_between(0, 3))
      ->capture_default_str();
  command.add_option("--seed", grade.seed, "another one draws other random inputs")
      ->check(whole_between(0, std::numeric_limits<std::uint64_t>::max()))
      ->capture_default_str();
  command.add_flag("--quiet", grade.quiet, "no table");
  command.add_option("--make-gradescope", gradescope,
                     "grade nothing: write an autograder of the stage for Gradescope, a zip file");
}

void declare_common(CLI::App& command, GradebookOptions& options) {
  command.add_option("--out", options.out, "the folder that ./descent grade wrote to")
      ->capture_default_str();
  command.add_option("--by", options.by, "who does it; else the user's name");
}

int run(int argc, char** argv) {
  CLI::App app{"What only instructors need."};
  app.name("./descent");
  app.require_subcommand(1);

  GradeOptions grading;
  grading.jobs = std::max(1U, std::thread::hardware_concurrency());
  std::string gradescope;
  CLI::App& grade_command = *app.add_subcommand("grade", "grade the submissions of one stage");
  declare_grade(grade_command, grading, gradescope);

  GradebookOptions book;
  CLI::App& book_command = *app.add_subcommand(
      "gradebook", "who has how many points; points and words by hand, which stay");
  book_command.require_subcommand(1);
  CLI::App& show_command = *book_command.add_subcommand("show", "who has how many points");
  show_command.add_option("--stage", book.stage, "only this stage");
  declare_common(show_command, book);
  CLI::App& adjust_command = *book_command.add_subcommand("adjust", "points by hand");
  adjust_command.add_option("student", book.student, "the student's id")->required();
  adjust_command.add_option("points", book.points, "how many more; below 0: less")
      ->required()
      ->check(whole_between(-1000, 1000));
  adjust_command.add_option("--stage", book.stage, "in which stage")->required();
  adjust_command.add_option("--task", book.task, "for which task");
  adjust_command.add_option("--reason", book.reason, "why; the student reads it")->required();
  declare_common(adjust_command, book);
  CLI::App& comment_command = *book_command.add_subcommand("comment", "words to a student");
  comment_command.add_option("student", book.student, "the student's id")->required();
  comment_command.add_option("text", book.text, "what you have to say")->required();
  comment_command.add_option("--stage", book.stage, "about which stage")->required();
  declare_common(comment_command, book);

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return static_cast<ExitCode>(cli::refused(app, error));
  }
  const cli::Terminal terminal;
  const course::Course course = cli::course_handed_over();
  if (show_command.parsed()) return show_grades(course, book, terminal);
  if (adjust_command.parsed()) return adjust(course, book);
  if (comment_command.parsed()) return comment(course, book);
  if (!gradescope.empty()) return make_gradescope(course, grading.stage, gradescope);
  return grade(course, grading, terminal);
}

ExitCode code_of(const std::system_error& error) {
  switch (error.code().value()) {
    case ENOSPC:
    case EDQUOT:
    case EROFS:
    case EACCES:
    case EPERM:
      return kCannotWrite;
    default:
      return kBroken;
  }
}

ExitCode fail(ExitCode code, const std::exception& error) {
  std::cerr << "descent: " << cli::sentence_of(error) << '\n';
  return code;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const Refusal& refusal) {
    return fail(refusal.code(), refusal);
  } catch (const std::invalid_argument& error) {
    return fail(kUsage, error);
  } catch (const std::system_error& error) {
    return fail(code_of(error), error);
  } catch (const std::exception& error) {
    return fail(kBroken, error);
  }
}
