// A grader that is killed again and again, and goes on where it stopped.

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <map>
#include <random>

#include "harness/gradebook/gradebook.hpp"
#include "harness/gradebook/records.hpp"
#include "program.hpp"

namespace descent::instructor {
namespace {

namespace fs = std::filesystem;
using grader::kExamples;
using grader::ScratchClass;
using grader::stage_under_test;
using nlohmann::json;
using testing::IsEmpty;

constexpr int kKills = 50;

/// Starts the grader, and kills it after so many microseconds, if it is not done by then. Returns
/// whether it was killed.
bool killed_after(const std::vector<std::string>& words, useconds_t time) {
  fflush(stdout);  // or the child would print it once more
  const pid_t grader = fork();
  if (grader == 0) {
    std::vector<std::string> all = program(words), variables = environment();
    std::vector<char*> arguments, environment_pointers;
    for (std::string& word : all) arguments.push_back(word.data());
    for (std::string& variable : variables) environment_pointers.push_back(variable.data());
    arguments.push_back(nullptr);
    environment_pointers.push_back(nullptr);
    static_cast<void>(!freopen("/dev/null", "w", stdout));
    execve(arguments[0], arguments.data(), environment_pointers.data());
    _exit(127);
  }
  usleep(time);
  kill(grader, SIGKILL);
  int status = 0;
  waitpid(grader, &status, 0);
  return WIFSIGNALED(status);
}

/// What is left of a class when times are left out.
std::map<std::string, json> essence(const fs::path& records) {
  std::map<std::string, json> all;
  for (const auto& entry : fs::directory_iterator(records)) {
    if (entry.path().extension() != ".json") continue;
    json record = json::parse(course::read_file(entry.path()));
    for (const char* passing : {"at", "seconds", "signature"}) record.erase(passing);
    for (json& task : record["tasks"]) {
      for (json& failure : task["failures"]) {
        for (const char* passing : {"seconds", "used_seconds"}) failure.erase(passing);
      }
    }
    all[entry.path().filename()] = record;
  }
  return all;
}

TEST(Killed, LosesNothingDoublesNothingTearsNothing) {
  const ScratchClass class_, quiet, killed;
  for (const std::string id : {"a", "b", "c", "d", "e", "f"}) {
    fs::copy(kExamples / (id < "e" ? "grace" : "alan"), class_.student(id));
  }
  const auto started = std::chrono::steady_clock::now();
  ASSERT_TRUE(run(grade_words(class_.path(), quiet.path())).ok());
  // Long enough for the first two to be judged; the whole of it, on a busy machine, would make this
  // test last for an hour.
  const auto whole = std::min(std::chrono::duration_cast<std::chrono::microseconds>(
                                  std::chrono::steady_clock::now() - started),
                              std::chrono::microseconds(4000000));
  const std::string stage = stage_under_test().name();
  const fs::path folder = killed.path() / stage / "records";
  const gradebook::Key key("the key of the tests, which is long enough");
  const gradebook::Records records(folder, key, {.stage = stage});

  std::mt19937_64 random(5);
  int kills = 0;
  std::size_t most = 0;
  for (int round = 0; kills < kKills && round < 10 * kKills; ++round) {
    // Every fifth time all is graded anew, so that records are also killed in the place of others.
    std::vector<std::string> more;
    if (round % 5 == 4) more.push_back("--force");
    if (round % 3 == 0) most = 0;
    const auto time = static_cast<useconds_t>(random() % static_cast<std::uint64_t>(whole.count()));
    if (killed_after(grade_words(class_.path(), killed.path(), more), time)) ++kills;
    std::vector<std::string> refused;
    const std::size_t now = records.all(refused).size();
    ASSERT_THAT(refused, IsEmpty()) << "torn, round " << round;
    ASSERT_GE(now, most) << "lost, round " << round;
    most = now;
  }
  EXPECT_EQ(kills, kKills);

  const sandbox::Ended last = run(grade_words(class_.path(), killed.path()));
  ASSERT_TRUE(last.ok()) << last.output;
  EXPECT_EQ(essence(folder), essence(quiet.path() / stage / "records"));
  gradebook::Gradebook book(killed.path() / "gradebook.db");
  const std::vector<gradebook::Grade> grades = book.grades(stage);
  EXPECT_EQ(grades.size(), 6U);
}

}  // namespace
}  // namespace descent::instructor
