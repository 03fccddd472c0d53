// The checks of hostile_test.cpp can fail, and the table of README.md is true.

#include <gmock/gmock.h>
#include <signal.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <regex>

#include "corpus.hpp"
#include "harness/course/digest.hpp"
#include "harness/tests/grader/scratch_class.hpp"
#include "secrets.hpp"
#include "traces.hpp"

namespace descent::hostile {
namespace {

namespace fs = std::filesystem;
using grader::course_under_test;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Hostile made(const std::string& text) {
  return make_hostile(course_under_test(), grader::stage_under_test().name(), "made/up", text);
}

TEST(CorpusFile, MakesTheTwinOutOfTheSameFile) {
  const Hostile hostile = made(
      "// threat: t\n// expect: crashed\n// twin: passed\n// with: a.txt\n//| one\n//|  two\n"
      "// link: b -> /c\n\n"
      "arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {\n"
      "  // trick\n  _exit(0);\n  // end of the trick\n  // honest\n}\n");
  EXPECT_THAT(hostile.tasks, ElementsAre("bin_targets"));
  EXPECT_THAT(hostile.text, HasSubstr("_exit(0);"));
  EXPECT_THAT(hostile.twin_text, testing::Not(HasSubstr("_exit(0);")));
  EXPECT_THAT(hostile.twin_text, HasSubstr("require_edges(targets, edges);"));
  EXPECT_THAT(hostile.twin_text, HasSubstr("NotImplemented(\"svm_loss\")"));
  EXPECT_THAT(hostile.twin_text, testing::Not(HasSubstr("NotImplemented(\"bin_targets\")")));
  EXPECT_EQ(hostile.files.at("a.txt"), "one\n two\n");
  EXPECT_EQ(hostile.links.at("b"), "/c");
}

TEST(CorpusFile, RefusesAFileThatDoesNotSayWhatItIs) {
  const std::string head = "// threat: t\n// expect: crashed\n";
  EXPECT_THROW(made("// expect: crashed\n"), std::runtime_error);
  EXPECT_THROW(made("// threat: t\n// expect: nothing\n"), std::runtime_error);
  EXPECT_THROW(made(head + "// twin: passed\n"), std::runtime_error) << "there is no trick";
  EXPECT_THROW(made(head + "\n// trick\n// end of the trick\n"), std::runtime_error);
  EXPECT_THROW(made(head + "// twin: failed\n\n// trick\n"), std::runtime_error);
  EXPECT_THROW(made(head + "// expcet: failed\n"), std::runtime_error);
}

TEST(TracesCheck, IsContentWhereNothingIsLeft) {
  const Traces traces;
  EXPECT_THAT(traces.left(), IsEmpty());
}

TEST(TracesCheck, SeesADaemon) {
  const Traces traces;
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const pid_t child = fork();
  if (child == 0) {
    const pid_t daemon = setsid() < 0 ? -1 : fork();
    if (daemon == 0) pause();
    static_cast<void>(!write(ends[1], &daemon, sizeof daemon));
    _exit(0);
  }
  pid_t daemon = -1;
  ASSERT_EQ(read(ends[0], &daemon, sizeof daemon), static_cast<ssize_t>(sizeof daemon));
  close(ends[0]);
  close(ends[1]);
  waitpid(child, nullptr, 0);
  EXPECT_THAT(traces.left(), ElementsAre(HasSubstr("is alive")));
  kill(daemon, SIGKILL);
  EXPECT_THAT(traces.left(), IsEmpty());
}

TEST(TracesCheck, SeesFilesFoldersAndSharedMemory) {
  const grader::ScratchClass scratch;
  const fs::path kept = scratch.add("kept", "file", "before");
  const fs::path marked = fs::path("/tmp") / (std::string(kMark) + "-meta");
  Traces traces;
  traces.keep(kept.parent_path());
  fs::create_directory(traces.temporary() / "left");
  std::ofstream(marked) << "was here";
  std::ofstream(kept) << "after";
  const int memory = shmget(kMarkedKey, 4096, IPC_CREAT | 0600);
  const auto left = traces.left();
  fs::remove(marked);
  if (memory >= 0) shmctl(memory, IPC_RMID, nullptr);
  EXPECT_THAT(left, Contains(HasSubstr("was not removed")));
  EXPECT_THAT(left, Contains(HasSubstr(marked.string())));
  EXPECT_THAT(left, Contains(HasSubstr("has changed")));
  if (memory >= 0) {
    EXPECT_THAT(left, Contains(HasSubstr("sysvipc")));
  }
}

TEST(SecretsCheck, SeesTheCanaryAndLinesOfHiddenFiles) {
  const Secrets secrets(course_under_test());
  EXPECT_EQ(secrets.bytes_in("an honest sentence about your gradient"), 0U);
  EXPECT_GT(secrets.bytes_in(std::string("key: ") + Secrets::kCanary), 0U);
  std::string text;
  for (const char* folder : {"solutions", "harness/suites"}) {
    const fs::path hidden = course_under_test().root() / folder / grader::stage_under_test().name();
    for (const auto& entry : fs::directory_iterator(hidden)) {
      if (entry.path().extension() != ".cpp") continue;
      EXPECT_GT(secrets.bytes_in(course::read_file(entry.path())), 0U) << entry.path();
    }
  }
}

TEST(SecretsCheck, LooksAtEverythingThatIsShown) {
  grader::Verdict verdict;
  verdict.problem = "one";
  verdict.ignored = {"two"};
  outcome::TestOutcome test;
  test.outcome = outcome::Outcome::failed;
  test.printed = "three";
  test.findings.push_back(
      {.problem = "four", .expected = "five", .yours = "six", .quoted = "seven"});
  verdict.summary.tasks.emplace_back().failures.push_back(test);
  for (const char* word : {"one", "two", "three", "four", "five", "six", "seven"}) {
    EXPECT_THAT(visible(verdict), HasSubstr(word));
  }
}

TEST(Table, NamesEveryFileOfTheCorpusAndOnlyWhatIsThere) {
  const std::string readme = course::read_file(corpus_folder() / "README.md");
  std::set<std::string> named;
  std::istringstream lines(readme);
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("| ", 0) != 0) continue;
    const std::string tested = line.substr(line.find(" | ") + 3);  // the second column
    const std::regex reference("`([a-z_]+/[a-z0-9_.]+)`(?:: `([A-Za-z0-9]+)`)?");
    for (std::sregex_iterator match(tested.begin(), tested.end(), reference), end; match != end;
         ++match) {
      const std::string name = match->str(1);
      if (fs::path(name).has_extension()) {
        const fs::path file = corpus_folder().parent_path() / name;
        ASSERT_TRUE(fs::exists(file)) << line;
        EXPECT_THAT(course::read_file(file), HasSubstr(match->str(2))) << line;
      } else {
        named.insert(name);
      }
    }
  }
  std::set<std::string> there;
  for (const Hostile& hostile :
       read_corpus(course_under_test(), grader::stage_under_test().name())) {
    there.insert(hostile.name);
  }
  EXPECT_EQ(named, there);
}

}  // namespace
}  // namespace descent::hostile
