#include "harness/report/student_section.hpp"

#include <fmt/format.h>

#include "harness/grader/headline.hpp"
#include "harness/outcome/story.hpp"
#include "harness/report/escape.hpp"
#include "harness/report/texts.hpp"

namespace descent::report {
namespace {

using outcome::Outcome;
using outcome::TaskResult;

constexpr std::size_t kLongestName = 80;      // columns
constexpr std::size_t kMostPrinted = 2000;    // bytes of what a test printed
constexpr std::size_t kMostFindings = 5;      // of one test
constexpr std::size_t kMostOfFinding = 5000;  // bytes of one part of a finding

const char* class_of(Outcome outcome) {
  if (outcome == Outcome::passed) return "good";
  return outcome == Outcome::not_started || outcome == Outcome::infrastructure ? "warn" : "bad";
}

std::string preformatted(const std::string& text, std::size_t most) {
  return fmt::format("<pre>{}</pre>", html(beginning(text, most)));
}

/// Numbers keep their columns; a sentence may be wrapped.
std::string block(const std::string& text) {
  const bool aligned = text.find('\n') != std::string::npos || text.find("  ") != std::string::npos;
  return aligned ? preformatted(text, kMostOfFinding) : html(beginning(text, kMostOfFinding));
}

std::string entry(const char* term, const std::string& html_text) {
  if (html_text.empty()) return "";
  return fmt::format("<dt>{}</dt><dd>{}</dd>\n", term, html_text);
}

std::string html_finding(const outcome::Finding& finding, bool named, const Options& options) {
  std::string parts = entry("its text", block(finding.quoted));
  parts += entry("expected", block(finding.expected));
  parts += entry("yours", block(finding.yours));
  parts += entry("worst entry", block(finding.worst));
  parts += entry("why", block(finding.why));
  // Where the mistake is known, a guess beside it would confuse.
  if (!named) parts += entry("likely reason", block(finding.likely));
  parts += entry("read", html_page_to_read(finding.read, options));
  std::string text = fmt::format("<div class=\"problem\">{}</div>\n", block(finding.problem));
  if (!parts.empty()) text += fmt::format("<dl>\n{}</dl>\n", parts);
  return text;
}

std::string html_mistakes(const std::vector<outcome::NamedMistake>& mistakes,
                          const Options& options) {
  std::string text;
  if (mistakes.size() > 1) text += "<p>One of these explains what the function returns:</p>\n";
  for (const outcome::NamedMistake& mistake : mistakes) {
    text += fmt::format("<p class=\"mistake\">{}</p>\n", html(mistake.sentence));
    if (!mistake.read.empty()) {
      text += fmt::format("<p>Read {}</p>\n", html_page_to_read(mistake.read, options));
    }
  }
  return text;
}

std::string html_test(const outcome::TestOutcome& test, const Options& options) {
  std::string text = fmt::format(
      "<div class=\"test\">\n<p><code>{}</code> <span class=\"quiet\">{}</span> "
      "<span class=\"{}\">{}</span></p>\n",
      html(test.test), html(test.suite), class_of(test.outcome), outcome::in_words(test.outcome));
  const bool named = !test.mistakes.empty() && test.mistakes.size() <= outcome::kMostNames;
  if (named) text += html_mistakes(test.mistakes, options);
  for (std::size_t i = 0; i < test.findings.size() && i < kMostFindings; ++i) {
    text += html_finding(test.findings[i], named, options);
  }
  if (test.findings.size() > kMostFindings) {
    text +=
        fmt::format("<p class=\"quiet\">and {} more</p>\n", test.findings.size() - kMostFindings);
  }
  if (!test.printed.empty()) {
    text += fmt::format("<p class=\"quiet\">The code printed:</p>\n{}\n",
                        preformatted(test.printed, kMostPrinted));
  }
  return text + "</div>\n";
}

std::string html_task(const TaskResult& task, const Options& options, bool open) {
  std::string text = fmt::format(
      "<details{}><summary><code>{}</code> <span class=\"{}\">{}</span> "
      "<span class=\"quiet\">{} of {} points</span></summary>\n",
      open ? " open" : "", html(task.task), class_of(task.outcome), outcome::in_words(task.outcome),
      task.earned, task.points);
  for (const outcome::TestOutcome& test : task.failures) text += html_test(test, options);
  if (fails_unseen(task)) text += "<p>Hidden tests of this task do not pass.</p>\n";
  if (!task.passing.empty()) {
    std::string names;
    for (const outcome::ExpectedTest& test : task.passing) {
      names += (names.empty() ? "" : ", ") + fmt::format("<code>{}</code>", html(test.test));
    }
    text += fmt::format("<p class=\"quiet\">Passed: {}</p>\n", names);
  }
  return text + "</details>\n";
}

/// The tasks that ended like this, as one line; empty if none did.
std::string html_line(const grader::Verdict& verdict, Outcome outcome, const char* label) {
  std::string names;
  for (const TaskResult& task : verdict.summary.tasks) {
    if (task.outcome != outcome) continue;
    names += (names.empty() ? "" : ", ") + fmt::format("<code>{}</code>", html(task.task));
  }
  if (names.empty()) return "";
  return fmt::format("<p><span class=\"{}\">{}:</span> {}</p>\n", class_of(outcome), label, names);
}

std::string html_tasks(const grader::Verdict& verdict, const Options& options, bool open) {
  std::string text = html_line(verdict, Outcome::passed, "Passed") +
                     html_line(verdict, Outcome::not_started, "Not started yet");
  for (const TaskResult& task : verdict.summary.tasks) {
    if (task.outcome == Outcome::passed || task.outcome == Outcome::not_started) continue;
    text += html_task(task, options, open);
  }
  return text;
}

std::string html_change(const grader::Adjustment& change) {
  return fmt::format(
      "<p><strong>{:+} points</strong>{}{}: {} <span class=\"quiet\">{} {}</span></p>\n",
      change.points, change.task.empty() ? "" : " for ",
      change.task.empty() ? "" : html(change.task), html(change.reason), html(change.by),
      html(change.at));
}

std::string html_comment(const grader::Comment& comment) {
  return fmt::format("<p>{} <span class=\"quiet\">{} {}</span></p>\n", html(comment.text),
                     html(comment.by), html(comment.at));
}

}  // namespace

std::string html_name(const std::string& name) {
  return fmt::format("<bdi class=\"name\">{}</bdi>", html(grader::fitted(name, kLongestName)));
}

std::string html_page_to_read(const std::string& page, const Options& options) {
  if (page.empty() || options.book.empty()) return html(page);
  return fmt::format("<a href=\"{}\">{}</a>", html(options.book + page), html(page));
}

std::string html_verdict(const grader::Verdict& verdict, const Options& options, bool open) {
  std::string text = fmt::format("<p><strong>{} of {} points</strong>, {}</p>\n",
                                 points_earned(verdict), verdict.points(), tasks_passed(verdict));
  if (!verdict.judged) {
    return text + "<p class=\"warn\">The machine could not judge this submission.</p>\n";
  }
  for (const grader::Adjustment& change : verdict.adjustments) text += html_change(change);
  for (const grader::Comment& comment : verdict.comments) text += html_comment(comment);
  if (!verdict.problem.empty()) {
    return text + fmt::format("<p class=\"bad\">{}</p>\n", html(verdict.problem));
  }
  return text + html_tasks(verdict, options, open);
}

}  // namespace descent::report
