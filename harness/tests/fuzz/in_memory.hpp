#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <string>

#include "harness/tests/fuzz/require.hpp"

namespace descent::fuzz {

/// The name of a file without a disk that holds these bytes, until the next call.
inline const std::string& in_memory(const std::uint8_t* data, std::size_t size) {
  static const int file = memfd_create("fuzzed", 0);
  static const std::string name = "/proc/self/fd/" + std::to_string(file);
  require(ftruncate(file, 0) == 0 && pwrite(file, data, size, 0) == static_cast<ssize_t>(size),
          "(the fuzzer's own) the input is in the file");
  return name;
}

}  // namespace descent::fuzz
