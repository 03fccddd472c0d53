#include <fmt/format.h>

#include <iostream>
#include <sstream>

#include "harness/cli/build.hpp"
#include "harness/cli/commands.hpp"
#include "harness/cli/progress.hpp"
#include "harness/sandbox/process.hpp"

namespace descent::cli {

namespace fs = std::filesystem;

int plot(const course::Course& course, const PlotOptions& options, const Terminal& terminal) {
  const course::Stage& stage =
      options.stage.empty() ? current_stage(course) : course.find(options.stage);
  if (!fs::exists(stage.folder / "experiment.cpp")) {
    throw std::invalid_argument(stage.name() + " has no experiment to draw");
  }
  if (options.reference && !stage.solutions) {
    throw std::invalid_argument("this course comes without solutions: plot draws your own code");
  }
  std::vector<std::string> targets = {stage.name() + ".experiment", "worker"};
  targets.push_back(stage.name() + (options.reference ? ".solutions" : ""));
  const BuildResult built = build(course, targets, terminal);
  if (!built.ok) return does_not_build(stage, built);

  const fs::path out =
      options.out.empty() ? course.root() / "pictures" / stage.name() : fs::path(options.out);
  std::error_code error;
  if (out.has_parent_path()) fs::create_directories(out.parent_path(), error);
  if (error) {
    throw std::runtime_error(
        fmt::format("the pictures cannot go to {}: {}", out.string(), error.message()));
  }
  std::vector<std::string> arguments = {stage.checker("experiment"), "--manifest",
                                        stage.manifest_file, "--out", out};
  if (options.reference) {
    arguments.insert(arguments.end(), {"--solutions", *stage.solutions, "--bind", "reference"});
  } else {
    arguments.insert(arguments.end(), {"--worker", course.worker(), "--submission", stage.object});
  }
  terminal.progress(terminal.dim("drawing"));
  const sandbox::Ended ended = sandbox::run({.arguments = arguments});
  terminal.progress("");
  std::istringstream lines(outcome::printable(ended.output));
  for (std::string line; std::getline(lines, line);) {
    std::cout << (ended.ok() ? terminal.link(line, line) : line) << '\n';
  }
  return ended.exit_code <= kNotPassed ? ended.exit_code : kBroken;
}

}  // namespace descent::cli
