#include "harness/grader/grade.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <ctime>
#include <exception>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "harness/course/digest.hpp"
#include "harness/grader/isolation.hpp"
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
  Grader(const course::Course& course, const course::Stage& stage, const Options& options, int tier)
      : course_(course),
        stage_(stage),
        options_(options),
        tier_(tier),
        wanted_(wanted_files(course, stage)),
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
                      outcome::printable((built.doubt.empty() ? built.problem : built.doubt) +
                                         '\n' + built.messages)));
    }
  }

  /// What a candidate handed in, or, where the machine cannot look into it, why in `trouble`.
  intake::Submission take(const intake::Candidate& candidate, std::string& trouble) const {
    try {
      return intake::take(candidate, wanted_);
    } catch (const std::exception& error) {
      trouble = error.what();
      return {.id = candidate.id, .name = candidate.name};
    }
  }

  /// The verdict on a submission, or on why there is none. Never throws: what goes wrong is in it.
  Verdict operator()(const intake::Submission& submission, const std::string& trouble) const {
    const auto started = std::chrono::steady_clock::now();
    Verdict verdict{.id = submission.id,
                    .name = submission.name,
                    .sha256 = submission.sha256,
                    .tier = tier_,
                    .ignored = submission.ignored,
                    .at = now()};
    try {
      if (!trouble.empty()) throw std::runtime_error(trouble);
      grade(submission, verdict);
    } catch (const std::exception& error) {
      verdict.judged = false;
      verdict.notes.push_back(fmt::format("It could not be judged: {}.", error.what()));
      if (verdict.summary.tasks.empty()) verdict.summary = nothing_run(Outcome::infrastructure);
    }
    verdict.seconds = seconds_since(started);
    return verdict;
  }

 private:
  void grade(const intake::Submission& submission, Verdict& verdict) const {
    if (!submission.refusal.empty()) {
      verdict.problem = submission.refusal;
      verdict.summary = nothing_run(Outcome::build_failed);
      return;
    }
    verdict.seed = submission_seed(submission.sha256, options_);
    const sandbox::TemporaryFolder folder;
    Built built = build_in(folder, submission.texts);
    if (!built.doubt.empty()) built = build_in(folder, submission.texts);
    if (!built.doubt.empty() && others_build()) built.doubt.clear();
    if (built.object.empty()) {
      verdict.judged = built.doubt.empty();
      verdict.problem = verdict.judged ? built.problem : built.doubt;
      verdict.summary =
          nothing_run(verdict.judged ? Outcome::build_failed : Outcome::infrastructure);
      return;
    }
    judge(course_, stage_, built.object, options_, verdict);
  }

  /// Messages can be made up, so it is an honest file that says whether the machine is at fault.
  bool others_build() const {
    try {
      prove_toolchain();
      return true;
    } catch (const std::runtime_error&) {
      return false;
    }
  }

  Built build_in(const sandbox::TemporaryFolder& folder,
                 const std::vector<std::string>& texts) const {
    for (std::size_t i = 0; i < texts.size(); ++i) {
      course::write_file(folder.path() / recipe_.sources().at(i), texts[i]);
    }
    return build(recipe_, folder.path(),
                 options_.build_limits.value_or(build_limits(stage_.manifest.limits)), tier_);
  }

  outcome::Summary nothing_run(Outcome why) const {
    return outcome::summarize(stage_.manifest, expected_, {}, why);
  }

  const course::Course& course_;
  const course::Stage& stage_;
  const Options& options_;
  int tier_;
  std::vector<intake::Wanted> wanted_;
  Recipe recipe_;
  std::vector<outcome::ExpectedTest> expected_;
};

}  // namespace

std::vector<intake::Wanted> wanted_files(const course::Course& course, const course::Stage& stage) {
  std::vector<intake::Wanted> wanted;
  for (const course::Source& source : stage.sources) {
    wanted.push_back({source.file.filename(), fs::relative(source.file, course.root()).string()});
  }
  return wanted;
}

std::vector<Verdict> grade(const course::Course& course, const course::Stage& stage,
                           const std::vector<intake::Candidate>& candidates, const Options& options,
                           Memory& memory, const OnProgress& on_progress) {
  const int tier = options.tier ? *options.tier : isolation(course).level;
  const Grader grade_one(course, stage, options, tier);
  grade_one.prove_toolchain();

  std::vector<Verdict> verdicts(candidates.size());
  std::atomic<std::size_t> next = 0;
  std::mutex reporting;
  Progress progress{.all = candidates.size()};
  std::exception_ptr trouble;
  const auto one = [&](std::size_t i) {
    std::string trouble;
    const intake::Submission submission = grade_one.take(candidates[i], trouble);
    std::optional<Verdict> known;
    if (!options.again) known = memory.find(submission.id, submission.sha256);
    if (known && known->tier < tier) known.reset();  // then more was within its reach
    verdicts[i] = known ? *known : grade_one(submission, trouble);
    if (!known) memory.keep(verdicts[i]);
    const std::lock_guard lock(reporting);
    ++progress.done;
    if (known) ++progress.known;
    progress.id = verdicts[i].id;
    if (on_progress) on_progress(progress);
  };
  const auto work = [&] {
    for (std::size_t i = next++; i < candidates.size(); i = next++) {
      try {
        one(i);
      } catch (...) {
        const std::lock_guard lock(reporting);
        if (!trouble) trouble = std::current_exception();
        next = candidates.size();
      }
    }
  };
  {
    std::vector<std::jthread> helpers;
    for (unsigned i = 1; i < options.jobs; ++i) helpers.emplace_back(work);
    work();
  }
  if (trouble) std::rethrow_exception(trouble);
  return verdicts;
}

ClassResult class_of(const course::Stage& stage, std::uint64_t seed) {
  return {.stage = stage.name(),
          .title = stage.manifest.title,
          .suites = stage.suites,
          .fingerprint = fingerprint(stage),
          .seed = seed,
          .points = stage.manifest.points()};
}

ClassResult grade(const course::Course& course, const course::Stage& stage, const fs::path& folder,
                  const Options& options) {
  const auto started = std::chrono::steady_clock::now();
  class Forgetful : public Memory {
    std::optional<Verdict> find(const std::string&, const std::string&) const override {
      return {};
    }
    void keep(const Verdict&) override {}
  } nothing;
  intake::Intake found = intake::find_submissions(folder, {});
  ClassResult result = class_of(stage, options.seed);
  result.skipped = std::move(found.skipped);
  result.verdicts = grade(course, stage, found.candidates, options, nothing);
  result.seconds = seconds_since(started);
  return result;
}

std::string now() { return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr))); }

std::uint64_t submission_seed(const std::string& sha256, const Options& options) {
  const std::string mixed =
      course::hmac_sha256(options.secret, fmt::format("seed {} {}", options.seed, sha256));
  return std::stoull(mixed.substr(0, 13), nullptr, 16);
}

}  // namespace descent::grader
