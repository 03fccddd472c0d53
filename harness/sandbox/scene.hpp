#pragma once

#include <sys/types.h>

#include <filesystem>

#include "harness/sandbox/escape.hpp"
#include "harness/sandbox/temporary_folder.hpp"
#include "harness/sandbox/view.hpp"

namespace descent::sandbox {

/// What a grader's machine holds while a submission is judged, set up for a probe: hidden tests,
/// others' work, servers, another process. It also sees what was reached.
class Scene {
 public:
  /// Throws std::runtime_error if it cannot be set up.
  explicit Scene(std::filesystem::path helper);
  ~Scene();
  Scene(const Scene&) = delete;
  Scene& operator=(const Scene&) = delete;

  const Bait& bait() const { return bait_; }
  View view() const;

  /// "NAME=value": whoever has it in its environment was started by this probe.
  std::string mark() const { return "DESCENT_PROBE=" + bait_.canary; }

  /// Whether an escape that shows outside (Escape::shows) has worked. Looks once, and cleans up.
  bool shows(const std::string& escape);

 private:
  void plant_files();
  void plant_servers();
  void plant_decoy();
  bool decoy_was_signalled();
  bool process_is_left() const;

  std::filesystem::path helper_;
  TemporaryFolder folder_;
  Bait bait_;
  std::vector<int> open_;  // servers, and a file without O_CLOEXEC
  int decoy_says_ = -1;
};

}  // namespace descent::sandbox
