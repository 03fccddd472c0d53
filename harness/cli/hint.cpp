#include "harness/cli/hint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>

#include "harness/cli/commands.hpp"
#include "harness/cli/place.hpp"
#include "harness/cli/progress.hpp"
#include "harness/outcome/render.hpp"

namespace descent::cli {
namespace {

using course::Course;
using course::Stage;

std::string told(const outcome::Task& task, std::size_t i, const Terminal& terminal) {
  constexpr std::size_t kIndent = 2;
  return fmt::format(
      "{} of {} for {}\n{}{}\n", terminal.bold(fmt::format("Hint {}", i + 1)), task.hints.size(),
      task.id, std::string(kIndent, ' '),
      outcome::wrap(task.hints[i], kIndent, static_cast<std::size_t>(terminal.columns())));
}

std::string what_to_read(const Course& course, const Stage& stage, const outcome::Task& task,
                         const Terminal& terminal) {
  return fmt::format("Read: {}\n", terminal.link(course.root() / stage.manifest.page(""),
                                                 stage.manifest.page(task.read)));
}

std::string no_hints(const outcome::Task& task) {
  return fmt::format("There are no hints for {}.\n", task.id);
}

/// The task that a student would ask about: the next one that has not passed.
Chosen choose_task(const Course& course, const std::string& what) {
  Chosen chosen = choose(course, what);
  if (!chosen.task.empty()) return chosen;
  const StageProgress progress = progress_of(course, *chosen.stage);
  if (const TaskProgress* next = progress.next()) chosen.task = next->task;
  return chosen;
}

}  // namespace

std::string next_hint(const Course& course, const Stage& stage, const std::string& task_id,
                      bool again, const Terminal& terminal) {
  const outcome::Task& task = *stage.manifest.find(task_id);
  const int all = static_cast<int>(task.hints.size());
  if (all == 0) return no_hints(task) + what_to_read(course, stage, task, terminal);
  const StageProgress progress = progress_of(course, stage);
  const int seen = again ? 0 : std::min(progress.find(task_id)->hints, all);
  const int shown = std::min(seen, all - 1);
  const bool noted = note_hints(course, stage, task_id, shown + 1);
  std::string text = told(task, static_cast<std::size_t>(shown), terminal) +
                     what_to_read(course, stage, task, terminal);
  if (seen == all) {
    text += "That is the last one. --again begins with the first, --all shows all of them.\n";
  }
  if (!noted)
    text += "(It could not be noted that you have seen it: the next one is this again.)\n";
  return text;
}

int hint(const Course& course, const HintOptions& options, const Terminal& terminal) {
  const Chosen chosen = choose_task(course, options.what);
  const Stage& stage = *chosen.stage;
  if (chosen.task.empty()) {
    std::cout << fmt::format(
        "All tasks of {} have passed. Name one to see its hints: "
        "./descent hint {}\n",
        stage.name(), stage.manifest.tasks.front().id);
    return kOk;
  }
  if (!options.all) {
    std::cout << next_hint(course, stage, chosen.task, options.again, terminal);
    return kOk;
  }
  const outcome::Task& task = *stage.manifest.find(chosen.task);
  if (task.hints.empty()) std::cout << no_hints(task);
  for (std::size_t i = 0; i < task.hints.size(); ++i) {
    std::cout << told(task, i, terminal) << '\n';
  }
  std::cout << what_to_read(course, stage, task, terminal);
  note_hints(course, stage, chosen.task, static_cast<int>(task.hints.size()));
  return kOk;
}

}  // namespace descent::cli
