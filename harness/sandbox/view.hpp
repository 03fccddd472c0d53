#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace descent::sandbox {

/// What a program that is kept apart sees of the file system besides the system's own programs,
/// libraries and headers (/usr) and the harmless part of /dev.
struct View {
  std::vector<std::filesystem::path> readable = {};  ///< files and folders; absolute
  std::filesystem::path writable = {};  ///< one folder, where the program runs; absolute
};

/// /bin, /lib and their like: links into /usr on a merged system, folders on an older one; only
/// those that are here.
std::vector<std::filesystem::path> system_folders();

/// Whether the path lies in /usr or another of the system's folders, all of which every program
/// that is kept apart can read; links are followed.
bool is_of_the_system(const std::filesystem::path& path);

/// What programs of the system read outside of /usr: which program 'ld' or 'c++' is, and where the
/// libraries are. Not all of them are everywhere.
std::vector<std::filesystem::path> system_files();

}  // namespace descent::sandbox
