#include "harness/release/contents.hpp"

#include <fnmatch.h>

#include <algorithm>
#include <array>
#include <optional>
#include <sstream>
#include <string_view>

namespace descent::release {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kReleased = "STAGE";
constexpr std::string_view kOther = "OTHER";

/// Adds the rule with each of the stages in the word's place; false if it does not hold the word.
bool for_each_of(std::string_view word, const std::vector<std::string>& stages, Rule rule,
                 std::vector<Rule>& rules) {
  const std::string pattern = rule.path;
  const auto at = pattern.find(word);
  if (at == std::string::npos) return false;
  for (const std::string& stage : stages) {
    rule.path = std::string(pattern).replace(at, word.size(), stage);
    rules.push_back(rule);
  }
  return true;
}

/// What editors, merges and systems leave behind.
bool is_litter(const std::string& name) {
  static constexpr std::array kEnds = {"~", ".orig", ".rej", ".bak", ".new", ".swp", ".tmp", ".o"};
  return name == ".DS_Store" || std::any_of(kEnds.begin(), kEnds.end(),
                                            [&](const char* end) { return name.ends_with(end); });
}

std::optional<Rule> rule_for(const std::string& path, const std::vector<Rule>& rules) {
  std::optional<Rule> best;
  for (const Rule& rule : rules) {
    if (!names(rule.path, path)) continue;
    if (!best || rule.path.size() > best->path.size()) best = rule;
  }
  return best;
}

/// Whether a rule speaks of something below this folder, so that one must look into it.
bool is_above_a_rule(const std::string& folder, const std::vector<Rule>& rules) {
  return std::any_of(rules.begin(), rules.end(), [&](const Rule& rule) {
    return rule.for_students && rule.path.starts_with(folder + "/");
  });
}

void look_into(const fs::path& root, const fs::path& folder, const std::vector<Rule>& rules,
               Contents& contents) {
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    const std::string path = entry.path().lexically_relative(root).generic_string();
    if (is_litter(entry.path().filename()) || path == ".git") continue;
    const std::optional<Rule> rule = rule_for(path, rules);
    const bool named = rule && rule->for_students;
    if (entry.is_symlink()) {
      if (named || !rule) contents.unknown.push_back(path);  // it could lead anywhere
    } else if (entry.is_directory()) {
      if (named || is_above_a_rule(path, rules)) {
        look_into(root, entry.path(), rules, contents);
      } else if (!rule) {
        contents.unknown.push_back(path);
      }
    } else if (entry.is_regular_file()) {
      if (named) contents.files.push_back(path);
      if (!rule) contents.unknown.push_back(path);
    }
  }
}

}  // namespace

std::vector<Rule> read_rules(const std::string& text, const std::vector<std::string>& released,
                             const std::vector<std::string>& others) {
  std::vector<Rule> rules;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    Rule rule;
    if (line.starts_with("- ")) {
      rule.for_students = false;
      line.erase(0, 2);
    }
    if (line.empty() || line.starts_with("#")) continue;
    rule.path = line;
    if (!for_each_of(kReleased, released, rule, rules) && !for_each_of(kOther, others, rule, rules))
      rules.push_back(rule);
  }
  return rules;
}

bool names(const std::string& pattern, const std::string& path) {
  return fnmatch(pattern.c_str(), path.c_str(), FNM_PATHNAME | FNM_LEADING_DIR) == 0;
}

Contents sort_contents(const fs::path& root, const std::vector<Rule>& rules) {
  Contents contents;
  look_into(root, root, rules, contents);
  std::sort(contents.files.begin(), contents.files.end());
  std::sort(contents.unknown.begin(), contents.unknown.end());
  return contents;
}

}  // namespace descent::release
