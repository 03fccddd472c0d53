#include "harness/cli/build.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <sstream>

#include "harness/cli/said.hpp"
#include "harness/sandbox/process.hpp"

namespace descent::cli {
namespace {

/// Ninja's output is "[3/12] Building ..." lines; a failing step is "FAILED: target", its command,
/// and what the command printed.
BuildResult read_failure(const std::string& output) {
  BuildResult result;
  result.ok = false;
  std::istringstream lines(output);
  bool failing = false;
  bool command_follows = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("FAILED: ")) {
      if (!result.target.empty()) break;
      result.target = line.substr(8);
      failing = command_follows = true;
    } else if (command_follows) {
      command_follows = false;
    } else if (failing) {
      if (line.starts_with("[") || line.starts_with("ninja: ")) break;
      result.messages += line + '\n';
    }
  }
  if (result.messages.empty()) result.messages = output;  // CMake's own errors look otherwise
  return result;
}

}  // namespace

BuildResult build(const course::Course& course, const std::vector<std::string>& targets,
                  const Terminal& terminal) {
  if (targets.empty()) return {};
  setenv("NINJA_STATUS", "[%f/%t] ", 1);
  sandbox::Command command{.arguments = {"ninja", "-C", course.build()}};
  command.arguments.insert(command.arguments.end(), targets.begin(), targets.end());
  command.most_output = std::size_t{1} << 24;
  std::string pending;
  command.on_output = [&](const std::string& text) {
    pending += text;
    const auto end = pending.rfind('\n');
    if (end == std::string::npos) return;
    const auto begin = pending.rfind('[', end);
    const auto close = begin == std::string::npos ? begin : pending.find(']', begin);
    // "[3/12]", and not what a compiler has in brackets.
    const bool counts = begin != std::string::npos && begin + 1 < end &&
                        pending[begin + 1] >= '0' && pending[begin + 1] <= '9';
    if (counts && close != std::string::npos && close < end) {
      terminal.progress(terminal.dim("building " + pending.substr(begin, close - begin + 1)));
    }
    pending.erase(0, end + 1);
  };
  const sandbox::Ended ended = sandbox::run(command);
  terminal.progress("");
  note_said(course, ended.output);
  return ended.ok() ? BuildResult{} : read_failure(ended.output);
}

}  // namespace descent::cli
