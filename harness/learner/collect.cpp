#include "harness/learner/collect.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "harness/cli/place.hpp"
#include "harness/cli/progress.hpp"
#include "harness/cli/verdict.hpp"
#include "harness/compiler/first_error.hpp"
#include "harness/course/digest.hpp"

namespace descent::learner {
namespace {

namespace fs = std::filesystem;
using course::Course;
using course::Stage;

constexpr std::uintmax_t kLargestPicture = std::uintmax_t{4} << 20;  // bytes

std::string picture_of(const Course& course, const Stage& stage) {
  const fs::path file = course.root() / "pictures" / (stage.name() + ".svg");
  std::error_code error;
  const auto size = fs::file_size(file, error);
  if (error || size > kLargestPicture || !fs::is_regular_file(file, error)) return "";
  return course::read_file(file);
}

void judge(const Course& course, const Stage& stage, const cli::Terminal& terminal,
           StageReport& report) {
  const cli::Verdict verdict = cli::judge_stage(course, stage, {}, terminal);
  if (verdict.build_failure) {
    const auto& failure = *verdict.build_failure;
    report.problem = failure.file
                         ? compiler::first_error(failure.messages, failure.file->filename())
                         : fmt::format("The course itself does not build: {}", failure.target);
    return;
  }
  if (!verdict.complaint.empty()) {
    report.problem = "Not everything could be judged: " + verdict.complaint;
    return;
  }
  report.judged = verdict.summary;
  report.earned = verdict.summary.earned();
  report.passed_tasks = verdict.summary.passed_tasks();
}

}  // namespace

bool is_begun(const Course& course, const Stage& stage) {
  const auto progress = cli::progress_of(course, stage).tasks;
  const bool seen = std::any_of(progress.begin(), progress.end(), [](const auto& task) {
    return task.outcome != outcome::Outcome::not_started;
  });
  if (seen || !fs::exists(stage.source)) return seen;
  const std::string text = course::read_file(stage.source);
  return std::any_of(
      stage.manifest.tasks.begin(), stage.manifest.tasks.end(), [&](const outcome::Task& task) {
        const bool is_function = cli::place_of(course, stage, task.id).line > 0;
        return is_function && text.find("NotImplemented(\"" + task.id + "\")") == std::string::npos;
      });
}

CourseReport collect(const Course& course, const cli::Terminal& terminal) {
  CourseReport all;
  for (const Stage& stage : course.stages()) {
    const outcome::Manifest& manifest = stage.manifest;
    StageReport report;
    report.name = manifest.stage;
    report.title = manifest.title;
    report.summary = manifest.summary;
    report.points = manifest.points();
    report.tasks = static_cast<int>(manifest.tasks.size());
    report.begun = is_begun(course, stage) && fs::exists(stage.source);
    if (report.begun) {
      report.picture = picture_of(course, stage);
      judge(course, stage, terminal, report);
    }
    all.stages.push_back(std::move(report));
  }
  return all;
}

}  // namespace descent::learner
