// So that a wrong type is reported with the place where it stands: /tasks/0/points.
#define JSON_DIAGNOSTICS 1

#include "harness/outcome/manifest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>

namespace descent::outcome {
namespace {

using nlohmann::json;

/// What the JSON library says, without what helps nobody here: the number in brackets, and the part
/// of its grammar that it was in.
std::string in_words(const std::string& message) {
  const auto end = message.starts_with("[json.exception") ? message.find("] ") : std::string::npos;
  if (end == std::string::npos) return message;
  const std::string text = message.substr(end + 2);
  const std::string begin = "parse error at ";
  const auto dash = text.find(" - ");
  if (!text.starts_with(begin) || dash == std::string::npos) return text;
  const auto place = text.find(':');  // behind "line 3, column 1"
  return fmt::format("this is no JSON from {} on: {}",
                     text.substr(begin.size(), place - begin.size()), text.substr(dash + 3));
}

constexpr std::array kFields = {"stage",  "title",     "summary", "source",
                                "header", "builds_on", "tasks",   "limits"};
constexpr std::array kTaskFields = {"id", "title", "points", "hints", "read"};
constexpr std::array kLimits = {"call_seconds",
                                "silent_seconds",
                                "wall_seconds",
                                "test_cpu_seconds",
                                "memory_mb",
                                "reply_mb",
                                "files_mb",
                                "output_kb",
                                "processes",
                                "compile_seconds",
                                "compile_wall_seconds",
                                "compile_memory_mb",
                                "compile_files_mb",
                                "compile_output_kb"};

/// An object with no other fields than these: who mistypes a limit is to hear it.
template <std::size_t n>
void require_object(const json& value, const std::string& what,
                    const std::array<const char*, n>& fields) {
  if (!value.is_object()) {
    throw std::invalid_argument(
        fmt::format("{} must be an object, {{...}}; it is a JSON {}", what, value.type_name()));
  }
  for (const auto& [name, ignored] : value.items()) {
    if (std::find(fields.begin(), fields.end(), name) == fields.end()) {
      throw std::invalid_argument(
          fmt::format("{} has no field '{}'; there are {}", what, name, fmt::join(fields, ", ")));
    }
  }
}

/// The value of a field that must be there.
const json& field(const json& object, const std::string& what, const char* name) {
  if (object.contains(name)) return object.at(name);
  throw std::invalid_argument(fmt::format("'{}' is missing in {}", name, what));
}

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& why) {
  throw std::runtime_error(fmt::format("{}: {}", file.string(), why));
}

constexpr double kMostPoints = 1000;
constexpr double kMostMegabytes = 1 << 20;
constexpr double kMostSeconds = 24 * 60 * 60;
constexpr double kMostProcesses = 4096;

/// A number in a range. Anything may stand in a file: -1 must not wrap around to no limit at all.
double number(const json& value, const std::string& what, double most, bool whole) {
  const double result = value.get<double>();
  if (!(result >= 0 && result <= most) || (whole && result != std::floor(result))) {
    throw std::invalid_argument(fmt::format("{} must be a {} from 0 to {:.0f}; it is {}", what,
                                            whole ? "whole number" : "number", most, result));
  }
  return result;
}

template <class Number>
void read_limit(const json& limits, const char* name, double most, Number& limit) {
  if (!limits.contains(name)) return;
  limit = static_cast<Number>(
      number(limits.at(name), fmt::format("'{}'", name), most, std::is_integral_v<Number>));
}

void check(const Manifest& manifest, const std::filesystem::path& file) {
  if (manifest.tasks.empty()) refuse(file, "'tasks' must list at least one task; it is empty");
  std::set<std::string> ids;
  for (const Task& task : manifest.tasks) {
    const bool well_named =
        !task.id.empty() && std::all_of(task.id.begin(), task.id.end(), [](char c) {
          return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
        });
    if (!well_named) refuse(file, fmt::format("a task's id is snake_case, not '{}'", task.id));
    if (!ids.insert(task.id).second)
      refuse(file, fmt::format("two tasks are called '{}'", task.id));
    const Task* twin = manifest.find_by_suite(task.test_suite());
    if (twin != &task) {
      refuse(file, fmt::format("the tasks '{}' and '{}' would both be judged by the test suite {}",
                               twin->id, task.id, task.test_suite()));
    }
  }
  for (const std::string& name : {manifest.source, manifest.header}) {
    if (name.empty() || name == "." || name == ".." ||
        name != std::filesystem::path(name).filename()) {
      refuse(file, fmt::format("'source' and 'header' are names of files in the stage's folder, "
                               "not '{}'",
                               name));
    }
  }
  const Limits& limits = manifest.limits;
  if (!(limits.call_seconds > 0) || !(limits.silent_seconds > 0) || !(limits.wall_seconds > 0) ||
      !(limits.test_cpu_seconds > 0) || limits.memory_mb == 0 || limits.reply_mb == 0 ||
      limits.output_kb == 0 || limits.processes == 0 || limits.compile_memory_mb == 0 ||
      limits.compile_files_mb == 0 || limits.compile_output_kb == 0 ||
      !(limits.compile_seconds >= 1) || !(limits.compile_wall_seconds > 0)) {
    refuse(file,
           "every limit but 'files_mb' must be greater than 0, and 'compile_seconds' at least 1");
  }
}

}  // namespace

void from_json(const json& j, Task& task) {
  require_object(j, "a task", kTaskFields);
  field(j, "a task", "id").get_to(task.id);
  const std::string what = fmt::format("the task '{}'", task.id);
  field(j, what, "title").get_to(task.title);
  task.points =
      static_cast<int>(number(field(j, what, "points"),
                              fmt::format("the points of task '{}'", task.id), kMostPoints, true));
  field(j, what, "hints").get_to(task.hints);
  field(j, what, "read").get_to(task.read);
}

void from_json(const json& j, Limits& limits) {
  require_object(j, "'limits'", kLimits);
  read_limit(j, "call_seconds", kMostSeconds, limits.call_seconds);
  read_limit(j, "silent_seconds", kMostSeconds, limits.silent_seconds);
  read_limit(j, "wall_seconds", kMostSeconds, limits.wall_seconds);
  read_limit(j, "test_cpu_seconds", kMostSeconds, limits.test_cpu_seconds);
  read_limit(j, "memory_mb", kMostMegabytes, limits.memory_mb);
  read_limit(j, "reply_mb", kMostMegabytes, limits.reply_mb);
  read_limit(j, "files_mb", kMostMegabytes, limits.files_mb);
  read_limit(j, "output_kb", kMostMegabytes, limits.output_kb);
  read_limit(j, "processes", kMostProcesses, limits.processes);
  read_limit(j, "compile_seconds", kMostSeconds, limits.compile_seconds);
  read_limit(j, "compile_wall_seconds", kMostSeconds, limits.compile_wall_seconds);
  read_limit(j, "compile_memory_mb", kMostMegabytes, limits.compile_memory_mb);
  read_limit(j, "compile_files_mb", kMostMegabytes, limits.compile_files_mb);
  read_limit(j, "compile_output_kb", kMostMegabytes, limits.compile_output_kb);
}

std::string Task::test_suite() const {
  std::string name;
  bool upper = true;
  for (const char c : id) {
    if (c == '_') {
      upper = true;
    } else {
      name += upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
      upper = false;
    }
  }
  return name;
}

int Manifest::points() const {
  int sum = 0;
  for (const Task& task : tasks) sum += task.points;
  return sum;
}

const Task* Manifest::find(const std::string& id) const {
  const auto found =
      std::find_if(tasks.begin(), tasks.end(), [&](const Task& task) { return task.id == id; });
  return found == tasks.end() ? nullptr : &*found;
}

const Task* Manifest::find_by_suite(const std::string& test_suite) const {
  const auto found = std::find_if(tasks.begin(), tasks.end(), [&](const Task& task) {
    return task.test_suite() == test_suite;
  });
  return found == tasks.end() ? nullptr : &*found;
}

std::string Manifest::page(const std::string& heading) const {
  return "docs/stages/" + stage + ".md" + (heading.empty() ? "" : "#" + heading);
}

Manifest read_manifest(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::error_code none;
  if (!in || std::filesystem::is_directory(file, none)) {
    refuse(file, "cannot be read; a stage's manifest is expected there");
  }
  Manifest manifest;
  try {
    const json j = json::parse(in);
    const std::string what = "the stage";
    require_object(j, what, kFields);
    field(j, what, "stage").get_to(manifest.stage);
    field(j, what, "title").get_to(manifest.title);
    field(j, what, "summary").get_to(manifest.summary);
    field(j, what, "source").get_to(manifest.source);
    field(j, what, "header").get_to(manifest.header);
    if (j.contains("builds_on")) j.at("builds_on").get_to(manifest.builds_on);
    field(j, what, "tasks").get_to(manifest.tasks);
    if (j.contains("limits")) j.at("limits").get_to(manifest.limits);
  } catch (const std::exception& error) {  // json's, and ours
    refuse(file, in_words(error.what()));
  }
  check(manifest, file);
  return manifest;
}

}  // namespace descent::outcome
