#include <fmt/format.h>

#include <iostream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "harness/cli/build.hpp"
#include "harness/cli/commands.hpp"
#include "harness/cli/progress.hpp"
#include "harness/outcome/render.hpp"
#include "harness/outcome/story.hpp"
#include "harness/sandbox/process.hpp"
#include "harness/speed/words/words.hpp"

namespace descent::cli {
namespace {

namespace fs = std::filesystem;
using speed::Measured;

bool has_large_inputs(const course::Stage& stage) {
  return stage.solutions && fs::exists(stage.folder / "speed.cpp");
}

/// Wrong results can be had at any speed: only what passes is timed.
std::vector<std::string> passing(const course::Course& course, const course::Stage& stage) {
  std::vector<std::string> tasks;
  for (const TaskProgress& task : progress_of(course, stage).tasks) {
    if (task.outcome == outcome::Outcome::passed) tasks.push_back(task.task);
  }
  return tasks;
}

std::string show(const Measured& measured, const Terminal& terminal) {
  constexpr std::size_t kIndent = 4;
  if (!measured.trouble.empty()) {
    return fmt::format("  {} {}\n    {}\n", terminal.dim("?"), measured.exercise,
                       outcome::wrap(outcome::printable(measured.trouble), kIndent));
  }
  const bool slow = speed::is_slow(measured);
  std::string text =
      fmt::format("  {} {:<28} {:>7}   {}\n", slow ? terminal.yellow("~") : terminal.green("✓"),
                  measured.exercise, speed::duration(measured.yours), speed::in_words(measured));
  if (slow) text += "    " + outcome::wrap(speed::nudge(measured), kIndent) + '\n';
  return text;
}

int time_stage(const course::Course& course, const course::Stage& stage,
               const std::vector<std::string>& tasks, const Terminal& terminal) {
  const BuildResult built = build(course,
                                  {stage.name() + ".speed", stage.name() + ".clocked",
                                   stage.name() + ".clocked.reference", "worker"},
                                  terminal);
  if (!built.ok) return does_not_build(stage, built);
  std::vector<std::string> arguments = {stage.checker("speed"),
                                        "--worker",
                                        course.worker(),
                                        "--submission",
                                        stage.built / (stage.name() + ".clocked.so"),
                                        "--reference",
                                        stage.built / (stage.name() + ".clocked.reference.so")};
  for (const std::string& task : tasks) arguments.insert(arguments.end(), {"--exercise", task});
  std::cout << terminal.bold(stage.name() + " · " + stage.manifest.title) << '\n' << std::flush;
  std::string pending;
  int timed = 0;
  const auto print = [&](const std::string& text) {
    pending += text;
    for (auto end = pending.find('\n'); end != std::string::npos; end = pending.find('\n')) {
      const std::string line = pending.substr(0, end);
      pending.erase(0, end + 1);
      if (!line.starts_with('{')) continue;
      terminal.progress("");
      std::cout << show(nlohmann::json::parse(line).get<Measured>(), terminal) << std::flush;
      terminal.progress(terminal.dim("measuring"));
      ++timed;
    }
  };
  terminal.progress(terminal.dim("measuring"));
  const sandbox::Ended ended = sandbox::run(
      {.arguments = arguments,
       .environment = {{"OPENBLAS_NUM_THREADS=1", "OMP_NUM_THREADS=1", "PATH=/usr/bin:/bin"}},
       .on_output = print});
  terminal.progress("");
  if (!ended.ok())
    throw std::runtime_error("measuring failed: " + outcome::printable(ended.output));
  if (timed == 0) std::cout << "  Nothing of what passes has a large input.\n";
  return kOk;
}

}  // namespace

int speed(const course::Course& course, const std::string& what, const Terminal& terminal) {
  std::vector<const course::Stage*> stages;
  if (what.empty()) {
    for (const course::Stage& stage : course.stages()) {
      if (has_large_inputs(stage) && !passing(course, stage).empty()) stages.push_back(&stage);
    }
    if (stages.empty()) {
      std::cout << "Nothing to time yet: it begins with the first function that passes ./descent "
                   "check.\n";
      return kOk;
    }
  } else {
    const course::Stage& stage = course.find(what);
    if (!stage.solutions) {
      throw std::invalid_argument("this course comes without the solutions to compare with");
    }
    if (!has_large_inputs(stage)) {
      throw std::invalid_argument(stage.name() + " has nothing to time");
    }
    if (passing(course, stage).empty()) {
      std::cout << fmt::format(
          "Nothing of {0} passes yet, and wrong results can be had at any speed: ./descent check "
          "{0}\n",
          stage.name());
      return kOk;
    }
    stages.push_back(&stage);
  }
  for (const course::Stage* stage : stages) {
    const int code = time_stage(course, *stage, passing(course, *stage), terminal);
    if (code != kOk) return code;
    std::cout << '\n';
  }
  std::cout << outcome::wrap(
                   "Measured on large inputs, with your code and the reference compiled alike. It "
                   "costs no points; below 3 x nothing is said, since that is noise and taste.",
                   0)
            << '\n';
  return kOk;
}

}  // namespace descent::cli
