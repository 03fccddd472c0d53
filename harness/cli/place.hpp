#pragma once

#include <filesystem>
#include <string>

#include "harness/cli/terminal.hpp"
#include "harness/course/course.hpp"
#include "harness/outcome/summary.hpp"

/// What a command is about, and where it stands in the student's files.
namespace descent::cli {

struct Place {
  std::filesystem::path file;
  std::string name;  ///< of the file, as seen from the root of the course
  int line = 0;      ///< where the function begins; 0: it was not found

  /// "assignments/07-losses/losses.cpp:41", as a link where the terminal has links.
  std::string text(const Terminal& terminal) const;
};

Place place_of(const course::Course& course, const course::Stage& stage, const std::string& task);

/// Any file of the course, likewise.
std::string link_to(const course::Course& course, const std::filesystem::path& file,
                    const Terminal& terminal);

struct Chosen {
  const course::Stage* stage;
  std::string task;  ///< "": the whole stage
};

/// A stage, a task, or stage.task; the current stage for "". Throws std::invalid_argument naming
/// what there is.
Chosen choose(const course::Course& course, const std::string& what);

/// What must be written before a task that is not started can run: the task itself, or an exercise
/// of a stage that this one builds on, whose stub the tests met first.
Chosen missing_exercise(const course::Course& course, const course::Stage& stage,
                        const outcome::TaskResult& next);

/// The task to work on after a check: what was begun comes first; nullptr if all have passed.
const outcome::TaskResult* next_task(const outcome::Summary& summary);

}  // namespace descent::cli
