#pragma once

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "harness/course/course.hpp"
#include "harness/course/digest.hpp"
#include "harness/sandbox/temporary_folder.hpp"

namespace descent::grader {

/// The example class: which stage it is of, and what its students must get.
inline const nlohmann::json& example_class() {
  static const auto json = nlohmann::json::parse(
      course::read_file(std::filesystem::path(DESCENT_SOURCE_DIR) / "examples/class.json"));
  return json;
}

inline const std::filesystem::path kExamples =
    std::filesystem::path(DESCENT_SOURCE_DIR) / "examples/submissions";

inline const course::Course& course_under_test() {
  static const course::Course course(DESCENT_SOURCE_DIR, DESCENT_BINARY_DIR);
  return course;
}

inline const course::Stage& stage_under_test() {
  return course_under_test().find(example_class().at("stage").get<std::string>());
}

/// A folder of submissions that a test makes up.
class ScratchClass {
 public:
  const std::filesystem::path& path() const { return folder_.path(); }

  /// The folder of one student, made if need be.
  std::filesystem::path student(const std::string& name) const {
    const std::filesystem::path folder = path() / name;
    std::filesystem::create_directories(folder);
    return folder;
  }

  /// A file in the folder of a student.
  std::filesystem::path add(const std::string& name, const std::string& file,
                            const std::string& text) const {
    const std::filesystem::path path = student(name) / file;
    std::ofstream(path) << text;
    return path;
  }

 private:
  sandbox::TemporaryFolder folder_;
};

/// The text of the stub with another statement in the place of each "not implemented".
inline std::string stub_with(const std::string& statement) {
  std::string text = course::read_file(kExamples / "grace" / stage_under_test().manifest.source);
  for (std::size_t at; (at = text.find("throw NotImplemented(")) != std::string::npos;) {
    text.replace(at, text.find(';', at) + 1 - at, statement);
  }
  return text;
}

}  // namespace descent::grader
