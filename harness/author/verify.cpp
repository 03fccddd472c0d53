#include "harness/author/verify.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>

#include "harness/outcome/story.hpp"

namespace descent::author {
namespace {

using outcome::Outcome;
using outcome::TaskResult;
using Kind = Proof::Kind;

struct Job {
  Proof proof;
  course::Subject subject;
  std::uint64_t seeds = 1;  ///< 1, 2, ..., seeds; it must hold with each of them
};

/// The known mistakes and the alternatives of a stage, as its checker lists them: only what judges
/// opens what is judged, so that this program may be of another build.
nlohmann::json variants_of(const course::Stage& stage) {
  return nlohmann::json::parse(course::listed_by_checker(
      stage, stage.suites.front(), {"--solutions", *stage.solutions, "--list-variants"}));
}

/// Everything that there is to prove of a stage. Throws if a variant belongs to no task.
std::vector<Job> list_jobs(const course::Stage& stage, const std::filesystem::path& stub_object,
                           std::uint64_t seeds) {
  std::vector<Job> jobs;
  for (const outcome::Task& task : stage.manifest.tasks) {
    jobs.push_back({{task.id, Kind::stub, "stub", false, {}}, {stub_object, ""}, 1});
    jobs.push_back(
        {{task.id, Kind::reference, "in this process", false, {}}, {"", "reference"}, seeds});
    jobs.push_back(
        {{task.id, Kind::reference, "in a worker", false, {}}, {*stage.solutions, ""}, 1});
  }
  for (const nlohmann::json& listed : variants_of(stage)) {
    const Kind kind = listed.at("is_mistake").get<bool>() ? Kind::mistake : Kind::alternative;
    const std::string variant = listed.at("variant"), exercise = listed.at("exercise");
    // A variant of a function that is no task itself is judged by the tests of the first task.
    const outcome::Task* task = stage.manifest.find(exercise);
    if (!task) {
      throw std::runtime_error(fmt::format("{} is a variant of {}, which is no task of {}", variant,
                                           exercise, stage.name()));
    }
    jobs.push_back({{task->id, kind, variant, false, {}}, {"", variant}, seeds});
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

}  // namespace

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
          is_named
              ? fmt::format("is named among more than the {} that a student is told of: {}",
                            outcome::kMostNames, names)
              : fmt::format("fails, but is not named{}; {}",
                            names.empty() ? "" : " (named: " + names + ")", first_words(result));
    }
  }
}

namespace {

// Judges the job's subject with one seed after another, until one shows that the proof fails.
void prove(Job& job, const course::Course& course, const course::Stage& stage) {
  Proof& proof = job.proof;
  for (std::uint64_t seed = 1; seed <= job.seeds; ++seed) {
    try {
      const course::Judgement judgement = course::judge(course, stage, stage.suites, job.subject,
                                                        {.task = proof.task, .seed = seed});
      decide(proof, judgement.summary.tasks.at(0));
      if (!judgement.complaint.empty()) {
        proof.holds = false;
        proof.why_not = judgement.complaint;
      }
    } catch (const std::exception& error) {
      proof.holds = false;
      proof.why_not = error.what();
    }
    if (!proof.holds) {
      if (job.seeds > 1) proof.why_not = fmt::format("with seed {}: {}", seed, proof.why_not);
      return;
    }
  }
}

}  // namespace

std::vector<Proof> verify(const course::Course& course, const course::Stage& stage,
                          const std::filesystem::path& stub_object, const VerifyOptions& options) {
  if (!stage.solutions) {
    throw std::runtime_error(stage.name() + " has no solutions here: there is nothing to verify");
  }
  std::vector<Job> jobs = list_jobs(stage, stub_object, std::max<std::uint64_t>(1, options.seeds));
  if (options.only_right) {
    std::erase_if(jobs, [](const Job& job) {
      return job.proof.kind == Kind::stub || job.proof.kind == Kind::mistake;
    });
  }
  std::atomic<std::size_t> next = 0;
  std::mutex mutex;
  int done = 0;
  {
    std::vector<std::jthread> threads;
    for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i) {
      threads.emplace_back([&] {
        for (std::size_t k = next++; k < jobs.size(); k = next++) {
          prove(jobs[k], course, stage);
          const std::scoped_lock lock(mutex);
          options.progress(++done, static_cast<int>(jobs.size()));
        }
      });
    }
  }
  std::vector<Proof> proofs;
  for (const Job& job : jobs) proofs.push_back(job.proof);
  return proofs;
}

}  // namespace descent::author
