#include "harness/release/texts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <stdexcept>

#include "harness/course/digest.hpp"

namespace descent::release {
namespace {

namespace fs = std::filesystem;

void replace_all(std::string& text, const std::string& what, const std::string& with) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
}

bool is_staffs(const std::string& line) {
  const auto comment = line.find('#');
  return comment != std::string::npos && comment > 0 && line.compare(comment, 8, "# staff:") == 0;
}

/// Whether a link in `page` leads to something that the course has and the package has not. (What
/// looks like a link may be C++: "[&](double x)" leads nowhere in the course.)
bool leads_to_what_is_not_here(const std::string& target, const std::string& page,
                               const Package& package, const fs::path& course) {
  const std::string file = target.substr(0, target.find('#'));
  if (file.empty() || file.find(':') != std::string::npos) return false;
  const fs::path path = (fs::path(page).parent_path() / file).lexically_normal();
  if (package.files.contains(path.generic_string())) return false;
  const std::string folder = (path / "").generic_string();
  const auto below = package.files.lower_bound(folder);
  if (below != package.files.end() && below->first.starts_with(folder)) return false;
  return fs::exists(course / path);
}

/// [words](target) whose target is not here becomes: words.
std::string without_dead_links(const std::string& text, const std::string& page,
                               const Package& package, const fs::path& course) {
  std::string result;
  std::size_t done = 0;
  for (auto middle = text.find("]("); middle != std::string::npos;
       middle = text.find("](", middle + 2)) {
    const auto open = text.rfind('[', middle);
    const auto close = text.find_first_of(")\n", middle);
    if (open == std::string::npos || open < done || close == std::string::npos ||
        text[close] != ')') {
      continue;
    }
    const std::string target = text.substr(middle + 2, close - middle - 2);
    if (!leads_to_what_is_not_here(target, page, package, course)) continue;
    const bool is_picture = open > done && text[open - 1] == '!';
    result += text.substr(done, open - done - (is_picture ? 1 : 0));
    result += text.substr(open + 1, middle - open - 1);
    done = close + 1;
  }
  return result + text.substr(done);
}

/// The lines of a part of a file, or of all of it; as far to the left as they go.
std::string quoted(const fs::path& file, const std::string& part) {
  std::vector<std::string> quoted;
  std::size_t indent = std::string::npos;
  bool inside = part.empty();
  bool found = inside;
  std::istringstream lines(course::read_file(file));
  for (std::string line; std::getline(lines, line);) {
    if (line.find("--8<-- [") != std::string::npos) {
      if (line.find("[start:" + part + "]") != std::string::npos) inside = found = true;
      if (line.find("[end:" + part + "]") != std::string::npos) inside = false;
    } else if (inside) {
      quoted.push_back(line);
      indent = std::min(indent, line.find_first_not_of(' '));
    }
  }
  if (!found) {
    throw std::runtime_error(fmt::format("{} has no part '{}'", file.string(), part));
  }
  std::string text;
  for (const std::string& line : quoted) {
    text += (line.size() > indent ? line.substr(indent) : "") + '\n';
  }
  return text;
}

}  // namespace

std::string students_packages(const std::string& packages) {
  std::string kept;
  std::string paragraph;
  bool lost = false;  // has the paragraph lost packages, and kept none?
  const auto finish = [&] {
    if (!lost) kept += paragraph;
    paragraph.clear();
    lost = false;
  };
  bool has_package = false;
  std::istringstream lines(packages);
  for (std::string line; std::getline(lines, line) && !line.starts_with('[');) {
    if (is_staffs(line)) {
      lost = lost || !has_package;
      continue;
    }
    paragraph += line + '\n';
    if (line.empty()) {
      finish();
      has_package = false;
    } else if (!line.starts_with('#')) {
      has_package = true;
      lost = false;
    }
  }
  return kept;  // the paragraph that is open is the heading of the first optional part
}

std::string students_readme(const std::string& pattern,
                            const std::vector<const course::Stage*>& stages) {
  std::string table = "| stage | points | you write |\n|---|---|---|\n";
  for (const course::Stage* stage : stages) {
    table += fmt::format("| [{0}](assignments/{0}/README.md) | {1} | {2} |\n", stage->name(),
                         stage->manifest.points(), stage->manifest.summary);
  }
  table.pop_back();
  std::string text = pattern;
  const course::Stage& first = *stages.front();
  replace_all(text, "@stages@", table);
  replace_all(text, "@first@", first.name());
  replace_all(text, "@source@", first.manifest.source);
  replace_all(text, "@task@", first.manifest.tasks.front().id);
  return text;
}

std::string without_answers(const std::string& chapter) {
  static const std::string kWords = "; short answers stand at the [end of the chapter](#answers)";
  std::string text = chapter;
  const auto begin = text.find("\n## Answers\n");
  if (begin == std::string::npos) return text;
  const auto next = text.find("\n## ", begin + 1);
  text.erase(begin, next == std::string::npos ? next : next - begin);
  if (!text.ends_with('\n')) text += '\n';
  replace_all(text, kWords, "");
  return text;
}

std::string with_quoted_code(const std::string& page, const fs::path& course) {
  static const std::string kQuote = "--8<-- \"";
  std::string text;
  std::istringstream lines(page);
  for (std::string line; std::getline(lines, line);) {
    const auto close = line.rfind('"');
    if (!line.starts_with(kQuote) || close < kQuote.size()) {
      text += line + '\n';
      continue;
    }
    const std::string target = line.substr(kQuote.size(), close - kQuote.size());
    text +=
        quoted(course / target.substr(0, target.find(':')),
               target.find(':') == std::string::npos ? "" : target.substr(target.find(':') + 1));
  }
  return text;
}

void unlink_what_is_not_here(Package& package, const fs::path& course) {
  for (auto& [path, file] : package.files) {
    if (path.ends_with(".md")) {
      file.content = without_dead_links(file.content, path, package, course);
    }
  }
}

}  // namespace descent::release
