#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "harness/sandbox/temporary_folder.hpp"

namespace descent::hostile {

/// What hostile submissions call the files, sockets and queues that they try to leave behind.
inline constexpr auto kMark = "descent-hostile";
inline constexpr int kMarkedPort = 47113;
inline constexpr int kMarkedKey = 0x44534331;  ///< of shared memory and its like, ipcs(1)

/// Watches what is left of a run on this machine: processes, files and sockets.
class Traces {
 public:
  /// From now on every orphan among this process's descendants, daemons too, becomes its child, and
  /// temporary folders are made in a folder of this object.
  Traces();
  ~Traces();
  Traces(const Traces&) = delete;
  Traces& operator=(const Traces&) = delete;

  /// To be called now and then during a run: an orphan that has died takes up room until somebody
  /// asks how it ended. Leaves alone what this process has started itself, and waits for.
  static void bury_the_dead();

  /// A sentence for each thing that is there and was not, or is not as it was. What has been killed
  /// gets a moment to die.
  std::vector<std::string> left() const;

  /// A file or folder whose content must be the same at the end.
  void keep(const std::filesystem::path& path);

  /// Where temporary folders are made meanwhile.
  const std::filesystem::path& temporary() const { return folder_.path(); }

 private:
  static std::string snapshot(const std::filesystem::path& path);

  sandbox::TemporaryFolder folder_;
  std::string temporary_before_;
  std::set<std::string> marked_before_;
  std::vector<std::pair<std::filesystem::path, std::string>> kept_;
};

}  // namespace descent::hostile
