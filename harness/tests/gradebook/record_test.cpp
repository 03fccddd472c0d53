#include "harness/gradebook/record.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "made_up.hpp"

namespace descent::gradebook {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

std::string why_refused(const std::string& text, const Key& key = kKey) {
  try {
    read_record(text, key);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "not refused";
}

TEST(Record, ComesBackAsItWas) {
  const std::string text = write_record(kJudge, verdict_of("ada"), kKey);
  const Record record = read_record(text, kKey);
  EXPECT_EQ(record.judge, kJudge);
  const grader::Verdict verdict = verdict_of("ada");
  EXPECT_EQ(record.verdict.id, verdict.id);
  EXPECT_EQ(record.verdict.name, verdict.name);
  EXPECT_EQ(record.verdict.sha256, verdict.sha256);
  EXPECT_EQ(record.verdict.seed, verdict.seed);
  EXPECT_EQ(record.verdict.tier, verdict.tier);
  EXPECT_EQ(record.verdict.judged, verdict.judged);
  EXPECT_EQ(record.verdict.notes, verdict.notes);
  EXPECT_EQ(record.verdict.ignored, verdict.ignored);
  EXPECT_EQ(record.verdict.at, verdict.at);
  EXPECT_EQ(record.verdict.seconds, verdict.seconds);
  ASSERT_EQ(record.verdict.summary.tasks.size(), 2U);
  EXPECT_EQ(record.verdict.summary.unexpected, verdict.summary.unexpected);
  for (std::size_t i = 0; i < 2; ++i) {
    const outcome::TaskResult &a = record.verdict.summary.tasks[i], &b = verdict.summary.tasks[i];
    EXPECT_EQ(a.task, b.task);
    EXPECT_EQ(a.outcome, b.outcome);
    EXPECT_EQ(a.points, b.points);
    EXPECT_EQ(a.earned, b.earned);
    EXPECT_EQ(a.tests, b.tests);
    EXPECT_EQ(a.passed, b.passed);
    EXPECT_EQ(a.passing, b.passing);
    EXPECT_EQ(a.failures, b.failures);
    EXPECT_EQ(a.mistakes, b.mistakes);
  }
  // And is written again to the same bytes.
  EXPECT_EQ(write_record(record.judge, record.verdict, kKey), text);
}

TEST(Record, IsOneLineWithSortedKeys) {
  const std::string text = write_record(kJudge, verdict_of("ada"), kKey);
  EXPECT_THAT(text, EndsWith("}\n"));
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1);
  std::string last;
  const auto json = nlohmann::ordered_json::parse(text);
  for (const auto& [key, value] : json.items()) {
    EXPECT_LT(last, key);
    last = key;
  }
}

TEST(Record, HoldsNothingThatIsDoneByHand) {
  grader::Verdict verdict = verdict_of("ada");
  const std::string before = write_record(kJudge, verdict, kKey);
  verdict.adjustments = {{.points = 100, .reason = "canary"}};
  verdict.comments = {{.text = "canary"}};
  EXPECT_EQ(write_record(kJudge, verdict, kKey), before);
}

TEST(Record, IsRefusedAfterAnyChange) {
  const std::string text = write_record(kJudge, verdict_of("ada"), kKey);
  const auto json = nlohmann::json::parse(text);
  for (const auto& [key, value] : json.items()) {
    auto changed = json;
    changed[key] = value.is_string() ? nlohmann::json("forged") : nlohmann::json(17);
    if (key == "key") {
      EXPECT_EQ(why_refused(changed.dump()), "another key has signed it");
    } else if (key == "signature") {
      EXPECT_THAT(why_refused(changed.dump()), HasSubstr("signature is wrong"));
    } else {
      EXPECT_THAT(why_refused(changed.dump()), HasSubstr("somebody has changed it")) << key;
    }
    changed.erase(key);
    EXPECT_THAT(why_refused(changed.dump()), Not(HasSubstr("not refused"))) << key;
  }
  auto more = json;
  more["earned"] = 100;
  EXPECT_THAT(why_refused(more.dump()), HasSubstr("somebody has changed it"));
  EXPECT_EQ(why_refused(json.dump(2)), "not refused") << "blanks are no change";
}

TEST(Record, IsRefusedFromAnotherKeyAndFromNobody) {
  const std::string text = write_record(kJudge, verdict_of("ada"), kKey);
  EXPECT_EQ(why_refused(text, Key("another secret of thirty-two characters")),
            "another key has signed it");
  for (const std::string& torn : {std::string(), text.substr(0, text.size() / 2), std::string("[]"),
                                  std::string("{\"signature\":1}"), std::string(1000, '[')}) {
    EXPECT_THAT(why_refused(torn), HasSubstr("it is no record"));
  }
}

TEST(Record, IsRefusedWithNumbersThatDoNotFit) {
  const auto json = nlohmann::json::parse(write_record(kJudge, verdict_of("ada"), kKey));
  for (const auto& number : {nlohmann::json(4294967298), nlohmann::json(2.5), nlohmann::json(1e300),
                             nlohmann::json(true), nlohmann::json("2")}) {
    auto changed = json;
    changed["tier"] = number;
    changed.erase("signature");
    changed["signature"] = kKey.sign(changed.dump());
    EXPECT_THAT(why_refused(changed.dump()), HasSubstr("a whole number was expected as 'tier'"))
        << number;
  }
}

TEST(Record, IsRefusedWhereItIsNestedWithoutEnd) {
  const std::string deep(1 << 20, '['), closed(1 << 20, ']');
  EXPECT_THAT(why_refused("{\"signature\":\"\",\"notes\":" + deep + closed + "}"),
              HasSubstr("nested too deeply"));
}

TEST(Record, TakesBytesThatAreNoText) {
  grader::Verdict verdict = verdict_of("ada");
  verdict.problem = "\xff\xfe broken \xc3";
  const Record record = read_record(write_record(kJudge, verdict, kKey), kKey);
  EXPECT_THAT(record.verdict.problem, HasSubstr(" broken "));
}

}  // namespace
}  // namespace descent::gradebook
