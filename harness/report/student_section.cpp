#include "harness/report/student_section.hpp"

#include <fmt/format.h>

#include "harness/grader/headline.hpp"
#include "harness/report/html/escape.hpp"
#include "harness/report/html/tasks_section.hpp"
#include "harness/report/texts.hpp"

namespace descent::report {
namespace {

constexpr std::size_t kLongestName = 80;  // columns

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
  return html_page_to_read(page, options.book);
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
  return text + html_tasks(verdict.summary, options.book, open);
}

}  // namespace descent::report
