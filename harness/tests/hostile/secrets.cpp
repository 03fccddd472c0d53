#include "secrets.hpp"

#include <fstream>

#include "harness/grader/headline.hpp"

namespace descent::hostile {
namespace {

namespace fs = std::filesystem;

// A shorter line may be written by anybody.
constexpr std::size_t kDistinctive = 25;

template <class Visit>
void for_each_line(const fs::path& folder, const Visit& visit) {
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path());
    for (std::string line; std::getline(in, line);) {
      const auto first = line.find_first_not_of(' ');
      if (first != std::string::npos && line.size() - first >= kDistinctive) {
        visit(line.substr(first));
      }
    }
  }
}

}  // namespace

Secrets::Secrets(const course::Course& course) {
  for (const char* hidden : {"harness/suites", "solutions"}) {
    for_each_line(course.root() / hidden, [&](const std::string& line) { lines_.insert(line); });
  }
  for (const char* open : {"assignments", "docs", "examples", "harness/support", "harness/checks",
                           "harness/wire", "datasets"}) {
    for_each_line(course.root() / open, [&](const std::string& line) { lines_.erase(line); });
  }
}

std::size_t Secrets::bytes_in(const std::string& text) const {
  const std::string canary = kCanary;
  std::size_t bytes = 0;
  for (auto at = text.find(canary); at != std::string::npos; at = text.find(canary, at + 1)) {
    bytes += canary.size();
  }
  for (const std::string& line : lines_) {
    if (text.find(line) != std::string::npos) bytes += line.size();
  }
  return bytes;
}

std::string visible(const grader::Verdict& verdict) {
  std::string all = verdict.problem + '\n' + grader::headline(verdict) + '\n';
  for (const outcome::TaskResult& task : verdict.summary.tasks) {
    all += grader::headline(task) + '\n';
    for (const outcome::TestOutcome& test : task.failures) {
      for (const outcome::Finding& finding : test.findings) {
        for (const std::string& part :
             {finding.problem, finding.quoted, finding.expected, finding.yours, finding.worst,
              finding.why, finding.likely}) {
          all += part + '\n';
        }
      }
      all += test.printed + '\n';
    }
  }
  for (const std::string& name : verdict.ignored) all += name + '\n';
  return all;
}

}  // namespace descent::hostile
