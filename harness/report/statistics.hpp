#pragma once

#include <string>
#include <vector>

#include "harness/grader/verdict.hpp"

/// What a whole class came to. Nobody who could not be judged is counted, save in `unjudged`.
namespace descent::report {

/// How many students have at least `from` points and fewer than the next bin's.
struct Bin {
  int from = 0;
  int students = 0;
};

struct TaskStatistics {
  std::string task = {};
  int students = 0;     ///< for whom it was judged
  int failed = 0;       ///< tried, and not passed
  int not_started = 0;  ///< left as the stub, or never handed in

  double failure_rate() const { return students == 0 ? 0 : double(failed) / students; }
};

struct MistakeStatistics {
  outcome::NamedMistake mistake = {};
  std::string task = {};
  int students = 0;  ///< of whom it explains the failures of the task
};

struct ClassStatistics {
  int students = 0;
  int unjudged = 0;
  int nothing_to_judge = 0;  ///< missing, or does not build
  int not_started = 0;       ///< not one task
  int crashed = 0;           ///< at least one task
  int full = 0;              ///< everything passes
  double mean = 0, median = 0;
  std::vector<Bin> bins = {};              ///< ten, over all points; full points are in the last
  std::vector<TaskStatistics> tasks = {};  ///< the most often failed first
  std::vector<MistakeStatistics> mistakes = {};  ///< the commonest first
};

ClassStatistics statistics(const grader::ClassResult& result);

}  // namespace descent::report
