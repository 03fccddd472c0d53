#include "harness/author/verify.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

#include "harness/outcome/story.hpp"
#include "harness/remote/implementation.hpp"

namespace descent::author {
namespace {

using outcome::Outcome;
using outcome::TaskResult;
using Kind = Proof::Kind;

struct Job {
  Proof proof;
  course::Subject subject;
};

/// Everything that there is to prove of a stage. Throws if a variant belongs to no task.
std::vector<Job> list_jobs(const course::Stage& stage, const std::filesystem::path& stub_object) {
  std::vector<Job> jobs;
  for (const outcome::Task& task : stage.manifest.tasks) {
    jobs.push_back({{task.id, Kind::stub, "stub", false, {}}, {stub_object, ""}});
    jobs.push_back({{task.id, Kind::reference, "in this process", false, {}}, {"", "reference"}});
    jobs.push_back({{task.id, Kind::reference, "in a worker", false, {}}, {*stage.solutions, ""}});
  }
  const remote::Implementation solutions(*stage.solutions);
  for (const wire::Entry& entry : solutions.entries()) {
    if (entry.role == wire::Role::exercise) continue;
    const Kind kind = entry.role == wire::Role::mistake ? Kind::mistake : Kind::alternative;
    // A variant of a function that is no task itself is judged by the tests of the first task.
    const outcome::Task* task = stage.manifest.find(entry.exercise);
    if (!task) {
      throw std::runtime_error(fmt::format("{} is a variant of {}, which is no task of {}",
                                           entry.variant, entry.exercise, stage.name()));
    }
    jobs.push_back({{task->id, kind, entry.variant, false, {}}, {"", entry.variant}});
  }
  return jobs;
}

std::string first_words(const TaskResult& result) {
  for (const auto& failure : result.failures) {
    if (failure.outcome == Outcome::passed) continue;
    std::string text = failure.test + " " + outcome::in_words(failure.outcome);
    if (!failure.findings.empty()) text += ": " + failure.findings.front().problem;
    return text;
  }
  return "nothing failed";
}

void decide(Proof& proof, const TaskResult& result) {
  switch (proof.kind) {
    case Kind::stub:
      proof.holds = result.outcome == Outcome::not_started && result.earned == 0;
      if (!proof.holds) {
        proof.why_not = fmt::format(
            "the stub must be reported as not started and earn nothing; it {} "
            "and earns {} points",
            outcome::in_words(result.outcome), result.earned);
      }
      return;
    case Kind::reference:
    case Kind::alternative:
      proof.holds = result.outcome == Outcome::passed && result.earned == result.points;
      if (!proof.holds) proof.why_not = "must pass every test, but " + first_words(result);
      return;
    case Kind::mistake: {
      if (result.outcome == Outcome::passed) {
        proof.why_not = "passes every test";
        return;
      }
      if (result.outcome != Outcome::failed) {
        proof.why_not = "must fail a check, but " + first_words(result);
        return;
      }
      const auto& named = result.mistakes;
      const bool is_named = std::any_of(named.begin(), named.end(), [&](const auto& mistake) {
        return mistake.id == proof.subject;
      });
      proof.holds = is_named && named.size() <= outcome::kMostNames;
      if (proof.holds) return;
      std::string names;
      for (const auto& mistake : named) names += (names.empty() ? "" : ", ") + mistake.id;
      proof.why_not =
          fmt::format("fails, but is not named{}; {}",
                      names.empty() ? "" : " (named: " + names + ")", first_words(result));
    }
  }
}

}  // namespace

std::vector<Proof> verify(const course::Course& course, const course::Stage& stage,
                          const std::filesystem::path& stub_object,
                          const std::function<void(int, int)>& progress) {
  if (!stage.solutions) {
    throw std::runtime_error(stage.name() + " has no solutions here: there is nothing to verify");
  }
  std::vector<Job> jobs = list_jobs(stage, stub_object);
  std::atomic<std::size_t> next = 0;
  std::mutex mutex;
  int done = 0;
  {
    std::vector<std::jthread> threads;
    for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i) {
      threads.emplace_back([&] {
        for (std::size_t k = next++; k < jobs.size(); k = next++) {
          Job& job = jobs[k];
          try {
            const course::Judgement judgement =
                course::judge(course, stage, stage.suites, job.subject, {.task = job.proof.task});
            decide(job.proof, judgement.summary.tasks.at(0));
            if (!judgement.complaint.empty()) {
              job.proof.holds = false;
              job.proof.why_not = judgement.complaint;
            }
          } catch (const std::exception& error) {
            job.proof.why_not = error.what();
          }
          const std::scoped_lock lock(mutex);
          progress(++done, static_cast<int>(jobs.size()));
        }
      });
    }
  }
  std::vector<Proof> proofs;
  for (const Job& job : jobs) proofs.push_back(job.proof);
  return proofs;
}

}  // namespace descent::author
