#include <iostream>
#include <thread>

#include "harness/cli/build.hpp"
#include "harness/cli/commands.hpp"
#include "harness/sandbox/process.hpp"

namespace descent::cli {

int test(const course::Course& course, std::vector<std::string> ctest_arguments,
         const Terminal& terminal) {
  const bool also_long = std::erase(ctest_arguments, "--long") > 0;
  std::cout << "Building the project's own tests ...\n" << std::flush;
  const BuildResult built = build(course, {"harness_tests"}, terminal);
  if (!built.ok) {
    std::cout << built.target << " does not build:\n" << built.messages;
    return kBroken;
  }
  sandbox::Command command{.arguments = {"ctest", "--test-dir", course.build(), "-L",
                                         also_long ? "^(harness|long)$" : "^harness$",
                                         "--output-on-failure", "--no-tests=error", "-j",
                                         std::to_string(std::thread::hardware_concurrency())}};
  command.arguments.insert(command.arguments.end(), ctest_arguments.begin(), ctest_arguments.end());
  command.on_output = [](const std::string& text) { std::cout << text << std::flush; };
  return sandbox::run(command).ok() ? kOk : kNotPassed;
}

}  // namespace descent::cli
