#include "harness/sandbox/temporary_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>

namespace descent::sandbox {

namespace fs = std::filesystem;

namespace {

// What this matches is removed, with all that is in it, so nobody may give a folder such a name by
// chance: results go to descent-results as well.
constexpr std::string_view kPrefix = "descent-tmp-";
constexpr std::string_view kMadeByMkdtemp = "XXXXXX";

bool is_named_as_ours(const fs::path& folder) {
  const std::string name = folder.filename().string();
  return name.starts_with(kPrefix) && name.size() == kPrefix.size() + kMadeByMkdtemp.size();
}

bool is_ours(const fs::path& folder) {
  struct stat status {};
  return lstat(folder.c_str(), &status) == 0 && S_ISDIR(status.st_mode) &&
         (geteuid() == 0 || status.st_uid == geteuid());  // root gives them to users of its own
}

void remove_if_abandoned(const fs::path& folder) {
  std::error_code ignored;
  const auto age = fs::file_time_type::clock::now() - fs::last_write_time(folder, ignored);
  if (ignored || age < std::chrono::minutes(1)) return;
  const int lock = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (lock < 0) return;
  if (flock(lock, LOCK_EX | LOCK_NB) == 0) fs::remove_all(folder, ignored);
  close(lock);
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
  std::string pattern =
      (fs::temp_directory_path() / std::string(kPrefix).append(kMadeByMkdtemp)).string();
  if (!mkdtemp(pattern.data())) {
    throw std::runtime_error("cannot make a temporary folder " + pattern);
  }
  path_ = pattern;
  lock_ = open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (lock_ >= 0) flock(lock_, LOCK_SH | LOCK_NB);
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
  if (lock_ >= 0) close(lock_);
}

void remove_abandoned_folders() {
  std::error_code error;
  fs::directory_iterator at(fs::temp_directory_path(error), error);
  for (; !error && at != fs::directory_iterator(); at.increment(error)) {
    const fs::path& path = at->path();
    if (is_named_as_ours(path) && is_ours(path)) remove_if_abandoned(path);
  }
}

}  // namespace descent::sandbox
