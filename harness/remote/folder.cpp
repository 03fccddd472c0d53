#include "harness/remote/folder.hpp"

#include <fstream>
#include <system_error>

namespace descent::remote {
namespace {

namespace fs = std::filesystem;

/// Calls `visit` with each regular file in the folder and below; no link is followed. Others may
/// change the folder meanwhile, so nothing that fails is an error.
template <class Visit>
void for_each_file(const fs::path& folder, const Visit& visit) {
  std::error_code gone;
  for (auto entry = fs::recursive_directory_iterator(folder, gone);
       !gone && entry != fs::recursive_directory_iterator(); entry.increment(gone)) {
    std::error_code ignored;
    if (entry->symlink_status(ignored).type() == fs::file_type::regular) visit(*entry);
  }
}

}  // namespace

FolderContent Folder::content() const {
  FolderContent content;
  for_each_file(path(), [&](const fs::directory_entry& entry) {
    std::ifstream in(entry.path(), std::ios::binary | std::ios::ate);
    if (!in) return;
    std::string bytes(static_cast<std::size_t>(in.tellg()), '\0');
    in.seekg(0).read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(in.gcount()));  // it may have shrunk meanwhile
    content[entry.path().lexically_relative(path())] = std::move(bytes);
  });
  return content;
}

void Folder::restore(const FolderContent& content) const {
  for (const auto& entry : fs::directory_iterator(path())) fs::remove_all(entry.path());
  for (const auto& [name, bytes] : content) {
    fs::create_directories((path() / name).parent_path());
    std::ofstream(path() / name, std::ios::binary) << bytes;
  }
}

std::uintmax_t Folder::bytes_in(const fs::path& folder) {
  std::uintmax_t sum = 0;
  for_each_file(folder, [&](const fs::directory_entry& entry) {
    std::error_code gone;
    const std::uintmax_t size = entry.file_size(gone);
    if (!gone) sum += size;
  });
  return sum;
}

}  // namespace descent::remote
