#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "harness/gradebook/record.hpp"
#include "harness/gradebook/sqlite.hpp"

namespace descent::gradebook {

/// What a student has in one stage.
struct Grade {
  std::string student = {};
  std::string name = {};
  std::string stage = {};
  int points = 0;       ///< what the stage is worth
  int earned = 0;       ///< by the machine and by hand, not below 0
  bool judged = false;  ///< by the latest run
  std::string at = {};  ///< when that was
  int runs = 0;         ///< how often it was graded
};

/// gradebook.db: students, every run with its outcomes, and what instructors changed or wrote by
/// hand, which no run can undo. The records are the machine's truth, and can be taken in again at
/// any time; the rest is only here. docs/reference/gradebook.md has the tables.
class Gradebook {
 public:
  /// Makes the file if there is none. Throws std::runtime_error where it cannot be used.
  explicit Gradebook(const std::filesystem::path& file);

  /// Takes in records, all or none; one that is there already changes nothing.
  void take_in(const std::vector<Record>& records);

  /// Points by hand, for a task or, with an empty one, for the stage. Throws std::invalid_argument
  /// for a student or a stage that was never graded, or without a reason.
  void adjust(const std::string& student, const std::string& stage,
              const grader::Adjustment& adjustment);

  /// Words to a student. Throws likewise.
  void comment(const std::string& student, const std::string& stage,
               const grader::Comment& comment);

  /// Writes into each verdict what was done by hand.
  void add_by_hand(const std::string& stage, std::vector<grader::Verdict>& verdicts);

  /// By stage and student; of one stage, or with an empty one of all.
  std::vector<Grade> grades(const std::string& stage);

 private:
  void require_graded(const std::string& student, const std::string& stage);

  Database database_;
};

}  // namespace descent::gradebook
