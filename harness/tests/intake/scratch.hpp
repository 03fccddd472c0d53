#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "harness/intake/contents.hpp"
#include "harness/intake/intake.hpp"
#include "harness/sandbox/temporary_folder.hpp"

namespace descent::intake {

/// A folder that a test fills.
class Scratch {
 public:
  const std::filesystem::path& path() const { return folder_.path(); }

  /// A file, with the folders on the way to it; returns where it is.
  std::filesystem::path add(const std::string& file, const std::string& text) const {
    const std::filesystem::path path = folder_.path() / file;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }

  std::filesystem::path add_folder(const std::string& name) const {
    std::filesystem::create_directories(path() / name);
    return path() / name;
  }

 private:
  sandbox::TemporaryFolder folder_;
};

inline const Wanted kLosses{"losses.cpp", "assignments/07-losses/losses.cpp"};

/// What the call says when it refuses; nothing if it does not.
template <typename Call>
std::string refusal_of(const Call& call) {
  try {
    call();
  } catch (const Refused& refused) {
    return refused.what();
  }
  return {};
}

template <typename Call>
std::string complaint_of(const Call& call) {
  try {
    call();
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return {};
}

}  // namespace descent::intake
