#include "datasets/csv.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/tests/datasets/scratch.hpp"

namespace descent::datasets {
namespace {

using testing::AllOf;
using testing::HasSubstr;

void expect_equal(const Dataset& data, const arma::mat& inputs, const arma::uvec& labels) {
  EXPECT_TRUE(arma::approx_equal(data.inputs, inputs, "absdiff", 0.0)) << data.inputs;
  ASSERT_EQ(data.labels.n_elem, labels.n_elem);
  EXPECT_TRUE(arma::all(data.labels == labels)) << data.labels;
}

TEST(Csv, TakesTheLabelsFromTheLastColumn) {
  const Dataset data = parse_csv("1,2,0\n3,4.5,2\n-1e-3,+6,1\n", "memory");
  expect_equal(data, {{1, 2}, {3, 4.5}, {-1e-3, 6}}, {0, 2, 1});
  EXPECT_EQ(data.classes, 3U);
}

TEST(Csv, TakesTheLabelsFromAnyColumn) {
  const char* text = "1,2,3\n4,5,6\n";
  expect_equal(parse_csv(text, "memory", {.label_column = 0}), {{2, 3}, {5, 6}}, {1, 4});
  expect_equal(parse_csv(text, "memory", {.label_column = 1}), {{1, 3}, {4, 6}}, {2, 5});
  expect_equal(parse_csv(text, "memory", {.label_column = -3}), {{2, 3}, {5, 6}}, {1, 4});
}

TEST(Csv, FindsTheLabelsByName) {
  const char* text = "\"sepal length\",species,width\n5.1,0,3.5\n4.9,1,3.0\n";
  const Dataset data = parse_csv(text, "memory", {.label_name = "species"});
  expect_equal(data, {{5.1, 3.5}, {4.9, 3.0}}, {0, 1});
}

TEST(Csv, ForgivesWhatSpreadsheetsDo) {
  const Dataset data = parse_csv("\xEF\xBB\xBF x ; y ; label \r\n\r\n \"1\" ; 2 ; 1\r\n\t3;4;0",
                                 "memory", {.separator = ';', .classes = 5});
  expect_equal(data, {{1, 2}, {3, 4}}, {1, 0});
  EXPECT_EQ(data.classes, 5U);
}

TEST(Csv, IsReadFromAFile) {
  const ScratchFolder folder;
  expect_equal(load_csv(folder.file("table.csv", "1,5,0\n2,6,1\n")), {{1, 5}, {2, 6}}, {0, 1});
  const auto missing = folder.path() / "missing.csv";
  EXPECT_THAT(data_error([&] { load_csv(missing); }),
              AllOf(HasSubstr(missing.string()), HasSubstr("found no such file")));
  EXPECT_THAT(data_error([&] { load_csv(folder.path()); }), HasSubstr("found a folder"));
  EXPECT_THAT(data_error([&] { load_csv(folder.file("empty.csv", std::string())); }),
              AllOf(HasSubstr("empty.csv"), HasSubstr("found an empty file")));
}

TEST(Csv, SaysWhichCellIsNoNumber) {
  EXPECT_THAT(data_error([] { parse_csv("1,2,0\n3,four,1\n", "table.csv"); }),
              AllOf(HasSubstr("table.csv: expected a finite number in every cell"),
                    HasSubstr("found \"four\" in line 2, column 2")));
  for (const char* cell : {"", "1x", "nan", "inf", "-inf", "1e999", "0x10", "--1", "+-1", "1 2"}) {
    const std::string text = std::string("x,y\n") + cell + ",0\n";
    EXPECT_THAT(data_error([&] { parse_csv(text, "table.csv"); }),
                HasSubstr("found \"" + std::string(cell) + "\" in line 2, column 1"));
  }
}

TEST(Csv, TakesAHalfNumericFirstLineForDamageAndNotForAHeader) {
  EXPECT_THAT(data_error([] { parse_csv("1,oops,0\n3,4,1\n", "table.csv"); }),
              HasSubstr("found \"oops\" in line 1, column 2"));
}

TEST(Csv, ShowsNoControlCharactersOfACell) {
  const std::string message =
      data_error([] { parse_csv("1,0\n\x1b[2J" + std::string(100, 'a') + ",0\n", "table.csv"); });
  EXPECT_THAT(message, AllOf(HasSubstr("\"?[2Jaaa"), HasSubstr("...\"")));
  EXPECT_EQ(message.find('\x1b'), std::string::npos);
}

TEST(Csv, SaysWhichLineIsRagged) {
  EXPECT_THAT(data_error([] { parse_csv("a,b,c\n1,2,0\n\n1,2\n", "table.csv"); }),
              AllOf(HasSubstr("table.csv: expected 3 cells, as in the first line"),
                    HasSubstr("found 2 in line 4")));
  EXPECT_THAT(data_error([] { parse_csv("1,0\n1,0,\n", "table.csv"); }),
              HasSubstr("found 3 in line 2"));
}

TEST(Csv, SaysWhichLabelIsNone) {
  EXPECT_THAT(data_error([] { parse_csv("1,0\n1,10\n", "table.csv", {.classes = 10}); }),
              AllOf(HasSubstr("table.csv: expected labels that are whole numbers from 0 to 9"),
                    HasSubstr("found the label 10 in line 2, column 2")));
  EXPECT_THAT(data_error([] { parse_csv("1,-1\n", "table.csv"); }), HasSubstr("the label -1"));
  EXPECT_THAT(data_error([] { parse_csv("1,1.5\n", "table.csv"); }), HasSubstr("the label 1.5"));
  EXPECT_THAT(data_error([] { parse_csv("1,1e300\n", "table.csv"); }),
              HasSubstr("the label 1e+300"));
}

TEST(Csv, SaysThatThereIsNoSuchLabelColumn) {
  EXPECT_THAT(data_error([] { parse_csv("1,0\n", "table.csv", {.label_column = 2}); }),
              AllOf(HasSubstr("table.csv: expected labels in column 2"),
                    HasSubstr("found 2 columns in line 1")));
  EXPECT_THAT(data_error([] { parse_csv("1,0\n", "table.csv", {.label_column = -3}); }),
              HasSubstr("expected labels in column -3"));
  EXPECT_THAT(data_error([] { parse_csv("a,b\n1,0\n", "table.csv", {.label_name = "c"}); }),
              AllOf(HasSubstr("expected a column named \"c\""), HasSubstr("without it")));
  EXPECT_THAT(data_error([] { parse_csv("1,0\n", "table.csv", {.label_name = "c"}); }),
              HasSubstr("no header in line 1"));
  EXPECT_THAT(
      data_error([] { parse_csv("1;0\n", "table.csv"); }),
      AllOf(HasSubstr("at least two columns"), HasSubstr("found 1 in line 1"), HasSubstr("','")));
}

TEST(Csv, WantsAtLeastOneExample) {
  EXPECT_THAT(data_error([] { parse_csv("", "table.csv"); }),
              HasSubstr("table.csv: expected lines of numbers, found none"));
  EXPECT_THAT(data_error([] { parse_csv("\n \r\n", "table.csv"); }), HasSubstr("found none"));
  EXPECT_THAT(data_error([] { parse_csv("x,label\n", "table.csv"); }),
              HasSubstr("found a header and nothing behind it"));
}

}  // namespace
}  // namespace descent::datasets
