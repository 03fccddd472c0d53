#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <string>

#include "harness/course/course.hpp"
#include "harness/course/digest.hpp"
#include "harness/sandbox/temporary_folder.hpp"

namespace descent::course {

namespace fs = std::filesystem;

/// A course of empty stages.
class CourseFolder : public testing::Test {
 protected:
  void add(const std::string& folder, const std::string& stage,
           const std::string& builds_on = "[]") {
    fs::create_directories(root_ / "assignments" / folder);
    course::write_file(root_ / "assignments" / folder / "stage.json",
                       R"({"stage": ")" + stage + R"(", "title": "T", "summary": "S",
      "source": "s.cpp", "header": "s.hpp", "builds_on": )" +
                           builds_on + R"(,
      "tasks": [{"id": "t", "title": "T", "points": 1, "hints": [], "read": "r"}]})");
  }

  std::string message(const std::function<void()>& action) const {
    try {
      action();
    } catch (const std::exception& error) {
      return error.what();
    }
    return "no error";
  }

  sandbox::TemporaryFolder folder_;
  fs::path root_ = folder_.path();
};

}  // namespace descent::course
