#include "harness/grader/results.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

namespace descent::grader {
namespace {

using nlohmann::json;
using outcome::Outcome;
using testing::UnorderedElementsAre;

ClassResult small_class() {
  outcome::TaskResult done;
  done.task = "relu";
  done.points = done.earned = 3;
  done.tests = done.passed = 7;
  outcome::TaskResult failed = done;
  failed.task = "sigmoid";
  failed.outcome = Outcome::failed;
  failed.earned = 0;
  failed.passed = 6;
  failed.mistakes.push_back({"sigmoid", "sigmoid_negated", "The sign is wrong.", "page"});
  ClassResult result{.stage = "05-units", .suites = {"public", "hidden"}, .seed = 9, .points = 6};
  result.verdicts.push_back({.id = "ada", .sha256 = "ab", .seed = 5});
  result.verdicts.front().summary.tasks = {done, failed};
  return result;
}

std::vector<std::string> fields(const json& object) {
  std::vector<std::string> names;
  for (const auto& item : object.items()) names.push_back(item.key());
  return names;
}

TEST(Results, HaveTheFieldsOfTheirDocumentation) {
  const json results = json::parse(results_json(small_class(), "2025-03-01T12:00:00Z"));
  EXPECT_THAT(fields(results), UnorderedElementsAre("schema", "descent", "stage", "suites",
                                                    "fingerprint", "seed", "points", "isolation",
                                                    "when", "seconds", "skipped", "submissions"));
  EXPECT_EQ(results.at("schema"), kResultsSchema);
  EXPECT_EQ(results.at("when"), "2025-03-01T12:00:00Z");
  EXPECT_THAT(fields(results.at("isolation")),
              UnorderedElementsAre("landlock", "seccomp", "bubblewrap"));
  const json& ada = results.at("submissions").at(0);
  EXPECT_THAT(fields(ada),
              UnorderedElementsAre("id", "sha256", "seed", "judged", "points", "earned", "message",
                                   "tasks", "notes", "ignored", "seconds"));
  EXPECT_EQ(ada.at("points"), 6);
  EXPECT_EQ(ada.at("earned"), 3);
  EXPECT_EQ(ada.at("message"), "sigmoid: The sign is wrong.");
  EXPECT_EQ(ada.at("tasks").at(1),
            json::parse(R"({"task": "sigmoid", "outcome": "failed", "points": 3, "earned": 0,
                            "tests": 7, "passed": 6, "message": "The sign is wrong.",
                            "mistakes": [{"id": "sigmoid_negated", "sentence": "The sign is wrong.",
                                          "read": "page"}]})"));
}

TEST(Results, WhatCouldNotBeJudgedIsUnknownAndNotZero) {
  ClassResult result = small_class();
  Verdict& ada = result.verdicts.front();
  ada.judged = false;
  ada.summary.tasks[0].outcome = Outcome::infrastructure;
  ada.summary.tasks[0].earned = 0;
  ada.notes = {"Attempt 1: no memory.", "Attempt 2: no memory."};
  EXPECT_FALSE(result.all_judged());
  const json submission = json::parse(results_json(result, "")).at("submissions").at(0);
  EXPECT_EQ(submission.at("judged"), false);
  EXPECT_TRUE(submission.at("earned").is_null());
  EXPECT_TRUE(submission.at("tasks").at(0).at("earned").is_null());
  EXPECT_EQ(submission.at("tasks").at(1).at("earned"), 0);
  EXPECT_EQ(submission.at("message"), "Attempt 2: no memory.");
}

TEST(Results, SurviveBytesThatAreNoText) {
  ClassResult result = small_class();
  result.verdicts.front().notes = {"\xff\xfe"};
  EXPECT_TRUE(json::accept(results_json(result, "")));
}

}  // namespace
}  // namespace descent::grader
