#include "harness/cli/build.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <sstream>

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

bool is_error(const std::string& line) { return line.find(" error: ") != std::string::npos; }

bool starts_diagnostic(const std::string& line) {
  return is_error(line) || line.find(" warning: ") != std::string::npos ||
         line.find(" note: ") != std::string::npos ||
         line.find("In file included from ") != std::string::npos;
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
    if (close != std::string::npos && close < end) {
      terminal.progress(terminal.dim("building " + pending.substr(begin, close - begin + 1)));
    }
    pending.erase(0, end + 1);
  };
  const sandbox::Ended ended = sandbox::run(command);
  terminal.progress("");
  return ended.ok() ? BuildResult{} : read_failure(ended.output);
}

std::string first_error(const std::string& messages, const std::string& source) {
  std::vector<std::string> lines;
  std::istringstream in(messages);
  for (std::string line; std::getline(in, line);) lines.push_back(line);

  std::size_t errors = 0;
  std::size_t first = lines.size();
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!is_error(lines[i])) continue;
    ++errors;
    // Prefer an error that points into the student's file over one deep inside a library.
    const bool own = lines[i].find(source + ":") != std::string::npos;
    if (first == lines.size() || (own && lines[first].find(source + ":") == std::string::npos)) {
      first = i;
    }
  }
  if (first == lines.size()) return messages;

  std::string text = lines[first];
  for (std::size_t i = first + 1; i < lines.size() && !starts_diagnostic(lines[i]); ++i) {
    text += '\n' + lines[i];
  }
  if (lines[first].find(source + ":") == std::string::npos) {
    for (std::size_t i = first + 1; i < lines.size() && !is_error(lines[i]); ++i) {
      if (lines[i].find(source + ":") == std::string::npos) continue;
      text += '\n' + lines[i];  // "... requested here": where the student's code comes in
      for (++i; i < lines.size() && !starts_diagnostic(lines[i]); ++i) text += '\n' + lines[i];
      break;
    }
  }
  if (const std::size_t more = errors - 1; more > 0) {
    text +=
        fmt::format("\n({} more {}; mend this one first)", more, more == 1 ? "error" : "errors");
  }
  return text;
}

}  // namespace descent::cli
