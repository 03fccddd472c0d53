#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <sstream>
#include <stdexcept>

#include "harness/author/choose.hpp"
#include "harness/author/commands/commands.hpp"
#include "harness/cli/commands.hpp"
#include "harness/release/apply.hpp"
#include "harness/release/leaks.hpp"
#include "harness/release/merge.hpp"
#include "harness/sandbox/process.hpp"

namespace descent::author {
namespace {

namespace fs = std::filesystem;
using release::Fate;
using release::Package;
using release::Plan;

bool is_inside(const fs::path& inner, const fs::path& outer) {
  const fs::path relative = inner.lexically_relative(outer);
  return !relative.empty() && *relative.begin() != "..";
}

/// Throws std::invalid_argument where a release must not be written to.
void require_place_for_students(const fs::path& folder, const fs::path& course) {
  if (is_inside(folder, course) || is_inside(course, folder)) {
    throw std::invalid_argument(
        fmt::format("--out must be a folder outside of the course; {} and {} lie in one another",
                    folder.string(), course.string()));
  }
  for (const char* secret : {"solutions", "harness/suites"}) {
    if (fs::exists(folder / secret)) {
      throw std::invalid_argument(
          fmt::format("{} has a folder {}: that is no students' folder. Release to a new one.",
                      folder.string(), secret));
    }
  }
  if (!fs::exists(folder)) return;
  if (!fs::is_directory(folder)) {
    throw std::invalid_argument(fmt::format("{} is not a folder", folder.string()));
  }
  const bool known = fs::exists(folder / release::kOwnFolder) || fs::exists(folder / ".git");
  if (!known && !fs::is_empty(folder)) {
    throw std::invalid_argument(
        fmt::format("{} holds other files, and nothing was ever released there. Release to a new "
                    "folder, an empty one or a git repository.",
                    folder.string()));
  }
}

/// What is in the package, and not yet in the course's git repository. Nothing where there is no
/// repository, or no git.
std::vector<std::string> not_committed(const fs::path& root, const Package& package) {
  std::vector<std::string> files;
  if (!fs::exists(root / ".git")) return files;
  try {
    const sandbox::Ended git = sandbox::run(
        {.arguments = {"git", "-c", "core.quotePath=off", "ls-files", "--others"}, .folder = root});
    if (!git.ok()) return files;
    std::istringstream lines(git.output);
    for (std::string line; std::getline(lines, line);) {
      if (package.files.contains(line)) files.push_back(line);
    }
  } catch (const std::system_error&) {
    // no git
  }
  return files;
}

void print_list(const std::string& title, const std::vector<std::string>& items) {
  if (items.empty()) return;
  constexpr std::size_t kShown = 12;
  std::cout << '\n' << title << '\n';
  for (std::size_t i = 0; i < std::min(kShown, items.size()); ++i) {
    std::cout << "  " << items[i] << '\n';
  }
  if (items.size() > kShown) std::cout << fmt::format("  ... {} more\n", items.size() - kShown);
}

int refuse_leaks(const std::vector<release::Leak>& leaks, const cli::Terminal& terminal) {
  constexpr std::size_t kShown = 10;
  std::cout << terminal.red("Nothing was released: students would read what they are to find out.")
            << '\n';
  for (std::size_t i = 0; i < std::min(kShown, leaks.size()); ++i) {
    std::cout << fmt::format("  {}:{} has a line of {}:\n      {}\n", leaks[i].file, leaks[i].line,
                             leaks[i].source, leaks[i].text);
  }
  if (leaks.size() > kShown) std::cout << fmt::format("  ... {} more\n", leaks.size() - kShown);
  std::cout << "Take it out there. A line that gives nothing away may stand in "
               "harness/release/harmless_lines.txt.\n";
  return cli::kNotPassed;
}

struct Row {
  Fate fate;
  const char* title;
  bool listed;  ///< by name: it is something that somebody did
};
constexpr Row kRows[] = {
    {Fate::added, "new", false},
    {Fate::replaced, "replaced: nobody had edited them", false},
    {Fate::unchanged, "as before", false},
    {Fate::edited, "edited there, nothing new: left alone", true},
    {Fate::merged, "edited there: the changes of both are in them now", true},
    {Fate::beside, "edited there, and the changes clash: left alone", true},
    {Fate::deleted, "deleted there: they stay away", true},
    {Fate::removed, "not released any more: removed", false},
    {Fate::kept, "not released any more, but edited there: left alone", true},
};

void print_fates(const Plan& plan, const cli::Terminal& terminal) {
  for (const Row& row : kRows) {
    const auto count = std::count_if(plan.fates.begin(), plan.fates.end(),
                                     [&](const auto& fate) { return fate.second == row.fate; });
    if (count == 0) continue;
    std::cout << fmt::format("  {:>4}  {}\n", count, row.title);
    for (const auto& [path, fate] : plan.fates) {
      if (fate != row.fate || !row.listed) continue;
      std::cout << "          " << terminal.cyan(path);
      if (const auto beside = plan.beside.find(path); beside != plan.beside.end()) {
        std::cout << "; the new version is " << terminal.yellow(beside->second);
      }
      std::cout << '\n';
    }
  }
}

}  // namespace

int release(const course::Course& course, const ReleaseCommand& options,
            const cli::Terminal& terminal) {
  const fs::path folder = fs::weakly_canonical(fs::absolute(options.out));
  require_place_for_students(folder, fs::weakly_canonical(course.root()));

  const auto asked = choose_stages(course, options.stages);
  const auto stages = with_what_they_build_on(course, asked);
  const Package package = release::make_package(course, {stages, options.hints, options.answers});
  const auto leaks = release::find_leaks(package, course, release::read_harmless_lines(course));
  if (!leaks.empty()) return refuse_leaks(leaks, terminal);

  const bool again = fs::exists(folder / release::kManifest);
  if (release::finish_interrupted(folder)) {
    std::cout << "An earlier release had been interrupted; it is finished now.\n";
  }
  const Plan plan = release::plan_merge(package, folder);
  release::carry_out(plan.steps, folder);

  std::cout << terminal.bold(fmt::format("Released {} {} to {}", stages.size(),
                                         stages.size() == 1 ? "stage" : "stages", folder.string()))
            << '\n';
  std::cout << fmt::format("  {}\n\n", fmt::join(package.stages, ", "));
  print_fates(plan, terminal);
  std::vector<std::string> brought;
  for (const course::Stage* stage : stages) {
    if (std::find(asked.begin(), asked.end(), stage) == asked.end())
      brought.push_back(stage->name());
  }
  print_list("Brought along, because others build on them:", brought);
  print_list("Not released, because harness/release/contents.txt does not name it:",
             package.unknown);
  print_list("Released, but not committed to the course's repository:",
             not_committed(course.root(), package));
  if (!again) {
    std::cout << "\nTry it as a student would: cd there, read README.md, run ./descent check.\n"
                 "Publish it as a git repository, or as an archive; how: "
                 "docs/reference/release.md\n";
  }
  return cli::kOk;
}

}  // namespace descent::author
