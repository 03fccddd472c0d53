#include <gmock/gmock.h>
#include <sys/wait.h>

#include <csignal>

#include "harness/cli/commands.hpp"
#include "harness/tests/cli/pseudo_terminal.hpp"
#include "harness/tests/cli/scratch_course.hpp"

namespace descent::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kKeys = "q quit";

class Watch : public testing::Test {
 protected:
  /// A session that has shown its first verdict.
  PseudoTerminal& start(const std::vector<std::string>& words = {}) {
    std::vector<std::string> command = {ScratchCourse::program(), "watch"};
    command.insert(command.end(), words.begin(), words.end());
    terminal.emplace(command, scratch.environment());
    EXPECT_TRUE(terminal->shows(kKeys)) << terminal->shown();
    return *terminal;
  }
  const course::Stage& stage() const { return scratch.first(); }

  ScratchCourse scratch;
  std::vector<std::string> tasks = ScratchCourse::tasks(stage());
  std::optional<PseudoTerminal> terminal;
};

TEST_F(Watch, ChecksAtFirstAndWheneverTheFileIsSaved) {
  PseudoTerminal& screen = start();
  EXPECT_THAT(screen.shown(), HasSubstr("0 of 200 points"));  // the bar of the course
  ScratchCourse::save(stage(), ScratchCourse::solved(stage(), {tasks[0]}));
  ASSERT_TRUE(screen.shows("checking " + stage().name())) << screen.shown();
  EXPECT_TRUE(screen.shows("1 of 8 tasks")) << screen.shown();
  ASSERT_TRUE(screen.shows(kKeys));
  ScratchCourse::save_by_renaming(stage(), scratch.with(stage(), tasks[0], "__builtin_trap();"));
  EXPECT_TRUE(screen.shows("crashed")) << screen.shown();
  EXPECT_TRUE(screen.shows(kKeys));
}

TEST_F(Watch, ChecksWhatIsSavedWhilePolling) {
  PseudoTerminal& screen = start({"--poll"});
  ScratchCourse::save(stage(), ScratchCourse::solved(stage(), {tasks[0]}));
  EXPECT_TRUE(screen.shows("1 of 8 tasks")) << screen.shown();
}

TEST_F(Watch, SaysWhatDoesNotCompileAndThatTheFileIsGone) {
  PseudoTerminal& screen = start();
  ScratchCourse::save(stage(), scratch.with(stage(), tasks[0], "return undeclared_name;"));
  EXPECT_TRUE(screen.shows("does not compile")) << screen.shown();
  ASSERT_TRUE(screen.shows(kKeys));
  screen.type("n");  // no verdict to turn over
  EXPECT_TRUE(screen.shows(kKeys));
  screen.type("h");
  EXPECT_TRUE(screen.shows("Hint 1")) << screen.shown();
  ASSERT_TRUE(screen.shows(kKeys));
  std::filesystem::remove(stage().source);
  screen.type("c");
  EXPECT_TRUE(screen.shows("is missing")) << screen.shown();
}

TEST_F(Watch, AnswersKeys) {
  PseudoTerminal& screen = start();
  screen.type("h");
  EXPECT_TRUE(screen.shows("Hint 1")) << screen.shown();
  ASSERT_TRUE(screen.shows(kKeys));
  screen.type("h");
  EXPECT_TRUE(screen.shows("Hint 2")) << screen.shown();
  ASSERT_TRUE(screen.shows(kKeys));
  screen.type("n");
  EXPECT_TRUE(screen.shows(tasks[1])) << screen.shown();
  ASSERT_TRUE(screen.shows(kKeys));
  screen.type("l");
  EXPECT_TRUE(screen.shows(scratch.second().name())) << screen.shown();
  ASSERT_TRUE(screen.shows(kKeys));
  screen.type("\033[A");  // an arrow is no key
  screen.type("c");
  EXPECT_TRUE(screen.shows("checking")) << screen.shown();
}

TEST_F(Watch, PutsTheTerminalBackWhenItIsQuit) {
  PseudoTerminal& screen = start();
  EXPECT_FALSE(screen.is_ordinary());
  screen.type("q");
  const int status = screen.wait();
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), kOk);
  EXPECT_TRUE(screen.is_ordinary());
}

TEST_F(Watch, PutsTheTerminalBackForEverySignalThatEndsIt) {
  for (const int signal : {SIGTERM, SIGINT, SIGHUP, SIGQUIT}) {
    PseudoTerminal& screen = start();
    EXPECT_FALSE(screen.is_ordinary());
    kill(screen.pid(), signal);
    const int status = screen.wait();
    ASSERT_TRUE(WIFSIGNALED(status)) << signal;
    EXPECT_EQ(WTERMSIG(status), signal);
    EXPECT_TRUE(screen.is_ordinary()) << signal;
  }
}

TEST_F(Watch, PutsTheTerminalBackOnControlCInTheMiddleOfACheck) {
  ScratchCourse::save(stage(), scratch.with(stage(), tasks[0],
                                            "for (volatile int i = 0; i == 0;) {\n  }\n"
                                            "  return {};"));
  terminal.emplace(std::vector<std::string>{ScratchCourse::program(), "watch"},
                   scratch.environment());
  ASSERT_TRUE(terminal->shows("judging")) << terminal->shown();
  terminal->type("\003");
  const int status = terminal->wait();
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(WTERMSIG(status), SIGINT);
  EXPECT_TRUE(terminal->is_ordinary());
}

TEST_F(Watch, LeavesTheTerminalAloneWhileItIsStopped) {
  PseudoTerminal& screen = start();
  kill(screen.pid(), SIGTSTP);
  int status = 0;
  ASSERT_EQ(waitpid(screen.pid(), &status, WUNTRACED), screen.pid());
  ASSERT_TRUE(WIFSTOPPED(status));
  EXPECT_TRUE(screen.is_ordinary());
  kill(screen.pid(), SIGCONT);
  EXPECT_TRUE(screen.shows(kKeys)) << "it draws its screen again";
  EXPECT_FALSE(screen.is_ordinary());
}

TEST_F(Watch, GoesOnToTheNextStageAndSaysSo) {
  PseudoTerminal& screen = start();
  ScratchCourse::save(stage(), ScratchCourse::solved(stage(), tasks));
  EXPECT_TRUE(screen.shows(stage().name() + " is finished: 100 of 100 points")) << screen.shown();
  EXPECT_TRUE(screen.shows("Now: " + scratch.second().name())) << screen.shown();
  EXPECT_TRUE(screen.shows("100 of 200 points")) << screen.shown();
  ASSERT_TRUE(screen.shows(kKeys));
  const auto all = ScratchCourse::tasks(scratch.second());
  ScratchCourse::save(scratch.second(), ScratchCourse::solved(scratch.second(), {all[0]}));
  EXPECT_TRUE(screen.shows("checking " + scratch.second().name())) << screen.shown();
}

TEST_F(Watch, StaysWithAStageThatWasFinishedBefore) {
  ScratchCourse::save(stage(), ScratchCourse::solved(stage(), tasks));
  ASSERT_EQ(scratch.descent({"check"}).exit_code, kOk);
  start({"1"});
  EXPECT_THAT(terminal->shown(), HasSubstr("The whole stage passes."));
}

TEST_F(Watch, RefusesToDrawScreensIntoAPipe) {
  const sandbox::Ended ended = scratch.descent({"watch"});
  EXPECT_EQ(ended.exit_code, kUsage);
  EXPECT_THAT(ended.output, HasSubstr("--plain"));
}

TEST_F(Watch, PrintsVerdictsWithoutScreensAndKeysIfPlain) {
  terminal.emplace(std::vector<std::string>{ScratchCourse::program(), "watch", "--plain"},
                   scratch.environment());
  ASSERT_TRUE(terminal->shows("0 of 200 points")) << terminal->shown();
  EXPECT_THAT(terminal->shown(), Not(HasSubstr("\033")));
  EXPECT_TRUE(terminal->is_ordinary());
  ScratchCourse::save(stage(), ScratchCourse::solved(stage(), {tasks[0]}));
  ASSERT_TRUE(terminal->shows("1 of 8 tasks")) << terminal->shown();
  EXPECT_THAT(terminal->shown(), Not(HasSubstr("\033")));
}

}  // namespace
}  // namespace descent::cli
