#include "harness/sandbox/view.hpp"

#include <algorithm>

namespace descent::sandbox {

namespace fs = std::filesystem;

std::vector<fs::path> system_folders() {
  std::vector<fs::path> folders;
  for (const char* folder : {"/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"}) {
    if (fs::exists(fs::symlink_status(folder))) folders.emplace_back(folder);
  }
  return folders;
}

bool is_of_the_system(const fs::path& path) {
  std::vector<fs::path> folders = system_folders();
  folders.emplace_back("/usr");
  const fs::path real = fs::weakly_canonical(path);
  return std::any_of(folders.begin(), folders.end(), [&](const fs::path& folder) {
    const fs::path above = fs::weakly_canonical(folder);
    return std::mismatch(above.begin(), above.end(), real.begin(), real.end()).first == above.end();
  });
}

std::vector<fs::path> system_files() { return {"/etc/alternatives", "/etc/ld.so.cache"}; }

}  // namespace descent::sandbox
