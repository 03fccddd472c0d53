#include "harness/author/new_stage.hpp"

#include <gmock/gmock.h>

#include "harness/author/stub.hpp"
#include "harness/course/digest.hpp"
#include "harness/sandbox/temporary_folder.hpp"

namespace {

namespace fs = std::filesystem;
using namespace descent;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

/// A course of one stage, 07-losses, with the template of the real one.
class NewStage : public testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(root() / "assignments/07-losses");
    course::write_file(root() / "assignments/07-losses/stage.json", R"({"stage": "07-losses",
      "title": "L", "summary": "L.", "source": "losses.cpp", "header": "losses.hpp",
      "tasks": [{"id": "one", "title": "One", "points": 1, "hints": [], "read": "one"}]})");
    fs::create_directories(root() / "harness/author");
    fs::copy(fs::path(DESCENT_SOURCE_DIR) / "harness/author/template",
             root() / "harness/author/template", fs::copy_options::recursive);
  }
  fs::path root() const { return folder_.path(); }
  course::Course course() const { return {root(), root() / "build"}; }
  std::vector<fs::path> make(const std::string& stage, const std::string& title = "") const {
    return author::make_stage(course(), stage, title);
  }
  /// What is said where the stage is refused, and nothing was written.
  std::string refusal(const std::string& stage, const std::string& title = "") const {
    try {
      make(stage, title);
    } catch (const std::invalid_argument& error) {
      EXPECT_FALSE(fs::exists(root() / "solutions")) << stage;
      return error.what();
    }
    return stage + " is not refused";
  }
  std::string read(const std::string& path) const { return course::read_file(root() / path); }

  sandbox::TemporaryFolder folder_;
};

TEST_F(NewStage, IsAStageThatTheCourseCanRead) {
  make("13-weight-decay");
  const course::Course with_it = course();
  const course::Stage& stage = with_it.find("13");
  EXPECT_EQ(stage.name(), "13-weight-decay");
  EXPECT_EQ(stage.manifest.title, "Weight decay");
  EXPECT_EQ(stage.manifest.tasks.at(0).test_suite(), "WeightDecayExample");
  EXPECT_EQ(stage.suites.size(), 2U) << "public and hidden";
  EXPECT_THAT(author::current_stub(with_it, stage),
              HasSubstr("throw NotImplemented(\"weight_decay_example\");"));
}

TEST_F(NewStage, LeavesNoPlaceholder) {
  for (const fs::path& file : make("13-weight-decay", "Weight decay, at last")) {
    EXPECT_THAT(file.string(), Not(HasSubstr("@")));
    EXPECT_THAT(course::read_file(root() / file), Not(HasSubstr("@"))) << file;
  }
  EXPECT_THAT(read("docs/stages/13-weight-decay.md"), HasSubstr("# Weight decay, at last\n"));
  EXPECT_THAT(read("harness/suites/13-weight-decay/example_tests.cpp"),
              HasSubstr("TEST(WeightDecayExample, "));
}

TEST_F(NewStage, SaysWhatItHasWritten) {
  EXPECT_THAT(make("13-attention"), Contains(fs::path("solutions/13-attention/attention.cpp")));
}

TEST_F(NewStage, RefusesBadNames) {
  for (const char* bad :
       {"", "13", "attention", "3-attention", "013-attention", "13-Attention", "13-2d", "13-a--b",
        "13-a-", "13_attention", "13-../up", "13-std", "13-a/b", "13-a very long name", "13-ä"}) {
    EXPECT_THAT(refusal(bad), HasSubstr("two digits, a hyphen and a name"));
  }
}

TEST_F(NewStage, RefusesNumbersAndNamesThatThereAre) {
  EXPECT_THAT(refusal("07-attention"),
              HasSubstr("there is a stage 07 already: 07-losses; 08 is free"));
  EXPECT_THAT(refusal("13-losses"), HasSubstr("a stage of that name already: 07-losses"));
}

TEST_F(NewStage, RefusesTitlesThatAreNoLine) {
  EXPECT_THAT(refusal("13-attention", "a \"title\""), HasSubstr("without quotes"));
  EXPECT_THAT(refusal("13-attention", "two\nlines"), HasSubstr("one line"));
}

TEST_F(NewStage, OverwritesNothing) {
  fs::create_directories(root() / "docs/stages");
  course::write_file(root() / "docs/stages/13-attention.md", "mine\n");
  EXPECT_THAT(refusal("13-attention"), HasSubstr("docs/stages/13-attention.md is in the way"));
  EXPECT_EQ(read("docs/stages/13-attention.md"), "mine\n");
}

}  // namespace
