#include "harness/compiler/messages.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <sstream>
#include <string_view>
#include <utility>

namespace descent::compiler {
namespace {

/// GCC quotes names in typographic marks where the locale has them.
std::string plain_quotes(std::string text) {
  for (const std::string_view mark : {"\u2018", "\u2019"}) {
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) {
      text.replace(at, mark.size(), "'");
    }
  }
  return text;
}

/// Takes ":NUMBER" from the end of a place; nothing if there is none.
std::optional<unsigned> take_number(std::string& place) {
  const auto colon = place.rfind(':');
  if (colon == std::string::npos || colon + 1 == place.size()) return std::nullopt;
  unsigned number = 0;
  const char* end = place.data() + place.size();
  const auto read = std::from_chars(place.data() + colon + 1, end, number);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  place.resize(colon);
  return number;
}

Message at_place(const std::string& place) {
  Message message;
  message.place = message.file = place;
  const auto last = take_number(message.file);
  if (last) message.line = take_number(message.file).value_or(*last);  // FILE:LINE:COLUMN
  return message;
}

/// "losses.cpp:12:3: error: ...", "ld.lld: error: ...".
std::optional<Message> with_severity(const std::string& line) {
  constexpr std::array<std::pair<std::string_view, Severity>, 4> kWords = {{
      {": fatal error: ", Severity::error},
      {": error: ", Severity::error},
      {": warning: ", Severity::warning},
      {": note: ", Severity::note},
  }};
  for (const auto& [word, severity] : kWords) {
    const auto at = line.find(word);
    if (at == std::string::npos || line.find(": ") != at) continue;
    Message message = at_place(line.substr(0, at));
    message.severity = severity;
    message.text = line.substr(at + word.size());
    message.leads_into_library = message.text.starts_with("in instantiation of ");
    return message;
  }
  return std::nullopt;
}

/// GCC's "losses.cpp:12:20:   required from here".
std::optional<Message> required_from(const std::string& line) {
  const auto at = line.find(":   required from");
  if (at == std::string::npos) return std::nullopt;
  Message message = at_place(line.substr(0, at));
  if (message.line == 0) return std::nullopt;
  message.severity = Severity::note;
  message.text = line.substr(at + 4);
  message.leads_into_library = true;
  return message;
}

/// GNU ld does not say 'error': "/usr/bin/ld: x.o: in function `f()': x.cpp:(.text+0x5): undefined
/// reference to `g()'".
std::optional<Message> undefined_reference(const std::string& line) {
  const auto at = line.find("undefined reference to");
  if (at == std::string::npos || line.find("error: ") != std::string::npos) return std::nullopt;
  Message message;
  message.file = "ld";
  message.text = line.substr(at);
  return message;
}

/// Lines that introduce the next message and belong to no one before it.
bool introduces(const std::string& line) {
  return line.starts_with("In file included from ") || line.find(": In ") != std::string::npos ||
         line.find(": At ") != std::string::npos || line.starts_with("                 from ");
}

bool is_a_count(const std::string& line) {
  return line.ends_with(" generated.") || line.starts_with("compilation terminated");
}

}  // namespace

std::string last_part(const std::string& path) { return path.substr(path.rfind('/') + 1); }

bool Message::is_in(const std::string& source) const {
  return line > 0 && last_part(file) == last_part(source);
}

std::vector<Message> read_messages(const std::string& output) {
  std::vector<Message> messages;
  bool quoting = false;
  std::istringstream lines(output);
  for (std::string raw; std::getline(lines, raw);) {
    const std::string line = plain_quotes(raw);
    auto message = with_severity(line);
    if (!message) message = required_from(line);
    if (!message) message = undefined_reference(line);
    if (message) {
      messages.push_back(std::move(*message));
      quoting = true;
    } else if (introduces(line) || is_a_count(line)) {
      quoting = false;
    } else if (quoting) {
      messages.back().quoted.push_back(line);
    }
  }
  return messages;
}

}  // namespace descent::compiler
