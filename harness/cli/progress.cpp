#include "harness/cli/progress.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <numeric>
#include <stdexcept>

#include "harness/course/digest.hpp"
#include "harness/outcome/story.hpp"
#include "harness/outcome/whole_number.hpp"

namespace descent::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
using outcome::Outcome;

constexpr int kSchema = 1;
constexpr std::uintmax_t kLargest = 1 << 20;  // a larger file is not ours

fs::path file_of(const course::Course& course, const course::Stage& stage) {
  return course.build() / "progress" / (stage.name() + ".json");
}

/// What is known of a task, from its entry in the file. Throws for what is not as we write it.
void read_task(const Json& json, TaskProgress& task) {
  TaskProgress read = task;
  read.outcome = outcome::outcome_from(json.at("outcome").get<std::string>());
  read.tests = outcome::whole_number<int>(json, "tests");
  read.passed = outcome::whole_number<int>(json, "passed");
  json.at("suites").get_to(read.suites);
  json.at("sources").get_to(read.sources);
  read.hints = outcome::whole_number<int>(json, "hints");
  if (read.tests < 0 || read.passed < 0 || read.passed > read.tests || read.hints < 0) {
    throw std::invalid_argument("a count is impossible");
  }
  if (read.tests == 0) read.outcome = Outcome::not_started;
  task = read;
}

Json json_of(const StageProgress& progress) {
  Json tasks = Json::object();
  for (const TaskProgress& task : progress.tasks) {
    tasks[task.task] = {{"outcome", outcome::name(task.outcome)},
                        {"tests", task.tests},
                        {"passed", task.passed},
                        {"suites", task.suites},
                        {"sources", task.sources},
                        {"hints", task.hints}};
  }
  return {{"schema", kSchema},
          {"stage", progress.stage->name()},
          {"checked", progress.checked},
          {"tasks", tasks}};
}

bool write(const course::Course& course, const StageProgress& progress) {
  try {
    const fs::path file = file_of(course, *progress.stage);
    fs::create_directories(file.parent_path());
    course::write_file(file, json_of(progress).dump(1) + '\n');
    return true;
  } catch (const std::exception&) {  // a full disk, a folder of another user: no reason to stop
    return false;
  }
}

TaskProgress* entry(StageProgress& progress, const std::string& task) {
  return const_cast<TaskProgress*>(std::as_const(progress).find(task));
}

/// A check that runs the public tests alone takes nothing back of what all suites have passed.
bool says_less(const TaskProgress& now, const TaskProgress& before) {
  return now.outcome == Outcome::passed && before.outcome == Outcome::passed &&
         now.sources == before.sources && now.suites.size() < before.suites.size();
}

}  // namespace

int StageProgress::points() const {
  return std::accumulate(tasks.begin(), tasks.end(), 0,
                         [](int sum, const TaskProgress& task) { return sum + task.points; });
}
int StageProgress::earned() const {
  return std::accumulate(tasks.begin(), tasks.end(), 0,
                         [](int sum, const TaskProgress& task) { return sum + task.earned(); });
}
int StageProgress::passed_tasks() const {
  return static_cast<int>(std::count_if(tasks.begin(), tasks.end(), [](const TaskProgress& task) {
    return task.outcome == Outcome::passed;
  }));
}

bool StageProgress::done() const {
  return !tasks.empty() && std::all_of(tasks.begin(), tasks.end(), [&](const TaskProgress& task) {
    return task.outcome == Outcome::passed && task.suites == stage->suites &&
           task.sources == tasks.front().sources;
  });
}

bool StageProgress::edited_since() const {
  const std::string now = digest_of_sources(*stage);
  const auto checked = [](const TaskProgress& task) { return task.tests > 0; };
  return std::any_of(tasks.begin(), tasks.end(), checked) &&
         std::none_of(tasks.begin(), tasks.end(), [&](const TaskProgress& task) {
           return checked(task) && task.sources == now;
         });
}

const TaskProgress* StageProgress::next() const {
  for (const bool started : {true, false}) {  // what was begun comes first
    for (const TaskProgress& task : tasks) {
      if (task.outcome != Outcome::passed && (task.outcome != Outcome::not_started) == started) {
        return &task;
      }
    }
  }
  return nullptr;
}

const TaskProgress* StageProgress::find(const std::string& task) const {
  const auto found = std::find_if(tasks.begin(), tasks.end(),
                                  [&](const TaskProgress& entry) { return entry.task == task; });
  return found == tasks.end() ? nullptr : &*found;
}

std::string digest_of_sources(const course::Stage& stage) {
  try {
    std::string digests;
    for (const course::Source& source : stage.sources) {
      digests += course::sha256(course::read_file(source.file)) + '\n';
    }
    return course::sha256(digests);
  } catch (const std::exception&) {
    return "";
  }
}

StageProgress progress_of(const course::Course& course, const course::Stage& stage) {
  StageProgress progress;
  progress.stage = &stage;
  for (const outcome::Task& task : stage.manifest.tasks) {
    TaskProgress entry;
    entry.task = task.id;
    entry.points = task.points;
    progress.tasks.push_back(entry);
  }
  StageProgress read = progress;
  try {
    const fs::path file = file_of(course, stage);
    if (!fs::is_regular_file(file) || fs::file_size(file) > kLargest) return progress;
    const Json json = Json::parse(course::read_file(file));
    if (json.at("schema") != kSchema || json.at("stage") != stage.name()) return progress;
    read.checked = outcome::printable(json.at("checked").get<std::string>());
    for (TaskProgress& task : read.tasks) {
      if (json.at("tasks").contains(task.task)) read_task(json["tasks"][task.task], task);
    }
    return read;
  } catch (const std::exception&) {
    return progress;
  }
}

std::vector<StageProgress> progress_of(const course::Course& course) {
  std::vector<StageProgress> all;
  for (const course::Stage& stage : course.stages()) all.push_back(progress_of(course, stage));
  return all;
}

bool note_results(const course::Course& course, const course::Stage& stage,
                  const outcome::Summary& summary, const std::vector<std::string>& suites,
                  const std::string& sources) {
  StageProgress progress = progress_of(course, stage);
  for (const outcome::TaskResult& result : summary.tasks) {
    TaskProgress* const task = entry(progress, result.task);
    if (!task) continue;
    TaskProgress now = *task;
    now.outcome = result.outcome;
    now.tests = result.tests;
    now.passed = result.passed;
    now.suites = suites;
    now.sources = sources;
    if (!says_less(now, *task)) *task = now;
  }
  progress.checked = fmt::format(
      "{:%Y-%m-%dT%H:%M:%SZ}",
      fmt::gmtime(std::chrono::system_clock::to_time_t(std::chrono::system_clock::now())));
  return write(course, progress);
}

bool note_hints(const course::Course& course, const course::Stage& stage, const std::string& task,
                int shown) {
  StageProgress progress = progress_of(course, stage);
  TaskProgress* const noted = entry(progress, task);
  if (!noted) return false;
  noted->hints = shown;
  return write(course, progress);
}

bool forget_results(const course::Course& course, const course::Stage& stage) {
  StageProgress progress = progress_of(course, stage);
  for (TaskProgress& task : progress.tasks) {
    TaskProgress blank;
    blank.task = task.task;
    blank.points = task.points;
    blank.hints = task.hints;
    task = blank;
  }
  progress.checked.clear();
  return write(course, progress);
}

const course::Stage& current_stage(const course::Course& course) {
  if (course.stages().empty()) throw std::runtime_error("there is no stage in assignments/");
  for (const course::Stage& stage : course.stages()) {
    const StageProgress progress = progress_of(course, stage);
    if (!progress.done() || progress.edited_since()) return stage;
  }
  return course.stages().back();
}

}  // namespace descent::cli
