#include "harness/author/new_stage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <regex>
#include <stdexcept>
#include <utility>

#include "harness/course/digest.hpp"

namespace descent::author {
namespace {

namespace fs = std::filesystem;

using Words = std::vector<std::pair<std::string, std::string>>;

/// Words that the name of a function cannot be made of.
constexpr std::array kTaken = {"descent", "arma", "std", "stage", "harness"};

void require_good_name(const std::string& stage) {
  static const std::regex kPattern("[0-9]{2}-[a-z][a-z0-9]*(-[a-z0-9]+)*");
  constexpr std::size_t kLongest = 40;
  const std::string name = stage.substr(std::min<std::size_t>(3, stage.size()));
  if (!std::regex_match(stage, kPattern) || stage.size() > kLongest ||
      std::find(kTaken.begin(), kTaken.end(), name) != kTaken.end()) {
    throw std::invalid_argument(
        fmt::format("'{}' cannot be a stage: two digits, a hyphen and a name in small letters are "
                    "needed, such as 13-attention or 14-weight-decay",
                    stage));
  }
}

void require_new(const course::Course& course, const std::string& stage) {
  const auto number = [](const std::string& name) { return name.substr(0, 2); };
  const auto name = [](const std::string& stage_name) { return stage_name.substr(3); };
  for (const course::Stage& other : course.stages()) {
    if (number(other.name()) == number(stage)) {
      const int next = std::stoi(number(course.stages().back().name())) + 1;
      throw std::invalid_argument(
          fmt::format("there is a stage {} already: {}{}", number(stage), other.name(),
                      next > 99 ? "" : fmt::format("; {:02} is free", next)));
    }
    if (name(other.name()) == name(stage)) {
      throw std::invalid_argument(
          fmt::format("there is a stage of that name already: {}. Stages "
                      "are also called by their names alone.",
                      other.name()));
    }
  }
}

/// "weight-decay" as "WeightDecay", the way the suites of tasks are called.
std::string camel(const std::string& name) {
  std::string result;
  bool upper = true;
  for (const char c : name) {
    if (c == '-') {
      upper = true;
    } else {
      result += upper ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
      upper = false;
    }
  }
  return result;
}

std::string title_from(std::string name) {
  std::replace(name.begin(), name.end(), '-', ' ');
  name.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(name.front())));
  return name;
}

std::string filled_in(std::string text, const Words& words) {
  for (const auto& [word, value] : words) {
    for (auto at = text.find(word); at != std::string::npos;
         at = text.find(word, at + value.size())) {
      text.replace(at, word.size(), value);
    }
  }
  return text;
}

/// A title goes into JSON, Markdown and comments as it is.
void require_good_title(const std::string& title) {
  const bool good = std::none_of(title.begin(), title.end(), [](char c) {
    return static_cast<unsigned char>(c) < ' ' || c == '"' || c == '\\' || c == '@';
  });
  if (!good) {
    throw std::invalid_argument(
        "a title is one line, without quotes, backslashes and '@'; write those into stage.json");
  }
}

/// Where the files of the template go.
fs::path destination(const fs::path& in_template, const std::string& stage) {
  const std::string part = *in_template.begin();
  const fs::path rest = in_template.lexically_relative(part);
  if (part == "suites") return fs::path("harness/suites") / stage / rest;
  if (part == "chapter.md") return fs::path("docs/stages") / (stage + ".md");
  return fs::path(part) / stage / rest;
}

}  // namespace

std::vector<fs::path> make_stage(const course::Course& course, const std::string& stage,
                                 const std::string& title) {
  require_good_name(stage);
  require_new(course, stage);
  require_good_title(title);
  const std::string name = stage.substr(3);
  std::string identifier = name;
  std::replace(identifier.begin(), identifier.end(), '-', '_');
  const Words words = {{"@stage@", stage},
                       {"@number@", std::to_string(std::stoi(stage.substr(0, 2)))},
                       {"@name@", identifier},
                       {"@Name@", camel(name)},
                       {"@title@", title.empty() ? title_from(name) : title}};

  const fs::path folder = course.root() / "harness/author/template";
  std::map<fs::path, std::string> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    const bool hidden = entry.path().filename().string().starts_with('.');  // .clang-format
    if (!entry.is_regular_file() || hidden) continue;
    const fs::path inner = filled_in(fs::relative(entry.path(), folder).string(), words);
    files[destination(inner, stage)] = filled_in(course::read_file(entry.path()), words);
  }
  for (const auto& [path, content] : files) {
    if (!fs::exists(course.root() / path)) continue;
    throw std::invalid_argument(
        fmt::format("{} is in the way: it is left of a stage that has no stage.json. Nothing was "
                    "written.",
                    path.string()));
  }
  std::vector<fs::path> written;
  for (const auto& [path, content] : files) {
    fs::create_directories((course.root() / path).parent_path());
    course::write_file(course.root() / path, content);
    written.push_back(path);
  }
  return written;
}

}  // namespace descent::author
