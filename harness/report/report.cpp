#include "harness/report/report.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "harness/course/file_name.hpp"
#include "harness/report/formats.hpp"

namespace descent::report {
namespace {

using Maker = Pages (*)(const grader::ClassResult&, const Options&);

const std::vector<std::pair<std::string, Maker>>& makers() {
  static const std::vector<std::pair<std::string, Maker>> all = {
      {"json", results},         {"junit", junit},         {"gradescope", gradescope},
      {"exercism", exercism},    {"classroom", classroom}, {"csv", grades},
      {"markdown", job_summary}, {"html", html_pages},
  };
  return all;
}

}  // namespace

Pages for_every_student(const grader::ClassResult& result, const Options& options,
                        const std::string& folder, const std::string& ending,
                        const std::function<std::string(const grader::Verdict&)>& content) {
  Pages pages;
  for (const grader::Verdict& verdict : result.verdicts) {
    pages.push_back({fmt::format("{}/{}{}", folder, course::file_name(verdict.id), ending),
                     content(for_student(verdict, options.hidden_tests))});
  }
  return pages;
}

std::vector<std::string> kinds() {
  std::vector<std::string> names;
  for (const auto& [name, maker] : makers()) names.push_back(name);
  return names;
}

std::vector<Page> make(const std::string& kind, const grader::ClassResult& result,
                       const Options& options) {
  for (const auto& [name, maker] : makers()) {
    if (name == kind) return maker(result, options);
  }
  throw std::invalid_argument(fmt::format("there is no report of the kind '{}'; there are: {}",
                                          kind, fmt::join(kinds(), ", ")));
}

}  // namespace descent::report
