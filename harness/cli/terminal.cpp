#include "harness/cli/terminal.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <string_view>

namespace descent::cli {
namespace {

constexpr int kNarrowest = 40;

/// A path as a URL has it: everything but letters, digits and "/-_.~" as % and two digits.
std::string in_a_url(const std::filesystem::path& file) {
  std::string url;
  for (const char c : file.string()) {
    const bool stays = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("/-_.~").find(c) != std::string_view::npos;
    url += stays ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return url;
}

}  // namespace

Terminal::Terminal() : interactive_(isatty(STDOUT_FILENO) == 1) {
  const char* no_colour = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  colour_ =
      interactive_ && (!no_colour || !*no_colour) && !(term && std::string_view(term) == "dumb");
}

Terminal Terminal::plain() {
  Terminal terminal;
  terminal.interactive_ = terminal.colour_ = false;
  return terminal;
}

int Terminal::columns() const {
  winsize size{};
  if (!interactive_ || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
  return std::clamp(static_cast<int>(size.ws_col), kNarrowest, kWidest);
}

int Terminal::rows() const {
  winsize size{};
  if (!interactive_ || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_row == 0) return 24;
  return size.ws_row;
}

std::string Terminal::paint(const char* code, const std::string& text) const {
  return colour_ ? fmt::format("\033[{}m{}\033[0m", code, text) : text;
}

outcome::Emphasis Terminal::emphasis() const {
  return colour_ ? outcome::Emphasis{"\033[1m", "\033[0m"} : outcome::Emphasis{};
}

std::string Terminal::link(const std::filesystem::path& file, const std::string& text) const {
  if (!colour_) return text;
  return fmt::format("\033]8;;file://{}\033\\{}\033]8;;\033\\", in_a_url(file), text);
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
