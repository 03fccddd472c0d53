#include "harness/grader/intake.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "scratch_class.hpp"

namespace descent::grader {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Submission take_ada(const ScratchClass& scratch) {
  return take({"ada", scratch.path() / "ada"}, {"exercise.cpp"});
}

TEST(Intake, TakesTheSourceAndListsTheRest) {
  const ScratchClass scratch;
  scratch.add("ada", "exercise.cpp", "abc");
  scratch.add("ada", "CMakeLists.txt", "");
  scratch.add("ada/build", "exercise.o", "");
  const Submission submission = take_ada(scratch);
  EXPECT_THAT(submission.texts, ElementsAre("abc"));
  EXPECT_EQ(submission.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_THAT(submission.refusal, IsEmpty());
  EXPECT_THAT(submission.ignored, ElementsAre("CMakeLists.txt", "build/"));
}

// The sum is that of `sha256sum exercise.cpp other.cpp | sha256sum`.
TEST(Intake, TakesSeveralSourcesOrNone) {
  const ScratchClass scratch;
  scratch.add("ada", "exercise.cpp", "abc");
  const Candidate ada{"ada", scratch.path() / "ada"};
  EXPECT_EQ(take(ada, {"exercise.cpp", "other.cpp"}).refusal,
            "There is no file other.cpp in the folder.");
  EXPECT_THAT(take(ada, {"exercise.cpp", "other.cpp"}).texts, IsEmpty());
  scratch.add("ada", "other.cpp", "");
  const Submission submission = take(ada, {"exercise.cpp", "other.cpp"});
  EXPECT_THAT(submission.texts, ElementsAre("abc", ""));
  EXPECT_EQ(submission.sha256, "a1b1d2c6198d3d7b8872ba20f9096d2014dcc32ab1f21fcc3980b14d1497214b");
  EXPECT_THAT(submission.ignored, IsEmpty());
}

TEST(Intake, SaysThatTheSourceIsMissing) {
  const ScratchClass scratch;
  scratch.add("ada", "exercise.cc", "");
  const Submission submission = take_ada(scratch);
  EXPECT_EQ(submission.refusal, "There is no file exercise.cpp in the folder.");
  EXPECT_THAT(submission.sha256, IsEmpty());
  EXPECT_THAT(submission.ignored, ElementsAre("exercise.cc"));
}

TEST(Intake, RefusesASymbolicLink) {
  const ScratchClass scratch;
  const fs::path other = scratch.add("bob", "exercise.cpp", "the work of somebody else");
  fs::create_symlink(other, scratch.student("ada") / "exercise.cpp");
  const Submission submission = take_ada(scratch);
  EXPECT_THAT(submission.refusal, HasSubstr("is a symbolic link"));
  EXPECT_THAT(submission.texts, IsEmpty());
}

TEST(Intake, RefusesAPipeWithoutWaitingForIt) {
  const ScratchClass scratch;
  ASSERT_EQ(mkfifo((scratch.student("ada") / "exercise.cpp").c_str(), 0600), 0);
  EXPECT_THAT(take_ada(scratch).refusal, HasSubstr("is not a regular file"));
}

TEST(Intake, RefusesAFolderOfThatName) {
  const ScratchClass scratch;
  scratch.student("ada/exercise.cpp");
  EXPECT_THAT(take_ada(scratch).refusal, HasSubstr("is not a regular file"));
}

TEST(Intake, RefusesWhatIsTooLargeAndNothingSmaller) {
  const ScratchClass scratch;
  scratch.add("ada", "exercise.cpp", std::string(kMostSourceBytes, ' '));
  EXPECT_EQ(take_ada(scratch).texts.front().size(), kMostSourceBytes);
  scratch.add("ada", "exercise.cpp", std::string(kMostSourceBytes + 1, ' '));
  EXPECT_THAT(take_ada(scratch).refusal, HasSubstr("is larger than 1024 KiB"));
}

TEST(Intake, FindsTheFoldersByNameAndSkipsWhatIsNone) {
  const ScratchClass scratch;
  for (const char* name : {"grace", "ada", ".git"}) scratch.student(name);
  std::ofstream(scratch.path() / "roster.csv") << "";
  fs::create_directory_symlink(scratch.path() / "ada", scratch.path() / "mallory");
  const Intake intake = find_submissions(scratch.path());
  ASSERT_EQ(intake.candidates.size(), 2U);
  EXPECT_EQ(intake.candidates[0].id, "ada");
  EXPECT_EQ(intake.candidates[1].id, "grace");
  EXPECT_THAT(intake.skipped, ElementsAre("mallory", "roster.csv"));
}

TEST(Intake, MakesNamesPrintable) {
  const ScratchClass scratch;
  scratch.add("a\033[2Jda\n", "\xff", "");
  const Intake intake = find_submissions(scratch.path());
  ASSERT_EQ(intake.candidates.size(), 1U);
  EXPECT_EQ(intake.candidates[0].id, "a?[2Jda?");
  EXPECT_THAT(take(intake.candidates[0], {"exercise.cpp"}).ignored, ElementsAre("?"));
}

TEST(Intake, SaysWhatIsWrongWithTheFolder) {
  const ScratchClass scratch;
  const auto complaint = [](const fs::path& folder) -> std::string {
    try {
      find_submissions(folder);
    } catch (const std::invalid_argument& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_THAT(complaint(scratch.path() / "nowhere"), HasSubstr("is no folder"));
  EXPECT_THAT(complaint(scratch.path()), HasSubstr("holds no submission"));
}

}  // namespace
}  // namespace descent::grader
