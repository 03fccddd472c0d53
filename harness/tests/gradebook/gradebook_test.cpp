#include "harness/gradebook/gradebook.hpp"

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

#include "harness/sandbox/temporary_folder.hpp"
#include "made_up.hpp"

namespace descent::gradebook {
namespace {

using testing::HasSubstr;

Record record_of(const std::string& id, const std::string& at = "2025-03-01T12:00:00Z",
                 bool all_passed = false) {
  grader::Verdict verdict = verdict_of(id);
  verdict.at = at;
  if (all_passed) verdict.summary.tasks[1].earned = verdict.summary.tasks[1].points;
  return read_record(write_record(kJudge, verdict, kKey), kKey);
}

class GradebookTest : public testing::Test {
 protected:
  sandbox::TemporaryFolder folder_;
  std::filesystem::path file_ = folder_.path() / "gradebook.db";
};

TEST_F(GradebookTest, TakesARecordInOnce) {
  for (int times = 0; times < 3; ++times) {
    Gradebook book(file_);
    book.take_in({record_of("ada"), record_of("zoe")});
  }
  const std::vector<Grade> grades = Gradebook(file_).grades("");
  ASSERT_EQ(grades.size(), 2U);
  EXPECT_EQ(grades[0].student, "ada");
  EXPECT_EQ(grades[0].name, "Ada L.");
  EXPECT_EQ(grades[0].stage, "07-losses");
  EXPECT_EQ(grades[0].points, 30);
  EXPECT_EQ(grades[0].earned, 20);
  EXPECT_TRUE(grades[0].judged);
  EXPECT_EQ(grades[0].runs, 1);
}

TEST_F(GradebookTest, CountsTheLatestRun) {
  Gradebook book(file_);
  book.take_in({record_of("ada", "2025-03-02T12:00:00Z", true)});
  book.take_in({record_of("ada", "2025-03-01T12:00:00Z")});  // late, but older
  const std::vector<Grade> grades = book.grades("07-losses");
  ASSERT_EQ(grades.size(), 1U);
  EXPECT_EQ(grades[0].earned, 30);
  EXPECT_EQ(grades[0].runs, 2);
}

TEST_F(GradebookTest, KeepsWhatIsDoneByHandWhenGradedAgain) {
  Gradebook book(file_);
  book.take_in({record_of("ada")});
  book.adjust("ada", "07-losses",
              {.task = "svm_loss", .points = 4, .reason = "a good idea", .by = "me", .at = "now"});
  book.adjust("ada", "07-losses", {.task = "", .points = -1, .reason = "late"});
  book.comment("ada", "07-losses", {.text = "Well done'); DROP TABLE runs; --", .by = "me"});
  book.take_in({record_of("ada", "2025-03-05T12:00:00Z", true)});
  std::vector<grader::Verdict> verdicts = {record_of("ada").verdict, record_of("zoe").verdict};
  book.add_by_hand("07-losses", verdicts);
  ASSERT_EQ(verdicts[0].adjustments.size(), 2U);
  EXPECT_EQ(verdicts[0].adjustments[0],
            (grader::Adjustment{"svm_loss", 4, "a good idea", "me", "now"}));
  EXPECT_EQ(verdicts[0].earned(), 23);
  ASSERT_EQ(verdicts[0].comments.size(), 1U);
  EXPECT_EQ(verdicts[0].comments[0].text, "Well done'); DROP TABLE runs; --");
  EXPECT_TRUE(verdicts[1].adjustments.empty());
  EXPECT_EQ(book.grades("")[0].earned, 33);
}

TEST_F(GradebookTest, NeverGoesBelowZero) {
  Gradebook book(file_);
  book.take_in({record_of("ada")});
  book.adjust("ada", "07-losses", {.points = -100, .reason = "copied"});
  EXPECT_EQ(book.grades("")[0].earned, 0);
}

TEST_F(GradebookTest, RefusesWhatMakesNoSense) {
  Gradebook book(file_);
  book.take_in({record_of("ada")});
  EXPECT_THROW(book.adjust("eve", "07-losses", {.points = 1, .reason = "x"}),
               std::invalid_argument);
  EXPECT_THROW(book.adjust("ada", "08-optimizers", {.points = 1, .reason = "x"}),
               std::invalid_argument);
  EXPECT_THROW(book.adjust("ada", "07-losses", {.points = 1}), std::invalid_argument);
  EXPECT_THROW(book.adjust("ada", "07-losses", {.task = "nothing", .points = 1, .reason = "x"}),
               std::invalid_argument);
  EXPECT_THROW(book.comment("ada", "07-losses", {}), std::invalid_argument);
}

TEST_F(GradebookTest, SaysWhatIsWrongWithItsFile) {
  std::ofstream(file_) << "this is no database, but it is long enough to look like one\n";
  try {
    const Gradebook book(file_);
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("the gradebook"));
    EXPECT_THAT(error.what(), HasSubstr("not a database"));
  }
}

TEST_F(GradebookTest, HasWholeRunsWheneverItsWriterIsKilled) {
  for (int round = 0; round < 20; ++round) {
    const pid_t writer = fork();
    ASSERT_GE(writer, 0);
    if (writer == 0) {
      Gradebook book(file_);
      for (int i = 0;; ++i) {
        book.take_in({record_of("ada", std::to_string(i)), record_of("zoe", std::to_string(i))});
      }
    }
    usleep(static_cast<useconds_t>(3000 + 1700 * round));
    kill(writer, SIGKILL);
    waitpid(writer, nullptr, 0);
    Gradebook book(file_);
    int runs = 0;
    for (const Grade& grade : book.grades(""))
      runs += grade.student == "ada" ? grade.runs : -grade.runs;
    EXPECT_EQ(runs, 0) << "a run was taken in without the other of its transaction";
  }
  Database database(file_);
  Statement torn = database.prepare(
      "SELECT count(*) FROM runs WHERE (SELECT count(*) FROM outcomes "
      "WHERE outcomes.run = runs.run) <> 2");
  ASSERT_TRUE(torn.step());
  EXPECT_EQ(torn.integer(0), 0);
}

}  // namespace
}  // namespace descent::gradebook
