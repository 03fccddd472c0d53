#pragma once

#include <string>

#include "harness/author/choose.hpp"
#include "harness/course/course.hpp"
#include "harness/course/digest.hpp"
#include "harness/release/package.hpp"
#include "harness/sandbox/temporary_folder.hpp"

namespace descent::release::scratch {

namespace fs = std::filesystem;

/// A folder to write in, gone with the test.
class Folder {
 public:
  fs::path path() const { return folder_.path(); }

  void write(const std::string& path, const std::string& content) const {
    fs::create_directories((this->path() / path).parent_path());
    course::write_file(this->path() / path, content);
  }
  std::string read(const std::string& path) const { return course::read_file(this->path() / path); }
  bool has(const std::string& path) const { return fs::exists(this->path() / path); }
  void remove(const std::string& path) const { fs::remove(this->path() / path); }

 private:
  sandbox::TemporaryFolder folder_;
};

/// A course of four small stages: 01-one, 03-three, 04-four, and 05-five, which builds on 01-one.
/// Its lists and its template are those of the real one.
class Scratch : public Folder {
 public:
  Scratch() {
    for (const char* list : {"contents.txt", "harmless_lines.txt", "student_readme.md"}) {
      const std::string path = std::string("harness/release/") + list;
      write(path, course::read_file(fs::path(DESCENT_SOURCE_DIR) / path));
    }
    write("packages.txt", "# Libraries\ncmake\nsqlite # staff: the gradebook\n\n[peers]\nnumpy\n");
    write("descent", "#!/bin/sh\n");
    fs::permissions(path() / "descent", fs::perms::owner_all);
    stage("01-one", "one", "");
    stage("03-three", "three", "");
    stage("04-four", "four", "");
    stage("05-five", "five", R"("builds_on": ["01-one"],)");
  }

  course::Course course() const { return {path(), path() / "build"}; }

  Package package(const std::vector<std::string>& stages = {}, int hints = 3) const {
    const course::Course all = course();
    return make_package(all, {.stages = author::choose_stages(all, stages), .hints = hints});
  }

  static std::string answer(const std::string& name) {
    return "  return the_answer_that_nobody_may_read_of_" + name + "();";
  }

 private:
  void stage(const std::string& stage, const std::string& name, const std::string& builds_on) {
    const std::string folder = "assignments/" + stage + "/";
    write(folder + "stage.json",
          R"({"stage": ")" + stage + R"(", "title": "T", "summary": "S.", )" + builds_on +
              R"("source": ")" + name + R"(.cpp", "header": ")" + name +
              R"(.hpp", "tasks": [{"id": ")" + name +
              R"(", "title": "T", "points": 1, "read": "r", )" +
              R"("hints": ["nudge", "method", "nearly the code of )" + name + R"("]}]})");
    write(folder + name + ".hpp", "int " + name + "();\n");
    write(folder + name + ".cpp", "// somebody worked here\n" + answer(name) + "\n");
    write(folder + "public_tests.cpp", "// tests\n");
    write("solutions/" + stage + "/" + name + ".cpp",
          "// write me\nint " + name + "() {\n  // solution begin " + name + "\n" + answer(name) +
              "\n  // solution end\n}\n");
    write("harness/suites/" + stage + "/hidden_tests.cpp", "// hidden\n");
    write("docs/stages/" + stage + ".md", "# " + name + "\n");
  }
};

}  // namespace descent::release::scratch
