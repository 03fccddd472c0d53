#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "harness/outcome/story.hpp"
#include "harness/report/formats.hpp"
#include "harness/report/html/escape.hpp"
#include "harness/report/texts.hpp"

// Source: gradescope-autograders.readthedocs.io, "Autograder Specifications", Output Format.
namespace descent::report {
namespace {

using Json = nlohmann::ordered_json;

Json test_of(const outcome::TaskResult& task, std::size_t number) {
  const bool passed = task.outcome == outcome::Outcome::passed;
  return {{"name", task.task},
          {"name_format", "text"},
          {"number", fmt::format("{}", number)},
          {"score", task.earned},
          {"max_score", task.points},
          {"status", passed ? "passed" : "failed"},
          {"output", plain(task_text(task))},
          {"output_format", "text"},
          {"visibility", "visible"},
          {"tags", Json::array({outcome::in_words(task.outcome)})},
          {"extra_data", {{"outcome", outcome::name(task.outcome)}}}};
}

std::string output_of(const grader::Verdict& verdict) {
  if (!verdict.judged) return "The machine could not judge this submission. It is not your fault.";
  std::string text = tasks_passed(verdict) + ".\n";
  if (!verdict.problem.empty()) text += verdict.problem + '\n';
  return text + words_of_instructor(verdict);
}

std::string content(const grader::ClassResult& result, const grader::Verdict& verdict) {
  Json json = {{"output", plain(output_of(verdict))},
               {"output_format", "text"},
               {"visibility", "visible"},
               {"stdout_visibility", "hidden"},
               {"extra_data", {{"stage", result.stage}, {"sha256", verdict.sha256}}}};
  // Without a score and tests Gradescope calls it a failure of the autograder, which it is.
  if (!verdict.judged) return json_text(json);
  json["score"] = verdict.earned();
  json["execution_time"] = verdict.seconds;
  json["tests"] = Json::array();
  std::size_t number = 0;
  for (const outcome::TaskResult& task : verdict.summary.tasks) {
    json["tests"].push_back(test_of(task, ++number));
  }
  return json_text(json);
}

}  // namespace

Pages gradescope(const grader::ClassResult& result, const Options& options) {
  return for_every_student(
      result, options, "gradescope", ".json",
      [&](const grader::Verdict& verdict) { return content(result, verdict); });
}

}  // namespace descent::report
