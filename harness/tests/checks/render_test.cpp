#include "harness/outcome/render.hpp"

#include <gtest/gtest.h>

namespace descent::outcome {
namespace {

TEST(Render, LeavesOutEmptyParts) {
  EXPECT_EQ(render({.problem = "Wrong.", .yours = "1"}), "Wrong.\n  yours          1");
}

TEST(Render, KeepsTheOrderThatAStudentReadsIn) {
  EXPECT_EQ(render({.problem = "P.",
                    .expected = "a",
                    .yours = "b",
                    .worst = "c",
                    .why = "d",
                    .likely = "e",
                    .read = "f"}),
            "P.\n"
            "  expected       a\n"
            "  yours          b\n"
            "  worst entry    c\n"
            "  why            d\n"
            "  likely reason  e\n"
            "  read           f");
}

TEST(Render, WrapsProseAndKeepsTheLinesOfMatrices) {
  const std::string text = render({.problem = "P.",
                                   .expected = "1  2\n3  4",
                                   .why = std::string(50, 'a') + " " + std::string(50, 'b')});
  EXPECT_EQ(text,
            "P.\n"
            "  expected       1  2\n"
            "                 3  4\n"
            "  why            " +
                std::string(50, 'a') + "\n" + "                 " + std::string(50, 'b'));
}

TEST(Render, KeepsTheBlanksOfARowOfNumbers) {
  EXPECT_EQ(render({.problem = "P.", .yours = "1   2"}), "P.\n  yours          1   2");
}

TEST(Render, CountsColumnsNotBytes) { EXPECT_EQ(wrap("λλλ λλλ λλλ", 0, 7), "λλλ λλλ\nλλλ"); }

}  // namespace
}  // namespace descent::outcome
