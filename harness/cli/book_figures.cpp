#include "harness/cli/book_figures.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <iostream>

#include "harness/cli/build.hpp"
#include "harness/cli/commands.hpp"
#include "harness/sandbox/process.hpp"
#include "harness/sandbox/temporary_folder.hpp"

namespace descent::cli {
namespace {

namespace fs = std::filesystem;

/// One stage's picture in `out`: the SVG, or the PNG where the SVG would be large. Returns its
/// file.
fs::path draw(const course::Course& course, const course::Stage& stage, const fs::path& out) {
  constexpr std::uintmax_t kLargestSvg = 210'000;
  const sandbox::TemporaryFolder folder;
  const fs::path drawn = folder.path() / stage.name();
  const sandbox::Ended ended = sandbox::run(
      {.arguments = {stage.checker("experiment"), "--manifest", stage.manifest_file, "--out", drawn,
                     "--solutions", *stage.solutions, "--bind", "reference"},
       .folder = course.root()});
  if (!ended.ok()) {
    throw std::runtime_error(
        fmt::format("{} could not be drawn: {}", stage.name(), outcome::printable(ended.output)));
  }
  const bool small = fs::file_size(drawn.string() + ".svg") <= kLargestSvg;
  for (const std::string kind : {".svg", ".png", ".gif"}) {
    fs::remove(out / (stage.name() + kind));
  }
  const std::string kind = small ? ".svg" : ".png";
  const fs::path file = out / (stage.name() + kind);
  fs::copy_file(drawn.string() + kind, file);
  return file;
}

}  // namespace

int draw_figures(const course::Course& course, const std::vector<std::string>& names,
                 const fs::path& out, const Terminal& terminal) {
  std::vector<const course::Stage*> stages;
  for (const std::string& name : names) stages.push_back(&course.find(name));
  if (stages.empty()) {
    for (const course::Stage& stage : course.stages()) stages.push_back(&stage);
  }
  std::vector<std::string> targets;
  std::vector<const course::Stage*> with_experiment;
  for (const course::Stage* stage : stages) {
    if (!fs::exists(stage->folder / "experiment.cpp")) continue;
    if (!stage->solutions) {
      throw std::invalid_argument(
          "the figures are drawn from the reference solutions, and this course comes without");
    }
    with_experiment.push_back(stage);
    targets.push_back(stage->name() + ".experiment");
    targets.push_back(stage->name() + ".solutions");
  }
  const BuildResult built = build(course, targets, terminal);
  if (!built.ok) {
    std::cout << built.target << " does not build:\n" << built.messages;
    return kBroken;
  }
  // Sums in one order, and the same kernels on every processor with AVX2: the same last digits. The
  // pictures of CIFAR-10, where somebody has them, are not in the book.
  setenv("OPENBLAS_NUM_THREADS", "1", 1);
  setenv("OMP_NUM_THREADS", "1", 1);
  setenv("OPENBLAS_CORETYPE", "Haswell", 1);
  unsetenv("DESCENT_DATA");
  fs::create_directories(out);
  for (const course::Stage* stage : with_experiment) {
    terminal.progress(terminal.dim("drawing " + stage->name()));
    const auto begin = std::chrono::steady_clock::now();
    const fs::path file = draw(course, *stage, out);
    terminal.progress("");
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
    std::cout << fmt::format("{}  {} kB, {:.1f} s", terminal.link(file, file.string()),
                             (fs::file_size(file) + 999) / 1000, seconds.count())
              << std::endl;
  }
  return kOk;
}

}  // namespace descent::cli
