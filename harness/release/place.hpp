#pragma once

#include <filesystem>
#include <string>

/// Files in a folder that belongs to somebody else, who may have put anything there.
namespace descent::release {

inline constexpr const char* kNoPlainFile = "no plain file";

/// SHA-256 of a file; empty if there is nothing; kNoPlainFile for links, folders and the like.
std::string state_of(const std::filesystem::path& file);

/// Whether `path` leads from a folder to something below it, and not into its .git.
bool stays_inside(const std::string& path);

/// Throws std::runtime_error unless `path` stays inside and all folders that lead there are
/// folders: nothing is written through a link, which could lead out again, or below a file.
void require_plain_folders(const std::filesystem::path& folder, const std::string& path);

}  // namespace descent::release
