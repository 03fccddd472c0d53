#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "harness/course/course.hpp"
#include "harness/sandbox/process.hpp"
#include "harness/sandbox/temporary_folder.hpp"

namespace descent::cli {

/// The first two stages of the course, untouched, in a folder of their own that a test may work in.
/// Its build folder compiles the student's files of the scratch course, and takes everything else
/// from the build folder that this test was built in.
class ScratchCourse {
 public:
  enum class Kind { complete, handed_out };  ///< the latter has no solutions and no hidden tests

  explicit ScratchCourse(Kind kind = Kind::complete);

  const std::filesystem::path& root() const { return folder_.path(); }
  std::filesystem::path build() const { return root() / "build" / "student"; }
  const course::Course& course() const { return *course_; }
  const course::Stage& first() const { return course_->stages().at(0); }
  const course::Stage& second() const { return course_->stages().at(1); }

  /// A stage's file as it is at first, with `body` where the stub of `task` throws.
  std::string with(const course::Stage& stage, const std::string& task,
                   const std::string& body) const;

  /// A stage's file with the reference in the place of some stubs. All tasks: the whole solution.
  static std::string solved(const course::Stage& stage, const std::vector<std::string>& tasks);

  /// All tasks of a stage.
  static std::vector<std::string> tasks(const course::Stage& stage);

  /// Writes a student's file, in place.
  static void save(const course::Stage& stage, const std::string& text);

  /// Writes it as most editors do: beside it, then renamed.
  static void save_by_renaming(const course::Stage& stage, const std::string& text);

  /// "NAME=value" each: what makes the program `descent` work here.
  std::vector<std::string> environment() const;

  /// Runs the program here, with nothing on its standard input but `input`.
  sandbox::Ended descent(const std::vector<std::string>& words,
                         const std::string& input = "") const;

  static std::filesystem::path program();

 private:
  void write_build_file() const;

  sandbox::TemporaryFolder folder_;
  std::optional<course::Course> course_;
};

}  // namespace descent::cli
