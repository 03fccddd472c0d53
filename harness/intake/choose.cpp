#include "harness/intake/choose.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "harness/intake/names.hpp"

namespace descent::intake {
namespace {

constexpr std::size_t kMostListed = 50;  // names in a report

/// The path of the first folder on the way that does not count, with a '/'; else nothing.
std::string folder_passed_over(const Entry& entry) {
  const std::string& path = entry.path;
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    const bool is_folder = end < path.size() || entry.not_a_file == kFolder;
    if (is_folder && passed_over(std::string_view(path).substr(begin, end - begin))) {
      return path.substr(0, end) + '/';
    }
    begin = end + 1;
  }
  return {};
}

/// 0 is best.
int rank(const std::string& path, const Wanted& wanted) {
  if (path == wanted.course_path || path.ends_with('/' + wanted.course_path)) return 0;
  return path == wanted.name ? 1 : 2;
}

/// What there is of that name, if nothing of it is a file; else that there is nothing.
std::string missing(const std::vector<Entry>& entries, const Wanted& wanted) {
  const Entry* best = nullptr;
  for (const Entry& entry : entries) {
    if (file_name(entry.path) != wanted.name || !folder_passed_over(entry).empty()) continue;
    if (!best || rank(entry.path, wanted) < rank(best->path, wanted)) best = &entry;
  }
  if (!best) return fmt::format("There is no file {} in the submission.", wanted.name);
  return fmt::format("{} is {}; hand in the file itself.", shown(best->path), best->not_a_file);
}

std::string listed(const Entry& entry) {
  if (const std::string folder = folder_passed_over(entry); !folder.empty()) return shown(folder);
  const std::string name = entry.path.empty() ? "(no name)" : shown(entry.path);
  return entry.not_a_file.empty() ? name : fmt::format("{} ({})", name, entry.not_a_file);
}

}  // namespace

Choice choose(const std::vector<Entry>& entries, const Wanted& wanted) {
  const Entry* best = nullptr;
  const Entry* rival = nullptr;
  for (const Entry& entry : entries) {
    if (!entry.not_a_file.empty() || file_name(entry.path) != wanted.name ||
        !folder_passed_over(entry).empty()) {
      continue;
    }
    if (!best || rank(entry.path, wanted) < rank(best->path, wanted)) {
      best = &entry;
      rival = nullptr;
    } else if (rank(entry.path, wanted) == rank(best->path, wanted)) {
      rival = &entry;
    }
  }
  if (!best) return {.refusal = missing(entries, wanted)};
  if (rival) {
    return {.refusal = fmt::format("There are two files {}, and no telling which one counts: {} "
                                   "and {}. Hand in one of them.",
                                   wanted.name, shown(best->path), shown(rival->path))};
  }
  if (!best->problem.empty()) {
    return {.refusal = fmt::format("{} {}.", shown(best->path), best->problem)};
  }
  return {.entry = best};
}

std::vector<std::string> others(const std::vector<Entry>& entries,
                                const std::vector<const Entry*>& chosen) {
  std::set<std::string> lines;
  for (const Entry& entry : entries) {
    const bool plain_folder = entry.not_a_file == kFolder && folder_passed_over(entry).empty();
    if (plain_folder || std::find(chosen.begin(), chosen.end(), &entry) != chosen.end()) continue;
    lines.insert(listed(entry));
  }
  if (lines.size() <= kMostListed) return {lines.begin(), lines.end()};
  std::vector<std::string> first(lines.begin(), std::next(lines.begin(), kMostListed));
  first.push_back(fmt::format("... and {} more", lines.size() - kMostListed));
  return first;
}

}  // namespace descent::intake
