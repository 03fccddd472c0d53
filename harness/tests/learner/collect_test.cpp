#include "harness/learner/collect.hpp"

#include <gmock/gmock.h>

#include "harness/tests/course/folder.hpp"

namespace descent::learner {
namespace {

/// A course with one stage, whose only task is called t.
class IsBegun : public course::CourseFolder {
 protected:
  IsBegun() { add("12-capstone", "12-capstone"); }

  bool with(const std::string& source) const {
    course::write_file(root_ / "assignments/12-capstone/s.cpp", source);
    const course::Course course(root_, root_ / "build");
    return is_begun(course, course.stages().front());
  }
};

TEST_F(IsBegun, NotWithoutAFile) {
  const course::Course course(root_, root_ / "build");
  EXPECT_FALSE(is_begun(course, course.stages().front()));
}

TEST_F(IsBegun, WhereAFunctionIsNoStubAnyMore) {
  EXPECT_FALSE(with("double t(double x) {\n  throw NotImplemented(\"t\");\n}\n"));
  EXPECT_TRUE(with("double t(double x) {\n  return x;\n}\n"));
}

TEST_F(IsBegun, NotForTheSakeOfATaskThatIsNoFunction) {
  EXPECT_FALSE(with("double other(double x) {\n  throw NotImplemented(\"other\");\n}\n"));
}

}  // namespace
}  // namespace descent::learner
