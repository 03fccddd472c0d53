#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace descent::sandbox {

/// What a program in bubblewrap sees of the file system besides the system's own programs,
/// libraries and headers (/usr), an empty /tmp and the harmless part of /dev.
struct View {
  std::vector<std::filesystem::path> readable;  ///< files and folders; absolute
  std::filesystem::path writable;               ///< one folder, where the program runs; absolute
};

/// The arguments that run a program in namespaces of its own: it sees only `view`, has no network,
/// no capabilities and no other processes, and ends with whoever started it. Source: bwrap(1).
std::vector<std::string> in_bubblewrap(const View& view, const std::vector<std::string>& arguments);

/// Whether bubblewrap works on this machine, found out by trying: a program must start in it, and
/// must not see a file that it was not given.
bool bubblewrap_works();

}  // namespace descent::sandbox
