#include "harness/report/html/tasks_section.hpp"

#include <fmt/format.h>

#include "harness/outcome/story.hpp"
#include "harness/report/html/escape.hpp"

namespace descent::report {
namespace {

using outcome::Outcome;
using outcome::TaskResult;

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

std::string html_finding(const outcome::Finding& finding, bool named, const std::string& book) {
  std::string parts = entry("its text", block(finding.quoted));
  parts += entry("expected", block(finding.expected));
  parts += entry("yours", block(finding.yours));
  parts += entry("worst entry", block(finding.worst));
  parts += entry("why", block(finding.why));
  // Where the mistake is known, a guess beside it would confuse.
  if (!named) parts += entry("likely reason", block(finding.likely));
  parts += entry("read", html_page_to_read(finding.read, book));
  std::string text = fmt::format("<div class=\"problem\">{}</div>\n", block(finding.problem));
  if (!parts.empty()) text += fmt::format("<dl>\n{}</dl>\n", parts);
  return text;
}

std::string html_mistakes(const std::vector<outcome::NamedMistake>& mistakes,
                          const std::string& book) {
  std::string text;
  if (mistakes.size() > 1) text += "<p>One of these explains what the function returns:</p>\n";
  for (const outcome::NamedMistake& mistake : mistakes) {
    text += fmt::format("<p class=\"mistake\">{}</p>\n", html(mistake.sentence));
    if (!mistake.read.empty()) {
      text += fmt::format("<p>Read {}</p>\n", html_page_to_read(mistake.read, book));
    }
  }
  return text;
}

std::string html_test(const outcome::TestOutcome& test, const std::string& book) {
  std::string text = fmt::format(
      "<div class=\"test\">\n<p><code>{}</code> <span class=\"quiet\">{}</span> "
      "<span class=\"{}\">{}</span></p>\n",
      html(test.test), html(test.suite), class_of(test.outcome), outcome::in_words(test.outcome));
  const bool named = !test.mistakes.empty() && test.mistakes.size() <= outcome::kMostNames;
  if (named) text += html_mistakes(test.mistakes, book);
  for (std::size_t i = 0; i < test.findings.size() && i < kMostFindings; ++i) {
    text += html_finding(test.findings[i], named, book);
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

std::string html_task(const TaskResult& task, const std::string& book, bool open) {
  std::string text = fmt::format(
      "<details{}><summary><code>{}</code> <span class=\"{}\">{}</span> "
      "<span class=\"quiet\">{} of {} points</span></summary>\n",
      open ? " open" : "", html(task.task), class_of(task.outcome), outcome::in_words(task.outcome),
      task.earned, task.points);
  for (const outcome::TestOutcome& test : task.failures) text += html_test(test, book);
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
std::string html_line(const outcome::Summary& summary, Outcome outcome, const char* label) {
  std::string names;
  for (const TaskResult& task : summary.tasks) {
    if (task.outcome != outcome) continue;
    names += (names.empty() ? "" : ", ") + fmt::format("<code>{}</code>", html(task.task));
  }
  if (names.empty()) return "";
  return fmt::format("<p><span class=\"{}\">{}:</span> {}</p>\n", class_of(outcome), label, names);
}

}  // namespace

bool fails_unseen(const TaskResult& task) {
  return task.outcome != Outcome::passed && task.failures.empty();
}

std::string html_page_to_read(const std::string& page, const std::string& book) {
  if (page.empty() || book.empty()) return html(page);
  return fmt::format("<a href=\"{}\">{}</a>", html(book + page), html(page));
}

std::string html_tasks(const outcome::Summary& summary, const std::string& book, bool open) {
  std::string text = html_line(summary, Outcome::passed, "Passed") +
                     html_line(summary, Outcome::not_started, "Not started yet");
  for (const TaskResult& task : summary.tasks) {
    if (task.outcome == Outcome::passed || task.outcome == Outcome::not_started) continue;
    text += html_task(task, book, open);
  }
  return text;
}

}  // namespace descent::report
