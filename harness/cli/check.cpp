#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iostream>
#include <optional>

#include "harness/cli/build.hpp"
#include "harness/cli/commands.hpp"
#include "harness/course/digest.hpp"
#include "harness/course/suite.hpp"
#include "harness/outcome/story.hpp"

namespace descent::cli {
namespace {

namespace fs = std::filesystem;
using course::Course;
using course::Stage;
using outcome::Outcome;
using outcome::TaskResult;

/// Where a stage remembers that everything in it has passed, so that `check` knows the current one.
/// It is derived from results only: without it, the first stage is checked again.
fs::path done_file(const Course& course, const Stage& stage) {
  return course.build() / "done" / stage.name();
}

const Stage& current_stage(const Course& course) {
  if (course.stages().empty()) throw std::runtime_error("there is no stage in assignments/");
  for (const Stage& stage : course.stages()) {
    if (!fs::exists(done_file(course, stage))) return stage;
  }
  return course.stages().back();
}

void remember(const Course& course, const Stage& stage, bool done) {
  const fs::path file = done_file(course, stage);
  std::error_code ignored;
  if (done) {
    fs::create_directories(file.parent_path());
    course::write_file(file, "");
  } else {
    fs::remove(file, ignored);
  }
}

/// "losses.cpp:42", where the task's function begins.
std::string place(const Course& course, const Stage& stage, const std::string& task) {
  const std::string text = course::read_file(stage.source);
  const std::string file = fs::relative(stage.source, course.root()).string();
  const auto at = text.find(" " + task + "(");
  if (at == std::string::npos) return file;
  const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<long>(at), '\n');
  return fmt::format("{}:{}", file, line);
}

std::string mark(const TaskResult& task, const Terminal& terminal) {
  if (task.outcome == Outcome::passed) return terminal.green("✓");
  if (task.outcome == Outcome::not_started) return terminal.dim("○");
  return terminal.red("✗");
}

void print_task(const TaskResult& task, const Terminal& terminal) {
  const std::string name = fmt::format("{:<28}", task.task);
  std::string note;
  if (task.outcome == Outcome::not_started) {
    note = terminal.dim("not started");
  } else if (task.outcome != Outcome::passed) {
    note = fmt::format("{}: {} of {} tests passed", outcome::in_words(task.outcome), task.passed,
                       task.tests);
  }
  std::cout << fmt::format("  {} {} {:>3} points   {}\n", mark(task, terminal),
                           task.outcome == Outcome::not_started ? terminal.dim(name) : name,
                           task.points, note);
}

/// The first test of a task that failed, told whole.
void print_failure(const Course& course, const Stage& stage, const TaskResult& task,
                   const Terminal& terminal) {
  outcome::TestOutcome first = task.failures.front();
  first.mistakes = task.mistakes;  // what explains most of the failures, not only this one
  std::cout << '\n'
            << terminal.bold(terminal.red("✗ " + task.task)) << "  "
            << terminal.link(stage.source, terminal.cyan(place(course, stage, task.task))) << "\n\n"
            << outcome::render(first, terminal.emphasis());
  if (const std::size_t more = task.failures.size() - 1; more > 0) {
    std::cout << terminal.dim(fmt::format("({} more {} of {} did not pass)\n", more,
                                          more == 1 ? "test" : "tests", task.task));
  }
}

/// The student's file that does not build; nothing if it is the course that does not.
std::optional<fs::path> students_file(const Course& course, const Stage& stage,
                                      const BuildResult& result) {
  const auto failed = [&](const std::string& what) {
    return result.target.find(what) != std::string::npos;
  };
  for (const course::Source& source : stage.sources) {
    if (failed(fs::relative(source.file, course.root()).string())) return source.file;
  }
  const bool linking =
      failed("/" + stage.name() + ".so") || failed("/" + stage.name() + ".sanitized.so");
  return linking ? std::optional(stage.source) : std::nullopt;
}

void print_build_failure(const Course& course, const fs::path& source, const BuildResult& result,
                         const Terminal& terminal) {
  const std::string file = fs::relative(source, course.root()).string();
  std::cout << terminal.bold(terminal.red("✗ " + file + " does not compile")) << "\n\n"
            << first_error(result.messages, source.filename()) << "\n\n"
            << "Nothing was judged. Mend this first, then run ./descent check again.\n";
}

int print_broken_course(const BuildResult& result) {
  std::cout << "The course itself does not build (" << result.target << "):\n" << result.messages;
  return kBroken;
}

struct Chosen {
  const Stage* stage;
  std::string task;
};

Chosen choose(const Course& course, const std::string& what) {
  if (what.empty()) return {&current_stage(course), ""};
  for (const Stage& stage : course.stages()) {
    if (stage.manifest.find(what)) return {&stage, what};  // a task's name is enough
  }
  const auto dot = what.find('.');
  const Stage& stage = course.find(what.substr(0, dot));
  const std::string task = dot == std::string::npos ? "" : what.substr(dot + 1);
  if (!task.empty() && !stage.manifest.find(task)) {
    std::string known;
    for (const auto& t : stage.manifest.tasks) known += (known.empty() ? "" : ", ") + t.id;
    throw std::invalid_argument(
        fmt::format("{} has no task '{}'; its tasks are {}", stage.name(), task, known));
  }
  return {&stage, task};
}

const TaskResult* next_task(const outcome::Summary& summary) {
  for (const bool started : {true, false}) {  // what was begun comes first
    for (const TaskResult& task : summary.tasks) {
      if (task.outcome != Outcome::passed && (task.outcome != Outcome::not_started) == started) {
        return &task;
      }
    }
  }
  return nullptr;
}

/// What must be written before a task that is not started can run: the task itself, or an exercise
/// of a stage that this one builds on, whose stub the tests met first.
Chosen missing_exercise(const Course& course, const Stage& stage, const TaskResult& next) {
  for (const outcome::TestOutcome& test : next.failures) {
    if (test.outcome != Outcome::not_started || test.findings.empty()) continue;
    const std::string& says =
        test.findings.front().problem;  // "relu_forward is not implemented yet."
    const std::string exercise = says.substr(0, says.find(' '));
    for (const std::string& below : stage.manifest.builds_on) {
      if (course.find(below).manifest.find(exercise)) return {&course.find(below), exercise};
    }
  }
  return {&stage, next.task};
}

void print_next(const Course& course, const Stage& of, const TaskResult& next,
                const Terminal& terminal) {
  const auto [chosen, exercise] = missing_exercise(course, of, next);
  const Stage& stage = *chosen;
  const auto& task = *stage.manifest.find(exercise);
  const std::string where = terminal.link(stage.source, place(course, stage, exercise));
  std::cout << '\n' << terminal.bold("Next: ");
  if (next.outcome == Outcome::not_started) {
    std::cout << fmt::format("write {} in {}, then run ./descent check again.\n", exercise, where);
    if (chosen != &of) std::cout << fmt::format("      {} is built on it.\n", of.name());
    std::cout << fmt::format("      The task: assignments/{}/README.md. The idea: {}\n",
                             stage.name(), stage.manifest.page(task.read));
  } else {
    std::cout << fmt::format("mend {} in {}, then run ./descent check again.\n", exercise, where);
  }
}

}  // namespace

int check(const Course& course, const CheckOptions& options, const Self& self,
          const Terminal& terminal) {
  const auto [stage, task] = choose(course, options.what);
  if (!fs::exists(stage->source)) {
    throw std::invalid_argument(fmt::format("{} is missing; ./descent stub writes it anew",
                                            fs::relative(stage->source, course.root()).string()));
  }
  const auto started = std::chrono::steady_clock::now();
  std::vector<std::string> targets = self.targets();
  targets.push_back(stage->name() + ".check");
  if (options.sanitize) targets.push_back(stage->name() + ".sanitized");
  const BuildResult built = build(course, targets, terminal);
  if (!built.ok) {
    const auto file = students_file(course, *stage, built);
    if (!file) return print_broken_course(built);
    print_build_failure(course, *file, built, terminal);
    return kNotPassed;
  }
  self.restart_if_rebuilt();

  const course::Subject subject{options.sanitize ? stage->sanitized : stage->object, "",
                                options.sanitize};
  const course::RunOptions run{.task = task};
  course::Judgement judgement = course::judge(course, *stage, {"public"}, subject, run);
  const auto all_passed = [&] {
    return judgement.complaint.empty() &&
           judgement.summary.passed_tasks() == static_cast<int>(judgement.summary.tasks.size());
  };
  std::string suites = "public tests";
  const bool has_hidden = stage->suites.size() > 1;
  if (all_passed() && has_hidden) {
    const BuildResult hidden = build(course, {stage->name() + ".hidden"}, terminal);
    if (!hidden.ok) return print_broken_course(hidden);
    judgement = course::judge(course, *stage, stage->suites, subject, run);
    suites = "full suite";
  }
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();

  const outcome::Summary& summary = judgement.summary;
  std::cout << fmt::format("{}  {}\n\n",
                           terminal.bold(stage->name() + " · " + stage->manifest.title),
                           terminal.dim(fmt::format("{}, {:.2f} s", suites, seconds)));
  for (const TaskResult& result : summary.tasks) print_task(result, terminal);
  std::cout << fmt::format("\n  {}  {} of {} tasks, {} of {} points\n",
                           terminal.green(Terminal::bar(summary.earned(), summary.points(), 20)),
                           summary.passed_tasks(), summary.tasks.size(), summary.earned(),
                           summary.points());
  if (!judgement.complaint.empty()) {
    std::cout << "\nNot everything could be judged: " << judgement.complaint << '\n';
    return kBroken;
  }

  if (const TaskResult* next = next_task(summary)) {
    if (next->outcome != Outcome::not_started) print_failure(course, *stage, *next, terminal);
    print_next(course, *stage, *next, terminal);
    if (task.empty()) remember(course, *stage, false);
    return kNotPassed;
  }
  if (task.empty()) remember(course, *stage, true);
  std::cout << '\n'
            << terminal.bold(
                   terminal.green(task.empty() ? "The whole stage passes." : "It passes."));
  std::cout << (has_hidden ? "\n" : " (These are the public tests; your instructor has more.)\n");
  if (task.empty()) {
    std::cout << fmt::format("Look at what your code does: ./descent plot {}\n", stage->name());
  }
  return kOk;
}

int list(const Course& course, const Terminal& terminal) {
  for (const Stage& stage : course.stages()) {
    const bool done = fs::exists(done_file(course, stage));
    std::cout << fmt::format("{} {:<20} {:>3} points  {}\n",
                             done ? terminal.green("✓") : terminal.dim("○"), stage.name(),
                             stage.manifest.points(), stage.manifest.title);
  }
  return kOk;
}

}  // namespace descent::cli
