#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "harness/remote/descriptors.hpp"

namespace descent::remote {

/// The worker program, started once and kept waiting with its libraries loaded; every worker is a
/// fork of it. That costs a tenth of a start from nothing, and each test still gets a process of
/// its own. The nursery itself never opens a student's object.
class Nursery {
 public:
  /// Starts the program with these arguments. Throws CallFailure (infrastructure) if that fails.
  explicit Nursery(const std::filesystem::path& program, std::vector<std::string> arguments,
                   std::vector<std::string> environment);
  Nursery(const Nursery&) = delete;
  Nursery& operator=(const Nursery&) = delete;
  ~Nursery();

  /// A new worker with these descriptors: a child of this process, which must wait for it. Throws
  /// CallFailure (infrastructure).
  pid_t fork_worker(const WorkerDescriptors& descriptors);

 private:
  pid_t pid_ = -1;
  int control_ = -1;
};

}  // namespace descent::remote
