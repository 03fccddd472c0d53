#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace descent::grader {

/// A folder of one student, not yet looked into.
struct Candidate {
  std::string id;                ///< the folder's name, made printable
  std::filesystem::path folder;  ///< what it really is called
};

/// What a folder of submissions holds.
struct Intake {
  std::vector<Candidate> candidates;  ///< by name
  std::vector<std::string> skipped;   ///< what is no folder, or a link to one; made printable
};

/// One folder, one submission, called after it. Names that begin with a dot are passed over.
/// Throws std::invalid_argument if there is no such folder, or no submission in it.
Intake find_submissions(const std::filesystem::path& folder);

/// What a student handed in: the files that count, read once. What is hashed is what is built,
/// whatever happens to the files meanwhile.
struct Submission {
  std::string id;
  std::vector<std::string>
      texts;            ///< of the source files, in the order in which they were asked for
  std::string sha256;   ///< of the text; of several, of their sums as sha256sum writes them
  std::string refusal;  ///< why there are no texts: a sentence; else empty
  std::vector<std::string> ignored;  ///< what else lies in the folder; made printable
};

/// The largest source file that is taken.
inline constexpr std::size_t kMostSourceBytes = std::size_t{1} << 20;

/// Takes the files `sources` out of a folder: regular files, no links to them, none too large.
/// Never throws for what the folder holds.
Submission take(const Candidate& candidate, const std::vector<std::string>& sources);

}  // namespace descent::grader
