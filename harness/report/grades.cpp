#include <fmt/format.h>

#include "harness/report/formats.hpp"
#include "harness/report/html/escape.hpp"
#include "harness/report/texts.hpp"

// Comma-separated values, RFC 4180, with the mark by which Excel knows UTF-8.
namespace descent::report {
namespace {

constexpr const char* kByteOrderMark = "\xEF\xBB\xBF";

std::string row(const std::vector<std::string>& cells) {
  std::string text;
  for (const std::string& cell : cells) text += (text.empty() ? "" : ",") + csv_cell(cell);
  return text + "\r\n";
}

/// Empty where the machine did not find out: an importer leaves the grade as it is.
std::string points_cell(const grader::Verdict& verdict) {
  return verdict.judged ? points_earned(verdict) : "";
}

std::string feedback(const grader::Verdict& verdict) {
  return verdict.judged ? tasks_passed(verdict) : "not judged yet";
}

/// Moodle asks which column is what.
std::string moodle(const grader::ClassResult& result) {
  std::string text = kByteOrderMark;
  text += row({"ID number", "Full name", "Points", "Points possible", "Feedback"});
  for (const grader::Verdict& verdict : result.verdicts) {
    text += row({verdict.id, verdict.name, points_cell(verdict), fmt::format("{}", result.points),
                 feedback(verdict)});
  }
  return text;
}

/// Canvas wants these five columns and one named after the assignment; what a second row holds
/// under it is what the assignment is worth.
std::string canvas(const grader::ClassResult& result) {
  std::string text = kByteOrderMark;
  text += row({"Student", "ID", "SIS User ID", "SIS Login ID", "Section", result.stage});
  text += row({"Points Possible", "", "", "", "", fmt::format("{}", result.points)});
  for (const grader::Verdict& verdict : result.verdicts) {
    text += row({name_of(verdict), "", "", verdict.id, "", points_cell(verdict)});
  }
  return text;
}

}  // namespace

Pages grades(const grader::ClassResult& result, const Options&) {
  return {{"grades.csv", moodle(result)}, {"canvas.csv", canvas(result)}};
}

}  // namespace descent::report
