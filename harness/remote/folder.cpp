#include "harness/remote/folder.hpp"

#include <fstream>
#include <limits>
#include <string>
#include <system_error>

namespace descent::remote {
namespace {

namespace fs = std::filesystem;

constexpr int kDeepest = 16;  // folders in folders; to look into each one takes a descriptor
constexpr std::uintmax_t kBlock = 4096;

/// No link is followed.
bool is_folder(const fs::directory_entry& entry) {
  std::error_code gone;
  return entry.symlink_status(gone).type() == fs::file_type::directory;
}

/// Makes a folder empty, however deep folders lie in it (fs::remove_all takes a descriptor for each
/// level, of which there are not enough), and whatever was forbidden about them: each folder's own
/// folders are moved up before it is removed.
void make_empty(const fs::path& folder) {
  std::uint64_t number = 0;
  for (auto entry = fs::directory_iterator(folder); entry != fs::directory_iterator();
       entry = fs::directory_iterator(folder)) {
    if (is_folder(*entry)) {
      fs::permissions(entry->path(), fs::perms::owner_all);
      for (const auto& inner : fs::directory_iterator(entry->path())) {
        if (!is_folder(inner)) continue;
        fs::permissions(inner.path(), fs::perms::owner_all);  // who moves a folder writes into it
        fs::path free;
        do {
          free = folder / ("moved-up-" + std::to_string(number++));
        } while (fs::exists(fs::symlink_status(free)));
        fs::rename(inner.path(), free);
      }
    }
    fs::remove_all(entry->path());
  }
}

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

Folder::~Folder() {
  try {
    make_empty(path());
  } catch (const fs::filesystem_error&) {
    // What is left is nobody's any more, and a destructor is no place to complain.
  }
}

FolderContent Folder::content() const {
  FolderContent content;
  std::uintmax_t left = most_bytes_;
  for_each_file(path(), [&](const fs::directory_entry& entry) {
    std::ifstream in(entry.path(), std::ios::binary | std::ios::ate);
    if (!in) return;
    const auto size = static_cast<std::uintmax_t>(in.tellg());
    if (size + kBlock > left) {
      left = 0;
      return;
    }
    left -= size + kBlock;
    std::string bytes(size, '\0');
    in.seekg(0).read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(in.gcount()));  // it may have shrunk meanwhile
    content[entry.path().lexically_relative(path())] = std::move(bytes);
  });
  return content;
}

void Folder::restore(const FolderContent& content) const {
  make_empty(path());
  for (const auto& [name, bytes] : content) {
    fs::create_directories((path() / name).parent_path());
    std::ofstream(path() / name, std::ios::binary) << bytes;
  }
}

std::uintmax_t Folder::bytes_in(const fs::path& folder) {
  std::uintmax_t sum = 0;
  std::error_code gone;
  for (auto entry = fs::recursive_directory_iterator(folder, gone);
       !gone && entry != fs::recursive_directory_iterator(); entry.increment(gone)) {
    if (entry.depth() > kDeepest) return std::numeric_limits<std::uintmax_t>::max();
    sum += kBlock;
    std::error_code ignored;
    if (entry->symlink_status(ignored).type() != fs::file_type::regular) continue;
    const std::uintmax_t size = entry->file_size(ignored);
    if (!ignored) sum += size;
  }
  return sum;
}

}  // namespace descent::remote
