#include "harness/instructor/table.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>

#include "harness/grader/headline.hpp"
#include "harness/outcome/story.hpp"

namespace descent::instructor {
namespace {

using cli::Terminal;
using grader::Verdict;

constexpr std::size_t kWidestName = 24;

/// Columns of the terminal; 120 in a pipe.
std::size_t columns() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40) return size.ws_col;
  return 120;
}

std::string points(const Verdict& verdict) {
  const std::string mark = verdict.adjustments.empty() ? "" : "*";
  if (!verdict.judged) return fmt::format("?/{}", verdict.points());
  return fmt::format("{}{}/{}", mark, verdict.earned(), verdict.points());
}

void print_row(const Verdict& verdict, std::size_t name_width, std::size_t width,
               const Terminal& terminal) {
  const std::string name = grader::fitted(outcome::printable(verdict.id), name_width);
  const std::string tasks =
      fmt::format("{}/{}", verdict.summary.passed_tasks(), verdict.summary.tasks.size());
  const bool full = verdict.judged && verdict.earned() >= verdict.points();
  const std::string score = fmt::format("{:>9}", points(verdict));
  const std::size_t before = name_width + 2 + 9 + 2 + 7 + 2 + 2;
  std::cout << fmt::format(
      "  {:<{}}  {}  {:>7}  {}\n", name, name_width,
      full ? terminal.green(score) : (verdict.judged ? score : terminal.red(score)), tasks,
      grader::fitted(grader::headline(verdict), width > before ? width - before : 1));
}

}  // namespace

void print_table(const grader::ClassResult& result, const Terminal& terminal) {
  std::size_t name_width = 7;
  bool adjusted = false;
  for (const Verdict& verdict : result.verdicts) {
    name_width = std::max(name_width, std::min(verdict.id.size(), kWidestName));
    adjusted = adjusted || !verdict.adjustments.empty();
  }
  const std::string title = fmt::format("  {:<{}}  {:>9}  {:>7}  {}", "student", name_width,
                                        "points", "tasks", "first diagnosis");
  std::cout << terminal.bold(title) << '\n';
  for (const Verdict& verdict : result.verdicts) {
    print_row(verdict, name_width, columns(), terminal);
  }
  if (adjusted) std::cout << terminal.dim("  * with points by hand\n");
  for (const std::string& sentence : result.skipped) {
    std::cout << terminal.dim("  (" + outcome::printable(sentence) + ")\n");
  }
}

}  // namespace descent::instructor
