#include "harness/grader/grade.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "harness/course/digest.hpp"
#include "harness/grader/judge.hpp"
#include "harness/outcome/story.hpp"
#include "harness/sandbox/temporary_folder.hpp"

namespace descent::grader {
namespace {

namespace fs = std::filesystem;
using outcome::Outcome;

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Grades one submission after the other; everything that they have in common.
class Grader {
 public:
  Grader(const course::Course& course, const course::Stage& stage, const Options& options,
         const Isolation& isolation)
      : course_(course),
        stage_(stage),
        options_(options),
        isolation_(isolation),
        recipe_(course, stage),
        expected_(expected_tests(stage)) {}

  /// A file in which nothing is defined yet must build, else nobody's would.
  void prove_toolchain() const {
    const sandbox::TemporaryFolder folder;
    std::vector<std::string> texts;
    for (const course::Source& source : stage_.sources) {
      texts.push_back(fmt::format("#include \"{}\"\n", source.header));
    }
    const Built built = build_in(folder, texts);
    if (built.object.empty()) {
      throw std::runtime_error(
          fmt::format("nothing can be built for {} on this machine, not even a file that only "
                      "includes {}: {}",
                      stage_.name(), stage_.manifest.header,
                      outcome::printable(built.problem + '\n' + built.messages)));
    }
  }

  /// Never throws: what goes wrong is in the verdict.
  Verdict operator()(const Candidate& candidate) const {
    const auto started = std::chrono::steady_clock::now();
    Verdict verdict;
    verdict.id = candidate.id;
    try {
      grade(candidate, verdict);
    } catch (const std::exception& error) {
      verdict.judged = false;
      verdict.notes.push_back(fmt::format("It could not be judged: {}.", error.what()));
      if (verdict.summary.tasks.empty()) verdict.summary = nothing_run(Outcome::infrastructure);
    }
    verdict.seconds = seconds_since(started);
    return verdict;
  }

 private:
  void grade(const Candidate& candidate, Verdict& verdict) const {
    const Submission submission = take(candidate, recipe_.sources());
    verdict.sha256 = submission.sha256;
    verdict.ignored = submission.ignored;
    if (!submission.refusal.empty()) {
      verdict.problem = submission.refusal;
      verdict.summary = nothing_run(Outcome::build_failed);
      return;
    }
    verdict.seed = submission_seed(submission.sha256, options_.seed);
    const sandbox::TemporaryFolder folder;
    Built built = build_in(folder, submission.texts);
    if (built.ours) built = build_in(folder, submission.texts);
    if (built.object.empty()) {
      verdict.problem = built.problem;
      verdict.judged = !built.ours;
      verdict.summary = nothing_run(built.ours ? Outcome::infrastructure : Outcome::build_failed);
      return;
    }
    judge(course_, stage_, built.object, options_, verdict);
  }

  Built build_in(const sandbox::TemporaryFolder& folder,
                 const std::vector<std::string>& texts) const {
    for (std::size_t i = 0; i < texts.size(); ++i) {
      course::write_file(folder.path() / recipe_.sources().at(i), texts[i]);
    }
    return build(recipe_, folder.path(), options_.build_limits, isolation_.bubblewrap);
  }

  outcome::Summary nothing_run(Outcome why) const {
    return outcome::summarize(stage_.manifest, expected_, {}, why);
  }

  const course::Course& course_;
  const course::Stage& stage_;
  const Options& options_;
  const Isolation& isolation_;
  Recipe recipe_;
  std::vector<outcome::ExpectedTest> expected_;
};

}  // namespace

bool ClassResult::all_judged() const {
  return std::all_of(verdicts.begin(), verdicts.end(),
                     [](const Verdict& verdict) { return verdict.judged; });
}

std::uint64_t submission_seed(const std::string& sha256, std::uint64_t class_seed) {
  const std::string mixed = course::sha256(fmt::format("{} {}", class_seed, sha256));
  return std::stoull(mixed.substr(0, 13), nullptr, 16);
}

ClassResult grade(const course::Course& course, const course::Stage& stage, const fs::path& folder,
                  const Options& options, const Progress& progress) {
  const auto started = std::chrono::steady_clock::now();
  Intake intake = find_submissions(folder);
  ClassResult result{.stage = stage.name(),
                     .suites = stage.suites,
                     .fingerprint = fingerprint(stage),
                     .seed = options.seed,
                     .points = stage.manifest.points(),
                     .isolation = probe_isolation(),
                     .skipped = std::move(intake.skipped),
                     .verdicts = std::vector<Verdict>(intake.candidates.size())};
  const Grader grade_one(course, stage, options, result.isolation);
  grade_one.prove_toolchain();

  std::atomic<std::size_t> next = 0;
  std::mutex reporting;
  int done = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < intake.candidates.size(); i = next++) {
      result.verdicts[i] = grade_one(intake.candidates[i]);
      const std::lock_guard lock(reporting);
      ++done;
      if (progress) progress(done, static_cast<int>(result.verdicts.size()), result.verdicts[i].id);
    }
  };
  {
    std::vector<std::jthread> helpers;
    for (unsigned i = 1; i < options.jobs; ++i) helpers.emplace_back(work);
    work();
  }
  result.seconds = seconds_since(started);
  return result;
}

}  // namespace descent::grader
