#include "harness/grader/build.hpp"

#include <fmt/format.h>

#include <cmath>

#include "harness/compiler/first_error.hpp"
#include "harness/sandbox/bubblewrap.hpp"
#include "harness/sandbox/isolated.hpp"

namespace descent::grader {
namespace {

namespace fs = std::filesystem;
using Arguments = std::vector<std::string>;

struct Step {
  const char* tool;       ///< "compiler"
  const char* complaint;  ///< "does not compile"
  Arguments arguments;
  std::string source;  ///< the name of the file that is compiled, or of the first that is linked
};

/// Names are relative, so that messages do not show where the grader works.
std::vector<Step> steps_of(const Recipe& recipe, const std::string& library) {
  std::vector<Step> steps;
  std::vector<fs::path> objects;
  for (const std::string& source : recipe.sources()) {
    objects.push_back(fs::path(source).replace_extension(".o"));
    steps.push_back({"compiler", "does not compile",
                     recipe.compile(steps.size(), source, objects.back()), source});
  }
  steps.push_back(
      {"linker", "does not link", recipe.link(objects, library), recipe.sources().front()});
  return steps;
}

std::string limit_sentence(const Step& step, const BuildLimits& limits) {
  return fmt::format(
      "{} {}: the {} was stopped at its limits ({} s of computing, {} MB of memory, files of {} "
      "MB).",
      step.source, step.complaint, step.tool, limits.resources.cpu_seconds,
      limits.resources.memory_bytes >> 20, limits.resources.file_bytes >> 20);
}

/// Why a step failed. An error in the student's file is theirs. What else stops a tool is mostly
/// theirs, too, but looks the same where the machine has no disk, memory or core left.
Built explain(const Step& step, const sandbox::Ended& ended, const BuildLimits& limits) {
  const std::string& source = step.source;
  if (sandbox::is_complaint_of_bubblewrap(ended.output)) {
    return {.problem = fmt::format("{} {}, and its messages are not the {}'s.", source,
                                   step.complaint, step.tool),
            .doubt = "The sandbox of the compiler did not start.",
            .messages = ended.output};
  }
  const std::string error = compiler::error_line(ended.output, source);
  const bool stopped = ended.timed_out || ended.exit_code >= 128;
  if (!stopped && !error.empty()) {
    return {.problem = fmt::format("{} {}: {}", source, step.complaint, error),
            .messages = ended.output};
  }
  // The memory that was refused shows in many ways, and never as an error of the student's file.
  return {.problem = limit_sentence(step, limits),
          .doubt =
              fmt::format("The {} gave up on {} without naming an error in it.", step.tool, source),
          .messages = ended.output};
}

}  // namespace

BuildLimits build_limits(const outcome::Limits& limits) {
  const auto whole = [](double seconds) { return static_cast<unsigned>(std::ceil(seconds)); };
  return {.resources = {.memory_bytes = limits.compile_memory_mb << 20,
                        .cpu_seconds = whole(limits.compile_seconds),
                        .file_bytes = limits.compile_files_mb << 20},
          .wall_clock = std::chrono::seconds(whole(limits.compile_wall_seconds)),
          .processes = limits.processes,
          .most_output = limits.compile_output_kb << 10};
}

Built build(const Recipe& recipe, const fs::path& folder, const BuildLimits& limits, int tier) {
  const std::string library = "submission.so";
  for (const Step& step : steps_of(recipe, library)) {
    const sandbox::Command command = {
        .arguments = step.arguments,
        .folder = folder,
        .environment = {{"PATH=/usr/bin:/bin", "LC_ALL=C", "TMPDIR=" + folder.string()}},
        .limits = limits.resources,
        .wall_clock = limits.wall_clock,
        .most_output = limits.most_output};
    const sandbox::Ended ended = sandbox::run_isolated(
        tier, command, {recipe.reads(), folder},
        {.memory_bytes = limits.resources.memory_bytes, .processes = limits.processes});
    if (!ended.ok()) return explain(step, ended, limits);
  }
  return {.object = folder / library};
}

}  // namespace descent::grader
