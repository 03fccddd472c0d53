#include "harness/report/results.hpp"

#include <nlohmann/json.hpp>

#include "harness/grader/headline.hpp"
#include "harness/report/formats.hpp"
#include "harness/report/html/escape.hpp"

namespace descent::report {
namespace {

using Json = nlohmann::ordered_json;  // readers find fields where the documentation lists them
using outcome::Outcome;

Json json_of(const outcome::NamedMistake& mistake) {
  return {{"id", mistake.id},
          {"exercise", mistake.exercise},
          {"sentence", mistake.sentence},
          {"read", mistake.read}};
}

Json json_of(const outcome::Finding& finding) {
  return {{"problem", finding.problem}, {"quoted", finding.quoted}, {"expected", finding.expected},
          {"yours", finding.yours},     {"worst", finding.worst},   {"why", finding.why},
          {"likely", finding.likely},   {"read", finding.read}};
}

Json json_of(const grader::Adjustment& change) {
  return {{"task", change.task},
          {"points", change.points},
          {"reason", change.reason},
          {"by", change.by},
          {"at", change.at}};
}

Json json_of(const grader::Comment& comment) {
  return {{"text", comment.text}, {"by", comment.by}, {"at", comment.at}};
}

Json json_of(const outcome::TestOutcome& test);
Json json_of(const outcome::TaskResult& task);
Json json_of(const grader::Verdict& verdict);

template <class T>
Json list_of(const std::vector<T>& items) {
  Json list = Json::array();
  for (const T& item : items) list.push_back(json_of(item));
  return list;
}

Json json_of(const outcome::TestOutcome& test) {
  return {{"suite", test.suite},
          {"test", test.test},
          {"outcome", outcome::name(test.outcome)},
          {"findings", list_of(test.findings)},
          {"mistakes", list_of(test.mistakes)},
          {"printed", test.printed},
          {"seconds", test.seconds}};
}

Json json_of(const outcome::TaskResult& task) {
  Json earned = task.earned;
  if (task.outcome == Outcome::infrastructure) earned = nullptr;  // unknown is not zero
  return {{"task", task.task},
          {"outcome", outcome::name(task.outcome)},
          {"points", task.points},
          {"earned", earned},
          {"tests", task.tests},
          {"passed", task.passed},
          {"mistakes", list_of(task.mistakes)},
          {"message", grader::headline(task)},
          {"failing", list_of(task.failures)}};
}

Json json_of(const grader::Verdict& verdict) {
  Json earned = verdict.earned();
  if (!verdict.judged) earned = nullptr;
  return {{"id", verdict.id},
          {"name", verdict.name},
          {"sha256", verdict.sha256},
          {"seed", verdict.seed},
          {"tier", verdict.tier},
          {"judged", verdict.judged},
          {"points", verdict.points()},
          {"earned", earned},
          {"adjustments", list_of(verdict.adjustments)},
          {"comments", list_of(verdict.comments)},
          {"problem", verdict.problem},
          {"message", grader::headline(verdict)},
          {"tasks", list_of(verdict.summary.tasks)},
          {"notes", verdict.notes},
          {"ignored", verdict.ignored},
          {"at", verdict.at},
          {"seconds", verdict.seconds}};
}

}  // namespace

Pages results(const grader::ClassResult& result, const Options& options) {
  const Json all = {{"schema", kResultsSchema},
                    {"descent", DESCENT_VERSION},
                    {"stage", result.stage},
                    {"title", result.title},
                    {"suites", result.suites},
                    {"fingerprint", result.fingerprint},
                    {"seed", result.seed},
                    {"points", result.points},
                    {"tier", result.tier},
                    {"when", options.when},
                    {"seconds", result.seconds},
                    {"skipped", result.skipped},
                    {"submissions", list_of(result.verdicts)}};
  return {{"results.json", json_text(all)}};
}

}  // namespace descent::report
