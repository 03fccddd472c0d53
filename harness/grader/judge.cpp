#include "harness/grader/judge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "harness/course/digest.hpp"

namespace descent::grader {
namespace {

namespace fs = std::filesystem;
using outcome::Outcome;

bool could_be_judged(const course::Judgement& judgement) {
  return judgement.complaint.empty() &&
         std::none_of(judgement.summary.tasks.begin(), judgement.summary.tasks.end(),
                      [](const auto& task) { return task.outcome == Outcome::infrastructure; });
}

}  // namespace

std::vector<outcome::ExpectedTest> expected_tests(const course::Stage& stage) {
  std::vector<outcome::ExpectedTest> tests;
  for (const std::string& suite : stage.suites) {
    const std::string list = course::listed_by_checker(stage, suite, {"--list"});
    for (const auto& json : nlohmann::json::parse(list)) {
      tests.push_back({json.at("suite"), json.at("task"), json.at("test")});
    }
  }
  return tests;
}

std::string fingerprint(const course::Stage& stage) {
  std::string digests = course::sha256(course::read_file(stage.manifest_file));
  for (const std::string& suite : stage.suites) {
    digests += course::sha256(course::read_file(stage.checker(suite)));
  }
  if (stage.solutions) digests += course::sha256(course::read_file(*stage.solutions));
  return course::sha256(digests);
}

void judge(const course::Course& course, const course::Stage& stage, const fs::path& object,
           const Options& options, Verdict& verdict) {
  for (int attempt = 1; attempt <= 2; ++attempt) {
    course::Judgement judgement =
        course::judge(course, stage, stage.suites, {.object = object, .bind = ""},
                      {.task = "",
                       .seed = verdict.seed,
                       .wall_seconds = options.suite_seconds,
                       .tier = verdict.tier});
    verdict.judged = could_be_judged(judgement);
    verdict.summary = std::move(judgement.summary);
    for (const std::string& test : verdict.summary.unexpected) {
      verdict.notes.push_back(fmt::format("The record holds {}, which no suite has.", test));
    }
    if (verdict.judged) return;
    verdict.notes.push_back(fmt::format(
        "Attempt {}: {}.", attempt,
        judgement.complaint.empty() ? "a test could not be judged" : judgement.complaint));
  }
}

}  // namespace descent::grader
