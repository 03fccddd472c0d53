#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "harness/intake/contents.hpp"

namespace descent::intake {

/// Whether text can name a commit: the hexadecimal id, a branch or a tag; never an option of git,
/// and no expression such as HEAD~1 or HEAD:file.
bool names_commit(const std::string& text);

/// Where git keeps what the repository in `folder` holds: the folder itself, if it is a bare one,
/// or its .git; nothing if it is no repository.
std::optional<std::filesystem::path> git_folder(const std::filesystem::path& folder);

/// Adds all that a commit holds ("HEAD" if `commit` is empty), and returns the commit's full id.
/// git runs in bubblewrap: it sees that repository only, so that alternates lead nowhere, and what
/// its configuration might start can reach nothing. The objects' sums are checked as git does on
/// reading, that of the commit only: whoever can write into `git_folder` can still choose what
/// stands for its id.
///
/// Throws Refused for what the repository holds, std::runtime_error where this machine has no git
/// or no working bubblewrap.
std::string read_repository(const std::filesystem::path& git_folder, const std::string& commit,
                            Contents& contents);

}  // namespace descent::intake
