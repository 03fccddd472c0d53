#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>

namespace descent::datasets {

/// A data file is not what it should be. The message names the file, what was expected there, what
/// was found, and where there is something to do about it, what to do.
class DataError : public std::runtime_error {
 public:
  /// `expected`, `found`: ends of the phrases "expected ..." and "found ...".
  /// `advice`: a whole sentence, or nothing.
  DataError(const std::filesystem::path& file, const std::string& expected,
            const std::string& found, const std::string& advice = "")
      : std::runtime_error(file.string() + ": expected " + expected + ", found " + found + "." +
                           (advice.empty() ? "" : " " + advice)) {}
};

}  // namespace descent::datasets
