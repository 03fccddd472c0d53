#include "harness/release/place.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "harness/course/digest.hpp"

namespace descent::release {

namespace fs = std::filesystem;

std::string state_of(const fs::path& file) {
  const fs::file_status status = fs::symlink_status(file);
  if (!fs::exists(status)) return "";
  return fs::is_regular_file(status) ? course::sha256(course::read_file(file)) : kNoPlainFile;
}

bool stays_inside(const std::string& path) {
  const fs::path inner = path;
  return !inner.empty() && inner.is_relative() && inner == inner.lexically_normal() &&
         std::none_of(inner.begin(), inner.end(), [](const fs::path& part) {
           return part.empty() || part == "." || part == ".." || part == ".git";
         });
}

void require_plain_folders(const fs::path& folder, const std::string& path) {
  if (!stays_inside(path)) {
    throw std::runtime_error(
        fmt::format("'{}' in {} does not lead to a file of a release", path, folder.string()));
  }
  fs::path above = folder;
  for (const fs::path& part : fs::path(path).parent_path()) {
    above /= part;
    const fs::file_status status = fs::symlink_status(above);
    if (fs::exists(status) && !fs::is_directory(status)) {
      throw std::runtime_error(
          fmt::format("{} must be a folder, since {} belongs into it, but it is {}: move it away",
                      above.string(), path, fs::is_symlink(status) ? "a link" : "a file"));
    }
  }
}

}  // namespace descent::release
