#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <iostream>
#include <system_error>

#include "harness/cli/build.hpp"
#include "harness/cli/commands.hpp"

namespace descent::cli {

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
  if (!built.ok) {
    std::cout << built.target << " does not build:\n"
              << first_error(built.messages, stage.manifest.source) << '\n';
    return kNotPassed;
  }
  std::string program = stage.checker(name);
  std::vector<std::string> words = options.arguments;
  std::vector<char*> arguments = {program.data()};
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  std::cout.flush();
  execv(program.c_str(), arguments.data());
  throw std::system_error(errno, std::generic_category(), "cannot start " + program);
}

}  // namespace descent::cli
