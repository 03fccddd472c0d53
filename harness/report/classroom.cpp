#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "harness/report/formats.hpp"
#include "harness/report/html/escape.hpp"
#include "harness/report/texts.hpp"

// Source: foundation50/classroom50, schemas/result-v1.schema.json and its wiki, "Advanced
// Autograding": the contract of result.json.
namespace descent::report {
namespace {

using Json = nlohmann::ordered_json;

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

const std::string& either(const std::string& one, const std::string& other) {
  return one.empty() ? other : one;
}

std::string time_of(const grader::Verdict& verdict, const Options& options) {
  return either(either(verdict.at, options.when), "1970-01-01T00:00:00Z");
}

/// A tag of our own for a submission that came by another way, after the runner's pattern.
std::string tag_of(const grader::Verdict& verdict, const Options& options) {
  std::string time = time_of(verdict, options);
  std::replace(time.begin(), time.end(), ':', '-');
  return fmt::format("submit/{}-{}", time, either(verdict.sha256.substr(0, 7), "nothing"));
}

Json test_of(const outcome::TaskResult& task) {
  return {{"test-name", task.task},
          {"passed", task.outcome == outcome::Outcome::passed},
          {"score", task.earned},
          {"max-score", task.points},
          {"message", plain(task_text(task))}};
}

std::string content(const grader::ClassResult& result, const grader::Verdict& verdict,
                    const Options& options) {
  const ClassroomRun& run = options.classroom;
  const std::string tag = either(run.submission, tag_of(verdict, options));
  const std::string commit = either(run.commit, tag);
  Json json = {{"schema", "classroom50/result/v1"},
               {"classroom", either(run.classroom, "descent")},
               {"assignment", either(run.assignment, result.stage)},
               {"assignment_type", run.assignment_type},
               {"owner", plain(either(run.owner, either(verdict.id, "?")))},
               {"submission", tag},
               {"commit", commit},
               {"release", either(run.release, tag)},
               {"review", either(run.review, commit)},
               {"datetime", time_of(verdict, options)},
               {"score", 0},
               {"max-score", 0},
               {"tests", Json::array()}};
  if (!verdict.judged) return json_text(json);  // 0 of 0 is how the runner writes an error
  json["score"] = std::min(verdict.earned(), verdict.points());
  json["max-score"] = verdict.points();
  for (const outcome::TaskResult& task : verdict.summary.tasks) {
    json["tests"].push_back(test_of(task));
  }
  return json_text(json);
}

}  // namespace

ClassroomRun classroom_run_from_environment() {
  ClassroomRun run;
  run.classroom = environment("CLASSROOM");
  run.assignment = environment("ASSIGNMENT");
  run.assignment_type = either(environment("ASSIGNMENT_TYPE"), run.assignment_type);
  run.owner = either(environment("OWNER"), environment("USERNAME"));
  run.submission = environment("SUBMISSION_TAG");
  run.commit = environment("COMMIT_URL");
  run.release = environment("RELEASE_URL");
  run.review = environment("REVIEW_URL");
  return run;
}

Pages classroom(const grader::ClassResult& result, const Options& options) {
  return for_every_student(
      result, options, "classroom", ".json",
      [&](const grader::Verdict& verdict) { return content(result, verdict, options); });
}

}  // namespace descent::report
