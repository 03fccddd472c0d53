#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <vector>

namespace descent::cli {

/// Tells when one of some files has been saved, whatever an editor does for that: write into it,
/// write another one and rename it, move it away and write it anew. inotify says when to look; what
/// counts is what is seen then, and where inotify sees nothing (network folders, containers, no
/// watches left) looking now and then is enough.
class FileWatch {
 public:
  /// `poll`: without inotify. The files need not exist; their folders should.
  FileWatch(std::vector<std::filesystem::path> files, bool poll);
  ~FileWatch();
  FileWatch(const FileWatch&) = delete;
  FileWatch& operator=(const FileWatch&) = delete;

  /// Readable as soon as there is something to look at; -1 if only time tells.
  int descriptor() const { return descriptor_; }

  /// How long to wait for the descriptor before looking all the same.
  std::chrono::milliseconds patience() const;

  /// Whether a file has changed since the last call that said so. It waits until an editor has come
  /// to rest, a moment; as long as a file is missing, nothing has changed.
  bool changed();

  /// Takes the files as they are now for known.
  void forget_changes();

 private:
  struct Seen {
    bool exists = false;
    std::int64_t modified = 0;  ///< in nanoseconds
    std::uint64_t size = 0;
    std::uint64_t inode = 0;

    friend bool operator==(const Seen&, const Seen&) = default;
  };

  std::vector<Seen> look() const;
  bool drain() const;  ///< whether there was any event

  std::vector<std::filesystem::path> files_;
  int descriptor_ = -1;
  std::vector<Seen> known_;
};

}  // namespace descent::cli
