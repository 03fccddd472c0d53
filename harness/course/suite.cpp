#include "harness/course/suite.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "harness/outcome/lost_time.hpp"
#include "harness/sandbox/bubblewrap.hpp"
#include "harness/sandbox/isolated.hpp"
#include "harness/sandbox/temporary_folder.hpp"

namespace descent::course {
namespace {

namespace fs = std::filesystem;

/// A checker's whole environment. One thread, so that results do not depend on the machine; of the
/// caller's own, only where the data are, and what the proof of fairness changes: the processor
/// that OpenBLAS is to compute for, and the threads of calls within the checker.
std::vector<std::string> environment() {
  const char* threads = std::getenv("DESCENT_BLAS_THREADS");
  std::vector<std::string> variables = {
      std::string("OPENBLAS_NUM_THREADS=") + (threads != nullptr ? threads : "1"),
      "OMP_NUM_THREADS=1", "PATH=/usr/bin:/bin"};
  for (const char* name : {"DESCENT_DATA", "OPENBLAS_CORETYPE"}) {
    if (const char* value = std::getenv(name)) {
      variables.push_back(std::string(name) + "=" + value);
    }
  }
  return variables;
}

/// What a checker and its workers need of the file system. What is not given is not there.
std::vector<fs::path> seen_by_checker(const Course& course, const Stage& stage,
                                      const std::string& suite, const Subject& subject) {
  std::vector<fs::path> files = {stage.checker(suite), stage.manifest_file};
  if (stage.solutions) files.push_back(*stage.solutions);
  if (subject.bind.empty()) {
    files.push_back(course.worker(subject.sanitized));
    files.push_back(fs::absolute(subject.object));
  }
  if (const char* data = std::getenv("DESCENT_DATA")) {
    if (fs::exists(data)) files.push_back(fs::absolute(data));
  }
  return files;
}

/// The checker holds what the worker holds, and makes the same calls on the reference.
sandbox::Allowance allowance(const outcome::Limits& limits) {
  constexpr std::size_t kOwnMegabytes = 1024;
  return {.memory_bytes = (2 * limits.memory_mb + kOwnMegabytes) << 20,
          .processes = limits.processes};
}

}  // namespace

outcome::Record run_suite(const Course& course, const Stage& stage, const std::string& suite,
                          const Subject& subject, const RunOptions& options) {
  const sandbox::TemporaryFolder folder;
  const fs::path record_file = folder.path() / "record.jsonl";
  std::vector<std::string> arguments = {stage.checker(suite),
                                        "--manifest",
                                        stage.manifest_file,
                                        "--suite",
                                        suite,
                                        "--record",
                                        record_file,
                                        "--seed",
                                        std::to_string(options.seed),
                                        "--quiet"};
  const auto add = [&](const std::string& option, const std::string& value) {
    arguments.insert(arguments.end(), {option, value});
  };
  if (stage.solutions) add("--solutions", *stage.solutions);
  if (!options.task.empty()) add("--task", options.task);
  if (!subject.bind.empty()) {
    add("--bind", subject.bind);
  } else {
    add("--worker", course.worker(subject.sanitized));
    add("--submission", fs::absolute(subject.object));
    if (subject.sanitized) arguments.push_back("--sanitized");
    if (options.tier >= 1) arguments.push_back("--strictly");
  }

  const sandbox::Ended ended = sandbox::run_isolated(
      options.tier < 2 ? 0 : options.tier,
      {.arguments = arguments,
       .folder = folder.path(),  // what a mistake writes where it stands is gone with it
       .environment = environment(),
       .wall_clock = std::chrono::milliseconds(static_cast<long>(1000 * options.wall_seconds))},
      {seen_by_checker(course, stage, suite, subject), folder.path()},
      allowance(stage.manifest.limits));
  std::ifstream in(record_file);
  outcome::Record record = outcome::read_record(in);
  if (ended.timed_out) {
    record.complaint =
        fmt::format("the {} suite was stopped after {:g} s", suite, options.wall_seconds);
    outcome::charge_for_lost_time(record, stage.manifest.stage, options.wall_seconds);
  } else if (ended.exit_code > 1 || sandbox::is_complaint_of_bubblewrap(ended.output)) {
    record.complaint = fmt::format("the checker of the {} suite ended with exit code {}: {}", suite,
                                   ended.exit_code, ended.output);
  }
  return record;
}

Judgement judge(const Course& course, const Stage& stage, const std::vector<std::string>& suites,
                const Subject& subject, const RunOptions& options) {
  Judgement judgement;
  outcome::Record all;
  for (const std::string& suite : suites) {
    outcome::Record record = run_suite(course, stage, suite, subject, options);
    if (judgement.complaint.empty()) judgement.complaint = record.complaint;
    std::move(record.expected.begin(), record.expected.end(), std::back_inserter(all.expected));
    std::move(record.outcomes.begin(), record.outcomes.end(), std::back_inserter(all.outcomes));
  }
  outcome::Manifest manifest = stage.manifest;
  if (!options.task.empty()) {
    std::erase_if(manifest.tasks,
                  [&](const outcome::Task& task) { return task.id != options.task; });
  }
  judgement.summary =
      outcome::summarize(manifest, all.expected, all.outcomes, outcome::Outcome::infrastructure);
  return judgement;
}

std::string listed_by_checker(const Stage& stage, const std::string& suite,
                              const std::vector<std::string>& options) {
  std::vector<std::string> arguments = {stage.checker(suite), "--manifest", stage.manifest_file,
                                        "--suite", suite};
  arguments.insert(arguments.end(), options.begin(), options.end());
  const sandbox::Ended ended = sandbox::run({.arguments = arguments});
  if (!ended.ok()) {
    throw std::runtime_error(fmt::format("the checker {} does not list what it has: {}",
                                         stage.checker(suite).string(), ended.output));
  }
  return ended.output;
}

}  // namespace descent::course
