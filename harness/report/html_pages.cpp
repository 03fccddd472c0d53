#include <fmt/format.h>

#include "harness/course/file_name.hpp"
#include "harness/grader/headline.hpp"
#include "harness/report/charts.hpp"
#include "harness/report/formats.hpp"
#include "harness/report/html/escape.hpp"
#include "harness/report/html/skeleton.hpp"
#include "harness/report/statistics.hpp"
#include "harness/report/student_section.hpp"
#include "harness/report/texts.hpp"

namespace descent::report {
namespace {

constexpr std::size_t kLongestDiagnosis = 200;  // columns of a table's cell
constexpr std::size_t kMostMistakes = 20;

std::string heading(const grader::ClassResult& result) {
  return html(result.stage + (result.title.empty() ? "" : " · " + result.title));
}

std::string fact(const std::string& number, const std::string& what) {
  return fmt::format("<li><strong>{}</strong>{}</li>\n", html(number), html(what));
}

std::string facts(const ClassStatistics& all, int points) {
  const auto count = [](int number, const char* what) {
    return number == 0 ? std::string() : fact(fmt::format("{}", number), what);
  };
  return "<ul class=\"facts\">\n" + fact(fmt::format("{}", all.students), "students") +
         fact(fmt::format("{:.1f}", all.mean), fmt::format("mean of {} points", points)) +
         fact(fmt::format("{:g}", all.median), "median") + count(all.full, "pass everything") +
         count(all.not_started, "have not started") + count(all.crashed, "crash somewhere") +
         count(all.nothing_to_judge, "missing, or do not build") +
         count(all.unjudged, "could not be judged") + "</ul>\n";
}

std::string points_section(const ClassStatistics& all, int points) {
  return "<h2 id=\"points\">Points</h2>\n" + points_chart(all, points);
}

std::string task_row(const TaskStatistics& task) {
  const std::string not_started =
      task.not_started == 0 ? "" : fmt::format("{} not started", task.not_started);
  return html_row(
      "<code>" + html(task.task) + "</code>",
      fmt::format("{} of {} · {:.0f} %", task.failed, task.students, 100 * task.failure_rate()),
      rate_bar(task) + "<span class=\"quiet\">" + not_started + "</span>");
}

std::string tasks_section(const ClassStatistics& all) {
  std::string rows;
  for (const TaskStatistics& task : all.tasks) rows += task_row(task);
  return "<h2 id=\"tasks\">Tasks, the most often failed first</h2>\n"
         "<p class=\"quiet\"><svg class=\"key\" viewBox=\"0 0 1 1\" aria-hidden=\"true\"><rect "
         "class=\"bar\" width=\"1\" height=\"1\"/></svg> fail &nbsp; <svg class=\"key\" "
         "viewBox=\"0 0 "
         "1 1\" aria-hidden=\"true\"><rect class=\"rest\" width=\"1\" height=\"1\"/></svg> not "
         "started</p>\n" +
         html_table({"Task", "Fail", "Share"}, rows);
}

std::string mistakes_section(const ClassStatistics& all, const Options& options) {
  std::string text = "<h2 id=\"mistakes\">The commonest mistakes</h2>\n";
  if (all.mistakes.empty()) return text + "<p>No known mistake was recognised.</p>\n";
  text +=
      "<table>\n<thead><tr><th scope=\"col\">Mistake</th>"
      "<th scope=\"col\" class=\"number\">Students</th></tr></thead>\n<tbody>\n";
  for (std::size_t i = 0; i < all.mistakes.size() && i < kMostMistakes; ++i) {
    const MistakeStatistics& one = all.mistakes[i];
    text += fmt::format(
        "<tr><th scope=\"row\">{}<br><span class=\"quiet\"><code>{}</code> · <code>{}</code> · "
        "read "
        "{}</span></th><td class=\"number\">{}</td></tr>\n",
        html(one.mistake.sentence), html(one.task), html(one.mistake.id),
        html_page_to_read(one.mistake.read, options), one.students);
  }
  return text + "</tbody></table>\n";
}

std::string anchor(const grader::Verdict& verdict) { return "s-" + course::file_name(verdict.id); }

/// The name, and the id beside it if it is another.
std::string who(const grader::Verdict& verdict) {
  std::string text = html_name(name_of(verdict));
  if (!verdict.name.empty() && verdict.name != verdict.id) {
    text += " <span class=\"quiet\">" + html_name(verdict.id) + "</span>";
  }
  return text;
}

std::string student_row(const grader::Verdict& verdict) {
  return fmt::format(
      "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\"><a href=\"#{}\">{}</a></th>"
      "<td role=\"cell\" class=\"number\">{}/{}</td><td role=\"cell\" class=\"number\">{}/{}</td>"
      "<td role=\"cell\">{}</td></tr>\n",
      anchor(verdict), html_name(name_of(verdict)), points_earned(verdict), verdict.points(),
      verdict.summary.passed_tasks(), verdict.summary.tasks.size(),
      html(grader::fitted(grader::headline(verdict), kLongestDiagnosis)));
}

std::string students_section(const grader::ClassResult& result) {
  std::string rows;
  for (const grader::Verdict& verdict : result.verdicts) rows += student_row(verdict);
  return "<h2 id=\"students\">Students</h2>\n"
         "<table class=\"students\" role=\"table\">\n<thead role=\"rowgroup\"><tr role=\"row\">"
         "<th role=\"columnheader\" scope=\"col\">Student</th>"
         "<th role=\"columnheader\" scope=\"col\" class=\"number\">Points</th>"
         "<th role=\"columnheader\" scope=\"col\" class=\"number\">Tasks</th>"
         "<th role=\"columnheader\" scope=\"col\">First diagnosis</th></tr></thead>\n"
         "<tbody role=\"rowgroup\">\n" +
         rows + "</tbody></table>\n";
}

std::string list(const std::string& title, const std::vector<std::string>& lines) {
  if (lines.empty()) return "";
  std::string text = fmt::format("<p>{}</p>\n<ul>\n", title);
  for (const std::string& line : lines) {
    text += fmt::format("<li><bdi>{}</bdi></li>\n", html(beginning(line, 1000)));
  }
  return text + "</ul>\n";
}

/// What is known of how the submission was judged, for whoever wants to judge it again.
std::string provenance(const grader::Verdict& verdict) {
  return fmt::format(
      "<p class=\"quiet\">SHA-256 <code>{}</code>, seed {}, tier {}, {} {:.1f} s</p>\n",
      verdict.sha256.empty() ? "none" : html(verdict.sha256), verdict.seed, verdict.tier,
      html(verdict.at), verdict.seconds);
}

std::string instructors_section(const grader::Verdict& verdict, const Options& options) {
  return fmt::format("<section class=\"student\" id=\"{}\">\n<h3>{}</h3>\n", anchor(verdict),
                     who(verdict)) +
         html_verdict(verdict, options, false) + list("Notes:", verdict.notes) +
         list("Also handed in, and ignored:", verdict.ignored) + provenance(verdict) +
         "<p class=\"top\"><a href=\"#students\">All students</a></p>\n</section>\n";
}

std::string class_page(const grader::ClassResult& result, const Options& options) {
  const ClassStatistics all = statistics(result);
  std::string body = fmt::format("<main>\n<h1>{}</h1>\n<p class=\"quiet\">{}</p>\n",
                                 heading(result), html("graded " + options.when));
  body += facts(all, result.points) + points_section(all, result.points) + tasks_section(all) +
          mistakes_section(all, options) + students_section(result);
  body += "<h2>Diagnoses</h2>\n";
  for (const grader::Verdict& verdict : result.verdicts) {
    body += instructors_section(verdict, options);
  }
  if (!result.skipped.empty()) {
    body += "<h2>Not submissions</h2>\n" + list("These were passed over:", result.skipped);
  }
  return html_document(result.stage + ", the class", body + "</main>\n");
}

/// Why numbers are missing, to whom they are.
std::string blanks(const Options& options) {
  if (options.hidden_tests != Visibility::message) return "";
  return "<p class=\"quiet\">Hidden tests are shown without their values: … stands for a number or "
         "a text.</p>\n";
}

std::string student_page(const grader::ClassResult& result, const grader::Verdict& verdict,
                         const Options& options) {
  const std::string body =
      fmt::format("<main>\n<h1>{}</h1>\n<p>{}</p>\n", heading(result), who(verdict)) +
      html_verdict(verdict, options, true) + blanks(options) +
      list("Also handed in, and not looked at:", verdict.ignored) +
      (verdict.at.empty() ? ""
                          : fmt::format("<p class=\"quiet\">graded {}</p>\n", html(verdict.at))) +
      "</main>\n";
  return html_document(result.stage + ", " + grader::fitted(name_of(verdict), 60), body);
}

}  // namespace

Pages html_pages(const grader::ClassResult& result, const Options& options) {
  Pages pages = for_every_student(
      result, options, "students", ".html",
      [&](const grader::Verdict& verdict) { return student_page(result, verdict, options); });
  pages.push_back({"class.html", class_page(result, options)});
  return pages;
}

}  // namespace descent::report
