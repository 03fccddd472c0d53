#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/outcome/summary.hpp"

/// How far a student has come, for one page to look at, print or show to somebody.
namespace descent::learner {

struct StageReport {
  std::string name;     ///< "07-losses"
  std::string title;    ///< "Losses"
  std::string summary;  ///< one sentence of the manifest
  int points = 0, earned = 0;
  int tasks = 0, passed_tasks = 0;
  bool begun = false;
  std::string picture = {};  ///< an SVG, drawn from the student's own code; empty if there is none
  std::optional<outcome::Summary> judged = {};  ///< what the check that was just made says
  std::string problem = {};  ///< why nothing was judged: the compiler's first error
};

struct CourseReport {
  std::vector<StageReport> stages;  ///< all of the course, in its order
  std::string when;                 ///< "2025-03-01 12:00 UTC"
};

/// One HTML document that loads nothing and runs nothing. Whatever came from the student is text in
/// it, and the pictures are images, in which no script runs.
std::string page(const CourseReport& report);

/// RFC 4648, with padding.
std::string base64(const std::string& bytes);

}  // namespace descent::learner
