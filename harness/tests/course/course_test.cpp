#include "harness/course/course.hpp"

#include <gmock/gmock.h>

#include "harness/course/digest.hpp"
#include "harness/tests/course/folder.hpp"

namespace descent::course {
namespace {

using testing::HasSubstr;

TEST_F(CourseFolder, StagesComeInOrderAndAnswerToShortNames) {
  add("07-losses", "07-losses");
  add("05-batchnorm", "05-batchnorm");
  const Course course(root_, root_ / "build");
  ASSERT_EQ(course.stages().size(), 2u);
  EXPECT_EQ(course.stages()[0].name(), "05-batchnorm");
  for (const char* name : {"07-losses", "07", "7", "losses"}) {
    EXPECT_EQ(course.find(name).name(), "07-losses") << name;
  }
  EXPECT_THAT(message([&] { course.find("70"); }),
              HasSubstr("there is no stage '70'; the stages here are 05-batchnorm, 07-losses"));
  EXPECT_THAT(message([&] { course.find(""); }), HasSubstr("there is no stage ''"));
}

TEST_F(CourseFolder, AStageIsNamedLikeItsFolder) {
  add("07-losses", "08-other");
  EXPECT_THAT(message([&] { Course(root_, root_ / "build"); }),
              HasSubstr("'stage' must be the folder's name, 07-losses, not '08-other'"));
}

TEST_F(CourseFolder, AStageMayBuildOnEarlierOnes) {
  add("05-batchnorm", "05-batchnorm");
  add("07-losses", "07-losses", R"(["05-batchnorm"])");
  const Course course(root_, root_ / "build");
  const Stage& stage = course.find("07");
  ASSERT_EQ(stage.sources.size(), 2u);
  EXPECT_EQ(stage.sources[0].file, stage.source);
  EXPECT_EQ(stage.sources[1].file, course.find("05").source);
}

TEST_F(CourseFolder, AStageBuildsOnNoLaterOneAndOnNoneThatIsNotHere) {
  add("05-batchnorm", "05-batchnorm", R"(["07-losses"])");
  add("07-losses", "07-losses");
  const char* says = "'builds_on' names stages before this one, not '";
  EXPECT_THAT(message([&] { Course(root_, root_ / "build"); }),
              HasSubstr(says + std::string("07-losses'")));
  add("05-batchnorm", "05-batchnorm", R"(["01-nothing"])");
  EXPECT_THAT(message([&] { Course(root_, root_ / "build"); }),
              HasSubstr("'builds_on' names the stage '01-nothing', and there is no "
                        "assignments/01-nothing/stage.json"));
}

TEST_F(CourseFolder, AFolderWithoutAssignmentsIsNoCourse) {
  EXPECT_THAT(message([&] { Course(root_, root_ / "build"); }),
              HasSubstr("no folder 'assignments'"));
}

TEST_F(CourseFolder, HiddenSuitesAndSolutionsAreOptional) {
  add("07-losses", "07-losses");
  EXPECT_FALSE(Course(root_, root_ / "build").stages()[0].solutions);
  EXPECT_EQ(Course(root_, root_ / "build").stages()[0].suites.size(), 1u);
  fs::create_directories(root_ / "solutions" / "07-losses");
  fs::create_directories(root_ / "harness" / "suites" / "07-losses");
  EXPECT_TRUE(Course(root_, root_ / "build").stages()[0].solutions);
  EXPECT_EQ(Course(root_, root_ / "build").stages()[0].suites.size(), 2u);
}

TEST_F(CourseFolder, AFileIsWrittenWholeOrNotAtAll) {
  const fs::path file = root_ / "results.json";
  write_file(file, "first");
  write_file(file, "second");
  EXPECT_EQ(read_file(file), "second");
  const std::string large = std::string(100000, 'x') + '\0' + std::string(100000, 'y');
  write_file(file, large);
  EXPECT_EQ(read_file(file), large);
  write_file(file, "");
  EXPECT_EQ(read_file(file), "");
  EXPECT_EQ(std::distance(fs::directory_iterator(root_), {}), 1);  // no temporary file is left
  EXPECT_THAT(message([&] { write_file(root_ / "nowhere" / "f", "x"); }),
              HasSubstr("cannot write beside"));
  EXPECT_THAT(message([&] { read_file(root_ / "nothing"); }), HasSubstr("cannot read"));
  EXPECT_THAT(message([&] { read_file(root_); }), HasSubstr("Is a directory"));
  EXPECT_THAT(message([] { read_file("/proc/self/mem"); }), HasSubstr("cannot read"));
}

// The vectors of FIPS 180-4's examples.
TEST(Sha256, IsTheStandards) {
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

}  // namespace
}  // namespace descent::course
