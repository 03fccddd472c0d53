#include "harness/report/visibility.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <stdexcept>

namespace descent::report {
namespace {

using outcome::Outcome;
using outcome::TaskResult;
using outcome::TestOutcome;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

/// Where the number that begins at `begin` ends: 12, 0.5, 1e-05, 3x4 and 2D are one each.
std::size_t end_of_number(const std::string& text, std::size_t begin) {
  std::size_t end = begin + 1;
  for (; end < text.size(); ++end) {
    const char c = text[end];
    const bool exponent = (c == '-' || c == '+') && (text[end - 1] == 'e' || text[end - 1] == 'E');
    const bool point = c == '.' && end + 1 < text.size() && is_digit(text[end + 1]);
    if (!is_digit(c) && !is_letter(c) && !exponent && !point) break;
  }
  return end;
}

/// From the first quote to the last one, not pairwise: whoever chose what stands between them could
/// have put quotes there.
std::string without_quotations(const std::string& text) {
  const std::size_t first = text.find('"');
  const std::size_t last = text.rfind('"');
  if (first == last) return text.substr(0, first);  // none, or one that is never closed
  return text.substr(0, first) + "…" + text.substr(last + 1);
}

bool is_hidden(const std::string& suite) { return suite != "public"; }

/// Of a task that did not start or build there is nothing to find, whatever was noted down.
bool has_findings_to_show(Outcome outcome) {
  return outcome != Outcome::not_started && outcome != Outcome::build_failed &&
         outcome != Outcome::infrastructure;
}

/// What may be shown of one test that did not pass.
std::optional<TestOutcome> shown(const TestOutcome& test, Visibility hidden_tests) {
  if (!is_hidden(test.suite) || hidden_tests == Visibility::full) return test;
  if (hidden_tests == Visibility::hidden) return std::nullopt;
  TestOutcome left;
  left.stage = test.stage;
  left.suite = test.suite;
  left.task = test.task;
  left.test = test.test;
  left.outcome = test.outcome;
  if (hidden_tests == Visibility::name || !has_findings_to_show(test.outcome)) return left;
  left.mistakes = test.mistakes;
  for (const outcome::Finding& finding : test.findings) {
    left.findings.push_back(without_inputs(finding));
  }
  return left;
}

/// How the task ended as far as what is left of it tells.
Outcome outcome_of(const TaskResult& task, const std::vector<TestOutcome>& left) {
  if (task.outcome == Outcome::passed || task.outcome == Outcome::infrastructure) {
    return task.outcome;
  }
  const auto same = [&](const TestOutcome& test) { return test.outcome == task.outcome; };
  if (std::any_of(left.begin(), left.end(), same)) return task.outcome;
  return left.empty() ? Outcome::failed : left.front().outcome;
}

bool names(const TestOutcome& test, const outcome::NamedMistake& mistake) {
  return std::find(test.mistakes.begin(), test.mistakes.end(), mistake) != test.mistakes.end();
}

TaskResult shown(const TaskResult& task, Visibility hidden_tests) {
  TaskResult left;
  left.task = task.task;
  left.points = task.points;
  left.earned = task.earned;
  for (const outcome::ExpectedTest& test : task.passing) {
    if (is_hidden(test.suite) && hidden_tests == Visibility::hidden) continue;
    left.passing.push_back(test);
  }
  for (const TestOutcome& test : task.failures) {
    if (auto part = shown(test, hidden_tests)) left.failures.push_back(std::move(*part));
  }
  for (const outcome::NamedMistake& mistake : task.mistakes) {
    const auto named = [&](const TestOutcome& test) { return names(test, mistake); };
    if (std::any_of(left.failures.begin(), left.failures.end(), named)) {
      left.mistakes.push_back(mistake);
    }
  }
  left.passed = static_cast<int>(left.passing.size());
  left.tests = left.passed + static_cast<int>(left.failures.size());
  left.outcome = outcome_of(task, left.failures);
  return left;
}

}  // namespace

const std::vector<std::string>& visibilities() {
  static const std::vector<std::string> names = {"hidden", "name", "message", "full"};
  return names;
}

Visibility visibility_from(const std::string& name) {
  const auto found = std::find(visibilities().begin(), visibilities().end(), name);
  if (found == visibilities().end()) {
    throw std::invalid_argument(
        fmt::format("there is no visibility '{}'; hidden tests can be shown as: {}", name,
                    fmt::join(visibilities(), ", ")));
  }
  return static_cast<Visibility>(found - visibilities().begin());
}

std::string blurred(const std::string& text, bool keep_digits) {
  const std::string plain = without_quotations(text);
  std::string result;
  for (std::size_t i = 0; i < plain.size();) {
    std::size_t end = i + 1;
    if (is_letter(plain[i])) {
      while (end < plain.size() && (is_letter(plain[end]) || is_digit(plain[end]))) ++end;
      result.append(plain, i, end - i);
    } else if (is_digit(plain[i])) {
      end = end_of_number(plain, i);
      const bool after_point = i > 0 && plain[i - 1] == '.';
      if (keep_digits && end == i + 1 && !after_point) {
        result += plain[i];
      } else {
        result += "…";
      }
    } else {
      result += plain[i];
    }
    i = end;
  }
  return result;
}

outcome::Finding without_inputs(const outcome::Finding& finding) {
  outcome::Finding left;
  // The problem names the call or the quantity, with shapes and parameters of the test, and tells
  // counts and shapes of what came, which the submission chose. An explanation needs its "2 times".
  left.problem = blurred(finding.problem, false);
  left.why = blurred(finding.why, true);
  left.likely = blurred(finding.likely, true);
  left.read = finding.read;
  return left;
}

grader::Verdict for_student(const grader::Verdict& verdict, Visibility hidden_tests) {
  grader::Verdict left;
  left.id = verdict.id;
  left.name = verdict.name;
  left.sha256 = verdict.sha256;
  left.tier = verdict.tier;
  left.judged = verdict.judged;
  // What the machine did wrong is for the instructor: it tells of the machine.
  if (verdict.judged) left.problem = verdict.problem;
  for (const TaskResult& task : verdict.summary.tasks) {
    left.summary.tasks.push_back(shown(task, hidden_tests));
  }
  left.ignored = verdict.ignored;
  left.at = verdict.at;
  left.seconds = verdict.seconds;
  left.adjustments = verdict.adjustments;
  left.comments = verdict.comments;
  return left;
}

}  // namespace descent::report
