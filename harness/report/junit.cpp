#include <fmt/format.h>

#include "harness/grader/headline.hpp"
#include "harness/outcome/story.hpp"
#include "harness/report/formats.hpp"
#include "harness/report/html/escape.hpp"
#include "harness/report/texts.hpp"
#include "harness/report/visibility.hpp"

// The XML of JUnit as both the schema of Apache Ant (JUnit.xsd of windyroad/JUnit-Schema) and that
// of Jenkins' xUnit plugin (junit-10.xsd) have it: a test suite for each student. Where CI grades a
// student's repository, that student reads it, so it tells what students may know.
namespace descent::report {
namespace {

using outcome::Outcome;

struct Counts {
  int tests = 0, failures = 0, errors = 0, skipped = 0;
};

Counts count(const grader::Verdict& verdict) {
  Counts counts;
  for (const outcome::TaskResult& task : verdict.summary.tasks) {
    counts.tests += static_cast<int>(task.passing.size() + task.failures.size());
    for (const outcome::TestOutcome& test : task.failures) {
      ++(test.outcome == Outcome::not_started ? counts.skipped
         : is_error(test.outcome)             ? counts.errors
                                              : counts.failures);
    }
  }
  return counts;
}

/// "2025-03-01T12:00:00Z" without its Z, which Ant's schema forbids.
std::string timestamp(const grader::Verdict& verdict, const Options& options) {
  const std::string& at = verdict.at.empty() ? options.when : verdict.at;
  return at.size() < 19 ? "1970-01-01T00:00:00" : at.substr(0, 19);
}

std::string property(const std::string& name, const std::string& value) {
  return fmt::format("      <property name=\"{}\" value=\"{}\"/>\n", name, html(value));
}

std::string properties(const grader::ClassResult& result, const grader::Verdict& verdict) {
  std::string text = "    <properties>\n";
  text += property("id", verdict.id);
  text += property("name", verdict.name);
  text += property("sha256", verdict.sha256);
  text += property("points", points_earned(verdict));
  text += property("points.possible", fmt::format("{}", result.points));
  text += property("message", grader::headline(verdict));
  for (const std::string& note : verdict.notes) text += property("note", note);
  return text + "    </properties>\n";
}

std::string head_of_case(const std::string& stage, const outcome::ExpectedTest& test,
                         double seconds) {
  return fmt::format("    <testcase classname=\"{}\" name=\"{}\" time=\"{:.3f}\"",
                     html(fmt::format("{}.{}.{}", stage, test.suite, test.task)), html(test.test),
                     seconds);
}

std::string failing_case(const std::string& stage, const outcome::TestOutcome& test) {
  std::string text =
      head_of_case(stage, {test.suite, test.task, test.test}, test.seconds) + ">\n      ";
  if (test.outcome == Outcome::not_started) return text + "<skipped/>\n    </testcase>\n";
  const std::string element = is_error(test.outcome) ? "error" : "failure";
  const std::string message =
      test.findings.empty() ? outcome::in_words(test.outcome) : test.findings.front().problem;
  return text + fmt::format("<{0} type=\"{1}\" message=\"{2}\">{3}</{0}>\n    </testcase>\n",
                            element, outcome::name(test.outcome), html(message),
                            html(outcome::render(test)));
}

std::string suite(const grader::ClassResult& result, const grader::Verdict& verdict,
                  std::size_t number, const Options& options) {
  const Counts counts = count(verdict);
  std::string text = fmt::format(
      "  <testsuite id=\"{}\" package=\"{}\" name=\"{}\" timestamp=\"{}\" hostname=\"localhost\" "
      "tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" time=\"{:.3f}\">\n",
      number, html(result.stage), verdict.id.empty() ? "?" : html(verdict.id),
      html(timestamp(verdict, options)), counts.tests, counts.failures, counts.errors,
      counts.skipped, verdict.seconds);
  text += properties(result, verdict);
  for (const outcome::TaskResult& task : verdict.summary.tasks) {
    for (const outcome::ExpectedTest& test : task.passing) {
      text += head_of_case(result.stage, test, 0) + "/>\n";
    }
    for (const outcome::TestOutcome& test : task.failures) {
      text += failing_case(result.stage, test);
    }
  }
  return text + "    <system-out/>\n    <system-err/>\n  </testsuite>\n";
}

}  // namespace

Pages junit(const grader::ClassResult& result, const Options& options) {
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n";
  for (std::size_t i = 0; i < result.verdicts.size(); ++i) {
    text += suite(result, for_student(result.verdicts[i], options.hidden_tests), i, options);
  }
  return {{"junit.xml", text + "</testsuites>\n"}};
}

}  // namespace descent::report
