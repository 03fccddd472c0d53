#pragma once

#include <cstddef>

namespace descent::sandbox {

/// What a process may use, and each of its children.
struct Limits {
  std::size_t memory_bytes = 0;  ///< address space; 0: no limit
  unsigned cpu_seconds = 0;      ///< 0: no limit
  std::size_t file_bytes = 0;    ///< the largest file that can be written; 0: no limit
};

/// Sets the limits of this process from now on, and none of the core files: memory is counted
/// beyond what is mapped already. Throws std::system_error where the kernel refuses.
void limit_self(const Limits& limits);

/// The same with memory counted from nothing: for the program that this process becomes next, or
/// where mapped_bytes() are in `limits` already.
void limit_in_total(const Limits& limits);

/// The address space that is mapped in this process, in bytes. For processes with a single thread.
std::size_t mapped_bytes();

}  // namespace descent::sandbox
