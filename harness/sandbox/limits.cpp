#include "harness/sandbox/limits.hpp"

#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <system_error>

namespace descent::sandbox {
namespace {

void set(__rlimit_resource resource, rlim_t value, rlim_t hard_above = 0) {
  const rlimit limit{value, value + hard_above};
  if (setrlimit(resource, &limit) != 0) {
    throw std::system_error(errno, std::generic_category(), "setting a resource limit");
  }
}

void set_all(const Limits& limits, std::size_t mapped) {
  set(RLIMIT_CORE, 0);
  if (limits.cpu_seconds > 0) set(RLIMIT_CPU, limits.cpu_seconds, 1);  // SIGXCPU before SIGKILL
  if (limits.file_bytes > 0) {
    std::signal(SIGXFSZ, SIG_IGN);  // a write too many fails instead of killing the process
    set(RLIMIT_FSIZE, limits.file_bytes);
  }
  if (limits.memory_bytes > 0) set(RLIMIT_AS, mapped + limits.memory_bytes);
}

}  // namespace

void limit_self(const Limits& limits) {
  set_all(limits, limits.memory_bytes > 0 ? mapped_bytes() : 0);
}

void limit_in_total(const Limits& limits) { set_all(limits, 0); }

// In namespaces there may be no /proc to read it from. But the kernel refuses one page more exactly
// where the limit is below what is mapped and this page: the number is found by bisection.
std::size_t mapped_bytes() {
  const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  rlimit before{};
  if (getrlimit(RLIMIT_AS, &before) != 0) {
    throw std::system_error(errno, std::generic_category(), "reading a resource limit");
  }
  std::size_t too_few = 0;
  std::size_t enough = std::min<std::size_t>(before.rlim_max, std::size_t{1} << 47) / page;
  while (enough - too_few > 1) {
    const std::size_t pages = too_few + (enough - too_few) / 2;
    const rlimit limit{pages * page, before.rlim_max};
    if (setrlimit(RLIMIT_AS, &limit) != 0) break;
    void* one = mmap(nullptr, page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (one == MAP_FAILED) {
      too_few = pages;
    } else {
      munmap(one, page);
      enough = pages;
    }
  }
  setrlimit(RLIMIT_AS, &before);
  return (enough - 1) * page;
}

}  // namespace descent::sandbox
