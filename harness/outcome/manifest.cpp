// So that a wrong type is reported with the place where it stands: /tasks/0/points.
#define JSON_DIAGNOSTICS 1

#include "harness/outcome/manifest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>
#include <vector>

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

/// JSON may name a field twice, and the library would keep the last and say nothing.
json parse(std::istream& in) {
  std::vector<std::set<std::string>> open;  // the names so far, of each object around this place
  return json::parse(in, [&](int, json::parse_event_t event, const json& value) {
    if (event == json::parse_event_t::object_start) open.emplace_back();
    if (event == json::parse_event_t::object_end) open.pop_back();
    if (event == json::parse_event_t::key && !open.back().insert(value).second) {
      throw std::invalid_argument(
          fmt::format("'{}' is there twice in one object", value.get<std::string>()));
    }
    return true;
  });
}

/// A JSON object that is read field by field, and must then have no other: who mistypes a limit is
/// to hear it.
class Fields {
 public:
  Fields(const json& object, std::string what) : object_(object), what_(std::move(what)) {
    if (!object.is_object()) {
      throw std::invalid_argument(
          fmt::format("{} must be an object, {{...}}; it is a JSON {}", what_, object.type_name()));
    }
  }

  /// As messages call it.
  void call(std::string what) { what_ = std::move(what); }

  /// The value of a field; null where it is left out.
  const json* find(const std::string& name) {
    known_.push_back(name);
    const auto value = object_.find(name);
    return value == object_.end() ? nullptr : &*value;
  }

  /// The value of a field that must be there.
  const json& operator[](const std::string& name) {
    if (const json* value = find(name)) return *value;
    throw std::invalid_argument(fmt::format("'{}' is missing in {}", name, what_));
  }

  void expect_no_others() const {
    for (const auto& [name, ignored] : object_.items()) {
      if (std::find(known_.begin(), known_.end(), name) != known_.end()) continue;
      throw std::invalid_argument(
          fmt::format("{} has no field '{}'; there are {}", what_, name, fmt::join(known_, ", ")));
    }
  }

 private:
  const json& object_;
  std::string what_;
  std::vector<std::string> known_;
};

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
void read_limit(Fields& limits, const char* name, double most, Number& limit) {
  const json* value = limits.find(name);
  if (value == nullptr) return;
  limit = static_cast<Number>(
      number(*value, fmt::format("'{}'", name), most, std::is_integral_v<Number>));
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
  Fields fields(j, "a task");
  fields["id"].get_to(task.id);
  fields.call(fmt::format("the task '{}'", task.id));
  fields["title"].get_to(task.title);
  task.points = static_cast<int>(
      number(fields["points"], fmt::format("the points of task '{}'", task.id), kMostPoints, true));
  fields["hints"].get_to(task.hints);
  fields["read"].get_to(task.read);
  fields.expect_no_others();
}

void from_json(const json& j, Limits& limits) {
  Fields fields(j, "'limits'");
  read_limit(fields, "call_seconds", kMostSeconds, limits.call_seconds);
  read_limit(fields, "silent_seconds", kMostSeconds, limits.silent_seconds);
  read_limit(fields, "wall_seconds", kMostSeconds, limits.wall_seconds);
  read_limit(fields, "test_cpu_seconds", kMostSeconds, limits.test_cpu_seconds);
  read_limit(fields, "memory_mb", kMostMegabytes, limits.memory_mb);
  read_limit(fields, "reply_mb", kMostMegabytes, limits.reply_mb);
  read_limit(fields, "files_mb", kMostMegabytes, limits.files_mb);
  read_limit(fields, "output_kb", kMostMegabytes, limits.output_kb);
  read_limit(fields, "processes", kMostProcesses, limits.processes);
  read_limit(fields, "compile_seconds", kMostSeconds, limits.compile_seconds);
  read_limit(fields, "compile_wall_seconds", kMostSeconds, limits.compile_wall_seconds);
  read_limit(fields, "compile_memory_mb", kMostMegabytes, limits.compile_memory_mb);
  read_limit(fields, "compile_files_mb", kMostMegabytes, limits.compile_files_mb);
  read_limit(fields, "compile_output_kb", kMostMegabytes, limits.compile_output_kb);
  fields.expect_no_others();
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
    const json j = parse(in);
    Fields fields(j, "the stage");
    fields["stage"].get_to(manifest.stage);
    fields["title"].get_to(manifest.title);
    fields["summary"].get_to(manifest.summary);
    fields["source"].get_to(manifest.source);
    fields["header"].get_to(manifest.header);
    if (const json* below = fields.find("builds_on")) below->get_to(manifest.builds_on);
    fields["tasks"].get_to(manifest.tasks);
    if (const json* limits = fields.find("limits")) limits->get_to(manifest.limits);
    fields.expect_no_others();
  } catch (const std::exception& error) {  // json's, and ours
    refuse(file, in_words(error.what()));
  }
  check(manifest, file);
  return manifest;
}

}  // namespace descent::outcome
