#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "harness/release/manifest.hpp"
#include "harness/release/package.hpp"

namespace descent::release {

/// What becomes of one file of a released folder when it is released again.
enum class Fate {
  added,      ///< it is new
  replaced,   ///< nobody has edited it: the new version takes its place
  unchanged,  ///< it is what the release says
  edited,     ///< edited, and the release says nothing new of it: it stays
  merged,     ///< edited, and the release has changed: both changes are in it now
  beside,     ///< edited, and the changes clash: it stays, the new version is NAME.new
  deleted,    ///< the student has deleted it: it stays away
  removed,    ///< not released any more, and nobody has edited it
  kept,       ///< not released any more, but edited: it stays
};

/// One file to write or to remove: `path` must be as `before` says, else somebody has been there.
struct Step {
  std::string path;
  std::string before;         ///< SHA-256; empty: there is no such file
  std::optional<File> after;  ///< nothing: the file goes
};

struct Plan {
  std::map<std::string, Fate> fates;          ///< of every file, old and new
  std::map<std::string, std::string> beside;  ///< path to where its new version lies
  std::vector<Step> steps;                    ///< in order; the manifest comes last
};

/// Joins the changes of `yours` and `theirs` since `base`; nothing if they clash.
using ThreeWay = std::function<std::optional<std::string>(
    const std::string& base, const std::string& yours, const std::string& theirs)>;

/// With `git merge-file`; nothing also where git is not installed.
std::optional<std::string> merge_with_git(const std::string& base, const std::string& yours,
                                          const std::string& theirs);

/// What to do so that `folder` becomes the package without losing anything that was edited there.
/// Only reads. Throws std::runtime_error where a link or a file is in the way of a folder.
Plan plan_merge(const Package& package, const std::filesystem::path& folder,
                const ThreeWay& three_way = merge_with_git);

}  // namespace descent::release
