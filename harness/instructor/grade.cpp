#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iostream>
#include <map>
#include <set>

#include "harness/cli/build.hpp"
#include "harness/course/digest.hpp"
#include "harness/gradebook/gradebook.hpp"
#include "harness/gradebook/records.hpp"
#include "harness/grader/grade.hpp"
#include "harness/grader/headline.hpp"
#include "harness/grader/isolation.hpp"
#include "harness/grader/judge.hpp"
#include "harness/instructor/commands.hpp"
#include "harness/instructor/progress_line.hpp"
#include "harness/instructor/table.hpp"
#include "harness/intake/roster.hpp"
#include "harness/outcome/story.hpp"
#include "harness/report/report.hpp"
#include "harness/sandbox/temporary_folder.hpp"
#include "harness/sandbox/view.hpp"

namespace descent::instructor {
namespace {

namespace fs = std::filesystem;
using cli::Terminal;

/// The records, as the grader's memory.
class Kept : public grader::Memory {
 public:
  explicit Kept(const gradebook::Records& records) : records_(records) {}
  std::optional<grader::Verdict> find(const std::string& id,
                                      const std::string& sha256) const override {
    return records_.find(id, sha256);
  }
  void keep(const grader::Verdict& verdict) override { records_.keep(verdict); }

 private:
  const gradebook::Records& records_;
};

/// Where everything of a class goes.
struct Places {
  Places(const std::string& out, const std::string& stage)
      : folder(fs::absolute(out)), stage_folder(folder / stage) {}
  fs::path records() const { return stage_folder / "records"; }
  fs::path gradebook() const { return folder / "gradebook.db"; }

  fs::path folder;
  fs::path stage_folder;
};

intake::Intake candidates(const GradeOptions& options) {
  if (options.single) {
    return {.candidates = {intake::single_submission(options.folder, options.student)},
            .skipped = {}};
  }
  std::optional<intake::Roster> roster;
  if (!options.roster.empty()) roster = intake::read_roster(options.roster);
  if (!fs::is_directory(options.folder)) return intake::find_submissions(options.folder, roster);
  try {
    return intake::find_submissions(options.folder, roster);
  } catch (const std::invalid_argument& nobody) {
    throw Refusal(kNothingToDo, nobody.what());
  }
}

std::vector<intake::Candidate> part_of(const std::vector<intake::Candidate>& all,
                                       const Shard& shard) {
  std::vector<intake::Candidate> part;
  for (std::size_t i = shard.index - 1; i < all.size(); i += shard.of) part.push_back(all[i]);
  return part;
}

/// The class from its records and the gradebook, not from this run: it may be one of many. Where
/// the folder of the submissions is known, who is not in it is no part of the class.
grader::ClassResult collect(const course::Stage& stage, const GradeOptions& options,
                            const intake::Intake& found, const gradebook::Records& records,
                            const Places& places) {
  grader::ClassResult result = grader::class_of(stage, options.seed);
  result.skipped = found.skipped;
  std::map<std::string, std::string> students;  // and what they are called today
  for (const intake::Candidate& candidate : found.candidates) {
    students[candidate.id] = candidate.name;
  }
  std::vector<gradebook::Record> all = records.all(result.skipped);
  for (gradebook::Record& record : all) {
    const auto student = students.find(record.verdict.id);
    if (student != students.end() && !student->second.empty()) {
      record.verdict.name = student->second;
    }
  }
  gradebook::Gradebook book(places.gradebook());
  book.take_in(all);
  for (const gradebook::Record& record : all) {
    if (!students.empty() && !students.contains(record.verdict.id)) {
      result.skipped.push_back(
          fmt::format("{} has a record, but is not among the submissions.", record.verdict.id));
      continue;
    }
    result.verdicts.push_back(record.verdict);
    result.tier = result.verdicts.size() == 1 ? record.verdict.tier
                                              : std::min(result.tier, record.verdict.tier);
    if (record.judge.fingerprint != result.fingerprint) {
      result.verdicts.back().notes.push_back(
          "Other suites than today's have judged this submission; grade it again.");
    }
  }
  book.add_by_hand(stage.name(), result.verdicts);
  return result;
}

void write_reports(const grader::ClassResult& result, const GradeOptions& options,
                   const Places& places) {
  std::set<std::string> kinds(options.reports.begin(), options.reports.end());
  kinds.insert("json");
  const report::Options shown{.hidden_tests = report::visibility_from(options.show),
                              .when = grader::now(),
                              .book = options.book,
                              .classroom = report::classroom_run_from_environment()};
  for (const std::string& kind : kinds) {
    for (const report::Page& page : report::make(kind, result, shown)) {
      const fs::path file = places.stage_folder / page.path;
      fs::create_directories(file.parent_path());
      course::write_file(file, page.content);
    }
  }
}

/// Everything that can be wrong with the command line is said before an hour of grading.
void check(const GradeOptions& options) {
  report::visibility_from(options.show);
  const std::vector<std::string> known = report::kinds();
  for (const std::string& kind : options.reports) {
    if (std::find(known.begin(), known.end(), kind) == known.end()) {
      throw std::invalid_argument(
          fmt::format("there is no report '{}'; the reports are {}", kind, fmt::join(known, ", ")));
    }
  }
  if (!options.student.empty() && !options.single) {
    throw std::invalid_argument(
        "--student says whose the one submission is: it goes with --single");
  }
  if (options.merge && !options.shard.empty()) {
    throw std::invalid_argument("--merge collects what all shards have done: leave --shard out");
  }
  if (!options.shard.empty()) shard_from(options.shard);
  if (options.folder.empty() && !options.merge) {
    throw std::invalid_argument("name the folder that holds the submissions");
  }
}

/// What is handed in is not what has been judged; false where this machine cannot look into it.
bool has_changed(const intake::Candidate& candidate, const grader::Verdict& verdict,
                 const std::vector<intake::Wanted>& wanted) {
  try {
    return intake::take(candidate, wanted).sha256 != verdict.sha256;
  } catch (const std::runtime_error&) {
    return false;
  }
}

/// Who is in the folder, and has no record of what is handed in now: a shard that has not run yet,
/// or was killed.
std::vector<std::string> without_record(const intake::Intake& found,
                                        const grader::ClassResult& result,
                                        const std::vector<intake::Wanted>& wanted) {
  std::map<std::string, const grader::Verdict*> recorded;
  for (const grader::Verdict& verdict : result.verdicts) recorded[verdict.id] = &verdict;
  std::vector<std::string> missing;
  for (const intake::Candidate& candidate : found.candidates) {
    const auto record = recorded.find(candidate.id);
    if (record == recorded.end() || has_changed(candidate, *record->second, wanted)) {
      missing.push_back(candidate.id);
    }
  }
  return missing;
}

ExitCode tell(const grader::ClassResult& result, const std::vector<std::string>& missing,
              const GradeOptions& options, const Places& places, const Terminal& terminal) {
  if (!options.quiet) {
    std::cout << fmt::format("{}  {}\n\n", terminal.bold(result.stage + " · " + result.title),
                             terminal.dim(fmt::format("{} submissions, isolation tier {}",
                                                      result.verdicts.size(), result.tier)));
    print_table(result, terminal);
  }
  std::cout << fmt::format("\nWritten: {}\n",
                           fs::relative(places.stage_folder, fs::current_path()).string());
  if (!missing.empty()) {
    std::cout << terminal.red(
        fmt::format("{} submissions have no record yet: {}\n", missing.size(),
                    grader::fitted(fmt::format("{}", fmt::join(missing, ", ")), 60)));
    return kNotAllJudged;
  }
  if (result.all_judged()) return kOk;
  std::cout << terminal.red("Not everybody could be judged; the notes in the results say why.")
            << " Grade them again.\n";
  return kNotAllJudged;
}

void build_all(const course::Course& course, const course::Stage& stage, const Terminal& terminal) {
  const cli::BuildResult built = cli::build(course, {stage.name() + ".grade", "escape"}, terminal);
  if (built.ok) return;
  throw std::runtime_error(
      fmt::format("the course itself does not build ({}):\n{}", built.target, built.messages));
}

/// The tier that is reached here. Throws Refusal if that is not enough.
int require_tier(const course::Course& course, const GradeOptions& options) {
  const int least = options.require_tier;
  for (const fs::path& path :
       {course.root(), course.build(), fs::absolute(options.folder), fs::absolute(options.out)}) {
    if (!sandbox::is_of_the_system(path)) continue;
    if (least == 0) return 0;
    throw Refusal(
        kTierTooLow,
        fmt::format("submissions would be isolated at tier 0, but tier {} is asked for: {} lies "
                    "among the system's programs, which every compiler must be able to read. "
                    "Move it, below /srv or your home for example.",
                    least, outcome::printable(path.string())));
  }
  const sandbox::Tier& tier = grader::isolation(course);
  if (tier.level >= least) return tier.level;
  throw Refusal(
      kTierTooLow,
      fmt::format("submissions would be isolated at tier {} ({}), but tier {} is asked for. "
                  "{} ./descent doctor shows more.",
                  tier.level, sandbox::describe(tier.level), least, tier.missing));
}

gradebook::Records open_records(const course::Stage& stage, const gradebook::Key& key,
                                const GradeOptions& options, const Places& places) {
  const std::string fingerprint = grader::fingerprint(stage);
  try {
    return {places.records(), key, {stage.name(), stage.suites, fingerprint, options.seed}};
  } catch (const std::runtime_error& error) {
    throw Refusal(kCannotWrite, error.what());
  }
}

}  // namespace

Shard shard_from(const std::string& text) {
  Shard shard;
  const auto slash = std::min(text.find('/'), text.size());
  const auto is_number = [&](std::size_t begin, std::size_t end, unsigned& number) {
    const char* const behind = text.data() + end;
    const auto [read, error] = std::from_chars(text.data() + begin, behind, number);
    return error == std::errc() && read == behind;
  };
  if (!is_number(0, slash, shard.index) || slash == text.size() ||
      !is_number(slash + 1, text.size(), shard.of) || shard.index < 1 || shard.index > shard.of) {
    throw std::invalid_argument(
        fmt::format("--shard {}: expected i/n with i from 1 to n, such as 2/8", text));
  }
  return shard;
}

ExitCode grade(const course::Course& course, const GradeOptions& options,
               const Terminal& terminal) {
  check(options);
  const course::Stage& stage = course.find(options.stage);
  const bool makes_key = !options.key.empty() && !fs::exists(options.key);
  const gradebook::Key key = gradebook::Key::find(options.key);
  if (makes_key) {  // perhaps the name was mistyped, and then the seeds and signatures are others
    std::cerr << fmt::format("descent: there was no key in {}; a new one is there now\n",
                             options.key);
  }
  intake::Intake found;
  if (!options.folder.empty()) found = candidates(options);  // refuse it before a long build
  const Places places(options.out, stage.name());

  if (!options.built) build_all(course, stage, terminal);
  const int tier = options.merge ? 0 : require_tier(course, options);  // before anything is written
  const gradebook::Records records = open_records(stage, key, options, places);
  if (!options.merge) {
    const Shard shard = options.shard.empty() ? Shard{} : shard_from(options.shard);
    // With nobody to grade it still proves that the machine could.
    const auto part =
        options.prepare ? std::vector<intake::Candidate>{} : part_of(found.candidates, shard);
    sandbox::remove_abandoned_folders();  // of graders that were killed
    Kept kept(records);
    terminal.progress(terminal.dim("grading ..."));
    grader::grade(course, stage, part,
                  {.seed = options.seed,
                   .secret = key.secret(),
                   .jobs = options.jobs,
                   .tier = tier,
                   .again = options.again},
                  kept, ProgressLine(terminal));
    terminal.progress("");
    if (options.prepare) {
      std::cout << fmt::format("{} is ready to be graded.\n", stage.name());
      return kOk;
    }
    if (!options.shard.empty()) {
      std::cout << fmt::format("Shard {} is done; --merge collects all of them.\n", options.shard);
      return kOk;
    }
  }
  records.clean();
  const grader::ClassResult result = collect(stage, options, found, records, places);
  write_reports(result, options, places);
  const auto missing = without_record(found, result, grader::wanted_files(course, stage));
  return tell(result, missing, options, places, terminal);
}

}  // namespace descent::instructor
