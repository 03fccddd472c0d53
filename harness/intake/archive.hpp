#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "harness/intake/contents.hpp"

namespace descent::intake {

/// Whether bytes begin like an archive that is taken: a zip, or a tar, plain or compressed.
bool begins_like_an_archive(std::string_view bytes);

/// Adds all that an archive holds: zip, or tar, plain or compressed with gzip, bzip2, xz or
/// Zstandard, told apart by their content. Paths that lead out of it, links and devices become
/// entries that are no files. Throws Refused for what is no archive, is broken, encrypted, or too
/// large in any way; entries before that are there.
void read_archive(std::string_view bytes, Contents& contents);

/// The same for a file, which is read once; not through a link.
void read_archive(const std::filesystem::path& file, Contents& contents);

}  // namespace descent::intake
