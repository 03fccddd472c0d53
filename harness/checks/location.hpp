#pragma once

namespace descent::checks {

/// Where a check stands in the test's source: std::source_location's part that is needed, which
/// Clang 14 does not have. As a default argument, Location::current() is the caller's line.
struct Location {
  const char* file = "";
  int line = 0;

  static constexpr Location current(const char* file = __builtin_FILE(),
                                    int line = static_cast<int>(__builtin_LINE())) noexcept {
    return {file, line};
  }
};

}  // namespace descent::checks
