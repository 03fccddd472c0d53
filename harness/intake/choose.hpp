#pragma once

#include <string>
#include <vector>

#include "harness/intake/contents.hpp"

namespace descent::intake {

/// A file that a stage takes from a submission.
struct Wanted {
  std::string name = {};         ///< "losses.cpp"
  std::string course_path = {};  ///< where a copy of the course has it
};

/// The one entry that counts as a wanted file, or why there is none.
struct Choice {
  const Entry* entry = nullptr;
  std::string refusal = {};  ///< a sentence
};

/// The regular file at its course path (also below enclosing folders), else the one at the top of
/// the submission, else the only one of that name. Two with equal right are refused, as nobody
/// could tell which of them was meant. Folders of git and of the build do not count.
Choice choose(const std::vector<Entry>& entries, const Wanted& wanted);

/// The paths of all the rest, sorted and made printable, with what is no regular file marked as
/// such, and folders that do not count as one line each; after 50 of them only how many more.
std::vector<std::string> others(const std::vector<Entry>& entries,
                                const std::vector<const Entry*>& chosen);

}  // namespace descent::intake
