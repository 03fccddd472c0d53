#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "harness/cli/terminal.hpp"
#include "harness/course/course.hpp"

/// The commands of those who make a course and give it to students, each in a file of its own. They
/// return the exit code of the program, one of cli/commands.hpp.
namespace descent::author {

struct VerifyCommand {
  std::vector<std::string> stages;  ///< as choose_stages reads them; none: all
  std::uint64_t seeds = 1;
  bool only_right = false;  ///< the reference and the alternatives alone
  bool built = false;       ///< everything is built already
};
/// Proves the suites of stages.
int verify(const course::Course& course, const VerifyCommand& options,
           const cli::Terminal& terminal);

struct StubCommand {
  std::vector<std::string> stages;  ///< as choose_stages reads them; none: all
  bool check = false;               ///< write nothing; fail if one is not current
  bool untouched = false;           ///< with `check`: fail if somebody has edited one, too
  bool overwrite = false;
};
int stub(const course::Course& course, const StubCommand& options, const cli::Terminal& terminal);

/// Turns one marked-up file into its stub; `to` empty: on standard output. Needs no course.
int convert(const std::string& from, const std::string& to);

struct ReleaseCommand {
  std::string out;                  ///< the folder for students
  std::vector<std::string> stages;  ///< as choose_stages reads them; none: all
  int hints = 3;                    ///< how many of a task's hints they get
  bool answers = false;             ///< the chapters keep the answers to their questions
};
/// Makes the students' package, or brings an earlier one up to date without losing what was edited
/// there.
int release(const course::Course& course, const ReleaseCommand& options,
            const cli::Terminal& terminal);

/// Makes the folders of a new stage "NN-name", with a small exercise that works.
int new_stage(const course::Course& course, const std::string& name, const std::string& title,
              const cli::Terminal& terminal);

}  // namespace descent::author
