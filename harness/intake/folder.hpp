#pragma once

#include <filesystem>

#include "harness/intake/contents.hpp"

namespace descent::intake {

/// Adds all that a folder holds, read through descriptors only, so that nothing can be put in a
/// file's place in between; what is built is what was read. Follows no links; does not look into
/// folders that do not count (passed_over()). Throws Refused for a folder that cannot be opened, is
/// a link, or holds too much.
void read_folder(const std::filesystem::path& path, Contents& contents);

}  // namespace descent::intake
