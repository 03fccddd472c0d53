#include "harness/cli/build.hpp"

#include <fmt/format.h>

#include <charconv>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "harness/cli/commands.hpp"
#include "harness/cli/said.hpp"
#include "harness/sandbox/process.hpp"

namespace descent::cli {
namespace {

namespace fs = std::filesystem;

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
  if (result.target.empty()) result.target = "build.ninja";
  return result;
}

void require_build_folder(const course::Course& course) {
  if (fs::exists(course.build() / "build.ninja")) return;
  throw std::runtime_error(
      fmt::format("the build folder {0} was never configured, or something of it is gone: it has "
                  "no build.ninja. This makes it anew: cmake -S {1} --preset student -B {0}",
                  course.build().string(), course.root().string()));
}

/// Where no progress is seen, a first build would be silent for minutes. `status`: "[1/158".
void tell_of_a_long_build(const std::string& status, const Terminal& terminal) {
  constexpr int kMany = 15;  // after an edit there are three or four
  const char* const end = status.data() + status.size();
  int steps = 0;
  std::from_chars(status.data() + status.find('/') + 1, end, steps);
  if (terminal.interactive() || steps < kMany) return;
  std::cerr << fmt::format(
      "descent: building ({} steps; the first time takes a minute or more, and goes on where it "
      "was if you interrupt it) ...\n",
      steps);
}

sandbox::Ended run_ninja(const sandbox::Command& command) {
  try {
    return sandbox::run(command);
  } catch (const std::system_error& error) {
    if (error.code() != std::errc::no_such_file_or_directory) throw;
    throw std::runtime_error(
        "there is no ninja on this machine, which builds the course: packages.txt lists what it "
        "needs");
  }
}

}  // namespace

std::optional<fs::path> students_file(const course::Course& course, const course::Stage& stage,
                                      const std::string& target) {
  const auto failed = [&](const std::string& what) {
    return target.find(what) != std::string::npos;
  };
  for (const course::Source& source : stage.sources) {
    if (failed(fs::relative(source.file, course.root()).string())) return source.file;
  }
  const bool linking =
      failed("/" + stage.name() + ".so") || failed("/" + stage.name() + ".sanitized.so");
  return linking ? std::optional(stage.source) : std::nullopt;
}

int does_not_build(const course::Stage& stage, const BuildResult& built) {
  std::cout << built.target << " does not build:\n"
            << compiler::first_error(built.messages, stage.manifest.source) << '\n';
  const auto in = [&](const std::string& folder) {
    return built.target.find(folder) != std::string::npos;
  };
  return in("assignments/") || in("stages/") ? kNotPassed : kBroken;
}

BuildResult build(const course::Course& course, const std::vector<std::string>& targets,
                  const Terminal& terminal) {
  if (targets.empty()) return {};
  require_build_folder(course);
  setenv("NINJA_STATUS", "[%f/%t] ", 1);
  sandbox::Command command{.arguments = {"ninja", "-C", course.build()}};
  command.arguments.insert(command.arguments.end(), targets.begin(), targets.end());
  command.most_output = std::size_t{1} << 24;
  command.death_signal = SIGTERM;  // which Ninja passes on to its compilers
  std::string pending;
  bool told = false;
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
      if (!std::exchange(told, true))
        tell_of_a_long_build(pending.substr(begin, close - begin), terminal);
      terminal.progress(terminal.dim("building " + pending.substr(begin, close - begin + 1)));
    }
    pending.erase(0, end + 1);
  };
  const sandbox::Ended ended = run_ninja(command);
  terminal.progress("");
  note_said(course, ended.output);
  return ended.ok() ? BuildResult{} : read_failure(ended.output);
}

}  // namespace descent::cli
