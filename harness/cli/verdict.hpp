#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "harness/cli/self.hpp"
#include "harness/cli/terminal.hpp"
#include "harness/course/course.hpp"
#include "harness/outcome/summary.hpp"

namespace descent::cli {

struct BuildFailure {
  std::optional<std::filesystem::path> file;  ///< the student's; none: it is the course that fails
  std::string target;
  std::string messages;
};

/// What a check found out: the build failed, or the summary holds.
struct Verdict {
  const course::Stage* stage = nullptr;
  std::string task;  ///< what was asked for alone; "": all of the stage
  std::optional<BuildFailure> build_failure;
  std::vector<std::string> suites;  ///< whose tests the summary is from
  outcome::Summary summary;
  std::string complaint;  ///< why not everything could be judged; "" if all is well
  double seconds = 0;     ///< for building and judging

  bool judged() const { return !build_failure && complaint.empty(); }
  bool passed() const;

  /// kOk, kNotPassed, or kBroken where the student is not at fault.
  int exit_code() const;
};

struct JudgeOptions {
  std::string task = {};  ///< only this one; "": all of the stage
  bool sanitize = false;
  const Self* self = nullptr;  ///< built along with the stage, and started anew if it has changed
};

/// Builds a stage and judges it with its public tests and, when those pass, with the hidden ones,
/// where they are here; notes the result. Throws std::invalid_argument if the student's file is
/// missing.
Verdict judge_stage(const course::Course& course, const course::Stage& stage,
                    const JudgeOptions& options, const Terminal& terminal);

}  // namespace descent::cli
