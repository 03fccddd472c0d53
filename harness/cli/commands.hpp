#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/cli/self.hpp"
#include "harness/cli/terminal.hpp"
#include "harness/course/course.hpp"

/// The commands, each in a file of its own. They return the exit code of the program.
namespace descent::cli {

inline constexpr int kOk = 0;
inline constexpr int kNotPassed = 1;  ///< something that was judged did not pass
inline constexpr int kUsage = 2;      ///< wrong arguments
inline constexpr int kBroken = 3;     ///< the tool, the machine or the course is at fault

struct CheckOptions {
  std::string what;  ///< a stage, or stage.task; empty: the current stage
  bool sanitize = false;
  bool all = false;   ///< every failure whole, not only the first
  bool json = false;  ///< one JSON object on standard output, and nothing else
};
/// Builds `self` along with the stage: this is the command that must be quick.
int check(const course::Course& course, const CheckOptions& options, const Self& self,
          const Terminal& terminal);

int list(const course::Course& course, const Terminal& terminal);

struct WatchOptions {
  std::string stage;   ///< empty: the current one
  bool poll = false;   ///< look at the files now and then, without inotify
  bool plain = false;  ///< no screens and no keys: a verdict in plain text for every change
};
/// Checks a stage whenever it is saved, and goes on to the next one, until a key ends it. Throws
/// std::invalid_argument where standard output is no terminal, unless `plain`.
int watch(const course::Course& course, const WatchOptions& options, const Terminal& terminal);

struct HintOptions {
  std::string what;  ///< a task; empty, or a stage: the next one that has not passed
  bool again = false;
  bool all = false;
};
int hint(const course::Course& course, const HintOptions& options, const Terminal& terminal);

struct ResetOptions {
  std::string stage;  ///< empty: the current one
  bool yes = false;   ///< do not ask
};
/// Puts a stage's file back as it was at first, and keeps what was in it. Throws std::runtime_error
/// where that is not known.
int reset(const course::Course& course, const ResetOptions& options, const Terminal& terminal);

struct SolutionOptions {
  std::string what;  ///< a task
  bool spoil = false;
};
/// Prints the reference of one exercise; kNotPassed where that has not passed yet.
int solution(const course::Course& course, const SolutionOptions& options,
             const Terminal& terminal);

/// Prints where the stage's page of the book is, and opens it where there is a desktop.
int open_page(const course::Course& course, const std::string& what, const Terminal& terminal);

struct DoctorOptions {
  bool all = false;   ///< list every attempt to break out, not only those that got through
  bool json = false;  ///< for programs
};

/// Says what this machine has, and tries to escape from the isolation that submissions are judged
/// in. kOk if hidden files and the network are out of their reach (tier 1 or above), else
/// kNotPassed.
int doctor(const course::Course& course, const DoctorOptions& options, const Terminal& terminal);

/// Runs the project's own tests; with --long among the arguments, those that take minutes each,
/// too.
int test(const course::Course& course, std::vector<std::string> ctest_arguments,
         const Terminal& terminal);

struct PlotOptions {
  std::string stage;  ///< empty: the current one
  std::string out;    ///< where the pictures go, without .svg and .png; pictures/NN-stage, if empty
  bool reference = false;  ///< with the reference solution instead of the student's code
};
int plot(const course::Course& course, const PlotOptions& options, const Terminal& terminal);

struct BookOptions {
  std::string out;  ///< where it goes; if empty, build/book, and docs/figures for figures
  std::optional<std::string> serve;  ///< on this port (8000, if empty), until interrupted
  bool figures = false;              ///< draw the figures instead of building the site
  std::vector<std::string> stages;   ///< with `figures`: only of these
};
/// Builds the site of the book, serves it, or draws its figures from the reference solutions.
int book(const course::Course& course, const BookOptions& options, const Terminal& terminal);

/// Times what passes in one stage, or in all ("") that have anything to time, beside the reference.
/// Never kNotPassed for being slow.
int speed(const course::Course& course, const std::string& what, const Terminal& terminal);

struct RunOptions {
  std::string stage;
  bool reference = false;  ///< with the reference solution instead of the student's code
  std::vector<std::string> arguments;  ///< of the program
};
/// Becomes the stage's own program; returns only where there is none to become.
int run(const course::Course& course, const RunOptions& options, const Terminal& terminal);

/// Becomes the program that has the commands of instructors or authors; returns only where that
/// does not build.
int hand_over(const course::Course& course, const std::string& program, const std::string& command,
              const std::vector<std::string>& arguments, const Terminal& terminal);

}  // namespace descent::cli
