#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "harness/sandbox/temporary_folder.hpp"

namespace descent::remote {

/// The regular files in a folder and below it: their names, relative to the folder, and bytes.
using FolderContent = std::map<std::string, std::string>;

/// Where the exercises of one test may write files: part of what a call is given, and of what it
/// leaves behind, as its arguments and its reply are.
class Folder {
 public:
  /// `most_bytes`: content() reads no more than that, as bytes_in() counts.
  explicit Folder(std::uintmax_t most_bytes) : most_bytes_(most_bytes) {}
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  const std::filesystem::path& path() const { return folder_.path(); }

  /// What is in it now. Files that vanish meanwhile, and what is no regular file, are left out; and
  /// what is more than it may hold, since whoever writes there may still be at it.
  FolderContent content() const;

  /// Makes this its whole content. Throws std::filesystem::filesystem_error where that fails.
  void restore(const FolderContent& content) const;

  /// How much is in it, in bytes. Every name in it counts as a block of the file system, and
  /// folders that lie absurdly deep count as more than there can be; what cannot be looked at
  /// counts nothing more.
  static std::uintmax_t bytes_in(const std::filesystem::path& folder);

 private:
  sandbox::TemporaryFolder folder_;
  std::uintmax_t most_bytes_;
};

}  // namespace descent::remote
