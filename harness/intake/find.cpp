#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

#include "harness/intake/archive.hpp"
#include "harness/intake/descriptor.hpp"
#include "harness/intake/intake.hpp"
#include "harness/intake/names.hpp"
#include "harness/intake/repository.hpp"

namespace descent::intake {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBeginning = 512;  // bytes that tell an archive

std::string shown(const fs::path& path) { return intake::shown(path.string()); }

/// Whether a file is to be treated as an archive: it is one, or it is called as one, which is then
/// said to its student.
bool is_archive(const fs::path& file) {
  const std::string name = file.filename().string();
  if (without_archive_suffix(name) != name) return true;
  try {
    return begins_like_an_archive(read_at_most(open_file(AT_FDCWD, file.string()), kBeginning));
  } catch (const Refused&) {
    return false;
  }
}

/// What lies at a path, or what is wrong with it: a part of a sentence.
struct Found {
  Candidate candidate = {};
  std::string problem = {};
};

Found look(const fs::path& path, const std::string& commit = {}) {
  Candidate candidate{.path = path, .commit = commit};
  std::string name = path.filename().string();
  std::error_code unreadable;
  const fs::file_type type = fs::symlink_status(path, unreadable).type();
  if (type == fs::file_type::not_found) return {.problem = "does not exist"};
  if (type == fs::file_type::symlink) return {.problem = "is a symbolic link"};
  if (type == fs::file_type::directory) {
    const auto git = git_folder(path);
    const bool bare = git && *git == path;
    candidate.kind = bare || (git && !commit.empty()) ? Kind::repository : Kind::folder;
    if (bare && name.size() > 4 && name.ends_with(".git")) name.resize(name.size() - 4);
  } else if (type == fs::file_type::regular && is_archive(path)) {
    candidate.kind = Kind::archive;
    name = without_archive_suffix(name);
  } else {
    return {.problem = "is neither a folder nor an archive"};
  }
  candidate.id = printable_id(name);
  return {.candidate = candidate};
}

/// Below `folder`; no part of the way is a link, which a student might have put there.
Found look_below(const fs::path& folder, const Student& student) {
  fs::path path = folder;
  for (const fs::path& part : fs::path(student.submission)) {
    std::error_code none;
    if (path != folder && fs::is_symlink(path, none))
      return {.problem = "lies behind a symbolic link"};
    path /= part;
  }
  return look(path, student.commit);
}

fs::path checked_folder(const fs::path& folder) {
  std::error_code none;
  if (!fs::is_directory(folder, none)) {
    throw std::invalid_argument(fmt::format(
        "{} is no folder; name the one that holds the students' submissions", shown(folder)));
  }
  return fs::canonical(folder);
}

std::vector<std::string> names_in(const fs::path& folder, const std::optional<Roster>& roster) {
  std::vector<std::string> names;
  std::error_code unreadable;
  for (const auto& entry : fs::directory_iterator(folder, unreadable)) {
    std::error_code other;
    const bool is_roster = roster && fs::equivalent(entry.path(), roster->file, other);
    const std::string name = entry.path().filename().string();
    if (!name.starts_with('.') && !is_roster) names.push_back(name);
  }
  if (unreadable) {
    throw std::invalid_argument(
        fmt::format("the folder {} cannot be opened: {}", shown(folder), unreadable.message()));
  }
  std::sort(names.begin(), names.end());
  return names;
}

/// Everything in a folder, each name once: as a submission, or with what is wrong with it.
struct Handed {
  std::map<std::string, Candidate> by_id = {};
  std::map<std::string, std::string> problems = {};  ///< by name
};

Handed look_at_all(const fs::path& folder, const std::vector<std::string>& names) {
  Handed handed;
  for (const std::string& name : names) {
    Found found = look(folder / name);
    if (found.problem.empty()) {
      const auto [first, is_new] = handed.by_id.emplace(found.candidate.id, found.candidate);
      if (is_new) continue;
      found.problem = fmt::format("has the same id as {}", shown(first->second.path.filename()));
    }
    handed.problems[name] = found.problem;
  }
  return handed;
}

std::string skip_sentence(const std::string& name, const std::string& problem) {
  return fmt::format("{} {}, and was passed over.", intake::shown(name), problem);
}

/// What a student of the roster handed in; Kind::nothing if that is nothing.
Candidate candidate_of(const fs::path& folder, const Student& student, const Handed& handed) {
  Found found;
  if (!student.submission.empty()) {
    found = look_below(folder, student);
  } else if (const auto at = handed.by_id.find(student.id); at != handed.by_id.end()) {
    found = look(at->second.path, student.commit);
  }
  Candidate& candidate = found.candidate;
  if (candidate.kind == Kind::nothing) {
    candidate.problem = found.problem.empty()
                            ? fmt::format("{} handed in nothing.", student.id)
                            : fmt::format("{} handed in nothing: {} {}.", student.id,
                                          student.submission, found.problem);
  }
  candidate.id = student.id;
  candidate.name = student.name;
  candidate.commit = student.commit;
  return candidate;
}

/// The name in the class's folder that a candidate lies at or below.
std::string top_name(const fs::path& folder, const Candidate& candidate) {
  return candidate.path.lexically_relative(folder).begin()->string();
}

Intake by_roster(const fs::path& folder, const Roster& roster,
                 const std::vector<std::string>& names, const Handed& handed) {
  Intake intake;
  std::set<std::string> used;
  for (const Student& student : roster.students) {
    intake.candidates.push_back(candidate_of(folder, student, handed));
    const Candidate& candidate = intake.candidates.back();
    if (candidate.kind != Kind::nothing) used.insert(top_name(folder, candidate));
  }
  if (used.empty()) {
    throw std::invalid_argument(
        fmt::format("none of the {} students on the roster handed in anything in {}",
                    roster.students.size(), shown(folder)));
  }
  for (const std::string& name : names) {
    if (used.contains(name)) continue;
    const auto problem = handed.problems.find(name);
    intake.skipped.push_back(skip_sentence(
        name, problem == handed.problems.end() ? "is of nobody on the roster" : problem->second));
  }
  return intake;
}

Intake by_name(const fs::path& folder, const Handed& handed) {
  Intake intake;
  for (const auto& [id, candidate] : handed.by_id) intake.candidates.push_back(candidate);
  for (const auto& [name, problem] : handed.problems) {
    intake.skipped.push_back(skip_sentence(name, problem));
  }
  if (intake.candidates.empty()) {
    throw std::invalid_argument(fmt::format(
        "{} holds no submission: there must be a folder or an archive for each student in it",
        shown(folder)));
  }
  return intake;
}

}  // namespace

Intake find_submissions(const fs::path& class_folder, const std::optional<Roster>& roster) {
  const fs::path folder = checked_folder(class_folder);
  const std::vector<std::string> names = names_in(folder, roster);
  const Handed handed = look_at_all(folder, names);
  Intake intake = roster ? by_roster(folder, *roster, names, handed) : by_name(folder, handed);
  std::sort(intake.candidates.begin(), intake.candidates.end(),
            [](const Candidate& a, const Candidate& b) { return a.id < b.id; });
  return intake;
}

Candidate single_submission(const fs::path& path, const std::string& id) {
  std::error_code missing;
  const fs::path real = fs::canonical(path, missing);  // whoever named it may have named a link
  Found found = missing ? Found{.problem = "does not exist"} : look(real);
  if (!found.problem.empty()) {
    throw std::invalid_argument(fmt::format("the submission {} {}", shown(path), found.problem));
  }
  if (!id.empty()) found.candidate.id = printable_id(id);
  return found.candidate;
}

}  // namespace descent::intake
