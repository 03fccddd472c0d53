#include "harness/cli/show.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "harness/cli/build.hpp"
#include "harness/cli/place.hpp"
#include "harness/cli/remarks.hpp"
#include "harness/outcome/render.hpp"
#include "harness/outcome/story.hpp"

namespace descent::cli {
namespace {

namespace fs = std::filesystem;
using course::Course;
using course::Stage;
using outcome::Finding;
using outcome::Outcome;
using outcome::TaskResult;
using outcome::TestOutcome;

constexpr std::size_t kLabels = 17;  // columns that the labels of a finding take

std::string mark(Outcome outcome, const Terminal& terminal) {
  if (outcome == Outcome::passed) return terminal.green("✓");
  if (outcome == Outcome::not_started) return terminal.dim("○");
  return terminal.red("✗");
}

std::string task_line(const TaskResult& task, const Terminal& terminal) {
  const std::string name = fmt::format("{:<28}", task.task);
  std::string note;
  if (task.outcome == Outcome::not_started) {
    note = terminal.dim("not started");
  } else if (task.outcome != Outcome::passed) {
    note = fmt::format("{}: {} of {} tests passed", outcome::in_words(task.outcome), task.passed,
                       task.tests);
  }
  std::string line =
      fmt::format("  {} {} {:>3} points", mark(task.outcome, terminal),
                  task.outcome == Outcome::not_started ? terminal.dim(name) : name, task.points);
  if (!note.empty()) line += "   " + note;
  return line + '\n';
}

/// "✓ 3 passed   ○ 13 not started", for tasks that have no line of their own.
std::string counted(const outcome::Summary& summary, const Terminal& terminal) {
  const auto count = [&](Outcome outcome) {
    return std::count_if(summary.tasks.begin(), summary.tasks.end(),
                         [&](const TaskResult& task) { return task.outcome == outcome; });
  };
  std::string line;
  if (const auto passed = count(Outcome::passed); passed > 0) {
    line += fmt::format("  {} {} passed", terminal.green("✓"), passed);
  }
  if (const auto left = count(Outcome::not_started); left > 0) {
    line += fmt::format("  {} {} not started", terminal.dim("○"), left);
  }
  return line.empty() ? "" : line + '\n';
}

std::string suites_in_words(const Verdict& verdict) {
  if (verdict.suites.size() > 1) return "full suite: public and hidden tests";
  if (verdict.stage->suites.size() > 1)
    return "public tests (the hidden ones follow when these pass)";
  return "public tests only";
}

/// Breaks a sentence at the width of the terminal; what has several lines already stays.
void fit(std::string& text, std::size_t columns) { text = outcome::wrap(text, 0, columns); }

TestOutcome fitted(TestOutcome test, const Terminal& terminal) {
  const auto columns = static_cast<std::size_t>(terminal.columns());
  for (outcome::NamedMistake& mistake : test.mistakes) fit(mistake.sentence, columns);
  for (Finding& finding : test.findings) {
    fit(finding.problem, columns);
    for (std::string* part : {&finding.expected, &finding.yours, &finding.worst, &finding.why,
                              &finding.likely, &finding.quoted}) {
      fit(*part, columns - kLabels);
    }
  }
  return test;
}

std::string one_line(const std::string& name, const TestOutcome& test, const Terminal& terminal) {
  const int left = terminal.columns() - 6 - static_cast<int>(name.size());
  return fmt::format("  {} {}  {}\n", terminal.red("✗"), name,
                     terminal.dim(shortened(headline(test), left)));
}

/// The failures that are not told whole: the other tests of the task, and the other tasks that were
/// begun, one line each.
std::string folded(const Verdict& verdict, const TaskResult& shown, const ShowOptions& options,
                   const Terminal& terminal) {
  std::string text;
  for (std::size_t i = 1; i < shown.failures.size(); ++i) {
    const std::string& test = shown.failures[i].test;  // "SoftmaxLoss.IsLnCAtChance"
    text += one_line(test.substr(test.find('.') + 1), shown.failures[i], terminal);
  }
  for (const TaskResult& task : verdict.summary.tasks) {
    if (&task == &shown || task.outcome == Outcome::passed ||
        task.outcome == Outcome::not_started || task.failures.empty()) {
      continue;
    }
    text += one_line(task.task, task.failures.front(), terminal);
  }
  if (text.empty()) return "";
  return fmt::format("\nAlso not passed ({} tells them whole):\n{}", options.unfold, text);
}

std::string show_build_failure(const Course& course, const Verdict& verdict,
                               const ShowOptions& options, const Terminal& terminal) {
  const BuildFailure& failure = *verdict.build_failure;
  if (!failure.file) {
    return fmt::format("The course itself does not build ({}):\n{}", failure.target,
                       outcome::printable(failure.messages));
  }
  const std::string file = fs::relative(*failure.file, course.root()).string();
  return fmt::format(
      "{}\n\n{}\n\nNothing was judged. Mend this first, then {}.\n",
      terminal.link(*failure.file, terminal.bold(terminal.red("✗ " + file + " does not compile"))),
      outcome::printable(compiler::first_error(failure.messages, failure.file->filename())),
      options.again);
}

std::string show_passed(const Course& course, const Verdict& verdict, const Terminal& terminal) {
  const Stage& stage = *verdict.stage;
  const bool whole = verdict.task.empty();
  std::string text =
      '\n' + terminal.bold(terminal.green(whole ? "The whole stage passes." : "It passes.")) + '\n';
  if (whole && fs::exists(stage.folder / "experiment.cpp")) {
    text += fmt::format("Look at what your code does: ./descent plot {}\n", stage.name());
  }
  if (whole && stage.solutions && fs::exists(stage.folder / "speed.cpp")) {
    text += fmt::format("How fast is it beside the reference: ./descent speed {}\n", stage.name());
  }
  if (whole) {
    const auto& stages = course.stages();
    const auto at = std::find_if(stages.begin(), stages.end(),
                                 [&](const Stage& other) { return &other == &stage; });
    if (at != stages.end() && std::next(at) != stages.end()) {
      const Stage& after = *std::next(at);
      text += fmt::format("{}{}, {}: ./descent open {}\n", terminal.bold("Next: "), after.name(),
                          after.manifest.title, after.name());
    }
  }
  return text;
}

}  // namespace

std::vector<outcome::NamedMistake> explaining(const TestOutcome& test, const TaskResult& task) {
  if (test.mistakes.empty()) return task.mistakes;
  std::vector<outcome::NamedMistake> both = test.mistakes;
  std::erase_if(both, [&](const outcome::NamedMistake& mistake) {
    return std::find(task.mistakes.begin(), task.mistakes.end(), mistake) == task.mistakes.end();
  });
  return both.empty() ? test.mistakes : both;
}

std::string headline(const TestOutcome& test) {
  std::string text;
  if (!test.mistakes.empty() && test.mistakes.size() <= outcome::kMostNames) {
    text = test.mistakes.front().sentence;
  } else if (!test.findings.empty()) {
    text = test.findings.front().problem;
  } else {
    text = outcome::in_words(test.outcome);
  }
  text = outcome::printable(text);
  std::replace(text.begin(), text.end(), '\n', ' ');
  std::replace(text.begin(), text.end(), '\t', ' ');
  return text;
}

std::string shortened(const std::string& text, int columns) {
  const auto begins = [&](std::size_t i) {
    return (static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U;
  };
  int count = 0;
  std::size_t cut = 0;  // where the last character that may stay, before "…", ends
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (begins(i)) {
      if (count == std::max(columns, 1) - 1) cut = i;
      ++count;
    }
  }
  return count <= columns ? text : text.substr(0, cut) + "…";
}

std::string show_tasks(const Verdict& verdict, bool compact, const Terminal& terminal) {
  const outcome::Summary& summary = verdict.summary;
  const Stage& stage = *verdict.stage;
  std::string text = fmt::format(
      "{}\n{}\n\n", terminal.bold(stage.name() + " · " + stage.manifest.title),
      terminal.dim(fmt::format("{} · {:.2f} s", suites_in_words(verdict), verdict.seconds)));
  for (const TaskResult& task : summary.tasks) {
    const bool quiet = task.outcome == Outcome::passed || task.outcome == Outcome::not_started;
    if (!compact || !quiet) text += task_line(task, terminal);
  }
  if (compact) text += counted(summary, terminal);
  text +=
      fmt::format("\n  {}  {} of {} tasks, {} of {} points\n",
                  terminal.green(Terminal::bar(summary.earned(), summary.points(), 20)),
                  summary.passed_tasks(), summary.tasks.size(), summary.earned(), summary.points());
  if (stage.suites.size() == 1) {
    text += terminal.dim("  Public tests only: your instructor grades with more.") + '\n';
  }
  return text;
}

std::string show_failures(const Course& course, const Stage& stage, const TaskResult& task,
                          bool all, const Terminal& terminal) {
  std::string text = fmt::format("\n{}  {}\n", terminal.bold(terminal.red("✗ " + task.task)),
                                 terminal.cyan(place_of(course, stage, task.task).text(terminal)));
  text += show_unfinished_calls(course, stage, task.task, terminal);
  for (std::size_t i = 0; i < task.failures.size() && (all || i == 0); ++i) {
    TestOutcome test = task.failures[i];
    if (i == 0) test.mistakes = explaining(test, task);
    text += '\n' + outcome::render(fitted(test, terminal), terminal.emphasis());
    if (!text.ends_with('\n')) text += '\n';
  }
  return text + show_remarks(course, stage, task.task, terminal);
}

std::string show_next(const Course& course, const Stage& of, const TaskResult& next,
                      const ShowOptions& options, const Terminal& terminal) {
  const auto [chosen, exercise] = missing_exercise(course, of, next);
  const Stage& stage = *chosen;
  const std::string where = place_of(course, stage, exercise).text(terminal);
  const bool begun = next.outcome != Outcome::not_started;
  std::string text = fmt::format("\n{}{} {} in {},\n      then {}.\n", terminal.bold("Next: "),
                                 begun ? "mend" : "write", exercise, where, options.again);
  if (begun) {
    if (options.offer_hints) text += fmt::format("      Stuck? ./descent hint {}\n", exercise);
    return text;
  }
  if (chosen != &of) text += fmt::format("      {} is built on it.\n", of.name());
  text += fmt::format("      The task: {}\n      The idea: {}\n",
                      link_to(course, stage.folder / "README.md", terminal),
                      stage.manifest.page(stage.manifest.find(exercise)->read));
  return text;
}

std::string show(const Course& course, const Verdict& verdict, const ShowOptions& options,
                 const Terminal& terminal) {
  if (verdict.build_failure) return show_build_failure(course, verdict, options, terminal);
  std::string text = show_tasks(verdict, options.compact, terminal);
  if (!verdict.complaint.empty()) {
    return text + "\nNot everything could be judged: " + outcome::printable(verdict.complaint) +
           "\nThat is not your code's fault; check again, and run ./descent doctor if it stays.\n";
  }
  const TaskResult* const next = next_task(verdict.summary);
  if (!next) return text + show_passed(course, verdict, terminal);
  const Stage& stage = *verdict.stage;
  if (next->outcome != Outcome::not_started) {
    text += show_failures(course, stage, *next, options.all, terminal);
    if (options.all) {
      for (const TaskResult& task : verdict.summary.tasks) {
        if (&task != next && task.outcome != Outcome::passed &&
            task.outcome != Outcome::not_started) {
          text += show_failures(course, stage, task, true, terminal);
        }
      }
    } else {
      text += folded(verdict, *next, options, terminal);
    }
  }
  return text + show_next(course, stage, *next, options, terminal);
}

}  // namespace descent::cli
