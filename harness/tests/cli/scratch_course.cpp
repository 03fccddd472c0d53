#include "harness/tests/cli/scratch_course.hpp"

#include <algorithm>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <stdexcept>

#include "harness/author/stub.hpp"
#include "harness/course/digest.hpp"

namespace descent::cli {
namespace {

namespace fs = std::filesystem;

const fs::path kSource = DESCENT_SOURCE_DIR;
const fs::path kBuild = DESCENT_BINARY_DIR;

std::string solution(const std::string& stage, const std::string& source) {
  return course::read_file(kSource / "solutions" / stage / source);
}

void replace(std::string& text, const std::string& what, const std::string& by) {
  const auto at = text.find(what);
  if (at == std::string::npos) throw std::runtime_error("there is no '" + what + "' in:\n" + text);
  text.replace(at, what.size(), by);
}

/// A shell command as the build file of ninja has it.
std::string escaped(const std::string& command) {
  return std::regex_replace(command, std::regex("\\$"), "$$$$");
}

}  // namespace

ScratchCourse::ScratchCourse(Kind kind) {
  std::set<fs::path> folders;
  for (const auto& entry : fs::directory_iterator(kSource / "assignments")) {
    if (fs::exists(entry.path() / "stage.json")) folders.insert(entry.path());
  }
  fs::create_directories(root() / "assignments");
  fs::create_directories(root() / "harness" / "suites");
  fs::create_directories(root() / "solutions");
  fs::create_directories(build() / "stages");
  fs::create_directories(build() / "bin");
  fs::create_directory_symlink(kSource / "docs", root() / "docs");
  fs::create_symlink(kBuild / "bin" / "worker", build() / "bin" / "worker");
  for (auto folder = folders.begin(); folder != std::next(folders.begin(), 2); ++folder) {
    const std::string stage = folder->filename();
    fs::copy(*folder, root() / "assignments" / stage, fs::copy_options::recursive);
    std::vector<std::string> parts = {".public"};
    if (kind == Kind::complete) {
      fs::create_directory_symlink(kSource / "solutions" / stage, root() / "solutions" / stage);
      fs::create_directory_symlink(kSource / "harness/suites" / stage,
                                   root() / "harness/suites" / stage);
      parts.insert(parts.end(), {".hidden", ".solutions.so"});
    }
    for (const std::string& part : parts) {
      fs::create_symlink(kBuild / "stages" / (stage + part), build() / "stages" / (stage + part));
    }
  }
  course_.emplace(root(), build());
  for (const course::Stage& stage : course_->stages()) save(stage, solved(stage, {}));
  write_build_file();
}

std::string ScratchCourse::with(const course::Stage& stage, const std::string& task,
                                const std::string& body) const {
  std::string text = solved(stage, {});
  replace(text, "throw NotImplemented(\"" + task + "\");", body);
  return text;
}

std::string ScratchCourse::solved(const course::Stage& stage,
                                  const std::vector<std::string>& tasks) {
  const std::string marked_up = solution(stage.name(), stage.manifest.source);
  std::istringstream in(marked_up);
  std::string text;
  bool open = false;  // inside a region that stays: its markers go, and so it becomes no stub
  for (std::string line; std::getline(in, line);) {
    const auto at = line.find("// solution begin");
    if (at != std::string::npos) {
      const std::string name = line.size() > at + 18 ? line.substr(at + 18) : "";
      open = name.empty() ? !tasks.empty()
                          : std::find(tasks.begin(), tasks.end(), name) != tasks.end();
      if (open) continue;
    }
    if (open && line.find("// solution end") != std::string::npos) {
      open = false;
      continue;
    }
    text += line + '\n';
  }
  return author::make_stub(text, stage.manifest.source);
}

std::vector<std::string> ScratchCourse::tasks(const course::Stage& stage) {
  std::vector<std::string> ids;
  for (const outcome::Task& task : stage.manifest.tasks) ids.push_back(task.id);
  return ids;
}

void ScratchCourse::save(const course::Stage& stage, const std::string& text) {
  std::ofstream(stage.source) << text;
}

void ScratchCourse::save_by_renaming(const course::Stage& stage, const std::string& text) {
  const fs::path beside = stage.source.string() + ".new";
  std::ofstream(beside) << text;
  fs::rename(beside, stage.source);
}

void ScratchCourse::write_build_file() const {
  std::ofstream out(build() / "build.ninja");
  for (const course::Stage& stage : course_->stages()) {
    const sandbox::Ended commands =
        sandbox::run({.arguments = {"ninja", "-C", kBuild, "-t", "commands", stage.name()}});
    const fs::path real = kSource / "assignments" / stage.name() / stage.manifest.source;
    // As CMake names it: failures are told from what the build calls its targets.
    const fs::path object = build() / (fs::relative(stage.source, root()).string() + ".o");
    fs::create_directories(object.parent_path());
    const std::string target = fs::relative(object, build());
    std::istringstream lines(commands.output);
    std::string compile;
    std::string link;
    for (std::string line; std::getline(lines, line);) {
      if (line.ends_with(" -c " + real.string())) compile = line;
      if (line.find(" -o stages/" + stage.name() + ".so ") != std::string::npos) link = line;
    }
    static const std::regex output(" -o (\\S+)");
    std::smatch found;
    if (!std::regex_search(compile, found, output)) {
      throw std::runtime_error("ninja does not say how " + real.string() + " is compiled");
    }
    const std::string real_object = found[1];
    compile = std::regex_replace(compile, std::regex(" -M[TF] \\S+| -MD"), "");
    replace(compile, " -o " + real_object, " -o " + object.string());
    replace(compile, " -c " + real.string(), " -c " + stage.source.string());
    replace(link, real_object, object.string());
    replace(link, " -o stages/" + stage.name() + ".so", " -o " + stage.object.string());
    const std::string there = "cd " + kBuild.string() + " && ";
    out << "rule compile_" << stage.name() << "\n  command = " << there << escaped(compile) << '\n'
        << "rule link_" << stage.name() << "\n  command = " << there << escaped(link) << '\n'
        << "build " << target << ": compile_" << stage.name() << ' ' << stage.source.string()
        << '\n'
        << "build stages/" << stage.name() << ".so: link_" << stage.name() << ' ' << target << '\n'
        << "build " << stage.name() << ".check: phony stages/" << stage.name() << ".so\n"
        << "build " << stage.name() << ".hidden: phony\n";
  }
  out << "build descent: phony\n";
}

std::vector<std::string> ScratchCourse::environment() const {
  return {"PATH=/usr/bin:/bin",
          "HOME=" + root().string(),
          "LANG=C.UTF-8",
          "TERM=xterm-256color",
          "DESCENT_ROOT=" + root().string(),
          "DESCENT_BUILD=" + build().string()};
}

sandbox::Ended ScratchCourse::descent(const std::vector<std::string>& words,
                                      const std::string& input) const {
  // The shell hands the input over, in $0; the words come behind it as they are.
  std::vector<std::string> arguments = {
      "/bin/sh", "-c", "program=$1; shift; printf '%s' \"$0\" | \"$program\" \"$@\"", input,
      program()};
  arguments.insert(arguments.end(), words.begin(), words.end());
  return sandbox::run({.arguments = arguments,
                       .folder = root(),
                       .environment = environment(),
                       .wall_clock = std::chrono::minutes(5)});
}

fs::path ScratchCourse::program() { return kBuild / "bin" / "descent"; }

}  // namespace descent::cli
