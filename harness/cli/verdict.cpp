#include "harness/cli/verdict.hpp"

#include <fmt/format.h>

#include <chrono>
#include <stdexcept>

#include "harness/cli/build.hpp"
#include "harness/cli/commands.hpp"
#include "harness/cli/progress.hpp"
#include "harness/course/suite.hpp"

namespace descent::cli {
namespace {

namespace fs = std::filesystem;
using course::Course;
using course::Stage;
using Clock = std::chrono::steady_clock;

std::optional<BuildFailure> build_failure(const Course& course, const Stage& stage,
                                          const std::vector<std::string>& targets,
                                          const Terminal& terminal) {
  const BuildResult built = build(course, targets, terminal);
  if (built.ok) return std::nullopt;
  return BuildFailure{students_file(course, stage, built.target), built.target, built.messages};
}

/// Why no test at all could be judged; "" if some could.
std::string fault_of_the_machine(const outcome::Summary& summary) {
  for (const outcome::TaskResult& task : summary.tasks) {
    if (task.outcome != outcome::Outcome::infrastructure || task.passed > 0) return "";
  }
  for (const outcome::TaskResult& task : summary.tasks) {
    for (const outcome::TestOutcome& test : task.failures) {
      if (!test.findings.empty()) return test.findings.front().problem;
    }
  }
  return "";
}

void judge_with(Verdict& verdict, const Course& course, const std::vector<std::string>& suites,
                bool sanitize) {
  const Stage& stage = *verdict.stage;
  const course::Subject subject{sanitize ? stage.sanitized : stage.object, "", sanitize};
  const course::Judgement judgement =
      course::judge(course, stage, suites, subject, {.task = verdict.task});
  verdict.suites = suites;
  verdict.summary = judgement.summary;
  verdict.complaint = judgement.complaint;
  if (verdict.complaint.empty()) verdict.complaint = fault_of_the_machine(judgement.summary);
}

}  // namespace

bool Verdict::passed() const {
  return judged() && summary.passed_tasks() == static_cast<int>(summary.tasks.size());
}

int Verdict::exit_code() const {
  if (build_failure ? !build_failure->file : !complaint.empty()) return kBroken;
  return passed() ? kOk : kNotPassed;
}

Verdict judge_stage(const Course& course, const Stage& stage, const JudgeOptions& options,
                    const Terminal& terminal) {
  if (!fs::exists(stage.source)) {
    throw std::invalid_argument(fmt::format("{} is missing; ./descent reset {} writes it anew",
                                            fs::relative(stage.source, course.root()).string(),
                                            stage.name()));
  }
  const Clock::time_point started = Clock::now();
  Verdict verdict;
  verdict.stage = &stage;
  verdict.task = options.task;
  const std::string sources =
      digest_of_sources(stage);  // before: who saves meanwhile is judged anew

  std::vector<std::string> targets;
  if (options.self) targets = options.self->targets();
  targets.push_back(stage.name() + ".check");
  if (options.sanitize) targets.push_back(stage.name() + ".sanitized");
  verdict.build_failure = build_failure(course, stage, targets, terminal);
  if (!verdict.build_failure && options.self) options.self->restart_if_rebuilt();

  if (!verdict.build_failure) {
    terminal.progress(terminal.dim("judging " + stage.name()));
    judge_with(verdict, course, {"public"}, options.sanitize);
    if (verdict.passed() && stage.suites.size() > 1) {
      verdict.build_failure = build_failure(course, stage, {stage.name() + ".hidden"}, terminal);
      terminal.progress(terminal.dim("judging " + stage.name() + " with the hidden tests"));
      if (!verdict.build_failure) judge_with(verdict, course, stage.suites, options.sanitize);
    }
    terminal.progress("");
  }
  verdict.seconds = std::chrono::duration<double>(Clock::now() - started).count();
  if (verdict.judged()) {
    note_results(course, stage, verdict.summary, verdict.suites, sources);
  }
  return verdict;
}

}  // namespace descent::cli
