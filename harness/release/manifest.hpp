#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "harness/release/package.hpp"

namespace descent::release {

/// Everything in a released folder that only the next release reads is in here.
inline constexpr const char* kOwnFolder = ".descent-release";
inline constexpr const char* kManifest = ".descent-release/manifest.json";

/// Where the released version of a file that students edit is kept, beside it: to begin anew with
/// (./descent reset), and to merge it with the next one.
std::string kept_version(const std::string& path);

/// What was released into a folder last time.
struct Manifest {
  std::string version;  ///< of Descent
  std::vector<std::string> stages;
  std::map<std::string, std::string> files;   ///< path to SHA-256
  std::map<std::string, std::string> beside;  ///< of the files NAME.new that lie beside others
};

Manifest manifest_of(const Package& package);

/// As text, the same for the same content.
std::string write_manifest(const Manifest& manifest);

/// Reads the manifest of a released folder; nothing if there is none. Throws std::runtime_error for
/// one that is broken.
std::optional<Manifest> read_manifest(const std::filesystem::path& folder);

}  // namespace descent::release
