#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "harness/outcome/manifest.hpp"

namespace descent::course {

/// A file that a student edits.
struct Source {
  std::filesystem::path file;
  std::string header;  ///< the name of the header that declares what is in it
};

/// One stage of the course, and where its parts lie. Parts that are not here (a released course has
/// no solutions and no hidden suite) are nothing.
struct Stage {
  outcome::Manifest manifest;
  std::filesystem::path folder;         ///< assignments/NN-name
  std::filesystem::path manifest_file;  ///< stage.json
  std::filesystem::path source;         ///< the student's file
  std::vector<Source> sources;          ///< it, and those of the stages that this one builds on
  std::filesystem::path object;         ///< what they are made to
  std::filesystem::path sanitized;      ///< the same with sanitizers
  std::optional<std::filesystem::path> solutions;
  std::vector<std::string> suites;  ///< "public", and "hidden" where it is here
  std::filesystem::path built;      ///< folder of the checkers

  const std::string& name() const { return manifest.stage; }
  std::filesystem::path checker(const std::string& suite) const {
    return built / (name() + "." + suite);
  }
};

/// A checkout of the course and its build folder.
class Course {
 public:
  /// Reads every stage's manifest. Throws std::runtime_error for one that is broken.
  Course(std::filesystem::path root, std::filesystem::path build);

  const std::filesystem::path& root() const { return root_; }
  const std::filesystem::path& build() const { return build_; }
  const std::vector<Stage>& stages() const { return stages_; }
  std::filesystem::path worker(bool sanitized = false) const;

  /// "07-losses", "07", "7" or "losses". Throws std::invalid_argument naming the stages there are.
  const Stage& find(const std::string& name) const;

 private:
  std::filesystem::path root_;
  std::filesystem::path build_;
  std::vector<Stage> stages_;
};

}  // namespace descent::course
