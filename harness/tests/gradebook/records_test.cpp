#include "harness/gradebook/records.hpp"

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

#include "harness/course/digest.hpp"
#include "harness/sandbox/temporary_folder.hpp"
#include "made_up.hpp"

namespace descent::gradebook {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(Records, RememberTheSameSubmissionAndTheSameJudge) {
  const sandbox::TemporaryFolder folder;
  const Records records(folder.path() / "a/b", kKey, kJudge);
  EXPECT_FALSE(records.find("ada", "abcada"));
  records.keep(verdict_of("ada"));
  EXPECT_TRUE(records.find("ada", "abcada"));
  EXPECT_FALSE(records.find("ada", "another text"));
  EXPECT_FALSE(records.find("alan", "abcada"));
  for (const auto& change :
       {+[](Judge& j) { j.fingerprint = "other"; }, +[](Judge& j) { j.seed = 4; },
        +[](Judge& j) { j.suites.pop_back(); }}) {
    Judge judge = kJudge;
    change(judge);
    EXPECT_FALSE(Records(folder.path() / "a/b", kKey, judge).find("ada", "abcada"));
  }
}

TEST(Records, DoNotTakeTheMachinesFaultForAVerdict) {
  const sandbox::TemporaryFolder folder;
  const Records records(folder.path(), kKey, kJudge);
  grader::Verdict verdict = verdict_of("ada");
  verdict.judged = false;
  records.keep(verdict);
  EXPECT_FALSE(records.find("ada", "abcada"));
}

TEST(Records, AreListedByStudentWithoutWhatIsNone) {
  const sandbox::TemporaryFolder folder;
  const Records records(folder.path(), kKey, kJudge);
  records.keep(verdict_of("zoe"));
  records.keep(verdict_of("../ada\n"));
  fs::copy_file(folder.path() / "zoe.json", folder.path() / "mallory.json");
  std::ofstream(folder.path() / "torn.json") << "{\"id\":";
  std::ofstream(folder.path() / "other.json")
      << write_record({"08-optimizers", {}, "", 0}, verdict_of("other"), kKey);
  std::ofstream(folder.path() / "forged.json")
      << write_record(kJudge, verdict_of("forged"), Key("another secret of thirty-two characters"));
  std::vector<std::string> refused;
  const std::vector<Record> all = records.all(refused);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].verdict.id, "../ada\n");
  EXPECT_EQ(all[1].verdict.id, "zoe");
  EXPECT_THAT(refused, ElementsAre(AllOf(HasSubstr("forged.json"), HasSubstr("another key")),
                                   AllOf(HasSubstr("mallory.json"), HasSubstr("another student")),
                                   AllOf(HasSubstr("other.json"), HasSubstr("08-optimizers")),
                                   AllOf(HasSubstr("torn.json"), HasSubstr("no record"))));
}

TEST(Records, SayWhereTheyCannotBeWritten) {
  const sandbox::TemporaryFolder folder;
  std::ofstream(folder.path() / "file") << "in the way";
  try {
    const Records records(folder.path() / "file/results", kKey, kJudge);
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("cannot go to"));
  }
}

TEST(Records, AreCleanedOfWhatWasNeverFinished) {
  const sandbox::TemporaryFolder folder;
  const Records records(folder.path(), kKey, kJudge);
  records.keep(verdict_of("ada"));
  std::ofstream(folder.path() / "zoe.json.Xy12ab") << "half a rec";
  records.clean();
  EXPECT_TRUE(fs::exists(folder.path() / "zoe.json.Xy12ab")) << "somebody may be writing it";
  fs::last_write_time(folder.path() / "zoe.json.Xy12ab",
                      fs::file_time_type::clock::now() - std::chrono::hours(1));
  records.clean();
  EXPECT_FALSE(fs::exists(folder.path() / "zoe.json.Xy12ab"));
  EXPECT_TRUE(fs::exists(folder.path() / "ada.json"));
}

TEST(Records, AreWholeWheneverTheirWriterIsKilled) {
  const sandbox::TemporaryFolder folder;
  const Records records(folder.path(), kKey, kJudge);
  for (int round = 0; round < 50; ++round) {
    const pid_t writer = fork();
    ASSERT_GE(writer, 0);
    if (writer == 0) {
      for (int i = 0;; ++i) records.keep(verdict_of("student" + std::to_string(i % 5)));
    }
    while (fs::is_empty(folder.path())) usleep(100);  // it has begun
    usleep(static_cast<useconds_t>(500 + 137 * round));
    kill(writer, SIGKILL);
    waitpid(writer, nullptr, 0);
    std::vector<std::string> refused;
    records.all(refused);
    ASSERT_THAT(refused, IsEmpty()) << "round " << round;
  }
}

}  // namespace
}  // namespace descent::gradebook
