#include "harness/author/excerpt.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <regex>
#include <sstream>
#include <vector>

namespace descent::author {
namespace {

using Lines = std::vector<std::string>;

constexpr std::string_view kBegin = "// solution begin";
constexpr std::string_view kEnd = "// solution end";

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

bool is_marker(const std::string& line) {
  return trimmed(line).starts_with(kBegin) || trimmed(line) == kEnd;
}

bool is_indented(const std::string& line) {
  return trimmed(line).empty() || line.starts_with(' ') || line.starts_with('\t');
}

std::string without_markers(const Lines& lines, std::size_t begin, std::size_t end) {
  std::string text;
  for (std::size_t i = begin; i < end; ++i) {
    if (!is_marker(lines[i])) text += lines[i] + '\n';
  }
  return text;
}

/// A helper region of the solution: a marker without a name, at the left edge.
struct Helpers {
  std::string text;
  std::vector<std::string> names;  ///< of the functions, types and constants that it defines
};

/// What is defined at the left edge, where no word can be a call.
std::vector<std::string> names_defined(const Lines& lines, std::size_t begin, std::size_t end) {
  static const std::regex function(R"(([A-Za-z_]\w*)\()");
  static const std::regex type(R"(\b(?:struct|class|using|enum class|enum)\s+([A-Za-z_]\w*))");
  static const std::regex constant(R"(\b(k[A-Z]\w*)\b)");
  std::vector<std::string> names;
  for (std::size_t i = begin; i < end; ++i) {
    if (is_indented(lines[i]) || lines[i].starts_with("//")) continue;
    for (const std::regex& one : {function, type, constant}) {
      std::smatch found;
      if (std::regex_search(lines[i], found, one)) names.push_back(found[1]);
    }
  }
  return names;
}

std::vector<Helpers> helpers_in(const Lines& lines) {
  std::vector<Helpers> all;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i] != kBegin) continue;  // at the left edge, and without a name
    std::size_t end = i;
    while (end < lines.size() && trimmed(lines[end]) != kEnd) ++end;
    all.push_back({without_markers(lines, i, end), names_defined(lines, i, end)});
    i = end;
  }
  return all;
}

bool uses(const std::string& text, const std::string& name) {
  return std::regex_search(text, std::regex("\\b" + name + "\\b"));
}

}  // namespace

std::optional<std::string> excerpt(const std::string& marked_up, const std::string& task) {
  Lines lines;
  std::istringstream in(marked_up);
  for (std::string line; std::getline(in, line);) lines.push_back(line);

  const std::string wanted = fmt::format("{} {}", kBegin, task);
  const auto found = std::find_if(lines.begin(), lines.end(),
                                  [&](const std::string& line) { return trimmed(line) == wanted; });
  if (found == lines.end()) return std::nullopt;
  // The function around it: from a line at the left edge, with the comment above, to the next one.
  auto begin = static_cast<std::size_t>(found - lines.begin());
  std::size_t end = begin;
  while (begin > 0 && is_indented(lines[begin])) --begin;
  while (begin > 0 && !trimmed(lines[begin - 1]).empty() && !is_marker(lines[begin - 1])) --begin;
  while (end < lines.size() && (is_indented(lines[end]) || is_marker(lines[end]))) ++end;
  std::string text = without_markers(lines, begin, std::min(end + 1, lines.size()));

  const std::vector<Helpers> helpers = helpers_in(lines);
  for (auto region = helpers.rbegin(); region != helpers.rend(); ++region) {  // the nearest first
    const bool used = std::any_of(region->names.begin(), region->names.end(),
                                  [&](const std::string& name) { return uses(text, name); });
    if (used) text = region->text + '\n' + text;
  }
  return text;
}

}  // namespace descent::author
