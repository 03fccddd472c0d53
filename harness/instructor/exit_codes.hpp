#pragma once

#include <stdexcept>
#include <string>

namespace descent::instructor {

/// How the instructors' commands end; docs/reference/grade.md has the same list.
enum ExitCode {
  kOk = 0,            ///< everybody was judged, whatever they earned
  kUsage = 2,         ///< wrong arguments
  kBroken = 3,        ///< the course or the machine is at fault
  kNotAllJudged = 4,  ///< somebody could not be judged, or has no record yet
  kNothingToDo = 5,   ///< no submission in the folder
  kCannotWrite = 6,   ///< the results cannot be written: read-only, no space
  kTierTooLow = 7,    ///< submissions would be isolated less than --require-tier demands
};

/// Ends the program with this code and this sentence.
class Refusal : public std::runtime_error {
 public:
  Refusal(ExitCode code, const std::string& sentence) : std::runtime_error(sentence), code_(code) {}
  ExitCode code() const { return code_; }

 private:
  ExitCode code_;
};

}  // namespace descent::instructor
