// Every hostile submission of the corpus, graded as one class beside its honest twins, with the
// real compiler, checkers and worker. README.md says how a file of the corpus is written.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <stdlib.h>

#include <nlohmann/json.hpp>
#include <regex>

#include "corpus.hpp"
#include "harness/course/digest.hpp"
#include "harness/grader/grade.hpp"
#include "harness/grader/headline.hpp"
#include "harness/tests/grader/scratch_class.hpp"
#include "secrets.hpp"
#include "traces.hpp"

namespace descent::hostile {
namespace {

namespace fs = std::filesystem;
using grader::course_under_test;
using grader::ScratchClass;
using grader::Verdict;
using outcome::Outcome;
using outcome::TaskResult;
using testing::IsEmpty;

/// Many twins are the same plain solution: each is graded once.
std::string twin_id(const Hostile& hostile) {
  return "twin-" + course::sha256(hostile.stage + hostile.twin_text).substr(0, 12);
}

/// The stage with little patience, so that whoever wastes time is soon through with it.
course::Stage impatient(course::Stage stage, const ScratchClass& scratch) {
  auto manifest = nlohmann::json::parse(course::read_file(stage.manifest_file));
  auto& limits = manifest["limits"];
  limits["call_seconds"] = 1;
  limits["silent_seconds"] = 1;
  limits["wall_seconds"] = 6;
  limits["test_cpu_seconds"] = 4;
  limits["memory_mb"] = 256;
  if (limits.contains("files_mb")) limits["files_mb"] = 4;
  stage.manifest_file = scratch.add(".stage", "stage.json", manifest.dump());
  return stage;
}

grader::Options options() {
  grader::Options options{.seed = 5, .secret = Secrets::kCanary, .jobs = 2, .suite_seconds = 300};
  options.build_limits.emplace().resources = {
      .memory_bytes = std::size_t{1} << 30, .cpu_seconds = 5, .file_bytes = std::size_t{16} << 20};
  if (const char* tier = std::getenv("DESCENT_HOSTILE_TIER")) options.tier = std::stoi(tier);
  return options;
}

void after_each(const grader::Progress& progress) {
  Traces::bury_the_dead();
  fmt::print("{}/{} {}\n", progress.done, progress.all, progress.id);
  std::fflush(stdout);
}

/// Everybody is graded anew.
struct NoMemory : grader::Memory {
  std::optional<Verdict> find(const std::string&, const std::string&) const override { return {}; }
  void keep(const Verdict&) override {}
};

/// Everything, graded once; the tests below look at what came of it.
class Run {
 public:
  Run() {
    setenv("DESCENT_KEY", Secrets::kCanary, 1);
    const ScratchClass elsewhere;  // what a grader keeps for itself
    const fs::path secret = elsewhere.add("grader", "key", std::string(Secrets::kCanary) + '\n');
    const std::string usual = grader::stage_under_test().name();
    corpus_ = read_corpus(course_under_test(), usual);
    if (const char* chosen = std::getenv("DESCENT_HOSTILE")) {  // for whoever writes one
      std::erase_if(corpus_, [wanted = std::regex(chosen)](const Hostile& hostile) {
        return !std::regex_search(hostile.name, wanted);
      });
    }
    Traces traces;
    for (const course::Stage& stage : course_under_test().stages()) {
      if (is_used(stage)) grade(stage, secret, traces);
    }
    left_ = traces.left();
    unsetenv("DESCENT_KEY");
  }

  const std::vector<Hostile>& corpus() const { return corpus_; }
  const std::vector<std::string>& left() const { return left_; }
  const std::map<std::string, Verdict>& verdicts() const { return verdicts_; }
  const Verdict& of(const Hostile& hostile) const { return verdicts_.at(hostile.id()); }
  const Verdict& twin_of(const Hostile& hostile) const { return verdicts_.at(twin_id(hostile)); }

 private:
  bool is_used(const course::Stage& stage) const {
    return std::any_of(corpus_.begin(), corpus_.end(),
                       [&](const Hostile& hostile) { return hostile.stage == stage.name(); });
  }

  void grade(const course::Stage& stage, const fs::path& secret, Traces& traces) {
    for (const fs::path& path : {stage.folder, stage.object, course_under_test().worker()}) {
      traces.keep(path);
    }
    for (const std::string& suite : stage.suites) traces.keep(stage.checker(suite));
    const ScratchClass scratch;
    const std::string source = stage.manifest.source;
    const Places places = {{"@ROOT@", course_under_test().root()},
                           {"@BUILD@", course_under_test().build()},
                           {"@CLASS@", scratch.path()},
                           {"@SECRET@", secret},
                           {"@ESC@", "\033"}};
    for (const Hostile& hostile : corpus_) {
      if (hostile.stage != stage.name()) continue;
      scratch.add(hostile.id(), source, placed(hostile.text, places));
      for (const auto& [name, text] : hostile.files)
        scratch.add(hostile.id(), name, placed(text, places));
      for (const auto& [name, target] : hostile.links) {
        fs::create_symlink(placed(target, places), scratch.student(hostile.id()) / name);
      }
      if (hostile.twin) scratch.add(twin_id(hostile), source, placed(hostile.twin_text, places));
    }
    scratch.add("bob", source, std::string("// ") + Secrets::kCanary + '\n');
    NoMemory memory;
    for (Verdict& verdict : grader::grade(course_under_test(), impatient(stage, scratch),
                                          intake::find_submissions(scratch.path()).candidates,
                                          options(), memory, after_each)) {
      verdicts_.emplace(verdict.id, std::move(verdict));
    }
  }

  std::vector<Hostile> corpus_;
  std::map<std::string, Verdict> verdicts_;
  std::vector<std::string> left_;
};

const Run& run() {
  static const Run run;
  return run;
}

class Corpus : public testing::Test {
 protected:
  void SetUp() override {
    if (run().verdicts().begin()->second.tier < 2) {
      GTEST_SKIP() << "submissions cannot be kept apart here as much depends on";
    }
  }
};

/// How each of these tasks ended, for people.
std::string story(const Verdict& verdict) {
  std::string text = verdict.problem;
  for (const TaskResult& task : verdict.summary.tasks) {
    text += fmt::format("\n  {}: {} of {} tests, {}; {}", task.task, task.passed, task.tests,
                        outcome::name(task.outcome), grader::headline(task));
  }
  for (const std::string& note : verdict.notes) text += "\n  note: " + note;
  return text;
}

void expect_outcome(const Hostile& hostile, const Verdict& verdict, Outcome expected) {
  EXPECT_TRUE(verdict.judged) << story(verdict);
  int points = 0;
  std::string others;
  for (const TaskResult& task : verdict.summary.tasks) {
    if (std::find(hostile.tasks.begin(), hostile.tasks.end(), task.task) == hostile.tasks.end()) {
      continue;
    }
    if (task.outcome != expected) others += ' ' + task.task;
    if (expected == Outcome::passed) points += task.points;
  }
  EXPECT_EQ(others, "") << "not " << outcome::name(expected) << ": " << story(verdict);
  EXPECT_EQ(verdict.earned(), points) << "what is not written earns nothing" << story(verdict);
}

TEST_F(Corpus, EndsAsExpected) {
  for (const Hostile& hostile : run().corpus()) {
    SCOPED_TRACE(hostile.name + ": " + hostile.threat);
    const Verdict& verdict = run().of(hostile);
    expect_outcome(hostile, verdict, hostile.expect);
    if (!hostile.says.empty()) {
      EXPECT_TRUE(std::regex_search(visible(verdict), std::regex(hostile.says)))
          << "nothing says \"" << hostile.says << "\": " << story(verdict);
    }
  }
}

TEST_F(Corpus, HasHonestTwinsThatEndAsExpected) {
  for (const Hostile& hostile : run().corpus()) {
    if (!hostile.twin) continue;
    SCOPED_TRACE(hostile.name);
    expect_outcome(hostile, run().twin_of(hostile), *hostile.twin);
  }
}

TEST_F(Corpus, ScoresNoPointMoreThanItsTwins) {
  for (const Hostile& hostile : run().corpus()) {
    if (!hostile.twin) continue;
    EXPECT_LE(run().of(hostile).earned(), run().twin_of(hostile).earned()) << hostile.name;
  }
}

TEST_F(Corpus, LeavesNothingBehind) { EXPECT_THAT(run().left(), IsEmpty()); }

TEST_F(Corpus, ShowsNoSecretToAnyStudent) {
  const Secrets secrets(course_under_test());
  ASSERT_GT(secrets.size(), 1000U);
  for (const auto& [id, verdict] : run().verdicts()) {
    EXPECT_EQ(secrets.bytes_in(visible(verdict)), 0U) << id << ": " << story(verdict);
  }
}

}  // namespace
}  // namespace descent::hostile
