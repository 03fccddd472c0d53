#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace descent::release {

/// One line of contents.txt.
struct Rule {
  std::string path;  ///< may hold '*'
  bool for_students = true;
};

/// Reads contents.txt. STAGE becomes each of the released stages, OTHER each of the others.
std::vector<Rule> read_rules(const std::string& text, const std::vector<std::string>& released,
                             const std::vector<std::string>& others);

/// Whether `pattern` names `path` or a folder above it.
bool names(const std::string& pattern, const std::string& path);

struct Contents {
  std::vector<std::string> files;  ///< for students; relative to the course, sorted
  /// What no rule names, and links: not for students. Folders are not looked into.
  std::vector<std::string> unknown;
};

/// Sorts the files of a course by the rules. Names that editors and merges leave behind ("*~",
/// "*.orig", ...) are for nobody.
Contents sort_contents(const std::filesystem::path& root, const std::vector<Rule>& rules);

}  // namespace descent::release
