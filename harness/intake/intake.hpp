#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "harness/intake/choose.hpp"
#include "harness/intake/roster.hpp"

namespace descent::intake {

/// What a submission comes as; `nothing` is that of a student on the roster who handed in nothing.
enum class Kind { nothing, folder, archive, repository };

/// A submission of one student, not yet looked into.
struct Candidate {
  std::string id = {};    ///< from the roster, or the name of what was handed in; printable
  std::string name = {};  ///< of the student, from the roster; may be empty
  Kind kind = Kind::nothing;
  std::filesystem::path path = {};  ///< absolute
  std::string commit = {};          ///< from the roster; may be empty
  std::string problem = {};         ///< of Kind::nothing: the sentence that refuses it
};

/// What a folder of submissions holds.
struct Intake {
  std::vector<Candidate> candidates = {};  ///< by id
  std::vector<std::string> skipped = {};   ///< a sentence for everything else; printable
};

/// One submission for each folder and each archive in `folder`, called after it; or, with a roster,
/// one for each student on it. Names that begin with a dot are passed over. A folder is a
/// repository if it is a bare one, or if the roster says which commit of it is meant.
/// Throws std::invalid_argument if there is no such folder, or no submission in it.
Intake find_submissions(const std::filesystem::path& folder,
                        const std::optional<Roster>& roster = std::nullopt);

/// The folder, archive or bare repository at `path` as the only submission; without an id it is
/// called after it. Throws std::invalid_argument if it is none of them.
Candidate single_submission(const std::filesystem::path& path, const std::string& id = {});

/// What a student handed in: the files that count, read once. What is hashed is what is built,
/// whatever happens to the files meanwhile.
struct Submission {
  std::string id = {};
  std::string name = {};
  std::vector<std::string> texts = {};  ///< of the wanted files, in the order they were asked for
  std::string sha256 = {};   ///< of the text; of several, of their sums as sha256sum writes them
  std::string commit = {};   ///< the full id, if it came from a repository
  std::string refusal = {};  ///< why there are no texts: a sentence; else empty
  std::vector<std::string> ignored = {};  ///< what else was handed in; printable, see others()
};

/// Takes the wanted files out of a submission: regular files, none too large. Never throws for what
/// the submission holds; throws std::runtime_error (of which std::system_error is one) where it is
/// this machine that cannot look into it.
Submission take(const Candidate& candidate, const std::vector<Wanted>& wanted);

}  // namespace descent::intake
