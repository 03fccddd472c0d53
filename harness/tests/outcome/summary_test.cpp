#include "harness/outcome/summary.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

namespace descent::outcome {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Manifest manifest() {
  Manifest result;
  result.stage = "01-things";
  result.tasks = {{"first", "First", 3, {}, ""}, {"second", "Second", 5, {}, ""}};
  return result;
}

const std::vector<ExpectedTest> kExpected = {{"public", "first", "First.A"},
                                             {"hidden", "first", "First.B"},
                                             {"public", "second", "Second.A"}};

TestOutcome said(const ExpectedTest& test, Outcome outcome,
                 const std::vector<std::string>& mistakes = {}) {
  TestOutcome result{"01-things", test.suite, test.task, test.test, outcome, {}, {}, "", 0};
  for (const std::string& id : mistakes) result.mistakes.push_back({"f", id, "You did " + id, ""});
  return result;
}

std::vector<TestOutcome> all(Outcome a, Outcome b, Outcome c) {
  return {said(kExpected[0], a), said(kExpected[1], b), said(kExpected[2], c)};
}

Summary summary_of(const std::vector<TestOutcome>& record,
                   Outcome missing = Outcome::build_failed) {
  return summarize(manifest(), kExpected, record, missing);
}

const std::vector<TestOutcome> kAllPassed = all(Outcome::passed, Outcome::passed, Outcome::passed);

TEST(Summary, GivesAllPointsWhereEverythingPassed) {
  const Summary summary = summary_of(kAllPassed);
  EXPECT_EQ(summary.points(), 8);
  EXPECT_EQ(summary.earned(), 8);
  EXPECT_EQ(summary.passed_tasks(), 2);
  EXPECT_THAT(summary.unexpected, IsEmpty());
  EXPECT_EQ(summary.tasks[0].tests, 2);
  EXPECT_EQ(summary.tasks[0].passed, 2);
}

TEST(Summary, GivesNoPointsForATaskWithOneFailure) {
  const Summary summary = summary_of(all(Outcome::passed, Outcome::failed, Outcome::passed));
  EXPECT_EQ(summary.earned(), 5);
  EXPECT_EQ(summary.tasks[0].outcome, Outcome::failed);
  EXPECT_EQ(summary.tasks[0].passed, 1);
  ASSERT_EQ(summary.tasks[0].failures.size(), 1u);
  EXPECT_EQ(summary.tasks[0].failures[0].test, "First.B");
  EXPECT_EQ(summary.tasks[1].outcome, Outcome::passed);
}

TEST(Summary, CountsAMissingTestAsWhatTheCallerSays) {
  std::vector<TestOutcome> record = kAllPassed;
  record.erase(record.begin());
  for (const Outcome missing : {Outcome::build_failed, Outcome::infrastructure}) {
    const Summary summary = summary_of(record, missing);
    EXPECT_EQ(summary.tasks[0].outcome, missing);
    EXPECT_EQ(summary.tasks[0].earned, 0);
    EXPECT_EQ(summary.tasks[0].failures.at(0).test, "First.A");
    EXPECT_EQ(summary.tasks[1].earned, 5);
  }
  EXPECT_EQ(summary_of({}).earned(), 0);
}

TEST(Summary, TrustsNoTestThatIsThereTwice) {
  std::vector<TestOutcome> record = kAllPassed;
  record.push_back(record[0]);
  const Summary summary = summary_of(record);
  EXPECT_EQ(summary.tasks[0].outcome, Outcome::infrastructure);
  EXPECT_EQ(summary.tasks[0].earned, 0);
  EXPECT_EQ(summary.tasks[1].earned, 5);
  // A failure beside a forged success is not washed clean either.
  record[0].outcome = Outcome::failed;
  EXPECT_EQ(summary_of(record).tasks[0].earned, 0);
}

TEST(Summary, FlagsWhatNoSuiteHas) {
  std::vector<TestOutcome> record = kAllPassed;
  record.push_back(said({"public", "first", "First.Forged"}, Outcome::passed));
  record.push_back(said({"public", "second", "First.A"}, Outcome::passed));  // the wrong task
  record.push_back(said({"hidden", "first", "First.A"}, Outcome::passed));   // the wrong suite
  const Summary summary = summary_of(record);
  EXPECT_THAT(summary.unexpected, ElementsAre("First.Forged", "First.A", "First.A"));
  EXPECT_EQ(summary.earned(), 8);
}

TEST(Summary, TakesNothingFromAnotherStage) {
  std::vector<TestOutcome> record = kAllPassed;
  record[2].stage = "02-others";
  const Summary summary = summary_of(record);
  EXPECT_EQ(summary.tasks[1].earned, 0);
  EXPECT_THAT(summary.unexpected, ElementsAre("Second.A"));
}

TEST(Summary, GivesNoPointsForATaskWithoutTests) {
  const Summary summary =
      summarize(manifest(), {kExpected[0]}, {said(kExpected[0], Outcome::passed)}, Outcome::failed);
  EXPECT_EQ(summary.tasks[0].earned, 3);
  EXPECT_EQ(summary.tasks[1].outcome, Outcome::infrastructure);
  EXPECT_EQ(summary.tasks[1].earned, 0);
}

Outcome joined(Outcome a, Outcome b) {
  return summary_of(all(a, b, Outcome::passed)).tasks[0].outcome;
}

TEST(Summary, CallsATaskNotStartedWhereverOneTestSaysSo) {
  EXPECT_EQ(joined(Outcome::failed, Outcome::not_started), Outcome::not_started);
  EXPECT_EQ(joined(Outcome::crashed, Outcome::not_started), Outcome::not_started);
  EXPECT_EQ(joined(Outcome::passed, Outcome::not_started), Outcome::not_started);
}

TEST(Summary, PutsOurOwnTroubleFirst) {
  EXPECT_EQ(joined(Outcome::not_started, Outcome::infrastructure), Outcome::infrastructure);
  EXPECT_EQ(joined(Outcome::failed, Outcome::infrastructure), Outcome::infrastructure);
}

TEST(Summary, ElseSaysWhatTheFirstFailureIs) {
  EXPECT_EQ(joined(Outcome::failed, Outcome::crashed), Outcome::failed);
  EXPECT_EQ(joined(Outcome::timed_out, Outcome::failed), Outcome::timed_out);
}

std::vector<std::string> voted(const std::vector<std::vector<std::string>>& per_test) {
  std::vector<ExpectedTest> expected;
  std::vector<TestOutcome> record;
  for (std::size_t i = 0; i < per_test.size(); ++i) {
    expected.push_back({"public", "first", "First." + std::to_string(i)});
    record.push_back(said(expected.back(), Outcome::failed, per_test[i]));
  }
  std::vector<std::string> ids;
  const Summary summary = summarize(manifest(), expected, record, Outcome::failed);
  for (const auto& mistake : summary.tasks[0].mistakes) ids.push_back(mistake.id);
  return ids;
}

TEST(Summary, NamesTheMistakeThatExplainsMostFailures) {
  EXPECT_THAT(voted({{"a", "b"}, {"b"}, {"c", "b"}}), ElementsAre("b"));
  EXPECT_THAT(voted({{"a"}, {}, {}}), ElementsAre("a"));
  EXPECT_THAT(voted({{}, {}}), IsEmpty());
}

TEST(Summary, NamesAllMistakesThatExplainEquallyMany) {
  EXPECT_THAT(voted({{"b", "a"}, {"a", "b"}, {"c"}}), ElementsAre("b", "a"));
}

TestOutcome rich() {
  TestOutcome outcome = said(kExpected[0], Outcome::timed_out, {"a"});
  outcome.findings = {{"problem", "expected", "yours", "worst", "why", "likely", "read"}, {"two"}};
  outcome.findings[1].quoted = "its own words";
  outcome.printed = "σ \"quoted\"\n\t\x1b[31m";
  outcome.seconds = 0.125;
  outcome.used_seconds = 0.0625;
  return outcome;
}

TEST(Outcomes, ComeBackFromJson) {
  const nlohmann::json json = rich();
  EXPECT_EQ(nlohmann::json::parse(json.dump()).get<TestOutcome>(), rich());
}

TEST(Outcomes, HaveNamesThatComeBack) {
  for (int i = 0; i <= static_cast<int>(Outcome::infrastructure); ++i) {
    const auto outcome = static_cast<Outcome>(i);
    EXPECT_EQ(outcome_from(name(outcome)), outcome);
  }
  EXPECT_THROW(outcome_from("Passed"), std::invalid_argument);
  EXPECT_THROW(outcome_from(""), std::invalid_argument);
}

const std::string kFirstLine =
    R"({"expected":[{"suite":"public","task":"first","test":"First.A"}]})";
const std::string kSecondLine = nlohmann::json(rich()).dump();

Record record_of(const std::string& text) {
  std::istringstream in(text);
  return read_record(in);
}

TEST(Records, ComeBackWhole) {
  const Record record = record_of(kFirstLine + '\n' + kSecondLine + '\n');
  EXPECT_EQ(record.complaint, "");
  EXPECT_THAT(record.expected, ElementsAre(kExpected[0]));
  EXPECT_THAT(record.outcomes, ElementsAre(rich()));
}

TEST(Records, ComplainWhenEmpty) { EXPECT_EQ(record_of("").complaint, "the record is empty"); }

TEST(Records, ComplainWithoutTheFirstLine) {
  EXPECT_THAT(record_of(kSecondLine + '\n').complaint, HasSubstr("cannot be read"));
  EXPECT_THAT(record_of("[]\n").complaint, HasSubstr("cannot be read"));
  EXPECT_THAT(record_of("\n" + kFirstLine + "\n").complaint, HasSubstr("cannot be read"));
}

TEST(Records, KeepWhatStandsBeforeATear) {
  const std::string text = kFirstLine + '\n' + kSecondLine + '\n' + kSecondLine;
  const std::size_t whole = kFirstLine.size() + 1 + kSecondLine.size();
  for (std::size_t size = 1; size < text.size(); ++size) {
    const Record record = record_of(text.substr(0, size));
    const bool at_the_end_of_a_line = size == kFirstLine.size() || size == kFirstLine.size() + 1 ||
                                      size == whole || size == whole + 1;
    EXPECT_EQ(record.complaint.empty(), at_the_end_of_a_line) << size << " bytes";
    EXPECT_EQ(record.expected.size(), size < kFirstLine.size() ? 0u : 1u) << size;
    EXPECT_EQ(record.outcomes.size(), size < whole ? 0u : 1u) << size;
  }
}

TEST(Records, ComplainAboutLinesThatAreNoOutcome) {
  for (const std::string line :
       {"null", "[]", "{}", "7", R"({"stage":"01-things"})", R"({"expected":[]})"}) {
    const Record record = record_of(kFirstLine + '\n' + line + '\n' + kSecondLine + '\n');
    EXPECT_THAT(record.complaint, HasSubstr("cannot be read")) << line;
    EXPECT_THAT(record.outcomes, IsEmpty()) << "nothing after it counts: " << line;
  }
  nlohmann::json unknown = rich();
  unknown["outcome"] = "perfect";
  EXPECT_THAT(record_of(kFirstLine + '\n' + unknown.dump()).complaint,
              HasSubstr("unknown outcome 'perfect'"));
}

}  // namespace
}  // namespace descent::outcome
