#include <gmock/gmock.h>

#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "harness/report/report.hpp"
#include "harness/report/results.hpp"
#include "harness/tests/report/made_up.hpp"

namespace descent::report {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

const Options kOptions = {.when = "2025-03-01T12:00:00Z"};

/// The one page of a class of one.
json only(const std::string& kind, const grader::Verdict& verdict,
          const Options& options = kOptions) {
  const std::vector<Page> pages = make(kind, made_up::class_of({verdict}), options);
  EXPECT_THAT(pages, SizeIs(1));
  return json::parse(pages.at(0).content);
}

/// "string", "number", "boolean", "array", "object", "null"; alternatives with a bar between.
using Fields = std::map<std::string, std::string>;

/// Exactly these fields, each of its type; a name with "?" may be missing.
void expect_fields(const json& object, const Fields& fields, const std::string& where) {
  std::size_t known = 0;
  for (const auto& [name, types] : fields) {
    const bool optional = name.back() == '?';
    const std::string key = optional ? name.substr(0, name.size() - 1) : name;
    if (!object.contains(key)) {
      EXPECT_TRUE(optional) << where << " lacks " << key;
      continue;
    }
    ++known;
    EXPECT_THAT("|" + types + "|", HasSubstr("|" + std::string(object[key].type_name()) + "|"))
        << where << "." << key;
  }
  EXPECT_EQ(known, object.size()) << where << " has a field that is not documented: " << object;
}

const Fields kFinding = {{"problem", "string"}, {"quoted", "string"}, {"expected", "string"},
                         {"yours", "string"},   {"worst", "string"},  {"why", "string"},
                         {"likely", "string"},  {"read", "string"}};
const Fields kMistake = {
    {"id", "string"}, {"exercise", "string"}, {"sentence", "string"}, {"read", "string"}};

TEST(ResultsJson, HasTheFieldsOfItsDocumentation) {
  const std::vector<Page> pages = make("json", made_up::every_kind(), kOptions);
  ASSERT_THAT(pages, SizeIs(1));
  EXPECT_EQ(pages[0].path, "results.json");
  const json results = json::parse(pages[0].content);
  expect_fields(results,
                {{"schema", "number"},
                 {"descent", "string"},
                 {"stage", "string"},
                 {"title", "string"},
                 {"suites", "array"},
                 {"fingerprint", "string"},
                 {"seed", "number"},
                 {"points", "number"},
                 {"tier", "number"},
                 {"when", "string"},
                 {"seconds", "number"},
                 {"skipped", "array"},
                 {"submissions", "array"}},
                "results");
  EXPECT_EQ(results["schema"], kResultsSchema);
  EXPECT_EQ(results["schema"], 2);
  EXPECT_EQ(results["when"], kOptions.when);
  ASSERT_THAT(results["submissions"], SizeIs(6));
  for (const json& submission : results["submissions"]) {
    expect_fields(submission,
                  {{"id", "string"},
                   {"name", "string"},
                   {"sha256", "string"},
                   {"seed", "number"},
                   {"tier", "number"},
                   {"judged", "boolean"},
                   {"points", "number"},
                   {"earned", "number|null"},
                   {"adjustments", "array"},
                   {"comments", "array"},
                   {"problem", "string"},
                   {"message", "string"},
                   {"tasks", "array"},
                   {"notes", "array"},
                   {"ignored", "array"},
                   {"at", "string"},
                   {"seconds", "number"}},
                  "submission");
    for (const json& task : submission["tasks"]) {
      expect_fields(task,
                    {{"task", "string"},
                     {"outcome", "string"},
                     {"points", "number"},
                     {"earned", "number|null"},
                     {"tests", "number"},
                     {"passed", "number"},
                     {"mistakes", "array"},
                     {"message", "string"},
                     {"failing", "array"}},
                    "task");
      for (const json& mistake : task["mistakes"]) expect_fields(mistake, kMistake, "mistake");
      for (const json& test : task["failing"]) {
        expect_fields(test,
                      {{"suite", "string"},
                       {"test", "string"},
                       {"outcome", "string"},
                       {"findings", "array"},
                       {"mistakes", "array"},
                       {"printed", "string"},
                       {"seconds", "number"}},
                      "failing");
        for (const json& finding : test["findings"]) expect_fields(finding, kFinding, "finding");
        for (const json& mistake : test["mistakes"]) expect_fields(mistake, kMistake, "mistake");
      }
    }
  }
}

/// The names of all fields, at any depth.
void collect(const json& value, std::set<std::string>& names) {
  if (value.is_object()) {
    for (const auto& [name, item] : value.items()) names.insert(name);
  }
  if (!value.is_structured()) return;
  for (const json& item : value) collect(item, names);
}

TEST(ResultsJson, IsDocumentedFieldForField) {
  std::ifstream file(DESCENT_SOURCE_DIR "/docs/reference/results.md");
  const std::string text(std::istreambuf_iterator<char>(file), {});
  std::set<std::string> names;
  collect(json::parse(make("json", made_up::every_kind(), kOptions).at(0).content), names);
  EXPECT_GT(names.size(), 40U);
  for (const std::string& name : names) EXPECT_THAT(text, HasSubstr('`' + name + '`'));
}

TEST(ResultsJson, ShowsEverything) {
  const json bob =
      only("json", made_up::partly(), {.hidden_tests = Visibility::hidden})["submissions"][0];
  const json finding = bob["tasks"][0]["failing"][0]["findings"][0];
  EXPECT_EQ(finding["expected"], "CANARYexpected");
  EXPECT_EQ(finding["quoted"], "CANARYquoted");
  EXPECT_EQ(bob["notes"], json::array({"CANARYnote"}));
  EXPECT_EQ(bob["seed"], 8675309);
}

TEST(ResultsJson, WhatCouldNotBeJudgedIsUnknownAndNotZero) {
  const json eve = only("json", made_up::unjudged())["submissions"][0];
  EXPECT_EQ(eve["judged"], false);
  EXPECT_TRUE(eve["earned"].is_null());
  EXPECT_TRUE(eve["tasks"][0]["earned"].is_null());
}

TEST(ResultsJson, CountsWhatWasChangedByHand) {
  const json dora = only("json", made_up::adjusted())["submissions"][0];
  EXPECT_EQ(dora["earned"], 5);
  expect_fields(dora["adjustments"][0],
                {{"task", "string"},
                 {"points", "number"},
                 {"reason", "string"},
                 {"by", "string"},
                 {"at", "string"}},
                "adjustment");
  expect_fields(dora["comments"][0], {{"text", "string"}, {"by", "string"}, {"at", "string"}},
                "comment");
}

TEST(Gradescope, HasTheFieldsOfItsSpecification) {
  for (const Page& page : make("gradescope", made_up::every_kind(), kOptions)) {
    const json results = json::parse(page.content);
    expect_fields(results,
                  {{"score?", "number"},
                   {"execution_time?", "number"},
                   {"output", "string"},
                   {"output_format", "string"},
                   {"visibility", "string"},
                   {"stdout_visibility", "string"},
                   {"extra_data", "object"},
                   {"tests?", "array"}},
                  page.path);
    EXPECT_EQ(results.contains("score"), results.contains("tests"));
    if (!results.contains("tests")) continue;
    for (const json& test : results["tests"]) {
      expect_fields(test,
                    {{"score", "number"},
                     {"max_score", "number"},
                     {"status", "string"},
                     {"name", "string"},
                     {"name_format", "string"},
                     {"number", "string"},
                     {"output", "string"},
                     {"output_format", "string"},
                     {"tags", "array"},
                     {"visibility", "string"},
                     {"extra_data", "object"}},
                    page.path);
      EXPECT_THAT(test["status"], testing::AnyOf("passed", "failed"));
      EXPECT_EQ(test["visibility"], "visible");
    }
  }
}

TEST(Gradescope, HasATaskForATestInTheManifestsOrder) {
  const json results = only("gradescope", made_up::adjusted());
  EXPECT_EQ(results["score"], 5);
  ASSERT_THAT(results["tests"], SizeIs(2));
  EXPECT_EQ(results["tests"][0]["name"], "relu");
  EXPECT_EQ(results["tests"][0]["number"], "1");
  EXPECT_EQ(results["tests"][1]["name"], "softmax");
  EXPECT_EQ(results["tests"][1]["max_score"], 20);
  EXPECT_EQ(results["tests"][1]["status"], "failed");
  const std::string output = results["tests"][0]["output"];
  EXPECT_THAT(output, HasSubstr("The sign of the gradient is wrong."));
  EXPECT_THAT(output, HasSubstr("relu.HasItsShape passed"));
  EXPECT_THAT(std::string(results["output"]), HasSubstr("+7 points for relu: An honest slip"));
}

TEST(Gradescope, HasNoScoreWhereNobodyJudged) {
  EXPECT_FALSE(only("gradescope", made_up::unjudged()).contains("score"));
}

TEST(Exercism, HasTheFieldsOfItsInterface) {
  for (const Page& page : make("exercism", made_up::every_kind(), kOptions)) {
    const json results = json::parse(page.content);
    expect_fields(results,
                  {{"version", "number"},
                   {"status", "string"},
                   {"message", "string|null"},
                   {"tests", "array"}},
                  page.path);
    EXPECT_EQ(results["version"], 3);
    EXPECT_THAT(results["status"], testing::AnyOf("pass", "fail", "error"));
    EXPECT_EQ(results["status"] == "error", results["message"].is_string());
    int failing = 0;
    for (const json& test : results["tests"]) {
      expect_fields(test,
                    {{"name", "string"},
                     {"status", "string"},
                     {"message", "string|null"},
                     {"output", "string|null"},
                     {"test_code", "string"},
                     {"task_id", "number"}},
                    page.path);
      EXPECT_THAT(test["status"], testing::AnyOf("pass", "fail", "error"));
      failing += test["status"] != "pass";
    }
    EXPECT_EQ(results["status"] == "fail", failing > 0);
  }
}

TEST(Exercism, TellsHowEachTestEnded) {
  EXPECT_EQ(only("exercism", made_up::full())["status"], "pass");
  const json bob = only("exercism", made_up::partly());
  EXPECT_EQ(bob["status"], "fail");
  EXPECT_EQ(bob["tests"][0]["status"], "fail");
  EXPECT_EQ(bob["tests"][0]["task_id"], 1);
  EXPECT_EQ(bob["tests"].back()["task_id"], 2);
  EXPECT_THAT(bob["tests"].dump(), HasSubstr("\"error\""));  // the crash
  const json carl = only("exercism", made_up::unbuilt());
  EXPECT_EQ(carl["status"], "error");
  EXPECT_THAT(std::string(carl["message"]), HasSubstr("expected ';'"));
}

TEST(Exercism, FailsWhereOnlyHiddenTestsDo) {
  const json bob = only("exercism", made_up::partly(), {.hidden_tests = Visibility::hidden});
  EXPECT_THAT(bob["tests"].dump(), HasSubstr("Hidden tests of softmax"));
}

TEST(Exercism, CutsWhatWasPrinted) {
  grader::Verdict loud = made_up::hostile();
  for (const char* letter : {"x", "λ", "🦊"}) {
    std::string& printed = loud.summary.tasks[0].failures[0].printed;
    printed.clear();
    while (printed.size() < 5000) printed += letter;
    const std::string output = only("exercism", loud)["tests"][0]["output"];
    EXPECT_LE(output.size(), 500U);
    EXPECT_GT(output.size(), 440U);
    EXPECT_THAT(output, HasSubstr("Output was truncated. Please limit to 500 chars"));
    EXPECT_THAT(output, Not(HasSubstr("\xEF\xBF\xBD")));  // no half character
  }
}

TEST(Classroom, HasTheFieldsOfItsSchema) {
  const std::regex time(R"(\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ)");
  for (const Page& page : make("classroom", made_up::every_kind(), kOptions)) {
    const json result = json::parse(page.content);
    expect_fields(result,
                  {{"schema", "string"},
                   {"classroom", "string"},
                   {"assignment", "string"},
                   {"assignment_type", "string"},
                   {"owner", "string"},
                   {"submission", "string"},
                   {"commit", "string"},
                   {"release", "string"},
                   {"review", "string"},
                   {"datetime", "string"},
                   {"score", "number"},
                   {"max-score", "number"},
                   {"tests", "array"}},
                  page.path);
    EXPECT_EQ(result["schema"], "classroom50/result/v1");
    for (const auto& [name, value] : result.items()) {
      EXPECT_NE(value, "") << name;
    }
    EXPECT_TRUE(std::string(result["submission"]).starts_with("submit/"));
    EXPECT_TRUE(std::regex_match(std::string(result["datetime"]), time));
    EXPECT_TRUE(result["score"].is_number_integer());
    EXPECT_GE(result["score"], 0);
    EXPECT_LE(result["score"], result["max-score"]);
    for (const json& test : result["tests"]) {
      expect_fields(test,
                    {{"test-name", "string"},
                     {"passed", "boolean"},
                     {"score", "number"},
                     {"max-score", "number"},
                     {"message", "string"}},
                    page.path);
      EXPECT_LE(test["score"], test["max-score"]);
    }
  }
}

TEST(Classroom, SaysWhatTheRunnerSaid) {
  Options options = kOptions;
  options.classroom = {"cs", "hello", "group", "alice", "submit/x", "https://c", "https://r", ""};
  const json result = only("classroom", made_up::full(), options);
  EXPECT_EQ(result["classroom"], "cs");
  EXPECT_EQ(result["assignment"], "hello");
  EXPECT_EQ(result["assignment_type"], "group");
  EXPECT_EQ(result["owner"], "alice");
  EXPECT_EQ(result["submission"], "submit/x");
  EXPECT_EQ(result["review"], "https://c");  // the commit, where there is nothing to compare
}

TEST(Classroom, GivesNoMoreThanThereIs) {
  grader::Verdict rich = made_up::full();
  rich.adjustments = {{"", 100, "", "", ""}};
  EXPECT_EQ(only("classroom", rich)["score"], 30);
  EXPECT_EQ(only("classroom", made_up::unjudged())["max-score"], 0);
}

TEST(Reports, AreNamedAfterTheirStudents) {
  std::vector<std::string> paths;
  for (const Page& page :
       make("gradescope", made_up::class_of({made_up::full("ada"), made_up::full("../B")}),
            kOptions)) {
    paths.push_back(page.path);
  }
  EXPECT_THAT(paths, ElementsAre("gradescope/ada.json", "gradescope/~2e.~2f~42.json"));
}

TEST(Reports, OfAnUnknownKindAreRefused) {
  EXPECT_THAT(kinds(), ElementsAre("json", "junit", "gradescope", "exercism", "classroom", "csv",
                                   "markdown", "html"));
  try {
    make("pdf", made_up::every_kind(), kOptions);
    FAIL() << "accepted";
  } catch (const std::invalid_argument& error) {
    EXPECT_THAT(error.what(), HasSubstr("json, junit"));
  }
}

}  // namespace
}  // namespace descent::report
