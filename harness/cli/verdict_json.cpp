#include "harness/cli/verdict_json.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "harness/cli/build.hpp"
#include "harness/cli/place.hpp"
#include "harness/outcome/story.hpp"

namespace descent::cli {
namespace {

using course::Course;
using course::Stage;
using Json = nlohmann::ordered_json;
using outcome::Outcome;
using outcome::TaskResult;

constexpr int kSchema = 1;

std::string page(const Stage& stage, const std::string& read) {
  if (read.empty()) return "";
  return read.starts_with("docs/") ? read : stage.manifest.page(read);
}

Json json_of(const Place& place) {
  return {{"file", place.name}, {"line", place.line > 0 ? Json(place.line) : Json()}};
}

Json json_of(const Stage& stage, const std::vector<outcome::NamedMistake>& mistakes) {
  Json list = Json::array();
  for (const outcome::NamedMistake& mistake : mistakes) {
    list.push_back({{"exercise", mistake.exercise},
                    {"id", mistake.id},
                    {"sentence", mistake.sentence},
                    {"read", page(stage, mistake.read)}});
  }
  return list;
}

Json json_of(const Stage& stage, const outcome::TestOutcome& test) {
  Json findings = Json::array();
  for (const outcome::Finding& finding : test.findings) {
    findings.push_back({{"problem", outcome::printable(finding.problem)},
                        {"expected", outcome::printable(finding.expected)},
                        {"yours", outcome::printable(finding.yours)},
                        {"worst", outcome::printable(finding.worst)},
                        {"why", outcome::printable(finding.why)},
                        {"likely", outcome::printable(finding.likely)},
                        {"quoted", outcome::printable(finding.quoted)},
                        {"read", page(stage, finding.read)}});
  }
  return {{"suite", test.suite},
          {"test", test.test},
          {"outcome", outcome::name(test.outcome)},
          {"findings", findings},
          {"mistakes", json_of(stage, test.mistakes)},
          {"printed", outcome::printable(test.printed)},
          {"seconds", test.seconds}};
}

Json json_of(const Course& course, const Stage& stage, const TaskResult& task) {
  Json failures = Json::array();
  for (const outcome::TestOutcome& test : task.failures) failures.push_back(json_of(stage, test));
  Json json = {{"task", task.task},
               {"title", stage.manifest.find(task.task)->title},
               {"outcome", outcome::name(task.outcome)},
               {"points", task.points},
               {"earned", task.earned},
               {"tests", task.tests},
               {"passed", task.passed}};
  json.update(json_of(place_of(course, stage, task.task)));
  json["mistakes"] = json_of(stage, task.mistakes);
  json["failures"] = failures;
  return json;
}

Json next_of(const Course& course, const Verdict& verdict) {
  const TaskResult* const next = next_task(verdict.summary);
  if (!verdict.judged() || !next) return nullptr;
  const auto [stage, exercise] = missing_exercise(course, *verdict.stage, *next);
  Json json = {{"do", next->outcome == Outcome::not_started ? "write" : "mend"},
               {"stage", stage->name()},
               {"task", exercise}};
  json.update(json_of(place_of(course, *stage, exercise)));
  json["read"] = stage->manifest.page(stage->manifest.find(exercise)->read);
  return json;
}

Json json_of(const Course& course, const BuildFailure& failure) {
  return {
      {"file", failure.file ? Json(std::filesystem::relative(*failure.file, course.root()).string())
                            : Json()},
      {"target", failure.target},
      {"error", failure.file ? Json(outcome::printable(compiler::first_error(
                                   failure.messages, failure.file->filename())))
                             : Json()},
      {"messages", outcome::printable(failure.messages)}};
}

std::string in_a_word(const Verdict& verdict) {
  if (verdict.build_failure) return verdict.build_failure->file ? "build_failed" : "broken";
  if (!verdict.complaint.empty()) return "broken";
  return verdict.passed() ? "passed" : "not_passed";
}

}  // namespace

std::string as_json(const Course& course, const Verdict& verdict) {
  const Stage& stage = *verdict.stage;
  Json tasks = Json::array();
  for (const TaskResult& task : verdict.summary.tasks) {
    tasks.push_back(json_of(course, stage, task));
  }
  const Json json = {
      {"schema", kSchema},
      {"stage", stage.name()},
      {"title", stage.manifest.title},
      {"asked", verdict.task.empty() ? stage.name() : stage.name() + "." + verdict.task},
      {"verdict", in_a_word(verdict)},
      {"suites", verdict.suites},
      {"suites_here", stage.suites},
      {"complaint", outcome::printable(verdict.complaint)},
      {"build", verdict.build_failure ? json_of(course, *verdict.build_failure) : Json()},
      {"points", verdict.summary.points()},
      {"earned", verdict.summary.earned()},
      {"tasks", tasks},
      {"next", next_of(course, verdict)},
      {"seconds", verdict.seconds}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace descent::cli
