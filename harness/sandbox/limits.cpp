#include "harness/sandbox/limits.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <fstream>
#include <system_error>

namespace descent::sandbox {
namespace {

void set(__rlimit_resource resource, rlim_t value, rlim_t hard_above = 0) {
  const rlimit limit{value, value + hard_above};
  if (setrlimit(resource, &limit) != 0) {
    throw std::system_error(errno, std::generic_category(), "setting a resource limit");
  }
}

std::size_t mapped_bytes() {
  std::size_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  return pages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

}  // namespace

void limit_self(const Limits& limits) {
  set(RLIMIT_CORE, 0);
  if (limits.memory_bytes > 0) set(RLIMIT_AS, mapped_bytes() + limits.memory_bytes);
  if (limits.cpu_seconds > 0) set(RLIMIT_CPU, limits.cpu_seconds, 1);  // SIGXCPU before SIGKILL
  if (limits.file_bytes > 0) {
    std::signal(SIGXFSZ, SIG_IGN);  // a write too many fails instead of killing the process
    set(RLIMIT_FSIZE, limits.file_bytes);
  }
}

}  // namespace descent::sandbox
