#include "harness/cli/terminal.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <string_view>

namespace descent::cli {

Terminal::Terminal() : interactive_(isatty(STDOUT_FILENO) == 1) {
  const char* no_colour = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  colour_ =
      interactive_ && (!no_colour || !*no_colour) && !(term && std::string_view(term) == "dumb");
}

std::string Terminal::paint(const char* code, const std::string& text) const {
  return colour_ ? fmt::format("\033[{}m{}\033[0m", code, text) : text;
}

outcome::Emphasis Terminal::emphasis() const {
  return colour_ ? outcome::Emphasis{"\033[1m", "\033[0m"} : outcome::Emphasis{};
}

std::string Terminal::link(const std::filesystem::path& file, const std::string& text) const {
  if (!colour_) return text;
  return fmt::format("\033]8;;file://{}\033\\{}\033]8;;\033\\", file.string(), text);
}

void Terminal::progress(const std::string& line) const {
  if (interactive_) std::cout << "\r\033[K" << line << std::flush;
}

std::string Terminal::bar(int part, int whole, int width) {
  const int full = whole > 0 ? part * width / whole : 0;
  std::string text;
  for (int i = 0; i < width; ++i) text += i < full ? "█" : "░";
  return text;
}

}  // namespace descent::cli
