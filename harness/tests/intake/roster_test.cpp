#include "harness/intake/roster.hpp"

#include <gmock/gmock.h>

#include "harness/intake/csv.hpp"
#include "scratch.hpp"

namespace descent::intake {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<std::vector<std::string>> fields_of(std::string_view bytes) {
  std::vector<std::vector<std::string>> all;
  for (const CsvRow& row : parse_csv(bytes)) all.push_back(row.fields);
  return all;
}

TEST(Csv, IsReadAsTheStandardHasIt) {
  EXPECT_THAT(fields_of("a,b\r\nc,d\r\n"),
              ElementsAre(ElementsAre("a", "b"), ElementsAre("c", "d")));
  EXPECT_THAT(fields_of("a,b\nc,d"), ElementsAre(ElementsAre("a", "b"), ElementsAre("c", "d")));
  EXPECT_THAT(fields_of("\"a,b\",\"c\"\"d\",\"e\r\nf\""),
              ElementsAre(ElementsAre("a,b", "c\"d", "e\r\nf")));
  EXPECT_THAT(fields_of("\xEF\xBB\xBF\"a\""), ElementsAre(ElementsAre("a")));
  EXPECT_THAT(fields_of("a,,\n,\n"), ElementsAre(ElementsAre("a", "", ""), ElementsAre("", "")));
  EXPECT_THAT(fields_of("\n\na\n\n"), ElementsAre(ElementsAre("a")));
  EXPECT_THAT(fields_of(""), IsEmpty());
}

TEST(Csv, KnowsItsLines) {
  const std::vector<CsvRow> rows = parse_csv("a\n\"b\n\nc\"\n\nd");
  ASSERT_THAT(rows, SizeIs(3));
  EXPECT_EQ(rows[1].line, 2U);
  EXPECT_EQ(rows[2].line, 6U);
}

TEST(Csv, SaysWhereItIsWrong) {
  const auto line_of_error = [](std::string_view bytes) -> std::size_t {
    try {
      parse_csv(bytes);
    } catch (const CsvError& error) {
      return error.line();
    }
    return 0;
  };
  EXPECT_EQ(line_of_error("a\n\"b\n\n"), 2U);
  EXPECT_EQ(line_of_error("a\n\"b\"c\n"), 2U);
  EXPECT_EQ(line_of_error("a\nb\nc\"d\"\n"), 3U);
}

std::string complaint_about(std::string_view bytes) {
  return complaint_of([&] { parse_roster(bytes, "roster.csv"); });
}

TEST(Roster, HasItsColumnsInAnyOrder) {
  const std::vector<Student> students = parse_roster(
      "\xEF\xBB\xBF"
      "e-mail,Commit, NAME ,submission,id\r\n"
      "a@b,v1.0,\"Lovelace, Ada\",\"section 1/ada.zip\",ada\r\n"
      "\r\n"
      "=1+1,,=cmd(),, grace \r\n",
      "roster.csv");
  ASSERT_THAT(students, SizeIs(2));
  EXPECT_EQ(students[0].id, "ada");
  EXPECT_EQ(students[0].name, "Lovelace, Ada");
  EXPECT_EQ(students[0].submission, "section 1/ada.zip");
  EXPECT_EQ(students[0].commit, "v1.0");
  EXPECT_EQ(students[1].id, "grace");
  EXPECT_EQ(students[1].name, "=cmd()");  // only text here
}

TEST(Roster, NeedsOnlyIds) {
  EXPECT_THAT(parse_roster("id\n50%\n", "roster.csv").at(0).id, "50%25");
}

TEST(Roster, SaysWhatWasExpectedAndWhatCame) {
  EXPECT_EQ(complaint_about(""),
            "roster.csv, line 1: a row of column names was expected, and the file is empty");
  EXPECT_EQ(complaint_about("id,name\n"),
            "roster.csv, line 1: students were expected below this line");
  EXPECT_EQ(complaint_about("id;name\nada;Ada\n"),
            "roster.csv, line 1: the names of columns were expected, separated by commas, and id "
            "among them; what came is: id;name");
  EXPECT_EQ(complaint_about("id,id\na,b\n"),
            "roster.csv, line 1: one column id was expected, two came");
  EXPECT_EQ(complaint_about("id,name\n\nada\n"),
            "roster.csv, line 3: 2 fields were expected, as in the first row; 1 came");
  EXPECT_EQ(complaint_about("id\nada\ngrace\nada\n"),
            "roster.csv, line 4: an id of its own was expected for every student; ada stands in "
            "line 2, too");
  EXPECT_EQ(complaint_about("id,name\n,Ada\n"),
            "roster.csv, line 2: an id was expected, without '/' and not beginning with a dot; "
            "nothing came");
  EXPECT_THAT(complaint_about("id\n\"a\n"), HasSubstr("line 2: a field begins with a quote"));
}

TEST(Roster, RefusesWhatCannotBePrinted) {
  EXPECT_EQ(complaint_about("id,name\nada,M\xfcller\n"),
            "roster.csv, line 2: printable text in UTF-8 was expected as name, and M?ller came; is "
            "the file saved as UTF-8?");
  EXPECT_THAT(complaint_about("id\n\"a\nb\"\n"), HasSubstr("printable text"));
  EXPECT_THAT(complaint_about(std::string_view("i\0d\0", 4)), HasSubstr("id among them"));
}

TEST(Roster, RefusesPathsThatLeadOut) {
  for (const char* path : {"../x", "/etc", "a/../../b", "a//b", "./a", "..", "a/"}) {
    EXPECT_THAT(complaint_about(std::string("id,submission\nada,") + path),
                HasSubstr("was expected as submission"))
        << path;
  }
  for (const char* id : {"../x", "a/b", ".git"}) {
    EXPECT_THAT(complaint_about(std::string("id\n") + id), HasSubstr("an id was expected")) << id;
  }
}

TEST(Roster, RefusesCommitsThatAreNone) {
  for (const char* commit : {"--upload-pack=x", "--all", "-x", "HEAD:file", "a..b", "HEAD~1", "a b",
                             "@{-1}", "HEAD^", "/x", ".x"}) {
    EXPECT_THAT(complaint_about(std::string("id,commit\nada,") + commit),
                HasSubstr("was expected as commit"))
        << commit;
  }
  EXPECT_THAT(complaint_about("id,commit\nada,feature/x-1.0_b\n"), IsEmpty());
}

TEST(Roster, IsReadFromAFile) {
  const Scratch scratch;
  const auto file = scratch.add("roster.csv", "id\nada\n");
  EXPECT_EQ(read_roster(file).file, file);
  EXPECT_EQ(read_roster(file).students.at(0).id, "ada");
  EXPECT_THAT(complaint_of([&] { read_roster(scratch.path() / "none.csv"); }),
              HasSubstr("none.csv cannot be opened: No such file"));
  EXPECT_THAT(complaint_of([&] { read_roster(scratch.path()); }),
              HasSubstr("is not a regular file"));
  std::filesystem::resize_file(file, (4 << 20) + 1);
  EXPECT_THAT(complaint_of([&] { read_roster(file); }), HasSubstr("is larger than 4 MiB"));
}

}  // namespace
}  // namespace descent::intake
