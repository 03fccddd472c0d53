#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "harness/outcome/story.hpp"
#include "harness/report/formats.hpp"
#include "harness/report/html/escape.hpp"
#include "harness/report/texts.hpp"

// Source: exercism.org/docs/building/tooling/test-runners/interface, version 3.
namespace descent::report {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostOutput = 500;     // characters
constexpr std::size_t kMostMessage = 65535;  // characters; bytes here, which are no fewer

std::string output_of(const std::string& printed) {
  static const std::string notice = "\nOutput was truncated. Please limit to 500 chars";
  const std::string text = plain(printed);
  if (text.size() <= kMostOutput) return text;
  std::size_t end = kMostOutput - notice.size();
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + notice;
}

/// How a student runs the task's public tests; nobody runs a hidden one.
std::string command(const std::string& stage, const outcome::ExpectedTest& test) {
  if (test.suite != "public") return "";
  return fmt::format("./descent check {}.{}", stage, test.task);
}

Json test_of(const std::string& name, const std::string& status, const std::string& code,
             std::size_t task) {
  return {{"name", name},      {"status", status},  {"message", nullptr},
          {"output", nullptr}, {"test_code", code}, {"task_id", task}};
}

Json test_of(const outcome::TestOutcome& failure, const std::string& code, std::size_t task) {
  Json test = test_of(failure.test, is_error(failure.outcome) ? "error" : "fail", code, task);
  outcome::TestOutcome story = failure;
  story.printed.clear();  // it has a place of its own
  test["message"] = plain(outcome::render(story));
  if (!failure.printed.empty()) test["output"] = output_of(failure.printed);
  return test;
}

Json tests_of(const std::string& stage, const outcome::TaskResult& task, std::size_t number) {
  Json tests = Json::array();
  for (const outcome::TestOutcome& failure : task.failures) {
    const std::string code = command(stage, {failure.suite, failure.task, failure.test});
    tests.push_back(test_of(failure, code, number));
  }
  if (fails_unseen(task)) {
    tests.push_back(test_of(fmt::format("Hidden tests of {}", task.task), "fail", "", number));
  }
  for (const outcome::ExpectedTest& test : task.passing) {
    tests.push_back(test_of(test.test, "pass", command(stage, test), number));
  }
  return tests;
}

/// Why nothing could be tested; empty if something could.
std::string obstacle(const grader::Verdict& verdict) {
  if (!verdict.judged) return "The machine could not judge this submission. It is not your fault.";
  return verdict.problem;
}

std::string content(const std::string& stage, const grader::Verdict& verdict) {
  const std::string problem = obstacle(verdict);
  const bool all = verdict.summary.passed_tasks() == static_cast<int>(verdict.summary.tasks.size());
  Json json = {{"version", 3},
               {"status", !problem.empty() ? "error"
                          : all            ? "pass"
                                           : "fail"},
               {"message", nullptr},
               {"tests", Json::array()}};
  if (!problem.empty()) {
    json["message"] = plain(problem.substr(0, kMostMessage));
    return json_text(json);
  }
  std::size_t number = 0;
  for (const outcome::TaskResult& task : verdict.summary.tasks) {
    for (Json& test : tests_of(stage, task, ++number)) json["tests"].push_back(std::move(test));
  }
  return json_text(json);
}

}  // namespace

Pages exercism(const grader::ClassResult& result, const Options& options) {
  return for_every_student(
      result, options, "exercism", ".json",
      [&](const grader::Verdict& verdict) { return content(result.stage, verdict); });
}

}  // namespace descent::report
