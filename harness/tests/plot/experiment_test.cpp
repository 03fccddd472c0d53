#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>

#include "harness/sandbox/process.hpp"

namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

/// Runs an experiment program the way `descent plot` does, in a folder of the test's own.
class ExperimentTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "descent-experiment-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { fs::remove_all(folder_); }

  descent::sandbox::Ended draw(const std::string& stumble, std::vector<std::string> options) {
    if (!stumble.empty()) setenv("STUMBLE", stumble.c_str(), 1);
    options.insert(options.begin(), EXPERIMENT);
    const auto ended = descent::sandbox::run({.arguments = options});
    unsetenv("STUMBLE");
    return ended;
  }

  descent::sandbox::Ended draw(const std::string& stumble = "") {
    return draw(stumble, {"--manifest", kManifest, "--worker", WORKER, "--submission", PLAYGROUND,
                          "--out", (folder_ / "picture").string()});
  }

  bool nothing_was_drawn() { return fs::is_empty(folder_); }

  static inline const std::string kManifest =
      DESCENT_SOURCE_DIR "/harness/tests/plot/experiment/stage.json";
  fs::path folder_;
};

TEST_F(ExperimentTest, DrawsWithTheSubmissionAndSaysWhere) {
  const auto ended = draw();
  const std::string prefix = (folder_ / "picture").string();
  EXPECT_EQ(ended.output, prefix + ".svg\n" + prefix + ".png\n");
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_TRUE(fs::exists(prefix + ".svg"));
  EXPECT_TRUE(fs::exists(prefix + ".png"));
}

TEST_F(ExperimentTest, SavesTheMovingPictureBesideTheStillOne) {
  setenv("MOVE", "yes", 1);
  const auto ended = draw();
  unsetenv("MOVE");
  const std::string prefix = (folder_ / "picture").string();
  EXPECT_EQ(ended.output, prefix + ".svg\n" + prefix + ".png\n" + prefix + ".gif\n");
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_TRUE(fs::exists(prefix + ".gif"));
}

TEST_F(ExperimentTest, SaysWhichExerciseThePictureNeeds) {
  const auto ended = draw("not implemented");
  EXPECT_EQ(ended.output, "write misbehave first: the picture needs it\n");
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_TRUE(nothing_was_drawn());
}

TEST_F(ExperimentTest, SaysWhatTheExerciseThrew) {
  const auto ended = draw("throw domain_error");
  EXPECT_THAT(ended.output, AllOf(StartsWith("misbehave("), HasSubstr("2x2 matrix"),
                                  EndsWith("threw std::domain_error: not in the domain\n")));
  EXPECT_EQ(ended.exit_code, 1);
}

TEST_F(ExperimentTest, SaysHowTheExerciseCrashed) {
  const auto ended = draw("abort");
  EXPECT_THAT(ended.output, HasSubstr("misbehave("));
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_TRUE(nothing_was_drawn());
}

TEST_F(ExperimentTest, SaysWhatIsMissingOnTheCommandLine) {
  const auto ended = draw("", {"--manifest", kManifest, "--out", (folder_ / "picture").string()});
  EXPECT_THAT(ended.output, HasSubstr("--submission or --bind"));
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_EQ(draw("", {}).exit_code, 2);
}

TEST_F(ExperimentTest, SaysThatTheManifestIsMissing) {
  const auto ended = draw("", {"--manifest", "none.json", "--out", "picture"});
  EXPECT_THAT(ended.output, HasSubstr("none.json"));
  EXPECT_EQ(ended.exit_code, 3);
}

}  // namespace
