// ./descent grade, as an instructor types it.

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "harness/instructor/commands.hpp"
#include "program.hpp"

namespace descent::instructor {
namespace {

namespace fs = std::filesystem;
using grader::kExamples;
using grader::ScratchClass;
using grader::stage_under_test;
using grader::stub_with;
using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

/// A class and where its results go.
class GradeCommand : public testing::Test {
 protected:
  sandbox::Ended grade(const std::vector<std::string>& more = {}) const {
    return run(grade_words(class_.path(), out_.path(), more));
  }
  fs::path stage_folder() const { return out_.path() / stage_under_test().name(); }
  json results() const { return json::parse(course::read_file(stage_folder() / "results.json")); }
  /// Somebody without any code, who is graded in no time.
  void add_nobody(const std::string& id = "nobody") const { class_.student(id); }
  void add_grace(const std::string& id) const { fs::copy(kExamples / "grace", class_.student(id)); }

  ScratchClass class_, out_;
};

TEST_F(GradeCommand, PrintsATableAndWritesRecordsGradebookAndReports) {
  add_nobody();
  add_grace("grace");
  const sandbox::Ended ended = grade({"--reports", "html,csv"});
  EXPECT_EQ(ended.exit_code, kOk) << ended.output;
  EXPECT_THAT(ended.output, HasSubstr("nobody"));
  EXPECT_THAT(ended.output, HasSubstr("nothing is started yet"));
  EXPECT_EQ(results().at("stage"), stage_under_test().name());
  EXPECT_EQ(results().at("submissions").size(), 2U);
  for (const char* file : {"records/grace.json", "records/nobody.json", "class.html", "grades.csv",
                           "students/grace.html", "../gradebook.db"}) {
    EXPECT_TRUE(fs::exists(stage_folder() / file)) << file;
  }
  EXPECT_FALSE(fs::exists(stage_folder() / "junit.xml"));
}

TEST_F(GradeCommand, GradesNothingTwiceUnlessForced) {
  add_grace("grace");
  ASSERT_EQ(grade().exit_code, kOk);
  const fs::path record = stage_folder() / "records/grace.json";
  const std::string first = course::read_file(record);
  ASSERT_EQ(grade().exit_code, kOk);
  EXPECT_EQ(course::read_file(record), first);
  ASSERT_EQ(grade({"--force"}).exit_code, kOk);
  EXPECT_NE(course::read_file(record), first) << "it has other times in it";
  // Another text, or another seed, is another submission.
  class_.add("grace", stage_under_test().manifest.source,
             "// changed\n" + stub_with("throw NotImplemented (\"x\");"));
  const std::string sha256 = json::parse(first).at("sha256");
  ASSERT_EQ(grade().exit_code, kOk);
  EXPECT_NE(json::parse(course::read_file(record)).at("sha256"), sha256);
}

TEST_F(GradeCommand, GradesAShardAndMergesAll) {
  for (const char* id : {"a", "b", "c", "d", "e"}) add_nobody(id);
  ASSERT_EQ(grade({"--shard", "2/2"}).exit_code, kOk);
  EXPECT_TRUE(fs::exists(stage_folder() / "records/b.json"));
  EXPECT_FALSE(fs::exists(stage_folder() / "records/a.json"));
  EXPECT_FALSE(fs::exists(stage_folder() / "results.json"));
  const sandbox::Ended early = grade({"--merge"});
  EXPECT_EQ(early.exit_code, kNotAllJudged);
  EXPECT_THAT(early.output, HasSubstr("3 submissions have no record yet: a, c, e"));
  ASSERT_EQ(grade({"--shard", "1/2"}).exit_code, kOk);
  EXPECT_EQ(grade({"--merge"}).exit_code, kOk);
  EXPECT_EQ(results().at("submissions").size(), 5U);
}

TEST_F(GradeCommand, TakesOneSubmissionAlone) {
  const sandbox::Ended ended =
      run(grade_words(kExamples / "grace", out_.path(),
                      {"--single", "--student", "g", "--reports", "gradescope,junit"}));
  EXPECT_EQ(ended.exit_code, kOk) << ended.output;
  EXPECT_EQ(results().at("submissions").size(), 1U);
  EXPECT_TRUE(fs::exists(stage_folder() / "gradescope/g.json"));
  EXPECT_TRUE(fs::exists(stage_folder() / "junit.xml"));
}

TEST_F(GradeCommand, LeavesOutWhoIsNoLongerAmongTheSubmissions) {
  add_nobody("ada");
  add_nobody("eve");
  ASSERT_EQ(grade().exit_code, kOk);
  fs::remove_all(class_.path() / "eve");
  const sandbox::Ended ended = grade();
  EXPECT_EQ(ended.exit_code, kOk);
  EXPECT_THAT(ended.output, HasSubstr("eve has a record, but is not among the submissions"));
  EXPECT_EQ(results().at("submissions").size(), 1U);
}

TEST_F(GradeCommand, GoesOnAfterASubmissionThatTheMachineCannotLookInto) {
  add_nobody("ada");
  fs::create_directories(class_.path() / "eve.git/objects");
  fs::create_directories(class_.path() / "eve.git/refs");
  class_.add("eve.git", "HEAD", "ref: refs/heads/main\n");
  // Without git on the PATH no repository can be read.
  const fs::path bin = out_.student("bin");
  for (const auto& entry : fs::directory_iterator("/usr/bin")) {
    const fs::path name = entry.path().filename();
    if (name != "git") fs::create_symlink(entry.path(), bin / name);
  }
  std::vector<std::string> variables = environment();
  variables.front() = "PATH=" + bin.string();
  const sandbox::Ended ended = sandbox::run(
      {.arguments = program(grade_words(class_.path(), out_.path())), .environment = variables});
  EXPECT_EQ(ended.exit_code, kNotAllJudged) << ended.output;
  const json submissions = results().at("submissions");
  ASSERT_EQ(submissions.size(), 2U);
  EXPECT_TRUE(submissions[0].at("judged")) << "ada";
  EXPECT_FALSE(submissions[1].at("judged")) << "eve";
  EXPECT_THAT(submissions[1].at("notes").dump(), HasSubstr("It could not be judged"));
}

TEST_F(GradeCommand, ProvesThatItCouldGrade) {
  add_nobody("ada");
  const sandbox::Ended ended = grade({"--prepare"});
  EXPECT_EQ(ended.exit_code, kOk);
  EXPECT_THAT(ended.output, HasSubstr("is ready to be graded"));
  EXPECT_FALSE(fs::exists(stage_folder() / "records/ada.json"));
}

TEST_F(GradeCommand, KnowsTheRoster) {
  add_grace("grace");
  add_grace("stranger");
  const fs::path roster = out_.add(".", "roster.csv", "id,name\ngrace,Grace H.\nada,Ada L.\n");
  const sandbox::Ended ended = grade({"--roster", roster});
  EXPECT_EQ(ended.exit_code, kOk) << ended.output;
  EXPECT_THAT(ended.output, HasSubstr("handed in nothing"));
  EXPECT_THAT(ended.output, HasSubstr("stranger"));
  const json submissions = results().at("submissions");
  ASSERT_EQ(submissions.size(), 2U);
  EXPECT_EQ(submissions[0].at("id"), "ada");
  EXPECT_EQ(submissions[1].at("name"), "Grace H.");

  // A name that was mended is shown, and nobody is graded again for it.
  const auto graded = fs::last_write_time(stage_folder() / "records/grace.json");
  out_.add(".", "roster.csv", "id,name\ngrace,Grace Hopper\nada,Ada L.\n");
  ASSERT_EQ(grade({"--roster", roster}).exit_code, kOk);
  EXPECT_EQ(results().at("submissions")[1].at("name"), "Grace Hopper");
  EXPECT_EQ(fs::last_write_time(stage_folder() / "records/grace.json"), graded);
}

TEST_F(GradeCommand, CountsNoRecordThatSomebodyChanged) {
  add_grace("grace");
  ASSERT_EQ(grade().exit_code, kOk);
  const fs::path record = stage_folder() / "records/grace.json";
  json forged = json::parse(course::read_file(record));
  forged["tasks"][0]["earned"] = 100;
  course::write_file(record, forged.dump());
  const sandbox::Ended merged = grade({"--merge"});
  EXPECT_EQ(merged.exit_code, kNotAllJudged);
  EXPECT_THAT(merged.output, HasSubstr("somebody has changed it"));
  EXPECT_EQ(results().at("submissions").size(), 0U);
  EXPECT_EQ(grade().exit_code, kOk) << "it is graded anew";
  EXPECT_EQ(results().at("submissions").size(), 1U);
}

TEST_F(GradeCommand, DoesNotPassOffAnOldVerdictAsTodays) {
  add_nobody("ada");
  add_nobody("bob");
  ASSERT_EQ(grade().exit_code, kOk);
  add_grace("ada");  // hands in again, and the shard that should grade it is killed
  const sandbox::Ended merged = grade({"--merge"});
  EXPECT_EQ(merged.exit_code, kNotAllJudged) << merged.output;
  EXPECT_THAT(merged.output, HasSubstr("1 submissions have no record yet: ada"));
  EXPECT_EQ(grade().exit_code, kOk);
  EXPECT_EQ(grade({"--merge"}).exit_code, kOk);
}

TEST_F(GradeCommand, RefusesWrongArgumentsInASentence) {
  const std::string stage = stage_under_test().name();
  const auto refused = [&](const std::vector<std::string>& arguments, int code,
                           const std::string& why) {
    std::vector<std::string> words = {"grade", "--out", out_.path()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    const sandbox::Ended ended = run(words);
    EXPECT_EQ(ended.exit_code, code) << ended.output;
    EXPECT_THAT(ended.output, HasSubstr(why));
  };
  const std::string folder = class_.path();
  refused({folder + "/nowhere", "--stage", stage}, kUsage, "nowhere");
  refused({folder, "--stage", stage}, kNothingToDo, "no submission");
  add_nobody();
  refused({folder, "--stage", "99-nothing"}, kUsage, "there is no stage");
  refused({folder}, kUsage, "--stage is required");
  refused({"--stage", stage}, kUsage, "name the folder");
  refused({folder, "--stage", stage, "--jobs", "0"}, kUsage, "--jobs");
  refused({folder, "--stage", stage, "--shard", "3/2"}, kUsage, "expected i/n");
  refused({folder, "--stage", stage, "--shard", "1/2/3"}, kUsage, "expected i/n");
  refused({folder, "--stage", stage, "--shard", "1/2", "--merge"}, kUsage, "--merge");
  refused({folder, "--stage", stage, "--reports", "pdf"}, kUsage, "there is no report 'pdf'");
  refused({folder, "--stage", stage, "--show", "all"}, kUsage, "'all'");
  refused({folder, "--stage", stage, "--roster", "/nowhere.csv"}, kUsage, "/nowhere.csv");
  refused({folder, "--stage", stage, "--require-tier", "4"}, kUsage, "--require-tier");
  refused({"/usr/share", "--stage", stage}, kTierTooLow, "/usr/share lies among the system's");
  EXPECT_FALSE(fs::exists(stage_folder())) << "who is refused finds nothing written";
  const fs::path key = out_.add(".", "short.key", "abc");
  chmod(key.c_str(), 0600);
  refused({folder, "--stage", stage, "--key", key}, kBroken, "at least 32 characters");
}

TEST_F(GradeCommand, SaysThatTheResultsCannotBeWritten) {
  add_nobody();
  // Even root cannot make a folder there.
  const sandbox::Ended ended = run(grade_words(class_.path(), "/proc/results"));
  EXPECT_EQ(ended.exit_code, kCannotWrite) << ended.output;
  EXPECT_THAT(ended.output, HasSubstr("/proc/results"));
}

TEST_F(GradeCommand, LosesNothingOnADiskThatIsFull) {
  for (const char* id : {"a", "b", "c", "d"}) add_nobody(id);
  // Some kilobytes for the results, and all else as it is.
  const auto in_small_disk = [&](const std::string& bytes) {
    std::vector<std::string> words = {"bwrap", "--dev-bind", "/",         "/", "--size",
                                      bytes,   "--tmpfs",    out_.path(), "--"};
    for (const std::string& word :
         program(grade_words(class_.path(), out_.path(), {"--require-tier", "0"}))) {
      words.push_back(word);
    }
    return sandbox::run({.arguments = words, .environment = environment()});
  };
  if (!in_small_disk("100000000").ok()) GTEST_SKIP() << "bubblewrap cannot make a disk here";
  const sandbox::Ended ended = in_small_disk("16384");
  EXPECT_EQ(ended.exit_code, kCannotWrite) << ended.output;
  EXPECT_THAT(ended.output, HasSubstr("No space left"));
}

TEST_F(GradeCommand, LetsNoEscapeReachTheTerminal) {
  const std::string source = stage_under_test().manifest.source;
  const std::string escape = "\\033]0;owned\\007\\033[2J";
  class_.add("thrower\033[31m", source, stub_with("throw std::runtime_error(\"" + escape + "\");"));
  class_.add("loader", source, "#error \033[2J\n");
  class_.add("printer", source,
             "#include <cstdio>\n#include <stdexcept>\nstruct P { P() { std::puts(\"" + escape +
                 "\"); throw std::runtime_error(\"" + escape + "\"); } } p;\n");
  const sandbox::Ended ended = grade();
  EXPECT_EQ(ended.exit_code, kOk) << ended.output;
  EXPECT_THAT(ended.output, HasSubstr("owned"));  // the text itself may be told
  EXPECT_THAT(ended.output, Not(HasSubstr("\033")));
  EXPECT_THAT(ended.output, Not(HasSubstr("\007")));
  for (const char* file : {"results.json", "class.html", "summary.md", "grades.csv"}) {
    const std::string text = course::read_file(stage_folder() / file);
    EXPECT_EQ(text.find('\033'), std::string::npos) << file;
  }
}

TEST_F(GradeCommand, KeepsPointsAndWordsByHand) {
  add_grace("grace");
  const std::string stage = stage_under_test().name();
  const auto book = [&](std::vector<std::string> words) {
    words.insert(words.end(), {"--out", out_.path()});
    words.insert(words.begin(), "gradebook");
    return run(words);
  };
  EXPECT_EQ(book({"show"}).exit_code, kUsage) << "there is none yet";
  ASSERT_EQ(grade().exit_code, kOk);
  EXPECT_EQ(
      book({"adjust", "grace", "7", "--stage", stage, "--reason", "by word of mouth"}).exit_code,
      kOk);
  EXPECT_EQ(book({"adjust", "nobody", "7", "--stage", stage, "--reason", "x"}).exit_code, kUsage);
  EXPECT_EQ(book({"comment", "grace", "Come and see me.", "--stage", stage}).exit_code, kOk);
  const sandbox::Ended shown = book({"show", "--stage", stage});
  EXPECT_THAT(shown.output, HasSubstr("7/" + std::to_string(stage_under_test().manifest.points())));
  ASSERT_EQ(grade({"--force"}).exit_code, kOk);
  const json grace = results().at("submissions").at(0);
  EXPECT_EQ(grace.at("earned"), 7);
  const std::string page = course::read_file(stage_folder() / "students/grace.html");
  EXPECT_THAT(page, HasSubstr("Come and see me."));
  EXPECT_THAT(page, HasSubstr("by word of mouth"));
}

TEST(Shard, IsReadFromText) {
  EXPECT_EQ(shard_from("2/8").index, 2U);
  EXPECT_EQ(shard_from("2/8").of, 8U);
  for (const char* wrong : {"", "0/2", "3/2", "1", "/2", "1/", "a/b", "1/2x", "-1/2"}) {
    EXPECT_THROW(shard_from(wrong), std::invalid_argument) << wrong;
  }
}

}  // namespace
}  // namespace descent::instructor
