#pragma once

#include <filesystem>

namespace descent::sandbox {

/// A folder of our own that nobody else can read, gone with this object. While it is in use it is
/// locked; so what a killed process leaves behind can be told, and is removed by the next one that
/// calls remove_abandoned_folders().
class TemporaryFolder {
 public:
  /// Throws std::runtime_error if it cannot be made.
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  int lock_ = -1;
};

/// Removes the temporary folders of this user that no process has locked and that are older than a
/// minute (who makes one needs a moment to lock it). Never throws: what cannot be removed stays.
void remove_abandoned_folders();

}  // namespace descent::sandbox
