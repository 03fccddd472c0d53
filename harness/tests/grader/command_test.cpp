// ./descent grade, as an instructor types it.

#include <gmock/gmock.h>

#include "harness/sandbox/process.hpp"
#include "scratch_class.hpp"

namespace descent::grader {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

constexpr int kOk = 0;
constexpr int kUsage = 2;
constexpr int kBroken = 3;

sandbox::Ended descent_grade(const std::vector<std::string>& arguments) {
  std::vector<std::string> all = {fs::path(DESCENT_BINARY_DIR) / "bin/descent", "grade"};
  all.insert(all.end(), arguments.begin(), arguments.end());
  return sandbox::run({.arguments = all,
                       .environment = {{"PATH=/usr/local/bin:/usr/bin:/bin",
                                        std::string("DESCENT_ROOT=") + DESCENT_SOURCE_DIR,
                                        std::string("DESCENT_BUILD=") + DESCENT_BINARY_DIR,
                                        "DESCENT_CURRENT=1"}}});  // it was built for this test
}

sandbox::Ended descent_grade(const ScratchClass& scratch, const fs::path& out) {
  return descent_grade({scratch.path(), "--stage", stage_under_test().name(), "--out", out});
}

/// Somebody without any code, who is graded in no time.
void add_nobody(const ScratchClass& scratch) { scratch.student("nobody"); }

TEST(GradeCommand, PrintsATableAndWritesTheResults) {
  const ScratchClass scratch;
  add_nobody(scratch);
  const ScratchClass results;
  const fs::path out = results.path() / "results.json";
  const sandbox::Ended ended = descent_grade(scratch, out);
  EXPECT_EQ(ended.exit_code, kOk) << ended.output;
  EXPECT_THAT(ended.output, HasSubstr("nobody"));
  EXPECT_THAT(ended.output, HasSubstr("There is no file"));
  const auto json = nlohmann::json::parse(course::read_file(out));
  EXPECT_EQ(json.at("stage"), stage_under_test().name());
  EXPECT_EQ(json.at("submissions").size(), 1U);
  EXPECT_EQ(std::distance(fs::directory_iterator(results.path()), {}), 1) << "a leftover";
}

TEST(GradeCommand, SaysWhereItCannotWriteBeforeItGrades) {
  const ScratchClass scratch;
  add_nobody(scratch);
  const sandbox::Ended missing = descent_grade(scratch, scratch.path() / "no/such/results.json");
  EXPECT_EQ(missing.exit_code, kUsage);
  EXPECT_THAT(missing.output, HasSubstr("there is no folder"));
  EXPECT_THAT(missing.output, Not(HasSubstr("nobody")));
  const sandbox::Ended folder = descent_grade(scratch, scratch.path());
  EXPECT_EQ(folder.exit_code, kUsage);
  EXPECT_THAT(folder.output, HasSubstr("is a folder"));
}

TEST(GradeCommand, SaysWhenTheResultsCannotBeWritten) {
  const ScratchClass scratch;
  add_nobody(scratch);
  // Even root cannot make a file there.
  const sandbox::Ended ended = descent_grade(scratch, "/proc/results.json");
  EXPECT_EQ(ended.exit_code, kBroken);
  EXPECT_THAT(ended.output, HasSubstr("/proc/results.json"));
}

TEST(GradeCommand, RefusesWrongArgumentsInASentence) {
  const ScratchClass scratch;
  const std::string stage = stage_under_test().name();
  const auto refused = [&](const std::vector<std::string>& arguments, const std::string& why) {
    const sandbox::Ended ended = descent_grade(arguments);
    EXPECT_EQ(ended.exit_code, kUsage) << ended.output;
    EXPECT_THAT(ended.output, HasSubstr(why));
  };
  refused({scratch.path() / "nowhere", "--stage", stage}, "is no folder");
  refused({scratch.path(), "--stage", stage}, "holds no submission");
  refused({scratch.path(), "--stage", "99-nothing"}, "there is no stage");
  refused({scratch.path()}, "--stage is required");
  refused({scratch.path(), "--stage", stage, "--jobs", "0"}, "--jobs");
}

TEST(GradeCommand, LetsNoEscapeReachTheTerminal) {
  const ScratchClass scratch;
  const std::string source = stage_under_test().manifest.source;
  const std::string escape = "\\033]0;owned\\007\\033[2J";
  scratch.add("thrower\033[31m", source,
              stub_with("throw std::runtime_error(\"" + escape + "\");"));
  scratch.add("loader", source, "#error \033[2J\n");
  scratch.add("printer", source,
              "#include <cstdio>\n#include <stdexcept>\nstruct P { P() { std::puts(\"" + escape +
                  "\"); throw std::runtime_error(\"" + escape + "\"); } } p;\n");
  const fs::path out = scratch.path() / "results.json";
  const sandbox::Ended ended = descent_grade(scratch, out);
  EXPECT_EQ(ended.exit_code, kOk) << ended.output;
  EXPECT_THAT(ended.output, HasSubstr("owned"));  // the text itself may be told
  EXPECT_THAT(ended.output, Not(HasSubstr("\033")));
  EXPECT_THAT(ended.output, Not(HasSubstr("\007")));
  EXPECT_THAT(course::read_file(out), Not(HasSubstr("\\u001b")));
}

}  // namespace
}  // namespace descent::grader
