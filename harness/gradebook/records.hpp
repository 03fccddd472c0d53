#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "harness/gradebook/record.hpp"

namespace descent::gradebook {

/// The folder of a class's records, one file a student. A record appears whole or not at all and is
/// never changed, so that any number of graders can share the folder, and one that is killed leaves
/// nothing to repair.
class Records {
 public:
  /// Makes the folder. Throws std::runtime_error with a sentence if that fails or nothing can be
  /// written there.
  Records(std::filesystem::path folder, Key key, Judge judge);

  /// The verdict on this submission (its SHA-256), if this judge has given one already.
  std::optional<grader::Verdict> find(const std::string& id, const std::string& sha256) const;

  /// Writes the student's record, in the place of an older one. May be called by several threads at
  /// once. Throws std::runtime_error where that fails.
  void keep(const grader::Verdict& verdict) const;

  /// All records of this stage, by student; a sentence for every file that is none.
  std::vector<Record> all(std::vector<std::string>& refused) const;

  /// Removes what killed graders left behind half written.
  void clean() const;

 private:
  std::filesystem::path folder_;
  Key key_;
  Judge judge_;
};

}  // namespace descent::gradebook
