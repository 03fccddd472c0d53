#include "harness/cli/place.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <stdexcept>

#include "harness/cli/nearest.hpp"
#include "harness/cli/progress.hpp"
#include "harness/course/digest.hpp"

namespace descent::cli {

namespace fs = std::filesystem;
using course::Course;
using course::Stage;
using outcome::Outcome;
using outcome::TaskResult;

std::string Place::text(const Terminal& terminal) const {
  return terminal.link(file, line > 0 ? fmt::format("{}:{}", name, line) : name);
}

Place place_of(const Course& course, const Stage& stage, const std::string& task) {
  Place place{.file = stage.source,
              .name = stage.source.lexically_relative(course.root()).string()};
  if (!fs::exists(stage.source)) return place;
  const std::string text = course::read_file(stage.source);
  const auto at = text.find(" " + task + "(");
  if (at != std::string::npos) {
    place.line =
        static_cast<int>(1 + std::count(text.begin(), text.begin() + static_cast<long>(at), '\n'));
  }
  return place;
}

std::string link_to(const Course& course, const fs::path& file, const Terminal& terminal) {
  return terminal.link(file, file.lexically_relative(course.root()).string());
}

namespace {

/// What is no number may have been meant as a task.
const Stage& stage_called(const Course& course, const std::string& name) {
  try {
    return course.find(name);
  } catch (const std::invalid_argument& error) {
    if (name.empty()) throw;
    std::vector<std::string> known;
    for (const Stage& stage : course.stages()) {
      known.push_back(stage.name());
      known.push_back(stage.name().substr(stage.name().find('-') + 1));
      for (const auto& task : stage.manifest.tasks) known.push_back(task.id);
    }
    const bool is_number = std::isdigit(static_cast<unsigned char>(name.front())) != 0;
    if (is_number) throw std::invalid_argument(error.what() + did_you_mean(name, known));
    throw std::invalid_argument(
        fmt::format("there is no stage and no task '{}'{}; ./descent list shows the stages, and "
                    "./descent check 05 the tasks of one",
                    name, did_you_mean(name, known)));
  }
}

}  // namespace

Chosen choose(const Course& course, const std::string& what) {
  if (what.empty()) return {&current_stage(course), ""};
  for (const Stage& stage : course.stages()) {
    if (stage.manifest.find(what)) return {&stage, what};  // a task's name is enough
  }
  const auto dot = what.find('.');
  const Stage& stage = stage_called(course, what.substr(0, dot));
  const std::string task = dot == std::string::npos ? "" : what.substr(dot + 1);
  if (dot != std::string::npos && !stage.manifest.find(task)) {
    std::vector<std::string> known;
    for (const auto& t : stage.manifest.tasks) known.push_back(t.id);
    throw std::invalid_argument(fmt::format("{} has no task '{}'{}; its tasks are {}", stage.name(),
                                            task, did_you_mean(task, known),
                                            fmt::join(known, ", ")));
  }
  return {&stage, task};
}

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

const TaskResult* next_task(const outcome::Summary& summary) {
  for (const bool started : {true, false}) {
    for (const TaskResult& task : summary.tasks) {
      if (task.outcome != Outcome::passed && (task.outcome != Outcome::not_started) == started) {
        return &task;
      }
    }
  }
  return nullptr;
}

}  // namespace descent::cli
