#include "harness/grader/headline.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "harness/outcome/story.hpp"

namespace descent::grader {
namespace {

using outcome::Outcome;
using outcome::TaskResult;

std::string first_line(const std::string& text) {
  std::string line = outcome::printable(text.substr(0, text.find('\n')));
  std::replace(line.begin(), line.end(), '\t', ' ');
  return line;
}

bool is_begun(const TaskResult& task) {
  return task.outcome != Outcome::passed && task.outcome != Outcome::not_started;
}

bool starts_byte_of_character(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
}

}  // namespace

std::string headline(const TaskResult& task) {
  if (task.outcome == Outcome::passed) return "";
  const bool named = !task.mistakes.empty() && task.mistakes.size() <= outcome::kMostNames;
  if (named) return first_line(task.mistakes.front().sentence);
  for (const outcome::TestOutcome& failure : task.failures) {
    if (failure.outcome != task.outcome) continue;
    for (const outcome::Finding& finding : failure.findings) {
      if (!finding.problem.empty()) return first_line(finding.problem);
    }
  }
  return outcome::in_words(task.outcome);
}

std::string headline(const Verdict& verdict) {
  if (!verdict.problem.empty()) return first_line(verdict.problem);
  if (!verdict.judged) {
    return first_line(verdict.notes.empty() ? "It could not be judged." : verdict.notes.back());
  }
  const auto& tasks = verdict.summary.tasks;
  const auto begun = std::find_if(tasks.begin(), tasks.end(), is_begun);
  if (begun != tasks.end()) {
    const std::string line = headline(*begun);
    const bool same_everywhere = std::all_of(tasks.begin(), tasks.end(), [&](const TaskResult& t) {
      return is_begun(t) && headline(t) == line;
    });
    return same_everywhere ? line : fmt::format("{}: {}", begun->task, line);
  }
  const auto unstarted = std::count_if(tasks.begin(), tasks.end(), [](const TaskResult& task) {
    return task.outcome == Outcome::not_started;
  });
  if (unstarted == 0) return "everything passes";
  if (unstarted == static_cast<long>(tasks.size())) return "nothing is started yet";
  return fmt::format("{} of {} tasks are not started yet", unstarted, tasks.size());
}

std::string fitted(const std::string& text, std::size_t width) {
  const auto columns =
      static_cast<std::size_t>(std::count_if(text.begin(), text.end(), starts_byte_of_character));
  if (columns <= width) return text;
  if (width == 0) return "";
  std::string result;
  std::size_t used = 0;
  for (const char byte : text) {
    if (starts_byte_of_character(byte) && ++used == width) break;
    result += byte;
  }
  return result + "…";
}

}  // namespace descent::grader
