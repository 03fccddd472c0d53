#include "harness/sandbox/view.hpp"

namespace descent::sandbox {

namespace fs = std::filesystem;

std::vector<fs::path> system_folders() {
  std::vector<fs::path> folders;
  for (const char* folder : {"/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"}) {
    if (fs::exists(fs::symlink_status(folder))) folders.emplace_back(folder);
  }
  return folders;
}

std::vector<fs::path> system_files() { return {"/etc/alternatives", "/etc/ld.so.cache"}; }

}  // namespace descent::sandbox
