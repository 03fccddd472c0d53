#include "harness/cli/file_watch.hpp"

#include <poll.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <set>
#include <thread>

namespace descent::cli {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kPolling{100};
constexpr milliseconds kDistrust{1000};  // how often to look although inotify says nothing
constexpr milliseconds kRest{25};        // an editor that writes nothing for so long is done
constexpr int kMostRests = 20;

int watch_folders(const std::vector<std::filesystem::path>& files) {
  const int descriptor = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  if (descriptor < 0) return -1;
  std::set<std::filesystem::path> folders;
  for (const auto& file : files) {
    // Where the file is a link, what is written lies elsewhere.
    std::error_code ignored;
    folders.insert(file.parent_path());
    folders.insert(std::filesystem::weakly_canonical(file, ignored).parent_path());
  }
  for (const auto& folder : folders) {
    if (inotify_add_watch(descriptor, folder.c_str(), IN_CLOSE_WRITE | IN_MOVED_TO) < 0) {
      close(descriptor);
      return -1;
    }
  }
  return descriptor;
}

}  // namespace

FileWatch::FileWatch(std::vector<std::filesystem::path> files, bool poll)
    : files_(std::move(files)), descriptor_(poll ? -1 : watch_folders(files_)), known_(look()) {}

FileWatch::~FileWatch() {
  if (descriptor_ >= 0) close(descriptor_);
}

milliseconds FileWatch::patience() const { return descriptor_ >= 0 ? kDistrust : kPolling; }

std::vector<FileWatch::Seen> FileWatch::look() const {
  std::vector<Seen> all;
  for (const auto& file : files_) {
    struct stat status {};
    Seen seen;
    if (stat(file.c_str(), &status) == 0) {
      seen.exists = true;
      seen.modified = std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec;
      seen.size = static_cast<std::uint64_t>(status.st_size);
      seen.inode = status.st_ino;
    }
    all.push_back(seen);
  }
  return all;
}

bool FileWatch::drain() const {
  std::array<char, 1 << 12> events{};
  bool any = false;
  while (descriptor_ >= 0 && read(descriptor_, events.data(), events.size()) > 0) any = true;
  return any;
}

bool FileWatch::changed() {
  drain();
  std::vector<Seen> now = look();
  if (now == known_) return false;
  for (int i = 0; i < kMostRests; ++i) {
    std::this_thread::sleep_for(kRest);
    const bool more = drain();
    const std::vector<Seen> later = look();
    const bool rests = !more && later == now;
    now = later;
    if (rests) break;
  }
  const bool complete =
      std::all_of(now.begin(), now.end(), [](const Seen& seen) { return seen.exists; });
  if (!complete || now == known_) return false;
  known_ = now;
  return true;
}

void FileWatch::forget_changes() {
  drain();
  known_ = look();
}

}  // namespace descent::cli
