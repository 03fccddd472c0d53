#include "harness/author/excerpt.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "harness/course/course.hpp"
#include "harness/course/digest.hpp"

namespace descent::author {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kFile =
    "// what the file is\n"
    "\n"
    "namespace descent {\n"
    "\n"
    "// solution begin\n"
    "double half(double x) { return x / 2; }\n"
    "// solution end\n"
    "\n"
    "// solution begin\n"
    "double third(double x) { return x / 3; }\n"
    "// solution end\n"
    "\n"
    "// Of two lines.\n"
    "double sixth(double x,\n"
    "             double unused) {\n"
    "  // TODO     a sixth\n"
    "  // solution begin sixth\n"
    "\n"
    "  return third(half(x));\n"
    "  // solution end\n"
    "}\n"
    "\n"
    "double fourth(double x) {\n"
    "  // solution begin fourth\n"
    "  return half(half(x));\n"
    "  // solution end\n"
    "}\n"
    "\n"
    "}  // namespace descent\n";

TEST(Excerpt, IsTheFunctionAndTheHelpersItUses) {
  EXPECT_EQ(excerpt(kFile, "fourth"),
            "double half(double x) { return x / 2; }\n"
            "\n"
            "double fourth(double x) {\n"
            "  return half(half(x));\n"
            "}\n");
  EXPECT_EQ(excerpt(kFile, "sixth"),
            "double half(double x) { return x / 2; }\n"
            "\n"
            "double third(double x) { return x / 3; }\n"
            "\n"
            "// Of two lines.\n"
            "double sixth(double x,\n"
            "             double unused) {\n"
            "  // TODO     a sixth\n"
            "\n"
            "  return third(half(x));\n"
            "}\n");
}

TEST(Excerpt, IsNothingForWhatIsNotThere) {
  EXPECT_EQ(excerpt(kFile, "four"), std::nullopt);
  EXPECT_EQ(excerpt(kFile, ""), std::nullopt);
}

TEST(Excerpt, OfEveryTaskOfTheCourseIsWhole) {
  const course::Course course(DESCENT_SOURCE_DIR, DESCENT_BINARY_DIR);
  int tasks = 0;
  for (const course::Stage& stage : course.stages()) {
    if (!stage.solutions) continue;
    const std::filesystem::path file =
        course.root() / "solutions" / stage.name() / stage.manifest.source;
    const std::string solution = course::read_file(file);
    const std::string exercises = course::read_file(stage.folder / "exercises.def");
    for (const outcome::Task& task : stage.manifest.tasks) {
      const auto found = excerpt(solution, task.id);
      EXPECT_EQ(found.has_value(), exercises.find("(" + task.id + ")") != std::string::npos)
          << stage.name() << '.' << task.id;
      if (!found) continue;
      ++tasks;
      const std::string& text = *found;
      SCOPED_TRACE(stage.name() + "." + task.id + ":\n" + text);
      for (const auto& [open, close] : {std::pair('{', '}'), std::pair('(', ')')}) {
        EXPECT_EQ(std::count(text.begin(), text.end(), open),
                  std::count(text.begin(), text.end(), close));
      }
      EXPECT_THAT(text, HasSubstr(" " + task.id + "("));
      EXPECT_TRUE(text.ends_with("\n}\n"));
      EXPECT_THAT(text, Not(HasSubstr("// solution ")));
      EXPECT_THAT(text, Not(HasSubstr("NotImplemented")));
      EXPECT_THAT(text, Not(HasSubstr("namespace descent {")));
      for (const outcome::Task& other : stage.manifest.tasks) {
        // Nobody else's function comes along: its comment would say so.
        if (other.id != task.id) {
          EXPECT_THAT(text,
                      Not(testing::ContainsRegex("\n[a-zA-Z][^\n]* " + other.id + "[(][^\n]*[{]")));
        }
      }
    }
  }
  EXPECT_GT(tasks, 50);
}

}  // namespace
}  // namespace descent::author
