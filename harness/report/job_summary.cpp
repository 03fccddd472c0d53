#include <fmt/format.h>

#include "harness/grader/headline.hpp"
#include "harness/outcome/story.hpp"
#include "harness/report/formats.hpp"
#include "harness/report/html/escape.hpp"
#include "harness/report/texts.hpp"

// GitHub's Markdown, for $GITHUB_STEP_SUMMARY.
namespace descent::report {
namespace {

using outcome::Outcome;

std::string heading(const grader::ClassResult& result) {
  return fmt::format("## {} · {}\n\n", markdown(result.stage), markdown(result.title));
}

/// Text as it is, in HTML: no fence of backquotes could be trusted to hold it.
std::string preformatted(const std::string& text) {
  return fmt::format("<pre>\n{}</pre>\n", html(text));
}

std::string details(const outcome::TaskResult& task) {
  const std::string text = task_text(task);
  if (task.outcome == Outcome::passed || text.empty()) return "";
  return fmt::format("<details><summary><code>{}</code>: {}</summary>\n\n{}\n</details>\n\n",
                     html(task.task), html(outcome::in_words(task.outcome)), preformatted(text));
}

std::string of_student(const grader::ClassResult& result, const grader::Verdict& verdict) {
  std::string text = heading(result);
  text += fmt::format("**{} of {} points**, {}\n\n", markdown(points_earned(verdict)),
                      result.points, tasks_passed(verdict));
  if (!verdict.judged) return text + "The machine could not judge this submission.\n";
  if (!verdict.problem.empty()) return text + preformatted(verdict.problem);
  text += "| Task | Points | Result |\n|---|---:|---|\n";
  for (const outcome::TaskResult& task : verdict.summary.tasks) {
    const std::string result_text =
        task.outcome == Outcome::passed ? "passed" : grader::headline(task);
    text += fmt::format("| {} | {}/{} | {} |\n", markdown(task.task), task.earned, task.points,
                        markdown(result_text));
  }
  text += '\n';
  for (const outcome::TaskResult& task : verdict.summary.tasks) text += details(task);
  if (const std::string words = words_of_instructor(verdict); !words.empty()) {
    text += preformatted(words);
  }
  return text;
}

std::string of_class(const grader::ClassResult& result) {
  std::string text = heading(result);
  text += "| Student | Name | Points | Tasks |\n|---|---|---:|---:|\n";
  for (const grader::Verdict& verdict : result.verdicts) {
    text +=
        fmt::format("| {} | {} | {}/{} | {}/{} |\n", markdown(grader::fitted(verdict.id, 60)),
                    markdown(grader::fitted(verdict.name, 60)), markdown(points_earned(verdict)),
                    result.points, verdict.summary.passed_tasks(), verdict.summary.tasks.size());
  }
  return text;
}

}  // namespace

Pages job_summary(const grader::ClassResult& result, const Options& options) {
  if (result.verdicts.size() != 1) return {{"summary.md", of_class(result)}};
  return {{"summary.md",
           of_student(result, for_student(result.verdicts.front(), options.hidden_tests))}};
}

}  // namespace descent::report
