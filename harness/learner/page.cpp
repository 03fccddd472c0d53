#include "harness/learner/page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "harness/report/html/escape.hpp"
#include "harness/report/html/skeleton.hpp"
#include "harness/report/html/tasks_section.hpp"

namespace descent::learner {
namespace {

using report::html;

// Beside the style sheet of all reports. Pictures are drawn on white, and stay so in the dark.
constexpr const char* kStyle = R"css(
.picture { margin: .75rem 0; }
.picture img { display: block; max-width: 100%; height: auto; background: #ffffff; padding: .5rem;
  border: 1px solid var(--line); border-radius: 6px; }
.meter { display: block; width: 100%; height: .8rem; margin-top: .4rem; background: var(--panel);
  border: 1px solid var(--line); border-radius: 2px; }
)css";

std::string meter(int part, int whole) {
  return fmt::format(
      "<svg class=\"meter\" viewBox=\"0 0 100 1\" preserveAspectRatio=\"none\" "
      "aria-hidden=\"true\">"
      "<rect class=\"bar\" width=\"{:.2f}\" height=\"1\"/></svg>",
      whole > 0 ? 100.0 * part / whole : 0.0);
}

std::string fact(const std::string& number, const std::string& what) {
  return fmt::format("<li><strong>{}</strong>{}</li>\n", html(number), html(what));
}

std::string facts(const CourseReport& report) {
  int points = 0, earned = 0, tasks = 0, passed = 0;
  for (const StageReport& stage : report.stages) {
    points += stage.points;
    earned += stage.earned;
    tasks += stage.tasks;
    passed += stage.passed_tasks;
  }
  const auto done =
      std::count_if(report.stages.begin(), report.stages.end(), [](const StageReport& stage) {
        return stage.tasks > 0 && stage.passed_tasks == stage.tasks;
      });
  return "<ul class=\"facts\">\n" +
         fact(fmt::format("{}", passed), fmt::format("of {} functions pass", tasks)) +
         fact(fmt::format("{}", done), fmt::format("of {} stages are done", report.stages.size())) +
         fact(fmt::format("{}", earned), fmt::format("of {} points", points)) + "</ul>\n" +
         meter(earned, points);
}

std::string anchor(const StageReport& stage) { return html("s-" + stage.name); }

std::string state(const StageReport& stage) {
  if (stage.passed_tasks == stage.tasks) return "<span class=\"good\">done</span>";
  if (!stage.problem.empty()) return "<span class=\"bad\">does not compile</span>";
  if (stage.begun) return "under way";
  return "<span class=\"quiet\">not started</span>";
}

std::string row(const StageReport& stage) {
  const std::string name = html(stage.name);
  return report::html_row(
      fmt::format("{}<br><span class=\"quiet\">{}</span>",
                  stage.begun ? fmt::format("<a href=\"#{}\">{}</a>", anchor(stage), name) : name,
                  html(stage.title)),
      fmt::format("{} of {}", stage.earned, stage.points),
      state(stage) + meter(stage.earned, stage.points));
}

std::string table(const CourseReport& report) {
  std::string rows;
  for (const StageReport& stage : report.stages) rows += row(stage);
  return "<h2 id=\"stages\">Stages</h2>\n" + report::html_table({"Stage", "Points", "State"}, rows);
}

std::string picture(const StageReport& stage) {
  if (stage.picture.empty()) return "";
  return fmt::format(
      "<figure class=\"picture\"><img src=\"data:image/svg+xml;base64,{}\" alt=\"The picture of "
      "{}, "
      "drawn from your own code\"><figcaption class=\"quiet\">Drawn from your own code</figcaption>"
      "</figure>\n",
      base64(stage.picture), html(stage.title));
}

/// As the page of a graded student tells it.
std::string diagnoses(const StageReport& stage) {
  if (!stage.problem.empty()) return fmt::format("<pre>{}</pre>\n", html(stage.problem));
  return stage.judged ? report::html_tasks(*stage.judged, "", true) : "";
}

std::string section(const StageReport& stage) {
  if (!stage.begun) return "";
  return fmt::format("<section class=\"student\" id=\"{}\">\n<h3>{} · {}</h3>\n", anchor(stage),
                     html(stage.name), html(stage.title)) +
         fmt::format("<p class=\"quiet\">{}</p>\n", html(stage.summary)) + picture(stage) +
         diagnoses(stage) + "<p class=\"top\"><a href=\"#stages\">All stages</a></p>\n</section>\n";
}

}  // namespace

std::string page(const CourseReport& report) {
  std::string body =
      fmt::format("<main>\n<h1>Descent, my way down</h1>\n<p class=\"quiet\">{}</p>\n",
                  html("checked " + report.when));
  body += facts(report) + table(report);
  std::string sections;
  for (const StageReport& stage : report.stages) sections += section(stage);
  body += sections.empty() ? "<p>Nothing is started yet.</p>\n"
                           : "<h2>What your code does, stage by stage</h2>\n" + sections;
  return report::html_document("Descent, my way down", body + "</main>\n",
                               {.style = kStyle, .pictures = true});
}

}  // namespace descent::learner
