#pragma once

#include <string>
#include <vector>

#include "harness/course/course.hpp"
#include "harness/outcome/summary.hpp"

/// How far a student has come, as the last checks left it: one small file a stage, in the folder
/// `progress` of the build folder. It is derived from results. Whatever is lost of it comes back
/// with the next check, save which hints have been shown.
namespace descent::cli {

/// What the last check of one task said.
struct TaskProgress {
  std::string task;
  outcome::Outcome outcome = outcome::Outcome::not_started;
  int points = 0;  ///< what it is worth, from the manifest
  int tests = 0;   ///< how many there were; 0: it was never checked
  int passed = 0;
  std::vector<std::string> suites;  ///< what judged it: "public", or "public" and "hidden"
  std::string sources;              ///< digest_of_sources() of what was judged
  int hints = 0;                    ///< how many of its hints have been shown

  int earned() const { return outcome == outcome::Outcome::passed ? points : 0; }
};

struct StageProgress {
  const course::Stage* stage = nullptr;
  std::vector<TaskProgress> tasks;  ///< one for every task of the manifest, in its order
  std::string checked;              ///< when it was last checked, UTC; "": never

  int points() const;
  int earned() const;
  int passed_tasks() const;

  /// Every task has passed, in all suites that are here, and all in the same version of the files.
  bool done() const;

  /// The student's files, as they are now, have been judged in no task yet.
  bool edited_since() const;

  /// The task to work on: the first that was begun and has not passed, else the first that is not
  /// started; nullptr if all have passed.
  const TaskProgress* next() const;

  /// The entry of a task, or nullptr.
  const TaskProgress* find(const std::string& task) const;
};

/// SHA-256 over the student's files that a stage is made of; "" if one cannot be read.
std::string digest_of_sources(const course::Stage& stage);

/// Never throws: a file that is missing, torn, foreign or not to be read means that nothing is
/// known. The course must outlive what is returned.
StageProgress progress_of(const course::Course& course, const course::Stage& stage);

/// The same for every stage, in the course's order.
std::vector<StageProgress> progress_of(const course::Course& course);

/// Notes what a check said of the tasks in `summary`; the others stay as they were. Returns whether
/// it could be noted, and never throws.
bool note_results(const course::Course& course, const course::Stage& stage,
                  const outcome::Summary& summary, const std::vector<std::string>& suites,
                  const std::string& sources);

/// Notes how many hints of a task have been shown. Returns whether it could be noted.
bool note_hints(const course::Course& course, const course::Stage& stage, const std::string& task,
                int shown);

/// Forgets the results of a stage, but not the hints.
bool forget_results(const course::Course& course, const course::Stage& stage);

/// The first stage that is not done, or whose files were edited since; the last, if there is no
/// such one. Throws std::runtime_error if there is no stage at all.
const course::Stage& current_stage(const course::Course& course);

}  // namespace descent::cli
