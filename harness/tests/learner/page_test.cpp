#include "harness/learner/page.hpp"

#include <gmock/gmock.h>

#include "../report/well_formed.hpp"

namespace descent::learner {
namespace {

using testing::HasSubstr;
using testing::Not;

// What a student's code can choose: what it prints, the texts of its exceptions, numbers' shapes.
const std::string kHostile =
    "</pre></style><script>alert(1)</script><img src=x onerror=alert(1)>\" onload=\"x &amp; "
    "\033[2J\u202E\x01 ]]>-->";

outcome::Summary failing(const std::string& words) {
  outcome::TestOutcome test;
  test.stage = "07-losses";
  test.suite = "public";
  test.task = "softmax_loss";
  test.test = "SoftmaxLoss.IsLnCAtChance";
  test.outcome = outcome::Outcome::failed;
  test.printed = words;
  test.findings.push_back({.problem = words,
                           .expected = words,
                           .yours = words,
                           .worst = words,
                           .why = words,
                           .likely = words,
                           .read = words,
                           .quoted = words});
  test.mistakes.push_back({"softmax_loss", words, words, words});
  outcome::TaskResult task;
  task.task = "softmax_loss";
  task.outcome = outcome::Outcome::failed;
  task.points = 10;
  task.tests = 1;
  task.failures = {test};
  outcome::Summary summary;
  summary.tasks = {task};
  return summary;
}

StageReport losses() {
  StageReport stage;
  stage.name = "07-losses";
  stage.title = "Losses";
  stage.summary = "How wrong a network is, as one number.";
  stage.points = 40;
  stage.earned = 10;
  stage.tasks = 4;
  stage.passed_tasks = 1;
  stage.begun = true;
  return stage;
}

CourseReport with(StageReport stage) { return {{std::move(stage)}, "2025-03-01 12:00 UTC"}; }

TEST(Page, AddsUpTheCourse) {
  StageReport later;
  later.name = "08-optimizers";
  later.title = "Optimizers";
  later.points = 60;
  later.tasks = 6;
  const std::string text = page({{losses(), later}, "2025-03-01 12:00 UTC"});
  EXPECT_THAT(text, HasSubstr("<strong>1</strong>of 10 functions pass"));
  EXPECT_THAT(text, HasSubstr("<strong>10</strong>of 100 points"));
  EXPECT_THAT(text, HasSubstr("<strong>0</strong>of 2 stages are done"));
  EXPECT_THAT(text, HasSubstr("not started"));
  EXPECT_THAT(text, Not(HasSubstr("id=\"s-08-optimizers\"")));
  EXPECT_EQ(report::not_well_formed(text), "");
}

TEST(Page, TellsEveryPartOfADiagnosis) {
  StageReport stage = losses();
  stage.judged = failing("x");
  stage.judged->tasks[0].failures[0].mistakes.clear();
  const std::string text = page(with(stage));
  for (const char* part : {"expected", "yours", "worst entry", "why", "likely reason", "read"}) {
    EXPECT_THAT(text, HasSubstr(std::string("<dt>") + part + "</dt>"));
  }
}

TEST(Page, ShowsNothingOfASubmissionAsMarkup) {
  StageReport stage = losses();
  stage.judged = failing(kHostile);
  StageReport broken = losses();
  broken.problem = kHostile;
  for (const StageReport& one : {stage, broken}) {
    const std::string text = page(with(one));
    EXPECT_EQ(report::not_well_formed(text), "");
    EXPECT_THAT(text, HasSubstr("&lt;script&gt;"));
    for (const char* markup : {"<script", "<img src=x", "\033", "\u202E", "\x01"}) {
      EXPECT_THAT(text, Not(HasSubstr(markup)));
    }
  }
}

TEST(Page, ShowsNamesOfTheCourseAsText) {
  StageReport stage = losses();
  stage.name = stage.title = stage.summary = kHostile;
  stage.picture = "<svg/>";
  const std::string text = page(with(stage));
  EXPECT_EQ(report::not_well_formed(text), "");
  EXPECT_THAT(text, Not(HasSubstr("<script")));
}

TEST(Page, EmbedsPicturesAsImages) {
  StageReport stage = losses();
  stage.picture = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
  const std::string text = page(with(stage));
  EXPECT_THAT(text, HasSubstr("<img src=\"data:image/svg+xml;base64," + base64(stage.picture)));
  EXPECT_THAT(text, Not(HasSubstr("<script")));
  EXPECT_THAT(text, HasSubstr("img-src data:"));
  for (const char* elsewhere : {"http://", "https://", "url(", "@import"}) {
    EXPECT_THAT(text, Not(HasSubstr(elsewhere)));
  }
}

TEST(Page, OfAnEmptyCourseIsAPage) {
  EXPECT_EQ(report::not_well_formed(page({{}, ""})), "");
  EXPECT_THAT(page({{}, ""}), HasSubstr("Nothing is started yet"));
}

// The vectors of RFC 4648, 10.
TEST(Base64, IsThatOfTheRfc) {
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("fo"), "Zm8=");
  EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(base64(std::string("\xFF\x00\xFE", 3)), "/wD+");
}

}  // namespace
}  // namespace descent::learner
