#pragma once

#include <chrono>

#include "harness/cli/terminal.hpp"
#include "harness/grader/grade.hpp"

namespace descent::instructor {

/// One line that is rewritten: how many are done, how fast it goes, how long it will take. Nothing
/// in a pipe.
class ProgressLine {
 public:
  explicit ProgressLine(const cli::Terminal& terminal) : terminal_(terminal) {}

  void operator()(const grader::Progress& progress) const;

 private:
  const cli::Terminal& terminal_;
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
};

}  // namespace descent::instructor
