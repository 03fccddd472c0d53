#include "harness/remote/worker.hpp"

#include <gmock/gmock.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <ctime>
#include <fstream>
#include <thread>

#include "harness/remote/sanitizer.hpp"
#include "harness/remote/submission.hpp"

namespace {

using namespace descent;
using outcome::Outcome;
using testing::HasSubstr;
using testing::Not;

/// Every test talks to the playground in a fresh worker.
class WorkerTest : public testing::Test {
 protected:
  void SetUp() override { start(false); }

  void start(bool sanitized, double call_seconds = 0.3) {
    remote::WorkerSettings settings{sanitized ? SANITIZED_WORKER : WORKER,
                                    sanitized ? SANITIZED_PLAYGROUND : PLAYGROUND,
                                    {.call_seconds = call_seconds,
                                     // A sanitizer waits for the symbolizer that it starts.
                                     .silent_seconds = sanitized ? 30 : 0.5,
                                     .test_cpu_seconds = 10,
                                     .memory_mb = 256},
                                    !sanitized};
    auto& session = remote::Session::current();
    session.bind(std::make_unique<remote::Worker>(settings), nullptr, 1);
    session.start_test("test");
  }

  void TearDown() override { remote::Session::current().start_test("none"); }

  static std::string misbehave(const std::string& how) {
    try {
      submission::misbehave(how, arma::ones(3, 4));
    } catch (const remote::CallFailure& failure) {
      last_outcome_ = failure.outcome();
      return failure.what();
    }
    last_outcome_ = Outcome::passed;
    return "it returned";
  }

  static inline Outcome last_outcome_ = Outcome::passed;
};

TEST_F(WorkerTest, EveryKindOfValueTravels) {
  Everything all;
  all.number = -0.1;
  all.flag = true;
  all.colour = Colour::green;
  all.text = std::string("with a \0 in it", 14);
  all.layers = {{arma::randu(3, 4), arma::randu<arma::rowvec>(4)}, {}};
  all.maybe = arma::vec{1, arma::datum::nan, arma::datum::inf};
  all.cube = arma::randu(2, 3, 4);
  all.labels = {3, 1, 2};
  const Everything back = submission::echo(all);
  EXPECT_EQ(back.number, all.number);
  EXPECT_TRUE(back.flag);
  EXPECT_EQ(back.colour, Colour::green);
  EXPECT_EQ(back.text, all.text);
  ASSERT_EQ(back.layers.size(), 2u);
  EXPECT_TRUE(arma::approx_equal(back.layers[0].weights, all.layers[0].weights, "absdiff", 0));
  EXPECT_TRUE(back.layers[1].bias.is_empty());
  ASSERT_TRUE(back.maybe);
  EXPECT_TRUE(std::isnan((*back.maybe)(1)));
  EXPECT_TRUE(arma::approx_equal(back.cube, all.cube, "absdiff", 0));
  EXPECT_TRUE(arma::all(back.labels == all.labels));
}

TEST_F(WorkerTest, InOutArgumentsComeBack) {
  Layer layer{arma::ones(2, 2), arma::rowvec{1, 2}};
  submission::update(layer, 0.25);
  EXPECT_DOUBLE_EQ(layer.weights(1, 1), 0.75);
  EXPECT_DOUBLE_EQ(layer.bias(1), 0);
}

TEST_F(WorkerTest, TheRngGoesOnWhereTheSubmissionLeftIt) {
  Rng rng(5), twin(5);
  EXPECT_EQ(submission::draw(rng), twin.uniform());
  EXPECT_EQ(submission::draw(rng), twin.uniform());
  EXPECT_EQ(rng, twin);
}

TEST_F(WorkerTest, CallbacksAreServedInTheChecker) {
  int evaluations = 0;
  const Objective bowl = [&](const arma::mat& x, arma::mat& gradient) {
    ++evaluations;
    gradient = 2 * x;
    return arma::accu(arma::square(x));
  };
  EXPECT_LT(submission::minimize(bowl, arma::ones(2, 3), 0.1), 1e-10);
  EXPECT_EQ(evaluations, 100);
}

TEST_F(WorkerTest, ExceptionsOfCallbacksPassThroughTheSubmission) {
  const Objective broken = [](const arma::mat&, arma::mat&) -> double {
    throw std::range_error("from the objective");
  };
  EXPECT_THROW(submission::minimize(broken, arma::ones(1, 1), 0.1), std::range_error);
}

TEST_F(WorkerTest, ACallbackMayCallAnExercise) {
  const std::function<int(int)> doubled = [](int n) { return submission::twice(n); };
  EXPECT_EQ(submission::nested(doubled, 20), 41);
  std::function<int(int)> deeper = [&](int n) {
    return n == 0 ? 0 : submission::nested(deeper, n - 1);
  };
  EXPECT_EQ(submission::nested(deeper, 10), 11);
}

TEST_F(WorkerTest, ExceptionsArriveAsTheirOwnKind) {
  EXPECT_THROW(submission::misbehave("throw domain_error", {}), std::domain_error);
  EXPECT_THROW(submission::misbehave("out of bounds", arma::ones(3, 4)), std::logic_error);
  const remote::Thrown& thrown = remote::Session::current().last_exception();
  EXPECT_THAT(thrown.sentence, HasSubstr("misbehave(\"out of bounds\", 3x4 matrix) threw"));
  EXPECT_THAT(thrown.message, HasSubstr("out of bounds"));
  EXPECT_THAT(thrown.sentence, Not(HasSubstr(thrown.message)));  // the student's words stand apart
  EXPECT_THROW(submission::misbehave("throw int", {}), std::runtime_error);
  EXPECT_FALSE(remote::Session::current().trouble());
}

int thrice(int value) { return 3 * value; }
int only_twice(int value) { return 2 * value; }

TEST_F(WorkerTest, MistakesAreNamedAfterTheTestHasLetACopyOfTheExerciseGo) {
  std::vector<wire::Entry> entries = {wire::make_entry("twice", &thrice),
                                      wire::make_entry("twice", &only_twice)};
  entries[1].variant = "only_twice";
  entries[1].role = wire::Role::mistake;
  const auto solutions =
      std::make_shared<remote::Implementation>(wire::Table{entries.data(), entries.size()});
  auto& session = remote::Session::current();
  session.bind(std::make_unique<remote::Worker>(
                   remote::WorkerSettings{WORKER, PLAYGROUND, {.memory_mb = 256}, true}),
               solutions, 1);
  session.start_test("test");
  {
    const std::function<int(int)> copy = submission::twice;
    EXPECT_EQ(copy(21), 42);
  }
  const auto named = session.explain();
  ASSERT_EQ(named.size(), 1u);
  EXPECT_EQ(named[0].id, "only_twice");
}

TEST_F(WorkerTest, AStubIsNotStarted) {
  EXPECT_THROW(submission::misbehave("not implemented", {}), NotImplemented);
  ASSERT_TRUE(remote::Session::current().trouble());
  EXPECT_EQ(remote::Session::current().trouble()->outcome, Outcome::not_started);
}

TEST_F(WorkerTest, ACrashIsWorseThanWhatIsNotStarted) {
  EXPECT_THROW(submission::misbehave("not implemented", {}), NotImplemented);
  EXPECT_THROW(submission::misbehave("abort", {}), remote::CallFailure);
  EXPECT_EQ(remote::Session::current().trouble()->outcome, Outcome::crashed);
}

TEST_F(WorkerTest, NothingOfATestIsLeftForTheNext) {
  EXPECT_EQ(submission::misbehave("count", {}), 1);
  EXPECT_EQ(submission::misbehave("count", {}), 2);
  remote::Session::current().start_test("next");
  EXPECT_EQ(submission::misbehave("count", {}), 1) << "every test gets a fresh worker";
}

TEST_F(WorkerTest, AnExerciseThatIsNotDefinedIsNamed) {
  try {
    submission::never_written(1);
    FAIL() << "it was called";
  } catch (const remote::CallFailure& failure) {
    EXPECT_EQ(failure.outcome(), Outcome::build_failed);
    EXPECT_THAT(failure.what(), HasSubstr("does not define never_written"));
  }
}

struct Misbehaviour {
  std::string how;
  Outcome outcome;
  std::string sentence;
};

class WorkerSurvives : public WorkerTest, public testing::WithParamInterface<Misbehaviour> {};

TEST_P(WorkerSurvives, AndSaysWhatHappenedInWhichCall) {
  const std::string sentence = misbehave(GetParam().how);
  EXPECT_EQ(last_outcome_, GetParam().outcome) << sentence;
  EXPECT_THAT(sentence, HasSubstr(GetParam().sentence));
  EXPECT_THAT(sentence, HasSubstr("misbehave(\"" + GetParam().how + "\", 3x4 matrix)"));
  // The next test gets a fresh worker.
  remote::Session::current().start_test("next");
  EXPECT_EQ(submission::twice(4), 8);
}

INSTANTIATE_TEST_SUITE_P(
    All, WorkerSurvives,
    testing::Values(
        Misbehaviour{"segmentation fault", Outcome::crashed, "memory that is not its own"},
        Misbehaviour{"recursion", Outcome::crashed, "calls itself without end"},
        Misbehaviour{"divide", Outcome::crashed, "divided an integer by zero"},
        Misbehaviour{"no return", Outcome::crashed, "has no `return`"},
        Misbehaviour{"abort", Outcome::crashed, "aborted"},
        Misbehaviour{"exit", Outcome::crashed, "exit(0)"},
        Misbehaviour{"_Exit", Outcome::crashed, "exit(0)"},
        Misbehaviour{"loop", Outcome::timed_out, "did not return within 0.3 s"},
        Misbehaviour{"sleep", Outcome::timed_out, "did nothing for 0.5 s"},
        Misbehaviour{"fork", Outcome::crashed, "no exercise needs"},
        Misbehaviour{"thread", Outcome::crashed, "no exercise needs"},
        Misbehaviour{"shell", Outcome::crashed, "no exercise needs"},
        Misbehaviour{"kill parent", Outcome::crashed, "no exercise needs"},
        Misbehaviour{"socket", Outcome::crashed, "no exercise needs"},
        Misbehaviour{"garbage", Outcome::protocol_violation, "is no answer to this call"},
        Misbehaviour{"close socket", Outcome::protocol_violation, "closed the connection"}),
    [](const auto& info) {
      std::string name;
      for (const char c : info.param.how) name += std::isalnum(c) ? c : '_';
      return name;
    });

TEST_F(WorkerTest, AMemoryBombIsOutOfMemoryInItsOwnCall) {
  start(false, 10);  // however long a busy machine takes for so many pages
  EXPECT_THROW(submission::misbehave("hoard", {}), std::bad_alloc);
  ASSERT_TRUE(remote::Session::current().trouble());
  EXPECT_EQ(remote::Session::current().trouble()->outcome, Outcome::out_of_memory);
  EXPECT_THAT(remote::Session::current().trouble()->sentence,
              HasSubstr("misbehave(\"hoard\", 0x0 matrix) asked for more memory"));
}

// A kernel that refuses is played by a filter in which seccomp(2) itself is refused.
TEST_F(WorkerTest, NothingRunsWhereItCannotBeConfinedAsAskedFor) {
  for (const bool strictly : {false, true}) {
    const pid_t pid = fork();
    if (pid == 0) {
      auto* const filter = seccomp_init(SCMP_ACT_ALLOW);
      seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(seccomp), 0);
      if (seccomp_load(filter) != 0) _exit(100);
      remote::Session::current().bind(
          std::make_unique<remote::Worker>(remote::WorkerSettings{
              .program = WORKER, .object = PLAYGROUND, .limits = {}, .strictly = strictly}),
          nullptr, 1);
      const std::string sentence = misbehave("return");
      if (sentence == "it returned") _exit(1);
      _exit(last_outcome_ == Outcome::infrastructure &&
                    sentence.find("confine") != std::string::npos
                ? 2
                : 3);
    }
    int status = 0;
    ASSERT_EQ(waitpid(pid, &status, 0), pid);
    ASSERT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), strictly ? 2 : 1);
  }
}

TEST_F(WorkerTest, WhatTheCallsOfATestSleepIsAddedUp) {
  int naps = 0;
  std::string sentence = "it returned";
  while (naps < 10 && sentence == "it returned") {
    sentence = misbehave("nap");
    ++naps;
  }
  EXPECT_EQ(last_outcome_, Outcome::timed_out);
  EXPECT_THAT(sentence, HasSubstr("have slept for 0.5 s together"));
  EXPECT_THAT(naps, testing::AllOf(testing::Ge(3), testing::Le(5)));
  remote::Session::current().start_test("next");
  EXPECT_EQ(misbehave("nap"), "it returned") << "every test starts with nothing slept";
}

TEST_F(WorkerTest, WhatATestUsesIsWhatItComputesAndSleeps) {
  auto& session = remote::Session::current();
  for (int i = 0; i < 20; ++i) misbehave("compute");  // 25 ms each
  submission::twice(1);  // what one call has computed is read when the next begins
  const double computed = session.used_seconds();
  EXPECT_GE(computed, 0.49);
  misbehave("nap");  // 200 ms
  const double slept = session.used_seconds();
  EXPECT_GE(slept, computed + 0.1);
  const bool killed = session.interrupt(std::chrono::milliseconds(100),
                                        [] { submission::misbehave("loop", arma::ones(3, 4)); });
  EXPECT_TRUE(killed);
  submission::twice(1);
  EXPECT_GE(session.used_seconds(), slept) << "a new worker does not make the old one forgotten";
  session.start_test("next");
  EXPECT_EQ(session.used_seconds(), 0);
}

// One core for the worker, the checker and forty others who never rest.
TEST_F(WorkerTest, WaitingForACoreIsNoSleep) {
  cpu_set_t all, first;
  ASSERT_EQ(sched_getaffinity(0, sizeof all, &all), 0);
  CPU_ZERO(&first);
  for (int core = 0; CPU_COUNT(&first) == 0; ++core) {
    if (CPU_ISSET(core, &all)) CPU_SET(core, &first);
  }
  ASSERT_EQ(sched_setaffinity(0, sizeof first, &first), 0);
  std::atomic<bool> over = false;
  std::vector<std::thread> others;
  for (int i = 0; i < 40; ++i) {
    others.emplace_back([&] {
      while (!over) {
      }
    });
  }
  EXPECT_EQ(misbehave("compute"), "it returned");
  over = true;
  for (std::thread& other : others) other.join();
  sched_setaffinity(0, sizeof all, &all);
}

TEST_F(WorkerTest, WhatCallbacksComputeIsSpentByWhoeverAsksThem) {
  remote::WorkerSettings settings{WORKER, PLAYGROUND, {.test_cpu_seconds = 0.5}, true};
  auto& session = remote::Session::current();
  session.bind(std::make_unique<remote::Worker>(settings), nullptr, 1);
  session.start_test("test");
  int asked = 0;
  const Objective slow = [&](const arma::mat& x, arma::mat& gradient) {
    ++asked;
    gradient = x;
    const std::clock_t started = std::clock();
    while (std::clock() - started < CLOCKS_PER_SEC / 20) {
    }
    return 0.0;
  };
  EXPECT_THROW(submission::minimize(slow, arma::ones(1, 1), 0.1), remote::CallFailure);
  ASSERT_TRUE(session.trouble());
  EXPECT_EQ(session.trouble()->outcome, Outcome::timed_out);
  EXPECT_THAT(session.trouble()->sentence, HasSubstr("asked for so many evaluations"));
  EXPECT_LT(asked, 20);
}

TEST_F(WorkerTest, MessagesOfExceptionsAreCut) {
  start(false, 10);  // 16 MB of it are copied a few times: a busy machine takes long for the pages
  try {
    submission::misbehave("throw much", {});
    FAIL() << "it returned";
  } catch (const std::domain_error& error) {
    EXPECT_LT(std::string(error.what()).size(), 5000U);
  }
  EXPECT_LT(remote::Session::current().last_exception().message.size(), 5000U);
}

TEST_F(WorkerTest, FilesAreOutOfReach) {
  for (const char* how : {"read file", "write file", "list folder", "own maps"}) {
    EXPECT_EQ(submission::misbehave(how, {}), -1) << how;
  }
  EXPECT_FALSE(std::filesystem::exists("/tmp/descent-was-here"));
}

TEST_F(WorkerTest, TheEnvironmentSaysNothing) {
  EXPECT_EQ(submission::misbehave("environment", {}), std::string("OPENBLAS_NUM_THREADS=1").size());
}

TEST_F(WorkerTest, WhatTheSubmissionPrintsIsKept) {
  submission::misbehave("print", {});
  EXPECT_EQ(remote::Session::current().printed(),
            "printed with \033[31mcout\nprinted with printf\n");
}

TEST_F(WorkerTest, AFloodOfPrintsIsCutAndHarmless) {
  EXPECT_EQ(submission::misbehave("flood", {}), 7);
  EXPECT_LE(remote::Session::current().printed().size(), std::size_t{1} << 16);
}

TEST_F(WorkerTest, SanitizersNameTheLine) {
  start(true);
  const std::string overflow = misbehave("heap overflow");
  EXPECT_THAT(overflow, HasSubstr("AddressSanitizer: heap-buffer-overflow"));
  EXPECT_THAT(overflow, HasSubstr("playground.cpp:"));
  EXPECT_EQ(remote::Session::current().printed(), "") << "the report is not what the code printed";
  start(true);
  EXPECT_THAT(misbehave("signed overflow"), HasSubstr("signed integer overflow"));
  EXPECT_EQ(remote::Session::current().printed(), "");
}

TEST(Sanitizer, LeavesWhatTheCodePrintedItself) {
  const std::string own = "x = 3\ny\n";
  EXPECT_EQ(remote::before_sanitizer(own), own);
  EXPECT_EQ(remote::before_sanitizer(
                own + "=====\n==7==ERROR: AddressSanitizer: heap-use-after-free on address\n  #0"),
            own);
  EXPECT_EQ(remote::before_sanitizer(own + "/a.cpp:3:4: runtime error: division by zero\n"), own);
  EXPECT_EQ(remote::before_sanitizer("no line yet /a.cpp:3:4: runtime error: x"), "");
  EXPECT_EQ(remote::before_sanitizer(""), "");
}

TEST_F(WorkerTest, AMissingWorkerIsNotTheStudentsFault) {
  remote::Session::current().bind(
      std::make_unique<remote::Worker>(remote::WorkerSettings{"/nowhere/worker", PLAYGROUND, {}}),
      nullptr, 1);
  try {
    submission::twice(1);
    FAIL() << "it was called";
  } catch (const remote::CallFailure& failure) {
    EXPECT_EQ(failure.outcome(), Outcome::infrastructure);
    EXPECT_THAT(failure.what(), HasSubstr("/nowhere/worker"));
  }
}

TEST_F(WorkerTest, AnObjectThatCannotBeOpenedSaysWhy) {
  remote::Session::current().bind(
      std::make_unique<remote::Worker>(remote::WorkerSettings{WORKER, "/nowhere/object.so", {}}),
      nullptr, 1);
  try {
    submission::twice(1);
    FAIL() << "it was called";
  } catch (const remote::CallFailure& failure) {
    EXPECT_EQ(failure.outcome(), Outcome::build_failed);
    EXPECT_THAT(failure.what(), HasSubstr("cannot be loaded"));
  }
}

}  // namespace
