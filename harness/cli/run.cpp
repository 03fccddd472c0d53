#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <iostream>
#include <system_error>

#include "harness/cli/build.hpp"
#include "harness/cli/commands.hpp"

namespace descent::cli {
namespace {

[[noreturn]] void become(const std::string& program, std::vector<std::string> words) {
  words.insert(words.begin(), program);
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  std::cout.flush();
  execv(program.c_str(), arguments.data());
  throw std::system_error(errno, std::generic_category(), "cannot start " + program);
}

}  // namespace

int run(const course::Course& course, const RunOptions& options, const Terminal& terminal) {
  const course::Stage& stage = course.find(options.stage);
  if (!std::filesystem::exists(stage.folder / "program.cpp")) {
    throw std::invalid_argument(stage.name() + " has no program to run");
  }
  if (options.reference && !stage.solutions) {
    throw std::invalid_argument("this course comes without solutions: run your own code");
  }
  const std::string name = options.reference ? "program.reference" : "program";
  const BuildResult built = build(course, {stage.name() + "." + name}, terminal);
  if (!built.ok) return does_not_build(stage, built);
  become(stage.checker(name), options.arguments);
}

int hand_over(const course::Course& course, const std::string& program, const std::string& command,
              const std::vector<std::string>& arguments, const Terminal& terminal) {
  const BuildResult built = build(course, {program}, terminal);
  if (!built.ok) {
    std::cout << fmt::format("What has the command {} does not build ({}):\n", command,
                             built.target)
              << built.messages;
    return kBroken;
  }
  setenv("DESCENT_ROOT", course.root().c_str(), 1);
  setenv("DESCENT_BUILD", course.build().c_str(), 1);
  std::vector<std::string> words = {command};
  words.insert(words.end(), arguments.begin(), arguments.end());
  become(course.build() / "bin" / program, words);
}

}  // namespace descent::cli
