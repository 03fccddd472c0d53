#include "harness/cli/said.hpp"

#include <exception>
#include <map>
#include <sstream>
#include <system_error>

#include "harness/course/digest.hpp"

namespace descent::cli {
namespace {

namespace fs = std::filesystem;

fs::path file_of(const course::Course& course, const course::Stage& stage) {
  return course.build() / "said" / stage.name();
}

/// How Ninja names the object of the student's file, without sanitizers and the like.
std::string object_of(const course::Course& course, const course::Stage& stage) {
  return "/" + stage.name() + ".dir/" + fs::relative(stage.source, course.root()).string() + ".o";
}

/// The stage whose file a line such as "[3/12] Building CXX object ..." is about, or nullptr.
const course::Stage* stage_of(const course::Course& course, const std::string& line) {
  if (line.find("] Building ") == std::string::npos) return nullptr;
  for (const course::Stage& stage : course.stages()) {
    if (line.ends_with(object_of(course, stage))) return &stage;
  }
  return nullptr;
}

}  // namespace

void note_said(const course::Course& course, const std::string& build_output) {
  std::map<const course::Stage*, std::string> said;
  const course::Stage* stage = nullptr;
  std::istringstream lines(build_output);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with('[') || line.starts_with("FAILED: ") || line.starts_with("ninja: ")) {
      stage = stage_of(course, line);
      if (stage) said[stage].clear();
    } else if (stage) {
      said[stage] += line + '\n';
    }
  }
  for (const auto& [of, text] : said) {
    try {
      fs::create_directories(file_of(course, *of).parent_path());
      course::write_file(file_of(course, *of), text);
    } catch (const std::exception&) {
      continue;
    }
  }
}

std::string said_of(const course::Course& course, const course::Stage& stage) {
  const fs::path file = file_of(course, stage);
  std::error_code error;
  const auto noted = fs::last_write_time(file, error);
  if (error) return "";
  const auto edited = fs::last_write_time(stage.source, error);
  if (error || edited > noted) return "";
  try {
    return course::read_file(file);
  } catch (const std::exception&) {
    return "";
  }
}

}  // namespace descent::cli
