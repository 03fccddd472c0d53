#pragma once

#include <string>
#include <vector>

#include "harness/sandbox/process.hpp"
#include "harness/tests/grader/scratch_class.hpp"

namespace descent::instructor {

/// The words with which ./descent starts the instructors' program.
inline std::vector<std::string> program(const std::vector<std::string>& arguments) {
  std::vector<std::string> words = {std::filesystem::path(DESCENT_BINARY_DIR) / "bin/instructor"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  return words;
}

inline std::vector<std::string> environment() {
  return {"PATH=/usr/local/bin:/usr/bin:/bin", std::string("DESCENT_ROOT=") + DESCENT_SOURCE_DIR,
          std::string("DESCENT_BUILD=") + DESCENT_BINARY_DIR,
          "DESCENT_KEY=the key of the tests, which is long enough"};
}

inline sandbox::Ended run(const std::vector<std::string>& arguments) {
  return sandbox::run({.arguments = program(arguments), .environment = environment()});
}

/// ./descent grade FOLDER, of the stage under test, with results in `out`.
inline std::vector<std::string> grade_words(const std::filesystem::path& folder,
                                            const std::filesystem::path& out,
                                            const std::vector<std::string>& more = {}) {
  std::vector<std::string> words = {"grade", folder, "--stage", grader::stage_under_test().name(),
                                    "--out", out,    "--built"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

}  // namespace descent::instructor
