#include "harness/intake/intake.hpp"

#include <fmt/format.h>

#include "harness/course/digest.hpp"
#include "harness/intake/archive.hpp"
#include "harness/intake/folder.hpp"
#include "harness/intake/names.hpp"
#include "harness/intake/repository.hpp"

namespace descent::intake {
namespace {

/// Adds what the candidate holds; returns the commit, if it has one.
std::string read(const Candidate& candidate, Contents& contents) {
  const std::string path = shown(candidate.path.filename().string());
  switch (candidate.kind) {
    case Kind::nothing:
      throw Refused(candidate.problem);
    case Kind::folder:
    case Kind::archive:
      if (!candidate.commit.empty()) {
        throw Refused(fmt::format("The roster names a commit, but {} is no repository.", path));
      }
      if (candidate.kind == Kind::folder) {
        read_folder(candidate.path, contents);
      } else {
        read_archive(candidate.path, contents);
      }
      return {};
    case Kind::repository:
      const auto folder = git_folder(candidate.path);
      if (!folder) throw Refused(fmt::format("{} is no repository.", path));
      return read_repository(*folder, candidate.commit, contents);
  }
  return {};
}

/// Chooses what is wanted; all of it or nothing.
void choose_all(const Contents& contents, const std::vector<Wanted>& wanted,
                Submission& submission) {
  std::vector<const Entry*> chosen;
  std::string sums;
  for (const Wanted& file : wanted) {
    const Choice choice = choose(contents.entries(), file);
    if (!choice.entry) {
      if (submission.refusal.empty()) submission.refusal = choice.refusal;
      continue;
    }
    chosen.push_back(choice.entry);
    submission.texts.push_back(choice.entry->text);
    sums += fmt::format("{}  {}\n", course::sha256(choice.entry->text), file.name);
  }
  submission.ignored = others(contents.entries(), chosen);
  if (submission.refusal.empty()) {
    submission.sha256 =
        wanted.size() == 1 ? course::sha256(submission.texts.front()) : course::sha256(sums);
  } else {
    submission.texts.clear();
  }
}

}  // namespace

Submission take(const Candidate& candidate, const std::vector<Wanted>& wanted) {
  Submission submission{.id = candidate.id, .name = candidate.name};
  std::set<std::string, std::less<>> names;
  for (const Wanted& file : wanted) names.insert(file.name);
  Contents contents(std::move(names));
  try {
    submission.commit = read(candidate, contents);
  } catch (const Refused& refused) {
    submission.refusal = refused.what();
  }
  choose_all(contents, wanted, submission);
  return submission;
}

}  // namespace descent::intake
