#pragma once

#include <string>
#include <vector>

namespace descent::compiler {

enum class Severity { error, warning, note };

/// One message of Clang, GCC or a linker, with the lines of source that it quotes.
struct Message {
  Severity severity = Severity::error;
  std::string file = {};   ///< as the compiler names it; of a linker's message, its program
  unsigned line = 0;       ///< 0 where it has none
  std::string place = {};  ///< "losses.cpp:12:3", as it stands there
  std::string text = {};   ///< without place and severity
  std::vector<std::string> quoted = {};  ///< what follows: the source, the caret

  /// The place where a student's line led into a library ("in instantiation of ... requested here",
  /// "required from here") comes as a note of its own, after Clang's error and before GCC's.
  bool leads_into_library = false;

  /// Whether it points into the file of this name, whatever its folder.
  bool is_in(const std::string& source) const;

  bool is_of_linker() const { return line == 0; }
};

/// Everything that a compiler or linker said, in its order. Never throws, whatever the text is.
std::vector<Message> read_messages(const std::string& output);

/// What starts where: losses.cpp of "/home/ann/losses.cpp".
std::string last_part(const std::string& path);

}  // namespace descent::compiler
