#include "harness/cli/said.hpp"

#include <gtest/gtest.h>

#include "harness/course/digest.hpp"
#include "harness/sandbox/temporary_folder.hpp"

namespace descent::cli {
namespace {

namespace fs = std::filesystem;

/// A course of one stage, in a folder of its own.
class Said : public testing::Test {
 protected:
  Said() {
    const fs::path stage = folder_.path() / "assignments" / "07-losses";
    fs::create_directories(stage);
    course::write_file(stage / "losses.cpp", "int x;\n");
    fs::copy_file(fs::path(DESCENT_SOURCE_DIR) / "assignments/07-losses/stage.json",
                  stage / "stage.json");
  }

  course::Course course() const { return {folder_.path(), folder_.path() / "build"}; }

  /// What is known after a build that printed this.
  std::string after(const std::string& output) const {
    const course::Course all = course();
    note_said(all, output);
    return said_of(all, all.find("07-losses"));
  }

  fs::path source() const { return folder_.path() / "assignments/07-losses/losses.cpp"; }

  sandbox::TemporaryFolder folder_;
  const std::string compiled_ =
      "[1/2] Building CXX object CMakeFiles/07-losses.dir/assignments/07-losses/losses.cpp.o\n";
  const std::string linked_ = "[2/2] Linking CXX shared module stages/07-losses.so\n";
};

TEST_F(Said, IsKeptFromTheBuildToTheTest) {
  EXPECT_EQ(after("ninja: Entering directory `build'\n" + compiled_ +
                  "losses.cpp:3:7: warning: w\n  x\n" + linked_),
            "losses.cpp:3:7: warning: w\n  x\n");
  EXPECT_EQ(after("ninja: no work to do.\n"), "losses.cpp:3:7: warning: w\n  x\n");
}

TEST_F(Said, IsForgottenWhenTheFileIsCompiledAnewOrEdited) {
  after(compiled_ + "losses.cpp:3:7: warning: w\n" + linked_);
  EXPECT_EQ(after(compiled_ + linked_), "");
  after(compiled_ + "losses.cpp:3:7: warning: w\n" + linked_);
  fs::last_write_time(source(), fs::file_time_type::clock::now() + std::chrono::hours(1));
  EXPECT_EQ(after("ninja: no work to do.\n"), "");
}

TEST_F(Said, IsOnlyWhatBelongsToTheStudentsFile) {
  EXPECT_EQ(after("[1/2] Building CXX object harness/x.cpp.o\nx.cpp:1:1: warning: theirs\n" +
                  compiled_ + linked_),
            "");
  EXPECT_EQ(after("[1/2] Building CXX object "
                  "CMakeFiles/07-losses.sanitized.dir/assignments/07-losses/losses.cpp.o\n"
                  "losses.cpp:1:1: warning: twice\n"),
            "");
}

TEST_F(Said, IsNothingWhereItCannotBeKept) {
  course::write_file(folder_.path() / "build", "a file, not a folder");
  EXPECT_EQ(after(compiled_ + "losses.cpp:3:7: warning: w\n"), "");
}

}  // namespace
}  // namespace descent::cli
