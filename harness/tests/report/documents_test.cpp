#include <gmock/gmock.h>

#include <set>

#include "harness/report/report.hpp"
#include "harness/tests/report/made_up.hpp"
#include "harness/tests/report/well_formed.hpp"

namespace descent::report {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const Options kOptions = {.when = "2025-03-01T12:00:00Z"};

std::vector<std::string> paths(const std::vector<Page>& pages) {
  std::vector<std::string> all;
  for (const Page& page : pages) all.push_back(page.path);
  return all;
}

std::string page(const std::string& kind, const grader::ClassResult& result,
                 const std::string& path, const Options& options = kOptions) {
  for (const Page& page : make(kind, result, options)) {
    if (page.path == path) return page.content;
  }
  ADD_FAILURE() << "there is no page " << path;
  return "";
}

int count(const std::string& text, const std::string& part) {
  int times = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++times;
  }
  return times;
}

TEST(WellFormed, SeesWhatIsNot) {
  EXPECT_EQ(not_well_formed("<a x=\"1\"><b/>t &amp; u<br></a>"), "");
  for (const char* wrong :
       {"<a>", "<a></b>", "a & b", "<a x=\"<\">", "</a>", "a > b", "<a", "\x1b"}) {
    EXPECT_NE(not_well_formed(wrong), "") << wrong;
  }
}

TEST(Junit, IsWellFormedAndCountsRight) {
  const std::string xml = page("junit", made_up::every_kind(), "junit.xml");
  EXPECT_EQ(not_well_formed(xml), "");
  EXPECT_EQ(count(xml, "<testsuite "), 6);
  EXPECT_EQ(count(xml, "<properties>"), 6);
  EXPECT_EQ(count(xml, "<testcase "), 4 + 7 + 2 + 7 + 4 + 5);
}

TEST(Junit, HasTheAttributesOfItsSchema) {
  const std::string xml = page("junit", made_up::class_of({made_up::partly()}), "junit.xml");
  EXPECT_THAT(xml, HasSubstr("<testsuite id=\"0\" package=\"07-losses\" name=\"bob\" "
                             "timestamp=\"2025-03-01T12:00:00\" hostname=\"localhost\" tests=\"7\" "
                             "failures=\"2\" errors=\"1\" skipped=\"0\" time=\"1.500\">"));
  EXPECT_THAT(xml, HasSubstr("<testcase classname=\"07-losses.hidden.softmax\" "
                             "name=\"softmax.HidesItsName\" time=\"0.000\">"));
  EXPECT_THAT(xml, HasSubstr("<error type=\"crashed\" message=\""));
  EXPECT_THAT(xml, HasSubstr("<failure type=\"failed\" message=\""));
  EXPECT_THAT(page("junit", made_up::class_of({made_up::partly()}), "junit.xml",
                   {.hidden_tests = Visibility::full}),
              HasSubstr("CANARYexpected"));
}

TEST(Junit, SkipsWhatIsNotStarted) {
  const grader::Verdict idle = made_up::verdict(
      "a", "",
      {made_up::task(
          "relu", 1,
          {made_up::failing("public", "relu", "relu.A", outcome::Outcome::not_started)})});
  const std::string xml = page("junit", made_up::class_of({idle}), "junit.xml");
  EXPECT_THAT(xml, HasSubstr("<skipped/>"));
  EXPECT_THAT(xml, HasSubstr("failures=\"0\" errors=\"0\" skipped=\"1\""));
}

TEST(Csv, IsWhatMoodleAndCanvasRead) {
  grader::Verdict formula = made_up::full("=cmd");
  formula.name = "+A1, \"B\"";
  const grader::ClassResult result =
      made_up::class_of({made_up::full(), made_up::adjusted(), made_up::unjudged(), formula});
  EXPECT_EQ(page("csv", result, "grades.csv"),
            "\xEF\xBB\xBF\"ID number\",\"Full name\",Points,\"Points possible\",Feedback\r\n"
            "ada,\"Ada Lovelace\",30,30,\"2 of 2 tasks pass\"\r\n"
            "dora,Bob,5,30,\"0 of 2 tasks pass\"\r\n"
            "eve,\"Ada Lovelace\",,30,\"not judged yet\"\r\n"
            "'=cmd,\"'+A1, \"\"B\"\"\",30,30,\"2 of 2 tasks pass\"\r\n");
  EXPECT_EQ(page("csv", made_up::class_of({made_up::full()}), "canvas.csv"),
            "\xEF\xBB\xBFStudent,ID,\"SIS User ID\",\"SIS Login ID\",Section,07-losses\r\n"
            "\"Points Possible\",,,,,30\r\n\"Ada Lovelace\",,,ada,,30\r\n");
}

TEST(Csv, TellsPointsOnly) {
  for (const Page& page : make("csv", made_up::every_kind(), {.hidden_tests = Visibility::full})) {
    for (const std::string& canary : made_up::kCanaries) {
      EXPECT_THAT(page.content, Not(HasSubstr(canary)));
    }
    EXPECT_THAT(page.content, Not(HasSubstr("expected ';'")));
  }
}

TEST(JobSummary, OfOneStudentSaysWhatToMend) {
  const std::string text = page("markdown", made_up::class_of({made_up::adjusted()}), "summary.md");
  EXPECT_THAT(text, HasSubstr("## 07\\-losses · Loss functions"));
  EXPECT_THAT(text, HasSubstr("**5 of 30 points**, 0 of 2 tasks pass"));
  EXPECT_THAT(text, HasSubstr("| relu | 0/10 | The sign of the gradient is wrong\\. |"));
  EXPECT_THAT(text, HasSubstr("<details><summary><code>relu</code>: failed</summary>"));
  EXPECT_THAT(text, HasSubstr("Come and see me about softmax."));
}

TEST(JobSummary, OfAClassListsPoints) {
  const std::string text = page("markdown", made_up::every_kind(), "summary.md");
  EXPECT_THAT(text, HasSubstr("| ada | Ada Lovelace | 30/30 | 2/2 |"));
  EXPECT_THAT(text, HasSubstr("| eve | Ada Lovelace | \\?/30 | 0/2 |"));
  EXPECT_THAT(text, Not(HasSubstr("CANARY")));
}

TEST(JobSummary, GivesTheRunnerNoOrders) {
  for (const grader::ClassResult& result :
       {made_up::class_of({made_up::hostile()}), made_up::every_kind()}) {
    const std::string text = page("markdown", result, "summary.md");
    EXPECT_THAT(text, Not(HasSubstr("\n::")));
    EXPECT_THAT(text, Not(HasSubstr("##[")));
    EXPECT_THAT(text, Not(HasSubstr("<script")));
  }
}

TEST(Html, IsWellFormedWhateverStudentsWrote) {
  for (const Visibility visibility : {Visibility::hidden, Visibility::full}) {
    for (const Page& page : make("html", made_up::every_kind(), {.hidden_tests = visibility})) {
      EXPECT_EQ(not_well_formed(page.content), "") << page.path;
    }
  }
}

TEST(Html, LoadsNothingAndRunsNothing) {
  for (const Page& page : make("html", made_up::every_kind(), kOptions)) {
    EXPECT_THAT(page.content, HasSubstr("<meta http-equiv=\"Content-Security-Policy\" "
                                        "content=\"default-src 'none'; style-src 'unsafe-inline'; "
                                        "base-uri 'none'; form-action 'none'\">"));
    for (const char* harm : {"<script", "<img", "<link", "<iframe", "src=", "url(", "@import",
                             " on"
                             "click",
                             "javascript:"}) {
      EXPECT_THAT(page.content, Not(HasSubstr(harm))) << page.path;
    }
  }
}

TEST(Html, LinksToTheBookWhereThereIsOne) {
  const grader::ClassResult result = made_up::class_of({made_up::partly()});
  const std::string link = "<a href=\"https://book.example/docs/stages/07-losses.md#sign\">";
  EXPECT_THAT(page("html", result, "class.html"), Not(HasSubstr("https:")));
  EXPECT_THAT(page("html", result, "class.html", {.book = "https://book.example/"}),
              HasSubstr(link));
}

TEST(Html, EveryLinkOfTheClassLeadsSomewhere) {
  const std::string text = page("html", made_up::every_kind(), "class.html");
  std::set<std::string> ids;
  for (std::size_t at = text.find(" id=\""); at != std::string::npos;
       at = text.find(" id=\"", at + 1)) {
    const std::string id = text.substr(at + 5, text.find('"', at + 5) - at - 5);
    EXPECT_TRUE(ids.insert(id).second) << id << " stands twice";
  }
  int links = 0;
  for (std::size_t at = text.find("href=\"#"); at != std::string::npos;
       at = text.find("href=\"#", at + 1)) {
    const std::string id = text.substr(at + 7, text.find('"', at + 7) - at - 7);
    EXPECT_TRUE(ids.contains(id)) << id << " is not there";
    ++links;
  }
  EXPECT_GE(links, 12);  // to each of six students, and back
}

TEST(Html, TheClassShowsTheInstructorEverything) {
  const std::string text =
      page("html", made_up::every_kind(), "class.html", {.hidden_tests = Visibility::hidden});
  for (const std::string& canary : made_up::kCanaries) EXPECT_THAT(text, HasSubstr(canary));
  for (const char* part :
       {"mean of 30 points", "missing, or do not build", "could not be judged", "crash somewhere",
        "An honest slip of the pen.", "Come and see me about softmax.", "notes.txt",
        "<code>softmax_negated</code>", "The sign of the gradient is wrong."}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
}

TEST(Html, AStudentGetsAPageOfTheirOwn) {
  const std::vector<Page> pages =
      make("html", made_up::class_of({made_up::full("ada"), made_up::partly("bob")}), kOptions);
  EXPECT_THAT(paths(pages), ElementsAre("students/ada.html", "students/bob.html", "class.html"));
  EXPECT_THAT(pages[1].content, HasSubstr("0 of 30 points"));
  EXPECT_THAT(pages[1].content, Not(HasSubstr("Ada")));
}

}  // namespace
}  // namespace descent::report
