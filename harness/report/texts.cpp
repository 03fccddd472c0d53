#include "harness/report/texts.hpp"

#include <fmt/format.h>

#include "harness/outcome/story.hpp"

namespace descent::report {

using outcome::Outcome;

std::string points_earned(const grader::Verdict& verdict) {
  return verdict.judged ? fmt::format("{}", verdict.earned()) : "?";
}

std::string name_of(const grader::Verdict& verdict) {
  return verdict.name.empty() ? verdict.id : verdict.name;
}

std::string tasks_passed(const grader::Verdict& verdict) {
  return fmt::format("{} of {} tasks pass", verdict.summary.passed_tasks(),
                     verdict.summary.tasks.size());
}

std::string task_text(const outcome::TaskResult& task) {
  std::string text;
  for (const outcome::TestOutcome& failure : task.failures) {
    text += outcome::render(failure);
    if (text.back() != '\n') text += '\n';
    text += '\n';
  }
  if (fails_unseen(task)) text += "Hidden tests of this task do not pass.\n";
  for (const outcome::ExpectedTest& test : task.passing) {
    text += fmt::format("{} passed\n", test.test);
  }
  return text;
}

std::string words_of_instructor(const grader::Verdict& verdict) {
  std::string text;
  for (const grader::Adjustment& change : verdict.adjustments) {
    text += fmt::format("{:+} points{}: {}\n", change.points,
                        change.task.empty() ? "" : " for " + change.task, change.reason);
  }
  for (const grader::Comment& comment : verdict.comments) text += comment.text + '\n';
  return text;
}

bool is_error(Outcome outcome) {
  return outcome != Outcome::passed && outcome != Outcome::failed &&
         outcome != Outcome::not_started;
}

}  // namespace descent::report
