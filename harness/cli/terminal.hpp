#pragma once

#include <filesystem>
#include <string>

#include "harness/outcome/story.hpp"

namespace descent::cli {

/// How to write for whoever reads: colour and links on a terminal; plain text in a pipe, where
/// NO_COLOR is set, or where TERM is "dumb".
class Terminal {
 public:
  static constexpr int kWidest = 100;  ///< longer lines are hard to read

  /// Looks at standard output and the environment.
  Terminal();

  /// One that is never interactive and has no colours, whatever standard output is.
  static Terminal plain();

  bool interactive() const { return interactive_; }

  /// How many columns there are to write in: at most kWidest of them, and 80 in a pipe.
  int columns() const;
  int rows() const;  ///< 24 in a pipe

  std::string bold(const std::string& text) const { return paint("1", text); }
  std::string dim(const std::string& text) const { return paint("2", text); }
  std::string red(const std::string& text) const { return paint("31", text); }
  std::string green(const std::string& text) const { return paint("32", text); }
  std::string yellow(const std::string& text) const { return paint("33", text); }
  std::string cyan(const std::string& text) const { return paint("36", text); }

  /// What makes the main sentence of a failure strike the eye.
  outcome::Emphasis emphasis() const;

  /// A file as a link that terminals can open (OSC 8); just the text elsewhere.
  std::string link(const std::filesystem::path& file, const std::string& text) const;

  /// Replaces the line that the last call of this left on the terminal; "" clears it. Nothing in a
  /// pipe.
  void progress(const std::string& line) const;

  /// "██████░░░░" for a part of a whole.
  static std::string bar(int part, int whole, int width);

 private:
  std::string paint(const char* code, const std::string& text) const;

  bool interactive_;
  bool colour_;
};

}  // namespace descent::cli
