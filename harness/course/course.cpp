#include "harness/course/course.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace descent::course {
namespace {

namespace fs = std::filesystem;

Stage locate(const fs::path& root, const fs::path& build, const fs::path& manifest_file) {
  Stage stage;
  stage.manifest = outcome::read_manifest(manifest_file);
  stage.manifest_file = manifest_file;
  stage.folder = manifest_file.parent_path();
  if (stage.folder.filename() != stage.name()) {
    throw std::runtime_error(fmt::format("{}: 'stage' must be the folder's name, {}, not '{}'",
                                         manifest_file.string(), stage.folder.filename().string(),
                                         stage.name()));
  }
  stage.source = stage.folder / stage.manifest.source;
  stage.sources.push_back({stage.source, stage.manifest.header});
  stage.built = build / "stages";
  stage.object = stage.built / (stage.name() + ".so");
  stage.sanitized = stage.built / (stage.name() + ".sanitized.so");
  if (fs::exists(root / "solutions" / stage.name())) {
    stage.solutions = stage.built / (stage.name() + ".solutions.so");
  }
  stage.suites.push_back("public");
  if (fs::exists(root / "harness" / "suites" / stage.name())) stage.suites.push_back("hidden");
  return stage;
}

/// "07-losses" is also called "07", "7" and "losses".
bool answers_to(const std::string& stage, const std::string& name) {
  const auto dash = stage.find('-');
  const std::string number = stage.substr(0, dash);
  const std::string plain = number.substr(std::min(number.find_first_not_of('0'), number.size()));
  return name == stage || name == number || name == plain ||
         (dash != std::string::npos && name == stage.substr(dash + 1));
}

}  // namespace

Course::Course(fs::path root, fs::path build) : root_(std::move(root)), build_(std::move(build)) {
  const fs::path assignments = root_ / "assignments";
  if (!fs::is_directory(assignments)) {
    throw std::runtime_error(
        fmt::format("{} is no Descent course: it has no folder 'assignments'", root_.string()));
  }
  for (const auto& folder : fs::directory_iterator(assignments)) {
    const fs::path manifest_file = folder.path() / "stage.json";
    if (fs::exists(manifest_file)) stages_.push_back(locate(root_, build_, manifest_file));
  }
  std::sort(stages_.begin(), stages_.end(),
            [](const Stage& a, const Stage& b) { return a.name() < b.name(); });
  for (Stage& stage : stages_) {
    for (const std::string& name : stage.manifest.builds_on) {
      const auto below = std::find_if(stages_.begin(), stages_.end(),
                                      [&](const Stage& s) { return s.name() == name; });
      if (below == stages_.end()) {
        throw std::runtime_error(fmt::format(
            "{}: 'builds_on' names the stage '{}', and there is no assignments/{}/stage.json",
            stage.manifest_file.string(), name, name));
      }
      if (below->name() >= stage.name()) {
        throw std::runtime_error(
            fmt::format("{}: 'builds_on' names stages before this one, not '{}'",
                        stage.manifest_file.string(), name));
      }
      stage.sources.push_back(below->sources.front());
    }
  }
}

fs::path Course::worker(bool sanitized) const {
  return build_ / "bin" / (sanitized ? "worker.sanitized" : "worker");
}

const Stage& Course::find(const std::string& name) const {
  for (const Stage& stage : stages_) {
    if (answers_to(stage.name(), name)) return stage;
  }
  std::string known;
  for (const Stage& stage : stages_) known += (known.empty() ? "" : ", ") + stage.name();
  throw std::invalid_argument(
      fmt::format("there is no stage '{}'; the stages here are {}", name, known));
}

}  // namespace descent::course
