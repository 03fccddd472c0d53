#include <fmt/format.h>

#include <iostream>
#include <stdexcept>

#include "harness/author/excerpt.hpp"
#include "harness/cli/commands.hpp"
#include "harness/cli/place.hpp"
#include "harness/cli/progress.hpp"
#include "harness/course/digest.hpp"

namespace descent::cli {

int solution(const course::Course& course, const SolutionOptions& options,
             const Terminal& terminal) {
  Chosen chosen = choose(course, options.what);
  const course::Stage& stage = *chosen.stage;
  const StageProgress progress = progress_of(course, stage);
  if (chosen.task.empty() && stage.manifest.tasks.size() == 1) {
    chosen.task = stage.manifest.tasks.front().id;
  }
  if (chosen.task.empty()) {
    std::string known;
    for (const auto& task : stage.manifest.tasks) known += (known.empty() ? "" : ", ") + task.id;
    throw std::invalid_argument(fmt::format("name a task: ./descent solution {}; {} has {}",
                                            stage.manifest.tasks.front().id, stage.name(), known));
  }
  if (!stage.solutions) {
    throw std::invalid_argument(
        "this course comes without solutions: ask your instructor, or ./descent hint " +
        chosen.task);
  }
  if (!options.spoil && progress.find(chosen.task)->outcome != outcome::Outcome::passed) {
    std::cout << fmt::format(
        "{0} has not passed yet, as far as the last check knows. Its solution is shown when it "
        "has.\nIf you are stuck: ./descent hint {0}. If you must see it: ./descent solution {0} "
        "--spoil\n",
        chosen.task);
    return kNotPassed;
  }
  const std::filesystem::path file =
      course.root() / "solutions" / stage.name() / stage.manifest.source;
  const auto text = author::excerpt(course::read_file(file), chosen.task);
  if (!text) {
    std::cout << fmt::format(
        "{} is no function of its own: it asks what those of {} do together.\n", chosen.task,
        link_to(course, file, terminal));
    return kOk;
  }
  std::cout << terminal.dim("// one way to write it; from ") << link_to(course, file, terminal)
            << "\n\n"
            << *text;
  return kOk;
}

}  // namespace descent::cli
