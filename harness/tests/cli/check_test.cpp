#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "harness/cli/commands.hpp"
#include "harness/cli/progress.hpp"
#include "harness/cli/show.hpp"
#include "harness/tests/cli/scratch_course.hpp"

namespace descent::cli {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class Check : public testing::Test {
 protected:
  /// The object that check prints; whatever else there is on standard output makes it no JSON.
  json check_json(int exit_code, std::vector<std::string> words = {}) {
    words.insert(words.begin(), {"check", "--json"});
    const sandbox::Ended ended = scratch.descent(words);
    EXPECT_EQ(ended.exit_code, exit_code) << ended.output;
    return json::parse(ended.output);
  }
  std::string check(int exit_code, std::vector<std::string> words = {}) {
    words.insert(words.begin(), "check");
    const sandbox::Ended ended = scratch.descent(words);
    EXPECT_EQ(ended.exit_code, exit_code) << ended.output;
    return ended.output;
  }
  const course::Stage& stage() const { return scratch.first(); }
  void write(const std::string& body) {
    ScratchCourse::save(stage(), scratch.with(stage(), tasks[0], body));
  }

  ScratchCourse scratch;
  std::vector<std::string> tasks = ScratchCourse::tasks(stage());
};

TEST_F(Check, BeginsWithTheFirstTask) {
  EXPECT_THAT(check(kNotPassed),
              AllOf(HasSubstr("not started"), HasSubstr("0 of 100 points"),
                    HasSubstr("Next: write " + tasks[0] + " in assignments/"),
                    HasSubstr("public tests (the hidden ones follow when these pass)")));
  const json result = check_json(kNotPassed);
  EXPECT_EQ(result["schema"], 1);
  EXPECT_EQ(result["stage"], stage().name());
  EXPECT_EQ(result["asked"], stage().name());
  EXPECT_EQ(result["verdict"], "not_passed");
  EXPECT_EQ(result["suites"], json({"public"}));
  EXPECT_EQ(result["suites_here"], json({"public", "hidden"}));
  EXPECT_EQ(result["points"], 100);
  EXPECT_EQ(result["earned"], 0);
  EXPECT_TRUE(result["build"].is_null());
  EXPECT_THAT(result["tasks"], SizeIs(tasks.size()));
  EXPECT_EQ(result["tasks"][0]["outcome"], "not_started");
  EXPECT_EQ(result["next"]["do"], "write");
  EXPECT_EQ(result["next"]["task"], tasks[0]);
  EXPECT_GT(result["next"]["line"], 1);
}

TEST_F(Check, TellsTheFirstFailureWholeAndFoldsTheOthers) {
  std::string text = scratch.with(stage(), tasks[0], "throw std::runtime_error(\"one\\033[31m\");");
  const std::string second = "throw NotImplemented(\"" + tasks[1] + "\");";
  text.replace(text.find(second), second.size(), "throw std::runtime_error(\"two\");");
  ScratchCourse::save(stage(), text);
  const std::string folded = check(kNotPassed);
  EXPECT_THAT(folded, AllOf(HasSubstr("✗ " + tasks[0] + "  assignments/"), HasSubstr("one?[31m"),
                            HasSubstr("Also not passed (--all tells them whole):"),
                            HasSubstr("  ✗ " + tasks[1] + "  "),
                            HasSubstr("Next: mend " + tasks[0]), Not(HasSubstr("\033"))));
  EXPECT_THAT(folded, Not(HasSubstr("✗ " + tasks[1] + "  assignments/")));
  const std::string whole = check(kNotPassed, {"--all"});
  EXPECT_THAT(whole, AllOf(HasSubstr("✗ " + tasks[1] + "  assignments/"),
                           Not(HasSubstr("Also not passed"))));

  const json failure = check_json(kNotPassed)["tasks"][0]["failures"][0];
  EXPECT_EQ(failure["suite"], "public");
  EXPECT_EQ(failure["outcome"], "failed");
  EXPECT_THAT(failure["findings"][0]["quoted"], HasSubstr("one?[31m"));
  for (const char* field : {"problem", "expected", "yours", "worst", "why", "likely", "read"}) {
    EXPECT_TRUE(failure["findings"][0].at(field).is_string()) << field;
  }
}

TEST_F(Check, NamesTheTaskThatAFailedOneCalls) {
  std::string text = scratch.with(stage(), tasks[0], "throw std::runtime_error(\"one\");");
  const std::string second = "throw NotImplemented(\"" + tasks[1] + "\");";
  text.replace(text.find(second), second.size(), "return " + tasks[0] + "(x, x);");
  ScratchCourse::save(stage(), text);
  const std::string begin_there = "It calls " + tasks[0] + ", which has not passed: begin there.";
  EXPECT_THAT(check(kNotPassed, {"--all"}), HasSubstr(begin_there));
  EXPECT_THAT(check(kNotPassed, {tasks[1]}), HasSubstr(begin_there));
  EXPECT_THAT(check(kNotPassed, {tasks[0]}), Not(HasSubstr("It calls")));
}

TEST_F(Check, StaysWithin80ColumnsInAPipe) {
  write(
      "throw std::runtime_error(\"a sentence that goes on and on until it is too long for any "
      "line of any terminal that has only eighty columns, and then some\");");
  std::istringstream lines(check(kNotPassed));
  for (std::string line; std::getline(lines, line);) {
    const auto columns = std::count_if(line.begin(), line.end(), [](char c) {
      return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    });
    EXPECT_LE(columns, 80) << line;
  }
}

TEST_F(Check, SurvivesCrashesAndEndlessLoops) {
  write("__builtin_trap();");
  json result = check_json(kNotPassed, {tasks[0]});
  EXPECT_EQ(result["asked"], stage().name() + "." + tasks[0]);
  ASSERT_THAT(result["tasks"], SizeIs(1));
  EXPECT_EQ(result["tasks"][0]["outcome"], "crashed");
  EXPECT_EQ(result["next"]["do"], "mend");
  write("for (volatile int i = 0; i == 0;) {\n  }\n  return {};");
  result = check_json(kNotPassed, {tasks[0]});
  EXPECT_EQ(result["tasks"][0]["outcome"], "timed_out");
}

TEST_F(Check, SaysWhatDoesNotCompile) {
  write("return undeclared_name;");
  const std::string file = fs::relative(stage().source, scratch.root());
  EXPECT_THAT(check(kNotPassed), AllOf(HasSubstr(file + " does not compile"),
                                       HasSubstr("undeclared"), HasSubstr("Nothing was judged")));
  const json result = check_json(kNotPassed);
  EXPECT_EQ(result["verdict"], "build_failed");
  EXPECT_EQ(result["build"]["file"], file);
  EXPECT_THAT(result["build"]["error"], HasSubstr("undeclared"));
  EXPECT_THAT(result["tasks"], IsEmpty());
  EXPECT_TRUE(result["next"].is_null());
}

TEST_F(Check, JudgesWithTheHiddenTestsWhenThePublicOnesPass) {
  ScratchCourse::save(stage(), ScratchCourse::solved(stage(), tasks));
  EXPECT_THAT(check(kOk), AllOf(HasSubstr("full suite: public and hidden tests"),
                                HasSubstr("The whole stage passes."),
                                HasSubstr("Next: " + scratch.second().name())));
  const json result = check_json(kOk, {"1"});
  EXPECT_EQ(result["verdict"], "passed");
  EXPECT_EQ(result["suites"], json({"public", "hidden"}));
  EXPECT_EQ(result["earned"], 100);
  EXPECT_TRUE(result["next"].is_null());
  EXPECT_TRUE(progress_of(scratch.course(), stage()).done());
  EXPECT_EQ(check_json(kNotPassed)["stage"], scratch.second().name())
      << "it is the current one now";
}

TEST_F(Check, IsNotHeldUpByItsMemory) {
  std::ofstream(scratch.build() / "progress") << "in the way";
  EXPECT_THAT(check(kNotPassed), AllOf(HasSubstr("Next: "), Not(HasSubstr("progress"))));
}

TEST_F(Check, RefusesInOneSentence) {
  const sandbox::Ended ended = scratch.descent({"check", "--json", "no_such_thing"});
  EXPECT_EQ(ended.exit_code, kUsage);
  EXPECT_THAT(ended.output, HasSubstr("there is no stage and no task 'no_such_thing'"));
}

TEST(CheckOfAHandedOutCourse, SaysThatItIsNotAll) {
  const ScratchCourse scratch(ScratchCourse::Kind::handed_out);
  const course::Stage& stage = scratch.first();
  EXPECT_THAT(scratch.descent({"check"}).output,
              HasSubstr("Public tests only: your instructor grades with more."));
  ScratchCourse::save(stage, ScratchCourse::solved(stage, ScratchCourse::tasks(stage)));
  const sandbox::Ended ended = scratch.descent({"check"});
  EXPECT_EQ(ended.exit_code, kOk);
  EXPECT_THAT(ended.output, AllOf(HasSubstr("The whole stage passes."),
                                  HasSubstr("your instructor grades with more")));
  EXPECT_TRUE(progress_of(scratch.course(), stage).done());
  const sandbox::Ended solution = scratch.descent({"solution", stage.manifest.tasks[0].id});
  EXPECT_EQ(solution.exit_code, kUsage);
  EXPECT_THAT(solution.output, HasSubstr("comes without solutions"));
}

TEST_F(Check, OpensTheSolutionOfATaskThatHasPassed) {
  const auto solution = [&](std::vector<std::string> words) {
    words.insert(words.begin(), "solution");
    return scratch.descent(words);
  };
  EXPECT_EQ(solution({tasks[0]}).exit_code, kNotPassed);
  EXPECT_THAT(solution({tasks[0]}).output, AllOf(HasSubstr("--spoil"), Not(HasSubstr("{\n"))));
  EXPECT_THAT(solution({tasks[0], "--spoil"}).output, HasSubstr(" " + tasks[0] + "("));
  ScratchCourse::save(stage(), ScratchCourse::solved(stage(), {tasks[0]}));
  check(kNotPassed);
  const sandbox::Ended ended = solution({tasks[0]});
  EXPECT_EQ(ended.exit_code, kOk);
  EXPECT_THAT(ended.output, AllOf(HasSubstr(" " + tasks[0] + "("), Not(HasSubstr("\033"))));
}

TEST_F(Check, IsWhatListTells) {
  EXPECT_THAT(scratch.descent({"list"}).output,
              AllOf(HasSubstr("▸ " + stage().name()), HasSubstr("○ " + scratch.second().name()),
                    HasSubstr("0 of 200 points"), Not(HasSubstr("\033"))));
  ScratchCourse::save(stage(), ScratchCourse::solved(stage(), tasks));
  check(kOk);
  EXPECT_THAT(
      scratch.descent({"list"}).output,
      AllOf(HasSubstr("✓ " + stage().name()), HasSubstr("▸ " + scratch.second().name()),
            HasSubstr("100 of 200 points"), HasSubstr("Current: " + scratch.second().name())));
  write("throw 1;");
  EXPECT_THAT(scratch.descent({"list"}).output,
              AllOf(HasSubstr("▸ " + stage().name()), HasSubstr("points  edited\n"),
                    HasSubstr("Current: " + stage().name())));
}

TEST_F(Check, PrintsWhereThePageOfTheBookIs) {
  EXPECT_THAT(scratch.descent({"open"}).output, HasSubstr("docs/stages/" + stage().name() + ".md"));
  const fs::path page = scratch.root() / "build/book/stages" / (stage().name() + ".html");
  fs::create_directories(page.parent_path());
  std::ofstream(page) << "<html>";
  const sandbox::Ended ended = scratch.descent({"open"});
  EXPECT_EQ(ended.exit_code, kOk);
  EXPECT_EQ(ended.output, page.string() + "\n");
}

TEST(Shortened, CutsAtACharacterAndSaysSo) {
  EXPECT_EQ(shortened("gradient", 8), "gradient");
  EXPECT_EQ(shortened("gradient", 7), "gradie…");
  EXPECT_EQ(shortened("λλλλ", 3), "λλ…");
  EXPECT_EQ(shortened("λλλ", 3), "λλλ");
  EXPECT_EQ(shortened("", 3), "");
  EXPECT_EQ(shortened("ab", 1), "…");
}

}  // namespace
}  // namespace descent::cli
