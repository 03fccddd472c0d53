#pragma once

#include <filesystem>
#include <string>

namespace descent::sandbox {

/// What the kernel says in a file of /proc or /sys: "" where it cannot be read, also where the
/// process that it tells of ends between opening and reading (read(2) then fails with ESRCH).
std::string kernel_text(const std::filesystem::path& file);

}  // namespace descent::sandbox
