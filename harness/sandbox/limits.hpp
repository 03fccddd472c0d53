#pragma once

#include <cstddef>

namespace descent::sandbox {

/// What this process and its children may use from now on.
struct Limits {
  std::size_t memory_bytes = 0;  ///< address space beyond what is mapped already; 0: no limit
  unsigned cpu_seconds = 0;      ///< 0: no limit
  std::size_t file_bytes = 0;    ///< the largest file that can be written; 0: no limit
};

/// Sets the limits, and none of the core files. Throws std::system_error where the kernel refuses.
void limit_self(const Limits& limits);

}  // namespace descent::sandbox
