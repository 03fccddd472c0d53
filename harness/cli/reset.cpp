#include "harness/cli/reset.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <system_error>

#include "harness/author/stub.hpp"
#include "harness/cli/commands.hpp"
#include "harness/cli/place.hpp"
#include "harness/cli/progress.hpp"
#include "harness/course/digest.hpp"
#include "harness/sandbox/process.hpp"

namespace descent::cli {
namespace {

namespace fs = std::filesystem;
using course::Course;
using course::Stage;

/// What git prints; "" where it fails or is not here.
std::string from_git(const Course& course, const std::vector<std::string>& words) {
  std::vector<std::string> arguments = {"git", "-C", course.root()};
  arguments.insert(arguments.end(), words.begin(), words.end());
  try {
    const sandbox::Ended ended = sandbox::run(
        {.arguments = arguments, .wall_clock = std::chrono::seconds(20), .most_output = 1 << 24});
    return ended.ok() ? ended.output : "";
  } catch (const std::system_error&) {
    return "";
  }
}

std::optional<std::string> from_history(const Course& course, const Stage& stage) {
  const std::string fingerprint = author::recorded_fingerprint(stage);
  if (fingerprint.empty()) return std::nullopt;
  const std::string file = fs::relative(stage.source, course.root()).string();
  std::istringstream commits(from_git(course, {"log", "--format=%H", "--", file}));
  for (std::string commit; std::getline(commits, commit);) {
    // "./": as seen from the root of the course, which need not be that of the repository.
    const std::string text = from_git(course, {"cat-file", "blob", commit + ":./" + file});
    if (course::sha256(text) == fingerprint) return text;
  }
  return std::nullopt;
}

bool confirmed(const std::string& file, const std::string& folder) {
  std::cout << fmt::format(
                   "{} goes back to what it was before you wrote anything.\n"
                   "What you have written is kept in {}. Go on? [y/N] ",
                   file, folder)
            << std::flush;
  std::string answer;
  if (!std::getline(std::cin, answer)) std::cout << '\n';
  return answer == "y" || answer == "Y" || answer == "yes";
}

fs::path backups(const Course& course) { return course.root() / "build" / "backups"; }

}  // namespace

std::optional<std::string> untouched_file(const Course& course, const Stage& stage) {
  if (stage.solutions) return author::current_stub(course, stage);
  const fs::path copy = stage.folder / ".stub" / stage.manifest.source;
  if (fs::exists(copy)) return course::read_file(copy);
  return from_history(course, stage);
}

fs::path back_up(const Course& course, const Stage& stage) {
  const std::string text = course::read_file(stage.source);
  const auto now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  const std::string name = fmt::format("{}-{:%Y-%m-%d-%H%M%S}", stage.name(), fmt::localtime(now));
  fs::create_directories(backups(course));
  fs::path file;
  for (int i = 1;; ++i) {  // two within a second
    const std::string number = i == 1 ? "" : fmt::format("-{}", i);
    file = backups(course) / (name + number + stage.source.extension().string());
    if (!fs::exists(file)) break;
  }
  course::write_file(file, text);
  return file;
}

int reset(const Course& course, const ResetOptions& options, const Terminal& terminal) {
  const Stage& stage = options.stage.empty() ? current_stage(course) : course.find(options.stage);
  const std::string file = fs::relative(stage.source, course.root()).string();
  const std::optional<std::string> untouched = untouched_file(course, stage);
  if (!untouched) {
    throw std::runtime_error(fmt::format(
        "what {} was at first is not here: this course has no solutions, no copy in {}, and no "
        "history of git that holds it. Unpack the course again beside this one and copy the file",
        file, fs::relative(stage.folder / ".stub", course.root()).string()));
  }
  const bool exists = fs::exists(stage.source);
  if (exists && course::read_file(stage.source) == *untouched) {
    std::cout << file << " is untouched already: there is nothing to do.\n";
    return kOk;
  }
  if (exists && !options.yes &&
      !confirmed(file, fs::relative(backups(course), course.root()).string())) {
    std::cout << "Nothing was changed. (With --yes, reset does not ask.)\n";
    return kNotPassed;
  }
  fs::path kept;
  if (exists) kept = back_up(course, stage);
  course::write_file(fs::weakly_canonical(stage.source), *untouched);
  forget_results(course, stage);
  if (exists) {
    std::cout << fmt::format("{} is as it was at first. What you had written: {}\n", file,
                             link_to(course, kept, terminal));
  } else {
    std::cout << file << " was missing; it is there again, as it was at first.\n";
  }
  return kOk;
}

}  // namespace descent::cli
