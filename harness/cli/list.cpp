#include <fmt/format.h>

#include <algorithm>
#include <iostream>

#include "harness/cli/commands.hpp"
#include "harness/cli/course_bar.hpp"
#include "harness/cli/progress.hpp"
#include "harness/cli/show.hpp"

namespace descent::cli {
namespace {

std::string mark(const StageProgress& stage, bool current, const Terminal& terminal) {
  if (current) return terminal.cyan("▸");
  if (stage.done()) return terminal.green("✓");
  const bool begun = std::any_of(
      stage.tasks.begin(), stage.tasks.end(),
      [](const TaskProgress& task) { return task.outcome != outcome::Outcome::not_started; });
  return begun ? "◐" : terminal.dim("○");
}

bool is_finished(const StageProgress& stage) { return stage.done() && !stage.edited_since(); }

/// What is said of a stage is of its last check; "edited", if its files are others now.
std::string stage_line(const StageProgress& progress, bool current, const Terminal& terminal) {
  constexpr int kTaken = 69;  // columns before the title
  constexpr int kRoom = 20;   // below that most titles would be torn
  const course::Stage& stage = *progress.stage;
  const std::string name = fmt::format("{:<18}", stage.name());
  std::string line = fmt::format(
      "{} {} {} {:>2} of {:>2} tasks  {:>3} of {:>3} points", mark(progress, current, terminal),
      current ? terminal.bold(name) : name,
      terminal.green(Terminal::bar(progress.earned(), progress.points(), 10)),
      progress.passed_tasks(), progress.tasks.size(), progress.earned(), progress.points());
  if (progress.edited_since()) return line + terminal.dim("  edited") + '\n';
  const int left = terminal.columns() - kTaken;
  if (left >= kRoom) line += "  " + terminal.dim(shortened(stage.manifest.title, left));
  return line + '\n';
}

}  // namespace

std::string show_course(const course::Course& course, const Terminal& terminal) {
  const course::Stage& current = current_stage(course);
  std::string text;
  for (const StageProgress& stage : progress_of(course)) {
    const bool is_current = stage.stage == &current && !is_finished(stage);
    text += stage_line(stage, is_current, terminal);
  }
  return text;
}

std::string course_bar(const std::vector<StageProgress>& all, const Terminal& terminal) {
  int tasks = 0;
  int passed = 0;
  int points = 0;
  int earned = 0;
  for (const StageProgress& stage : all) {
    tasks += static_cast<int>(stage.tasks.size());
    passed += stage.passed_tasks();
    points += stage.points();
    earned += stage.earned();
  }
  return fmt::format("The course {} {} of {} tasks, {} of {} points",
                     terminal.green(Terminal::bar(earned, points, 20)), passed, tasks, earned,
                     points);
}

int list(const course::Course& course, const Terminal& terminal) {
  std::cout << show_course(course, terminal) << '\n'
            << course_bar(progress_of(course), terminal) << '\n';
  const StageProgress current = progress_of(course, current_stage(course));
  const TaskProgress* const next = current.next();
  if (is_finished(current)) {
    std::cout << "You have finished the course.\n";
  } else {
    std::cout << fmt::format("{}{}{}: ./descent check, or ./descent watch\n",
                             terminal.bold("Current: "), current.stage->name(),
                             next ? ", " + next->task : "");
  }
  return kOk;
}

}  // namespace descent::cli
