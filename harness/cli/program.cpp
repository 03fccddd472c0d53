#include "harness/cli/program.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <iostream>
#include <stdexcept>

#include "harness/cli/commands.hpp"

namespace descent::cli {
namespace {

/// "show, adjust, comment"
std::string names(const std::vector<const CLI::App*>& commands) {
  std::string text;
  for (const CLI::App* command : commands) {
    if (command->get_group().empty()) continue;  // one that is not spoken of
    text += (text.empty() ? "" : ", ") + command->get_name();
  }
  return text;
}

/// What is wrong, for somebody who typed `command`, "./descent check".
std::string in_words(const std::string& command, const CLI::App& app,
                     const CLI::ParseError& error) {
  const std::string text = error.what();  // "The following argument was not expected: 08"
  const auto colon = text.find(": ");
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr && colon != std::string::npos) {
    return fmt::format("{} takes no '{}'", command, text.substr(colon + 2));
  }
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr && text.ends_with(" missing")) {
    return fmt::format("{}: {} needs a value", command, text.substr(0, colon));
  }
  if (text == "A subcommand is required") {
    return fmt::format("{} needs one of these: {}", command, names(app.get_subcommands({})));
  }
  return fmt::format("{}: {}", command, text);
}

}  // namespace

int refused(const CLI::App& app, const CLI::ParseError& error) {
  if (error.get_exit_code() == 0) return app.exit(error);
  std::string command = app.get_name();
  const CLI::App* typed = &app;
  while (!typed->get_subcommands().empty()) {
    typed = typed->get_subcommands().front();
    command += ' ' + typed->get_name();
  }
  std::cerr << fmt::format("descent: {}; {} --help says what it takes\n",
                           in_words(command, *typed, error), command);
  return kUsage;
}

std::string sentence_of(const std::exception& error) {
  const std::string text = error.what();
  const std::string in_front = "filesystem error: ";
  return text.starts_with(in_front) ? text.substr(in_front.size()) : text;
}

int guarded(const std::function<int()>& run) {
  try {
    return run();
  } catch (const std::invalid_argument& error) {
    std::cerr << "descent: " << sentence_of(error) << '\n';
    return kUsage;
  } catch (const std::exception& error) {
    std::cerr << "descent: " << sentence_of(error) << '\n';
    return kBroken;
  }
}

course::Course course_handed_over() {
  const char* root = std::getenv("DESCENT_ROOT");
  const char* build = std::getenv("DESCENT_BUILD");
  if (root == nullptr || build == nullptr) {
    throw std::invalid_argument("this program is started by ./descent");
  }
  return {root, build};
}

}  // namespace descent::cli
