#include "harness/gradebook/gradebook.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <iostream>

#include "harness/grader/grade.hpp"
#include "harness/grader/headline.hpp"
#include "harness/instructor/commands.hpp"
#include "harness/outcome/story.hpp"

namespace descent::instructor {
namespace {

namespace fs = std::filesystem;

gradebook::Gradebook open(const GradebookOptions& options) {
  const fs::path file = fs::path(options.out) / "gradebook.db";
  if (!fs::exists(file)) {
    throw std::invalid_argument(fmt::format(
        "there is no gradebook in {}: grade something first, or name the folder with --out",
        outcome::printable(options.out)));
  }
  return gradebook::Gradebook(file);
}

std::string author(const GradebookOptions& options) {
  if (!options.by.empty()) return options.by;
  const char* user = std::getenv("USER");
  return user != nullptr ? user : "";
}

}  // namespace

ExitCode show_grades(const course::Course& course, const GradebookOptions& options,
                     const cli::Terminal& terminal) {
  const std::string stage = options.stage.empty() ? "" : course.find(options.stage).name();
  const std::vector<gradebook::Grade> grades = open(options).grades(stage);
  std::cout << terminal.bold(fmt::format("  {:<16}  {:<24}  {:>9}  {:>4}  {}\n", "stage", "student",
                                         "points", "runs", "graded"));
  for (const gradebook::Grade& grade : grades) {
    std::cout << fmt::format("  {:<16}  {:<24}  {:>9}  {:>4}  {}\n", grade.stage,
                             grader::fitted(outcome::printable(grade.student), 24),
                             grade.judged ? fmt::format("{}/{}", grade.earned, grade.points)
                                          : fmt::format("?/{}", grade.points),
                             grade.runs, grade.at);
  }
  return kOk;
}

ExitCode adjust(const course::Course& course, const GradebookOptions& options) {
  const std::string stage = course.find(options.stage).name();
  open(options).adjust(options.student, stage,
                       {.task = options.task,
                        .points = options.points,
                        .reason = options.reason,
                        .by = author(options),
                        .at = grader::now()});
  std::cout << fmt::format(
      "{:+} points for {} in {}. ./descent grade --merge --stage {} writes the reports anew.\n",
      options.points, outcome::printable(options.student), stage, stage);
  return kOk;
}

ExitCode comment(const course::Course& course, const GradebookOptions& options) {
  const std::string stage = course.find(options.stage).name();
  open(options).comment(options.student, stage,
                        {.text = options.text, .by = author(options), .at = grader::now()});
  std::cout << fmt::format("Noted for {} in {}.\n", outcome::printable(options.student), stage);
  return kOk;
}

}  // namespace descent::instructor
