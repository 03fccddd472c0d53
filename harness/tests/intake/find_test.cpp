#include <gmock/gmock.h>
#include <sys/stat.h>

#include "harness/intake/intake.hpp"
#include "packed.hpp"
#include "scratch.hpp"

namespace descent::intake {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string packed(const std::string& text) { return zip().add("losses.cpp", text).bytes(); }

std::vector<std::string> ids_of(const Intake& intake) {
  std::vector<std::string> ids;
  for (const Candidate& candidate : intake.candidates) ids.push_back(candidate.id);
  return ids;
}

Roster roster_of(const std::string& csv) { return {.students = parse_roster(csv, "roster.csv")}; }

TEST(FindSubmissions, FindsFoldersAndArchivesByName) {
  const Scratch scratch;
  scratch.add("grace/losses.cpp", "folder");
  scratch.add("ada.zip", packed("zip"));
  scratch.add("alan.tar.gz", tar(ARCHIVE_FILTER_GZIP).add("losses.cpp", "tar").bytes());
  scratch.add("zeno", packed("without a suffix"));
  scratch.add(".hidden.zip", packed(""));
  const Intake intake = find_submissions(scratch.path());
  EXPECT_THAT(ids_of(intake), ElementsAre("ada", "alan", "grace", "zeno"));
  EXPECT_THAT(intake.skipped, IsEmpty());
  std::vector<std::string> texts;
  for (const Candidate& candidate : intake.candidates) {
    texts.push_back(take(candidate, {kLosses}).texts.at(0));
  }
  EXPECT_THAT(texts, ElementsAre("zip", "tar", "folder", "without a suffix"));
}

TEST(FindSubmissions, SaysWhatItPassesOver) {
  const Scratch scratch;
  scratch.add_folder("ada");
  scratch.add("ada.zip", packed(""));
  scratch.add("roster.csv", "id\n");
  fs::create_directory_symlink("ada", scratch.path() / "mallory");
  ASSERT_EQ(mkfifo((scratch.path() / "pipe").c_str(), 0600), 0);
  const Intake intake = find_submissions(scratch.path());
  EXPECT_THAT(ids_of(intake), ElementsAre("ada"));
  EXPECT_EQ(intake.candidates[0].kind, Kind::folder);
  EXPECT_THAT(intake.skipped,
              ElementsAre("ada.zip has the same id as ada, and was passed over.",
                          "mallory is a symbolic link, and was passed over.",
                          "pipe is neither a folder nor an archive, and was passed over.",
                          "roster.csv is neither a folder nor an archive, and was passed over."));
}

TEST(FindSubmissions, ReportsABadSubmissionAndGoesOn) {
  const Scratch scratch;
  scratch.add("ada.zip", packed("good"));
  scratch.add("alan.zip", "no archive");
  scratch.add("grace.rar", "Rar!");
  scratch.add("zeno.txt", packed("called wrong"));
  const Intake intake = find_submissions(scratch.path());
  EXPECT_THAT(ids_of(intake), ElementsAre("ada", "alan", "grace", "zeno.txt"));
  EXPECT_THAT(take(intake.candidates[0], {kLosses}).texts, ElementsAre("good"));
  EXPECT_THAT(take(intake.candidates[1], {kLosses}).refusal, HasSubstr("neither a zip nor"));
  EXPECT_THAT(take(intake.candidates[2], {kLosses}).refusal, HasSubstr("neither a zip nor"));
  EXPECT_THAT(take(intake.candidates[3], {kLosses}).texts, ElementsAre("called wrong"));
}

TEST(FindSubmissions, HasPrintableIds) {
  const Scratch scratch;
  for (const char* name : {"a\033[2Jda\n", "\xff", "-rf", "=1+1", "50%"}) scratch.add_folder(name);
  EXPECT_THAT(ids_of(find_submissions(scratch.path())),
              ElementsAre("%FF", "-rf", "50%25", "=1+1", "a%1B[2Jda%0A"));
}

TEST(FindSubmissions, SaysWhatIsWrongWithTheFolder) {
  const Scratch scratch;
  EXPECT_THAT(complaint_of([&] { find_submissions(scratch.path() / "nowhere"); }),
              HasSubstr("is no folder"));
  EXPECT_THAT(complaint_of([&] { find_submissions(scratch.path()); }),
              HasSubstr("holds no submission"));
  scratch.add("x.txt", "");
  EXPECT_THAT(complaint_of([&] { find_submissions(scratch.path()); }),
              HasSubstr("holds no submission"));
  EXPECT_THAT(complaint_of([&] { find_submissions(scratch.path(), roster_of("id\nada\n")); }),
              HasSubstr("none of the 1 students on the roster handed in anything"));
}

TEST(Roster, GivesEveryStudentASubmission) {
  const Scratch scratch;
  scratch.add("ada.zip", packed("ada"));
  scratch.add("section 1/upload 17.zip", packed("alan"));
  scratch.add_folder("stranger");
  scratch.add("notes.txt", "");
  Roster roster = roster_of(
      "id,name,submission\nzeno,Zeno,\nada,Ada Lovelace,\nalan,Alan Turing,section 1/upload "
      "17.zip\ngrace,Grace,none.zip\n");
  roster.file = scratch.add("roster.csv", "");
  const Intake intake = find_submissions(scratch.path(), roster);
  ASSERT_THAT(ids_of(intake), ElementsAre("ada", "alan", "grace", "zeno"));
  const Submission ada = take(intake.candidates[0], {kLosses});
  EXPECT_THAT(ada.texts, ElementsAre("ada"));
  EXPECT_EQ(ada.name, "Ada Lovelace");
  EXPECT_THAT(take(intake.candidates[1], {kLosses}).texts, ElementsAre("alan"));
  EXPECT_EQ(intake.candidates[2].kind, Kind::nothing);
  EXPECT_EQ(take(intake.candidates[2], {kLosses}).refusal,
            "grace handed in nothing: none.zip does not exist.");
  const Submission zeno = take(intake.candidates[3], {kLosses});
  EXPECT_EQ(zeno.refusal, "zeno handed in nothing.");
  EXPECT_THAT(zeno.ignored, IsEmpty());
  EXPECT_THAT(intake.skipped,
              ElementsAre("notes.txt is neither a folder nor an archive, and was passed over.",
                          "stranger is of nobody on the roster, and was passed over."));
}

TEST(Roster, FindsIdsThatHadToBeSpelledOut) {
  const Scratch scratch;
  scratch.add("50%/losses.cpp", "half");
  const Intake intake = find_submissions(scratch.path(), roster_of("id\n50%\n"));
  EXPECT_THAT(take(intake.candidates.at(0), {kLosses}).texts, ElementsAre("half"));
}

TEST(Roster, FollowsNoLinksToASubmission) {
  const Scratch scratch;
  scratch.add("bob/secret.zip", packed("of bob"));
  scratch.add_folder("ada");
  fs::create_symlink("../bob/secret.zip", scratch.path() / "ada/upload.zip");
  fs::create_directory_symlink("../bob", scratch.path() / "ada/folder");
  const Intake intake = find_submissions(
      scratch.path(),
      roster_of("id,submission\nbob,\neve,ada/upload.zip\nmallory,ada/folder/secret.zip\n"));
  EXPECT_EQ(take(intake.candidates.at(1), {kLosses}).refusal,
            "eve handed in nothing: ada/upload.zip is a symbolic link.");
  EXPECT_EQ(take(intake.candidates.at(2), {kLosses}).refusal,
            "mallory handed in nothing: ada/folder/secret.zip lies behind a symbolic link.");
}

TEST(Roster, LetsAGroupHandInOneSubmission) {
  const Scratch scratch;
  scratch.add("group.zip", packed("ours"));
  const Intake intake =
      find_submissions(scratch.path(), roster_of("id,submission\nada,group.zip\nalan,group.zip\n"));
  EXPECT_THAT(take(intake.candidates.at(0), {kLosses}).texts, ElementsAre("ours"));
  EXPECT_THAT(take(intake.candidates.at(1), {kLosses}).texts, ElementsAre("ours"));
  EXPECT_THAT(intake.skipped, IsEmpty());
}

TEST(Roster, NamesACommitOfRepositoriesOnly) {
  const Scratch scratch;
  scratch.add("ada.zip", packed(""));
  scratch.add("alan/losses.cpp", "");
  const Intake intake =
      find_submissions(scratch.path(), roster_of("id,commit\nada,main\nalan,main\n"));
  EXPECT_EQ(take(intake.candidates.at(0), {kLosses}).refusal,
            "The roster names a commit, but ada.zip is no repository.");
  EXPECT_EQ(take(intake.candidates.at(1), {kLosses}).refusal,
            "The roster names a commit, but alan is no repository.");
}

TEST(SingleSubmission, IsWhatLiesAtThePath) {
  const Scratch scratch;
  scratch.add("work/assignments/07-losses/losses.cpp", "folder");
  scratch.add("ada.zip", packed("zip"));
  const Candidate folder = single_submission(scratch.path() / "work/.", "Ada\n");
  EXPECT_EQ(folder.id, "Ada%0A");
  EXPECT_THAT(take(folder, {kLosses}).texts, ElementsAre("folder"));
  const Candidate archive = single_submission(scratch.path() / "ada.zip");
  EXPECT_EQ(archive.id, "ada");
  EXPECT_THAT(take(archive, {kLosses}).texts, ElementsAre("zip"));
  fs::create_directory_symlink("work", scratch.path() / "link");
  EXPECT_EQ(single_submission(scratch.path() / "link").id, "work");
}

TEST(SingleSubmission, IsRefusedIfItIsNone) {
  const Scratch scratch;
  EXPECT_THAT(complaint_of([&] { single_submission(scratch.path() / "none"); }),
              HasSubstr("does not exist"));
  EXPECT_THAT(complaint_of([&] { single_submission(scratch.add("x.cpp", "int")); }),
              HasSubstr("is neither a folder nor an archive"));
}

}  // namespace
}  // namespace descent::intake
