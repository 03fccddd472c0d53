#include "harness/author/stub.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include "harness/course/digest.hpp"

namespace {

namespace fs = std::filesystem;
using namespace descent;
using author::StubState;
using testing::HasSubstr;

TEST(MakeStub, KeepsCommentsAndThrowsWhereTheSolutionStood) {
  const std::string marked =
      "double half(double x) {\n"
      "  // TODO halve it\n"
      "  // solution begin half\n"
      "  return x / 2;\n"
      "  // solution end\n"
      "}\n";
  EXPECT_EQ(author::make_stub(marked, "f.cpp"),
            "double half(double x) {\n"
            "  // TODO halve it\n"
            "  throw NotImplemented(\"half\");\n"
            "}\n");
}

TEST(MakeStub, HelpersOfTheSolutionVanishWithTheirBlankLines) {
  const std::string marked =
      "#include \"f.hpp\"\n"
      "\n"
      "// solution begin\n"
      "static int helper() { return 1; }\n"
      "// solution end\n"
      "\n"
      "int f();\n";
  EXPECT_EQ(author::make_stub(marked, "f.cpp"), "#include \"f.hpp\"\n\nint f();\n");
}

TEST(MakeStub, NamesFileAndLineOfABrokenRegion) {
  const auto message = [](const std::string& marked) -> std::string {
    try {
      author::make_stub(marked, "f.cpp");
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "no error";
  };
  EXPECT_THAT(message("a\n// solution begin f\n"),
              HasSubstr("f.cpp:2: this region is never closed"));
  EXPECT_THAT(message("// solution end\n"), HasSubstr("f.cpp:1: 'solution end' without"));
  EXPECT_THAT(message("// solution begin f\n// solution begin g\n// solution end\n"),
              HasSubstr("f.cpp:2: the region of line 1 is still open"));
}

/// A course of one stage in a temporary folder.
class StubFiles : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "descent-stub-XXXXXX").string();
    root_ = mkdtemp(pattern.data());
    fs::create_directories(root_ / "assignments" / "01-one");
    fs::create_directories(root_ / "solutions" / "01-one");
    course::write_file(root_ / "assignments" / "01-one" / "stage.json", R"({
      "stage": "01-one", "title": "One", "summary": "One.", "source": "one.cpp", "header": "one.hpp",
      "tasks": [{"id": "one", "title": "One", "points": 1, "hints": [], "read": "one"}]})");
    solve("  return 1;");
  }
  void TearDown() override { fs::remove_all(root_); }

  void solve(const std::string& body) {
    course::write_file(
        root_ / "solutions" / "01-one" / "one.cpp",
        "int one() {\n  // solution begin one\n" + body + "\n  // solution end\n}\n");
  }
  // A change that shows in the stub.
  void reword() {
    course::write_file(root_ / "solutions" / "01-one" / "one.cpp",
                       "// reworded\nint one() {\n  // solution begin one\n  // solution end\n}\n");
  }
  course::Course course() const { return {root_, root_ / "build"}; }
  StubState state() const { return author::stub_state(course(), course().stages().at(0)); }
  bool write(bool overwrite = false) const {
    return author::write_stub(course(), course().stages().at(0), overwrite);
  }
  void edit() { course::write_file(stub(), "int one() { return 1; }\n"); }
  fs::path stub() const { return root_ / "assignments" / "01-one" / "one.cpp"; }

  fs::path root_;
};

TEST_F(StubFiles, AMissingStubIsWritten) {
  EXPECT_EQ(state(), StubState::missing);
  EXPECT_TRUE(write());
  EXPECT_EQ(state(), StubState::current);
}

TEST_F(StubFiles, ACurrentStubIsNotTouched) {
  write();
  EXPECT_FALSE(write());
  solve("  return 2;");  // inside the region: the stub stays the same
  EXPECT_EQ(state(), StubState::current);
}

TEST_F(StubFiles, AnOutdatedStubIsToldFromAnEditedOne) {
  write();
  reword();
  EXPECT_EQ(state(), StubState::outdated);
  EXPECT_TRUE(write());
  edit();
  EXPECT_EQ(state(), StubState::edited);
  reword();
  EXPECT_EQ(state(), StubState::edited);
}

TEST_F(StubFiles, AStudentsEditsAreOverwrittenOnlyIfAsked) {
  write();
  edit();
  const std::string before = course::read_file(stub());
  EXPECT_FALSE(write());
  EXPECT_EQ(course::read_file(stub()), before);
  EXPECT_TRUE(write(true));
  EXPECT_EQ(state(), StubState::current);
}

}  // namespace
