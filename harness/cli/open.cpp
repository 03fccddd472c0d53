#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <string_view>

#include "harness/cli/commands.hpp"
#include "harness/cli/place.hpp"

namespace descent::cli {
namespace {

namespace fs = std::filesystem;

bool is_set(const char* name) {
  const char* const value = std::getenv(name);
  return value && *value;
}

/// The stage's page of the built book, if it was built; else the text that it is built from.
fs::path page_of(const course::Course& course, const course::Stage& stage) {
  const fs::path book = course.root() / "build" / "book";
  for (const fs::path& page :
       {book / "stages" / (stage.name() + ".html"), book / "stages" / stage.name() / "index.html",
        book / (stage.name() + ".html")}) {
    if (fs::exists(page)) return page;
  }
  return course.root() / stage.manifest.page("");
}

/// Asks the desktop to open a file, and waits for nothing.
void show_on_desktop(const fs::path& file) {
  posix_spawn_file_actions_t actions{};
  posix_spawn_file_actions_init(&actions);
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0);
  }
  std::string program = "xdg-open";
  std::string argument = file.string();
  char* const arguments[] = {program.data(), argument.data(), nullptr};
  pid_t pid = 0;
  posix_spawnp(&pid, program.c_str(), &actions, nullptr, arguments, environ);  // or not: no matter
  posix_spawn_file_actions_destroy(&actions);
}

}  // namespace

int open_page(const course::Course& course, const std::string& what, const Terminal& terminal) {
  const course::Stage& stage = *choose(course, what).stage;
  const fs::path page = page_of(course, stage);
  if (!fs::exists(page)) {
    std::cout << fmt::format("The book has no page for {} here. Its task sheet: {}\n", stage.name(),
                             link_to(course, stage.folder / "README.md", terminal));
    return kNotPassed;
  }
  std::cout << terminal.link(page, page.string()) << '\n';
  const bool remote = is_set("SSH_CONNECTION") || is_set("SSH_TTY");
  if ((is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")) && !remote) show_on_desktop(page);
  return kOk;
}

}  // namespace descent::cli
