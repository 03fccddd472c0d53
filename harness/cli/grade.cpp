#include "harness/grader/grade.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <iostream>

#include "harness/cli/build.hpp"
#include "harness/cli/commands.hpp"
#include "harness/course/digest.hpp"
#include "harness/grader/headline.hpp"
#include "harness/grader/results.hpp"

namespace descent::cli {
namespace {

namespace fs = std::filesystem;
using grader::ClassResult;
using grader::Verdict;

constexpr std::size_t kWidestName = 24;

/// Columns of the terminal; 120 in a pipe.
std::size_t columns() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40) return size.ws_col;
  return 120;
}

/// Where the results can be written: better known before an hour of grading than after it.
fs::path results_file(const std::string& out) {
  const fs::path file = fs::absolute(out);
  const fs::path folder = file.parent_path();
  if (fs::is_directory(file)) {
    throw std::invalid_argument(fmt::format("--out {} is a folder; name a file, such as {}", out,
                                            (file / "results.json").string()));
  }
  if (!fs::is_directory(folder)) {
    throw std::invalid_argument(
        fmt::format("the results cannot go to {}: there is no folder {}", out, folder.string()));
  }
  if (access(folder.c_str(), W_OK) != 0) {
    throw std::runtime_error(fmt::format("the results cannot go to {}: the folder {} is read-only",
                                         out, folder.string()));
  }
  return file;
}

std::string points(const Verdict& verdict) {
  if (!verdict.judged) return fmt::format("?/{}", verdict.summary.points());
  return fmt::format("{}/{}", verdict.summary.earned(), verdict.summary.points());
}

void print_row(const Verdict& verdict, std::size_t name_width, std::size_t width,
               const Terminal& terminal) {
  const std::string name = grader::fitted(verdict.id, name_width);
  const std::string tasks =
      fmt::format("{}/{}", verdict.summary.passed_tasks(), verdict.summary.tasks.size());
  const bool full = verdict.judged && verdict.summary.earned() == verdict.summary.points();
  const std::string score = fmt::format("{:>9}", points(verdict));
  const std::size_t before = name_width + 2 + 9 + 2 + 7 + 2 + 2;
  std::cout << fmt::format(
      "  {:<{}}  {}  {:>7}  {}\n", name, name_width,
      full ? terminal.green(score) : (verdict.judged ? score : terminal.red(score)), tasks,
      grader::fitted(grader::headline(verdict), width > before ? width - before : 1));
}

void print_table(const ClassResult& result, const Terminal& terminal) {
  std::size_t name_width = 7;
  for (const Verdict& verdict : result.verdicts) {
    name_width = std::max(name_width, std::min(verdict.id.size(), kWidestName));
  }
  const std::string title = fmt::format("  {:<{}}  {:>9}  {:>7}  {}", "student", name_width,
                                        "points", "tasks", "first diagnosis");
  std::cout << terminal.bold(title) << '\n';
  for (const Verdict& verdict : result.verdicts) {
    print_row(verdict, name_width, columns(), terminal);
  }
  for (const std::string& name : result.skipped) {
    std::cout << terminal.dim(fmt::format("  ({} is no folder and was skipped)\n", name));
  }
}

}  // namespace

int grade(const course::Course& course, const GradeOptions& options, const Terminal& terminal) {
  const course::Stage& stage = course.find(options.stage);
  static_cast<void>(grader::find_submissions(options.folder));  // refuse it before a long build
  const fs::path file = results_file(options.out);
  const BuildResult built = build(course, {stage.name() + ".grade"}, terminal);
  if (!built.ok) {
    std::cout << "The course itself does not build (" << built.target << "):\n" << built.messages;
    return kBroken;
  }

  terminal.progress(terminal.dim("grading ..."));
  const ClassResult result =
      grader::grade(course, stage, options.folder, {.seed = options.seed, .jobs = options.jobs},
                    [&](int done, int all, const std::string& id) {
                      terminal.progress(terminal.dim(fmt::format("graded {} of {} · {}", done, all,
                                                                 grader::fitted(id, kWidestName))));
                    });
  terminal.progress("");

  std::cout << fmt::format("{}  {}\n\n", terminal.bold(stage.name() + " · " + stage.manifest.title),
                           terminal.dim(fmt::format("{} submissions, {:.1f} s",
                                                    result.verdicts.size(), result.seconds)));
  print_table(result, terminal);
  if (const std::string weakness = grader::weakness(result.isolation); !weakness.empty()) {
    std::cout << '\n' << terminal.yellow("Beware. " + weakness) << '\n';
  }
  course::write_file(
      file, grader::results_json(
                result, fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)))));
  std::cout << fmt::format("\nWritten: {}\n", options.out);
  if (result.all_judged()) return kOk;
  std::cout << terminal.red("Not everybody could be judged; the notes in the results say why.")
            << " Grade them again.\n";
  return kBroken;
}

}  // namespace descent::cli
