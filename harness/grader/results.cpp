#include "harness/grader/results.hpp"

#include <nlohmann/json.hpp>

#include "harness/grader/headline.hpp"

namespace descent::grader {
namespace {

using Json = nlohmann::ordered_json;  // readers find fields where the documentation lists them
using outcome::Outcome;

Json json_of(const outcome::TaskResult& task) {
  Json mistakes = Json::array();
  for (const outcome::NamedMistake& mistake : task.mistakes) {
    mistakes.push_back(
        {{"id", mistake.id}, {"sentence", mistake.sentence}, {"read", mistake.read}});
  }
  Json earned = task.earned;
  if (task.outcome == Outcome::infrastructure) earned = nullptr;  // unknown is not zero
  return {{"task", task.task},     {"outcome", outcome::name(task.outcome)},
          {"points", task.points}, {"earned", earned},
          {"tests", task.tests},   {"passed", task.passed},
          {"mistakes", mistakes},  {"message", headline(task)}};
}

Json json_of(const Verdict& verdict) {
  Json tasks = Json::array();
  for (const outcome::TaskResult& task : verdict.summary.tasks) tasks.push_back(json_of(task));
  Json earned = verdict.summary.earned();
  if (!verdict.judged) earned = nullptr;
  return {{"id", verdict.id},
          {"sha256", verdict.sha256},
          {"seed", verdict.seed},
          {"judged", verdict.judged},
          {"points", verdict.summary.points()},
          {"earned", earned},
          {"message", headline(verdict)},
          {"tasks", tasks},
          {"notes", verdict.notes},
          {"ignored", verdict.ignored},
          {"seconds", verdict.seconds}};
}

}  // namespace

std::string results_json(const ClassResult& result, const std::string& when) {
  Json submissions = Json::array();
  for (const Verdict& verdict : result.verdicts) submissions.push_back(json_of(verdict));
  const Json all = {{"schema", kResultsSchema},
                    {"descent", DESCENT_VERSION},
                    {"stage", result.stage},
                    {"suites", result.suites},
                    {"fingerprint", result.fingerprint},
                    {"seed", result.seed},
                    {"points", result.points},
                    {"isolation",
                     {{"landlock", result.isolation.landlock},
                      {"seccomp", result.isolation.seccomp},
                      {"bubblewrap", result.isolation.bubblewrap}}},
                    {"when", when},
                    {"seconds", result.seconds},
                    {"skipped", result.skipped},
                    {"submissions", submissions}};
  // Bytes that are not UTF-8 come from a submission; they are replaced, not believed.
  return all.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace descent::grader
