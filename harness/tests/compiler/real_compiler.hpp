#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>

#include "harness/sandbox/process.hpp"
#include "harness/sandbox/temporary_folder.hpp"

namespace descent::compiler {

/// Clang or GCC as they are installed here, with what a student's file includes precompiled:
/// parsing Armadillo again for each snippet would take minutes.
class RealCompiler {
 public:
  explicit RealCompiler(std::string program) : program_(std::move(program)) {
    if (!sandbox::run({.arguments = {program_, "--version"}}).ok()) return;
    write("student.hpp",
          "#include <algorithm>\n#include <armadillo>\n#include <cmath>\n#include <stdexcept>\n"
          "#include <string>\n#include <vector>\n");
    write("losses.hpp",
          "namespace descent {\n"
          "struct LossResult { double loss = 0; arma::mat dscores; };\n"
          "LossResult svm_loss(const arma::mat& scores, const arma::uvec& labels, double delta = "
          "1);\n"
          "arma::mat relu(const arma::mat& x);\n"
          "double mean_of(const arma::mat& x);\n"
          "}\n");
    works_ = run({"-x", "c++-header", "student.hpp", "-o", precompiled()}).ok();
  }

  bool works() const { return works_; }
  bool is_clang() const { return program_.starts_with("clang"); }

  /// What it says of a file with this text, called losses.cpp.
  std::string compile(const std::string& text) const {
    write("losses.cpp", text);
    std::vector<std::string> words = {"-include", "student.hpp"};
    if (is_clang()) words = {"-include-pch", precompiled()};
    words.insert(words.end(), {"-Wall", "-Wextra", "-Wno-unused-parameter", "-c",
                               (folder_.path() / "losses.cpp").string(), "-o", "losses.o"});
    return run(words).output;
  }

  /// What the linker says when that is made a shared object without holes.
  std::string link(const std::string& linker) const {
    std::vector<std::string> words = {"-shared", "-Wl,-z,defs", "losses.o", "-o", "losses.so"};
    if (!linker.empty()) words.push_back("-fuse-ld=" + linker);
    return run(words).output;
  }

 private:
  std::string precompiled() const { return is_clang() ? "student.pch" : "student.hpp.gch"; }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_.path() / name) << text;
  }

  sandbox::Ended run(std::vector<std::string> words) const {
    const std::vector<std::string> flags = {
        program_, "-std=c++20", "-O0", "-fPIC", "-DARMA_DONT_USE_WRAPPER", "-I."};
    // As in the course's own build; a snippet then takes Clang a seventh of the time.
    if (is_clang()) words.insert(words.begin(), "-fpch-instantiate-templates");
    words.insert(words.begin(), flags.begin(), flags.end());
    return sandbox::run({.arguments = words, .folder = folder_.path()});
  }

  std::string program_;
  sandbox::TemporaryFolder folder_;
  bool works_ = false;
};

}  // namespace descent::compiler
