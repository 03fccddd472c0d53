// Whole classes, graded with the real compiler, checkers and worker.

#include <gmock/gmock.h>
#include <algorithm>
#include <map>

#include "harness/grader/grade.hpp"
#include "harness/grader/headline.hpp"
#include "harness/grader/isolation.hpp"
#include "harness/grader/judge.hpp"
#include "scratch_class.hpp"

namespace descent::grader {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using outcome::Outcome;
using outcome::TaskResult;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

ClassResult grade_folder(const fs::path& folder, const Options& options = {},
                         const course::Stage& stage = stage_under_test()) {
  return grade(course_under_test(), stage, folder, options);
}

const ClassResult& graded_examples() {
  static const ClassResult result = grade_folder(kExamples, {.seed = 3, .jobs = 2});
  return result;
}

const Verdict& example(const std::string& id) {
  for (const Verdict& verdict : graded_examples().verdicts) {
    if (verdict.id == id) return verdict;
  }
  throw std::runtime_error("nobody in the example class is called " + id);
}

TEST(ExampleClass, HoldsWhomItIsSaidToHold) {
  std::vector<std::string> expected;
  for (const auto& student : example_class().at("expected").items()) {
    expected.push_back(student.key());
  }
  std::vector<std::string> graded;
  for (const Verdict& verdict : graded_examples().verdicts) graded.push_back(verdict.id);
  EXPECT_EQ(graded, expected);
  EXPECT_TRUE(graded_examples().all_judged());
}

TEST(ExampleClass, GetsTheOutcomesAndPointsThatItDeserves) {
  for (const auto& [id, expected] : example_class().at("expected").items()) {
    SCOPED_TRACE(id);
    const json exceptions = expected.value("except", json::object());
    int points = 0;
    for (const TaskResult& task : example(id).summary.tasks) {
      SCOPED_TRACE(task.task);
      const std::string outcome = exceptions.value(task.task, expected.at("outcome"));
      EXPECT_EQ(outcome::name(task.outcome), outcome) << headline(task);
      EXPECT_EQ(task.points, stage_under_test().manifest.find(task.task)->points);
      EXPECT_GT(task.tests, 0);
      if (outcome == "passed") points += task.points;
    }
    EXPECT_EQ(example(id).summary.earned(), points);
    EXPECT_EQ(example(id).summary.points(), stage_under_test().manifest.points());
  }
}

TEST(ExampleClass, WaitsForALoopInTwoTestsOfATaskOnly) {
  for (const TaskResult& task : example("zeno").summary.tasks) {
    if (task.outcome != Outcome::timed_out) continue;
    std::map<std::string, int> waited, declined;  // by suite
    for (const outcome::TestOutcome& test : task.failures) {
      ASSERT_FALSE(test.findings.empty()) << test.test;
      const bool called =
          test.findings.front().problem.find("Nothing was called") == std::string::npos;
      ++(called ? waited : declined)[test.suite];
    }
    EXPECT_LE(waited["hidden"], 2);
    EXPECT_GT(declined["hidden"], 2);
  }
}

TEST(ExampleClass, HearsTheFirstThingThatMatters) {
  for (const auto& [id, expected] : example_class().at("expected").items()) {
    EXPECT_THAT(headline(example(id)), StartsWith(expected.at("says").get<std::string>())) << id;
    const json mistakes = expected.value("mistakes", json::object());
    for (const auto& [task_id, mistake] : mistakes.items()) {
      const auto& tasks = example(id).summary.tasks;
      const auto task =
          std::find_if(tasks.begin(), tasks.end(),
                       [&wanted = task_id](const TaskResult& t) { return t.task == wanted; });
      ASSERT_NE(task, tasks.end()) << task_id;
      ASSERT_FALSE(task->mistakes.empty()) << id << " " << task_id;
      EXPECT_EQ(task->mistakes.front().id, mistake);
    }
  }
}

/// What must not depend on anything but the submission, the suites and the seed.
json essence(const Verdict& verdict) {
  json tasks = json::array();
  for (const TaskResult& task : verdict.summary.tasks) {
    json failures = json::array();
    for (const outcome::TestOutcome& failure : task.failures) {
      json told = failure;
      for (const char* passing : {"seconds", "used_seconds"}) told.erase(passing);
      failures.push_back(told);
    }
    tasks.push_back({task.task, outcome::name(task.outcome), task.earned, task.passed, failures});
  }
  return {verdict.id, verdict.sha256, verdict.seed, headline(verdict), tasks};
}

TEST(Class, GradedAgainGetsTheSameResults) {
  // Zeno would only take time: what he gets depends on a clock anyway.
  const ScratchClass scratch;
  for (const char* id : {"ada", "alan"}) fs::copy(kExamples / id, scratch.student(id));
  const ClassResult again = grade_folder(scratch.path(), {.seed = 3});
  ASSERT_EQ(again.verdicts.size(), 2U);
  for (const Verdict& verdict : again.verdicts) {
    EXPECT_EQ(essence(verdict), essence(example(verdict.id)));
  }
}

TEST(Class, GivesEverySubmissionASeedOfItsOwn) {
  EXPECT_NE(example("ada").seed, example("alan").seed);
  const Options one{.seed = 1, .secret = "s"}, two{.seed = 2, .secret = "s"},
      other{.seed = 1, .secret = "t"};
  EXPECT_EQ(submission_seed("ab", one), submission_seed("ab", one));
  EXPECT_NE(submission_seed("ab", one), submission_seed("ab", two));
  EXPECT_NE(submission_seed("ab", one), submission_seed("ab", other));
  EXPECT_NE(submission_seed("ab", one), submission_seed("ac", one));
  EXPECT_LT(submission_seed("ab", one), std::uint64_t{1} << 52);
}

TEST(Class, GoesOnAfterASubmissionThatCannotBeBuilt) {
  const ScratchClass scratch;
  const std::string source = stage_under_test().manifest.source;
  scratch.add("broken", source, "int x = nonsense;\n");
  scratch.student("empty");
  fs::copy(kExamples / "grace", scratch.student("grace"));
  fs::create_symlink(kExamples / "ada" / source, scratch.student("link") / source);
  const ClassResult result = grade_folder(scratch.path(), {.jobs = 2});
  ASSERT_EQ(result.verdicts.size(), 4U);
  EXPECT_TRUE(result.all_judged());
  for (const std::size_t i : {0U, 1U, 3U}) {
    const Verdict& verdict = result.verdicts[i];
    EXPECT_EQ(verdict.summary.earned(), 0);
    EXPECT_EQ(verdict.summary.points(), stage_under_test().manifest.points());
    for (const TaskResult& task : verdict.summary.tasks) {
      EXPECT_EQ(task.outcome, Outcome::build_failed);
      EXPECT_GT(task.tests, 0);
      EXPECT_EQ(task.passed, 0);
    }
  }
  EXPECT_THAT(headline(result.verdicts[0]), HasSubstr("does not compile"));
  EXPECT_THAT(headline(result.verdicts[1]), HasSubstr("There is no file"));
  EXPECT_EQ(headline(result.verdicts[2]), "nothing is started yet");
  EXPECT_THAT(headline(result.verdicts[3]), HasSubstr("symbolic link"));
}

TEST(Class, ReportsTheMachinesFaultAsSuchAfterTwoAttempts) {
  const ScratchClass scratch;
  fs::copy(kExamples / "ada", scratch.student("ada"));
  const ClassResult result = grade_folder(scratch.path(), {.suite_seconds = 0.001});
  const Verdict& ada = result.verdicts.front();
  EXPECT_FALSE(ada.judged);
  EXPECT_FALSE(result.all_judged());
  EXPECT_THAT(ada.notes, ElementsAre(StartsWith("Attempt 1: "), StartsWith("Attempt 2: ")));
}

// Else the public tests alone would give the points.
TEST(Class, CountsNothingWhereASuiteDidNotRun) {
  const ScratchClass scratch;
  fs::copy(kExamples / "ada", scratch.student("ada"));
  course::Stage stage = stage_under_test();
  const fs::path works = stage.checker("public"), lists = stage.checker("hidden");
  stage.built = scratch.student(".checkers");
  fs::create_symlink(works, stage.checker("public"));
  course::write_file(stage.checker("hidden"), "#!/bin/sh\ncase \"$*\" in *--list) exec '" +
                                                  lists.string() + "' \"$@\" ;; esac\nexit 3\n");
  fs::permissions(stage.checker("hidden"), fs::perms::owner_all);
  const ClassResult result = grade_folder(scratch.path(), {.tier = 0}, stage);
  const Verdict& ada = result.verdicts.front();
  EXPECT_FALSE(ada.judged);
  EXPECT_THAT(ada.notes, Contains(HasSubstr("the hidden suite ended with exit code 3")));
}

TEST(Class, ChargesWhoeverHangsInEveryTestForTheTime) {
  // The stage with the shortest patience for one call, so that this test takes seconds.
  const ScratchClass scratch;
  course::Stage stage = stage_under_test();
  json manifest = json::parse(course::read_file(stage.manifest_file));
  manifest["limits"]["call_seconds"] = 0.1;
  stage.manifest_file = scratch.add(".stage", "stage.json", manifest.dump());
  scratch.add("zeno", stage.manifest.source, stub_with("for (volatile int i = 0;; i = 1) {}"));
  const ClassResult result = grade_folder(scratch.path(), {.suite_seconds = 1.5}, stage);
  const Verdict& zeno = result.verdicts.front();
  EXPECT_TRUE(zeno.judged);
  EXPECT_EQ(zeno.summary.earned(), 0);
  for (const TaskResult& task : zeno.summary.tasks) {
    EXPECT_EQ(task.outcome, Outcome::timed_out) << task.task;
  }
  EXPECT_THAT(zeno.notes, IsEmpty());
}

// It computes or sleeps a little less than it may in every test, and all of it is right.
TEST(Class, ChargesWhoeverIsSlowInEveryTestForTheTime) {
  const ScratchClass scratch;
  const std::string& source = stage_under_test().manifest.source;
  scratch.add("zeno", source, course::read_file(kExamples / "ada" / source) + R"(
#include <ctime>
namespace {
struct Slow {
  Slow() {
    const timespec nap{0, 900'000'000};
    nanosleep(&nap, nullptr);
  }
} slow;
}  // namespace
)");
  const ClassResult result = grade_folder(scratch.path(), {.suite_seconds = 4});
  const Verdict& zeno = result.verdicts.front();
  EXPECT_TRUE(zeno.judged) << testing::PrintToString(zeno.notes);
  EXPECT_THAT(zeno.notes, IsEmpty()) << "once is enough";
  int passed = 0;
  for (const TaskResult& task : zeno.summary.tasks) {
    passed += task.passed;
    for (const outcome::TestOutcome& failure : task.failures) {
      EXPECT_EQ(failure.outcome, Outcome::timed_out) << failure.test;
      ASSERT_EQ(failure.findings.size(), 1U) << failure.test;
      EXPECT_THAT(failure.findings[0].problem, HasSubstr("no time left for this test"));
    }
  }
  EXPECT_GT(passed, 2);
  EXPECT_LT(zeno.summary.earned(), zeno.summary.points());
}

TEST(Class, IsGradedAtTheTierThatIsReachedHere) {
  const ScratchClass scratch;
  fs::copy(kExamples / "ada", scratch.student("ada"));
  const int highest = isolation(course_under_test()).level;
  for (int tier = 0; tier <= highest; ++tier) {
    const ClassResult result = grade_folder(scratch.path(), {.tier = tier});
    const Verdict& ada = result.verdicts.front();
    EXPECT_EQ(ada.tier, tier);
    EXPECT_TRUE(ada.judged) << testing::PrintToString(ada.notes);
    EXPECT_EQ(ada.summary.earned(), ada.summary.points()) << "tier " << tier;
  }
}

// What was judged by other tests, or with other points, must be judged again.
TEST(Fingerprint, IsThatOfTheManifestTheCheckersAndTheSolutions) {
  const ScratchClass scratch;
  course::Stage stage = stage_under_test();
  stage.suites = {"public", "hidden"};
  stage.built = scratch.student("checkers");
  stage.manifest_file = scratch.add("stage", "stage.json", "points");
  stage.solutions = scratch.add("stage", "solutions.so", "solutions");
  for (const std::string& suite : stage.suites) course::write_file(stage.checker(suite), suite);
  const std::string before = fingerprint(stage);
  EXPECT_EQ(fingerprint(stage), before);
  for (const fs::path& file :
       {stage.manifest_file, *stage.solutions, stage.checker("public"), stage.checker("hidden")}) {
    const std::string content = course::read_file(file);
    course::write_file(file, content + "!");
    EXPECT_NE(fingerprint(stage), before) << file;
    course::write_file(file, content);
  }
  EXPECT_EQ(fingerprint(stage), before);
}

/// A memory in which everything is known, or nothing can be kept.
struct TestMemory : Memory {
  std::optional<Verdict> find(const std::string& id, const std::string& sha256) const override {
    if (!knows_all) return {};
    return Verdict{.id = id, .sha256 = sha256, .tier = tier, .notes = {"remembered"}};
  }
  void keep(const Verdict& verdict) override {
    if (full) throw std::runtime_error("the disk is full");
    kept.push_back(verdict.id);
  }
  bool knows_all = false, full = false;
  int tier = 3;
  std::vector<std::string> kept = {};
};

std::vector<Verdict> grade_grace(Memory& memory, const Options& options = {}) {
  const ScratchClass scratch;
  for (const char* id : {"grace", "grace2", "grace3"}) {
    fs::copy(kExamples / "grace", scratch.student(id));
  }
  return grade(course_under_test(), stage_under_test(),
               intake::find_submissions(scratch.path()).candidates, options, memory);
}

TEST(Memory, SparesASecondGrading) {
  TestMemory memory;
  memory.knows_all = true;
  for (const Verdict& verdict : grade_grace(memory)) {
    EXPECT_THAT(verdict.notes, ElementsAre("remembered"));
  }
  EXPECT_THAT(memory.kept, IsEmpty());
}

TEST(Memory, IsNotAskedWhereEverythingIsGradedAgain) {
  TestMemory memory;
  memory.knows_all = true;
  for (const Verdict& verdict : grade_grace(memory, {.again = true})) {
    EXPECT_THAT(verdict.notes, IsEmpty());
  }
  EXPECT_THAT(memory.kept, testing::UnorderedElementsAre("grace", "grace2", "grace3"));
}

// Who was graded where a submission can read the hidden tests is graded again where it cannot.
TEST(Memory, CountsForIsolationThatIsNoStronger) {
  TestMemory memory;
  memory.knows_all = true;
  memory.tier = 1;
  for (const Verdict& verdict : grade_grace(memory, {.tier = 1})) {
    EXPECT_THAT(verdict.notes, ElementsAre("remembered"));
  }
  memory.tier = 0;
  for (const Verdict& verdict : grade_grace(memory, {.tier = 1})) {
    EXPECT_THAT(verdict.notes, IsEmpty());
  }
}

TEST(Memory, ThatIsFullEndsTheGrading) {
  TestMemory memory;
  memory.full = true;
  EXPECT_THROW(grade_grace(memory), std::runtime_error);
}

}  // namespace
}  // namespace descent::grader
